"""How far long work has come: told on a terminal alone, rewritten in place, wiped at the end."""

import io
from threading import Event
from types import SimpleNamespace

import pytest

from relcadence.cli.progress import progress, working


class Terminal(io.StringIO):
    """A stream that says it is a terminal, and tells when something was put on it."""

    def __init__(self) -> None:
        super().__init__()
        self.told = Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        written = super().write(text)
        self.told.set()
        return written

    def shown(self) -> list[str]:
        return self.getvalue().split("\r")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    made = Terminal()
    monkeypatch.setattr("relcadence.cli.progress.sys", SimpleNamespace(stderr=made))
    return made


def test_what_has_a_count_is_counted(terminal: Terminal) -> None:
    assert list(progress(range(1000), "Reading")) == list(range(1000))
    lines = terminal.shown()
    assert lines[1:4] == ["Reading 0 / 1,000 (0 %)", "Reading 100 / 1,000 (10 %)", "Reading 200 / 1,000 (20 %)"]
    assert lines[-1] == "\x1b[K"


def test_few_items_are_not_worth_a_line(terminal: Terminal) -> None:
    assert len(list(progress(range(499), "Reading"))) == 499
    assert terminal.getvalue() == ""


def test_work_that_is_given_up_leaves_no_line(terminal: Terminal) -> None:
    items = progress(range(1000), "Reading")
    next(items)
    items.close()
    assert terminal.shown()[-1] == "\x1b[K"


def test_what_has_no_count_tells_the_seconds(terminal: Terminal) -> None:
    with working("Checking", every=0.01):
        assert terminal.told.wait(30)
    assert terminal.shown()[1].startswith("Checking … ")
    assert terminal.shown()[-1] == "\x1b[K"


def test_what_takes_no_second_tells_nothing(terminal: Terminal) -> None:
    with working("Checking", every=3600):
        pass
    assert terminal.getvalue() == ""


def test_where_nobody_looks_on_nothing_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    assert len(list(progress(range(1000), "Reading"))) == 1000
    with working("Checking", every=0):
        pass
    assert capfd.readouterr() == ("", "")
