"""All that is measured, in one go: `python -m tests.bench [--books DIR] [--large] [--quick]`.

1. `startup`: the daily commands as multiples of "the program" (a one-command Typer program that opens sqlite3).
2. `work`: calendars, imports, plans, a new store, against their budgets.
3. `growth`: time and memory by size of the book.
4. `peers`: the same book in other programs, where they are installed.

Each can be run by itself (`python -m tests.bench.startup --help`). Only ratios mean something on another machine;
nothing else should run meanwhile. With --large also the book of 100,000 people and 5,000,000 touches, which takes
ten minutes to write.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.bench import growth, peers, startup, work


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--books", type=Path, help="a folder where the books stay for the next time")
    parser.add_argument("--large", action="store_true", help="also the book of 100,000 people")
    parser.add_argument("--quick", action="store_true", help="few runs of each: a first look")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        books = str(given.books or scratch)
        pairs = ["--pairs", "5" if given.quick else str(startup.PAIRS)]
        few = ["--pairs", "1" if given.quick else "3"]
        startup.main(["--books", books, *pairs, *(["--large"] if given.large else [])])
        print()
        work.main(few)
        print()
        sizes = [size for size in growth.SIZES if given.large or size != "100k"]
        growth.main(["--books", books, "--sizes", *sizes])
        print()
        peers.main(["--books", books, *few])


if __name__ == "__main__":
    main()
