"""Measures people in and out: import of cards and tables, search, export; figures, never a test.

Run it by hand: `python tests/bench/people.py 10000`, with `--home DIR` (a book of tests/bench/book.py) for search.
Times are CPU seconds of a fresh process; peaks are of its memory.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.book import Book

SEARCHES = (
    ["lease"],
    ["spoke of the sale"], ["spoke", "spring"], ["王"], ["josé"], ["role:client", "silent:>30d"], ["xyzzy"],
)  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]


def run(home: Path, *words: str) -> tuple[float, float]:
    """Run the program in a home: CPU seconds and the most megabytes."""
    return measured([sys.executable, "-m", "relcadence", *words], home)


# The most memory of a process counts what the one that started it held, so a small one starts it.
STARTER = """
import os, sys
pid = os.spawnvp(os.P_NOWAIT, sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(pid, 0)
with open(sys.argv[1], "w") as told:
    print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, file=told)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def measured(command: list[str], home: Path) -> tuple[float, float]:
    """Run a command: CPU seconds and the most megabytes of it."""
    environ = {**os.environ, "RELCADENCE_HOME": str(home), "RELCADENCE_TODAY": "2026-11-23", "PYTHONPATH": str(ROOT)}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.NamedTemporaryFile("r") as told:
        done = subprocess.run(
            [sys.executable, "-S", "-E", "-c", STARTER, told.name, *command],
            env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}: {done.stderr.decode()}")
        seconds, kilobytes = map(float, told.read().split())
    return seconds, kilobytes / 1024


def cards(size: int) -> Iterator[str]:
    """vCards of made-up people, with the properties that address books write."""
    for at, each in enumerate(Book(size, 0).people()):
        given, _, family = each.name.rpartition(" ")
        lines = [f"N:{family};{given};;;", f"FN:{each.name}", "TITLE:Partner"]
        lines += [f"ORG:{each.organisation};"] if each.organisation else []
        lines += [f"EMAIL;type=INTERNET;type=WORK:{way.value}" for way in each.reach if way.kind == "email"]
        lines += [f"item1.EMAIL;type=INTERNET:{at}@home.example", "item1.X-ABLabel:private"]
        lines += [f"TEL;type=CELL;type=VOICE;type=pref:{way.value}" for way in each.reach if way.kind == "phone"]
        lines += [f"TEL;type=WORK;type=VOICE:+1 212 5{at:06d}"]
        lines += [f"item2.ADR;type=WORK:;;{at} Harbour Street;{each.city};MA;02110;USA", "item2.X-ABADR:us"]
        lines += [f"BDAY:{each.birthday}"] if each.birthday else []
        lines += [f"URL;type=WORK:http://www.firm{at}.example", "CATEGORIES:clients,chamber"]
        lines += ["NOTE:met at the fair\\, wants to hear of leases\\nlikes tea", f"UID:card-{at}"]
        yield "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "REV:2024-03-02T10:11:12Z", "END:VCARD", ""])


def rows(size: int) -> Iterator[str]:
    """A table of the same people."""
    yield "Name,Company,Email,Role,Birthday\r\n"
    for each in Book(size, 0).people():
        yield f"{each.name},{each.organisation},{each.first('email')},{each.roles[0]},{each.birthday}\r\n"


def importing(size: int, folder: Path) -> None:
    """What the import of as many cards and rows costs, beside vobject reading the same cards."""
    vcf, table = folder / "people.vcf", folder / "people.csv"
    for path, lines in ((vcf, cards(size)), (table, rows(size))):
        with path.open("w") as file:
            file.writelines(lines)
    code = f"import vobject; [each.fn for each in vobject.readComponents(open({str(vcf)!r}, encoding='utf-8'))]"
    show("the program alone (version)", run(folder, "--version"))
    other = measured([sys.executable, "-c", code], folder)
    show(f"vobject reads {size} cards", other)
    home = folder / "home"
    show(f"import of {size} cards", cost := run(home, "import", str(vcf), "--yes"))
    print(f"{'':40} {cost[0] / other[0]:8.2f} x vobject")
    show("the same again", run(home, "import", str(vcf), "--yes"))
    show("export vcf", run(home, "export", "vcf", "-o", str(folder / "out.vcf")))
    show("export csv", run(home, "export", "csv", "-o", str(folder / "out.csv")))
    show("export json", run(home, "export", "json", "-o", str(folder / "out.json")))
    show("duplicates", run(home, "duplicates"))
    show(f"import of {size} rows", cost := run(folder / "other", "import", str(table), "--yes"))
    print(f"{'':40} {size / cost[0]:8.0f} rows a second")


def searching(home: Path) -> None:
    """What a search costs, each run five times, the least."""
    for words in SEARCHES:
        costs = [run(home, "find", *words) for _ in range(5)]
        show(f"find {' '.join(words)}", min(costs))
    show("version (the program alone)", min(run(home, "--version") for _ in range(5)))


def show(what: str, cost: tuple[float, float]) -> None:
    """One line of the result."""
    print(f"{what:40} {cost[0]:8.2f} s {cost[1]:8.0f} MB", flush=True)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=0, help="cards and rows to import")
    parser.add_argument("--home", type=Path, help="a book to search in")
    given = parser.parse_args()
    began = time.time()
    if given.size:
        with tempfile.TemporaryDirectory() as folder:
            importing(given.size, Path(folder))
    if given.home:
        searching(given.home)
    print(f"took {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
