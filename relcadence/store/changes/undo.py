"""Undo is the inverse change set, refused where a later change touched the same columns. Redo undoes an undo.

What later changes touched is read out of the journal, not guessed from values: a column changed there and back since
stands in the way too. A later change that is itself taken back, and its undo, do not.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from relcadence.errors import NotFound, Refused, say
from relcadence.store import final_acts, journal, seal
from relcadence.store.changes.writer import Writer
from relcadence.store.rows import KEY_OF

# The change set that makes a store what it is: never the one a bare undo means.
FOUNDING = "set up"
SEE = "See: relcadence history"


class Entry(NamedTuple):
    """One change set as the history shows it. `undone` tells whether it is taken back at present."""

    id: int
    at: str
    title: str
    command: str
    undoes: int | None
    undone: bool


class Caution(NamedTuple):
    """Why taking back an entry wants a yes: changes made after it that stand, and the last act that is final."""

    later: int
    final: final_acts.FinalAct | None


ENTRIES = """
    SELECT j.id, j.at, j.title, j.command, j.undoes,
           (SELECT max(id) FROM journal u WHERE u.undoes = j.id) AS taken_back
    FROM journal j
"""


def entries(connection: sqlite3.Connection, limit: int = 20) -> list[Entry]:
    """The newest change sets, newest first."""
    rows = connection.execute(f"{ENTRIES} ORDER BY j.id DESC LIMIT ?", (limit,)).fetchall()
    return [_entry(connection, row) for row in rows]


def find(connection: sqlite3.Connection, number: int | None) -> Entry:
    """The change set of that number, or the newest that an undo can take back. NotFound if there is none."""
    if number is not None:
        row = connection.execute(f"{ENTRIES} WHERE j.id = ?", (number,)).fetchone()
        if row is None:
            raise NotFound(
                say("There is no change number {number}.", number=number), "See them with: relcadence history"
            )
        return _entry(connection, row)
    for row in connection.execute(
        f"{ENTRIES} WHERE j.undoes IS NULL AND j.title <> ? ORDER BY j.id DESC", (FOUNDING,)
    ):
        entry = _entry(connection, row)
        if not entry.undone:
            return entry
    raise NotFound("There is nothing to undo.", "See what was changed with: relcadence history")


def last_undo(connection: sqlite3.Connection) -> Entry:
    """The newest undo that stands: the one a redo takes back. NotFound if there is none."""
    for row in connection.execute(f"{ENTRIES} WHERE j.undoes IS NOT NULL ORDER BY j.id DESC"):
        entry = _entry(connection, row)
        if not entry.undone and origin(connection, entry)[1] == 1:
            return entry
    raise NotFound("There is nothing to bring back.", "See what was changed with: relcadence history")


def origin(connection: sqlite3.Connection, entry: Entry) -> tuple[Entry, int]:
    """The change that an undo or redo is about, and 0 where it stands by that entry, 1 where it is taken back."""
    steps = 0
    while entry.undoes is not None:
        entry, steps = find(connection, entry.undoes), steps + 1
    return entry, steps % 2


def caution(connection: sqlite3.Connection, entry: Entry) -> Caution | None:
    """What is to be asked before the entry is taken back; None where it is the last thing that was done."""
    journal = connection.execute("SELECT id, undoes FROM journal WHERE id > ?", (entry.id,)).fetchall()
    gone = _cancelled(journal)
    later = sum(undoes is None and number not in gone for number, undoes in journal)
    final = next(iter(final_acts.since(connection, entry.id)), None)
    return Caution(later, final) if later or final else None


def _entry(connection: sqlite3.Connection, row: tuple[Any, ...]) -> Entry:
    number, at, title, command, undoes, taken_back = row
    undone = taken_back is not None and not _taken_back(connection, taken_back)
    return Entry(number, at, title, command, undoes, undone)


def _taken_back(connection: sqlite3.Connection, number: int) -> bool:
    """True if that change set is itself undone at present."""
    row = connection.execute("SELECT max(id) FROM journal WHERE undoes = ?", (number,)).fetchone()
    return row[0] is not None and not _taken_back(connection, row[0])


def apply(writer: Writer, number: int | None) -> Entry:
    """Take back a change set, whole or not at all; Refused names what stands in the way."""
    entry = find(writer.connection, number)
    if entry.undone:
        raise Refused(say("Change {id} is undone already.", id=entry.id), SEE)
    if entry.title == FOUNDING:
        raise Refused("That change made the store; it is not taken back.", SEE)
    if any(act.kind == final_acts.MIGRATE for act in final_acts.since(writer.connection, entry.id)):
        raise Refused(
            say("Change {id} is older than the form of this store.", id=entry.id), "Take a backup of that time."
        )
    first, taken_back = origin(writer.connection, entry)
    writer.undoes = entry.id
    writer.title = f"{'redo' if taken_back else 'undo'} {first.id}: {first.title}"
    if table := _touched_since(writer, entry):
        raise _conflict(entry, table)
    with seal.together(writer.connection):
        for images in journal.gathered(journal.newest_first(writer.connection, entry.id)):
            try:
                _invert(writer, images)
            except (sqlite3.IntegrityError, LookupError) as error:
                raise _conflict(entry, images[0].table) from error
    return entry


def _touched_since(writer: Writer, entry: Entry) -> str:
    """The table in which a change that came later, and still counts, touched the same columns of a row; or ""."""
    later = writer.rows("SELECT id, undoes FROM journal WHERE id > :entry ORDER BY id", entry=entry.id)
    gone = _cancelled(later)
    return journal.overlap(writer.connection, entry.id, [number for number, _ in later if number not in gone])


def _cancelled(journal: Iterable[tuple[int, int | None]]) -> set[int]:
    """Of consecutive change sets those that leave nothing: each that is undone, with the undo that did it."""
    rows = sorted(journal, reverse=True)
    numbers = {number for number, _undoes in rows}
    undone: set[int] = set()
    for number, undoes in rows:
        if undoes is not None and number not in undone:
            undone.add(undoes)
    return (undone & numbers) | {number for number, undoes in rows if undoes in numbers and number not in undone}


def _invert(writer: Writer, images: Sequence[journal.Image]) -> None:
    """Take back one image, or bring back rows that were taken away one after the other."""
    image = images[0]
    if len(images) > 1:
        rows = [json.loads(each.before) for each in images]
        columns = [name for name in rows[0] if name != "id"]
        keys = range(rows[0]["id"], rows[-1]["id"] + 1)
        writer.insert_many(image.table, columns, [[row[name] for name in columns] for row in rows], keys)
        return
    if image.last_key is not None:
        writer.delete_many(image.table, image.keys, image.digests)
        return
    table, row = image.table, writer.find(image.table, image.key)
    before, after = (json.loads(state or "null") for state in (image.before, image.after))
    if after is None:
        if row is not None:
            raise LookupError(image.key)
        writer.insert(table, **(before or {}))
        return
    if row is None or any(row[name] != value for name, value in after.items()):
        raise LookupError(image.key)
    key = row[KEY_OF.get(table, "id")]
    if before is None:
        writer.delete(table, key)
    else:
        writer.change(table, key, **before)


def _conflict(entry: Entry, table: str) -> Refused:
    return Refused(
        say(
            "Change {id} ({title}) can't be undone alone: a later change touched the same {table}.",
            id=entry.id,
            title=entry.title,
            table=table.replace("_", " "),
        ),
        "Undo the later one first; see: relcadence history",
    )
