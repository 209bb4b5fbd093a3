"""Lunar dates against published days and against other people's calendars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from relcadence.domain import lunar
from relcadence.domain.lunar import (
    LunarDay,
    LunarRules,
    from_solar,
    leap_month,
    month_length,
    rule_text,
    rules_of,
    to_solar,
)


@pytest.mark.parametrize(
    ("day", "solar"),
    [
        # Spring Festival as published
        ((1900, 1, 1), "1900-01-31"),
        ((1985, 1, 1), "1985-02-20"),
        ((2000, 1, 1), "2000-02-05"),
        ((2023, 1, 1), "2023-01-22"),
        ((2024, 1, 1), "2024-02-10"),
        ((2025, 1, 1), "2025-01-29"),
        ((2026, 1, 1), "2026-02-17"),
        ((2027, 1, 1), "2027-02-06"),
        ((2034, 1, 1), "2034-02-19"),
        # Mid-Autumn, Dragon Boat, Double Ninth
        ((2020, 8, 15), "2020-10-01"),
        ((2025, 8, 15), "2025-10-06"),
        ((2026, 8, 15), "2026-09-25"),
        ((2026, 5, 5), "2026-06-19"),
        ((2026, 9, 9), "2026-10-18"),
        # a year whose month 11, not 7, is doubled, however close the call was
        ((2033, 8, 15), "2033-09-08"),
        ((2033, 11, 1), "2033-11-22"),
        ((2033, 11, 1, True), "2033-12-22"),
        ((2033, 12, 1), "2034-01-20"),
        # leap months
        ((2020, 4, 1, True), "2020-05-23"),
        ((2023, 2, 1, True), "2023-03-22"),
        ((2025, 6, 30), "2025-07-24"),
        ((2025, 6, 1, True), "2025-07-25"),
        ((1984, 10, 1, True), "1984-11-23"),
        # new moons within minutes of midnight in Beijing
        ((1978, 7, 30), "1978-09-02"),
        ((1978, 8, 1), "1978-09-03"),
        ((1978, 8, 15), "1978-09-17"),
        ((1954, 11, 1), "1954-11-25"),
        ((1933, 5, 30, True), "1933-07-22"),
        ((2057, 9, 1), "2057-09-29"),
        ((2099, 12, 30), "2100-02-08"),
    ],
)
def test_both_ways(day: tuple[int, int, int], solar: str) -> None:
    assert to_solar(*day).isoformat() == solar
    assert from_solar(date.fromisoformat(solar)) == LunarDay(*day)


@pytest.mark.parametrize(
    ("day", "rules", "solar"),
    [
        ((2026, 4, 1, True), LunarRules(), "2026-05-17"),  # no leap month: the ordinary one
        ((2026, 4, 1, False), LunarRules(), "2026-05-17"),
        ((2020, 4, 1, True), LunarRules(), "2020-05-23"),
        ((2020, 4, 1, True), LunarRules(leap="ordinary"), "2020-04-23"),
        ((2020, 4, 1, False), LunarRules(), "2020-04-23"),
        ((2026, 12, 30), LunarRules(), "2027-02-05"),  # a twelfth month of 29 days
        ((2026, 12, 29), LunarRules(), "2027-02-05"),
        ((2026, 12, 30), LunarRules(day30="next"), "2027-02-06"),
        ((2025, 6, 30, True), LunarRules(), "2025-08-22"),
        ((2025, 6, 30, True), LunarRules(day30="next"), "2025-08-23"),
        ((2024, 12, 30), LunarRules(day30="next"), "2025-01-29"),
        ((2025, 6, 30), LunarRules(day30="next"), "2025-07-24"),  # a month of 30 days needs no rule
    ],
)
def test_days_a_year_lacks(day: tuple[int, int, int], rules: LunarRules, solar: str) -> None:
    assert to_solar(*day, rules=rules).isoformat() == solar


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ((2026, 13, 1), "There is no lunar month 13; they run from 1 to 12."),
        ((2026, 0, 1), "There is no lunar month 0; they run from 1 to 12."),
        ((2026, 8, 31), "There is no lunar day 31; a lunar month has 29 or 30 days."),
        ((2026, 8, 0), "There is no lunar day 0; a lunar month has 29 or 30 days."),
        ((2026, 12, 1, True), "Lunar month 12 is never doubled; leap months are those from 2 to 11."),
        ((1899, 1, 1), "Lunar dates are known from 1900 to 2099, not for 1899."),
        ((2100, 1, 1), "Lunar dates are known from 1900 to 2099, not for 2100."),
        ((2100, 4, 1, True), "Lunar dates are known from 1900 to 2099, not for 2100."),
    ],
)
def test_impossible_days(day: tuple[int, int, int], sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        to_solar(*day)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("day", [date.min, date(1900, 1, 30), date(2100, 2, 9), date.max])
def test_days_outside_the_calendar(day: date) -> None:
    with pytest.raises(ValueError, match=r"outside the lunar calendar known here, 1900-01-31 to 2100-02-08\."):
        from_solar(day)


def test_every_day_goes_there_and_back_and_days_follow_each_other() -> None:
    day, before = lunar.FIRST_DAY, LunarDay(1899, 12, 30)
    while day <= lunar.LAST_DAY:
        now = from_solar(day)
        assert to_solar(*now) == day
        assert now.day == before.day + 1 or (now.day == 1 and before.day in (29, 30))
        day, before = day + timedelta(days=1), now


def test_leap_months_are_2_to_11_only() -> None:
    doubled = {leap_month(year) for year in range(lunar.FIRST_YEAR, lunar.LAST_YEAR + 1)}
    assert doubled - {None} <= set(lunar.LEAP_MONTHS)
    assert [leap_month(year) for year in range(2020, 2037)] == [
        4, None, None, 2, None, 6, None, None, 5, None, None, 3, None, 11, None, None, 6,
    ]  # fmt: skip


def test_every_month_from_1900_to_2099_as_lunar_python_has_it() -> None:
    from lunar_python import LunarYear, Solar

    for year in range(1900, 2100):
        ours, theirs = [], []
        for month in LunarYear.fromYear(year).getMonthsInYear():
            first = Solar.fromJulianDay(month.getFirstJulianDay())
            theirs.append((first.toYmd(), month.getDayCount()))
            number, leap = abs(month.getMonth()), month.isLeap()
            ours.append((to_solar(year, number, 1, leap).isoformat(), month_length(year, number, leap)))
        assert ours == theirs
        assert len(ours) == (13 if leap_month(year) else 12)


def test_every_day_from_1950_to_2050_as_borax_has_it() -> None:
    lunardate = pytest.importorskip("borax.calendars.lunardate")
    day = date(1950, 1, 1)
    while day.year <= 2050:
        theirs = lunardate.LunarDate.from_solar_date(day.year, day.month, day.day)
        assert from_solar(day) == (theirs.year, theirs.month, theirs.day, bool(theirs.leap)), day
        day += timedelta(days=1)


def test_a_leap_month_has_no_length_in_a_year_without_it() -> None:
    assert (month_length(2025, 6), month_length(2025, 6, True), month_length(2099, 12)) == (30, 29, 30)
    with pytest.raises(ValueError, match=r"^Lunar 2026 has no leap month 4\.$"):
        month_length(2026, 4, True)


def test_day_30_from_1950_to_2050_by_the_lengths_that_two_others_have() -> None:
    """A month of 29 days keeps its day 30 on day 29, or on the first day of the next month; leap months too."""
    from borax.calendars.lunardate import LunarDate
    from lunar_python import LunarYear, Solar

    short = 0
    for year in range(1950, 2051):
        for month in LunarYear.fromYear(year).getMonthsInYear():
            number, leap, length = abs(month.getMonth()), month.isLeap(), month.getDayCount()
            first = date.fromisoformat(Solar.fromJulianDay(month.getFirstJulianDay()).toYmd())
            assert LunarDate(year, number, 1, int(leap)).to_solar_date() == first
            assert to_solar(year, number, 30, leap) == first + timedelta(days=length - 1)
            assert to_solar(year, number, 30, leap, LunarRules(day30="next")) == first + timedelta(days=29)
            short += length == 29
    assert short > 500


def test_leap_month_birthdays_from_1950_to_2050_as_borax_has_the_months() -> None:
    """In the leap month where the year has it, else, or by the other rule always, in the ordinary one."""
    from borax.calendars.lunardate import LCalendars, LunarDate

    doubled = 0
    for year in range(1950, 2051):
        for month in lunar.LEAP_MONTHS:
            has_it = LCalendars.leap_month(year) == month
            theirs = LunarDate(year, month, 15, int(has_it)).to_solar_date()
            ordinary = LunarDate(year, month, 15, 0).to_solar_date()
            assert to_solar(year, month, 15, True) == theirs
            assert to_solar(year, month, 15, True, LunarRules(leap="ordinary")) == ordinary
            doubled += has_it
    assert doubled == sum(leap_month(year) is not None for year in range(1950, 2051))


@pytest.mark.parametrize(
    ("text", "kept"),
    [("", "day29,leap"), ("next", "next,leap"), ("Ordinary , day29", "day29,ordinary"), ("leap", "day29,leap")],
)
def test_rules_as_they_are_typed(text: str, kept: str) -> None:
    assert rule_text(text) == kept
    assert LunarRules(*kept.split(",")) == rules_of(kept)


def test_a_word_that_is_no_rule() -> None:
    with pytest.raises(ValueError, match=r"^“day31” is no rule for lunar days\. They are day29 or next, and leap or"):
        rules_of("leap,day31")
