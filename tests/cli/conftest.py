"""Small practices, made once through the program's own commands and copied for each test."""

import contextlib
import io
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SETTINGS

DATA = Path(__file__).parent / "data"
EARLIER = "2026-11-02"

# Monday three weeks before the fixed day: these people come in and are spoken with.
PRACTICE = (
    (EARLIER, 'init --yes --set country=US --set capacity=4 --set auto_backup=no'),
    (EARLIER, 'add "Wang Li" --role client --level 2 --org "Harbour Textiles" --phone "+1 212 555 0101" '
     '--email wang.li@harbour.example --alias "Lily Wang" --tag vip --interest sailing'),
    (EARLIER, 'add "Zoë Müller-Łukasz" --role prospect --email Zoe@Muller.example'),
    (EARLIER, 'add 王芳 --role client --handle wechat:fang88 --alias "Fang Wang"'),
    (EARLIER, 'add "José Ortega" --role referrer --phone "+1 212 555 0102" --birthday 1970-11-24'),
    (EARLIER, 'add "Ann Lee" --role colleague --email ann@one.example'),
    (EARLIER, 'add "Ann Lee" --role circle --yes'),
    (EARLIER, 'add "Bo Judge" --role professional --do-not-contact "sits on the bench"'),
    (EARLIER, 'log "wang li" --call "asked about the lease" --minutes 10'),
    (EARLIER, 'log jose --meal "lunch at the pier"'),
    (EARLIER, 'refer add jose "Wang Li"'),
    (EARLIER, 'promise add "wang li" "send the draft" --by 2026-11-23'),
)  # fmt: skip


def play(home: Path, lines: tuple[tuple[str, str], ...]) -> None:
    """Run command lines, each on its day, in a home of their own; a line that fails is an error of the test."""
    from shlex import split

    from relcadence.cli import app
    from relcadence.cli.context import Context

    for today, line in lines:
        words = split(line)
        environ = {**os.environ, **SETTINGS, "RELCADENCE_HOME": str(home), "RELCADENCE_TODAY": today}
        talk = io.StringIO()
        with contextlib.redirect_stdout(talk), contextlib.redirect_stderr(talk):
            code = app.main(words, Context(words, environ=environ))
        assert code == 0, f"{line}: {talk.getvalue()}"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the practice; never changed."""
    home = tmp_path_factory.mktemp("practice") / "home"
    play(home, PRACTICE)
    return home


@pytest.fixture
def book(prepared: Path, isolation: Path) -> Path:
    """This test's own copy of the practice, in the home that the program finds."""
    shutil.copytree(prepared, isolation)
    return isolation


@pytest.fixture(scope="session")
def prepared_empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a store and nobody in it; never changed."""
    home = tmp_path_factory.mktemp("empty") / "home"
    play(home, ((EARLIER, "init --yes --set auto_backup=no"),))
    return home


@pytest.fixture
def empty(prepared_empty: Path, isolation: Path) -> Path:
    """This test's own copy of the store with nobody in it."""
    shutil.copytree(prepared_empty, isolation)
    return isolation


@pytest.fixture
def facts(isolation: Path) -> Callable[[], list[str]]:
    """All that the store holds, journal left out: for asking whether anything was changed."""

    def facts() -> list[str]:
        with contextlib.closing(sqlite3.connect(isolation / "relcadence.db")) as store:
            return [line for line in store.iterdump() if "journal" not in line]

    return facts
