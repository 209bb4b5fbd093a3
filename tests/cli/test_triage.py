"""triage on a real terminal: one key a row, each written at once, stopped anywhere and gone on with later."""

from __future__ import annotations

import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from relcadence.domain.text import display_width
from tests.conftest import environment, interrupt

Run = Callable[..., Any]
LOCAL = 3  # the place of the local modes in what termios tells
PROMPT = r"\d/\d  .*: $"


@pytest.fixture
def start(book: Path) -> Callable[..., Any]:
    """A terminal of that many columns with triage in it, which waits for the first key."""

    def start(columns: int = 80) -> Any:
        child = pexpect.spawn(
            sys.executable, ["-m", "relcadence", "triage"], encoding="utf-8", timeout=20, dimensions=(40, columns),
            env=environment({"COLUMNS": str(columns), "TERM": "dumb"}),
        )  # fmt: skip
        child.expect(PROMPT)
        return child

    return start


def _press(child: Any, keys: str) -> str:
    """Press the keys, each when it is asked for; what was shown up to the next question, or to the end."""
    shown = ""
    for key in keys:
        child.send(key)
        child.expect([PROMPT, pexpect.EOF])
        shown += child.before
    return shown


def _end(child: Any) -> int:
    child.close()
    return int(child.exitstatus)


def _waiting(run: Run) -> list[str]:
    data = run("today", "--json").data
    return [row["handle"] for name in ("promises", "dated", "to_reach") for row in data[name]]


def _titles(run: Run) -> list[str]:
    return [entry["title"] for entry in run("history", "--json").data]


def test_a_key_a_row_and_each_is_written(run: Run, start: Callable[..., Any]) -> None:
    handles, before = _waiting(run)[:3], len(_titles(run))
    left = len(_waiting(run)) - 3
    child = start()
    assert f"1 done, 1 put off, 1 let go, {left} left" in _press(child, "dsk" + "q" * bool(left))
    assert _end(child) == 0
    assert not set(handles) & set(_waiting(run))
    titles = _titles(run)[:-before]
    assert [title.split(":")[0].split()[:2] for title in reversed(titles)] == [
        ["done", handles[0]], ["snooze", handles[1]], ["skip", handles[2]],
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["q", "\x04"])
def test_it_goes_on_where_it_was_left(run: Run, start: Callable[..., Any], key: str) -> None:
    first, second, *_rest = _waiting(run)
    child = start()
    assert first in child.before
    assert second in _press(child, "d")
    _press(child, key)
    assert _end(child) == 0
    child = start()
    assert second in child.before and first not in child.before
    _press(child, key)


def test_a_note_goes_with_the_touch_and_undo_brings_the_row_back(run: Run, start: Callable[..., Any]) -> None:
    before = run("show", "wang li", "--json").data
    child = start()
    for note in ("- sent the draft 草稿", "--said so"):
        child.send("n")
        child.expect("What")
        child.sendline(note)
        child.expect(PROMPT)
        assert run("show", "wang li", "--json").data["last_touches"][0]["note"] == note
        shown = _press(child, "u")
        assert "Undone: done P1" in shown and "Wang Li" in shown.partition("Undone")[2]
        assert run("show", "wang li", "--json").data == before
    _press(child, "q")


def test_undo_reaches_no_further_than_this_round(start: Callable[..., Any], facts: Any) -> None:
    before = facts()
    child = start()
    assert "Nothing to undo in this round" in _press(child, "u")
    _press(child, "q")
    assert facts() == before


def test_looking_and_leaving_change_nothing(run: Run, start: Callable[..., Any], facts: Any) -> None:
    before, rows = facts(), len(_waiting(run))
    child = start()
    assert "Harbour Textiles" in _press(child, "o")
    assert "no such key" in _press(child, "x") and "no such key" in _press(child, "王")
    assert "let it go this once" in _press(child, "?")
    shown = _press(child, "\r" * (rows - 1) + " ")
    assert f"0 done, 0 put off, 0 let go, {rows} left" in shown
    assert _end(child) == 0
    assert facts() == before


def test_put_off_until_a_day_and_what_cannot_be_stays(start: Callable[..., Any]) -> None:
    child = start()
    for day, said in (("yesterday", "not ahead"), ("fri", "P1 comes again on Fri 2026-11-27")):
        child.send("S")
        child.expect("Until")
        child.sendline(day)
        child.expect(said)
        child.expect(PROMPT)
    _press(child, "q")


@pytest.mark.parametrize("when", ["at a key", "at a note"])
def test_ctrl_c_keeps_what_was_done_and_gives_the_terminal_back(
    run: Run, start: Callable[..., Any], when: str
) -> None:
    child = start()
    assert not termios.tcgetattr(child.child_fd)[LOCAL] & termios.ICANON
    _press(child, "d")
    if when == "at a note":
        child.send("n")
        child.expect("What")
        assert termios.tcgetattr(child.child_fd)[LOCAL] & termios.ICANON
    interrupt(child, "Interrupted")
    child.expect(pexpect.EOF)
    assert termios.tcgetattr(child.child_fd)[LOCAL] & (termios.ICANON | termios.ECHO)
    assert _end(child) == 130
    assert run("promise", "list", "--all", "--json").data[0]["state"] == "kept"
    assert _titles(run)[0].startswith("done P1")


def test_a_narrow_terminal_holds_every_line(start: Callable[..., Any]) -> None:
    child = start(columns=40)
    lines = (child.before + child.after).splitlines()
    assert max(map(display_width, lines)) <= 40 and "d s k n o u q ?" in lines[-1]
    _press(child, "q")


@pytest.mark.parametrize("words", [[], ["--json"], ["--no-input"]])
def test_without_a_terminal_it_says_what_to_use(run: Run, book: Path, words: list[str]) -> None:
    ended = run("triage", *words)
    assert ended.code == 2
    assert "needs a terminal" in ended.out + ended.err and "relcadence today" in ended.out + ended.err


def test_a_day_without_anything_says_so(empty: Path) -> None:
    child = pexpect.spawn(sys.executable, ["-m", "relcadence", "triage"], encoding="utf-8", env=environment())
    child.expect("Nobody is in the book yet")
    child.expect(pexpect.EOF)
    assert _end(child) == 0
