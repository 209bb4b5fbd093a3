"""Touches as one notes them down, a line each: `2026-11-20 wang call asked about the lease`.

The day may be left out, and is any date phrase; the first word for a channel, English or Chinese, parts the name from
the note. A line can have several readings (is `may` a month or a name?): all are given, whoever knows the people
chooses. One rule: nothing is dropped, so that each word of a line stands in every reading of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from relcadence.errors import say
from relcadence.exchange.words import CHANNEL_OF

LONGEST_PHRASE = 5
_HAN_CHANNELS = "|".join(
    sorted((word for word in CHANNEL_OF if not word.isascii() and len(word) > 1), key=len, reverse=True)
)
_HAN_DATE = re.compile("[0-9今明昨前大上本这周星期礼拜个月日号年天末底农历闰正冬腊初廿卅〇零一二三四五六七八九十两]+")


class Line(NamedTuple):
    """A line with something in it, and its number in the text, from 1."""

    number: int
    text: str


class LogLine(NamedTuple):
    """One reading of a line. `on` is None where no day was named."""

    on: date | None
    name: str
    channel: str
    note: str


def lines(text: str) -> Iterator[Line]:
    """The lines to read: empty ones and those that begin with `#` are passed over."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield Line(number, " ".join(line.split()))


def readings(line: str, days: Callable[[str], Iterable[date]]) -> list[LogLine]:
    """All readings of a line, those with the longest date first; `days` gives the days that a phrase can mean.

    ValueError, with a sentence, where no word names a channel or nobody is named, and what `days` raises for a line
    that begins like a date but is none.
    """
    parted = list(_at_channels(line))
    if not parted:
        raise ValueError(say("No word of it says how you reached them (call, email, lunch, 电话 …)."))
    found = {
        LogLine(on, name, channel, note): None
        for before, channel, note in parted
        for on, name in _at_dates(before, days)
        if name
    }
    if not found:
        raise ValueError(say("It names nobody."))
    return sorted(found, key=lambda each: len(each.name))


def _at_channels(line: str) -> Iterator[tuple[str, str, str]]:
    """The line parted at each word for a channel; Chinese ones are found inside a run of characters too."""
    words = line.split(" ")
    for at, word in enumerate(words):
        if channel := CHANNEL_OF.get(word.casefold().rstrip(":,：，")):
            yield " ".join(words[:at]), channel, " ".join(words[at + 1 :])
    for found in re.finditer(_HAN_CHANNELS, line):
        yield line[: found.start()].rstrip(), CHANNEL_OF[found[0]], line[found.end() :].lstrip(":,：， ")


def _at_dates(text: str, days: Callable[[str], Iterable[date]]) -> Iterator[tuple[date | None, str]]:
    """The text parted into a day and the rest at each place where what stands before it is a date, or at none."""
    dated, whole = False, False
    for cut in _cuts(text):
        try:
            meant = list(days(text[:cut].strip(" ,，:：")))
        except ValueError:
            continue
        dated, whole = True, whole or (cut == len(text) and text[0].isdecimal())
        yield from ((on, text[cut:].strip(" ,，:：")) for on in meant)
    first = text.partition(" ")[0]
    if not dated and re.match(r"\d+\D", first):
        list(days(first))
    if not whole:
        yield None, text


def _cuts(text: str) -> Iterator[int]:
    """Where a date phrase at the beginning may end: after each of the first words, or inside Chinese ones."""
    ends = [found.end() for found in re.finditer(r"\S+", text)][:LONGEST_PHRASE]
    yield from ends
    if found := _HAN_DATE.match(text):
        yield from (cut for cut in range(2, found.end() + 1) if cut not in ends)
