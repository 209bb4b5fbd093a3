"""How time and memory grow with the book: 1,000 to 100,000 people, with 20 to 100 touches each.

Run it by hand: `python -m tests.bench.growth --books DIR [--sizes 1k 10k] [WORD ...]`; a WORD is a command of the
table. Each figure is of one fresh process on a copy of the book: CPU seconds, and the most memory in megabytes. An
import is of a CSV file of as many new people into an empty book. What fails is told in its row, and the rest goes on.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.book import STORE, Book
from tests.bench.people import measured, rows, run
from tests.bench.startup import BOOKS, LARGE, home_of, targets

SIZES = {"1k": BOOKS["1k"], "10k20": Book(10_000, 200_000), "10k": BOOKS["10k"], "100k": LARGE["100k"]}
COMMANDS: dict[str, Sequence[str]] = {
    "today": ("today", "--json"),
    "log": ("log", "{name}", "asked about the lease", "--call"),
    "find": ("find", "spoke", "spring"),
    "plan": ("agenda", "--days", "42", "--json"),
    "load": ("load", "--json"),
    "checklist": ("checklist", "--json"),
    "audit": ("checklist", "audit", "articles", "--json"),
    "pyramid": ("pyramid", "--json"),
    "prune": ("prune", "--json"),
    "digest": ("digest",),
    "stats": ("stats", "--json"),
    "report": ("report", "-o", "{folder}/report.html"),
    "export ics": ("export", "ics", "-o", "{folder}/out.ics"),
    "export csv": ("export", "csv", "-o", "{folder}/out.csv"),
    "export vcf": ("export", "vcf", "-o", "{folder}/out.vcf"),
    "export json": ("export", "json", "-o", "{folder}/out.json"),
    "import": ("import", "{folder}/people.csv", "--yes"),
}


def costs(home: Path, book: Book, chosen: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Command, with CPU seconds and megabytes or with what it failed of, on a copy of the book in `home`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = folder / "home"
        copy.mkdir()
        shutil.copy(home / STORE, copy)
        values = {"name": targets(home / STORE, 1)[0].name, "folder": name}
        for command, words in COMMANDS.items():
            if chosen and command not in chosen:
                continue
            if command == "import":
                (folder / "people.csv").write_text("".join(rows(book.size)), encoding="utf-8")
            said = [word.format(**values) for word in words]
            try:
                seconds, peak = run(folder / "new" if command == "import" else copy, *said)
            except SystemExit as failed:
                yield command, f"  {failed}"
            else:
                yield command, f"{seconds:9.2f}{peak:7.0f}"


def main(words: Sequence[str]) -> None:
    """Print the table, size by size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commands", nargs="*", metavar="WORD")
    parser.add_argument("--books", type=Path, required=True, help="a folder where the books stay for the next time")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    given = parser.parse_args(words)
    alone = min(measured([sys.executable, "-c", "pass"], given.books)[0] for _ in range(5))
    print(f"bare Python {alone:.3f} s")
    print(f"{'people':>10}{'touches':>12}  {'command':14}{'CPU s':>9}{'MB':>7}")
    for size in given.sizes:
        book = SIZES[size]
        for command, cost in costs(home_of(given.books / size, book), book, given.commands):
            print(f"{book.size:10,}{book.touches:12,}  {command:14}{cost}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
