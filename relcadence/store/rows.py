"""Rows by SELECT and by key, the same for whoever reads and for whoever writes."""

from __future__ import annotations

import sqlite3
from typing import Any

from relcadence.errors import NotFound

KEY_OF = {"setting": "key"}


class Rows:
    """Answers SELECTs on one connection."""

    connection: sqlite3.Connection

    def rows(self, statement: str, **values: Any) -> list[Any]:
        """The rows of a SELECT with named parameters, as tuples."""
        return self.connection.execute(statement, values).fetchall()

    def value(self, statement: str, **values: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.connection.execute(statement, values).fetchone()
        return row[0] if row else None

    def row(self, table: str, key: Any) -> dict[str, Any]:
        """The row of that key as a mapping; NotFound if it is not there."""
        found = self.find(table, key)
        if found is None:
            raise NotFound(f"There is no {table.replace('_', ' ')} number {key}.")
        return found

    def find(self, table: str, key: Any) -> dict[str, Any] | None:
        """The row of that key as a mapping, or None."""
        cursor = self.connection.execute(f"SELECT * FROM {table} WHERE {KEY_OF.get(table, 'id')} = ?", (key,))
        values = cursor.fetchone()
        return dict(zip((column[0] for column in cursor.description), values, strict=True)) if values else None
