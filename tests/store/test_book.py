"""The books that benchmarks stand on: what they keep is what the program keeps when it is told the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from relcadence.domain.cadence import PRESETS
from relcadence.store import changes, create, reading
from relcadence.store.changes import people, practice, touches
from tests.bench.book import TODAY, Book, write

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
SIZE, TOUCHES, SHORT = 60, 600, 30
# Handles, identities and the keys of rows depend on the order in which things were told.
UNALIKE = {"id", "uuid", "slot_id", "last_touch_id", "occasion_id"}
FACTS = ("account", "contact", "reach", "alias", "label", "occasion", "touch", "cadence_rule", "setting")
KEPT = ("standing", "name_key", "name_sound", "holiday", "extent", "fulfilled")


def book() -> Book:
    return Book(SIZE, TOUCHES, short=SHORT)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A small book."""
    path = write(tmp_path_factory.mktemp("book"), book())
    with closing(sqlite3.connect(path)) as connection:
        yield connection


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The same people and touches, told to the program as commands tell it."""
    path = tmp_path_factory.mktemp("told") / "relcadence.db"
    create.create(path)
    with changes.write(path, command_line="test", today=TODAY, now=NOW) as writer:
        same = book()
        practice.set_value(writer, "capacity", same.capacity())
        practice.use_preset(writer, PRESETS["checklist"])
        for contact in same.people():
            people.add(writer, contact)
        for touch in same.all_touches():
            touches.log(writer, touch)
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def rows(connection: sqlite3.Connection, statement: str) -> list[dict[str, Any]]:
    """The rows without what the order of telling decides, in an order of their own."""
    cursor = connection.execute(statement)
    names = [column[0] for column in cursor.description]
    found = [{name: value for name, value in zip(names, row, strict=True) if name not in UNALIKE} for row in cursor]
    return sorted(found, key=repr)


@pytest.mark.parametrize("table", (*FACTS, *KEPT))
def test_the_book_is_what_the_program_would_have_written(
    table: str, written: sqlite3.Connection, told: sqlite3.Connection
) -> None:
    found = rows(written, f"SELECT * FROM {table}")
    assert found == rows(told, f"SELECT * FROM {table}")
    assert found or table == "holiday"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT d.*, s.contact_id AS slot_of, s.after_on FROM due d JOIN slot s ON s.id = d.slot_id",
        "SELECT contact_id, account_id, after_on, snoozed_until, closed_on, outcome FROM slot",
        "SELECT o.contact_id, d.due_on FROM occasion_on d JOIN occasion o ON o.id = d.occasion_id",
        "SELECT t.contact_id, t.touched_on FROM standing s JOIN touch t ON t.id = s.last_touch_id",
        "SELECT contact_id, role, until_on FROM role_held",
        "SELECT rowid AS contact_id, name, place, tags, note, ways FROM person_text",
        "SELECT t.contact_id, t.touched_on, words FROM said_text s JOIN touch t ON t.id = s.rowid / 8 "
        "WHERE s.rowid % 8 = 0",
    ],
)
def test_what_follows_from_the_facts_is_the_same(
    statement: str, written: sqlite3.Connection, told: sqlite3.Connection
) -> None:
    found = rows(written, statement)
    assert found == rows(told, statement)
    assert found


def test_all_tables_are_compared(written: sqlite3.Connection) -> None:
    tables = {name for (name,) in written.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    filled = {name for name in tables if written.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()}
    indexes = {name for name in tables if name.startswith(("person_text", "said_text"))}
    apart = {"due", "slot", "task", "occasion_on", "role_held", "promise", "journal", "journal_row"}
    apart.add("sqlite_sequence")
    tables.discard("seal")
    filled.discard("seal")
    assert filled <= {*FACTS, *KEPT, *apart, *indexes}


def test_the_book_holds_what_was_asked_for(written: sqlite3.Connection) -> None:
    def count(statement: str) -> int:
        return int(written.execute(f"SELECT count(*) FROM {statement}").fetchone()[0])

    assert count("contact") == SIZE
    assert count("touch") == TOUCHES
    assert count("contact WHERE cadence = ''") == SHORT
    assert count("contact WHERE cadence = 'yearly'") == (SIZE - SHORT) // 2
    assert 0 < count(f"due WHERE deadline_on < '{TODAY}'") < SIZE / 4
    assert written.execute("SELECT count(DISTINCT name) FROM contact").fetchone()[0] == SIZE
    assert not written.execute("PRAGMA foreign_key_check").fetchall()
    assert written.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_book_opens_as_a_store(tmp_path: Path) -> None:
    store = reading.open(write(tmp_path, Book(5, 20)))
    assert store.people() == 5
    store.close()


def test_the_same_seed_gives_the_same_book(written: sqlite3.Connection, tmp_path: Path) -> None:
    def identities(connection: sqlite3.Connection) -> list[Any]:
        return connection.execute(
            "SELECT uuid, name FROM contact UNION ALL SELECT uuid, text FROM promise"
        ).fetchall()

    with closing(sqlite3.connect(write(tmp_path, book()))) as again:
        assert identities(again) == identities(written)
        assert rows(again, "SELECT * FROM touch") == rows(written, "SELECT * FROM touch")
