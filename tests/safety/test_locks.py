"""Several at once: nothing is lost, nobody is turned away in a moment, and no reader waits for a whole import."""

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from relcadence.store import connection
from tests.safety import writers

HOLDER = """
import sqlite3, sys, time
store = sqlite3.connect(sys.argv[1], isolation_level=None)
store.execute(sys.argv[2])
print("held", flush=True)
time.sleep(float(sys.argv[3]))
store.execute("ROLLBACK")
"""
Run = Callable[..., Any]


def held(path: Path, lock: str, seconds: float) -> subprocess.Popen[str]:
    """Another process that has a lock on the store, for so long."""
    words = [sys.executable, "-c", HOLDER, str(path), lock, str(seconds)]
    holder = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline() == "held\n"
    return holder


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    found = writers.at_once(tmp_path, writers=4, changes=8)
    assert (found.acknowledged, found.lost, found.refused, found.places) == (32, 0, 0, [])


@pytest.mark.long
def test_eight_writers_of_five_hundred_changes(tmp_path: Path) -> None:
    found = writers.at_once(tmp_path, writers=8, changes=500)
    assert (found.acknowledged, found.lost, found.refused, found.places) == (4000, 0, 0, [])


def test_a_short_wait_is_not_shown(run: Run, book: Path) -> None:
    with held(book / "relcadence.db", "BEGIN EXCLUSIVE", 0.4):
        for words in (["today"], ["log", "wang li", "--call"]):
            ended = run(*words)
            assert (ended.code, "locked" in ended.err) == (0, False)


def test_a_reader_does_not_wait_for_a_writer_that_has_not_come_to_its_commit(run: Run, book: Path) -> None:
    with held(book / "relcadence.db", "BEGIN IMMEDIATE", 1.0) as holder:
        assert run("today").code == 0
        assert run("export", "json").code == 0
        assert holder.poll() is None


def test_a_change_of_many_pages_lets_readers_in_until_its_commit(book: Path) -> None:
    path = book / "relcadence.db"
    with closing(connection.connect(path, write=True)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE contact SET note = ? WHERE id = 1", ("x" * 20_000_000,))
        assert writers.touches(path) == 2
        writer.execute("ROLLBACK")


def test_a_store_replaced_while_a_writer_waits_gets_the_change(run: Run, book: Path, tmp_path: Path) -> None:
    """A restore puts another file in the place of the one that the writer has open."""
    path, other = book / "relcadence.db", tmp_path / "other.db"
    assert run("backup", "-o", str(other)).code == 0
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")

    def replace() -> None:
        time.sleep(0.3)
        other.replace(path)
        holder.execute("ROLLBACK")
        holder.close()

    thread = threading.Thread(target=replace)
    thread.start()
    assert run("log", "wang li", "after the storm", "--call").code == 0
    thread.join()
    assert "after the storm" in run("show", "wang li").out


@pytest.mark.parametrize("line", ["log zoë --call", "undo --yes", "config set capacity 5"])
def test_a_store_that_stays_locked_is_exit_7(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(book / "relcadence.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        ended = run(*line.split())
    assert ended.code == 7
    assert "Another relcadence is writing" in ended.err
