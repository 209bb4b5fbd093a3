"""Dates as files write them: solar days in every common form, lunar ones in words.

One rule: the order of day and month is never guessed from one cell; `day_order` reads it from a whole column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from unicodedata import normalize

_NONE = frozenset({"", "-", "--", "n/a", "na", "none", "null", "nil", "无", "不详", "0"})
_TIME = re.compile(r"(?<=\d)(?: \d{1,2}:\d\d.*|t\d.*)$")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NO_YEAR = re.compile(r"--(\d{1,2})-?(\d\d)")
_HAN = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]?")
_FIGURES = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d\d))?\.?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?[ -]([^\W\d]{3,9})\.?(?:[ ,-]+(\d{4}|\d\d))?")
_MONTH_DAY = re.compile(r"([^\W\d]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_LUNAR = re.compile(
    r"(?:农历|阴历|旧历|lunar)?[: ]?(?:\S{4}年)?(闰|leap ?)?([正一二三四五六七八九十冬腊]{1,2}月|\d{1,2}[月-])"
    r"(初[一二三四五六七八九十]|[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅|\d{1,2})[日号]?"
)
_SAYS_LUNAR = re.compile(
    r"农历|阴历|旧历|lunar|闰|初|廿|卅|[正冬腊]月|[一二三四五六七八九十]月[一二三十]{1,3}.?$(?<![日号])"
)
_HAN_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}(?=[月日号])")
_MONTH_NAMES = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_HAN_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", start=1)} | {
    "正": 1,
    "冬": 11,
    "腊": 12,
}
_YEAR_UNKNOWN = 1604  # the year Apple writes where it means none


class Day(NamedTuple):
    """A day of the solar calendar; `year` None where it is not known."""

    year: int | None
    month: int
    day: int

    def __str__(self) -> str:
        return f"{'-' if self.year is None else format(self.year, '04')}-{self.month:02}-{self.day:02}"


def read_day(words: str, order: str, this_year: int) -> Day | None:
    """The solar day that words tell, None for the ways of saying "no date"; ValueError where it cannot be told.

    `order` is `dmy`, `mdy` or "" (not known: 3/4/1972 is refused). Years of two figures are the latest such year
    that is not after `this_year`.
    """
    text = " ".join(normalize("NFKC", words).split()).casefold()
    if says_none(text):
        return None
    parts = _parts(_TIME.sub("", text), order)
    if parts is None:
        raise ValueError(f"“{words.strip()}” is not a date.")
    year, month, day = parts
    return _checked(_full_year(year, this_year), month, day, words)


def read_birthday(words: str, order: str, this_year: int) -> str:
    """The birthday as the store keeps it (`1980-02-20`, `--05-24`, `lunar:8-15`, `lunar:leap4-1`), or ""."""
    text = "".join(normalize("NFKC", words).split()).casefold()
    if _SAYS_LUNAR.search(text) and (found := _LUNAR.fullmatch(text)):
        return _lunar(found, words)
    day = read_day(words, order, this_year)
    if day and day.year and day.year > this_year:
        raise ValueError(f"“{words.strip()}” lies in the future.")
    return str(day or "")


def says_none(text: str) -> bool:
    """Whether a date cell only says that there is none: empty, a dash, or all zeros as Outlook writes it."""
    return text in _NONE or not text.strip("0-/. ")


def day_order(cells: Iterable[tuple[int, str]]) -> tuple[str, int, int]:
    """The order that a column shows: (`dmy` | `mdy` | `both` | `open` | "", line that says day first, month first).

    `open` means that some date could be read either way and none decides; "" that none could.
    """
    day_first = month_first = 0
    is_open = False
    for line, cell in cells:
        found = _FIGURES.match(cell.strip())
        if not found or says_none(cell) or found[2] == "." or _is_month_first_by_form(found):
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            day_first = day_first or line
        elif second > 12 >= first:
            month_first = month_first or line
        elif first != second and first and second:
            is_open = True
    if day_first and month_first:
        return "both", day_first, month_first
    decided = "dmy" if day_first else "mdy" if month_first else "open" if is_open else ""
    return decided, day_first, month_first


def _parts(text: str, order: str) -> tuple[str, int, int] | None:
    """(year in figures or "", month, day), not yet checked."""
    if found := _ISO.fullmatch(text):
        return found[1], int(found[3]), int(found[4])
    if found := _COMPACT.fullmatch(text) or _HAN.fullmatch(_with_figures(text)):
        return found[1] or "", int(found[2]), int(found[3])
    if found := _NO_YEAR.fullmatch(text):
        return "", int(found[1]), int(found[2])
    if found := _FIGURES.fullmatch(text):
        return _by_order(found, order)
    if found := _DAY_MONTH.fullmatch(text):
        return _named(found[3], found[2], found[1])
    if found := _MONTH_DAY.fullmatch(text):
        return _named(found[3], found[1], found[2])
    return None


def _with_figures(text: str) -> str:
    """一九八二年三月八日 as 1982年3月8日."""
    if text.isascii():
        return text
    text = _HAN_YEAR.sub(
        lambda year: "".join(str(_HAN_DIGITS.get(char, 0)) for char in year[0]), text.replace(" ", "")
    )
    return _HAN_NUMBER.sub(lambda number: str(_han_number(number[0])), text)


def _by_order(found: re.Match[str], order: str) -> tuple[str, int, int]:
    first, second, year = int(found[1]), int(found[3]), found[4] or ""
    if _is_month_first_by_form(found):
        return year, first, second
    if found[2] == ".":
        order = "dmy"
    if not order and first != second and max(first, second) <= 12:
        raise ValueError(f"“{found[0]}” can be read day first or month first.")
    if order == "dmy" or (not order and first > 12):
        return year, second, first
    return year, first, second


def _is_month_first_by_form(found: re.Match[str]) -> bool:
    """`12-31`: two figures with a dash and no year are written as ISO does."""
    return found[2] == "-" and not found[4] and len(found[1]) == len(found[3]) == 2


def _named(year: str | None, name: str, day: str) -> tuple[str, int, int] | None:
    month = _MONTHS.get(name)
    return (year or "", month, int(day)) if month else None


def _full_year(year: str, this_year: int) -> int | None:
    if not year:
        return None
    if len(year) == 2:
        century = this_year // 100 * 100
        return century + int(year) - (100 if century + int(year) > this_year else 0)
    return int(year) if int(year) > _YEAR_UNKNOWN else None


def _checked(year: int | None, month: int, day: int, words: str) -> Day:
    try:
        date(2000 if year is None else year, month, day)
    except ValueError:
        raise ValueError(f"“{words.strip()}” is not a day of the calendar.") from None
    return Day(year, month, day)


def _lunar(found: re.Match[str], words: str) -> str:
    month, day = _han_number(found[2].rstrip("月-")), _han_number(found[3])
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(f"“{words.strip()}” is not a day of the lunar calendar.")
    return f"lunar:{'leap' if found[1] else ''}{month}-{day}"


def _han_number(word: str) -> int:
    """A number to 39 as lunar dates write it: 初五 5, 十五 15, 廿三 23, 三十 30, 冬 11, 腊 12."""
    if word.isdecimal():
        return int(word)
    word = word.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    if "十" not in word:
        return _HAN_DIGITS.get(word, 0)
    tens, _, ones = word.partition("十")
    return 10 * _HAN_DIGITS.get(tens, 1) + _HAN_DIGITS.get(ones, 0)
