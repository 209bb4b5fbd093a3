"""Opening a store: what is no store is never shown as an empty one, and is left as it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from relcadence.errors import StoreTrouble
from relcadence.store import backup, changes, connection, reading

from .conftest import TODAY, Book


def trouble(path: Path) -> StoreTrouble:
    """What is said on reading and on writing, which must be the same; the file must be as before."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreTrouble) as read:
        reading.open(path)
    with pytest.raises(StoreTrouble) as written, closing(connection.connect(path, write=True)):
        pass
    assert read.value.exit_code == written.value.exit_code == 7
    assert read.value.what == written.value.what
    assert read.value.hint
    assert (path.read_bytes() if path.is_file() else None) == before
    return read.value


def test_a_missing_store_is_named_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "relcadence.db"
    said = trouble(path)
    assert str(path) in said.what
    assert "relcadence init" in said.hint
    assert list(tmp_path.iterdir()) == []


def test_a_missing_store_with_backups_points_to_the_newest(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    for name in ("20261101T000000000000.db", "20261120T000000000000.db"):
        (tmp_path / "backups" / name).touch()
    assert "20261120T000000000000.db" in trouble(tmp_path / "relcadence.db").hint


def test_a_file_of_no_bytes_is_no_empty_store(tmp_path: Path) -> None:
    path = tmp_path / "relcadence.db"
    path.touch()
    assert "0 bytes" in trouble(path).what


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    assert "folder" in trouble(tmp_path).what


def test_a_text_file_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "relcadence.db"
    path.write_text("name,email\nWang Li,wang@example.example\n" * 200)
    assert "damaged" in trouble(path).what


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "relcadence.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE contact (name TEXT)")
    assert "not a relcadence store" in trouble(path).what


def test_a_store_of_a_newer_program(book: Book) -> None:
    with closing(sqlite3.connect(book.path)) as opened:
        opened.execute("PRAGMA user_version = 999")
    assert "newer" in trouble(book.path).what


def test_a_store_cut_off_in_the_middle_is_damaged(book: Book) -> None:
    book.add("Wang Li", "client", note="x" * 20_000)
    whole = book.path.read_bytes()
    book.path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreTrouble) as caught:
        backup.verify(book.path)
    assert caught.value.exit_code == 7


def test_a_damaged_page_is_store_trouble_for_a_reader(book: Book) -> None:
    book.add("Wang Li", "client")
    whole = bytearray(book.path.read_bytes())
    for page in range(4096, len(whole), 4096):
        whole[page : page + 16] = b"\xff" * 16
    book.path.write_bytes(whole)
    with pytest.raises(StoreTrouble):
        book.rows("SELECT * FROM contact")


def test_reading_leaves_the_file_and_its_folder_alone(book: Book) -> None:
    before = _folder(book.path.parent)
    book.path.chmod(0o400)
    book.path.parent.chmod(0o500)
    try:
        assert book.value("SELECT count(*) FROM cadence_rule") == 9
    finally:
        book.path.parent.chmod(0o700)
        book.path.chmod(0o600)
    assert _folder(book.path.parent) == before


