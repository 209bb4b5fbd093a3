"""The demo: a whole practice in a folder of its own, with a first day that reads well and next steps that work."""

import json
import re
import shlex
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from relcadence.cli import demo_history
from relcadence.cli.demo_people import PEOPLE
from relcadence.domain.cadence import Cadence, window_of
from relcadence.domain.vocabulary import LEVELS, ROLES
from relcadence.domain.workdays import Workdays
from tests.conftest import TODAY, Result

Run = Callable[..., Result]
FICTIONAL = re.compile(r"\+1 \d{3}-555-01\d\d|\+44 7700 900\d{3}|\+86 138 0013 8\d{3}")
DAYS = [
    "2026-11-23", "2026-11-24", "2026-11-27", "2026-12-31", "2027-01-04", "2027-02-08", "2027-03-31", "2027-08-04",
    "2028-02-29",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "play"


def _at_home(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("RELCADENCE_HOME", str(folder))


def _steps(out: str) -> list[str]:
    """The command lines at the end of the output."""
    lines = out.partition("What to type next\n")[2].splitlines()[1:]
    return [line.split("  ", 1)[1].strip() for line in lines]


def test_the_demo_prints_what_the_commands_print(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = run("demo", "--home", folder)
    assert (shown.code, shown.err) == (0, "")
    _at_home(monkeypatch, folder)
    digest = run("digest").out.replace(f"Last digest: {TODAY}", "Last digest: none yet")
    again = ["$ relcadence today\n", run("today").out, "$ relcadence digest\n", *digest.split("\n--\n")[:1]]
    at = 0
    for part in again:
        assert part in shown.out[at:]
        at = shown.out.index(part, at)
    count = (folder / "follow-ups.ics").read_text("utf-8").count("BEGIN:VEVENT")
    assert f"Wrote {count} entries to {folder / 'follow-ups.ics'}." in shown.out[at:]


def test_the_first_lines_say_whose_practice_it_is_and_where(run: Run, folder: Path) -> None:
    first, second = run("demo", "--home", folder).out.splitlines()[:2]
    assert re.fullmatch(r"The practice of Helen Ashdown, made up: 42 people, 1,?\d{3} touches in .*\.", first)
    assert second == f"It lies in {folder}; your own contacts stay untouched."


def test_the_next_steps_work_as_printed(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    steps = _steps(run("demo", "--home", folder, "--today", "2026-11-27").out)
    ran = []
    for step in steps:
        word, *words = shlex.split(step)
        if word == "export":
            name, _, value = words[0].partition("=")
            monkeypatch.setenv(name, value)
            assert name != "PATH" or (Path(value.removesuffix(":$PATH")) / "relcadence").exists()
        elif word == "relcadence":
            result = run(*words)
            assert result.code == 0, (step, result.err)
            ran.append(words[0])
    assert ran == ["today", "show", "done", "snooze", "undo", "agenda", "refer"]
    assert steps[-2:] == ["unset RELCADENCE_HOME RELCADENCE_TODAY; relcadence init", f"rm -r {folder}"]
    assert "export RELCADENCE_TODAY=2026-11-27" in steps


def test_a_day_off_plays_the_next_working_day(run: Run, folder: Path) -> None:
    shown = run("demo", "--home", folder, today="2026-11-26")  # Thanksgiving
    assert "Today is a day off, so it plays Friday 2026-11-27." in shown.out
    assert "export RELCADENCE_TODAY=2026-11-27" in _steps(shown.out)
    assert "(day off)" not in shown.out


@pytest.mark.parametrize("day", DAYS)
def test_the_first_day_is_busy_but_healthy(run: Run, folder: Path, day: str) -> None:
    data = run("demo", "--home", folder, "--json", today=day).data
    today = data["today"]
    assert data["day"] == day
    assert 4 <= len(today["to_reach"]) <= 8
    assert 1 <= sum(row["state"] == "overdue" for row in today["to_reach"]) <= 3
    assert today["slipping"] == []
    assert {row["state"] for row in today["promises"]} >= {"overdue", "today", "soon"}
    assert [row["contact"] for row in today["dated"] if "birthday today" in row["reason"]]
    assert len(today["coming_up"]) >= 5


def test_the_same_day_gives_the_same_practice(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    for name in ("one", "two"):
        data = run("demo", "--home", tmp_path / name, "--json").data
        _at_home(monkeypatch, tmp_path / name)
        facts = json.loads(run("export", "json").out)["facts"]
        seen.append((data["today"], json.dumps(facts, sort_keys=True)))
    (today, facts), (same_today, same_facts) = seen
    assert today == same_today
    uuids = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    assert uuids.sub("", facts) == uuids.sub("", same_facts)


def test_everything_that_can_be_said_of_people_occurs(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("demo", "--home", folder).code == 0
    _at_home(monkeypatch, folder)
    facts: dict[str, list[dict[str, Any]]] = json.loads(run("export", "json").out)["facts"]
    contacts = facts["contact"]
    assert {row["role"] for row in facts["role_held"]} == set(ROLES)
    assert {row["level"] for row in contacts} == {*LEVELS, None}
    assert {row["status"] for row in contacts} == {"active", "dormant", "archived"}
    assert {row["kind"] for row in facts["account"]} == {"company", "household"}
    assert {row["kind"] for row in facts["reach"]} == {"email", "phone", "address", "handle"}
    assert {row["state"] for row in facts["promise"]} == {"open", "kept", "dropped"}
    assert {row["outcome"] for row in facts["referral"]} == {"open", "client", "declined"}
    assert [row["thanked_on"] for row in facts["referral"]].count("") == 1
    assert len(facts["appointment"]) == 1
    assert [row["name"] for row in contacts if row["no_contact_reason"]] == ["Gregory Stahl"]
    birthdays = {row["date"] for row in facts["occasion"]}
    assert {"1960-02-29", "lunar:8-15", "lunar:1971-3-9"} <= birthdays
    assert any(text.startswith("--") for text in birthdays)
    for column in ("salutation", "preferences", "how_met", "language", "channel", "cadence", "quiet", "city"):
        assert any(row[column] for row in contacts), column
    assert {row["private"] + 2 * row["tried"] for row in facts["touch"]} == {0, 1, 2}
    history = run("history", "--json").data
    assert len(history) <= 8


def test_clients_were_reached_in_most_weeks_but_not_in_all(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("demo", "--home", folder).code == 0
    _at_home(monkeypatch, folder)
    touches = json.loads(run("export", "json").out)["facts"]["touch"]
    numbers = {
        row["name"]: row["id"] for row in run("list", "--role", "client", "--cadence", "weekly", "--json").data
    }
    for name in ("Rosa Delgado", "Grace Okonkwo", "Harold Whitcomb", "George Papadakis"):
        days = [row["touched_on"] for row in touches if row["contact_id"] == numbers[name]]
        weeks = {window_of(Cadence("weekly"), date.fromisoformat(day)) for day in days}
        assert 42 <= len(weeks) <= 54, name
    assert max(row["touched_on"] for row in touches) < TODAY


def test_nothing_is_written_outside_its_folder(
    run: Run, tmp_path: Path, isolation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("init", "--yes").code == 0
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path != scratch}
    assert run("demo").code == 0
    (folder,) = scratch.iterdir()
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path != scratch}
    assert {path: when for path, when in after.items() if folder not in (path, *path.parents)} == before
    assert folder.name.startswith("relcadence-demo-")
    kept = {path.name.removesuffix("-journal") for path in folder.iterdir()}
    assert kept - {"backups"} == {"follow-ups.ics", "relcadence.db", "state.db"}
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())} == {0}


@pytest.mark.parametrize("taken", ["own home", "full folder", "file"])
def test_a_folder_in_use_is_refused(run: Run, folder: Path, isolation: Path, taken: str) -> None:
    place = isolation if taken == "own home" else folder
    if taken == "file":
        place.write_text("mine")
    else:
        place.mkdir()
    if taken == "full folder":
        (place / "relcadence.db").write_text("mine")
    before = sorted(place.parent.rglob("*"))
    result = run("demo", "--home", place)
    assert result.code == 5
    assert str(place) in result.err
    assert sorted(place.parent.rglob("*")) == before


def test_it_runs_as_a_process_without_a_home(run_process: Run, folder: Path) -> None:
    result = run_process("demo", "--home", folder, env={"RELCADENCE_HOME": None, "LANG": "C", "PYTHONUTF8": "0"})
    assert (result.code, result.err) == (0, "")
    assert "林伟" in result.out


def test_nobody_real_is_meant() -> None:
    for persona in PEOPLE:
        for way in persona.contact.reach:
            if way.kind == "email":
                assert way.value.endswith(".example")
            if way.kind == "phone":
                assert FICTIONAL.fullmatch(way.value), way.value
    assert len({persona.name for persona in PEOPLE}) == len(PEOPLE)


@pytest.mark.parametrize("persona", [each for each in PEOPLE if each.channels], ids=lambda each: each.name)
def test_a_story_keeps_to_its_days(persona: Any) -> None:
    today, workdays = date(2026, 11, 23), Workdays()
    since = today - timedelta(days=persona.story.joined)
    touches = list(demo_history.touches(persona, Cadence("weekly"), (1,), since, today, workdays))
    outbound = [date.fromisoformat(each.on) for each in touches if each.direction == "out"]
    assert touches[0].note == persona.last[1]
    assert all(since <= day < today and workdays.works(day) for day in outbound)
    assert outbound == sorted(outbound, reverse=True)
    assert not any("{" in each.note for each in touches)
