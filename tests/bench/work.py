"""The budgets of work that is not daily: calendars, imports, plans of many people, a new store.

Run it by hand: `python -m tests.bench.work [--size N] [--pairs N]`. A row is a figure and its budget, smaller is
better; each is measured in fresh processes, by the scripts beside this one.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench import ics
from tests.bench.people import cards, measured, rows, run


class Figure(NamedTuple):
    """What was measured, in the unit of its budget."""

    name: str
    found: float
    budget: float
    unit: str = "x"


def calendars(pairs: int) -> Iterator[Figure]:
    """The writer against icalendar's tree, the same once more, and memory at 100,000 items."""
    found = ics.ratios(pairs)
    yield Figure("export ics, 10,000 items : icalendar", found["export"], 0.7)
    yield Figure("the same, unchanged : icalendar", found["unchanged"], 0.1)
    for count in (10_000, 100_000):
        yield Figure(f"memory of {count:,} items", ics.memory_of(count), 80, "MB")


def imports(size: int, folder: Path) -> Iterator[Figure]:
    """Cards against their parser alone, a table by its rows a second, and what more rows want of memory.

    SQLite keeps changed pages in memory up to 64 MB, which some 40,000 rows fill: from there on it may not grow.
    """
    vcf, table, more, most = (folder / name for name in ("people.vcf", "people.csv", "more.csv", "most.csv"))
    vcf.write_text("".join(cards(size)), encoding="utf-8")
    table.write_text("".join(rows(size)), encoding="utf-8")
    more.write_text("".join(rows(4 * size)), encoding="utf-8")
    most.write_text("".join(rows(10 * size)), encoding="utf-8")
    code = f"import vobject; [each.fn for each in vobject.readComponents(open({str(vcf)!r}, encoding='utf-8'))]"
    parser, _ = measured([sys.executable, "-c", code], folder)
    ours, _ = run(folder / "cards", "import", str(vcf), "--yes")
    yield Figure(f"import of {size:,} vCards : vobject", ours / parser, 1.4)
    seconds, _ = run(folder / "table", "import", str(table), "--yes")
    yield Figure(f"a CSV row, of {size:,}", seconds / size * 1e6, 200, "µs")
    _, large = run(folder / "more", "import", str(more), "--yes")
    _, largest = run(folder / "most", "import", str(most), "--yes")
    yield Figure(f"memory of {10 * size:,} CSV rows : {4 * size:,}", largest / large, 1.2)
    _, peak = run(folder / "plan", "import", str(most), "--dry-run", "--json")
    yield Figure(f"memory of the plan of {10 * size:,} rows as JSON", peak, 64, "MB")
    _, peak = run(folder / "most", "undo", "--yes")
    yield Figure(f"memory of taking {10 * size:,} rows back", peak, 150, "MB")
    _, peak = run(folder / "most", "undo", "--redo", "--yes")
    yield Figure(f"memory of bringing them again, {10 * size:,} rows", peak, 150, "MB")


def plans() -> Iterator[Figure]:
    """A plan of 100,000 people: their open slots, and all windows of twelve weeks."""
    for name, weeks, later, seconds, megabytes in (
        ("open slots of 100,000", 6, False, 1.0, 150),
        ("12 weeks of 100,000", 12, True, 5.0, 400),
    ):
        words = [sys.executable, "-m", "tests.bench.planner", "100000", str(weeks), "8", str(later)]
        told = subprocess.run(words, check=True, capture_output=True, text=True).stdout.replace(",", "").split()
        yield Figure(f"plan, {name}", float(told[3]) / 1000, seconds, "s")
        yield Figure(f"plan, {name}", float(told[6]), megabytes, "MB")


def stores(folder: Path) -> Iterator[Figure]:
    """What loads SQLModel, against bare Python."""
    alone = min(measured([sys.executable, "-c", "pass"], folder)[0] for _ in range(5))
    made = min(run(folder / f"home{at}", "init", "--yes")[0] for at in range(3))
    yield Figure("init : bare Python", made / alone, 45)


def figures(size: int, pairs: int) -> Iterator[Figure]:
    """All rows."""
    with tempfile.TemporaryDirectory() as name:
        yield from stores(Path(name))
        yield from imports(size, Path(name))
    yield from calendars(pairs)
    yield from plans()


def main(words: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000, help="cards and rows to import")
    parser.add_argument("--pairs", type=int, default=3)
    given = parser.parse_args(words)
    print(f"{'row':46}{'found':>10}{'budget':>10}")
    for each in figures(given.size, given.pairs):
        verdict = "ok" if each.found <= each.budget else "OVER"
        print(f"{each.name:46}{each.found:10.2f}{each.budget:10.2f} {each.unit:3}{verdict:>5}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
