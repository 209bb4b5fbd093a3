"""Any sequence of commands: nothing unexpected, the store sound after each, and all of it taken back in the end."""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import DATA

WHO = st.sampled_from(["wang li", "zoë", "王芳", "jose", "#5", "#6", "bo judge", "mia", "nobody", "#99", "an"])
DAY = st.sampled_from(["today", "tomorrow", "fri", "in 2w", "2026-12-24", "2027-02-29", "last monday", "2026-11-16"])
HANDLE = st.builds("{}{}".format, st.sampled_from("FPOE"), st.integers(1, 14))
TEXT = st.sampled_from(
    ["asked about the lease", "", "-x", "'; DROP TABLE contact", "\x1b[31mred", "王", "[/b] :smile:"]
)
ROLE = st.sampled_from(["client", "referrer", "prospect", "colleague", "circle"])


def line(pattern: str, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[list[str]]:
    """Command lines of one shape; each part is one word."""
    made = st.fixed_dictionaries(parts)
    return made.map(lambda values: [word.format(**values) for word in shlex.split(pattern)])


COMMANDS = st.one_of(
    line("add {name} --role {role} --yes", name=st.sampled_from(["Mia Chen", "Wang Li", "Bo"]), role=ROLE),
    line("edit {who} --level {level} --note {text}", who=WHO, level=st.sampled_from("12345"), text=TEXT),
    line("edit {who} --name {text}", who=WHO, text=TEXT),
    line("log {who} {text} --call --on {day}", who=WHO, text=TEXT, day=DAY),
    line(
        "log {who} {text} --meal --with {other} --promise {text} --by {day}", who=WHO, other=WHO, text=TEXT, day=DAY
    ),
    line("log {who} --tried", who=WHO),
    line("log {who} --email --in --next {day}", who=WHO, day=DAY),
    line("log --own {text} --minutes 30", text=TEXT),
    line("done {handle} {text}", handle=HANDLE, text=TEXT),
    line("skip {handle}", handle=HANDLE),
    line("snooze {handle} {day}", handle=HANDLE, day=DAY),
    line("promise add {who} {text}", who=WHO, text=TEXT),
    line("promise keep {handle}", handle=HANDLE),
    line("promise drop {handle}", handle=HANDLE),
    line("refer add {who} {other}", who=WHO, other=WHO),
    line("refer thank 1"),
    line("archive {who} --reason {text}", who=WHO, text=TEXT),
    line("restore {who}", who=WHO),
    line("merge {who} {other} --yes", who=WHO, other=WHO),
    line(
        "cadence set role {role} {cadence}", role=ROLE, cadence=st.sampled_from(["weekly", "every 10 days", "none"])
    ),
    line("cadence preset {preset} --yes", preset=st.sampled_from(["checklist", "quarterly", "abcd"])),
    line("config set capacity {number}", number=st.sampled_from(["0", "3", "mon=8,fri=1", "-1", "x"])),
    line("config set country {place}", place=st.sampled_from(["US", "CN", "XX"])),
    line("config dayoff {day}", day=DAY),
    line(f"import {shlex.quote(str(DATA / 'people.csv'))} --yes"),
    line("undo --yes"),
    line("undo {number} --yes", number=st.integers(1, 40).map(str)),
)
LOOKS = st.sampled_from(
    ["today", "agenda --days 30", "list", "show #1", "history", "find a", "load", "doctor --json"]
)
FINE = {0, 2, 3, 4, 5}


Run = Callable[..., Any]
Export = Callable[[], object]
Places = Callable[[], list[Any]]


def do(run: Run, export: Export, places: Places, words: list[str]) -> None:
    """One command; whatever it comes to, it says so, and refused it changes nothing."""
    before = export()
    ended = run(*words)
    assert ended.code in FINE, (words, ended)
    assert "unexpected" not in ended.err and "Traceback" not in ended.err, (words, ended.err)
    assert ended.code == 0 or export() == before, (words, ended)
    assert places() == [], words


def holds(run: Run, export: Export, places: Places, path: Path, lines: list[list[str]], look: str) -> None:
    """Do the commands, look at the practice, and take all back again; the store is put back afterwards."""
    whole = path.read_bytes()
    try:
        before, entries = export(), len(history(run))
        for words in lines:
            do(run, export, places, words)
        assert run(*look.split()).code == 0
        for entry in history(run)[: len(history(run)) - entries]:
            if not next(each for each in history(run) if each["id"] == entry["id"])["undone"]:
                undone = run("undo", str(entry["id"]), "--yes")
                assert undone.code == 0, undone
        assert export() == before
    finally:
        path.write_bytes(whole)


def history(run: Run) -> list[dict[str, Any]]:
    """All change sets, newest first."""
    found: list[dict[str, Any]] = run("history", "--limit", "10000", "--json").data
    return found


@given(lines=st.lists(COMMANDS, min_size=1, max_size=8), look=LOOKS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_sequence_leaves_a_sound_store_and_can_be_taken_back(
    run: Run, book: Path, export: Export, places: Places, lines: list[list[str]], look: str
) -> None:
    holds(run, export, places, book / "relcadence.db", lines, look)


@pytest.mark.long
@given(lines=st.lists(COMMANDS, min_size=5, max_size=40), look=LOOKS)
@settings(
    max_examples=150, derandomize=False,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
def test_long_sequences_too(
    run: Run, book: Path, export: Export, places: Places, lines: list[list[str]], look: str
) -> None:
    holds(run, export, places, book / "relcadence.db", lines, look)
