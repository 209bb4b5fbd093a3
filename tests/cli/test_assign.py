"""assign: an item in somebody else's hand; what she is shown of it, and what never leaves."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relcadence.store.references import ASSIGNED

Run = Callable[..., Any]
ANN = "#5"  # a colleague; Wang Li has P1, 王芳 F3, José the occasion of his birthday


@pytest.fixture
def mei(run: Run, book: Path) -> str:
    """An assistant in the practice."""
    assert run("add", "Mei Sato", "--role", "assistant").code == 0
    return "Mei Sato"


def _rows(run: Run, *words: str) -> dict[str, str]:
    """Handle -> assignee of all rows that a day shows."""
    data = run(*words, "--json").data
    lists = [data] if isinstance(data, list) else [rows for rows in data.values() if isinstance(rows, list)]
    return {row["handle"]: row["assignee"] for rows in lists for row in rows if row["handle"]}


@pytest.fixture
def handles(run: Run, mei: str) -> list[str]:
    """One open item of each kind: a slot, a promise, a birthday, an appointment, a task."""
    run("log", "zoe", "--email", "--next", "wed")
    rows = run("agenda", "--days", "14", "--json").data
    made = [next(row["handle"] for row in rows if row["kind"] == kind) for kind in ("occasion", "task")]
    return ["F3", "P1", *made, "E1"]


def _items(facts: Any) -> list[str]:
    """The rows of what can be given to somebody."""
    return [line for line in facts() if line.startswith(tuple(f'INSERT INTO "{table}"' for table in ASSIGNED))]


def test_every_kind_of_item_is_given_shown_and_taken_back(run: Run, mei: str, handles: list[str], facts: Any) -> None:
    before = _items(facts)
    for handle in handles:
        assert run("assign", handle.lower(), "mei").out == f"{handle} is for Mei Sato.\n"
    for words in (["today", "--all"], ["agenda"], ["today", "--for", "mei"], ["agenda", "--for", "mei"]):
        shown = _rows(run, *words)
        assert {handle: shown[handle] for handle in handles} == dict.fromkeys(handles, mei)
    assert set(_rows(run, "today", "--for", "mei")) == set(handles)
    assert run("today", "--all").out.count(", for Mei Sato") == len(handles)
    for handle in handles:
        assert run("assign", handle, "--nobody").out == f"{handle} is yours again.\n"
    assert _items(facts) == before
    assert run("today", "--for", "mei").out.endswith("\nNothing here is about “mei” or given to them.\n")
    assert run("undo").code == 0
    assert set(_rows(run, "today", "--for", "mei")) == {"E1"}


def test_her_calendar_holds_what_is_hers_and_no_private_note(run: Run, mei: str, handles: list[str]) -> None:
    run("log", "fang", "--call", "--private", "--in", "the secret of the house", "--on", "2026-11-03")
    handles[0] = run("show", "fang", "--json").data["handle"]
    for handle in handles:
        assert run("assign", handle, "mei").code == 0
    calendar = run("export", "ics", "--for", "mei", "--notes").out
    assert calendar.count("BEGIN:VEVENT") == len(handles)
    assert "secret" not in calendar + run("today", "--for", "mei").out + run("agenda", "--for", "mei", "--json").out


def test_done_by_her_hand_is_a_touch_of_the_user_and_the_next_slot_is_the_users(run: Run, mei: str) -> None:
    run("assign", "F3", "mei")
    assert run("done", "F3", "she sent the form").code == 0
    shown = run("show", "fang", "--json").data
    assert [touch["note"] for touch in shown["last_touches"]] == ["she sent the form"]
    assert _rows(run, "agenda", "--days", "14")[shown["handle"]] == ""


def test_for_somebody_shows_what_is_about_them_too(run: Run, book: Path) -> None:
    rows = run("agenda", "--for", "jose", "--json").data
    assert {row["contact"] for row in rows} == {"José Ortega"}
    assert "occasion" in {row["kind"] for row in rows}


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["F3", "jose"], 5, "neither an assistant nor a colleague"),
        (["F3", "nobody here"], 3, "Nobody here is called"),
        (["F3", "ann"], 4, "may be any of 2"),
        (["F3"], 2, "To whom?"),
        (["F3", "#5", "--nobody"], 2, "To whom?"),
        (["F999", "#5"], 3, "There is no F999"),
        (["12", "#5"], 2, "is no handle"),
    ],
)
def test_what_is_refused(run: Run, book: Path, facts: Any, words: list[str], code: int, told: str) -> None:
    before = facts()
    ended = run("assign", *words)
    assert (ended.code, told in ended.err) == (code, True), ended.err
    assert facts() == before


def test_an_item_about_herself_is_not_given_to_her(run: Run, book: Path) -> None:
    handle = run("show", ANN, "--json").data["handle"]
    assert "is about Ann Lee" in run("assign", handle, ANN).err


def test_who_is_merged_or_erased_leaves_no_trace_in_the_assignment(run: Run, mei: str) -> None:
    run("add", "Mei S.", "--role", "assistant")
    run("assign", "P1", "Mei S.")
    assert run("merge", "Mei Sato", "Mei S.", "--yes").code == 0
    assert _rows(run, "today")["P1"] == mei
    assert run("erase", "Mei Sato", "--yes").code == 0
    assert _rows(run, "today")["P1"] == ""
