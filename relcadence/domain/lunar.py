"""Chinese lunar dates to solar ones and back, for the lunar years 1900 to 2099.

The one rule: a lunar day that a year lacks is kept all the same. A leap month falls back on the ordinary month of
that number, day 30 of a short month on its day 29; `LunarRules` changes either.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from relcadence.errors import say

FIRST_YEAR, LAST_YEAR = 1900, 2099
FIRST_DAY, LAST_DAY = date(1900, 1, 31), date(2100, 2, 8)
# From 1900 to 2099 no other month is ever doubled.
LEAP_MONTHS = range(2, 12)
# The first days of four months that lunardate 0.3 has a day off; lunar-python, borax and ICU agree on these.
FIRSTS = {
    (1933, 6): date(1933, 7, 23), (1954, 11): date(1954, 11, 25),
    (1978, 8): date(1978, 9, 3), (2057, 9): date(2057, 9, 29),
}  # fmt: skip
FESTIVALS = {
    "spring festival": (1, 1), "chinese new year": (1, 1), "lunar new year": (1, 1), "春节": (1, 1),
    "大年初一": (1, 1), "lantern festival": (1, 15), "元宵": (1, 15), "元宵节": (1, 15),
    "dragon boat festival": (5, 5), "端午": (5, 5), "端午节": (5, 5), "qixi": (7, 7), "七夕": (7, 7),
    "七夕节": (7, 7), "mid-autumn": (8, 15), "mid-autumn festival": (8, 15), "中秋": (8, 15), "中秋节": (8, 15),
    "double ninth": (9, 9), "double ninth festival": (9, 9), "重阳": (9, 9), "重阳节": (9, 9),
    "laba festival": (12, 8), "腊八": (12, 8), "腊八节": (12, 8), "lunar new year's eve": (12, 30),
    "除夕": (12, 30), "大年三十": (12, 30),
}  # fmt: skip


class LunarDay(NamedTuple):
    """A day of the lunar calendar; `leap` is true in the second of two months of the same number."""

    year: int
    month: int
    day: int
    leap: bool = False


class LunarRules(NamedTuple):
    """Where a missing lunar day is kept.

    `day30`, in a month of 29 days: "day29", or "next" for the first of the next month. `leap`, in a year that has
    the leap month: "leap" keeps it there, "ordinary" keeps it in the month before, as in every other year.
    """

    day30: str = "day29"
    leap: str = "leap"


RULES = LunarRules()


def rules_of(text: str) -> LunarRules:
    """The rules that a text such as `next,ordinary` names, in any order; ValueError for another word."""
    rules = RULES
    for word in filter(None, (part.strip().casefold() for part in text.split(","))):
        if word not in ("day29", "next", "leap", "ordinary"):
            raise ValueError(
                say("“{word}” is no rule for lunar days. They are day29 or next, and leap or ordinary.", word=word)
            )
        rules = rules._replace(day30=word) if word in ("day29", "next") else rules._replace(leap=word)
    return rules


def rule_text(text: str) -> str:
    """The rules that a text names, in the form that is kept: `day29,leap`."""
    return ",".join(rules_of(text))


def check_lunar(month: int, day: int, leap: bool = False) -> None:
    """ValueError, with a sentence for the user, for a month or day that no lunar year can have."""
    if not 1 <= month <= 12:
        raise ValueError(say("There is no lunar month {month}; they run from 1 to 12.", month=month))
    if not 1 <= day <= 30:
        raise ValueError(say("There is no lunar day {day}; a lunar month has 29 or 30 days.", day=day))
    if leap and month not in LEAP_MONTHS:
        raise ValueError(
            say("Lunar month {month} is never doubled; leap months are those from 2 to 11.", month=month)
        )


def leap_month(year: int) -> int | None:
    """The number of the month that lunar `year` has twice, or None; ValueError outside 1900 to 2099."""
    from lunardate import LunarDate

    _check_year(year)
    found: int | None = LunarDate.leap_month_for_year(year)
    return found


def to_solar(year: int, month: int, day: int, leap: bool = False, rules: LunarRules = RULES) -> date:
    """The solar date on which a lunar day is kept in lunar `year`, by `rules`.

    ValueError for a year outside 1900 to 2099 and for a day that no lunar year has.
    """
    check_lunar(month, day, leap)
    leap = leap and rules.leap == "leap" and leap_month(year) == month
    if day == 30 and rules.day30 == "day29":
        day = min(day, month_length(year, month, leap))
    return _first(year, month, leap) + timedelta(days=day - 1)


def from_solar(day: date) -> LunarDay:
    """The lunar day of a solar date; ValueError outside 1900-01-31 to 2100-02-08."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(
            say(
                "{day} is outside the lunar calendar known here, {first_day} to {last_day}.",
                day=day,
                first_day=FIRST_DAY,
                last_day=LAST_DAY,
            )
        )
    # A month of FIRSTS can begin a day earlier or later than the library has it: the days beside know.
    near = (min(day + timedelta(days=1), LAST_DAY), day, max(day - timedelta(days=1), FIRST_DAY))
    months = [_month_of(probe) for probe in near]
    year, month, leap = next(at for at in months if _first(*at) <= day)
    return LunarDay(year, month, (day - _first(year, month, leap)).days + 1, leap)


def month_length(year: int, month: int, leap: bool = False) -> int:
    """29 or 30, the days of a lunar month; ValueError for a leap month that the year lacks."""
    first = _first(year, month, leap)
    if not leap and leap_month(year) == month:
        return (_first(year, month, True) - first).days
    if (year, month) == (LAST_YEAR, 12):
        return (LAST_DAY - first).days + 1
    return (_first(year + month // 12, month % 12 + 1, False) - first).days


@cache
def _first(year: int, month: int, leap: bool) -> date:
    from lunardate import LunarDate

    _check_year(year)
    if leap and leap_month(year) != month:
        raise ValueError(say("Lunar {year} has no leap month {month}.", year=year, month=month))
    first: date = LunarDate(year, month, 1, leap).to_solar_date()
    return first if leap else FIRSTS.get((year, month), first)


def _month_of(day: date) -> tuple[int, int, bool]:
    from lunardate import LunarDate

    found = LunarDate.from_solar_date(day.year, day.month, day.day)
    return found.year, found.month, found.is_leap_month


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            say(
                "Lunar dates are known from {first_year} to {last_year}, not for {year}.",
                first_year=FIRST_YEAR,
                last_year=LAST_YEAR,
                year=year,
            )
        )
