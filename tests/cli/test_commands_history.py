"""undo and history: every change can be taken back, whole, in any order that does not contradict itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import DATA

Run = Callable[..., Any]
CHANGES = (
    [
        "add",
        "New One",
        "--role",
        "client",
        "--birthday",
        "1980-02-29",
        "--email",
        "n@one.example",
        "--account",
        "One",
    ],
    ["edit", "wang li", "--name", "Wang Lili", "--tag=-vip", "--role", "referrer", "--level", "4"],
    ["edit", "jose", "--birthday", ""],
    ["edit", "jose", "--account", "Pier"],
    ["archive", "wang li", "--reason", "moved"],
    ["log", "wang li", "x", "--call", "--with", "jose", "--promise", "p", "--next", "fri", "--minutes", "5"],
    ["log", "wang li", "--call", "--tried"],
    ["log", "wang li", "--call", "--on", "2026-11-03"],
    ["done", "F3", "hello"],
    ["done", "P1", "--email"],
    ["snooze", "F3", "3d"],
    ["skip", "F3"],
    ["skip", "P1"],
    ["promise", "add", "jose", "x"],
    ["promise", "keep", "P1"],
    ["refer", "thank", "1"],
    ["refer", "close", "1", "declined"],
    ["cadence", "set", "tag", "vip", "every 10 days"],
    ["cadence", "preset", "abcd", "--yes"],
    ["config", "set", "capacity", "3"],
    ["config", "set", "country", "DE"],
    ["config", "set", "workdays", "mon-thu"],
    ["import", str(DATA / "people.csv"), "--yes"],
    ["init", "--yes", "--set", "capacity=9"],
)


@pytest.mark.parametrize("words", CHANGES, ids=" ".join)
def test_undo_brings_everything_back_and_redo_again(run: Run, book: Path, words: list[str]) -> None:
    facts, plan = run("export", "json").out, run("agenda", "--days", "60", "--json").out
    assert run(*words).code == 0
    changed = run("export", "json").out
    assert changed != facts
    assert run("undo").code == 0
    assert run("export", "json").out == facts
    assert run("agenda", "--days", "60", "--json").out == plan
    assert run("undo", "--redo").code == 0
    assert run("export", "json").out == changed


def test_undo_goes_back_step_by_step(run: Run, book: Path) -> None:
    steps = [run("export", "json").out]
    for words in (["log", "jose", "--call"], ["promise", "add", "jose", "x"], ["snooze", "F3", "3d"]):
        run(*words)
        steps.append(run("export", "json").out)
    for before in reversed(steps[:-1]):
        assert run("undo").code == 0
        assert run("export", "json").out == before


def test_undo_of_an_older_change_alone(run: Run, book: Path) -> None:
    run("log", "jose", "first", "--call")
    number = run("history", "--json").data[0]["id"]
    run("edit", "fang", "--level", "1")
    assert run("undo", number).code == 5
    asked = run("undo", number, "--yes")
    assert (asked.out, asked.err) == ("Undone: call José Ortega.\n", "1 later change stays as it is.\n")
    assert run("show", "fang", "--json").data["level"] == 1
    assert run("show", "jose", "--json").data["touches"] == 1


def test_undo_is_refused_where_a_later_change_touched_the_same(run: Run, book: Path) -> None:
    run("edit", "jose", "--level", "1")
    number = run("history", "--json").data[0]["id"]
    run("edit", "jose", "--level", "3")
    ended = run("undo", number, "--yes")
    assert ended.code == 5 and "later change touched" in ended.err
    assert run("show", "jose", "--json").data["level"] == 3
    assert run("undo").code == 0 and run("undo").code == 0


def test_undo_twice_of_one_change_is_refused(run: Run, book: Path) -> None:
    run("edit", "jose", "--level", "1")
    number = run("history", "--json").data[0]["id"]
    assert run("undo", number).code == 0
    ended = run("undo", number)
    assert ended.code == 5 and "undone already" in ended.err


def test_history_tells_what_was_done_newest_first(run: Run, book: Path) -> None:
    run("log", "jose", "--call")
    run("undo")
    rows = run("history", "--json").data
    assert [row["title"] for row in rows[:2]] == ["undo 14: call José Ortega", "call José Ortega"]
    assert rows[1]["undone"] is True and rows[0]["undoes"] == rows[1]["id"]
    lines = run("history", "--limit", "2").out.splitlines()
    assert len(lines) == 4 and lines[3].endswith("call José Ortega (undone)")
    assert [row["id"] for row in rows] == sorted((row["id"] for row in rows), reverse=True)
    assert rows[1]["command"] == "relcadence log jose --call"


def test_what_can_be_undone(run: Run, book: Path) -> None:
    run("edit", "jose", "--level", "1")
    run("undo")
    titles = [row["title"] for row in run("undo", "--list", "--json").data]
    assert "edit José Ortega" not in titles and "meal José Ortega" in titles


def test_reads_leave_no_history(run: Run, book: Path) -> None:
    before = run("history").out
    for words in (["today"], ["list"], ["digest"], ["export", "ics"], ["backup"], ["init", "--yes"]):
        run(*words)
    assert run("history").out == before


def test_undo_stops_before_the_set_up(run: Run, isolation: Path) -> None:
    run("add", "Wang Li", "--role", "client")
    assert run("undo").code == 0
    run("undo")
    run("add", "Jose", "--role", "client")
    assert run("show", "jose", "--json").data["cadence"] == "weekly"


def test_redo_brings_back_what_the_undos_took_in_their_turn(run: Run, book: Path) -> None:
    steps = [run("export", "json").out]
    for words in (["log", "jose", "--call"], ["promise", "add", "jose", "x"], ["snooze", "F3", "3d"]):
        run(*words)
        steps.append(run("export", "json").out)
    for _each in range(3):
        run("undo")
    for after in steps[1:]:
        ended = run("undo", "--redo")
        assert ended.out.startswith("Done again: ") and run("export", "json").out == after
    ended = run("undo", "--redo")
    assert ended.code == 3 and "nothing to bring back" in ended.err
    run("undo")
    assert run("export", "json").out == steps[2]


def test_an_undo_and_a_redo_can_be_named_by_number(run: Run, book: Path) -> None:
    before = run("export", "json").out
    run("edit", "jose", "--level", "1")
    after = run("export", "json").out
    run("undo")
    number = run("history", "--json").data[0]["id"]
    assert run("undo", number).out == "Done again: edit José Ortega.\n"
    assert run("export", "json").out == after
    assert run("undo", number + 1).out == "Undone: edit José Ortega.\n"
    assert run("export", "json").out == before
    assert [row["title"] for row in run("history", "--json").data[:3]] == [
        f"undo {number - 1}: edit José Ortega", f"redo {number - 1}: edit José Ortega",
        f"undo {number - 1}: edit José Ortega",
    ]  # fmt: skip


def test_redo_after_another_change_asks_and_is_refused_where_both_touch_the_same(run: Run, book: Path) -> None:
    run("edit", "jose", "--level", "1")
    run("undo")
    run("edit", "fang", "--level", "1")
    assert run("undo", "--redo").code == 5
    assert run("undo", "--redo", "--yes").code == 0
    run("undo", run("history", "--json").data[0]["id"])
    run("edit", "jose", "--level", "3")
    ended = run("undo", "--redo", "--yes")
    assert ended.code == 5 and "later change touched" in ended.err


def test_an_erasure_is_never_passed_over_in_silence(run: Run, book: Path) -> None:
    run("edit", "jose", "--level", "1")
    assert run("erase", "fang", "--yes").code == 0
    facts = run("export", "json").out
    ended = run("undo")
    assert ended.code == 5 and "erasing a person, can't be undone" in ended.err
    assert run("export", "json").out == facts
    assert "erased (can't be undone)" in run("history").out.splitlines()[2]
    assert run("undo", "--yes").out == "Undone: edit José Ortega.\n"
    run("edit", "jose", "--level", "2")
    assert run("undo").code == 0, "what came after the erasure is the last thing done"


def test_a_question_on_a_terminal_is_answered(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from relcadence.cli.context import Context

    run("edit", "jose", "--level", "1")
    run("edit", "fang", "--level", "1")
    number = run("history", "--json").data[1]["id"]
    monkeypatch.setattr(Context, "can_ask", property(lambda self: True))
    assert run("undo", number, stdin="n\n").code == 5
    assert run("undo", number, stdin="y\n").code == 0
    assert run("show", "jose", "--json").data["level"] is None
