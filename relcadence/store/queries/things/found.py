"""Finding a thing by what people type: its number, its whole title, or a part of it that no other has."""

from __future__ import annotations

from typing import NamedTuple

from relcadence.domain.text import fold
from relcadence.errors import Ambiguous, NotFound, say
from relcadence.store.rows import Rows


class Kind(NamedTuple):
    """A table of things: its noun, the column that names a row, which rows are still held, the command that lists."""

    table: str
    noun: str
    title: str
    held: str
    command: str


KINDS = {
    kind.noun: kind
    for kind in (
        Kind("event", "event", "title", "dropped = 0", "event"),
        Kind("groups", "group", "name", "ended_on = ''", "group"),
        Kind("article", "article", "title", "retired_on = ''", "article"),
        Kind("service", "service", "title", "retired_on = ''", "service"),
        Kind("matter", "matter", "title", "id > 0", "matter"),
        Kind("referral", "referral", "name", "id > 0", "refer"),
        Kind("occasion", "occasion", "title", "id > 0", "occasion list --all"),
        Kind("research", "research note", "problem", "id > 0", "research"),
    )
}


def number_of(rows: Rows, noun: str, typed: str) -> int:
    """The number of the one thing meant. NotFound or Ambiguous otherwise, with the next step."""
    kind = KINDS[noun]
    digits = typed.strip().removeprefix("#")
    if digits.isdecimal() and len(digits) < 16 and rows.find(kind.table, int(digits)):
        return int(digits)
    held = rows.rows(
        f"SELECT id, {kind.title} FROM {kind.table} WHERE {kind.held} AND {kind.title} <> '' ORDER BY id"
    )
    found = _nearest(held, fold(typed))
    if len(found) == 1:
        return found[0][0]
    if not found:
        raise NotFound(
            say("There is no {what} “{word}”.", what=say(noun), word=typed),
            say("See what there is: relcadence {command}", command=kind.command),
        )
    raise Ambiguous(
        say("“{word}” may be any of {count}.", word=typed, count=len(found)),
        "Type more of the title, or the number:",
        [f"{number} {title}" for number, title in found[:12]],
    )


def _nearest(held: list[tuple[int, str]], wanted: str) -> list[tuple[int, str]]:
    """The things called exactly so, else those with the words in their titles."""
    exact = [each for each in held if fold(each[1]) == wanted]
    return exact or [each for each in held if wanted and wanted in fold(each[1])]
