"""Making a store: built whole under a temporary name, then put in its place, never over another file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from relcadence.errors import Refused, StoreTrouble, reason_of, say
from relcadence.store import seal, search_index
from relcadence.store.connection import APPLICATION_ID, SCHEMA_VERSION, raw

WRITTEN = "schema.sql"  # what `schema_statements` states; `python -m tests.written_schema` writes it anew
END = ";\n"


def create(path: Path, fill: Callable[[sqlite3.Connection], None] | None = None) -> None:
    """Make a store at `path`, 0600 in a folder 0700; Refused if something is there already.

    What `fill` writes is in it from the first moment on; without it the store is empty.
    """
    if path.exists():
        raise Refused(say("There is a store at {path} already.", path=path), "Move it away first, or keep using it.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = path.with_name(f".{path.name}.{os.getpid()}.new")
        scratch.unlink(missing_ok=True)
        os.close(os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            _build(scratch, fill)
            _put_in_place(scratch, path)
        finally:
            for left in (scratch, scratch.with_name(scratch.name + "-journal")):
                left.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except sqlite3.Error as error:
        raise StoreTrouble(
            say("No store can be made at {path}: {reason}.", path=path, reason=error), "Make room, then try again."
        ) from error
    except OSError as error:
        raise StoreTrouble(
            say("No store can be made at {path}: {reason}.", path=path, reason=reason_of(error)),
            "Check the folder's rights.",
        ) from error


def _put_in_place(scratch: Path, path: Path) -> None:
    """Give the finished store its name; Refused if another process was quicker."""
    try:
        os.link(scratch, path)
    except FileExistsError:
        raise Refused(say("There is a store at {path} already.", path=path), "Keep using it.") from None


def _build(scratch: Path, fill: Callable[[sqlite3.Connection], None] | None) -> None:
    connection = raw(scratch, "rw")
    try:
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN IMMEDIATE")
        for statement in written_statements():
            connection.execute(statement)
        if fill:
            fill(connection)
        seal.renew(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    finally:
        connection.close()


def written_statements() -> list[str]:
    """The statements that make the tables and indexes, as they were written down: SQLModel takes long to load."""
    text = (files("relcadence") / "data" / WRITTEN).read_text("utf-8")
    return [statement for statement in text.split(END) if statement.strip()]


def schema_statements() -> list[str]:
    """The statements that make the tables and indexes, as SQLModel states them."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    from relcadence.store import tables

    dialect = sqlite.dialect()
    made = []
    for table in tables.SQLModel.metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    return [*made, *search_index.STATEMENTS]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def schema_of(connection: sqlite3.Connection) -> list[str]:
    """The schema a store really has, sorted, for comparing two stores."""
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    return sorted(" ".join(row[0].split()) for row in rows)
