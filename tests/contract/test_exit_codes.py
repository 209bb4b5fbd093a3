"""Each exit code with the ways into it; what went wrong is told on stderr, in sentences, with a next step."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import DATA
from tests.conftest import environment

DATE_FORMS = "Dates are written like"


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (0, ["today"], ""),
        (0, ["show", "#1"], ""),
        (1, ["import", "/nowhere/at-all.csv", "--yes"], "/nowhere/at-all.csv"),
        (1, ["export", "ics", "-o", "/nowhere/at-all/x.ics"], "/nowhere/at-all"),
        (2, ["log", "wang li", "--call", "hm", "--on", "31 feb"], DATE_FORMS),
        (2, ["log", "wang li", "--call", "hm", "--on", "yesterdy"], "yesterday"),
        (2, ["log", "wang li", "--call", "hm", "--on", "tomorrow"], "--next"),
        (2, ["log", "wang li", "--call", "--promise", "x", "--by", "29 feb 2027"], DATE_FORMS),
        (2, ["log", "wang li", "--call", "--next", "2026-11-20"], "gone by"),
        (2, ["log", "wang li", "--call", "--email"], "one channel"),
        (2, ["log", "wang li"], "--call"),
        (2, ["log", "wang li", "--as", "cal"], "Did you mean call?"),
        (2, ["log", "wang li", "--call", "--by", "fri"], "--promise"),
        (2, ["log", "wang li", "--call", "--minutes", "-1"], "--minutes"),
        (2, ["log"], "Whom"),
        (2, ["log", "--own", "website", "--promise", "x"], "--minutes"),
        (2, ["done", "lease"], "F12"),
        (2, ["snooze", "F3", "yesterday"], "ahead"),
        (2, ["promise", "add", "wang li", " "], "words"),
        (2, ["promise", "keep", "F3"], "promise"),
        (2, ["add", " "], "1,000"),
        (2, ["add", "X", "--role", "clent"], "Did you mean client?"),
        (2, ["add", "X", "--email", "nobody"], "e-mail"),
        (2, ["add", "X", "--cadence", "sometimes"], "cadence"),
        (2, ["add", "X", "--birthday", "31 feb"], "31 February"),
        (2, ["edit", "jose"], "no terminal"),
        (2, ["list", "--silent", "long"], "60d"),
        (2, ["cadence", "set", "role", "boss", "weekly"], "role"),
        (2, ["config", "set", "capacity", "many"], "200"),
        (2, ["import", str(DATA / "people.csv"), "--map", "Name"], "COLUMN=FIELD"),
        (2, ["import", str(DATA / "people.csv"), "--map", "Name=nam"], "Fields are"),
        (3, ["show", "nobody"], "relcadence list"),
        (3, ["done", "F999"], "relcadence today"),
        (3, ["promise", "keep", "P99"], "relcadence"),
        (3, ["refer", "thank", "99"], "relcadence refer"),
        (3, ["undo", "999"], "relcadence history"),
        (3, ["help", "nothing-of-it"], "topics"),
        (4, ["show", "ann"], "5 Ann Lee"),
        (4, ["log", "王", "--call", "--with", "ann"], "6 Ann Lee"),
        (5, ["log", "bo judge", "--call", "hello"], "--yes"),
        (5, ["add", "wang LI"], "#1"),
        (5, ["import", str(DATA / "people.csv")], "--dry-run"),
        (5, ["cadence", "preset", "abcd"], "--yes"),
        (6, ["import", str(DATA / "broken.vcf"), "--yes"], "--skip-bad"),
        (6, ["import", str(DATA / "unclear.csv"), "--yes"], "--dates"),
        (6, ["import", str(DATA / "columns.csv"), "--yes"], "--map"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_codes(run: Callable[..., Any], book: Path, facts: Any, code: int, words: list[str], said: str) -> None:
    before = facts()
    ended = run(*words)
    assert ended.code == code, ended.err
    assert said in ended.err
    assert "Traceback" not in ended.err and "unexpected" not in ended.err
    if code:
        assert facts() == before
        assert len(ended.err.splitlines()) <= 5


@pytest.mark.parametrize("words", [["today"], ["digest", "--quiet-if-empty"], ["list"], ["log", "jose", "--call"]])
@pytest.mark.parametrize("trouble", ["missing", "empty", "newer", "text", "foreign", "cut", "folder"])
def test_a_store_in_trouble_is_exit_7(run: Callable[..., Any], book: Path, trouble: str, words: list[str]) -> None:
    path = book / "relcadence.db"
    content = path.read_bytes()
    if trouble in ("missing", "folder"):
        path.unlink()
    if trouble == "folder":
        path.mkdir()
    elif trouble == "empty":
        path.write_bytes(b"")
    elif trouble == "text":
        path.write_text("Dear diary, " * 100)
    elif trouble == "cut":
        path.write_bytes(content[: len(content) // 3])
    elif trouble == "newer":
        _pragma(path, "user_version = 99")
    elif trouble == "foreign":
        _pragma(path, "application_id = 7")
    ended = run(*words)
    assert ended.code == 7, ended
    assert ended.out == "" and str(path) in ended.err


def _pragma(path: Path, pragma: str) -> None:
    with closing(sqlite3.connect(path)) as store:
        store.execute(f"PRAGMA {pragma}")


@pytest.mark.parametrize("lost", ["missing", "empty"])
def test_a_lost_store_names_init_and_demo_or_the_newest_backup(
    run: Callable[..., Any], book: Path, lost: str
) -> None:
    path = book / "relcadence.db"
    content = path.read_bytes()
    _lose(path, lost)
    said = run("today").err
    assert "relcadence init" in said and "relcadence demo" in said
    path.write_bytes(content)
    copies = [run("backup", "--json").data["path"] for _ in range(2)]
    _lose(path, lost)
    for words in (["today"], ["add", "X"], ["import", DATA / "people.csv", "--yes"], ["import", DATA / "people.csv"]):
        ended = run(*words)
        assert ended.code == 7
        assert max(copies) in ended.err and "relcadence backup restore" in ended.err
    assert not path.exists() or not path.read_bytes()


def _lose(path: Path, how: str) -> None:
    path.write_bytes(b"")
    if how == "missing":
        path.unlink()


def test_init_over_the_traces_of_a_lost_store_asks_first(run: Callable[..., Any], book: Path) -> None:
    assert run("backup").code == 0
    (book / "relcadence.db").unlink()
    assert run("init").code == 5
    assert not (book / "relcadence.db").exists()
    assert run("init", "--yes").code == 0


def test_a_disk_that_is_away_is_no_new_store(run: Callable[..., Any], isolation: Path) -> None:
    isolation.mkdir()
    (isolation / "config.toml").write_text('store = "/media/stick/relcadence.db"\n')
    for words in (["today"], ["add", "X"], ["import", DATA / "people.csv", "--yes"]):
        ended = run(*words)
        assert ended.code == 7
        assert "/media/stick/relcadence.db" in ended.err
    assert run("init").code == 5


def test_a_locked_store_is_exit_7(run: Callable[..., Any], book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relcadence.store.connection.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(book / "relcadence.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert run("today").code == 0
        ended = run("log", "jose", "--call")
    assert ended.code == 7 and "Another relcadence" in ended.err


def test_a_folder_that_cannot_be_made_is_exit_7(
    run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("RELCADENCE_HOME", str(tmp_path / "file" / "home"))
    for words in (["init", "--yes"], ["add", "X"], ["import", DATA / "people.csv", "--yes"]):
        ended = run(*words)
        assert ended.code == 7 and "RELCADENCE_HOME" in ended.err


def test_without_a_home_folder_one_named_is_enough(run_process: Callable[..., Any], book: Path) -> None:
    nothing = dict.fromkeys(("HOME", "USER", "LOGNAME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"))
    ended = run_process("today", env=nothing)
    assert (ended.code, ended.err) == (0, "")


def test_interrupted_is_130(book: Path) -> None:
    command = [sys.executable, "-m", "relcadence", "promise", "add", "jose", "-"]
    child = subprocess.Popen(
        command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        _wait_until_it_reads(child)
        child.send_signal(2)
        _out, err = child.communicate(timeout=20)
    finally:
        child.kill()
    assert child.returncode == 130
    assert err == b"\nInterrupted; an unfinished change leaves no trace.\n"


def _wait_until_it_reads(child: subprocess.Popen[bytes]) -> None:
    """Wait until the program sleeps in a read of its standard input."""
    import time

    call = Path(f"/proc/{child.pid}/wchan")
    for _ in range(400):
        if "pipe" in call.read_text():
            return
        time.sleep(0.01)
    pytest.skip("this system does not tell what a process waits for")
