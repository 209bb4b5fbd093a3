"""One way to write: row images of facts, applied and journalled in the same transaction.

A `Writer` executes each image at once, so that later steps read what earlier ones wrote, and remembers whose kept
values it has to rewrite before the commit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from relcadence.store import journal, seal
from relcadence.store.journal import Image
from relcadence.store.rows import KEY_OF, Rows

RULING = ("cadence_rule", "day_off")
DESCRIBING = ("contact", "alias", "reach", "label")
SAID = ("touch", "promise", "appointment", "referral")
OWNERS = ("contact", "account", "occasion")
TOLD = (*(f"{owner}_id" for owner in OWNERS), "key")
CAUSING = ("touch", "referral", "occasion", "research", "role_held")
RULING_SETTINGS = ("workdays", "country", "region", "feb29", "lunar")


def new_uuid() -> str:
    """A random UUID (version 4) as text."""
    return str(uuid4())


class Touched:
    """Whose kept values a change set has made stale."""

    def __init__(self) -> None:
        self.contacts: set[int] = set()
        self.accounts: set[int] = set()
        self.occasions: set[int] = set()
        self.fresh: set[tuple[str, int]] = set()
        self.described: set[int] = set()
        self.renamed: set[int] = set()
        self.said: set[tuple[str, int]] = set()
        self.made: set[int] = set()
        self.slotted: set[int] = set()
        self.causes: dict[tuple[str, int], int] = {}
        self.withheld: set[tuple[str, int]] = set()
        self.ended: set[int] = set()
        self.everybody = False

    def note(self, table: str, row: Mapping[str, Any]) -> None:
        """Take in one row that was, is, or was before."""
        self.note_all(table, tuple(row), (row.get("id", 0),), (tuple(row.values()),))

    def note_all(
        self, table: str, columns: Sequence[str], keys: Collection[int], rows: Collection[Sequence[Any]]
    ) -> None:
        """Take in rows of one table with their keys."""
        told = {name: [row[at] for row in rows if row[at]] for at, name in enumerate(columns) if name in TOLD}
        if table in RULING or (table == "setting" and not set(RULING_SETTINGS).isdisjoint(told["key"])):
            self.everybody = True
        if table in OWNERS:
            told[f"{table}_id"] = [*keys]
        for name in OWNERS:
            {"contact": self.contacts, "account": self.accounts, "occasion": self.occasions}[name].update(
                told.get(f"{name}_id", ())
            )
        if table == "slot":
            self.slotted.update(told.get("contact_id", ()))
        if table in DESCRIBING:
            self.described.update(told["contact_id"])
        elif table == "account":
            self.renamed.update(keys)
        elif table in SAID:
            self.said.update((table, key) for key in keys)

    def note_cause(self, table: str, row: Mapping[str, Any]) -> None:
        """Take in a row that was added or changed and may ask for a task, or be evidence that one is done."""
        contact = row.get("contact_id") or row.get("referrer_id")
        if table == "role_held":
            if row.get("until_on"):
                self.ended.add(row["contact_id"])
            if row["role"] != "prospect":
                return
        if contact and not (table == "occasion" and row["kind"] != "success"):
            self.causes[table, row["id"]] = contact


class Writer(Rows):
    """A change set in the making, inside one immediate transaction.

    `withholds`: what is brought in from elsewhere causes no tasks; `withheld` says how many it would have.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path = Path(), *, command_line: str, today: date, now: datetime
    ) -> None:
        self.path = path
        self.connection = connection
        self.command_line = command_line
        self.today = today
        self.now = now
        self.title = ""
        self.undoes: int | None = None
        self.entry: int | None = None
        self.withholds = False
        self.withheld = 0
        self.touched = Touched()

    def insert(self, table: str, **values: Any) -> int:
        """Add a row of facts; columns not named take the table's defaults. Returns its key."""
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        cursor = self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
        key_column = KEY_OF.get(table, "id")
        key: Any = values.get(key_column, cursor.lastrowid)
        row = {**values, key_column: key}
        self._note_new(table, tuple(row), (key,), (tuple(row.values()),))
        self._journal_all([journal.of_row(table, key, None, values)])
        return int(cursor.lastrowid or 0)

    def insert_many(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], keys: range | None = None
    ) -> range:
        """Add rows as `insert` adds one, in a fifth of the time; their keys, which follow each other.

        The table must number its rows; `keys` are those they had before. Of several the journal has the digests.
        """
        if keys is None:
            last = self.value("SELECT seq FROM sqlite_sequence WHERE name = :table", table=table) or 0
            keys = range(last + 1, last + 1 + len(rows))
        if len(rows) < 2:
            for key, row in zip(keys, rows, strict=True):
                self.insert(table, id=key, **dict(zip(columns, row, strict=True)))
            return keys
        whole = [(key, *row) for key, row in zip(keys, rows, strict=True)]
        digests = seal.put(self.connection, table, ("id", *columns), whole)
        digests = digests or [*seal.digests(self.connection, table, keys[0], keys[-1]).values()]
        self._note_new(table, columns, keys, rows)
        self._journal_all([journal.of_rows(table, keys, digests)])
        return keys

    def _note_new(
        self, table: str, columns: Sequence[str], keys: Collection[Any], rows: Collection[Sequence[Any]]
    ) -> None:
        self.touched.note_all(table, columns, keys, rows)
        if self.undoes is not None:  # what an undo brings back asks for nothing
            return
        if table in CAUSING:
            for key, row in zip(keys, rows, strict=True):
                self.touched.note_cause(table, {**dict(zip(columns, row, strict=True)), "id": key})
        if table in ("contact", "account"):
            self.touched.fresh.update((table, key) for key in keys)
        if table == "contact":
            self.touched.made.update(keys)

    def insert_named(self, table: str, **values: Any) -> int:
        """Add a row that has an identity outside this store: a new uuid goes with it."""
        return self.insert(table, uuid=values.pop("uuid", None) or new_uuid(), **values)

    def change(self, table: str, key: Any, **values: Any) -> bool:
        """Change columns of a row; False (and no trace) where they are so already."""
        row = self.row(table, key)
        changed = {name: value for name, value in values.items() if row[name] != value}
        if not changed:
            return False
        assignments = ", ".join(f"{name} = :{name}" for name in changed)
        self.connection.execute(
            f"UPDATE {table} SET {assignments} WHERE {KEY_OF.get(table, 'id')} = :_key", {**changed, "_key": key}
        )
        self.touched.note(table, row)
        self.touched.note(table, {**row, **changed})
        if table in CAUSING:
            self.touched.note_cause(table, {**row, **changed})
        self._journal_all([journal.of_row(table, key, {name: row[name] for name in changed}, changed)])
        return True

    def delete(self, table: str, key: Any) -> None:
        """Take a row away; its image stays in the journal."""
        row = self.row(table, key)
        self.connection.execute(f"DELETE FROM {table} WHERE {KEY_OF.get(table, 'id')} = ?", (key,))
        self.touched.note(table, row)
        self._journal_all([journal.of_row(table, key, row, None)])

    def delete_many(self, table: str, keys: range, digests: Mapping[int, int]) -> None:
        """Take rows of these keys away as `delete` takes one, the last first.

        LookupError unless they are just those that have these digests, each as it was when its digest was taken.
        """
        if seal.digests(self.connection, table, keys[0], keys[-1]) != digests:
            raise LookupError(keys)
        span = (keys[0], keys[-1])
        cursor = self.connection.execute(f"SELECT * FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id DESC", span)
        columns, rows = [column[0] for column in cursor.description], cursor.fetchall()
        self.connection.execute(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", span)
        held = [dict(zip(columns, row, strict=True)) for row in rows]
        self.touched.note_all(table, columns, [row["id"] for row in held], rows)
        self._journal_all([journal.of_row(table, row["id"], row, None) for row in held])

    def _journal_all(self, images: Sequence[Image]) -> None:
        """Images into the entry of this change set, which is made where it is not."""
        if self.entry is None:
            self.entry = self.connection.execute(
                "INSERT INTO journal (at, command, title, undoes) VALUES (?, ?, ?, ?)",
                (self.now.isoformat(timespec="seconds"), self.command_line, self.title, self.undoes),
            ).lastrowid
        assert self.entry is not None
        journal.write(self.connection, self.entry, images)

    def close(self) -> None:
        """Write the title under which the change set stands in the history."""
        if self.entry is not None:
            self.connection.execute("UPDATE journal SET title = ? WHERE id = ?", (self.title, self.entry))
