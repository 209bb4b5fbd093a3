"""Public holidays of any country by name, from `holidays`, for cards; nothing of it is kept in the store.

One rule: of days that follow each other under one name the first counts, and days moved off a weekend never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from relcadence.domain.holidays import HOLIDAYS, Holiday, keeps
from relcadence.domain.text import fold
from relcadence.errors import say

CATEGORIES = ("public", "optional", "unofficial")
APART = 20  # days between two feasts of one name in one year, such as two of the Islamic calendar
MOVED = re.compile(
    r"\((observed|in lieu|substitut)|substitute holiday|^the day following|^the first weekday after|"
    r"^the (second|third|fourth) day of|^day after",
    re.IGNORECASE,
)


def holidays_of(country: str, first: int, last: int) -> list[Holiday]:
    """What a country keeps, by day of the first year: public holidays and the old ones that everybody keeps.

    ValueError for a country that is not known. A name in English where there is one.
    """
    return list(_holidays_of(country, first, last))


@cache
def _holidays_of(country: str, first: int, last: int) -> tuple[Holiday, ...]:
    known = {fold(name): each for each in HOLIDAYS for name in (each.name, *each.also)}
    found = [each for each in HOLIDAYS if keeps(each, country)]
    days: dict[str, list[date]] = {}
    own_names: dict[str, str] = {}
    for day, title, own in _titles(country, first, last):
        if old := known.get(fold(title)):
            found.append(old)
        elif title not in days or (day - days[title][-1]).days > APART:
            days.setdefault(title, []).append(day)
            own_names.setdefault(title, own)
    found += [
        Holiday(title, own_names[title], country=country, days=tuple(on))
        for title, on in days.items()
        if not (title.casefold().endswith(" holiday") and title[: -len(" holiday")] in days)
    ]
    return tuple(dict.fromkeys(found))


def _titles(country: str, first: int, last: int) -> Iterator[tuple[date, str, str]]:
    """The days in order, each with what it is called in English, as far as known, and in the country's language."""
    import holidays

    if country not in holidays.list_supported_countries():
        raise ValueError(say("The holidays of “{country}” are not known here.", country=country))
    kind = getattr(holidays, country)
    categories = tuple(each for each in CATEGORIES if each in kind.supported_categories)
    english = "en_US" if "en_US" in kind.supported_languages else kind.default_language
    both = [
        holidays.country_holidays(country, years=range(first, last + 1), language=language, categories=categories)
        for language in (english, kind.default_language)
    ]
    for day, title in sorted(both[0].items()):
        own = both[1].get(day, title).split("; ")
        for at, part in enumerate(title.split("; ")):
            if name := _plain(part):
                yield day, name, own[at] if at < len(own) else name


def _plain(title: str) -> str:
    """The title without what only marks it as estimated; "" for a day moved off a weekend."""
    return "" if MOVED.search(title) else re.sub(r" \(estimated\)$", "", title)


@cache
def country_names() -> dict[str, str]:
    """The countries by their folded English names: `united kingdom` -> GB. Georgia is a state too, and left out."""
    from holidays.registry import COUNTRIES

    names = {name.replace("_", " "): codes[1] for name, codes in COUNTRIES.items() if name != "georgia"}
    return {**names, "usa": "US", "uk": "GB", "england": "GB", "scotland": "GB", "中国": "CN", "p.r. china": "CN"}
