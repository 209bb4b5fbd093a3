"""Older stores: brought up at the first change after a backup, read as they will be until then, never half."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from relcadence.store import backup, connection, create, damage, migrations, reading, seal
from relcadence.store.queries import facts

GONE = "day_capacity"
Run = Callable[..., Any]


def make_older(path: Path) -> None:
    """Make a store one of the schema before the first: one table less, and a column that a table lost."""
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        store.execute(f"DROP TABLE {GONE}")
        store.execute("ALTER TABLE final_act DROP COLUMN kept")
        seal.renew(store)
        store.execute("PRAGMA user_version = 0")


def to_1(opened: sqlite3.Connection) -> None:
    """One table more, and a table made anew with a column in its place."""
    (statement,) = (each for each in create.schema_statements() if f"CREATE TABLE {GONE}" in each)
    opened.execute(statement)
    (statement,) = (each for each in create.schema_statements() if "CREATE TABLE final_act" in each)
    opened.execute(statement.replace("final_act", "final_act_new", 1))
    opened.execute("INSERT INTO final_act_new (id, kind, at, after_id) SELECT id, kind, at, after_id FROM final_act")
    opened.execute("DROP TABLE final_act")
    opened.execute("ALTER TABLE final_act_new RENAME TO final_act")


@pytest.fixture
def older(book: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The practice as an older program left it; the step to the present schema is known."""
    make_older(book / "relcadence.db")
    monkeypatch.setattr(migrations, "STEPS", {1: to_1})
    return book


def schema(path: Path) -> tuple[int, list[str]]:
    with closing(sqlite3.connect(path)) as store:
        made = sorted(each.replace('"', "") for each in create.schema_of(store))  # renamed tables are quoted
        return store.execute("PRAGMA user_version").fetchone()[0], made


def known(path: Path) -> object:
    with closing(reading.open(path)) as store:
        return facts.facts(store)


def test_a_migrated_store_equals_a_fresh_one(run: Run, older: Path, tmp_path: Path) -> None:
    create.create(tmp_path / "fresh.db")
    assert run("log", "wang li", "--call").code == 0
    assert schema(older / "relcadence.db") == schema(tmp_path / "fresh.db")


def test_it_keeps_its_rows_and_its_history(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book / "relcadence.db"
    before, told = known(path), run("history", "--json").data
    make_older(path)
    monkeypatch.setattr(migrations, "STEPS", {1: to_1})
    assert run("config", "set", "capacity", "7").code == 0
    assert run("history", "--json").data[-len(told) :] == told
    assert run("config", "set", "capacity", "4").code == 0
    assert known(path) == before
    with closing(connection.connect(path)) as opened:
        assert damage.find(opened, path) == []
        assert opened.execute("SELECT kind, after_id FROM final_act").fetchall() == [("migrate", told[0]["id"])]


def test_a_backup_is_made_first_and_brings_the_older_one_back(run: Run, older: Path) -> None:
    path = older / "relcadence.db"
    before = path.read_bytes()
    assert run("log", "wang li", "--call").code == 0
    copies = [copy for copy in backup.found(older / "backups") if schema(copy)[0] == 0]
    assert copies
    assert run("backup", "restore", str(copies[0]), "--yes").code == 0
    assert schema(path)[0] == 0
    with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(":memory:")) as then:
        then.deserialize(before)
        assert list(now.iterdump()) == list(then.iterdump())


@pytest.mark.parametrize(
    "words", [["today"], ["show", "jose"], ["export", "json"], ["doctor"], ["history"], ["digest"]]
)
def test_reading_an_older_store_changes_nothing(run: Run, older: Path, words: list[str]) -> None:
    before = (older / "relcadence.db").read_bytes()
    ended = run(*words)
    assert ended.code == 0, ended.err
    assert (older / "relcadence.db").read_bytes() == before


def test_what_is_read_is_what_will_be(run: Run, older: Path) -> None:
    before = run("today", "--json").data
    assert run("config", "set", "name", "Dana").code == 0
    assert run("today", "--json").data == before


def test_a_store_that_no_release_wrote_is_refused_untouched(
    run: Run, older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "STEPS", {})
    before = (older / "relcadence.db").read_bytes()
    for words in (["today"], ["log", "wang li", "--call"]):
        ended = run(*words)
        assert (ended.code, ended.out) == (7, "")
        assert "schema 0" in ended.err
    assert (older / "relcadence.db").read_bytes() == before


def test_a_newer_store_is_refused_untouched(run: Run, book: Path) -> None:
    path = book / "relcadence.db"
    with closing(sqlite3.connect(path)) as store:
        store.execute("PRAGMA user_version = 2")
    before = path.read_bytes()
    for words in (["today"], ["log", "wang li", "--call"], ["undo", "--yes"], ["backup"], ["doctor"]):
        ended = run(*words)
        assert ended.code in (1, 7), ended
        assert "newer" in ended.err + ended.out
    assert path.read_bytes() == before


def test_a_damaged_store_is_not_migrated(run: Run, older: Path) -> None:
    with closing(sqlite3.connect(older / "relcadence.db")) as store:
        store.execute("UPDATE contact SET note = 'x' WHERE id = 1")
        store.commit()
    before = (older / "relcadence.db").read_bytes()
    ended = run("log", "wang li", "--call")
    assert ended.code == 7
    assert "contact" in ended.err
    assert (older / "relcadence.db").read_bytes() == before


def test_a_step_that_fails_leaves_everything_as_it_was(
    run: Run, older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dangling(opened: sqlite3.Connection) -> None:
        to_1(opened)
        opened.execute("UPDATE touch SET contact_id = 99 WHERE id = 1")

    path = older / "relcadence.db"
    before = path.read_bytes()
    monkeypatch.setattr(migrations, "STEPS", {1: dangling})
    ended = run("log", "wang li", "--call")
    assert ended.code == 7
    assert schema(path)[0] == 0
    with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(":memory:")) as then:
        then.deserialize(before)
        assert list(now.iterdump()) == list(then.iterdump())


def test_undo_does_not_reach_behind_it(run: Run, older: Path) -> None:
    assert run("log", "wang li", "--call").code == 0
    assert run("undo", "--yes").code == 0
    ended = run("undo", "--yes")
    assert ended.code == 5, ended
