"""How long commands take to start, as multiples of "the program": one Typer command that opens sqlite3 and prints.

Run it by hand on a machine that does little else: `python tests/bench/startup.py [ROW ...]`. CPU seconds of fresh
processes, bytecode compiled, both sides taking turns; each figure is the median of the ratios of 25 pairs.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

PAIRS = 25
TREE = Path(__file__).resolve().parents[2]
YARDSTICK = """
import sqlite3
import typer

app = typer.Typer(add_completion=False)

@app.command()
def main(name: str = "world") -> None:
    connection = sqlite3.connect(":memory:")
    print(name, connection.execute("SELECT 1").fetchone())

app()
"""
RELCADENCE = ["-m", "relcadence"]
# name: (words of the command, further environment, budget)
ROWS: dict[str, tuple[Sequence[str], dict[str, str], float]] = {
    "root --help": (["--help"], {}, 1.4),
    "complete a command": (["to"], {"_RELCADENCE_COMPLETE": "bash"}, 1.4),
    "complete a name": (["show", "wan"], {"_RELCADENCE_COMPLETE": "bash"}, 1.4),
    "help (the spine)": (["help"], {}, 1.25),
    "help --json": (["help", "--json"], {}, 1.25),
}


def main(chosen: Sequence[str]) -> None:
    """Print a table of the chosen rows, or of all."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "yardstick.py").write_text(YARDSTICK)
        home = {"RELCADENCE_HOME": os.environ.get("RELCADENCE_HOME", f"{folder}/home")}
        print(f"{'row':24}{'ratio':>8}{'budget':>8}{'CPU ms':>8}{'the program':>13}")
        for name, (words, env, budget) in ROWS.items():
            if not chosen or name in chosen:
                pairs = measure([*RELCADENCE, *words], {**home, **env}, folder)
                ratio = median(mine / its for mine, its in pairs)
                mine, its = (median(side) * 1000 for side in zip(*pairs, strict=True))
                print(f"{name:24}{ratio:8.2f}{budget:8.2f}{mine:8.1f}{its:13.1f}")


def measure(words: Sequence[str], env: dict[str, str], folder: str) -> list[tuple[float, float]]:
    """CPU seconds of the command and of the yardstick, pair by pair, after one run of each that is not counted."""
    program = ["-c", "import yardstick"]  # imported, so that its bytecode is kept as an installed program's is
    pairs = [(cpu_seconds(words, env), cpu_seconds(program, {"PYTHONPATH": folder})) for _ in range(PAIRS + 1)]
    return pairs[1:]


def cpu_seconds(words: Sequence[str], env: dict[str, str]) -> float:
    """User and system time of one fresh process."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *words], env={**kept, **env}, cwd=TREE, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


if __name__ == "__main__":
    main(sys.argv[1:])
