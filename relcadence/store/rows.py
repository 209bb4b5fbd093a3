"""Rows by SELECT and by key, the same for whoever reads and for whoever writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from relcadence.errors import NotFound, say
from relcadence.store.connection import worded

KEY_OF = {"setting": "key"}


class Rows:
    """Answers SELECTs on one connection; what SQLite complains of becomes StoreTrouble."""

    connection: sqlite3.Connection
    path: Path

    def rows(self, statement: str, **values: Any) -> list[Any]:
        """The rows of a SELECT with named parameters, as tuples."""
        try:
            return self.connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise worded(self.path, error) from error

    def each(self, statement: str, **values: Any) -> Iterator[Any]:
        """The same one by one, for the many of which few are kept."""
        try:
            yield from self.connection.execute(statement, values)
        except sqlite3.DatabaseError as error:
            raise worded(self.path, error) from error

    def value(self, statement: str, **values: Any) -> Any:
        """The first column of the first row, or None."""
        rows = self.rows(statement, **values)
        return rows[0][0] if rows else None

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.value(f"SELECT count(*) FROM {table}"))

    def holds(self, table: str) -> bool:
        """True where a table has any row."""
        return bool(self.rows(f"SELECT 1 FROM {table} LIMIT 1"))

    def row(self, table: str, key: Any) -> dict[str, Any]:
        """The row of that key as a mapping; NotFound if it is not there."""
        found = self.find(table, key)
        if found is None:
            raise NotFound(say("There is no {table} number {key}.", table=table.replace("_", " "), key=key))
        return found

    def find(self, table: str, key: Any) -> dict[str, Any] | None:
        """The row of that key as a mapping, or None."""
        try:
            cursor = self.connection.execute(f"SELECT * FROM {table} WHERE {KEY_OF.get(table, 'id')} = ?", (key,))
            values = cursor.fetchone()
        except sqlite3.DatabaseError as error:
            raise worded(self.path, error) from error
        return dict(zip((column[0] for column in cursor.description), values, strict=True)) if values else None


def keys_in(numbers: Iterable[int]) -> str:
    """The keys of an IN, each once; none is no key."""
    return ", ".join(map(str, sorted(set(numbers)))) or "NULL"


def listed_in(words: Collection[str]) -> tuple[str, dict[str, str]]:
    """Parameters for the words of an IN, and what is given for them."""
    given = {f"word{at}": word for at, word in enumerate(sorted(words))}
    return ", ".join(f":{name}" for name in given), given