def _folder(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {each.name: (each.read_bytes(), each.stat().st_mtime_ns) for each in folder.iterdir()}


def test_a_reader_cannot_write(book: Book) -> None:
    store = reading.open(book.path)
    with closing(store), pytest.raises(StoreTrouble, match="cannot be written"):
        store.rows("DELETE FROM cadence_rule")


def test_a_name_with_every_odd_letter_opens(empty_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "a?b%20c#d e中.db"
    shutil.copy(empty_store, path)
    made = Book(path)
    made.add("Wang Li")
    assert made.value("SELECT name FROM contact") == "Wang Li"
    assert {each.name for each in tmp_path.iterdir()} == {path.name, path.name + "-journal"}


def test_the_journal_beside_the_store_is_private_and_empty(book: Book) -> None:
    book.add("Wang Li")
    journal = book.path.with_name(book.path.name + "-journal")
    assert (stat.S_IMODE(journal.stat().st_mode), journal.stat().st_size) == (0o600, 0)


def test_the_store_is_written_as_a_power_cut_asks(book: Book) -> None:
    with closing(connection.connect(book.path, write=True)) as opened:
        asked = {name: opened.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    assert asked == PRAGMAS


PRAGMAS = {
    "journal_mode": "truncate", "synchronous": 3, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0,
    "busy_timeout": 15_000,
}  # fmt: skip


def test_a_change_that_fails_leaves_everything_as_it_was(book: Book) -> None:
    before = book.facts()
    with pytest.raises(ZeroDivisionError):
        book.change(lambda writer: (writer.insert_named("contact", name="Half"), 1 / 0))
    assert book.facts() == before
    assert book.value("SELECT count(*) FROM journal") == 1


def test_an_empty_change_set_leaves_no_trace(book: Book) -> None:
    book.change(lambda writer: None)
    assert book.value("SELECT count(*) FROM journal") == 1


def test_a_writer_killed_in_the_middle_has_changed_nothing(
    book: Book, killed_while_writing: Callable[[Path], Path]
) -> None:
    book.add("Wang Li", "client")
    before, whole = book.facts(), book.path.read_bytes()
    journal = killed_while_writing(book.path)
    assert book.path.read_bytes() != whole
    assert journal.stat().st_size > 0
    assert book.facts() == before
    assert backup.verify(book.path).people == 1
    book.check()
    book.add("Chen Bo", "client")
    assert book.value("SELECT count(*) FROM contact") == 2


def as_a_stranger_reads(path: Path, question: str) -> str:
    """What a process hears that may read a copy of the store's folder and write nothing there."""
    with tempfile.TemporaryDirectory() as above:
        for each in path.parent.glob(f"{path.name}*"):
            shutil.copyfile(each, Path(above, each.name))
            Path(above, each.name).chmod(0o444)
        Path(above).chmod(0o555)
        out, into = os.pipe()
        if not (child := os.fork()):
            try:
                if not os.geteuid():
                    os.setuid(65534)
                os.write(into, str(Book(Path(above, path.name)).value(question)).encode())
            except StoreTrouble as trouble:
                os.write(into, trouble.what.encode())
            finally:
                os._exit(0)
        os.close(into)
        os.waitpid(child, 0)
        Path(above).chmod(0o700)
        with os.fdopen(out, encoding="utf-8") as told:
            return told.read()


def test_a_store_that_cannot_be_written_is_read(book: Book) -> None:
    book.add("Wang Li", "client")
    assert as_a_stranger_reads(book.path, "SELECT name FROM contact") == "Wang Li"


def test_what_a_killed_writer_left_is_not_shown_half_where_it_cannot_be_rolled_back(
    book: Book, killed_while_writing: Callable[[Path], Path]
) -> None:
    book.add("Wang Li", "client")
    killed_while_writing(book.path)
    assert "cannot be written" in as_a_stranger_reads(book.path, "SELECT count(*) FROM contact")
    assert book.value("SELECT count(*) FROM contact") == 1


WRITER = """
import sys
from datetime import datetime, timezone, date
from pathlib import Path
from relcadence.store import changes
from relcadence.store.changes import touches
from relcadence.domain.people import Touch
now = datetime(2026, 11, 23, tzinfo=timezone.utc)
for number in range(25):
    with changes.write(Path(sys.argv[1]), command_line="log", today=date(2026, 11, 23), now=now) as writer:
        touches.log(writer, Touch(1, "2026-11-23", "call", note=f"{sys.argv[2]}/{number}"))
"""


def test_four_writers_at_once_lose_nothing_and_readers_go_on(book: Book) -> None:
    book.add("Wang Li", "client")
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(book.path), str(at)]) for at in range(4)]
    seen = [0]
    while any(writer.poll() is None for writer in writers):
        seen.append(book.value("SELECT count(*) FROM touch"))
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0]
    assert seen == sorted(seen)
    notes = {note for (note,) in book.rows("SELECT note FROM touch")}
    assert notes == {f"{at}/{number}" for at in range(4) for number in range(25)}
    assert book.value("SELECT count(*) FROM journal") == 102
    book.check()


def test_a_store_locked_by_another_is_told_after_the_wait(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with closing(connection.connect(book.path, write=True)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(StoreTrouble, match="Another relcadence"),
            changes.write(book.path, command_line="", today=TODAY, now=None),  # type: ignore[arg-type]
        ):
            pass
        holder.execute("ROLLBACK")
