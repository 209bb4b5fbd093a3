"""Dates as files write them, in the text form the store keeps.

One rule: the order of day and month is never guessed from one cell; `DayOrder` tells it from a whole column.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from relcadence.domain.occasions import Birthday, parse_birthday
from relcadence.errors import say

_NONE = frozenset({"", "-", "--", "n/a", "na", "none", "null", "nil", "无", "不详"})
_TIME = re.compile(r"(?<=\d)(?: \d{1,2}:\d\d.*|t\d.*)$")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d\d))?\.?")
_NO_YEAR = re.compile(r"--(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(r"(\d{1,2}[- ][a-z]{3,9}|[a-z]{3,9}\.? \d{1,2})[, -]+(\d{4}|\d\d)")
_YEAR_UNKNOWN = 1604  # the year Apple writes where it means none; no older one is meant


def read_yearly(words: str, order: str, this_year: int) -> str:
    """A birthday or anniversary as the store keeps it (`1980-02-20`, `--05-24`, `lunar:8-15`), "" where none is told.

    `order` is `dmy`, `mdy` or "" (not known: 3/4/1972 is refused). Years of two figures are the latest such year
    that is not after `this_year`. ValueError where the words tell no day, or one in the future.
    """
    text = " ".join(normalize("NFKC", words).split()).casefold()
    if says_none(text):
        return ""
    day = _day(_TIME.sub("", text), order, this_year)
    if day.year and day.year > this_year:
        raise ValueError(say("“{words}” lies in the future.", words=words.strip()))
    return str(day if day.year is None or day.year > _YEAR_UNKNOWN else Birthday(day.month, day.day))


def read_date(words: str, order: str, this_year: int) -> str:
    """A date with its year as ISO text, "" where none is told; ValueError as in `read_yearly`."""
    text = read_yearly(words, order, this_year)
    if text and not text[0].isdecimal():
        raise ValueError(say("“{words}” is not a date with a year.", words=words.strip()))
    return text


def says_none(text: str) -> bool:
    """Whether a date cell only says that there is none: empty, a dash, or all zeros as Outlook writes it."""
    return text in _NONE or not text.strip("0-/. ")


class DayOrder:
    """Which of day and month comes first in a column, as its cells are seen one by one."""

    def __init__(self) -> None:
        self.day_first = self.month_first = 0
        self.is_open = False

    def see(self, line: int, cell: str) -> None:
        """Take in the cell of a line; a date that says it itself, or no date, tells nothing."""
        found = _FIGURES.match(cell.strip())
        if not found or says_none(cell) or found[2] == "." or _is_month_first_by_form(found):
            return
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            self.day_first = self.day_first or line
        elif second > 12 >= first:
            self.month_first = self.month_first or line
        elif first != second and first and second:
            self.is_open = True

    @property
    def told(self) -> str:
        """`dmy` or `mdy`, `both` where lines contradict each other, `open` where some date could be read either way
        and none decides, "" where none could.
        """
        if self.day_first and self.month_first:
            return "both"
        return "dmy" if self.day_first else "mdy" if self.month_first else "open" if self.is_open else ""


def _day(text: str, order: str, this_year: int) -> Birthday:
    if found := _YEAR_FIRST.fullmatch(text):
        return _made(int(found[1]), int(found[3]), int(found[4]))
    if found := _FIGURES.fullmatch(text):
        month, day = _by_order(found, order)
        return _made(_full_year(found[4], this_year), month, day)
    if found := _NO_YEAR.fullmatch(text):
        return Birthday(int(found[1]), int(found[2]))
    if found := _NAMED.fullmatch(text):
        text = f"{found[1].replace('-', ' ').replace('.', '')} {_full_year(found[2], this_year)}"
    return parse_birthday(text)


def _made(year: int | None, month: int, day: int) -> Birthday:
    return Birthday(month, day, year if year is None or year > _YEAR_UNKNOWN else None)


def _by_order(found: re.Match[str], order: str) -> tuple[int, int]:
    """(month, day) of two figures; dots are written with the day first everywhere."""
    first, second = int(found[1]), int(found[3])
    if _is_month_first_by_form(found):
        return first, second
    if found[2] == ".":
        order = "dmy"
    if not order and first != second and max(first, second) <= 12:
        raise ValueError(say("“{found}” can be read day first or month first.", found=found[0]))
    return (second, first) if order == "dmy" or (not order and first > 12) else (first, second)


def _is_month_first_by_form(found: re.Match[str]) -> bool:
    """`12-31`: two figures with a dash and no year are written as ISO does."""
    return found[2] == "-" and not found[4] and len(found[1]) == len(found[3]) == 2


def _full_year(year: str | None, this_year: int) -> int | None:
    if not year or len(year) == 4:
        return int(year) if year else None
    latest = this_year // 100 * 100 + int(year)
    return latest if latest <= this_year else latest - 100
