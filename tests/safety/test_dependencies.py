"""What the program stands on: each dependency with a lower bound and its reason, nothing run while installing.

The lower bounds are tried by `pytest -m long tests/safety/test_dependencies.py`, which installs the lowest versions
in an environment of its own. Known holes are looked for with: pipx run pip-audit -r .ci/constraints.txt --no-deps
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
TEXT = (TOP / "pyproject.toml").read_text("utf-8")
PROJECT = tomllib.loads(TEXT)["project"]
LINES = TEXT.splitlines()
EVERYWHERE = [
    *PROJECT["dependencies"],
    *(each for extra in PROJECT["optional-dependencies"].values() for each in extra),
]
RUN_TIME = [*PROJECT["dependencies"], *(
    each for name, extra in PROJECT["optional-dependencies"].items() if name in ("mail", "caldav", "encrypt")
    for each in extra
)]  # fmt: skip


def name_of(requirement: str) -> str:
    return re.split(r"[<>=~!\[ ;]", requirement)[0]


@pytest.mark.parametrize("requirement", sorted(set(EVERYWHERE)))
def test_each_has_a_lower_bound(requirement: str) -> None:
    assert re.search(r">=\d", requirement)


@pytest.mark.parametrize("requirement", sorted(set(RUN_TIME)))
def test_each_of_the_run_time_has_its_reason_above_it(requirement: str) -> None:
    at = next(number for number, line in enumerate(LINES) if f'"{requirement}"' in line)
    assert LINES[at - 1].lstrip().startswith("# ") and len(LINES[at - 1].split()) > 3


def test_the_extras_are_those_that_were_promised() -> None:
    assert set(PROJECT["optional-dependencies"]) == {"mail", "caldav", "encrypt", "test", "check"}


def test_ci_holds_a_version_of_each() -> None:
    held = {
        name_of(line).replace("_", "-").casefold() for line in (TOP / ".ci/constraints.txt").read_text().splitlines()
    }
    wanted = {name_of(each).replace("_", "-").casefold() for each in EVERYWHERE}
    assert wanted - held == set()


def test_nothing_is_run_while_installing() -> None:
    """A static build: no setup.py, no build hooks, nothing of a command of ours."""
    build = tomllib.loads(TEXT)["build-system"]
    assert not (TOP / "setup.py").exists() and not (TOP / "setup.cfg").exists()
    assert build["build-backend"] == "setuptools.build_meta" and "backend-path" not in build
    assert "cmdclass" not in TEXT


@pytest.mark.long
def test_the_lowest_versions_do(tmp_path: Path) -> None:
    """A practice is made, planned, exported and imported with each dependency at its lower bound."""
    lowest = [re.sub(r">=([\d.]+).*", r"==\1", each) for each in PROJECT["dependencies"]]
    python = tmp_path / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path], check=True)
    installed = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", *lowest], capture_output=True, text=True, check=False
    )
    if "No matching distribution" in installed.stderr or "onnection" in installed.stderr:
        pytest.skip("the package index is not there, or has these versions no more")
    assert installed.returncode == 0, installed.stderr
    environ = {**os.environ, "PYTHONPATH": str(TOP), "RELCADENCE_HOME": str(tmp_path / "home"), "NO_COLOR": "1"}

    def run(*words: str) -> str:
        ended = subprocess.run(
            [python, "-m", "relcadence", *words], capture_output=True, text=True, env=environ, check=False
        )
        assert ended.returncode == 0, (words, ended.stderr)
        return ended.stdout

    run("init", "--yes", "--set", "country=US")
    run(
        "add",
        "Wang Li",
        "--role",
        "client",
        "--birthday",
        "lunar:8-15",
        "--phone",
        "+1 212 555 0101",
        "--email",
        "w@l.example",
    )
    run("log", "wang", "--call", "hello")
    for form in ("ics", "vcf", "csv", "json"):
        run("export", form, "-o", str(tmp_path / f"out.{form}"))
    for form in ("vcf", "csv"):
        run("import", str(tmp_path / f"out.{form}"), "--yes")
    assert "Wang Li" in run("today", "--all") + run("agenda", "--days", "30") and "Wang Li" in run("list")
    run("duplicates")
    run("doctor")
