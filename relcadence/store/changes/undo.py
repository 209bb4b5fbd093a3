"""Undo is the inverse change set, refused where a later change touched the same columns. Redo undoes an undo."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple

from relcadence.errors import NotFound, Refused
from relcadence.store.changes.writer import Writer
from relcadence.store.rows import KEY_OF

# The change set that makes a store what it is: never the one a bare undo means.
FOUNDING = "set up"


class Entry(NamedTuple):
    """One change set as the history shows it. `undone` tells whether it is taken back at present."""

    id: int
    at: str
    title: str
    command: str
    undoes: int | None
    undone: bool


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
            raise NotFound(f"There is no change number {number}.", "See them with: relcadence history")
        return _entry(connection, row)
    for row in connection.execute(
        f"{ENTRIES} WHERE j.undoes IS NULL AND j.title <> ? ORDER BY j.id DESC", (FOUNDING,)
    ):
        entry = _entry(connection, row)
        if not entry.undone:
            return entry
    raise NotFound("There is nothing to undo.", "See what was changed with: relcadence history")


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
        raise Refused(f"Change {entry.id} is undone already.", "See: relcadence history")
    if entry.title == FOUNDING:
        raise Refused("That change made the store; it is not taken back.", "See: relcadence history")
    writer.undoes = entry.id
    writer.title = f"undo {entry.id}: {entry.title}" if entry.undoes is None else f"redo: {entry.title}"
    images = writer.rows(
        "SELECT table_name, row_key, before, after FROM journal_row WHERE journal_id = :entry ORDER BY id DESC",
        entry=entry.id,
    )
    for table, key, before, after in images:
        try:
            _invert(writer, table, key, json.loads(before or "null"), json.loads(after or "null"))
        except sqlite3.IntegrityError as error:
            raise _conflict(entry, table) from error
        except LookupError as error:
            raise _conflict(entry, table) from error
    return entry


def _invert(
    writer: Writer, table: str, key: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    row = writer.find(table, key)
    if after is None:
        if row is not None:
            raise LookupError(key)
        writer.insert(table, **(before or {}))
        return
    if row is None or any(row[name] != value for name, value in after.items()):
        raise LookupError(key)
    if before is None and any(row[name] != value for name, value in _defaults(writer, table, after).items()):
        raise LookupError(key)
    if before is None:
        writer.delete(table, row[KEY_OF.get(table, "id")])
    else:
        writer.change(table, row[KEY_OF.get(table, "id")], **before)


def _defaults(writer: Writer, table: str, given: dict[str, Any]) -> dict[str, Any]:
    """What the columns not given held when the row was made."""
    columns = writer.rows("SELECT name, type, dflt_value FROM pragma_table_info(:table)", table=table)
    return {
        name: None if default is None else int(default.strip("'")) if kind == "INTEGER" else default.strip("'")
        for name, kind, default in columns
        if name not in given and name != KEY_OF.get(table, "id")
    }


def _conflict(entry: Entry, table: str) -> Refused:
    return Refused(
        f"Change {entry.id} ({entry.title}) can't be undone alone: "
        f"a later change touched the same {table.replace('_', ' ')}.",
        "Undo the later one first; see: relcadence history",
    )
