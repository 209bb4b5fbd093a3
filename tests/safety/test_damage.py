"""Damage: whatever is written keeps its seal; whatever changes otherwise is found, told, and mended if it can be."""

import shlex
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from relcadence.errors import StoreTrouble
from relcadence.store import connection, damage, mending, seal, search_index, tables
from relcadence.store.damage import Place
from tests.bench.book import Book, write
from tests.cli.conftest import DATA
from tests.safety import flips

TODAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 9, tzinfo=UTC)
Places = Callable[[], list[Place]]


def meddle(home: Path, statement: str, *values: Any) -> None:
    """Change the store behind its back, as a bad disk or a foreign hand does."""
    with closing(sqlite3.connect(home / "relcadence.db")) as store:
        assert store.execute(statement, values).rowcount != 0
        store.commit()


def test_what_can_be_made_anew_is_what_is_kept() -> None:
    assert set(damage.KEPT) == {str(model.__tablename__) for model in tables.KEPT}


def test_every_table_is_sealed(empty: Path) -> None:
    with closing(connection.connect(empty / "relcadence.db")) as opened:
        sealed = {table.name for table in seal.tables(opened)}
    assert sealed == {table.name for table in tables.SQLModel.metadata.sorted_tables} - {seal.TABLE}


WAYS = [
    "INSERT INTO label (contact_id, kind, value) VALUES (1, 'tag', 'x')",
    "insert or replace into label (id, contact_id, kind, value) values (1, 1, 'tag', 'y')",
    "REPLACE INTO label (id, contact_id, kind, value) VALUES (1, 1, 'tag', 'y')",
    "UPDATE label SET value = 'z'",
    "UPDATE OR IGNORE label SET value = 'z'",
    "DELETE FROM label WHERE id = 1 RETURNING contact_id",
    "WITH some AS (SELECT 1 AS id) DELETE  FROM\n label WHERE id IN (SELECT id FROM some)",
    "INSERT INTO label (contact_id, kind, value) SELECT contact_id, kind, value || '!' FROM label",
]


@pytest.mark.parametrize("statement", WAYS)
def test_however_a_row_is_written_its_seal_is_kept(book: Path, places: Places, statement: str) -> None:
    with connection.transaction(book / "relcadence.db", NOW) as opened:
        assert opened.execute(statement).rowcount or opened.total_changes
        search_index.rebuild(opened)
    assert places() == []


def test_the_store_is_written_by_statements_that_keep_seals_alone() -> None:
    """A cursor or a script would pass by them."""
    for path in (Path(seal.__file__).parent).rglob("*.py"):
        said = path.read_text("utf-8")
        assert ".cursor(" not in said and "executescript" not in said, path


WRITTEN = [
    'add "Mia Chen" --role client --account "Chen & Co" --birthday 1980-02-29 --tag vip',
    'edit "wang li" --level 3 --alias Lil --note "tall"',
    'log "wang li" asked --call --with jose --promise "send it" --by fri --next 2026-12-01',
    "done F3 reached",
    "skip F3",
    "snooze F3 3d",
    "archive zoë --reason moved",
    "cadence preset quarterly --yes",
    "config set country CN",
    "config dayoff 2026-12-24..2027-01-02",
    "undo --yes",
    f"import {shlex.quote(str(DATA / 'people.csv'))} --yes",
    "merge 5 6 --yes",
    'erase "zoë müller-łukasz" --yes',
    "backup restore --yes",
]


@pytest.mark.parametrize("line", WRITTEN)
def test_whatever_is_written_keeps_its_seal(run: Callable[..., Any], book: Path, places: Places, line: str) -> None:
    assert run("backup").code == 0
    ended = run(*shlex.split(line))
    assert ended.code == 0, ended.err
    assert places() == []


