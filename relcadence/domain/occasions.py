"""Birthdays, anniversaries, holidays, successes: what they are, how they are written, and on which days they fall.

A yearly day is kept in every year from the one it names: 29 February on the 28th or on 1 March in common years,
lunar days by `lunar.LunarRules`. A range of days always holds both its ends.
"""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from relcadence.domain import lunar
from relcadence.domain.dates_calendar import check_day, make_date
from relcadence.domain.lunar import LunarRules
from relcadence.domain.text import fold
from relcadence.domain.things import OCCASION_KINDS
from relcadence.errors import say

YEARLY = ("birthday", "anniversary", "holiday")
FORMS = "1980-02-20, --05-24, lunar:8-15, lunar:1979-8-15, lunar:leap4-1, 24 may, 5月24日, 农历八月十五"

_ISO = r"(?P<year>\d{4})(?P<dash>[-/.]?)(?P<month>\d\d)(?P=dash)(?P<day>\d\d)"
_YEARLESS = r"--(?P<month>\d\d)-?(?P<day>\d\d)|(?P<month2>\d\d)-(?P<day2>\d\d)"


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year, solar or Chinese lunar, with or without its year; any yearly day is one, not only births.

    `leap` marks a day of a lunar leap month. ValueError, with a sentence, for a day that cannot exist.
    """

    month: int
    day: int
    year: int | None = None
    calendar: str = "solar"
    leap: bool = False

    def __post_init__(self) -> None:
        if self.calendar == "lunar":
            lunar.check_lunar(self.month, self.day, self.leap)
            self._check_leap()
        elif self.calendar != "solar" or self.leap:
            raise ValueError("The calendar is solar or lunar, and only the lunar one has leap months.")
        elif self.year is None:
            check_day(self.month, self.day)
        else:
            make_date(self.year, self.month, self.day)
        if self.year is not None and not 1 <= self.year <= 9999:
            raise ValueError(say("There is no year {year}; they run from 1 to 9999.", year=self.year))

    def _check_leap(self) -> None:
        if not self.leap or self.year is None or not lunar.FIRST_YEAR <= self.year <= lunar.LAST_YEAR:
            return
        if lunar.leap_month(self.year) != self.month:
            raise ValueError(
                say("The lunar year {year} had no leap month {month}.", year=self.year, month=self.month)
            )

    def __str__(self) -> str:
        """The canonical text: 1980-02-20, --05-24, lunar:8-15, lunar:1979-8-15, lunar:leap4-1."""
        if self.calendar == "solar":
            return f"{'-' if self.year is None else format(self.year, '04')}-{self.month:02}-{self.day:02}"
        year = "" if self.year is None else f"{self.year:04}-"
        return f"lunar:{year}{'leap' if self.leap else ''}{self.month}-{self.day}"


def parse_birthday(text: str) -> Birthday:
    """Read a day of the year with or without its year; `FORMS` lists what is accepted.

    8/15 and 03/04/1980 are refused, since nobody can tell the order. ValueError with sentences for the user.
    """
    words = fold(text)
    try:
        found = _read(words)
    except ValueError as problem:
        raise ValueError(
            say("“{text}” is no possible day of the year. {problem}", text=text[:60], problem=problem)
        ) from None
    if found is None:
        raise ValueError(
            say(
                "“{text}” is not a day of the year known here. It is written like {forms}.",
                text=text[:60],
                forms=FORMS,
            )
        )
    return found


def _read(words: str) -> Birthday | None:
    if found := re.fullmatch(_ISO, words, re.ASCII):
        return Birthday(int(found["month"]), int(found["day"]), int(found["year"]))
    if found := re.fullmatch(_YEARLESS, words, re.ASCII):
        return Birthday(int(found["month"] or found["month2"]), int(found["day"] or found["day2"]))
    return _read_words(words)


def _read_words(words: str) -> Birthday | None:
    from relcadence.domain import dates_chinese, dates_english

    words = words if words.isascii() else dates_chinese.simplify(words)
    # 明年 and two-digit years need a today: no day of birth is written so.
    if re.search("[今明后去前本]年", words):
        return None
    if day := dates_chinese.lunar_words(words, date.min):
        return Birthday(day.month, day.day, day.year, "lunar", day.leap)
    solar = dates_chinese.solar_words(words, date.min) or dates_english.named_day(words, date.min)
    if not solar or (solar[0] is not None and solar[0] < 100):
        return None
    return Birthday(solar[1], solar[2], solar[0])


def day_in(birthday: Birthday, year: int, feb29: str = "feb28", rules: LunarRules = lunar.RULES) -> date | None:
    """The day on which it is kept in `year`, solar or lunar as its calendar is.

    A lunar year begins in January or February of the solar year of that number. None outside the years that the
    calendar knows (1 to 9999, lunar 1900 to 2099).
    """
    if birthday.calendar == "lunar":
        if not lunar.FIRST_YEAR <= year <= lunar.LAST_YEAR:
            return None
        return lunar.to_solar(year, birthday.month, birthday.day, birthday.leap, rules)
    if not 1 <= year <= 9999:
        return None
    if (birthday.month, birthday.day) == (2, 29) and not isleap(year):
        return date(year, 3, 1) if feb29 == "mar1" else date(year, 2, 28)
    return date(year, birthday.month, birthday.day)


def occurrences(
    birthday: Birthday, start: date, end: date, feb29: str = "feb28", rules: LunarRules = lunar.RULES
) -> list[date]:
    """The days from `start` to `end` on which it is kept, in order; none before the year it names.

    A lunar day late in its year can fall twice in one solar year, or not at all.
    """
    first = start.year - (birthday.calendar == "lunar")
    years = range(max(first, birthday.year or 1), end.year + 1)
    days = (day_in(birthday, year, feb29, rules) for year in years)
    return [day for day in days if day and start <= day <= end]


def next_on(birthday: Birthday, today: date, feb29: str = "feb28", rules: LunarRules = lunar.RULES) -> date | None:
    """The first day from `today` on which it is kept; None past the end of its calendar."""
    first = max(today.year - 1, birthday.year or 1)
    days = (day_in(birthday, year, feb29, rules) for year in range(first, first + 4))
    return min((day for day in days if day and day >= today), default=None)


def age_on(birthday: Birthday, day: date, feb29: str = "feb28", rules: LunarRules = lunar.RULES) -> int | None:
    """The full years on `day`: how often it was kept since the year it names, that one not counted.

    None where the year is unknown, before the first day, and for lunar days outside the lunar calendar.
    """
    if birthday.year is None:
        return None
    year = day.year
    if birthday.calendar == "lunar":
        if not lunar.FIRST_DAY <= day <= lunar.LAST_DAY:
            return None
        year = lunar.from_solar(day).year
    kept = day_in(birthday, year, feb29, rules)
    age = year - birthday.year - (1 if kept and kept > day else 0)
    return age if age >= 0 else None


class Occasion(NamedTuple):
    """A dated cause to be in touch. `on` is a text that `parse_birthday` reads, with its year unless it recurs.

    `contact_id` is None for an occasion of nobody in particular (a holiday). Made by `make_occasion`.
    """

    kind: str
    title: str
    on: str
    recurring: bool
    contact_id: int | None = None
    note: str = ""
    id: int = 0


def make_occasion(
    kind: str,
    title: str,
    on: str,
    *,
    recurring: bool | None = None,
    contact_id: int | None = None,
    note: str = "",
) -> Occasion:
    """An occasion with its date in canonical form; birthdays, anniversaries and holidays recur unless told not to.

    ValueError, with a sentence, for an unknown kind, an unreadable date, or a single one without its year.
    """
    if kind not in OCCASION_KINDS:
        raise ValueError(
            say(
                "“{kind}” is not a kind of occasion; the kinds are {kinds}.",
                kind=kind,
                kinds=", ".join(OCCASION_KINDS),
            )
        )
    day = parse_birthday(on)
    recurring = kind in YEARLY if recurring is None else recurring
    if not recurring and day.year is None:
        raise ValueError(
            say(
                "“{on}” names no year, and {title} does not come every year; write the full date.",
                on=on,
                title=title or kind,
            )
        )
    if not recurring and day.calendar == "lunar":
        lunar.to_solar(day.year or 0, day.month, day.day, day.leap)
    return Occasion(kind, title, str(day), recurring, contact_id, note)


def occasion_days(
    occasion: Occasion, start: date, end: date, feb29: str = "feb28", rules: LunarRules = lunar.RULES
) -> list[date]:
    """The days from `start` to `end` on which the occasion falls, in order; ValueError where `on` is unreadable."""
    day = parse_birthday(occasion.on)
    if occasion.recurring:
        return occurrences(day, start, end, feb29, rules)
    on = day_in(day, day.year or 0, feb29, rules)
    return [on] if on and start <= on <= end else []
