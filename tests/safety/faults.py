"""Bad days, played: a command in a forked child whose calls that write are counted, ended, torn or refused.

The library `preload.c` does it, so what runs is the program as it is. One rule: a child says nothing about itself;
what it left is read afterwards, by somebody who knows nothing of it.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib
import io
import os
import pkgutil
import random
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import SETTINGS

SOURCE = Path(__file__).with_name("preload.c")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
COUNT, KILL, TEAR, FAIL_ONCE, FAIL_ON = range(5)
BAD_STORE = "bad"


class Ended(NamedTuple):
    """How a child ended: its exit code (-9 where it was killed), the calls that write, and all it printed."""

    code: int
    calls: int
    said: str


def build(folder: Path) -> Path | None:
    """The library, built in the folder; None where there is no C compiler."""
    library = folder / "preload.so"
    compiler = shutil.which("cc")
    if not library.exists() and compiler:
        words = [compiler, "-O1", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
        subprocess.run(words, check=True, capture_output=True)
    return library if library.exists() else None


def with_faults(module: str, words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a module of this folder under the library; its words and what it prints are its own."""
    env = {**os.environ, "LD_PRELOAD": str(build(folder)), "PYTHONPATH": str(SOURCE.parents[2])}
    return subprocess.run(
        [sys.executable, "-m", f"tests.safety.{module}", *words], env=env, capture_output=True, text=True, check=False
    )


def under_faults() -> None:
    """Start this program over under the library, unless it runs so already."""
    if "preload.so" in os.environ.get("LD_PRELOAD", ""):
        return
    import tempfile

    library = build(Path(tempfile.mkdtemp(prefix="faults-")))
    if library is None:
        sys.exit("This needs a C compiler.")
    words = [sys.executable, "-m", sys.modules["__main__"].__spec__.name, *sys.argv[1:]]  # type: ignore[union-attr]
    os.execve(sys.executable, words, {**os.environ, "LD_PRELOAD": str(library)})


def warm_up() -> None:
    """Import all of the program, so that no child has to."""
    import relcadence

    for found in pkgutil.walk_packages(relcadence.__path__, "relcadence."):
        if not found.name.endswith("__main__"):
            with contextlib.suppress(ImportError):  # some need what only an extra installs
                importlib.import_module(found.name)
    for name in ("holidays", "holidays.countries.united_states", "phonenumbers", "rapidfuzz.fuzz", "vobject"):
        importlib.import_module(name)


def play(
    home: Path, words: list[str], how: int = COUNT, at: int = 0, *, reason: int = 0, notes: Path | None = None,
    setup: Callable[[], object] | None = None, stdin: str = "", seed: int = 0,
) -> Ended:  # fmt: skip
    """Run one command line in a child; the fault strikes at the call of number `at`, from 1."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _be_the_child(home, words, how, at, reason, notes, setup, stdin, seed, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read().decode(errors="replace")
    _, status = os.waitpid(child, 0)
    said, _, calls = said.partition("\0")  # a child that was killed counts no more
    code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    return Ended(code, int(calls or 0), said)


def _be_the_child(
    home: Path, words: list[str], how: int, at: int, reason: int, notes: Path | None,
    setup: Callable[[], object] | None, stdin: str, seed: int, writing: int,
) -> None:  # fmt: skip
    """Never returns."""
    code = 99
    out = io.TextIOWrapper(os.fdopen(writing, "wb", buffering=0), "utf-8", errors="replace", write_through=True)
    library = ctypes.CDLL(os.environ["LD_PRELOAD"])
    try:
        from relcadence.cli import app
        from relcadence.cli.context import Context

        signal.alarm(60)
        os.urandom = random.Random(f"{words}{seed}").randbytes  # type: ignore[assignment]  # the same identities in every run
        os.environ.update(SETTINGS, RELCADENCE_HOME=str(home))
        if setup:
            setup()
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            library.fault_arm(str(home.parent).encode(), at, how, reason, str(notes or "").encode())
            code = app.main(words, Context(words, now=NOW))
    except BaseException:
        traceback.print_exc(file=out)
    finally:
        out.write(f"\0{library.fault_passed()}")
        os._exit(code)


def copy(source: Path, target: Path) -> Path:
    """A fresh copy of a prepared folder."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target


def prepare(home: Path, lines: tuple[tuple[str, str], ...]) -> None:
    """Make a home by command lines, each on its day; all must go well."""
    home.parent.mkdir(parents=True, exist_ok=True)
    for today, line in lines:
        ended = play(home, shlex.split(line), setup=lambda day=today: os.environ.update(RELCADENCE_TODAY=day))
        assert ended.code == 0, (line, ended.said)


def states(folder: Path) -> dict[str, str]:
    """What lies in a folder, file by file: the store as its export, copies whole or bad, other files by content.

    What a command was writing beside and did not finish is hidden, and left out.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_dir() or path.name.startswith(".") or path.name.endswith("-journal"):
            continue
        if path.name == "state.db":
            found[name] = of_state(path)
        elif path.suffix == ".db":
            found[name] = of_store(path)
        else:
            found[name] = _digest(path.read_bytes())
    return found


def states_of(disk: tuple[dict[str, bytes], set[str]], folder: Path) -> dict[str, str]:
    """What lies on a disk (files and folders by path), put where it was."""
    shutil.rmtree(folder, ignore_errors=True)
    files, folders = disk
    for each in sorted(folders):
        Path(each).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content)
    return states(folder)


def of_store(path: Path) -> str:
    """The facts and the history of a store, as one digest; BAD_STORE and why, where it is not whole."""
    import json

    from relcadence.errors import RelcadenceError
    from relcadence.store import backup, reading
    from relcadence.store.queries import facts

    try:
        backup.verify(path)
        store = reading.open(path)
        with contextlib.closing(store):
            known = facts.facts(store)
            history = store.rows("SELECT id, title, undoes FROM journal ORDER BY id")
            return _digest(json.dumps([known, history], ensure_ascii=False).encode())
    except (RelcadenceError, sqlite3.Error) as error:
        return f"{BAD_STORE}: {error}"


def of_state(path: Path) -> str:
    """What was handed out, as one digest; "" where nothing was."""
    if not path.stat().st_size:
        return ""
    try:
        with contextlib.closing(sqlite3.connect(path)) as state:
            if (wrong := state.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                return f"{BAD_STORE}: {wrong}"
            tables = [name for (name,) in state.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            rows = {name: sorted(map(repr, state.execute(f"SELECT * FROM {name}"))) for name in sorted(tables)}
            filled = {name: held for name, held in rows.items() if held}
            return _digest(repr(filled).encode()) if filled else ""
    except sqlite3.Error as error:
        return f"{BAD_STORE}: {error}"


def note_transactions(into: Path) -> None:
    """From now on every committed change of a store, and every store made, leaves a line: the state it is in then."""
    from relcadence.store import connection, create

    plain, plainly = connection.transaction, create.create

    @contextlib.contextmanager
    def noted(path: Path, now: datetime) -> Iterator[sqlite3.Connection]:
        with plain(path, now) as opened:
            yield opened
        with into.open("a") as lines:
            lines.write(of_store(path) + "\n")

    def made(path: Path, *filled: Any) -> None:
        plainly(path, *filled)
        with into.open("a") as lines:
            lines.write(of_store(path) + "\n")

    connection.transaction, create.create = noted, made


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
