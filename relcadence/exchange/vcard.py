"""vCards of any version to people. A broken card is a problem with its number; it never takes the others along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from relcadence.domain.matching import Person, Problem
from relcadence.errors import say
from relcadence.exchange.vcard_fields import read_person
from relcadence.exchange.vcard_lines import Card, Line, cards, read_line

MAX_LINES = 2000
_GROUPS = {"KIND", "X-ADDRESSBOOKSERVER-KIND"}


class Group(NamedTuple):
    """A card that stands for a group or a place, and so for nobody."""

    line: int


def read_cards(lines: Iterable[bytes], this_year: int, other: str = "cp1252") -> Iterator[Person | Problem | Group]:
    """What each card in the lines of a file tells: a person, then what could not be taken of the card.

    Text is UTF-8 or what its line says, else in the codec `other`. Years of two figures end with `this_year`.
    """
    for card in cards(lines):
        if card.flaw:
            yield Problem(
                card.number, say("Card {number} is broken: {flaw}.", number=card.number, flaw=card.flaw), _raw(card)
            )
        else:
            yield from _read(card, this_year, other)


def _read(card: Card, this_year: int, other: str) -> Iterator[Person | Problem | Group]:
    read = [read_line(line, other) for line in card.lines[:MAX_LINES]]
    lines = [line for line in read if line]
    if any(line.name in _GROUPS and line.value.strip().lower() in ("group", "location") for line in lines):
        yield Group(card.number)
        return
    try:
        person, complaints = read_person(card.number, lines, this_year)
    except ValueError as error:
        yield Problem(card.number, say("Card {number}: {reason}", number=card.number, reason=error), _raw(card))
        return
    yield person
    for complaint in complaints + _left_out(card, read):
        yield Problem(
            card.number,
            say("Card {number}: {complaint}.", number=card.number, complaint=complaint),
            _raw(card),
            fatal=False,
        )


def _left_out(card: Card, read: list[Line | None]) -> list[str]:
    complaints = []
    if unread := [line for line, taken in zip(card.lines, read, strict=False) if taken is None]:
        start = unread[0][:40].decode("utf-8", "replace")
        complaints.append(
            say("{count} lines are no properties and were left out, “{start}” first", count=len(unread), start=start)
        )
    if len(card.lines) > MAX_LINES:
        complaints.append(
            say(
                "only the first {max_lines:,} of its {count:,} properties were read",
                max_lines=MAX_LINES,
                count=len(card.lines),
            )
        )
    return complaints


def _raw(card: Card) -> str:
    return card.raw.decode("utf-8", "replace")
