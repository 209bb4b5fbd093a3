"""What every test stands on: a home of its own, a fixed day, and two ways to run the program."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings
from pexpect import TIMEOUT

TODAY = "2026-11-23"  # a Monday
SETTINGS = {"NO_COLOR": "1", "COLUMNS": "80", "RELCADENCE_TODAY": TODAY, "LANG": "C.UTF-8"}

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


class Result(NamedTuple):
    """How a run ended: exit code, data, talk."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The envelope on stdout, which fits the schema of its command."""
        from tests.schemas import fitting

        return fitting(json.loads(self.out))

    @property
    def data(self) -> Any:
        """The data of the envelope."""
        return self.json["data"]


@pytest.fixture(autouse=True)
def isolation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in a temporary folder, no colour, 80 columns, the day fixed. Gives the home's path."""
    for name in ("LC_ALL", "LC_MESSAGES", "FORCE_COLOR", "PYTHONIOENCODING", "_RELCADENCE_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    for name, value in {**SETTINGS, "RELCADENCE_HOME": str(home)}.items():
        monkeypatch.setenv(name, value)
    return home


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the program in this process: `run("log", "wang", "--call", stdin="…", today="2026-12-01")`."""

    def run(*args: str | Path, stdin: str | bytes | None = None, today: str | None = None) -> Result:
        from relcadence.cli import app

        content = stdin.encode() if isinstance(stdin, str) else stdin or b""
        out, err = _stream(), _stream()
        with monkeypatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            patch.setattr(sys, "stdin", _stream(content))
            if today:
                patch.setenv("RELCADENCE_TODAY", today)
            code = app.main([str(arg) for arg in args])
        return Result(code, _written(out), _written(err))

    return run


@pytest.fixture
def run_process() -> Callable[..., Result]:
    """Run the program as a process of its own, with `env` over the present environment (None removes)."""

    def run_process(*args: str | Path, stdin: str = "", env: dict[str, str | None] | None = None) -> Result:
        ended = subprocess.run(
            [sys.executable, "-m", "relcadence", *map(str, args)],
            input=stdin, capture_output=True, encoding="utf-8", env=environment(env), check=False,
        )  # fmt: skip
        return Result(ended.returncode, ended.stdout, ended.stderr)

    return run_process


def environment(changes: dict[str, str | None] | None = None) -> dict[str, str]:
    """The present environment with some variables changed, or removed by None."""
    merged = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **(changes or {})}
    return {name: value for name, value in merged.items() if value is not None}


def interrupt(child: Any, said: Any) -> None:
    """Press Ctrl-C in a terminal (pexpect) until that is said.

    A signal between the question and the read that waits for the answer is seen by Python only at the next one.
    """
    for _ in range(20):
        child.sendintr()
        if child.expect([said, TIMEOUT], timeout=1) == 0:
            return
    raise AssertionError(f"Ctrl-C is not heard: {child.before}")


def _stream(content: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", errors="replace", newline="")


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
