"""The help: whole clauses in the lists of words, the help of words within words, and the manual page."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relcadence.cli.app import COMMANDS
from relcadence.cli.helping import clause
from relcadence.language import Translator
from tests.conftest import Result


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Note an answer: relcadence event answer 3 wang accepted", "Note an answer"),
        ("The open matters by client; with --all the closed ones too.", "The open matters by client"),
        ("Change a matter: title, fee or note.\n\nMore of it.", "Change a matter: title, fee or note"),
        ("A card came from\nsomebody. It is a touch.", "A card came from somebody"),
        ("", ""),
    ],
)
def test_the_help_of_a_word_in_a_list_is_a_whole_clause(text: str, shown: str) -> None:
    assert clause(text, Translator()) == shown


@pytest.mark.parametrize("columns", ["80", "60"])
def test_no_help_of_a_word_is_cut(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for name in COMMANDS:
        listed = run(name, "--help").out.partition("\nCommands:\n")[2]
        assert "..." not in listed, name
        assert all(len(line) <= int(columns) for line in listed.splitlines())


def test_words_within_words_have_their_help(run: Callable[..., Result]) -> None:
    assert run("help", "event", "invite").out == run("event", "invite", "--help").out
    assert run("help", "group", "member", "add").out == run("group", "member", "add", "--help").out
    for words in (["event", "nothing"], ["today", "tomorrow"], ["planner", "more"]):
        assert run("help", *words).code == 3


def test_a_schema_is_printed_by_its_command(run: Callable[..., Result]) -> None:
    import json

    printed = json.loads(run("help", "json", "promise", "add").out)
    assert printed["title"] == "relcadence promise add --json"
    assert run("help", "json", "promise", "add", "--json").data["schema"] == printed
    unknown = run("help", "json", "nothing")
    assert (unknown.code, unknown.err) == (3, "“nothing” answers nothing in JSON. See: relcadence help json\n")


def test_the_manual_page_names_every_command_and_option(run: Callable[..., Result]) -> None:
    page = run("help", "man").out
    assert page.startswith('.TH RELCADENCE 1 "2026-11-23" "relcadence ')
    for name in COMMANDS:
        assert f'.SS "relcadence {name}'.replace("-", r"\-") in page
        for option in re.findall(r"^  +(?:-\w, )?(--[a-z-]+)", run(name, "--help").out, re.MULTILINE):
            assert option == "--help" or option.replace("-", r"\-") in page, (name, option)
    assert not [line for line in page.splitlines() if re.match(r"[.'](?!TH |SH|SS |PP|TP|RS|RE|nf|fi|B )", line)]


@pytest.mark.skipif(not shutil.which("groff"), reason="groff judges the page")
def test_groff_sets_the_manual_page_without_a_warning(run: Callable[..., Any], tmp_path: Path) -> None:
    page = tmp_path / "relcadence.1"
    page.write_text(run("help", "man").out, encoding="utf-8")
    judged = subprocess.run(
        ["groff", "-k", "-man", "-Tutf8", "-ww", page], capture_output=True, encoding="utf-8", check=True
    )
    assert judged.stderr == ""
    assert "RELCADENCE(1)" in judged.stdout
