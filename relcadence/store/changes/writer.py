"""One way to write: row images of facts, applied and journalled in the same transaction.

A `Writer` executes each image at once, so that later steps read what earlier ones wrote, and remembers whose kept
values it has to rewrite before the commit.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from relcadence.store.rows import KEY_OF, Rows

RULING = ("cadence_rule", "day_off")
DESCRIBING = ("contact", "alias", "reach", "label")
SAID = ("touch", "promise", "appointment", "referral")
CAUSING = ("touch", "referral", "occasion", "research", "role_held")
RULING_SETTINGS = ("workdays", "country", "region", "feb29", "lunar")
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


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
        self.ended: set[int] = set()
        self.everybody = False

    def note(self, table: str, row: Mapping[str, Any]) -> None:
        """Take in one row that was, is, or was before."""
        if table in RULING or (table == "setting" and row["key"] in RULING_SETTINGS):
            self.everybody = True
        if table == "slot" and row.get("contact_id"):
            self.slotted.add(row["contact_id"])
        if table in ("contact", "account", "occasion"):
            {"contact": self.contacts, "account": self.accounts, "occasion": self.occasions}[table].add(row["id"])
        if table in DESCRIBING:
            self.described.add(row["id" if table == "contact" else "contact_id"])
        elif table == "account":
            self.renamed.add(row["id"])
        elif table in SAID:
            self.said.add((table, row["id"]))
        for column, keys in (
            ("contact_id", self.contacts),
            ("account_id", self.accounts),
            ("occasion_id", self.occasions),
        ):
            if row.get(column):
                keys.add(row[column])

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
        self._note_new(table, key, {**values, key_column: key})
        self._journal(table, key, None, values)
        return int(cursor.lastrowid or 0)

    def insert_many(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> range:
        """Add rows as `insert` adds one, in a third of the time; their keys, which follow each other.

        The table must number its rows. The images, and whose kept values become stale, are the same.
        """
        last = self.value("SELECT seq FROM sqlite_sequence WHERE name = :table", table=table) or 0
        keys = range(last + 1, last + 1 + len(rows))
        if not rows:
            return keys
        marks = ", ".join("?" * (len(columns) + 1))
        self.connection.executemany(
            f"INSERT INTO {table} (id, {', '.join(columns)}) VALUES ({marks})",
            ((key, *row) for key, row in zip(keys, rows, strict=True)),
        )
        images = []
        for key, row in zip(keys, rows, strict=True):
            values = dict(zip(columns, row, strict=True))
            images.append((table, str(key), "", _image(values)))
            self._note_new(table, key, {**values, "id": key})
        self._journal_all(images)
        return keys

    def _note_new(self, table: str, key: Any, row: Mapping[str, Any]) -> None:
        self.touched.note(table, row)
        if table in CAUSING:
            self.touched.note_cause(table, row)
        if table in ("contact", "account"):
            self.touched.fresh.add((table, key))
        if table == "contact" and self.undoes is None:
            self.touched.made.add(key)

    def insert_named(self, table: str, **values: Any) -> int:
        """Add a row that has an identity outside this store: a new uuid goes with it."""
        return self.insert(table, uuid=values.pop("uuid", None) or str(uuid4()), **values)

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
        self._journal(table, key, {name: row[name] for name in changed}, changed)
        return True

    def delete(self, table: str, key: Any) -> None:
        """Take a row away; its image stays in the journal."""
        row = self.row(table, key)
        self.connection.execute(f"DELETE FROM {table} WHERE {KEY_OF.get(table, 'id')} = ?", (key,))
        self.touched.note(table, row)
        self._journal(table, key, row, None)

    def _journal(self, table: str, key: Any, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        self._journal_all([(table, str(key), _image(before), _image(after))])

    def _journal_all(self, images: Sequence[tuple[str, str, str, str]]) -> None:
        """Row images (table, key, before, after) into the entry of this change set, which is made where it is not."""
        if self.entry is None:
            self.entry = self.connection.execute(
                "INSERT INTO journal (at, command, title, undoes) VALUES (?, ?, ?, ?)",
                (self.now.isoformat(timespec="seconds"), self.command_line, self.title, self.undoes),
            ).lastrowid
        self.connection.executemany(
            "INSERT INTO journal_row (journal_id, table_name, row_key, before, after) VALUES (?, ?, ?, ?, ?)",
            ((self.entry, *image) for image in images),
        )

    def close(self) -> None:
        """Write the title under which the change set stands in the history."""
        if self.entry is not None:
            self.connection.execute("UPDATE journal SET title = ? WHERE id = ?", (self.title, self.entry))


def _image(values: Mapping[str, Any] | None) -> str:
    return "" if values is None else _AS_JSON(values)
