"""A new home says what to do next, word for word as it can be typed, and stops saying so once it was done."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Result

NOBODY = "Nobody is in the book yet. Bring people in: relcadence import FILE, or relcadence add NAME"
FIRST_TOUCH = 'When you have spoken with somebody: relcadence log NAME --call "what was said"'


@pytest.mark.parametrize("words", ["today", "agenda", "week", "list", "load", "checklist", "digest", "list --tag x"])
def test_without_people_it_says_how_to_bring_them_in(run: Callable[..., Result], empty: Path, words: str) -> None:
    assert NOBODY in " ".join(run(*words.split()).out.split())


@pytest.mark.parametrize(
    "words",
    [
        "promise", "refer", "cards", "event", "group", "article", "service", "client-plan", "research", "matter",
        "occasion", "pyramid", "stats touches", "stats prospects", "stats referrers", "backup list", "find x",
        "schedule",
    ],
)  # fmt: skip
def test_an_empty_list_names_the_command_that_fills_it(run: Callable[..., Result], empty: Path, words: str) -> None:
    ended = run(*words.split())
    assert ended.code == 0
    assert re.search(r"\brelcadence [a-z]", ended.out), ended.out


def test_no_command_is_named_in_quotes_that_a_shell_does_not_know() -> None:
    from relcadence import __file__ as package

    for path in Path(package).parent.glob("cli/**/*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not re.search(r": relcadence [^`\"']*“", line), (path.name, line)


def test_the_hint_on_the_first_touch_goes_with_it(run: Callable[..., Result], empty: Path) -> None:
    run("add", "Bo Li", "--role", "client")
    assert run("today").out.splitlines()[-1] == FIRST_TOUCH
    assert run("list", "--tag", "x").out == "Nobody fits. All people: relcadence list\n"
    run("log", "bo", "--call")
    assert FIRST_TOUCH not in run("today").out
    run("undo")
    assert FIRST_TOUCH in run("today").out
