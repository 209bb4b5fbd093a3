"""Copies of the store: whole, private, checked, and brought back without losing what was there."""

from __future__ import annotations

import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from relcadence.errors import StoreTrouble
from relcadence.store import backup, connection

from .conftest import Book

NOW = datetime(2026, 11, 23, 9, 0, 0, 5, tzinfo=UTC)


def test_a_copy_is_whole_and_private(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.log(number)
    target = book.path.parent / "backups" / backup.name_at(NOW)
    made = backup.make(book.path, target)
    assert made == backup.Copy(target, people=1, touches=1, changes=3)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700
    assert list(target.parent.iterdir()) == [target]
    assert Book(target).facts() == book.facts()


def test_a_copy_made_while_somebody_writes_is_whole(book: Book) -> None:
    book.add("Wang Li", "client")
    with closing(connection.connect(book.path, write=True)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE contact SET name = 'half'")
        made = backup.make(book.path, book.path.parent / "copy.db")
        writer.execute("ROLLBACK")
    assert Book(made.path).value("SELECT name FROM contact") == "Wang Li"


def test_backups_are_listed_newest_first(tmp_path: Path) -> None:
    names = ["20261101T000000000000.db", "20261120T000000000000.db", ".20261121T000000000000.db.7.new", "notes.txt"]
    for name in names:
        (tmp_path / name).touch()
    assert [each.name for each in backup.found(tmp_path)] == [names[1], names[0]]
    assert backup.found(tmp_path / "nowhere") == []


def test_a_copy_that_is_no_good_store_is_refused_and_the_store_stays(book: Book) -> None:
    book.add("Wang Li", note="x" * 50_000)
    before = book.facts()
    whole = book.path.read_bytes()
    bad = book.path.parent / "bad.db"
    for content in (b"", b"text " * 2000, whole[: len(whole) // 2], whole[:4096] + b"\0" * (len(whole) - 4096)):
        bad.write_bytes(content)
        with pytest.raises(StoreTrouble):
            backup.verify(bad)
        with pytest.raises(StoreTrouble):
            backup.restore(bad, book.path, NOW)
        assert book.facts() == before
        assert not (book.path.parent / "backups").exists()


def test_a_copy_where_nothing_can_be_written_says_so(book: Book) -> None:
    (book.path.parent / "file").touch()
    with pytest.raises(StoreTrouble):
        backup.make(book.path, book.path.parent / "file" / "copy.db")


def test_no_copy_is_made_of_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble):
        backup.make(tmp_path / "relcadence.db", tmp_path / "backups" / "copy.db")
    assert not list(tmp_path.rglob("*.db"))


def test_restore_brings_the_copy_back_and_puts_the_old_store_aside(book: Book) -> None:
    book.add("Wang Li", "client")
    copy = backup.make(book.path, book.path.parent / "copy.db").path
    then = book.facts()
    book.add("Chen Bo", "client")
    later = book.facts()
    aside = backup.restore(copy, book.path, NOW)
    assert aside
    assert (book.facts(), Book(aside).facts()) == (then, later)
    assert stat.S_IMODE(book.path.stat().st_mode) == stat.S_IMODE(aside.stat().st_mode) == 0o600
    book.add("Ana Díaz", "client")
    assert Book(aside).facts() == later
    book.check()


def test_restore_works_where_the_store_is_gone(book: Book) -> None:
    book.add("Wang Li", "client")
    then = book.facts()
    copy = backup.make(book.path, book.path.parent / "copy.db").path
    book.path.unlink()
    assert backup.restore(copy, book.path, NOW) is None
    assert book.facts() == then


def test_restore_over_a_store_cut_off_to_nothing(book: Book) -> None:
    then = book.facts()
    copy = backup.make(book.path, book.path.parent / "copy.db").path
    book.path.write_bytes(b"")
    backup.restore(copy, book.path, NOW)
    assert book.facts() == then


def test_a_store_left_by_a_killed_writer_is_put_aside_whole(
    book: Book, killed_while_writing: Callable[[Path], Path]
) -> None:
    book.add("Wang Li", "client")
    copy = backup.make(book.path, book.path.parent / "copy.db").path
    then = book.facts()
    killed_while_writing(book.path)
    aside = backup.restore(copy, book.path, NOW)
    assert aside
    assert (book.facts(), backup.verify(aside).people) == (then, 1)


def test_a_damaged_store_put_aside_is_not_advised_as_the_newest_backup(book: Book) -> None:
    copy = backup.make(book.path, book.path.parent / "backups" / "20261101T000000000000.db").path
    book.path.write_bytes(b"damaged " * 2000)
    backup.restore(copy, book.path, NOW)
    assert connection.newest_backup(book.path) == copy
