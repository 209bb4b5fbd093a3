"""How much CPU commands take, as multiples of "the program": one Typer command that opens sqlite3 and prints.

Run it by hand on a machine that does little else: `python -m tests.bench.startup [ROW ...] [--books DIR] [--large]`;
a ROW is the beginning of a name. CPU seconds of fresh processes, bytecode compiled, both sides taking turns; each
figure is the median of the ratios of 25 pairs. A row that writes has a copy of its book and never the same contact
twice. On a terminal, "the program" prints a Rich table of as many lines as `today` does.
"""

from __future__ import annotations

import argparse
import os
import pty
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple

from relcadence.store.create import schema_of, schema_statements
from tests.bench.book import STORE, TODAY, Book, write

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
TABLE = """
import sqlite3
import typer

app = typer.Typer(add_completion=False)

@app.command()
def main(rows: int = 20) -> None:
    from rich.console import Console
    from rich.table import Table

    connection = sqlite3.connect(":memory:")
    table = Table(box=None)
    for title in ("", "Who", "Why", "How", "Last touch"):
        table.add_column(title)
    for at in range(rows):
        number = connection.execute("SELECT ?", (at,)).fetchone()[0]
        table.add_row(f"F{number}", "Ada Alderberg", "monthly, 31 days since the last touch",
                      "e-mail ada@post.example", "2026-10-23 call: sent the draft")
    Console().print(table)

app()
"""
RELCADENCE = ("-m", "relcadence")
BOOKS = {"1k": Book(1_000, 20_000), "10k": Book(10_000, 1_000_000)}
# As many yearly rhythms as in the middle one: what is due stays the same, the store grows.
LARGE = {"100k": Book(100_000, 5_000_000, yearly=4_500)}
COMPLETE = {"_RELCADENCE_COMPLETE": "bash"}
TERMINAL = {"TERM": "xterm-256color", "COLUMNS": "120"}


class Run(NamedTuple):
    """One process to be measured: the words after `python`, and what its environment has besides."""

    words: Sequence[str]
    env: Mapping[str, str] = {}
    terminal: bool = False


class Row(NamedTuple):
    """A row of the table: our side by number of the run (from 0), the other side, and the budget for the ratio."""

    name: str
    ours: Callable[[int], Run]
    other: Run
    budget: float


class Target(NamedTuple):
    """A contact of a book to do something with: the name, and the handle of the open slot."""

    name: str
    handle: str


