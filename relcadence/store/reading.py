"""The store as reading commands see it: opened for reading only, settings at hand, never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from relcadence.domain.text import fold
from relcadence.domain.workdays import Workdays
from relcadence.store import basis, connection, migrations
from relcadence.store.rows import Rows


class Store(Rows):
    """An open store. `connection` answers SELECTs; the values read with it are plain."""

    def __init__(self, path: Path, opened: sqlite3.Connection) -> None:
        self.path = path
        self.connection = opened

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The settings that were set."""
        with self._settings_read():
            return basis.settings(self.connection)

    @cached_property
    def workdays(self) -> Workdays:
        """The user's working days."""
        with self._settings_read():
            return basis.workdays(self.connection)

    @contextmanager
    def _settings_read(self) -> Iterator[None]:
        """A setting that is none any more is damage: the store is written by this program alone."""
        try:
            with connection.readable_errors(self.path):
                yield
        except (ValueError, TypeError) as error:
            raise connection.damaged(self.path, str(error)) from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads inside see the store as of one moment."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("COMMIT")

    def people(self) -> int:
        """How many contacts the store holds, the archived left out."""
        return int(self.value("SELECT count(*) FROM contact WHERE status <> 'archived'"))

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def open(path: Path) -> Store:
    """Open the store for reading; StoreTrouble if it is missing, empty, damaged or newer."""
    return Store(path, migrations.as_present(connection.connect(path), path))


def complete_names(path: Path, prefix: str, limit: int = 30) -> list[tuple[str, str]]:
    """Names that a prefix may become, with a word on who it is: the last reached first. Quick; no checks."""
    opened = connection.raw(path, "ro")
    try:
        rows: list[tuple[str, str]] = opened.execute(
            "SELECT c.name, c.organisation FROM (SELECT contact_id, folded FROM name_key "
            "UNION ALL SELECT contact_id, sound FROM name_sound) k JOIN contact c ON c.id = k.contact_id "
            "JOIN standing s ON s.contact_id = c.id "
            "WHERE c.status <> 'archived' AND k.folded >= :start AND k.folded < :end "
            "GROUP BY c.id, s.last_on ORDER BY s.last_on DESC, c.name LIMIT :limit",
            {"start": fold(prefix), "end": fold(prefix) + chr(0x10FFFF), "limit": limit},
        ).fetchall()
        return rows
    finally:
        opened.close()


def like(text: str) -> str:
    """Text with the wildcards of LIKE made harmless; to be used with ESCAPE '!'."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
