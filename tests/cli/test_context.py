"""One run: its day, its streams, its questions, its envelope."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from relcadence.cli.context import Context
from relcadence.cli.envelope import envelope, jsonable
from relcadence.cli.render import Line
from relcadence.errors import NotFound, Refused, UsageProblem

NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("option", "environ", "zone", "day"),
    [
        ("2026-12-24", {"RELCADENCE_TODAY": "2026-11-01"}, "Asia/Shanghai", date(2026, 12, 24)),
        ("", {"RELCADENCE_TODAY": " 2026-11-01 "}, "Asia/Shanghai", date(2026, 11, 1)),
        ("", {"RELCADENCE_TODAY": ""}, "Asia/Shanghai", date(2026, 11, 24)),
        ("", {}, "America/New_York", date(2026, 11, 23)),
        ("", {}, "", NIGHT.astimezone().date()),
    ],
)
def test_today(option: str, environ: dict[str, str], zone: str, day: date) -> None:
    context = Context(environ=environ, now=NIGHT, zone=lambda context: zone)
    if option:
        context.set_today(option)
    assert context.today == day
    assert context.now == NIGHT


def test_the_clock_is_read_once() -> None:
    context = Context(environ={})
    assert context.now is context.now
    assert context.now.tzinfo is UTC


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "13/13"])
def test_a_day_that_is_none(text: str) -> None:
    with pytest.raises(UsageProblem):
        Context().set_today(text)
    with pytest.raises(UsageProblem, match="RELCADENCE_TODAY"):
        _ = Context(environ={"RELCADENCE_TODAY": text}).today


def test_a_zone_is_asked_of_the_store_only_where_one_is(tmp_path: Path) -> None:
    environ = {"RELCADENCE_HOME": str(tmp_path)}
    assert Context(environ=environ, now=NIGHT).today == NIGHT.astimezone().date()
    (tmp_path / "relcadence.db").touch()  # no store, which is for the command to tell
    assert Context(environ=environ, now=NIGHT).today == NIGHT.astimezone().date()


@pytest.mark.parametrize(
    ("argv", "line"),
    [
        (["log", "wang", "--call", "asked about the lease"], "relcadence log wang --call 'asked about the lease'"),
        (["log", "王芳"], "relcadence log '王芳'"),
        (["log", "half \udce7"], "relcadence log 'half ?'"),
        ([], "relcadence"),
    ],
)
def test_the_command_line_for_the_journal(argv: list[str], line: str) -> None:
    assert Context(argv).command_line == line


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sit at a terminal and type that."""
    return lambda text: monkeypatch.setattr(sys, "stdin", Terminal(text))


@pytest.mark.parametrize(
    ("typed", "agreed"), [("y\n", True), ("YES\n", True), ("是\n", True), ("\n", False), ("no\n", False)]
)
def test_confirm_at_a_terminal(
    typing: Callable[[str], None], capsys: pytest.CaptureFixture[str], typed: str, agreed: bool
) -> None:
    typing(typed)
    assert Context().confirm("Erase \x1bWang?") is agreed
    assert capsys.readouterr() == ("", "Erase \ufffdWang? [y/N] ")


def test_confirm_without_anybody_to_ask(
    typing: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    context = Context()
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    with pytest.raises(Refused, match=r"This needs a yes: Erase Wang\?") as refused:
        context.confirm("Erase Wang?")
    assert refused.value.hint == "Add --yes to agree beforehand."
    typing("y\n")
    context.no_input = True
    with pytest.raises(Refused):
        context.confirm("Erase Wang?", hint="Name her number.")
    context.yes = True
    assert context.confirm("Erase Wang?")
    assert capsys.readouterr() == ("", "")


def test_ask(typing: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    context = Context()
    typing("  mon-thu \n\n")
    assert context.ask("Working days?", "mon-fri") == "mon-thu"
    assert context.ask("Working days?", "mon-fri") == "mon-fri"
    with pytest.raises(Refused):
        context.ask("Working days?", "mon-fri")  # the end of the input is no answer
    monkeypatch.setattr(sys, "stdin", io.StringIO("x\n"))
    assert context.ask("Working days?", "mon-fri") == "mon-fri"
    with pytest.raises(Refused):
        context.ask("Your name?")


class Row(NamedTuple):
    name: str
    due_on: date | None


@dataclass(frozen=True)
class Span:
    start: date
    tags: frozenset[str]


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Row("王", date(2026, 3, 15)), {"name": "王", "due_on": "2026-03-15"}),
        ([Row("x", None)], [{"name": "x", "due_on": None}]),
        (Span(date(2026, 1, 2), frozenset({"b", "a"})), {"start": "2026-01-02", "tags": ["a", "b"]}),
        ({1: (True, 2.5, None)}, {"1": [True, 2.5, None]}),
        (NIGHT, "2026-11-23T23:30:00+00:00"),
        (Path("a/b"), "a/b"),
        ((row for row in "ab"), ["a", "b"]),
    ],
)
def test_jsonable(value: Any, plain: Any) -> None:
    assert jsonable(value) == plain


def test_nothing_in_the_envelope_is_obeyed_by_a_terminal() -> None:
    note = "王 \x1b[31m \x9b1m \u202e \u2066 \ud83d"
    text = "".join(envelope("show", None, {"note": note, "rows": iter([note])}, [], []))
    assert text.count(r'"王 \u001b[31m \u009b1m \u202e \u2066 �"') == 2


def test_rows_that_come_one_by_one_are_written_as_they_come() -> None:
    def rows() -> Iterator[Row]:
        for number in range(3):
            asked.append(number)
            yield Row(f"n{number}", date(2026, 1, 2))

    asked: list[int] = []
    data = {"files": [{"rows": rows(), "more": iter(())}], "text": "\0", "also": iter([1])}
    pieces = envelope("import", None, data, [], [])
    text = next(pieces)
    assert not asked
    text += next(pieces)
    assert asked == [0]
    told = [{"name": f"n{number}", "due_on": "2026-01-02"} for number in range(3)]
    assert json.loads(text + "".join(pieces))["data"] == {
        "files": [{"rows": told, "more": []}], "text": "\0", "also": [1],
    }  # fmt: skip


def test_one_envelope_whatever_happens(capsys: pytest.CaptureFixture[str]) -> None:
    context = Context(environ={"RELCADENCE_TODAY": "2026-11-23"})
    context.json, context.command = True, "show"
    context.answer([1], [Line("never seen")])
    context.say("never heard")
    context.warn("odd")
    assert context.fail(NotFound("Nobody.", near=["Wang"])) == 3
    out, err = capsys.readouterr()
    assert err == ""
    assert out == "".join(
        envelope(
            "show", "2026-11-23", [1], ["odd"],
            [{"kind": "not_found", "message": "Nobody.", "hint": "", "near": ["Wang"]}],
        )
    )  # fmt: skip


def test_a_document_goes_out_as_it_is(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    context = Context()
    context.json = True
    context.pour("text\n")
    context.pour(b"\x00bytes\r\n")
    context.finish()
    assert context.fail(NotFound("Nobody.")) == 3
    assert capsysbinary.readouterr() == (b"text\n\x00bytes\r\n", b"Nobody.\n")


def test_odd_configuration_is_warned_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.toml").write_text('colour = "red"\n')
    context = Context(environ={"RELCADENCE_HOME": str(tmp_path)})
    assert context.home is context.home
    assert capsys.readouterr().err == (
        f"warning: {tmp_path}/config.toml has an unknown key “colour”; it is ignored.\n"
    )
