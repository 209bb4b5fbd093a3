"""Arithmetic of days, months and years for reading dates; a date without a year is the nearest that fits.

`When.past` decides which is nearest: the coming one (today counts), or the latest that is not ahead.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.errors import say

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
OUT_OF_TIME = "It lies outside the years 1 to 9999."


class When(NamedTuple):
    """What a phrase is read against: the day, the order of 3/4, and whether it speaks of the past."""

    today: date
    order: str = "mdy"
    past: bool = False


def make_date(year: int, month: int, day: int) -> date:
    """The date; ValueError, with a sentence that says what was understood, where it does not exist."""
    check_day(month, day)
    if not 1 <= year <= 9999:
        raise ValueError(OUT_OF_TIME)
    if day > (length := monthrange(year, month)[1]):
        name = say(MONTHS[month - 1])
        words = "There is no {day} {month} {year}: that month has {length} days."
        raise ValueError(say(words, day=day, month=name, year=year, length=length))
    return date(year, month, day)


def check_day(month: int, day: int) -> None:
    """ValueError, with a sentence, for a day that no year has."""
    if not 1 <= month <= 12:
        raise ValueError(say("There is no month {month}: they run from 1 to 12.", month=month))
    longest = monthrange(2000, month)[1]
    if not 1 <= day <= longest:
        words = "There is no {day} {month}: that month has {longest} days at most."
        raise ValueError(say(words, day=day, month=say(MONTHS[month - 1]), longest=longest))


def nearest(days: Iterable[date], when: When) -> date:
    """Of some dates the coming one, or with `past` the latest not ahead; ValueError if there is none."""
    fitting = [day for day in days if (day <= when.today if when.past else day >= when.today)]
    if not fitting:
        raise ValueError(OUT_OF_TIME)
    return max(fitting) if when.past else min(fitting)


def day_of_year(month: int, day: int, when: When) -> date:
    """The nearest `month`/`day`; 29 February is sought in leap years."""
    check_day(month, day)
    years = range(max(1, when.today.year - 8), min(9999, when.today.year + 8) + 1)
    return nearest((date(year, month, day) for year in years if day <= monthrange(year, month)[1]), when)


def day_of_month(day: int, when: When) -> date:
    """The nearest day of that number; months too short for it are passed over."""
    if not 1 <= day <= 31:
        raise ValueError(say("There is no day {day}: a month has 31 days at most.", day=day))
    months = [shift for step in range(-2, 3) if (shift := _month(when.today, step))]
    return nearest((first.replace(day=day) for first in months if day <= month_end(first).day), when)


def _month(day: date, step: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
    return date(year, month + 1, 1) if 1 <= year <= 9999 else None


def add_months(day: date, months: int) -> date:
    """`day` that many months on, or the last day of a month too short; ValueError outside the years 1 to 9999."""
    first = _month(day, months)
    if first is None:
        raise ValueError(OUT_OF_TIME)
    return first.replace(day=min(day.day, month_end(first).day))


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def end_of_month(year: int | None, month: int, when: When) -> date:
    """The last day of a month; of the nearest such month where no year is named."""
    if year is not None:
        return month_end(make_date(year, month, 1))
    check_day(month, 1)
    years = range(max(1, when.today.year - 1), min(9999, when.today.year + 1) + 1)
    return nearest((month_end(date(year, month, 1)) for year in years), when)


def add_units(day: date, count: int, unit: str) -> date:
    """`day` plus `count` of "day", "week", "month", "quarter" or "year"; ValueError outside the years 1 to 9999."""
    if unit in MONTHS_OF:
        return add_months(day, count * MONTHS_OF[unit])
    try:
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    except OverflowError:
        raise ValueError(OUT_OF_TIME) from None


def period_start(day: date, unit: str) -> date:
    """The first day of the week (Monday), month, quarter or year that `day` lies in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    span = MONTHS_OF[unit]
    return date(day.year, (day.month - 1) // span * span + 1, 1)


def period_end(day: date, unit: str) -> date:
    """The last day of the week (Sunday), month, quarter or year that `day` lies in."""
    if unit == "week":
        return add_units(day, 6 - day.weekday(), "day")
    return month_end(add_months(period_start(day, unit), MONTHS_OF[unit] - 1))


def nearest_end(unit: str, when: When) -> date:
    """The end of the present period, or with `past` the latest end that is not ahead."""
    ends = [period_end(when.today, unit)]
    if when.past and ends[0] != when.today:
        ends.append(period_end(add_units(when.today, -1, unit), unit))
    return nearest(ends, when)


def weekday_in(when: When, weekday: int, weeks: int | None) -> date:
    """That weekday (Monday 0) of the week `weeks` after the present one; None: the nearest.

    Bare and ahead, today's own weekday means a week from now ("today" is the word for today); bare and past, today.
    """
    ahead = weekday - when.today.weekday()
    if weeks is not None:
        return add_units(when.today, ahead + 7 * weeks, "day")
    if when.past:
        return add_units(when.today, ahead if ahead <= 0 else ahead - 7, "day")
    return add_units(when.today, ahead if ahead > 0 else ahead + 7, "day")


def full_year(digits: str, today: date) -> int:
    """The year of two or four digits; two mean the year from 69 years back to 30 ahead of today."""
    year = int(digits)
    if len(digits) != 2:
        return year
    return min(range(today.year - 69, today.year + 31), key=lambda guess: (guess % 100 != year, guess))
