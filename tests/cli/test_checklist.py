"""`checklist`, `prune`, `pyramid` and what else keeps the lists in order, as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def row(run: Run, key: str, **more: Any) -> dict[str, Any]:
    return next(each for each in run("checklist", "--json", **more).data if each["key"] == key)


def test_a_point_is_adjusted_turned_off_and_brought_back(run: Run, book: Path) -> None:
    assert run("checklist", "set", "10", "--every", "month", "--role", "client").code == 0
    shown = run("checklist", "show", "10", "--json").data
    assert (shown["cadence"], shown["roles"], shown["on"]) == ("monthly", ["client"], True)
    assert run("checklist", "off", "meals").code == 0
    assert row(run, "meals")["state"] == "off"
    assert run("checklist", "on", "10").code == 0
    assert row(run, "meals")["state"] != "off"
    assert run("checklist", "reset", "10").code == 0
    assert run("checklist", "show", "10", "--json").data["cadence"] == "quarterly"


def test_the_rhythm_of_a_slots_point_is_the_rule_of_its_role(run: Run, book: Path) -> None:
    run("checklist", "set", "1", "--every", "2w")
    rules = {each["name"]: each["cadence"] for each in run("cadence", "--json").data}
    assert rules["client"] == "every 2 weeks"
    run("cadence", "set", "role", "client", "weekly")
    assert run("checklist", "show", "1", "--json").data["cadence"] == "weekly"


REFUSED = [
    (["set", "10", "--every", "every 0 weeks"], "cadence"),
    (["set", "10", "--every", "none"], "rhythm"),
    (["set", "10", "--role", "friend"], "role"),
    (["set", "10", "--minutes", "0"], "1440"),
    (["set", "10"], "Nothing"),
    (["set", "77", "--every", "month"], "no point"),
    (["off", "lunches"], "no point"),
    (["add", ""], "title"),
    (["add", "meals"], "already"),
]


@pytest.mark.parametrize(("words", "why"), REFUSED, ids=lambda each: " ".join(each) if isinstance(each, list) else "")
def test_nonsense_changes_nothing(run: Run, book: Path, words: list[str], why: str) -> None:
    before = run("export", "json").out
    ended = run("checklist", *words)
    assert ended.code == 2 and why in ended.err, ended.err
    assert run("export", "json").out == before


def test_a_point_of_ones_own_is_proposed_and_counted(run: Run, book: Path) -> None:
    added = run("checklist", "add", "Walk with clients", "--every", "month", "--role", "client", "--json").data
    assert added == {"number": 25, "key": "walk-with-clients"}
    ended = run("log", "wang li", "--visit", "--point", "25")
    assert "walk-with-clients" in ended.out
    rows = run("checklist", "audit", "25", "--json", today="2026-12-02").data
    assert [each["kept"] for each in rows] == [0]
    task = run("checklist", "add", "Read the trade paper", "--every", "week", "--json").data
    assert task["number"] == 26
    tasks = [each for each in run("agenda", "--days", "14", "--json").data if each["point"] == task["key"]]
    assert tasks and tasks[0]["kind"] == "task"


def test_a_habit_is_never_proposed_again(run: Run, book: Path) -> None:
    def offered(day: str) -> list[dict[str, Any]]:
        data = run("today", "--json", today=day).data
        return [
            each
            for each in (*data["to_reach"], *data["if_time_left"])
            if each["contact"] == "Wang Li" and each["point"] == "articles"
        ]

    run("skip", "P1")  # while it is owed it is the reminder
    run("article", "add", "Rent caps 2027", "--topic", "sailing")
    mondays = ("2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21")
    day = next(day for day in mondays if offered(day))
    (row,) = offered(day)
    assert row["proposal"] == "send “Rent caps 2027”: it fits sailing"
    assert run("skip", row["handle"], "--never", today=day).code == 0
    assert not any(map(offered, mondays))
    assert run("edit", "wang li", "--point", "9=on").code == 0
    assert offered(day)
    assert run("edit", "wang li", "--point", "9=perhaps").code == 2
    assert run("done", row["handle"], today=day).code == 0
    assert run("article", "show", "1", "--json", today=day).data["had"][0]["contact"] == "Wang Li"


def test_the_80_percent_rule_tells_no_percentage_without_other_time(run: Run, book: Path) -> None:
    assert "no other time logged" in run("checklist").out
    run("log", "--own", "website copy", "--minutes", "30")
    assert "25 % of the time" in run("checklist").out


def test_a_prospect_after_seven_touches_is_decided_on(run: Run, book: Path) -> None:
    for day in range(3, 21, 3):
        run("log", "zoë", "--email", "--on", f"2026-11-{day:02}")
    run("log", "zoë", "--call", "--on", "2026-11-18")
    assert run("prune", "--json").data == [], "two touches on one day are one of the seven"
    assert run("show", "zoë", "--json").data["seven"]["touches"] == 6
    run("log", "zoë", "--email")
    (found,) = run("prune", "--json").data
    assert (found["contact"], found["role"]) == ("Zoë Müller-Łukasz", "prospect")
    assert found["reason"] == "7 touches without an answer, the last 2026-11-23"
    assert run("prune", "keep", "zoë", "--until", "2027-03-01").code == 0
    assert run("prune", "--json").data == []
    assert len(run("prune", "--json", today="2027-03-01").data) == 1
    run("undo")
    assert run("prune", "client", "zoë").code == 0
    assert run("show", "zoë", "--json").data["roles"] == ["client"]
    run("undo")
    assert run("prune", "nurture", "zoë", "--every", "half-year").code == 0
    assert run("show", "zoë", "--json").data["cadence"] == "half-yearly"


def test_a_reviewed_file_is_carried_out_whole_or_not_at_all(run: Run, book: Path, tmp_path: Path) -> None:
    for day in range(3, 24, 3):
        run("log", "zoë", "--email", "--on", f"2026-11-{day:02}")
    path = tmp_path / "review.csv"
    assert run("prune", "file", "-o", path).code == 0
    rows = path.read_text().splitlines()
    assert rows[0] == "id,name,role,evidence,decision,until"
    before = run("export", "json").out
    path.write_text("\n".join([rows[0], rows[1].replace(",,", ",perhaps,")]))
    ended = run("prune", "apply", path, "--yes")
    assert ended.code == 2 and "Line 2" in ended.err
    path.write_text("\n".join([rows[0], rows[1].replace(",,", ",archive,"), "999,Nobody,client,,keep,"]))
    assert run("prune", "apply", path, "--yes").code == 2
    assert run("export", "json").out == before
    path.write_text("\n".join([rows[0], rows[1].replace(",,", ",archive,")]))
    assert run("prune", "apply", path, "--yes").code == 0
    assert run("prune", "--json").data == []
    assert run("undo", "--yes").code == 0
    assert len(run("prune", "--json").data) == 1


def test_the_pyramid_counts_and_names(run: Run, book: Path) -> None:
    data = run("pyramid", "--json").data
    counts = {each["level"]: each["count"] for each in data["levels"]}
    assert counts == {4: 0, 3: 0, 2: 1, 1: 0, None: 2}
    for day in ("2026-11-05", "2026-11-10", "2026-11-15"):
        run("log", "wang li", "--meal", "--on", day)
        run("log", "wang li", "--email", "--in", "--on", day)
    (rising,) = run("pyramid", "--json").data["rising"]
    assert (rising["contact"], rising["level"], rising["to"]) == ("Wang Li", 2, 3)
    assert "Ready to rise" in run("pyramid").out
    assert run("pyramid", "--role", "friend").code == 2


def test_stale_records_say_how_each_is_mended(run: Run, book: Path) -> None:
    rows = {each["name"]: each for each in run("list", "--stale", "--json").data}
    assert rows["王芳"]["reason"] == "no e-mail and no phone"
    run("edit", "wang li", "--bounced", "wang.li@harbour.example")
    rows = {each["name"]: each for each in run("list", "--stale", "--json").data}
    assert rows["Wang Li"]["reason"] == "wang.li@harbour.example does not work any more"
    later = {each["name"] for each in run("list", "--stale", "--json", today="2027-12-01").data}
    assert "José Ortega" in later
    run("edit", "jose", "--verified", today="2027-12-01")
    assert "José Ortega" not in {each["name"] for each in run("list", "--stale", "--json", today="2027-12-01").data}


def test_drifting_is_silence_against_ones_own_rhythm(run: Run, book: Path) -> None:
    for day in (3, 5, 9, 12, 16):
        run("log", "wang li", "--call", "--on", f"2026-11-{day:02}")
    assert run("list", "--drifting", "--json").data == []
    found = run("list", "--drifting", "--json", today="2026-12-15").data
    assert [each["name"] for each in found] == ["Wang Li"]


def test_a_decision_is_what_pruning_is_counted_by(run: Run, book: Path) -> None:
    day = "2027-02-01"
    assert row(run, "prune", today=day)["kept"] == 0
    assert run("prune", "keep", "jose", today=day).code == 0
    assert row(run, "prune", today=day)["kept"] == 1


@pytest.mark.parametrize("option", ["--role", "--roles"])
def test_whom_a_point_is_about_by_either_word(run: Run, book: Path, option: str) -> None:
    assert run("checklist", "set", "10", "--every", "quarter", option, "client").code == 0
    assert run("checklist", "show", "10", "--json").data["roles"] == ["client"]
