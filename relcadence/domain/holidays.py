"""The days that cards are sent for: names in English and Chinese, the lunar ones, and how a typed name is understood.

One rule: a name stands for one day of a year; who keeps it is the recipient's to say, and no religion follows from
a country. Public holidays of countries come in from outside as `Holiday` values of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain import lunar
from relcadence.domain.text import fold
from relcadence.errors import say

SHORTEST = 3  # letters that may stand for a whole name
EVERYWHERE = "everywhere"
CHINESE = ("CN", "HK", "MO", "TW", "SG")


class Holiday(NamedTuple):
    """A day of the year that cards are sent for.

    `rule` is `01-01`, `lunar:8-15`, `eve` (of the lunar year), `qingming`, or "" for a public holiday whose `days`
    are given. `kept_in` are the countries where nearly everybody keeps it; `country` that of a public holiday.
    """

    name: str
    own_name: str
    rule: str = ""
    kept_in: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    country: str = ""
    days: tuple[date, ...] = ()

    @property
    def key(self) -> str:
        """The name under which marks and runs keep it: `Spring Festival`, `Diwali (IN)`."""
        return f"{self.name} ({self.country})" if self.country else self.name

    def day_in(self, year: int) -> date | None:
        """The day on which it falls in a solar year; None where that is not known."""
        if not self.rule:
            return next((day for day in self.days if day.year == year), None)
        if self.rule == "qingming":
            return qingming(year)
        if self.rule == "eve":
            return lunar.to_solar(year, 1, 1) - timedelta(days=1) if _is_lunar_year(year) else None
        calendar, _, month_day = self.rule.rpartition(":")
        month, day = map(int, month_day.split("-"))
        if calendar != "lunar":
            return date(year, month, day)
        return lunar.to_solar(year, month, day) if _is_lunar_year(year) else None


NEW_YEAR = "New Year"
SPRING_FESTIVAL = "Spring Festival"
HOLIDAYS = (
    Holiday(NEW_YEAR, "元旦", "01-01", (EVERYWHERE,), ("new year's day", "new year’s day", "新年")),
    Holiday("Lunar New Year's Eve", "除夕", "eve", (), ("chinese new year's eve", "大年三十")),
    Holiday(
        SPRING_FESTIVAL, "春节", "lunar:1-1", CHINESE,
        ("chinese new year", "chinese new year (spring festival)", "lunar new year", "大年初一", "农历新年"),
    ),
    Holiday("Lantern Festival", "元宵节", "lunar:1-15", CHINESE, ("元宵", "yuanxiao")),
    Holiday("Qingming", "清明节", "qingming", (), ("tomb-sweeping day", "清明", "ching ming festival")),
    Holiday("Dragon Boat Festival", "端午节", "lunar:5-5", CHINESE, ("端午", "tuen ng festival", "duanwu")),
    Holiday("Qixi", "七夕节", "lunar:7-7", (), ("七夕", "qixi festival")),
    Holiday("Mid-Autumn Festival", "中秋节", "lunar:8-15", CHINESE, ("中秋", "moon festival")),
    Holiday("Double Ninth Festival", "重阳节", "lunar:9-9", CHINESE, ("重阳", "chung yeung festival")),
    Holiday("Christmas", "圣诞节", "12-25", (), ("christmas day", "xmas", "圣诞")),
)  # fmt: skip
NAMES = tuple(each.name for each in HOLIDAYS)


def qingming(year: int) -> date | None:
    """The day of Qingming, the solar term, from 1900 to 2099; None outside.

    By the short formula of the almanac, checked day by day against other people's calendars.
    """
    if not lunar.FIRST_YEAR <= year <= lunar.LAST_YEAR:
        return None
    since, start = (year - 1900, 5.59) if year < 2000 else (year - 2000, 4.81)
    return date(year, 4, int(since * 0.2422 + start) - since // 4)


def _is_lunar_year(year: int) -> bool:
    return lunar.FIRST_YEAR <= year <= lunar.LAST_YEAR


def named(typed: str, known: Iterable[Holiday]) -> Holiday:
    """The holiday that a typed name means: exact, another name, or the only one that begins so.

    `Diwali (IN)` and `IN:Diwali` name the country. ValueError, with near names, where none or several answer.
    """
    holidays = list(known)
    wanted, country = parted(typed)
    if country:
        holidays = [each for each in holidays if each.country == country or not each.country]
    exact = [each for each in holidays if wanted in _names(each)]
    long_enough = len(wanted) >= (SHORTEST if wanted.isascii() else 1)
    begins = [each for each in holidays if long_enough and any(name.startswith(wanted) for name in _names(each))]
    for found in (exact, begins):
        if len(_by_name(found)) == 1:
            return found[0]
    raise ValueError(_unknown(typed, exact or begins, holidays))


def parted(typed: str) -> tuple[str, str]:
    """The folded name and the country that stands with it, "" for none."""
    words = " ".join(typed.split())
    if found := re.fullmatch(r"(.+?) ?\(([A-Za-z]{2})\)", words):
        return fold(found[1]), found[2].upper()
    if found := re.fullmatch("([A-Za-z]{2}):(.+)", words):
        return fold(found[2]), found[1].upper()
    return fold(words), ""


def _names(holiday: Holiday) -> tuple[str, ...]:
    return tuple(map(fold, (holiday.name, holiday.own_name, *holiday.also)))


def _by_name(found: Iterable[Holiday]) -> set[str]:
    return {each.name for each in found}


def near(typed: str, known: Iterable[Holiday]) -> list[str]:
    """The keys of holidays whose names are spelt like it, the nearest first."""
    from difflib import get_close_matches

    by_name = {name: each.key for each in known for name in _names(each)}
    return list(dict.fromkeys(by_name[name] for name in get_close_matches(parted(typed)[0], by_name, 3, 0.7)))


def _unknown(typed: str, several: list[Holiday], holidays: list[Holiday]) -> str:
    if several:
        keys = ", ".join(dict.fromkeys(each.key for each in several))
        return say("“{typed}” may mean: {keys}.", typed=typed[:60], keys=keys)
    if keys := ", ".join(near(typed, holidays)):
        return say("No holiday is called “{typed}”. Did you mean {keys}?", typed=typed[:60], keys=keys)
    return say("No holiday is called “{typed}” where it was looked for.", typed=typed[:60])


def split_year(typed: str) -> tuple[str, int | None]:
    """A name and the year written with it: `Spring Festival 2027`, `2027年春节`; None where no year is said."""
    if found := re.fullmatch(r"(.*?)[\s,]*([12]\d{3})年?", typed.strip()):
        return found[1], int(found[2])
    if found := re.fullmatch(r"([12]\d{3})年?\s*(.*)", typed.strip()):
        return found[2], int(found[1])
    return typed.strip(), None


def next_day(holiday: Holiday, today: date) -> date | None:
    """The first day from `today` on which it falls, this year or next; None where it is not known."""
    days = [*holiday.days, holiday.day_in(today.year), holiday.day_in(today.year + 1)]
    return min((day for day in days if day and day >= today), default=None)


def keeps(holiday: Holiday, country: str) -> bool:
    """Whether nearly everybody in that country keeps the day; never for a country not known."""
    if EVERYWHERE in holiday.kept_in:
        return True
    return bool(country) and (country in holiday.kept_in or country == holiday.country)


def marks_text(text: str) -> str:
    """A list of names in the form that is kept; "" for `none`."""
    return "" if text.strip().casefold() == "none" else ", ".join(split_marks(text))


def split_marks(text: str) -> list[str]:
    """The names of a list apart by commas, as marks and settings hold it."""
    return list(dict.fromkeys(" ".join(part.split()) for part in re.split("[,，、;；]", text) if part.strip()))
