"""English and numeric phrases -> dates; each reader answers one family of phrases, None for any other.

"next", "this" and "last" with a weekday count weeks from Monday to Sunday, as 下, 本 and 上 do.
"""

from __future__ import annotations

import re
from datetime import date

from relcadence.domain.dates_calendar import (
    MONTHS,
    WEEKDAYS,
    When,
    add_units,
    day_of_month,
    day_of_year,
    end_of_month,
    full_year,
    make_date,
    nearest_end,
    period_end,
    period_start,
    weekday_in,
)  # fmt: skip
from relcadence.errors import say

WORDS = {
    "today": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "yesterday": -1, "day after tomorrow": 2,
    "day before yesterday": -2,
}  # fmt: skip
STEPS = {"this": 0, "next": 1, "last": -1}
UNITS = {
    "d": "day", "day": "day", "w": "week", "wk": "week", "week": "week", "m": "month", "mo": "month",
    "month": "month", "q": "quarter", "quarter": "quarter", "y": "year", "yr": "year", "year": "year",
}  # fmt: skip
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
DAY_NAMES = {name.lower()[:size]: at for at, name in enumerate(WEEKDAYS) for size in (3, len(name))} | {
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3, "weekend": 5,
}  # fmt: skip
MONTH_NAMES = {name.lower()[:size]: at for at, name in enumerate(MONTHS, 1) for size in (3, len(name))} | {"sept": 9}
VOCABULARY = (
    *" ".join(WORDS).split(), *STEPS, *(unit for unit in UNITS if len(unit) > 2), *COUNTS, *DAY_NAMES, *MONTH_NAMES,
    "days", "weeks", "months", "years", "end", "ago", "now", "eom", "eow", "eoq", "eoy",
)  # fmt: skip