def main(words: Sequence[str]) -> None:
    """Print a table of the chosen rows, or of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW")
    parser.add_argument("--books", type=Path, help="a folder where the books stay for the next time")
    parser.add_argument("--large", action="store_true", help="also the book of 100,000 (takes minutes)")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        (scratch / "yardstick.py").write_text(YARDSTICK)
        (scratch / "table.py").write_text(TABLE)
        sizes = BOOKS | (LARGE if given.large else {})
        print(f"{'row':30}{'ratio':>8}{'budget':>8}{'':>6}{'CPU ms':>8}{'the other':>11}")
        for row in rows(scratch, given.books or scratch / "books", sizes, given.rows, given.pairs):
            print(line(row, given.pairs), flush=True)


def rows(scratch: Path, books: Path, sizes: Mapping[str, Book], chosen: Sequence[str], pairs: int) -> Iterator[Row]:
    """The chosen rows, those without a book first; a book is written when its first row comes."""

    def wanted(name: str) -> bool:
        return not chosen or any(name.startswith(each) for each in chosen)

    program = Run(["-c", "import yardstick"], {"PYTHONPATH": str(scratch)})
    empty = {"RELCADENCE_HOME": os.environ.get("RELCADENCE_HOME", str(scratch / "home"))}
    yield from (row for row in rows_without_book(program, empty) if wanted(row.name))
    for size, book in sizes.items():
        if any(wanted(f"{name} {size}") for name in BOOK_ROWS):
            home = home_of(books / size, book)
            made = rows_of_book(scratch, home, size, program, pairs)
            yield from (row for row in made if wanted(row.name))
    if "100k" in sizes and wanted("today --json 100k : 1k"):
        large, small = (today_json(books / size) for size in ("100k", "1k"))
        yield Row("today --json 100k : 1k", lambda at: large, small, 1.3)


def rows_without_book(program: Run, env: Mapping[str, str]) -> Iterator[Row]:
    """Rows that need no store."""
    for name, words, more, budget in (
        ("root --help", ["--help"], {}, 1.4),
        ("complete a command", ["to"], COMPLETE, 1.4),
        ("help (the spine)", ["help"], {}, 1.25),
        ("help --json", ["help", "--json"], {}, 1.25),
    ):
        yield Row(name, same(Run([*RELCADENCE, *words], {**env, **more})), program, budget)


BOOK_ROWS = (
    "today --json", "today --count", "today on a terminal", "complete a name", "show", "list --role client", "log",
    "done", "snooze",
)  # fmt: skip


def rows_of_book(scratch: Path, home: Path, size: str, program: Run, pairs: int) -> Iterator[Row]:
    """The rows of one book, each name with the size behind."""
    env = environment(home)
    found = targets(home / STORE, pairs + 1)
    first = found[0].name
    printed = subprocess.run(
        [sys.executable, *RELCADENCE, "today"], env={**os.environ, **env}, cwd=TREE, check=True, capture_output=True
    ).stdout.count(b"\n")
    table = Run(["-c", "import table", "--rows", str(printed)], {**program.env, **TERMINAL}, terminal=True)
    screen = Run([*RELCADENCE, "today"], {**env, **TERMINAL}, terminal=True)
    yield Row(f"today --json {size}", same(today_json(home)), program, 1.7)
    yield Row(f"today --count {size}", same(Run([*RELCADENCE, "today", "--count"], env)), program, 1.7)
    yield Row(f"today on a terminal {size}", same(screen), table, 1.5)
    complete = Run([*RELCADENCE, "show", first[:3]], {**env, **COMPLETE})
    yield Row(f"complete a name {size}", same(complete), program, 1.4)
    yield Row(f"show {size}", same(Run([*RELCADENCE, "show", first], env)), program, 1.7)
    listed = Run([*RELCADENCE, "list", "--json", "--role", "client"], env)
    yield Row(f"list --role client {size}", same(listed), program, 1.7)
    for name, words_for in WRITES.items():
        with tempfile.TemporaryDirectory(dir=scratch) as copy:
            shutil.copy(home / STORE, copy)
            os.sync()  # so that the command's own fsync does not pay for the copy
            yield Row(f"{name} {size}", writing(words_for, found, environment(Path(copy))), program, 1.9)


WRITES: dict[str, Callable[[Target], list[str]]] = {
    "log": lambda target: ["log", target.name, "asked about the lease", "--call"],
    "done": lambda target: ["done", target.handle, "asked about the lease"],
    "snooze": lambda target: ["snooze", target.handle, "1w"],
}


def writing(
    words_for: Callable[[Target], list[str]], found: list[Target], env: Mapping[str, str]
) -> Callable[[int], Run]:
    """Our side of a row that writes: another contact each time."""
    return lambda at: Run([*RELCADENCE, *words_for(found[at])], env)


def same(run: Run) -> Callable[[int], Run]:
    """Our side of a row whose runs are all alike."""
    return lambda at: run


def today_json(home: Path) -> Run:
    """`today --json` on the book in that folder."""
    return Run([*RELCADENCE, "today", "--json"], environment(home))


def environment(home: Path) -> dict[str, str]:
    """The home and the day of a book."""
    return {"RELCADENCE_HOME": str(home), "RELCADENCE_TODAY": TODAY.isoformat()}


def home_of(home: Path, book: Book) -> Path:
    """The folder with that book, written if it is not there or has another schema by now."""
    path = home / STORE
    if path.exists() and not is_current(path):
        path.unlink()
    if not path.exists():
        print(f"writing a book of {book.size:,} people and {book.touches:,} touches …", file=sys.stderr)
        write(home, book)
    return home


def is_current(path: Path) -> bool:
    """True if the store has the tables of the tree."""
    wanted = {" ".join(statement.split()) for statement in schema_statements()}
    with closing(sqlite3.connect(path)) as connection:
        return wanted <= set(schema_of(connection))


def targets(store: Path, count: int) -> list[Target]:
    """Contacts on short rhythms, with a slot of their own and a name nobody else has."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        found = connection.execute(
            "SELECT c.name, 'F' || d.slot_id FROM due d JOIN contact c ON c.id = d.contact_id "
            "WHERE d.account_id IS NULL AND c.cadence = '' "
            "AND (SELECT count(*) FROM contact o WHERE o.name = c.name) = 1 ORDER BY c.id LIMIT ?",
            (count,),
        )
        return [Target(*each) for each in found]


def line(row: Row, pairs: int) -> str:
    """A row as it is printed: the median ratio, its budget, and CPU milliseconds of both sides."""
    found = measure(row, pairs)
    ratio = median(ours / other for ours, other in found)
    ours, other = (median(side) * 1000 for side in zip(*found, strict=True))
    verdict = "ok" if ratio <= row.budget else "OVER"
    return f"{row.name:30}{ratio:8.2f}{row.budget:8.2f}{verdict:>6}{ours:8.1f}{other:11.1f}"


def measure(row: Row, pairs: int) -> list[tuple[float, float]]:
    """CPU seconds of both sides, pair by pair, after one run of each that is not counted."""
    return [(cpu_seconds(row.ours(at)), cpu_seconds(row.other)) for at in range(pairs + 1)][1:]


def cpu_seconds(run: Run) -> float:
    """User and system time of one fresh process; raises if it fails."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    words, env = [sys.executable, *run.words], {**kept, **run.env}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.terminal:
        on_terminal(words, env)
    else:
        subprocess.run(words, env=env, cwd=TREE, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def on_terminal(words: Sequence[str], env: Mapping[str, str]) -> None:
    """Run a process whose stdout is a pseudo-terminal, reading what it writes."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(words, env=env, cwd=TREE, stdout=theirs)
    os.close(theirs)
    with suppress(OSError):  # the end of a pseudo-terminal is an error on Linux
        while os.read(ours, 65536):
            pass
    os.close(ours)
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, words)


if __name__ == "__main__":
    main(sys.argv[1:])
