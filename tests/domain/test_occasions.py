"""Birthdays and occasions: how they are written, on which days they fall, how old somebody turns."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from relcadence.domain.lunar import LunarRules, from_solar
from relcadence.domain.occasions import (
    Birthday,
    Occasion,
    age_on,
    day_in,
    make_occasion,
    next_on,
    occasion_days,
    occurrences,
    parse_birthday,
)
from relcadence.domain.reasons import is_round

TODAY = date(2026, 11, 23)


def days(found: list[date]) -> list[str]:
    return [day.isoformat() for day in found]


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("1980-02-20", "1980-02-20"),
        ("19800220", "1980-02-20"),
        ("1980/02/20", "1980-02-20"),
        (" １９８０-０２-２０ ", "1980-02-20"),
        ("1604-02-29", "1604-02-29"),
        ("--05-24", "--05-24"),
        ("--0524", "--05-24"),
        ("02-20", "--02-20"),
        ("--0229", "--02-29"),
        ("24 may", "--05-24"),
        ("May 24 1980", "1980-05-24"),
        ("18 Apr 2024", "2024-04-18"),
        ("5月24日", "--05-24"),
        ("1982年3月8日", "1982-03-08"),
        ("一九八二年三月八日", "1982-03-08"),
        ("lunar:8-15", "lunar:8-15"),
        ("Lunar:08-15", "lunar:8-15"),
        ("lunar:1979-8-15", "lunar:1979-8-15"),
        ("lunar:leap4-1", "lunar:leap4-1"),
        ("lunar:1979-leap6-1", "lunar:1979-leap6-1"),
        ("农历八月十五", "lunar:8-15"),
        ("農曆八月十五", "lunar:8-15"),
        ("八月十五", "lunar:8-15"),
        ("农历8月15日", "lunar:8-15"),
        ("闰四月初一", "lunar:leap4-1"),
        ("农历1979年八月十五", "lunar:1979-8-15"),
        ("1979年闰六月初一", "lunar:1979-leap6-1"),
        ("腊月廿三", "lunar:12-23"),
        ("正月三十", "lunar:1-30"),
        ("中秋", "lunar:8-15"),
    ],
)
def test_reading(text: str, canonical: str) -> None:
    assert str(parse_birthday(text)) == canonical


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2026-02-30", "There is no 30 February: that month has 29 days at most."),
        ("1981-02-29", "There is no 29 February 1981: that month has 28 days."),
        ("1900-02-29", "There is no 29 February 1900: that month has 28 days."),
        ("--04-31", "There is no 31 April: that month has 30 days at most."),
        ("1980-13-01", "There is no month 13: they run from 1 to 12."),
        ("0000-01-01", "It lies outside the years 1 to 9999."),
        ("lunar:8-31", "There is no lunar day 31; a lunar month has 29 or 30 days."),
        ("lunar:13-1", "There is no lunar month 13; they run from 1 to 12."),
        ("lunar:leap12-1", "Lunar month 12 is never doubled; leap months are those from 2 to 11."),
        ("lunar:1979-leap4-1", "The lunar year 1979 had no leap month 4."),
        ("lunar:0-0-1", "is not a day of the year known here."),
        ("腊月三十一", "There is no lunar day 31; a lunar month has 29 or 30 days."),
        ("8/15", "is not a day of the year known here."),
        ("03/04/1980", "is not a day of the year known here."),
        ("24 may 80", "is not a day of the year known here."),
        ("明年3月8日", "is not a day of the year known here."),
        ("1980-0220", "is not a day of the year known here."),
        ("1980-06", "is not a day of the year known here."),
        ("---29", "is not a day of the year known here."),
        ("tomorrow", "is not a day of the year known here."),
        ("", "is not a day of the year known here."),
    ],
)
def test_refusing(text: str, part: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_birthday(text)
    assert str(refused.value).startswith(f"“{text}” is ")
    assert part in str(refused.value)


def test_a_birthday_refuses_nonsense_however_it_is_made() -> None:
    for nonsense in (
        {"month": 2, "day": 30},
        {"month": 1, "day": 1, "year": 10000, "calendar": "lunar"},
        {"month": 4, "day": 1, "leap": True},
        {"month": 4, "day": 1, "calendar": "maya"},
    ):
        with pytest.raises(ValueError, match=r"\.$"):
            Birthday(**nonsense)


@pytest.mark.parametrize(
    ("text", "feb29", "expected"),
    [
        ("1980-02-20", "feb28", ["2026-02-20", "2027-02-20", "2028-02-20"]),
        ("--12-31", "feb28", ["2026-12-31", "2027-12-31", "2028-12-31"]),
        ("2027-05-24", "feb28", ["2027-05-24", "2028-05-24"]),
        ("2029-05-24", "feb28", []),
        ("2000-02-29", "feb28", ["2026-02-28", "2027-02-28", "2028-02-29"]),
        ("--02-29", "mar1", ["2026-03-01", "2027-03-01", "2028-02-29"]),
        ("--02-28", "mar1", ["2026-02-28", "2027-02-28", "2028-02-28"]),
        ("lunar:8-15", "feb28", ["2026-09-25", "2027-09-15", "2028-10-03"]),
        ("lunar:1-1", "feb28", ["2026-02-17", "2027-02-06", "2028-01-26"]),
        ("lunar:leap5-1", "feb28", ["2026-06-15", "2027-06-05", "2028-06-23"]),
        ("lunar:5-1", "feb28", ["2026-06-15", "2027-06-05", "2028-05-24"]),
        ("lunar:12-30", "feb28", ["2026-02-16", "2027-02-05", "2028-01-25"]),
        ("lunar:2027-12-8", "feb28", ["2028-01-04"]),
    ],
)
def test_three_years(text: str, feb29: str, expected: list[str]) -> None:
    found = occurrences(parse_birthday(text), date(2026, 1, 1), date(2028, 12, 31), feb29)
    assert days(found) == expected


def test_a_lunar_day_can_fall_twice_in_a_solar_year_or_not_at_all() -> None:
    winter = parse_birthday("lunar:11-14")
    assert days(occurrences(winter, date(2025, 1, 1), date(2027, 12, 31))) == [
        "2026-01-02",
        "2026-12-22",
        "2027-12-11",
    ]


def test_rules_for_lunar_days_a_year_lacks() -> None:
    leap, thirtieth = parse_birthday("lunar:leap6-1"), parse_birthday("lunar:12-30")
    assert str(day_in(leap, 2025)) == "2025-07-25"
    assert str(day_in(leap, 2025, rules=LunarRules(leap="ordinary"))) == "2025-06-25"
    assert str(day_in(thirtieth, 2026)) == "2027-02-05"
    assert str(day_in(thirtieth, 2026, rules=LunarRules(day30="next"))) == "2027-02-06"


def test_both_ends_belong_to_the_range() -> None:
    new_year = parse_birthday("--01-01")
    assert days(occurrences(new_year, date(2027, 1, 1), date(2027, 1, 1))) == ["2027-01-01"]
    assert occurrences(new_year, date(2026, 1, 2), date(2026, 12, 31)) == []
    assert occurrences(new_year, date(2027, 1, 2), date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("text", "today", "feb29", "expected"),
    [
        ("--11-23", "2026-11-23", "feb28", "2026-11-23"),
        ("--11-22", "2026-11-23", "feb28", "2027-11-22"),
        ("--02-29", "2026-11-23", "feb28", "2027-02-28"),
        ("--02-29", "2027-02-28", "feb28", "2027-02-28"),
        ("--02-29", "2027-03-01", "feb28", "2028-02-29"),
        ("--02-29", "2027-02-28", "mar1", "2027-03-01"),
        ("--02-29", "2028-02-29", "mar1", "2028-02-29"),
        ("2030-05-24", "2026-11-23", "feb28", "2030-05-24"),
        ("--01-01", "9999-12-31", "feb28", "None"),
        ("lunar:8-15", "2026-09-25", "feb28", "2026-09-25"),
        ("lunar:8-15", "2026-09-26", "feb28", "2027-09-15"),
        ("lunar:12-29", "2026-11-23", "feb28", "2027-02-05"),
        ("lunar:1-1", "2099-02-01", "feb28", "None"),
        ("lunar:1-1", "1850-01-01", "feb28", "None"),
    ],
)
def test_the_next_one(text: str, today: str, feb29: str, expected: str) -> None:
    assert str(next_on(parse_birthday(text), date.fromisoformat(today), feb29)) == expected


@pytest.mark.parametrize(
    ("text", "day", "age"),
    [
        ("1980-02-20", "2026-02-19", 45),
        ("1980-02-20", "2026-02-20", 46),
        ("2000-02-29", "2026-02-28", 26),
        ("2000-02-29", "2026-02-27", 25),
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-24", "2026-11-23", None),
        ("--02-20", "2026-02-20", None),
        ("lunar:1979-8-15", "2026-09-24", 46),
        ("lunar:1979-8-15", "2026-09-25", 47),
        ("lunar:1979-12-8", "2026-01-25", 45),
        ("lunar:1979-12-8", "2026-01-26", 46),
        ("lunar:1979-8-15", "2101-01-01", None),
        ("lunar:8-15", "2026-09-25", None),
    ],
)
def test_age(text: str, day: str, age: int | None) -> None:
    assert age_on(parse_birthday(text), date.fromisoformat(day)) == age


def test_a_leapling_by_the_other_rule_is_older_on_1_march() -> None:
    leapling = parse_birthday("2000-02-29")
    assert [age_on(leapling, date(2027, 2, 28), rule) for rule in ("feb28", "mar1")] == [27, 26]
    assert age_on(leapling, date(2027, 3, 1), "mar1") == 27


def test_round_ages() -> None:
    assert [age for age in range(-10, 111) if is_round(age)] == [10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, 110]
    assert not is_round(None)


@pytest.mark.parametrize(
    ("kind", "on", "recurring", "expected"),
    [
        ("anniversary", "2020-11-27", None, ["2026-11-27", "2027-11-27"]),
        ("holiday", "中秋", None, ["2027-09-15"]),
        ("success", "2026-12-01", None, ["2026-12-01"]),
        ("success", "2025-12-01", None, []),
        ("free", "2026-12-24", True, ["2026-12-24", "2027-12-24"]),
        ("free", "lunar:2026-12-30", None, ["2027-02-05"]),
        ("birthday", "2027-01-05", False, ["2027-01-05"]),
    ],
)
def test_days_of_an_occasion(kind: str, on: str, recurring: bool | None, expected: list[str]) -> None:
    occasion = make_occasion(kind, "Opening day", on, recurring=recurring)
    assert days(occasion_days(occasion, TODAY, date(2027, 12, 31))) == expected


def test_an_occasion_is_kept_in_canonical_form() -> None:
    made = make_occasion("free", "First meeting", "3 may 2019", recurring=True, contact_id=7, note="Lyon")
    assert made == Occasion("free", "First meeting", "2019-05-03", True, 7, "Lyon")


@pytest.mark.parametrize(
    ("kind", "on", "sentence"),
    [
        (
            "party",
            "2026-12-01",
            "“party” is not a kind of occasion; the kinds are birthday, anniversary, holiday, success, free.",
        ),
        (
            "success",
            "--12-01",
            "“--12-01” names no year, and a win does not come every year; write the full date.",
        ),
        ("free", "2026-02-30", "“2026-02-30” is no possible day of the year. There is no 30 February"),
        ("free", "lunar:1850-1-1", "Lunar dates are known from 1900 to 2099, not for 1850."),
    ],
)
def test_no_such_occasion(kind: str, on: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        make_occasion(kind, "a win", on)
    assert str(refused.value).startswith(sentence)


def solar_birthdays() -> st.SearchStrategy[Birthday]:
    dates = st.dates(date(1900, 1, 1), date(2090, 12, 31))
    return st.builds(
        lambda day, known: Birthday(day.month, day.day, day.year if known else None), dates, st.booleans()
    )


def lunar_birthdays() -> st.SearchStrategy[Birthday]:
    def build(day: date, known: bool) -> Birthday:
        year, month, number, leap = from_solar(day)
        return Birthday(month, number, year if known else None, "lunar", leap)

    return st.builds(build, st.dates(date(1900, 1, 31), date(2090, 12, 31)), st.booleans())


ANY = st.one_of(solar_birthdays(), lunar_birthdays())
DAYS = st.dates(date(1901, 1, 1), date(2095, 12, 31))
RULE = st.sampled_from(["feb28", "mar1"])


@settings(deadline=None, max_examples=200)
@given(ANY)
def test_the_text_form_is_read_back(birthday: Birthday) -> None:
    assert parse_birthday(str(birthday)) == birthday


@settings(deadline=None, max_examples=200)
@given(ANY, DAYS, RULE)
def test_the_next_one_is_the_first_of_all_that_follow(birthday: Birthday, today: date, feb29: str) -> None:
    following = occurrences(birthday, today, date(2099, 12, 31), feb29)
    assert following == sorted(set(following))
    assert next_on(birthday, today, feb29) == following[0]


@settings(deadline=None, max_examples=100)
@given(solar_birthdays(), RULE)
def test_solar_birthdays_are_a_year_apart(birthday: Birthday, feb29: str) -> None:
    following = occurrences(birthday, date(1901, 1, 1), date(2095, 12, 31), feb29)
    assert {(later - earlier).days for earlier, later in pairwise(following)} <= {365, 366}


@settings(deadline=None, max_examples=200)
@given(ANY, DAYS, RULE)
def test_age_is_the_number_of_birthdays_kept(birthday: Birthday, day: date, feb29: str) -> None:
    assume(birthday.year)
    kept = occurrences(birthday, date(1900, 1, 1), day, feb29)
    assert age_on(birthday, day, feb29) == (len(kept) - 1 if kept else None)


@settings(deadline=None, max_examples=200)
@given(ANY, DAYS, st.integers(0, 800), st.integers(0, 800))
def test_a_range_cut_in_two_holds_the_same_days(birthday: Birthday, start: date, left: int, right: int) -> None:
    middle = start + timedelta(days=left)
    end = middle + timedelta(days=right)
    parts = occurrences(birthday, start, middle) + occurrences(birthday, middle + timedelta(days=1), end)
    assert parts == occurrences(birthday, start, end)


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="0123456789-/.: lunrape年月日号农历闰初廿十正腊一二八三九〇mayfeb", max_size=14))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        assert parse_birthday(str(parse_birthday(text)))
    except ValueError as refused:
        assert str(refused).startswith("“")
        assert str(refused).endswith(".")
