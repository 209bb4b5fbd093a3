"""Public holidays of other countries by name, on their published days."""

from __future__ import annotations

import pytest

from relcadence.domain.holidays import HOLIDAYS, named
from relcadence.store.public_holidays import holidays_of

YEARS = range(2024, 2031)
PUBLISHED = [
    ("US", "Thanksgiving Day", ("11-28", "11-27", "11-26", "11-25", "11-23", "11-22", "11-28")),
    ("US", "Easter Sunday", ("03-31", "04-20", "04-05", "03-28", "04-16", "04-01", "04-21")),
    ("US", "Mother's Day", ("05-12", "05-11", "05-10", "05-09", "05-14", "05-13", "05-12")),
    ("IN", "Diwali", ("10-31", "10-20", "11-08", "10-29", "10-17", "11-05", "10-26")),
    ("IL", "Rosh Hashanah", ("10-03", "09-23", "09-12", "10-02", "09-21", "09-10", "09-28")),
    ("CN", "National Day", ("10-01",) * 7),
    ("DE", "Karfreitag", ("03-29", "04-18", "04-03", "03-26", "04-14", "03-30", "04-19")),
    ("GB", "Good Friday", ("03-29", "04-18", "04-03", "03-26", "04-14", "03-30", "04-19")),
]


@pytest.mark.parametrize(
    ("country", "name", "days"), PUBLISHED, ids=lambda each: each if isinstance(each, str) else ""
)
def test_the_published_days(country: str, name: str, days: tuple[str, ...]) -> None:
    found = named(name, holidays_of(country, 2024, 2030))
    assert [str(found.day_in(year)) for year in YEARS] == [
        f"{year}-{day}" for year, day in zip(YEARS, days, strict=True)
    ]


@pytest.mark.parametrize("country", ["CN", "HK", "TW", "SG"])
def test_the_lunar_days_agree_with_the_calendar_of_the_country(country: str) -> None:
    """Where the country's own list has the day, it is the same day under our name, and it stands there once."""
    import holidays

    theirs = holidays.country_holidays(country, years=YEARS, language="en_US")
    for name in ("Spring Festival", "Dragon Boat Festival", "Mid-Autumn Festival"):
        ours = named(name, HOLIDAYS)
        spelt = {name, *(each.title() for each in ours.also)}
        days = [
            day for day, title in sorted(theirs.items()) if title.partition(" (")[0] in spelt and "(obs" not in title
        ]
        firsts = [min(day for day in days if day.year == year) for year in YEARS if any(d.year == year for d in days)]
        assert all(day == ours.day_in(day.year) for day in firsts)
        assert len(firsts) >= 6 or name != "Spring Festival"
    keys = [each.key for each in holidays_of(country, 2024, 2030)]
    assert keys.count("Spring Festival") == 1 and not any("Chinese New Year" in key for key in keys)


def test_days_moved_off_a_weekend_and_days_that_follow_are_left_out() -> None:
    for country in ("CN", "US", "HK", "AE", "JP", "TW"):
        found = holidays_of(country, 2024, 2030)
        assert not [each.key for each in found if "observed" in each.key or "(estimated)" in each.key]
        for each in found:
            assert all((after - day).days > 20 for day, after in zip(each.days, each.days[1:], strict=False)), (
                each.key
            )


def test_a_country_that_is_not_known() -> None:
    with pytest.raises(ValueError, match=r"^The holidays of “ZZ” are not known here\.$"):
        holidays_of("ZZ", 2027, 2027)
