"""Finding damage: what SQLite's own check sees, and what only the seals tell, table by table.

One rule: it looks at everything and changes nothing. A place that holds kept values alone can be written anew from
the facts; facts and journal can't, they are in a backup.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from relcadence.errors import say, together
from relcadence.store import seal, search_index
from relcadence.store.connection import readable_errors

KEPT = ("due", "occasion_on", "standing", "name_key", "name_sound", "holiday", "extent", "fulfilled")
FILE, INDEX = "file", "index"
_OF_AN_INDEX = re.compile("missing from index|wrong # of entries in index")


class Place(NamedTuple):
    """Where damage was found: a table, or FILE or INDEX; the first and last key it may be at (0, 0: anywhere there).

    `mendable`: what lies there is made from facts and can be made anew. `what` is a sentence.
    """

    table: str
    first: int
    last: int
    mendable: bool
    what: str


def find(connection: sqlite3.Connection, path: Path) -> list[Place]:
    """Every damaged place of an open store, as of one moment; reading all rows takes some seconds a million."""
    seal.teach(connection)
    with readable_errors(path), _snapshot(connection):
        return [*_by_sqlite(connection), *_by_seals(connection), *_by_counters(connection), *_by_search(connection)]


def told(places: Sequence[Place]) -> str:
    """The places in a few words."""
    words = [place.what for place in places[:3]]
    if len(places) > 3:
        words.append(say("and {number} more", number=len(places) - 3))
    return together(words, "; ")


class _snapshot:
    """All reads inside are of one moment, unless one was chosen already."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.mine = not connection.in_transaction

    def __enter__(self) -> None:
        if self.mine:
            self.connection.execute("BEGIN")

    def __exit__(self, *_: object) -> None:
        if self.mine:
            self.connection.execute("COMMIT")


def _by_sqlite(connection: sqlite3.Connection) -> Iterator[Place]:
    """Broken structure, rows against their indexes, checks of columns, references to nothing."""
    try:
        for (line,) in connection.execute("PRAGMA integrity_check(20)"):
            if line != "ok":
                yield Place(FILE, 0, 0, bool(_OF_AN_INDEX.search(line)), line)
        for table, row, other, _ in connection.execute("PRAGMA foreign_key_check"):
            yield Place(
                table,
                row or 0,
                row or 0,
                False,
                _dangling(table, other),
            )
    except sqlite3.DatabaseError as error:
        yield Place(FILE, 0, 0, False, str(error))


def _dangling(table: str, other: str) -> str:
    return say("a row of {table} points to a {other} that is not there", table=table, other=other)


def _unreadable(table: str, error: Exception) -> str:
    return say("{table} cannot be read ({error})", table=table, error=error)


def _by_seals(connection: sqlite3.Connection) -> Iterator[Place]:
    """Rows that are not as they were written, by block, and a schema that is not."""
    try:
        held, tables = seal.held(connection), seal.tables(connection)
        if held.pop((seal.SCHEMA, 0), None) != seal.of_schema(connection):
            yield Place(FILE, 0, 0, False, say("the definitions of the tables are not as they were made"))
    except sqlite3.DatabaseError as error:
        yield Place(seal.TABLE, 0, 0, False, say("the seals cannot be read ({error})", error=error))
        return
    for table in tables:
        try:
            found = seal.found(connection, table)
        except sqlite3.DatabaseError as error:
            yield Place(
                table.name,
                0,
                0,
                table.name in KEPT,
                _unreadable(table.name, error),
            )
            continue
        blocks = {block for name, block in held if name == table.name} | set(found)
        for block in sorted(blocks, key=str):
            if found.get(block, 0) != held.get((table.name, block), 0):
                yield _block(table, block)
    for name in sorted({name for name, _ in held} - {table.name for table in tables}):
        yield Place(name, 0, 0, False, say("the table {name} is gone", name=name))


def _block(table: seal.Sealed, block: int) -> Place:
    mendable = table.name in KEPT
    if not table.block or not isinstance(block, int):
        return Place(table.name, 0, 0, mendable, say("{table}: a row is not as it was written", table=table.name))
    first, last = block << seal.SPAN, (block + 1 << seal.SPAN) - 1
    what = say(
        "{table}, between number {first} and {last}: a row is not as it was written",
        table=table.name, first=first, last=last,
    )  # fmt: skip
    return Place(table.name, first, last, mendable, what)


def _by_counters(connection: sqlite3.Connection) -> Iterator[Place]:
    """Counters below a key in use: a handle would be given out twice."""
    try:
        for table, counter in connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall():
            (highest,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
            if not isinstance(counter, int) or counter < highest:
                yield Place(table, 0, 0, False, say("{table}: the counter of its numbers is behind", table=table))
    except sqlite3.DatabaseError as error:
        yield Place(FILE, 0, 0, False, say("the counters of numbers cannot be read ({error})", error=error))


def _by_search(connection: sqlite3.Connection) -> Iterator[Place]:
    """The index of words against the facts, on a copy in memory, for the question is put as a write."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        try:
            memory.deserialize(connection.serialize())  # `backup` waits for ever where a change is under way
            wrong = search_index.differs(memory)
        except (sqlite3.DatabaseError, ValueError, TypeError, AttributeError) as error:  # text may be anything by now
            wrong = str(error)
    if wrong:
        yield Place(INDEX, 0, 0, True, say("the index of words is not as it was written ({wrong})", wrong=wrong))
