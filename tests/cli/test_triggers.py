"""Tasks that follow from causes: when they fire, what ends them, and that imported history asks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TODAY = "2026-11-23"


def tasks(run: Run, today: str = TODAY, days: int = 30) -> dict[str, dict[str, Any]]:
    """The open tasks about people, by what they are."""
    rows = run("agenda", "--days", str(days), "--json", today=today).data
    return {row["move"]: row for row in rows if row["kind"] == "task" and row["contact_id"] and row["handle"]}


@pytest.fixture
def practice(run: Run, empty: Path) -> None:
    for words in (
        ["add", "Eve Fox", "--role", "client", "--phone", "+1 212 555 0110"],
        ["add", "Gil Hay", "--role", "referrer", "--phone", "+1 212 555 0111"],
    ):
        assert run(*words).code == 0


CAUSES = [
    (["occasion", "add", "eve", "success", TODAY, "won the appeal"], "congratulate", "2026-11-26"),
    (["refer", "add", "gil", "Jo Park"], "thank", "2026-11-25"),
    (["add", "Zoe Lane", "--role", "prospect"], "research", "2026-11-30"),
    (["log", "eve", "--in", "--call", "unhappy with the bill", "--complaint"], "complaint", "2026-11-25"),
]


@pytest.mark.parametrize(("cause", "kind", "due"), CAUSES, ids=lambda each: each if isinstance(each, str) else "")
def test_a_cause_opens_its_task_and_an_undo_takes_both(
    run: Run, practice: None, cause: list[str], kind: str, due: str
) -> None:
    before = run("export", "json").out
    assert run(*cause).code == 0
    assert tasks(run)[kind]["due_on"] == due
    assert run("undo", "--yes").code == 0
    assert run("export", "json").out == before


def test_thanks_end_the_task_and_are_noted_with_the_referral(run: Run, practice: None) -> None:
    run("refer", "add", "gil", "Jo Park")
    run("refer", "add", "gil", "Al Bee")
    assert run("log", "gil", "--email").code == 0
    assert "thank" in tasks(run), "a mail is no card"
    assert run("log", "gil", "--card").code == 0
    assert "thank" not in tasks(run)
    assert [each["thanked_on"] for each in run("refer", "--json").data] == [TODAY, TODAY]
    run("undo", "--yes")
    assert "thank" in tasks(run)


def test_the_loop_is_closed_when_the_outcome_is_known_and_tells_nothing_without_leave(
    run: Run, practice: None
) -> None:
    run("refer", "add", "gil", "Jo Park")
    run("refer", "thank", "1")
    run("refer", "close", "1", "client")
    row = tasks(run)["close-loop"]
    assert row["contact"] == "Gil Hay" and "how it went stays with you" in row["reason"]
    run("refer", "edit", "1", "--may-tell")
    assert tasks(run)["close-loop"]["reason"].startswith("tell how it went with Jo Park")
    assert run("done", row["handle"], "--call").code == 0
    assert "close-loop" not in tasks(run)


def test_research_is_ended_by_its_note_and_by_the_end_of_the_role(run: Run, practice: None) -> None:
    run("add", "Zoe Lane", "--role", "prospect")
    handle = tasks(run)["research"]["handle"]
    assert run("done", handle).code == 2, "the note is the evidence"
    assert run("done", handle, "their lease ends in May").code == 0
    assert "research" not in tasks(run)
    run("add", "Al Bee", "--role", "prospect")
    assert "research" in tasks(run)
    run("edit", "al", "--role", "client", "--role=-prospect")
    assert "research" not in tasks(run)


def test_history_fires_nothing(run: Run, practice: None, tmp_path: Path) -> None:
    run("occasion", "add", "eve", "success", "2026-10-01", "won long ago")
    run("refer", "add", "gil", "Jo Park", "--on", "2026-10-01")
    assert tasks(run) == {}
    path = tmp_path / "people.csv"
    path.write_text("Name,Role,Last touch\nAl Bee,prospect,2026-11-20\nBo Cee,client,2026-11-20\n")
    ended = run("import", path, "--yes")
    assert ended.code == 0 and "3 tasks" in ended.err
    assert tasks(run) == {}


def test_nobody_who_is_not_to_be_contacted_is_asked_for(run: Run, practice: None) -> None:
    run("occasion", "add", "eve", "success", TODAY, "won the appeal")
    run("edit", "eve", "--do-not-contact", "asked us")
    assert tasks(run) == {}


def test_a_role_may_be_off_and_a_contact_too(run: Run, practice: None) -> None:
    run("checklist", "off", "14")
    run("occasion", "add", "eve", "success", TODAY, "won the appeal")
    assert tasks(run) == {}
    run("checklist", "on", "14")
    run("edit", "eve", "--point", "14=off")
    run("occasion", "add", "eve", "success", TODAY, "won again")
    assert tasks(run) == {}


def test_one_reminder_a_person_and_day(run: Run, practice: None) -> None:
    """A day that has a task about somebody has no other row about them."""
    run("add", "Zoe Lane", "--role", "prospect", "--role", "client")
    run("occasion", "add", "eve", "success", TODAY, "won the appeal")
    run("occasion", "add", "zoe", "success", TODAY, "won the tender")
    run("refer", "add", "gil", "Jo Park")
    run("log", "eve", "--in", "--call", "the bill", "--complaint")
    for day in (TODAY, "2026-11-24", "2026-11-26", "2026-12-01", "2026-12-08"):
        rows = [each for each in run("agenda", "--days", "40", "--json", today=day).data
                if each["contact_id"] and each["kind"] in ("slot", "task")]  # fmt: skip
        seen = [(each["contact_id"], each["planned_on"]) for each in rows]
        assert len(seen) == len(set(seen))


def test_recurring_tasks_begin_with_the_first_full_period_and_follow_each_other(run: Run, empty: Path) -> None:
    def lists(today: str) -> list[dict[str, Any]]:
        rows = run("agenda", "--days", "60", "--json", today=today).data
        return [each for each in rows if each["point"] == "update-lists"]

    run("add", "Eve Fox", "--role", "client", today="2026-11-03")
    first = lists("2026-11-03")
    assert first[0]["handle"] and first[0]["planned_on"] >= "2026-12-01"
    handle = first[0]["handle"]
    assert run("done", handle, today="2026-12-10").code == 0
    (later,) = [each for each in lists("2026-12-10") if each["handle"]]
    assert later["handle"] != handle and later["planned_on"] >= "2027-01-01"
    assert run("checklist", "off", "18", today="2026-12-10").code == 0
    assert lists("2026-12-10") == []


def test_another_channel_is_no_invitation(run: Run, practice: None) -> None:
    """Whoever names another channel did something else: nobody is noted as invited whom nobody invited."""
    run("event", "add", "Concert", "2026-12-15", "--kind", "cultural")
    days = [f"2027-{month:02}-{day:02}" for month in range(1, 13) for day in (5, 19)]
    for day in days:
        run("event", "edit", "1", "--date", f"{int(day[:4]) + 1}-01-31", today=day)
        data = run("today", "--json", today=day).data
        rows = [each for each in (*data["to_reach"], *data["if_time_left"]) if each["move"] == "invitations"]
        if rows:
            break
    assert rows, "somebody is to be invited within a year"
    assert run("done", rows[0]["handle"], "--letter", "no word of it", today=day).code == 0
    assert run("event", "show", "1", "--json", today=day).data["guests"] == []
    run("undo", "--yes", today=day)
    assert run("done", rows[0]["handle"], today=day).code == 0
    assert [each["state"] for each in run("event", "show", "1", "--json", today=day).data["guests"]] == ["invited"]