_DAY = "|".join(sorted(DAY_NAMES, key=len, reverse=True))
_MONTH = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_NTH = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:[ -]+(\d{4}|'?\d{2}))?"

WEEKDAY = rf"(?:(this|next|last) )?({_DAY})|({_DAY}) (this|next|last) week"
PERIOD = r"(next|last) (week|month|quarter|year)"
OFFSET = (
    rf"(?P<in>in |\+)?(?P<minus>-)?(?:(?P<count>\d{{1,6}}) ?|(?P<word>{'|'.join(COUNTS)}) )(?P<unit>{_UNIT})s?"
    r"(?P<end> ago| from now| from today| later| hence)?"
)
END = (
    r"end of (?:the )?(?:(?P<step>this|next|last) )?(?P<unit>week|month|quarter|year)"
    r"|eo(?P<short>[wmqy])|(?P<late>month|quarter|year)[ -]?end"
)
MONTH_END = rf"end of ({_MONTH})(?: (\d{{4}}))?"
DAY_FIRST = rf"{_NTH}(?: of)?[ -]?({_MONTH}){_YEAR}"
MONTH_FIRST = rf"({_MONTH})[ -]?{_NTH}{_YEAR}"
NUMBERS = r"(\d{1,4})([/.-])(\d{1,2})(?:\2(\d{1,4}))?"
ISO_WEEK = r"(\d{4})-?w(\d{1,2})(?:-?([1-7]))?"
COMPACT = r"(\d{4})(\d\d)(\d\d)"
NTH = r"(\d{1,2})(?:st|nd|rd|th)"


def read_word(words: str, when: When) -> date | None:
    """today, tomorrow, yesterday …"""
    return add_units(when.today, WORDS[words], "day") if words in WORDS else None


def read_weekday(words: str, when: When) -> date | None:
    """fri, next mon, mon next week, this weekend (its Saturday)."""
    if not (found := re.fullmatch(WEEKDAY, words)):
        return None
    step = found[1] or found[4]
    return weekday_in(when, DAY_NAMES[found[2] or found[3]], STEPS[step] if step else None)


def read_period(words: str, when: When) -> date | None:
    """next week, last month: the first day of that period."""
    if not (found := re.fullmatch(PERIOD, words)):
        return None
    return add_units(period_start(when.today, found[2]), STEPS[found[1]], found[2])


def read_offset(words: str, when: When) -> date | None:
    """in 2w, 3d, two months ago; bare, it leads the way that `past` says."""
    if not (found := re.fullmatch(OFFSET, words)):
        return None
    count = COUNTS[found["word"]] if found["word"] else int(found["count"])
    bare = not (found["in"] or found["minus"] or found["end"])
    back = found["minus"] or found["end"] == " ago" or (bare and when.past)
    return add_units(when.today, -count if back else count, UNITS[found["unit"]])


def read_end(words: str, when: When) -> date | None:
    """end of month, eom, end of next quarter, end of march."""
    if found := re.fullmatch(MONTH_END, words):
        return end_of_month(int(found[2]) if found[2] else None, MONTH_NAMES[found[1]], when)
    if not (found := re.fullmatch(END, words)):
        return None
    unit = UNITS[found["unit"] or found["short"] or found["late"]]
    if found["step"]:
        return period_end(add_units(period_start(when.today, unit), STEPS[found["step"]], unit), unit)
    return nearest_end(unit, when)


def named_day(words: str, today: date) -> tuple[int | None, int, int] | None:
    """15 mar, march 15th 2027, 18-apr-24 as (year or None, month, day), not checked; None for other phrases."""
    if found := re.fullmatch(DAY_FIRST, words):
        day, month, year = found[1], found[2], found[3]
    elif found := re.fullmatch(MONTH_FIRST, words):
        month, day, year = found[1], found[2], found[3]
    else:
        return None
    return full_year(year.strip("'"), today) if year else None, MONTH_NAMES[month], int(day)


def read_named(words: str, when: When) -> date | None:
    """15 mar, march 15 2027: the nearest such day where no year is given."""
    found = named_day(words, when.today)
    return _with_year(found[0], found[1], found[2], when) if found else None


def read_numbers(words: str, when: When) -> date | None:
    """2026-03-15, 20260315, 3/15, 15.3.2027, 2026-W12-5; `order` decides where two readings are possible."""
    if found := re.fullmatch(COMPACT, words):
        return make_date(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(ISO_WEEK, words):
        return _iso_week(int(found[1]), int(found[2]), int(found[3] or 1))
    if not (found := re.fullmatch(NUMBERS, words)) or not (parts := _split(found[1], found[3], found[4], when.order)):
        return None
    year, month, day = parts
    return _with_year(full_year(year, when.today) if year else None, month, day, when)


def _split(first: str, second: str, third: str | None, order: str) -> tuple[str, int, int] | None:
    if third and (len(first) == 4 or (order == "ymd" and len(third) <= 2)):
        return (first, int(second), int(third)) if len(first) in (2, 4) and len(third) <= 2 else None
    if len(first) > 2 or (third and len(third) not in (2, 4)):
        return None
    month, day = (int(second), int(first)) if order == "dmy" else (int(first), int(second))
    if month > 12 >= day:  # only the other order can be meant
        month, day = day, month
    return third or "", month, day


def _iso_week(year: int, week: int, day: int) -> date:
    try:
        return date.fromisocalendar(year, week, day)
    except ValueError:
        raise ValueError(say("There is no such day of week {week} in {year}.", week=week, year=year)) from None


def read_nth(words: str, when: When) -> date | None:
    """15th: the nearest day of that number."""
    return day_of_month(int(found[1]), when) if (found := re.fullmatch(NTH, words)) else None


def read_with_weekday(words: str, when: When) -> date | None:
    """fri 27 nov 2026: a date that names its weekday; ValueError where the two differ."""
    name, _, rest = words.partition(" ")
    if name not in DAY_NAMES or not (day := read_named(rest, when) or read_numbers(rest, when)):
        return None
    if DAY_NAMES[name] != day.weekday():
        is_one, named = say(WEEKDAYS[day.weekday()]), say(WEEKDAYS[DAY_NAMES[name]])
        words = "{day} {month} {year:04} is a {is_one}, not a {named}."
        month = say(MONTHS[day.month - 1])
        raise ValueError(say(words, day=day.day, month=month, year=day.year, is_one=is_one, named=named))
    return day


def _with_year(year: int | None, month: int, day: int, when: When) -> date:
    return day_of_year(month, day, when) if year is None else make_date(year, month, day)


def read(words: str, when: When) -> date | None:
    """The date of a phrase in plain lower-case words, or None; ValueError for a date that does not exist."""
    readers = (
        read_word, read_numbers, read_offset, read_weekday, read_named, read_nth, read_end, read_period,
        read_with_weekday,
    )  # fmt: skip
    return next((day for reader in readers if (day := reader(words, when))), None)
