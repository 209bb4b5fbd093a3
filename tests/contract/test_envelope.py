"""What scripts rely on: one envelope for every command, before and after the word, and the keys of its rows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relcadence.cli.app import COMMANDS
from tests.cli.conftest import DATA

ENVELOPE = ["version", "command", "today", "data", "warnings", "errors"]
AGENDA_ROW = {
    "handle", "kind", "contact", "contact_id", "planned_on", "due_on", "state", "projected", "reason", "reason_key",
    "move", "point", "channel", "last_touch", "reach", "assignee",
}  # fmt: skip
CONTACT_ROW = {
    "id", "name", "roles", "level", "state", "due_on", "last_touch_on", "touches", "cadence", "tags", "organisation",
    "status",
}  # fmt: skip
TODAY_LISTS = {"promises", "dated", "to_reach", "if_time_left", "slipping", "coming_up"}
TODAY = {*TODAY_LISTS, "capacity", "made", "working_day", "clear_on"}
KINDS = {"slot", "occasion", "promise", "card", "task", "event"}
STATES = {"overdue", "today", "soon", "later"}
PROMISE = {"handle", "id", "contact_id", "contact", "text", "made_on", "due_on", "state"}
REFERRAL = {
    "id", "referrer_id", "on", "referred_id", "name", "outcome", "thanked_on", "referrer", "referred",
}  # fmt: skip
CARD_PLAN = {
    "handle", "holiday", "title", "holiday_on", "channel", "dry_run", "added", "missing", "left_out", "already",
}  # fmt: skip
TOUCHED = {"touch_id", "contact", "contact_id", "touches", "next_due_on", "cadence"}
SHOWN = CONTACT_ROW | {
    "uuid", "title", "account", "account_id", "reach", "aliases", "interests", "preferences", "how_met", "note",
    "salutation", "language", "channel", "city", "birthday", "basis", "do_not_contact", "added_on",
    "cadence_override", "rule", "handle", "last_touches", "promises", "referrals", "occasions",
}  # fmt: skip
IMPORTED = {"file", "format", "notes", "dry_run", "done", "counts", "actions", "problems"}
ACTION = {"line", "name", "action", "contact_id", "reason", "reason_key", "candidates", "changes"}

# (words, keys of the object or of each row of the list; None where any will do)
ANSWERS: list[tuple[list[str], set[str] | None]] = [
    (["today"], TODAY),
    (["agenda", "--days", "30"], AGENDA_ROW),
    (["week"], AGENDA_ROW),
    (["digest"], {*TODAY, "span", "lines", "source"}),
    (["stats"], {"touches", "windows", "pyramid", "channels", "prospects", "referrers", "time", "load", "replies"}),
    (["stats", "touches"], {"from_on", "touches", "by_weekday"}),
    (["stats", "windows"], {"role", "kept", "missed", "open", "percent"}),
    (["stats", "pyramid"], {"level", "count"}),
    (["stats", "channels"], {"channel", "touches", "out", "in"}),
    (["stats", "prospects"], {"contact", "contact_id", "touches", "seventh_on", "stalled", "decide"}),
    (["stats", "referrers"], {"months", "rows", "total"}),
    (["stats", "time"], {"people", "own", "unknown", "percent", "aim", "since_on"}),
    (["stats", "load"], {"monday", "wanted", "room", "slips"}),
    (["stats", "replies"], {"answered", "waiting", "median_days", "longest_days", "waiting_for"}),
    (["timeline", "jose"], {"on", "kind", "what", "text", "number", "private", "minutes"}),
    (["month"], {"on", "made", "planned", "dated", "off"}),
    (["digest", "--format", "json"], {*TODAY, "span", "lines", "source"}),
    (["digest", "--span", "week"], {"sections", "reached", "until_on", "span", "lines", "source"}),
    (["schedule"], {"installed", "last_on", "trouble"}),
    (["list"], CONTACT_ROW),
    (["show", "jose"], SHOWN),
    (["find", "lease"], {"contact_id", "contact", "where", "words", "on"}),
    (["add", "New One"], {"id", "name"}),
    (["edit", "jose", "--level", "3"], {"id", "changed"}),
    (["archive", "jose"], {"id", "name"}),
    (["log", "jose", "--call"], TOUCHED),
    (["log", "--own", "website", "--minutes", "5"], {"touch_id"}),
    (["done", "F3"], TOUCHED - {"touch_id"} | {"handle"}),
    (["snooze", "F3", "3d"], {"handle", "until"}),
    (["skip", "F3"], {"handle"}),
    (["assign", "F3", "#5"], {"handle", "assignee"}),
    (["promise"], PROMISE),
    (["promise", "list", "--all"], PROMISE),
    (["promise", "add", "jose", "call back"], {"handle", "due_on"}),
    (["promise", "keep", "P1"], {"handle", "state"}),
    (["promise", "drop", "P1"], {"handle", "state"}),
    (["refer"], REFERRAL),
    (["refer", "list"], REFERRAL),
    (["refer", "add", "jose", "Jo Park"], {"id"}),
    (["refer", "thank", "1"], {"id", "thanked_on"}),
    (["refer", "close", "1", "client"], {"id", "outcome"}),
    (["cards", "plan", "New Year"], CARD_PLAN),
    (["cards", "holidays"], {"holiday", "name", "own_name", "country", "on", "by_rule"}),
    (["cadence"], {"scope", "name", "cadence", "slots"}),
    (["cadence", "set", "tag", "vip", "weekly"], {"scope", "name", "cadence"}),
    (["cadence", "preset", "quarterly", "--yes"], {"preset"}),
    (["import", str(DATA / "people.csv"), "--dry-run"], {"store_made", "files"}),
    (["init", "--yes"], {"store", "created", "settings"}),
    (["history"], {"id", "at", "title", "command", "undoes", "undone"}),
    (["undo"], {"undone", "title"}),
    (["undo", "--list"], {"id", "at", "title", "command", "undoes", "undone"}),
    (["backup"], {"path", "people", "touches", "changes"}),
    (["doctor"], {"state", "what", "found", "mend"}),
    (["config"], None),
    (["config", "get", "capacity"], {"capacity"}),
    (["config", "set", "capacity", "6"], {"capacity"}),
    (["help"], {"topic", "title"}),
    (["help", "options"], {"topic", "text"}),
]  # fmt: skip
TRIED = {words[0] for words, _keys in ANSWERS} | {"restore", "export"}  # those two further down
# These in tests of their own.
ELSEWHERE = {
    "demo", "load", "publish", "duplicates", "merge", "erase", "triage", "report", "checklist", "pyramid", "prune",
}  # fmt: skip
THINGS = {"matter", "occasion", "event", "group", "article", "service", "client-plan", "research", "share"}


@pytest.mark.parametrize(
    ("words", "keys"), ANSWERS, ids=lambda each: " ".join(each) if isinstance(each, list) else ""
)
def test_every_command_answers_in_the_envelope(
    run: Callable[..., Any], book: Path, words: list[str], keys: set[str] | None
) -> None:
    ended = run(*words, "--json")
    assert (ended.code, ended.err) == (0, "")
    answer = ended.json
    assert list(answer) == ENVELOPE
    assert (answer["version"], answer["today"], answer["errors"]) == (1, "2026-11-23", [])
    assert answer["command"] == " ".join(word for word in words[:2] if word == words[0] or word in SUBWORDS)
    rows = answer["data"] if isinstance(answer["data"], list) else [answer["data"]]
    assert rows
    for row in rows if keys is not None else []:
        assert keys <= set(row), f"missing {keys - set(row)}"


SUBWORDS = {
    "touches", "windows", "pyramid", "channels", "prospects", "referrers", "time", "load", "replies", "list", "add",
    "keep", "drop", "thank", "close", "set", "preset", "get", "plan", "holidays",
}  # fmt: skip


def test_no_command_is_left_out() -> None:
    assert set(COMMANDS) - ELSEWHERE - THINGS == TRIED


@pytest.mark.parametrize("words", [["today"], ["list"], ["promise", "list"], ["config", "get", "capacity"]])
def test_json_before_the_word_and_after_it_is_the_same(run: Callable[..., Any], book: Path, words: list[str]) -> None:
    assert run("--json", *words) == run(*words, "--json")
    assert run(words[0], "--json", *words[1:]) == run(*words, "--json")


def test_the_rows_of_an_agenda(run: Callable[..., Any], book: Path) -> None:
    data = run("today", "--json").data
    rows = [row for name in TODAY_LISTS for row in data[name]]
    assert {row["kind"] for row in rows} >= {"slot", "promise", "occasion"}
    for row in rows:
        assert set(row) >= AGENDA_ROW
        assert row["kind"] in KINDS and row["state"] in STATES
        assert isinstance(row["projected"], bool) and isinstance(row["contact_id"], int)
        assert bool(row["handle"]) != row["projected"]
        assert row["reason"] and row["reason_key"]


def test_the_sections_hold_the_same_rows_in_today_and_digest(run: Callable[..., Any], book: Path) -> None:
    today, digest = run("today", "--json").data, run("digest", "--json").data
    assert {name: digest[name] for name in today} == today
    assert digest["source"] == {"store": str(book / "relcadence.db"), "people": 7, "last_on": None}


def test_a_contact_out_of_the_list(run: Callable[..., Any], book: Path) -> None:
    (row,) = run("list", "--tag", "vip", "--json").data
    assert {key: row[key] for key in CONTACT_ROW - {"due_on"}} == {
        "id": 1, "name": "Wang Li", "roles": ["client"], "level": 2, "state": "overdue",
        "last_touch_on": "2026-11-02", "touches": 1, "cadence": "weekly", "tags": ["vip"],
        "organisation": "Harbour Textiles", "status": "active",
    }  # fmt: skip
    never = next(row for row in run("list", "--json").data if row["name"] == "Bo Judge")
    assert (never["state"], never["due_on"], never["last_touch_on"], never["level"]) == ("none", None, None, None)


def test_what_an_import_tells(run: Callable[..., Any], book: Path) -> None:
    (file,) = run("import", DATA / "people.csv", "--yes", "--json").data["files"]
    assert set(file) >= IMPORTED and file["done"] and file["format"] == "contacts.csv"
    assert all(set(action) >= ACTION for action in file["actions"])
    assert sum(file["counts"].values()) == len(file["actions"])


def test_restore_answers_too(run: Callable[..., Any], book: Path) -> None:
    assert run("archive", "jose").code == 0
    assert run("restore", "jose", "--json").data == {"id": 4, "name": "José Ortega"}


@pytest.mark.parametrize("format_", ["ics", "json"])
def test_an_export_into_a_file_answers_and_on_stdout_is_the_document(
    run: Callable[..., Any], book: Path, tmp_path: Path, format_: str
) -> None:
    target = tmp_path / f"out.{format_}"
    data = run("export", format_, "-o", target, "--json").data
    assert data["path"] == str(target) and data["written"] is True
    assert target.read_bytes() == run("export", format_).out.encode()
    assert target.stat().st_mode & 0o077 == 0
    if format_ == "json":
        assert isinstance(json.loads(target.read_text())["facts"]["contact"], list)


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [
        (["tody"], 2, "usage"),
        (["today", "--bogus"], 2, "usage"),
        (["list", "--level", "nine"], 2, "usage"),
        (["--today", "soon", "today"], 2, "usage"),
        (["show"], 2, "usage"),
        (["show", "nobody"], 3, "not_found"),
        (["show", "ann"], 4, "ambiguous"),
        (["log", "bo judge", "--call"], 5, "refused"),
        (["import", str(DATA / "broken.vcf"), "--yes"], 6, "bad_input"),
        (["import", "/nowhere/at-all.csv", "--yes"], 1, "failure"),
    ],
)
def test_failures_come_in_the_envelope(
    run: Callable[..., Any], book: Path, words: list[str], code: int, kind: str
) -> None:
    for line in (["--json", *words], [*words, "--json"]):
        ended = run(*line)
        assert (ended.code, ended.err) == (code, "")
        assert list(ended.json) == ENVELOPE and ended.data is None
        (error,) = ended.json["errors"]
        assert error["kind"] == kind and error["message"] and "hint" in error


def test_without_a_store_the_envelope_says_where_it_was_looked_for(run: Callable[..., Any], isolation: Path) -> None:
    ended = run("today", "--json")
    assert ended.code == 7
    (error,) = ended.json["errors"]
    assert str(isolation / "relcadence.db") in error["message"]
    assert not isolation.exists()


def test_candidates_are_a_list_in_the_error(run: Callable[..., Any], book: Path) -> None:
    (error,) = run("show", "ann", "--json").json["errors"]
    assert error["candidates"] == ["5 Ann Lee (ann@one.example)", "6 Ann Lee"]


def test_warnings_come_in_the_envelope_and_talk_does_not(run: Callable[..., Any], book: Path) -> None:
    (book / "config.toml").write_text('colour = "blue"\n')
    ended = run("log", "jose", "--call", "--on", "yesterday", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert len(ended.json["warnings"]) == 1 and "colour" in ended.json["warnings"][0]
