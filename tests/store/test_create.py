"""Making a store: private, whole, never over another; and the schema that SQLModel states."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import ValidationError

from relcadence.errors import Refused, StoreTrouble
from relcadence.store import connection, create, tables, tables_cards, tables_kept, tables_pairs, tables_things
from relcadence.store.queries import facts
from tests import written_schema


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_store_is_private_and_lies_alone_in_a_private_folder(tmp_path: Path) -> None:
    path = tmp_path / "home" / "relcadence.db"
    create.create(path)
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert list(path.parent.iterdir()) == [path]


def test_what_a_cut_off_attempt_left_is_no_hindrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getpid", lambda: 4711)
    (tmp_path / ".relcadence.db.4711.new").write_bytes(b"half a store")
    create.create(tmp_path / "relcadence.db")
    assert [each.name for each in tmp_path.iterdir()] == ["relcadence.db"]


@pytest.mark.parametrize("content", [b"", b"my other notes"])
def test_nothing_is_overwritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "relcadence.db"
    path.write_bytes(content)
    with pytest.raises(Refused):
        create.create(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "relcadence.db"
    path.symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(Refused):
        create.create(path)
    assert [each.name for each in tmp_path.iterdir()] == ["relcadence.db"]


def test_where_no_folder_can_be_made_the_store_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreTrouble) as caught:
        create.create(tmp_path / "file" / "relcadence.db")
    assert caught.value.exit_code == 7


def test_the_header_tells_what_the_file_is(empty_store: Path) -> None:
    with closing(sqlite3.connect(empty_store)) as opened:
        assert opened.execute("PRAGMA application_id").fetchone()[0] == connection.APPLICATION_ID
        assert opened.execute("PRAGMA user_version").fetchone()[0] == connection.SCHEMA_VERSION
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_store_has_the_schema_that_sqlmodel_states(empty_store: Path) -> None:
    stated = sorted(" ".join(statement.split()) for statement in create.schema_statements())
    with closing(connection.connect(empty_store)) as opened:
        assert [each for each in create.schema_of(opened) if each in stated] == stated
        listed = opened.execute(
            "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
    assert {name for name, _strict in listed} == {table.name for table in tables.SQLModel.metadata.sorted_tables}
    assert all(strict for _name, strict in listed)


def test_the_schema_is_written_down_as_sqlmodel_states_it() -> None:
    assert written_schema.PATH.read_text("utf-8") == written_schema.text(), "python -m tests.written_schema"


def test_every_table_of_facts_goes_out_with_them() -> None:
    stated = {mapper.class_ for mapper in tables.SQLModel._sa_registry.mappers}
    assert set(tables.FACTS) == {
        model
        for model in stated
        if model.__module__ in {each.__name__ for each in (tables, tables_things, tables_cards, tables_pairs)}
    }
    assert set(tables.KEPT) <= {model for model in stated if model.__module__ == tables_kept.__name__}
    assert sorted(facts.TABLES) == sorted(str(model.__tablename__) for model in tables.FACTS)


@pytest.mark.parametrize("model", [model for model in tables.FACTS if model is not tables.Setting])
def test_a_key_of_facts_is_never_used_again(model: type[tables.SQLModel], empty_store: Path) -> None:
    with closing(connection.connect(empty_store)) as opened:
        (statement,) = opened.execute(
            "SELECT sql FROM sqlite_master WHERE name = ?", (model.__tablename__,)
        ).fetchone()
    assert "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT" in statement


REFUSED = [
    "INSERT INTO contact (uuid, name) VALUES ('a', '')",
    "INSERT INTO contact (uuid, name, level) VALUES ('a', 'Li', 5)",
    "INSERT INTO contact (uuid, name, level) VALUES ('a', 'Li', 'two')",
    "INSERT INTO contact (uuid, name, status) VALUES ('a', 'Li', 'asleep')",
    "INSERT INTO contact (uuid, name, channel) VALUES ('a', 'Li', 'telex')",
    "INSERT INTO contact (uuid, name, no_contact_on) VALUES ('a', 'Li', '2026-11-23')",
    "INSERT INTO contact (uuid, name, account_id) VALUES ('a', 'Li', 7)",
    "INSERT INTO contact (uuid, name, note) VALUES ('a', 'Li', x'00')",
    "INSERT INTO role_held (contact_id, role) VALUES (1, 'king')",
    "INSERT INTO role_held (contact_id, role) VALUES (99, 'client')",
    "INSERT INTO touch (contact_id, touched_on, channel) VALUES (1, '2026-11-23', 'telex')",
    "INSERT INTO touch (contact_id, touched_on, tried) VALUES (1, '2026-11-23', 2)",
    "INSERT INTO touch (contact_id, touched_on, minutes) VALUES (1, '2026-11-23', -1)",
    "INSERT INTO promise (uuid, contact_id, text) VALUES ('a', 1, '')",
    "INSERT INTO referral (uuid, referrer_id, referred_id) VALUES ('a', 1, 1)",
    "INSERT INTO slot (uuid, contact_id, account_id) VALUES ('a', 1, 1)",
    "INSERT INTO slot (uuid) VALUES ('a')",
    "INSERT INTO slot (uuid, contact_id, closed_on) VALUES ('a', 1, '2026-11-23')",
    "INSERT INTO slot (uuid, contact_id) VALUES ('a', 1), ('b', 1)",
    "INSERT INTO slot (uuid, occasion_id) VALUES ('a', 1), ('b', 1)",
    "INSERT INTO cadence_rule (scope, name) VALUES ('role', 'client'), ('role', 'client')",
    "INSERT INTO day_off (from_on, to_on) VALUES ('2026-11-24', '2026-11-23')",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_what_cannot_be_is_refused_by_the_store_itself(statement: str, empty_store: Path) -> None:
    with closing(connection.connect(empty_store, write=True)) as opened:
        opened.execute("BEGIN IMMEDIATE")
        opened.execute("INSERT INTO contact (id, uuid, name) VALUES (1, 'u1', 'Wang Li')")
        opened.execute("INSERT INTO account (id, uuid, name) VALUES (1, 'u2', 'Wang & Co')")
        opened.execute("INSERT INTO occasion (id, uuid, contact_id, kind) VALUES (1, 'u3', 1, 'birthday')")
        with pytest.raises(sqlite3.IntegrityError):
            opened.execute(statement)
        opened.execute("ROLLBACK")


def test_rows_are_validated_at_the_border() -> None:
    good = {"uuid": "a", "name": "Wang Li", "added_on": "2026-11-23"}
    assert tables.Contact.model_validate(good).added_on == "2026-11-23"
    for field, value in (("added_on", "2026-02-30"), ("level", "high"), ("name", None)):
        with pytest.raises(ValidationError):
            tables.Contact.model_validate({**good, field: value})