def test_a_whole_book_brought_in_keeps_its_seal(
    run: Callable[..., Any], book: Path, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("export", "json", "-o", str(tmp_path / "book.json")).code == 0
    monkeypatch.setenv("RELCADENCE_HOME", str(tmp_path / "other"))
    assert run("import", str(tmp_path / "book.json"), "--yes").code == 0
    path = tmp_path / "other" / "relcadence.db"
    with closing(connection.connect(path)) as opened:
        assert opened.execute("SELECT count(*) FROM contact").fetchone() == (7,)
        assert damage.find(opened, path) == []


def test_rows_written_in_bulk_keep_their_seals(tmp_path: Path) -> None:
    path = write(tmp_path, Book(300, 3_000))
    with closing(connection.connect(path)) as opened:
        assert damage.find(opened, path) == []


INDEX = {("index", True)}
MEDDLED = [
    ("UPDATE contact SET note = 'x' WHERE id = 1", "contact", False),
    ("UPDATE touch SET touched_on = '2026-11-01' WHERE id = 1", "touch", False),
    ("DELETE FROM touch WHERE id = 1", "touch", False),
    ("INSERT INTO label (contact_id, kind, value) VALUES (1, 'tag', 'x')", "label", False),
    ("UPDATE setting SET value = '5' WHERE key = 'capacity'", "setting", False),
    ("UPDATE journal SET command = '' WHERE id = 2", "journal", False),
    ("UPDATE journal_row SET before = '{}' WHERE id = 3", "journal_row", False),
    ("UPDATE due SET deadline_on = '2027-01-01' WHERE contact_id = 1", "due", True),
    ("DELETE FROM name_key WHERE contact_id = 1", "name_key", True),
    ("DELETE FROM standing", "standing", True),
    ("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'slot'", "slot", False),
    ("UPDATE person_text_content SET c0 = 'x' WHERE id = 1", "index", True),
]


@pytest.mark.parametrize(("statement", "table", "mendable"), MEDDLED, ids=[each[0][:40] for each in MEDDLED])
def test_what_is_changed_behind_the_store_is_found_where_it_is(
    book: Path, places: Places, statement: str, table: str, mendable: bool
) -> None:
    meddle(book, statement)
    # Words that changed are no longer those of the index either.
    assert {(place.table, place.mendable) for place in places()} - INDEX == {(table, mendable)} - INDEX


def test_damage_is_told_to_within_a_block(book: Path, places: Places) -> None:
    meddle(book, "UPDATE contact SET city = 'x' WHERE id = 3")
    place, *_ = places()
    assert (place.table, place.first, place.last) == ("contact", 0, 255)
    assert place.what == "contact, between number 0 and 255: a row is not as it was written"


def test_words_of_the_index_that_are_not_the_facts_are_found(book: Path, places: Places) -> None:
    meddle(book, "UPDATE person_text_content SET c0 = 'x' WHERE id = 1")
    assert [(place.table, place.mendable) for place in places()] == [("index", True)]


def test_a_changed_definition_is_found(book: Path, places: Places) -> None:
    meddle(book, "CREATE INDEX extra ON touch (note)")
    assert [place.table for place in places()] == ["file"]


def test_a_later_change_does_not_cover_damage_up(run: Callable[..., Any], book: Path, places: Places) -> None:
    meddle(book, "UPDATE contact SET note = 'x' WHERE id = 1")
    assert run("edit", "#1", "--city", "Boston").code == 0
    assert run("edit", "#2", "--city", "Boston").code == 0
    assert [place.table for place in places()] == ["contact"]


def test_doctor_tells_and_backup_restore_brings_back(run: Callable[..., Any], book: Path, places: Places) -> None:
    assert run("backup").code == 0
    meddle(book, "UPDATE contact SET note = 'x' WHERE id = 1")
    ended = run("doctor")
    assert ended.code == 1
    assert "contact" in ended.out and "not as it was written" in ended.out
    assert run("backup", "restore", "--yes").code == 0
    assert places() == []
    assert run("doctor").code == 0


def test_kept_values_are_mended_from_facts(run: Callable[..., Any], book: Path, places: Places) -> None:
    before = run("today", "--json").data
    for statement, _table, mendable in MEDDLED:
        if mendable:
            meddle(book, statement)
    assert run("today", "--json").data != before
    mended = mending.mend(book / "relcadence.db", today=TODAY, now=NOW)
    assert {place.table for place in mended} == {table for _, table, mendable in MEDDLED if mendable}
    assert places() == []
    assert run("today", "--json").data == before
    assert mending.mend(book / "relcadence.db", today=TODAY, now=NOW) == []


def test_damaged_facts_are_not_guessed_at(book: Path) -> None:
    meddle(book, "UPDATE contact SET note = 'x' WHERE id = 1")
    meddle(book, "DELETE FROM standing")
    before = (book / "relcadence.db").read_bytes()
    with pytest.raises(StoreTrouble, match="contact"):
        mending.mend(book / "relcadence.db", today=TODAY, now=NOW)
    assert (book / "relcadence.db").read_bytes() == before


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with rows in most of its pages."""
    return write(tmp_path_factory.mktemp("full"), Book(40, 2_000))


def test_flipped_bits_that_change_what_is_read_are_found(full: Path) -> None:
    counted = flips.count(full, 70)
    assert counted.changed > 20
    assert counted.found >= counted.changed * flips.ENOUGH, counted.missed


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_of_a_thousand_flipped_bits_too(full: Path, seed: int) -> None:
    counted = flips.count(full, 1000, seed)
    assert counted.found >= counted.changed * flips.ENOUGH, counted.missed


def cut(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


@given(share=st.floats(0, 1, exclude_max=True))
@example(share=0.9999999)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_store_cut_off_anywhere_is_told_when_opened(run: Callable[..., Any], book: Path, share: float) -> None:
    path = book / "relcadence.db"
    whole = path.read_bytes()
    try:
        cut(path, int(len(whole) * share))
        for words in (["today"], ["log", "wang", "--call"]):
            ended = run(*words)
            assert ended.code == 7, (words, ended)
            assert "relcadence" in ended.err
        assert path.read_bytes() == whole[: int(len(whole) * share)]
    finally:
        path.write_bytes(whole)


WORDS = [
    shlex.split(line)
    for line in (
        "today", "list", "show wang", "find lease", "history", "digest", "doctor", "undo --yes", "export json",
        "log 'wang li' asked --call", "agenda --days 40",
    )
]  # fmt: skip


def fuzzed(content: bytes, draw: Random) -> bytes:
    """The bytes with some of them changed: single ones, a run, or a page of another place."""
    changed = bytearray(content)
    for _ in range(draw.choice((1, 1, 3, 20))):
        at = draw.randrange(len(changed)) if draw.random() < 0.7 else draw.randrange(200)
        kind = draw.random()
        if kind < 0.6:
            changed[at] = draw.randrange(256)
        elif kind < 0.9:
            length = draw.randrange(1, 64)
            changed[at : at + length] = draw.randbytes(length)
        else:
            page, other = (draw.randrange(len(changed) // 4096) * 4096 for _ in "12")
            changed[page : page + 4096] = changed[other : other + 4096]
    return bytes(changed[: len(content)])


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run that failed has left open is not waited for."""
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)


def survives(run: Callable[..., Any], path: Path, content: bytes, rounds: int, seed: int) -> None:
    draw = Random(seed)
    for number in range(rounds):
        path.write_bytes(fuzzed(content, draw))
        words = draw.choice(WORDS)
        ended = run(*words)
        assert ended.code in (0, 1, 3, 4, 5, 7), (seed, number, words, ended)
        assert "unexpected" not in ended.err and "Traceback" not in ended.err, (seed, number, words, ended.err)
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


@pytest.mark.usefixtures("impatient")
def test_bytes_of_any_kind_bring_no_traceback(run: Callable[..., Any], book: Path) -> None:
    path = book / "relcadence.db"
    survives(run, path, path.read_bytes(), 60, 1)


@pytest.mark.long
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("seed", range(20))
def test_bytes_of_any_kind_for_a_long_time(run: Callable[..., Any], book: Path, seed: int) -> None:
    path = book / "relcadence.db"
    survives(run, path, path.read_bytes(), 150, seed)
