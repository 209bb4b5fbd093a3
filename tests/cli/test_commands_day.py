"""today, agenda, week: the right people on the right day, and handles that stay."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def _handles(run: Run, day: str) -> dict[int, str]:
    """Contact -> handle of each open slot that the agenda of a day names."""
    rows = run("agenda", "--days", "60", "--json", today=day).data
    return {row["contact_id"]: row["handle"] for row in rows if row["kind"] == "slot" and row["handle"]}


def _days(first: str, count: int) -> list[str]:
    return [(date.fromisoformat(first) + timedelta(days=step)).isoformat() for step in range(count)]


def test_the_page_of_the_day(run: Run, book: Path) -> None:
    out = run("today").out
    assert re.match(r"Monday 2026-11-23\n\nPromises\n-+\nP1 +Mon 11-23 +Wang Li ", out)
    assert "promised for today: send the draft" in out
    titles = re.findall(r"^(\S.*)\n-+$", out, re.MULTILINE)
    assert [title.split(" (")[0] for title in titles][:2] == ["Promises", "To reach"]
    assert titles[-1] == "Coming up"
    assert max(map(len, re.findall(r" +$", out, re.MULTILINE)), default=0) == 0


def test_a_row_says_who_why_how_and_what_was_last(run: Run, book: Path) -> None:
    rows = {row["contact"]: row for row in run("agenda", "--days", "30", "--json").data if row["kind"] == "slot"}
    row = rows["José Ortega"]
    assert (row["channel"], row["reach"]) == ("call", "+1 212 555 0102"), "a referrer is called, not mailed"
    assert row["last_touch"] == "2026-11-02 meal: lunch at the pier"
    assert row["reason"] == "4-weekly; last spoken to 21 days ago"
    assert rows["Wang Li"]["reason"].endswith("2 missed") or rows["Wang Li"]["projected"]


def test_no_contact_has_two_open_slots(run: Run, book: Path) -> None:
    rows = [row for row in run("agenda", "--days", "60", "--json").data if row["kind"] == "slot" and row["handle"]]
    assert len({row["contact_id"] for row in rows}) == len(rows) == len({row["handle"] for row in rows})


def test_handles_are_the_same_day_after_day_and_in_every_output(run: Run, book: Path) -> None:
    run("refer", "thank", "1")  # thanks that are late would take the place of a slot
    first = _handles(run, "2026-11-23")
    assert len(first) >= 5
    for day in _days("2026-11-24", 12):
        assert _handles(run, day) == first, day
    assert {who: run("show", f"#{who}", "--json", today="2026-12-04").data["handle"] for who in first} == first
    assert set(re.findall(r"X-RELCADENCE-HANDLE:(F\d+)", run("export", "ics").out)) == set(first.values())


def test_a_handle_out_of_yesterdays_digest_does_its_own_and_never_anothers(run: Run, book: Path) -> None:
    mail = run("digest").out
    rows = re.findall(r"^(F\d+) +(\S.*?) - ", mail, re.MULTILINE)
    assert rows
    handle, name = rows[0]
    ended = run("done", handle, "--call", today="2026-11-24")
    assert ended.code == 0 and name in ended.out
    after = _handles(run, "2026-11-24")
    assert handle not in after.values()
    run("add", "Somebody New", "--role", "client", today="2026-11-24")
    ended = run("done", handle, "--call", today="2026-11-25")
    assert ended.code == 3 and "closed" in ended.err
    assert handle not in _handles(run, "2026-11-25").values(), "a handle is never used again"


def test_reading_in_any_order_gives_the_same_plan(run: Run, book: Path) -> None:
    first = run("today", "--json").out
    for words in (["agenda"], ["week"], ["digest"], ["list"], ["export", "ics"], ["show", "jose"]):
        run(*words)
    assert run("today", "--json").out == first


def test_todays_slots_done_every_other_slot_keeps_its_day(run: Run, book: Path) -> None:
    before = {
        row["handle"]: row["planned_on"] for row in run("agenda", "--days", "40", "--json").data if row["handle"]
    }
    done = [row["handle"] for row in run("today", "--json").data["to_reach"]]
    for handle in done:
        assert run("done", handle, "a few words").code == 0
    after = {
        row["handle"]: row["planned_on"] for row in run("agenda", "--days", "40", "--json").data if row["handle"]
    }
    kept = {handle: day for handle, day in before.items() if handle not in done}
    assert {handle: after.get(handle) for handle in kept} == kept


@pytest.mark.parametrize(
    ("day", "why"), [("2026-11-28", "Saturday"), ("2026-11-29", "Sunday"), ("2026-11-26", "Thanksgiving")]
)
def test_on_a_day_off_no_slots(run: Run, book: Path, day: str, why: str) -> None:
    data = run("today", "--json", today=day).data
    assert data["working_day"] is False
    assert data["to_reach"] == data["if_time_left"] == []
    assert "(day off)" in run("today", today=day).out.splitlines()[0]
    planned = [row for row in run("agenda", "--days", "10", "--json", today=day).data if row["kind"] == "slot"]
    assert day not in [row["planned_on"] for row in planned]


def test_a_public_holiday_counts_only_in_its_country(run: Run, book: Path) -> None:
    assert run("today", "--json", today="2026-11-26").data["working_day"] is False
    assert run("config", "set", "country", "DE").code == 0
    assert run("today", "--json", today="2026-11-26").data["working_day"] is True
    assert run("undo").code == 0
    assert run("today", "--json", today="2026-11-26").data["working_day"] is False


def test_what_falls_on_the_days_off_that_follow_is_shown_the_working_day_before(run: Run, book: Path) -> None:
    run("add", "Weekend Born", "--birthday", "1980-11-29")
    assert [row["contact"] for row in run("today", "--json", today="2026-11-27").data["dated"]] == ["Weekend Born"]
    assert [row["contact"] for row in run("today", "--json", today="2026-11-29").data["dated"]] == ["Weekend Born"]
    assert run("today", "--json", today="2026-11-30").data["dated"] == []


def test_promises_overdue_today_and_the_next_seven_days(run: Run, book: Path) -> None:
    for by in ("2026-11-19", "2026-11-24", "2026-11-30", "2026-12-01"):
        run("promise", "add", "jose", f"by {by}", "--by", by, today="2026-11-19")
    rows = run("today", "--json").data["promises"]
    assert [(row["due_on"], row["state"]) for row in rows] == [
        ("2026-11-19", "overdue"), ("2026-11-23", "today"), ("2026-11-24", "soon"), ("2026-11-30", "soon"),
    ]  # fmt: skip


def test_a_routine_touch_does_not_close_a_promise(run: Run, book: Path) -> None:
    run("log", "wang li", "--call")
    assert [row["handle"] for row in run("today", "--json").data["promises"]] == ["P1"]


def test_capacity_is_never_passed_and_what_has_no_room_slips(run: Run, book: Path) -> None:
    run("config", "set", "capacity", "1")
    data = run("today", "--json").data
    assert len(data["to_reach"]) <= 1
    rows = [row for row in run("agenda", "--days", "28", "--json").data if row["kind"] == "slot"]
    days = [row["planned_on"] for row in rows]
    assert max(map(days.count, days)) == 1


def test_a_touch_made_today_takes_its_place(run: Run, book: Path) -> None:
    run("config", "set", "capacity", "3")
    assert run("today", "--json").data["made"] == 0
    run("log", "#6", "--call")
    data = run("today", "--json").data
    assert data["made"] == 1 and len(data["to_reach"]) <= 2


def test_the_week_ends_on_sunday(run: Run, book: Path) -> None:
    rows = run("week", "--json").data
    assert rows and max(row["planned_on"] for row in rows) <= "2026-11-29"
    ahead = run("week", "--json", today="2026-11-29").data
    assert ahead and max(row["planned_on"] for row in ahead) <= "2026-12-06"
    assert "2026-12-0" in run("week", today="2026-11-29").out


def test_projected_rows_have_no_handle_and_lie_after_the_open_slot(run: Run, book: Path) -> None:
    rows = [
        row
        for row in run("agenda", "--days", "30", "--json").data
        if row["contact"] == "Wang Li" and row["kind"] == "slot"
    ]
    assert [bool(row["handle"]) for row in rows] == [True] + [False] * (len(rows) - 1)
    assert len(rows) > 3
    assert [row["planned_on"] for row in rows] == sorted(row["planned_on"] for row in rows)


def test_only_the_count(run: Run, book: Path) -> None:
    data = run("today", "--json").data
    count = (
        len([row for row in data["promises"] if row["state"] != "soon"]) + len(data["dated"]) + len(data["to_reach"])
    )
    assert run("today", "--count").out == f"{count}\n"


@pytest.mark.parametrize("words", [["today"], ["agenda"], ["week"]])
def test_an_empty_book_says_so_and_what_to_do(run: Run, empty: Path, words: list[str]) -> None:
    ended = run(*words)
    assert "Nobody is in the book yet" in ended.out and "relcadence import" in ended.out


def test_a_day_on_which_nothing_is_due_tells_how_many_were_read(run: Run, empty: Path) -> None:
    run("add", "Quiet One", "--cadence", "none")
    run("add", "Quiet Two", "--cadence", "none")
    assert "Nothing is due among 2 people." in run("today").out


def test_the_bare_word_is_today(run: Run, book: Path) -> None:
    assert run().out == run("today").out
    assert run("--today", "2026-11-25").out == run("today", today="2026-11-25").out


def test_a_way_that_does_not_work_is_not_proposed(run: Run, book: Path) -> None:
    def reach() -> str:
        rows = run("today", "--json").data
        return next(
            str(row["reach"]) for row in (*rows["to_reach"], *rows["promises"]) if row["contact"] == "Wang Li"
        )

    assert "555 0101" in reach() or "harbour.example" in reach()
    run("edit", "wang li", "--bounced", "+1 212 555 0101", "--bounced", "wang.li@harbour.example")
    assert "555 0101" not in reach()
    assert "harbour.example" not in reach()


def test_thanks_that_are_owed_do_not_wait_for_a_late_promise(run: Run, book: Path) -> None:
    run("promise", "add", "jose", "send the draft", "--by", "2026-11-23")
    run("refer", "add", "jose", "Nina New")
    rows = run("today", "--json", today="2026-11-25").data
    assert "jose" not in " ".join(row["contact"] for row in rows["slipping"])
    assert [row["kind"] for row in rows["to_reach"] if row["contact"] == "José Ortega"] == ["task"]
