"""Undo over sequences of real commands: each gives back the export as it was, byte for byte, and a redo what came."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from shlex import split

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relcadence.cli import app
from relcadence.cli.context import Context
from tests.cli.conftest import play
from tests.conftest import SETTINGS
from tests.safety.outputs import ACTS, PRACTICE, TODAY

# What touches no fact, or can't be undone by rule, is not drawn.
NOT_DRAWN = {"undo", "erase", "backup", "backup daily", "backup restore", "doctor", "init", "report", "digest",
             "share professionals", "prune file", "cards csv", "import"}  # fmt: skip
LINES = sorted(
    line for leaf, lines in ACTS.items() for line in lines if leaf not in NOT_DRAWN and not leaf.startswith("export")
)
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


class Practice:
    """A home in which command lines are run one after the other; what is refused changes nothing."""

    def __init__(self, home: Path) -> None:
        self.environ = {**os.environ, **SETTINGS, "RELCADENCE_HOME": str(home), "RELCADENCE_TODAY": TODAY}

    def run(self, line: str) -> tuple[int, str]:
        words = split(line)
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            code = app.main(words, Context(words, environ=self.environ))
        return code, out.getvalue()

    def export(self) -> str:
        """All facts, as `export json` gives them out."""
        from relcadence.store import reading
        from relcadence.store.queries.facts import facts

        store = reading.open(Path(self.environ["RELCADENCE_HOME"]) / "relcadence.db")
        try:
            return repr(facts(store))
        finally:
            store.close()


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("begun") / "home"
    play(home, PRACTICE)
    return home


@pytest.fixture
def practices(begun: Path, tmp_path: Path) -> Iterator[Callable[[], Practice]]:
    made = (tmp_path / str(number) for number in count())

    def make() -> Practice:
        home = next(made)
        shutil.copytree(begun, home)
        return Practice(home)

    yield make


def carry_out(practice: Practice, lines: list[str]) -> list[str]:
    """Run the lines; the states before each that changed something, and the last."""
    states = [practice.export()]
    for line in lines:
        code, _out = practice.run(line)
        state = practice.export()
        assert code == 0 or state == states[-1], line
        if state != states[-1]:
            states.append(state)
    return states


def back_and_forth(practice: Practice, lines: list[str]) -> None:
    states = carry_out(practice, lines)
    for before in reversed(states[:-1]):
        assert practice.run("undo")[0] == 0
        assert practice.export() == before
    for after in states[1:]:
        assert practice.run("undo --redo")[0] == 0
        assert practice.export() == after
    for before in reversed(states[:-1]):
        assert practice.run("undo")[0] == 0
        assert practice.export() == before


@settings(max_examples=6, suppress_health_check=SLOW)
@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=10))
def test_undo_and_redo_over_any_sequence(practices: Callable[[], Practice], lines: list[str]) -> None:
    back_and_forth(practices(), lines)


@pytest.mark.long
@settings(max_examples=300, suppress_health_check=SLOW)
@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=25))
def test_undo_and_redo_over_many_sequences(practices: Callable[[], Practice], lines: list[str]) -> None:
    back_and_forth(practices(), lines)


@settings(max_examples=6, suppress_health_check=SLOW)
@given(st.lists(st.sampled_from(LINES), min_size=3, max_size=10), st.integers(0, 9))
def test_undo_of_one_in_the_middle_is_whole_or_not_at_all_and_comes_back(
    practices: Callable[[], Practice], lines: list[str], which: int
) -> None:
    import json

    practice = practices()
    carry_out(practice, lines)
    before = practice.export()
    entries = [each for each in json.loads(practice.run("history --json")[1])["data"] if each["id"]]
    chosen = entries[which % len(entries)]["id"]
    code, _out = practice.run(f"undo {chosen} --yes")
    if code:
        assert code == 5 and practice.export() == before
    else:
        assert practice.run("undo --redo")[0] == 0
        assert practice.export() == before


@pytest.mark.parametrize("line", LINES)
def test_each_command_alone(practices: Callable[[], Practice], line: str) -> None:
    back_and_forth(practices(), [line])
