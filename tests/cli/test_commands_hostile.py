"""Names and notes made to hurt stay text in every output."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NAMES = {
    "markup": "[bold]Rita[/bold] [/x] [link=https://x.example]l[/link]",
    "emoji": "Emo 🎉 :smile: 👨‍👩‍👧",
    "override": "\u202egnp.exe\u202c \u2066x",
    "right to left": "نور الدين",
    "long": "Longname" * 125,
    "escape": "Esc\x1b[31mred\x1b]8;;https://x.example\x07\x9b2J\x00",
    "line break": "Line\r\nEND:VEVENT\nBEGIN:VALARM",
    "html": "<script>alert(1)</script> & <b>",
    "template": "{{7*7}} {0} %s ${HOME} `id`",
    "formula": "=cmd|' /C calc'!A0",
    "ics": "Semi; Comma, Back\\slash\\N",
    "sql": "'; DROP TABLE contact;--",
    "markdown": "*a* _b_ # c | d [e](https://x.example)",
}
OUTPUTS = (
    ["today", "--all"], ["agenda", "--days", "30"], ["week"], ["list"], ["show", "#1"], ["find", "a"], ["promise"],
    ["digest"], ["digest", "--format", "markdown"], ["history"], ["undo", "--list"], ["refer"],
    ["today", "--json"], ["list", "--json"], ["show", "#1", "--json"], ["digest", "--json"], ["history", "--json"],
)  # fmt: skip


@pytest.fixture
def hostile(run: Run, empty: Path, tmp_path: Path) -> Path:
    """Everybody of NAMES, imported out of a CSV, spoken with, promised something, and due."""
    file = tmp_path / "hostile.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["Name", "Role", "Organisation", "Tags", "Notes", "Phone"])
        for number, name in enumerate(NAMES.values()):
            text = name.replace("\0", "")
            writer.writerow([text, "client", text, "t", text, f"+1 212 555 01{number:02}"])
    assert run("import", file, "--yes", today="2026-11-02").code == 0
    run("config", "set", "capacity", "50")
    for number, name in enumerate(NAMES.values(), 1):
        assert run("log", f"#{number}", name, "--call", today="2026-11-03").code == 0
        assert run("promise", "add", f"#{number}", name, "--by", "2026-11-24").code == 0
    run("refer", "add", "#1", NAMES["escape"])
    return empty


@pytest.mark.parametrize("words", OUTPUTS, ids=" ".join)
def test_no_output_holds_anything_that_is_obeyed(run: Run, hostile: Path, words: list[str]) -> None:
    ended = run(*words)
    assert ended.code == 0, ended.err
    assert OBEYED.findall(ended.out + ended.err) == []


@pytest.mark.parametrize("format_", ["ics", "json", "vcf", "csv"])
def test_no_export_holds_anything_that_is_obeyed(run: Run, hostile: Path, format_: str) -> None:
    assert OBEYED.findall(run("export", format_).out) == []


def test_the_calendar_stays_a_calendar(run: Run, hostile: Path) -> None:
    from icalendar import Calendar

    text = run("export", "ics").out
    calendar = Calendar.from_ical(text)
    assert len(calendar.walk("VEVENT")) == 2 * len(NAMES)
    summaries = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    for kind in ("markup", "emoji", "html", "template", "formula", "sql", "long", "right to left", "markdown"):
        assert any(NAMES[kind] in summary for summary in summaries), kind
    assert any("Back\\slash\\N" in summary for summary in summaries)


def test_names_come_out_of_json_as_they_went_in(run: Run, hostile: Path) -> None:
    names = {row["name"] for row in run("list", "--json").data}
    kept = {kind for kind, name in NAMES.items() if name in names}
    assert kept >= {"markup", "emoji", "right to left", "html", "template", "formula", "sql", "long", "ics"}
    assert len(names) == len(NAMES)


def test_markdown_is_escaped(run: Run, hostile: Path) -> None:
    out = run("digest", "--format", "markdown").out
    assert "\\*a\\* \\_b\\_ \\# c \\| d \\[e\\](https" in out
    assert "<script>" not in out


def test_a_terminal_takes_names_for_text(run: Run, hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from relcadence.cli.context import Context

    monkeypatch.setattr(Context, "terminal", property(lambda self: True))
    monkeypatch.setenv("COLUMNS", "4000")
    for words in (["today"], ["list"], ["show", "#1"], ["history"], ["agenda"]):
        ended = run(*words)
        assert ended.code == 0
        text = re.sub(r"\x1b\[[\d;]*m", "", ended.out)
        assert OBEYED.findall(text) == []
        flat = re.sub(r"\s", "", text)
        if words[0] in ("today", "list", "show"):
            assert "[bold]Rita[/bold]" in flat
        if words[0] == "list":
            assert ":smile:" in flat


def test_no_row_of_a_table_breaks_into_two(run: Run, hostile: Path) -> None:
    assert len(run("list").out.splitlines()) == 2 + len(NAMES) + 1


@pytest.mark.parametrize("kind", NAMES)
def test_each_can_be_added_found_shown_and_archived(run: Run, empty: Path, kind: str) -> None:
    name = NAMES[kind]
    assert run("add", "--role", "client", "--tag", name, "--note", name, "--", name).code == 0
    shown = run("show", "--json", "--", name)
    assert shown.code == 0 and json.loads(shown.out)["data"]["id"] == 1
    assert run("find", "--", name[:20]).code == 0
    assert run("archive", "--", name).code == 0
    assert OBEYED.findall(run("history").out) == []


def test_a_hostile_file_name_is_only_text(run: Run, empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[31m\u202e[bold].csv"
    file.write_text("Name\nAnn Lee\n")
    ended = run("import", file, "--yes")
    assert ended.code == 0 and OBEYED.findall(ended.out + ended.err + run("history").out) == []
    bad = run("import", tmp_path / "b\x1b[31m.csv", "--yes")
    assert bad.code == 1 and OBEYED.findall(bad.err) == []
