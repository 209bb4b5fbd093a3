"""Holidays on their published days, and names as people type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from relcadence.domain.holidays import HOLIDAYS, Holiday, keeps, marks_text, named, next_day, qingming, split_year

YEARS = range(2024, 2031)
# Day and month as published for 2024 to 2030.
PUBLISHED = {
    "New Year": ("01-01",) * 7,
    "Spring Festival": ("02-10", "01-29", "02-17", "02-06", "01-26", "02-13", "02-03"),
    "Lunar New Year's Eve": ("02-09", "01-28", "02-16", "02-05", "01-25", "02-12", "02-02"),
    "Lantern Festival": ("02-24", "02-12", "03-03", "02-20", "02-09", "02-27", "02-17"),
    "Qingming": ("04-04", "04-04", "04-05", "04-05", "04-04", "04-04", "04-05"),
    "Dragon Boat Festival": ("06-10", "05-31", "06-19", "06-09", "05-28", "06-16", "06-05"),
    "Qixi": ("08-10", "08-29", "08-19", "08-08", "08-26", "08-16", "08-05"),
    "Mid-Autumn Festival": ("09-17", "10-06", "09-25", "09-15", "10-03", "09-22", "09-12"),
    "Double Ninth Festival": ("10-11", "10-29", "10-18", "10-08", "10-26", "10-16", "10-05"),
    "Christmas": ("12-25",) * 7,
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_days(name: str) -> None:
    found = [str(named(name, HOLIDAYS).day_in(year)) for year in YEARS]
    assert found == [f"{year}-{day}" for year, day in zip(YEARS, PUBLISHED[name], strict=True)]


def test_every_holiday_stands_in_the_table_of_published_days() -> None:
    assert set(PUBLISHED) == {each.name for each in HOLIDAYS}


def test_qingming_as_two_other_calendars_have_it() -> None:
    from borax.calendars.lunardate import TermUtils
    from lunar_python import Solar

    for year in range(1900, 2100):
        theirs = Solar.fromYmd(year, 6, 1).getLunar().getJieQiTable()["清明"].toYmd()
        assert str(qingming(year)) == theirs
        assert qingming(year) == TermUtils.nth_term_day(year, TermUtils.name2index("清明"))
    assert (qingming(1899), qingming(2100)) == (None, None)


def test_the_eve_is_the_day_before_and_outside_the_calendar_there_is_none() -> None:
    eve, festival = named("除夕", HOLIDAYS), named("春节", HOLIDAYS)
    for year in range(1950, 2051):
        assert eve.day_in(year) == festival.day_in(year) - timedelta(days=1)  # type: ignore[operator]
    assert (eve.day_in(1899), festival.day_in(2101)) == (None, None)


DIWALI = Holiday("Diwali", "दीवाली", country="IN", days=(date(2026, 11, 8), date(2027, 10, 29)))
LABOR = (
    Holiday("Labor Day", "Labor Day", country="US", days=(date(2027, 9, 6),)),
    Holiday("Labor Day", "劳动节", country="CN", days=(date(2027, 5, 1),)),
)
KNOWN = (*HOLIDAYS, DIWALI, *LABOR)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Spring Festival", "Spring Festival"),
        ("spring  festival", "Spring Festival"),
        ("spring", "Spring Festival"),
        ("Chinese New Year", "Spring Festival"),
        ("春节", "Spring Festival"),
        ("春", "Spring Festival"),
        ("new year", "New Year"),
        ("New Year’s Day", "New Year"),
        ("mid-autumn", "Mid-Autumn Festival"),
        ("中秋", "Mid-Autumn Festival"),
        ("xmas", "Christmas"),
        ("diwali", "Diwali (IN)"),
        ("Diwali (in)", "Diwali (IN)"),
        ("IN:Diwali", "Diwali (IN)"),
        ("दीवाली", "Diwali (IN)"),
        ("Labor Day", "Labor Day (US)"),  # the country that is asked first
        ("Labor Day (CN)", "Labor Day (CN)"),
        ("劳动节", "Labor Day (CN)"),
    ],
)
def test_a_name_is_understood(typed: str, key: str) -> None:
    assert named(typed, KNOWN).key == key


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Sprng Festival", "Did you mean Spring Festival"),
        ("chrismas", "No holiday is called “chrismas”. Did you mean Christmas?"),
        ("midautum festival", "Did you mean Mid-Autumn Festival"),
        ("lan", "“lan” may mean: "),
        ("x", "No holiday is called “x” where it was looked for."),
        ("", "No holiday is called “” where it was looked for."),
        ("Diwali (US)", "No holiday is called “Diwali (US)” where it was looked for."),
    ],
)
def test_a_name_that_is_not_known_gets_near_ones(typed: str, sentence: str) -> None:
    lanterns = Holiday("Lanes Day", "Lanes Day", country="US", days=(date(2027, 3, 3),))
    with pytest.raises(ValueError) as refused:
        named(typed, (*KNOWN, lanterns))
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Spring Festival 2027", ("Spring Festival", 2027)),
        ("Spring Festival, 2027", ("Spring Festival", 2027)),
        ("2027 Spring Festival", ("Spring Festival", 2027)),
        ("2027年春节", ("春节", 2027)),
        ("春节2027年", ("春节", 2027)),
        ("Diwali (IN) 2027", ("Diwali (IN)", 2027)),
        ("Spring Festival", ("Spring Festival", None)),
        ("", ("", None)),
        ("2027", ("", 2027)),
    ],
)
def test_the_year_is_told_apart(typed: str, parts: tuple[str, int | None]) -> None:
    assert split_year(typed) == parts


@pytest.mark.parametrize(
    ("name", "today", "expected"),
    [
        ("Spring Festival", "2026-11-23", "2027-02-06"),
        ("Spring Festival", "2027-02-06", "2027-02-06"),
        ("Spring Festival", "2027-02-07", "2028-01-26"),
        ("Lunar New Year's Eve", "2027-02-06", "2028-01-25"),
        ("Diwali", "2026-11-09", "2027-10-29"),
        ("Diwali", "2027-10-30", "None"),
    ],
)
def test_the_next_day(name: str, today: str, expected: str) -> None:
    assert str(next_day(named(name, KNOWN), date.fromisoformat(today))) == expected


@pytest.mark.parametrize(
    ("name", "country", "kept"),
    [
        ("New Year", "", True),
        ("New Year", "DE", True),
        ("Spring Festival", "CN", True),
        ("Spring Festival", "US", False),
        ("Spring Festival", "", False),
        ("Christmas", "US", False),  # no religion follows from a country
        ("Qixi", "CN", False),
        ("Diwali", "IN", True),
        ("Diwali", "CN", False),
    ],
)
def test_who_keeps_it(name: str, country: str, kept: bool) -> None:
    assert keeps(named(name, KNOWN), country) is kept


def test_a_list_of_names_is_kept_tidy() -> None:
    assert marks_text(" New Year,Spring  Festival、New Year，") == "New Year, Spring Festival"
    assert (marks_text(""), marks_text(" None ")) == ("", "")
