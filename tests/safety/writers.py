"""Several at once: writers that lose nothing and wait for each other, readers that wait for no more than a commit.

`python -m tests.safety.writers [--writers N] [--changes N] [--import N]` lets so many processes change one store, a
reader beside them; then one reads while a file of so many people is imported. It prints what was lost, what was
refused, and the longest waits; exit 1 if anything was lost or refused.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from relcadence.errors import RelcadenceError
from relcadence.store import connection, create, damage, reading
from tests.bench.book import Book, write

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import json, sys, time
from datetime import UTC, date, datetime
from pathlib import Path
from relcadence.domain.people import Touch
from relcadence.errors import RelcadenceError
from relcadence.store import changes
from relcadence.store.changes import touches

path, name, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
refused, longest = 0, 0.0
for number in range(count):
    began = time.monotonic()
    try:
        now = datetime.now(UTC)
        with changes.write(path, command_line="log", today=date(2026, 11, 23), now=now) as writer:
            touches.log(writer, Touch(1 + name % 4, "2026-11-23", "call", note=f"{name}/{number}"))
    except RelcadenceError:
        refused += 1
    longest = max(longest, time.monotonic() - began)
print(json.dumps([refused, longest]))
"""


class Outcome(NamedTuple):
    """Changes acknowledged and lost, refused, the longest wait of a writer and of a reader in seconds, damage."""

    acknowledged: int
    lost: int
    refused: int
    writer: float
    reader: float
    places: list[damage.Place]


def at_once(folder: Path, writers: int, changes: int) -> Outcome:
    """Let the writers write, and read until they have ended."""
    path = write(folder, Book(20, 100))
    before = touches(path)
    words = [sys.executable, "-c", WRITER, str(path)]
    started = [
        subprocess.Popen([*words, str(name), str(changes)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for name in range(writers)
    ]
    longest = 0.0
    while any(writer.poll() is None for writer in started):
        longest = max(longest, read_once(path))
        time.sleep(0.002)
    told = [json.loads(writer.communicate()[0]) for writer in started]
    refused = sum(each[0] for each in told)
    acknowledged = writers * changes - refused
    with closing(connection.connect(path)) as opened:
        places = damage.find(opened, path)
    return Outcome(
        acknowledged, acknowledged - (touches(path) - before), refused, max(each[1] for each in told), longest, places
    )


def touches(path: Path) -> int:
    """How many touches the store holds."""
    with closing(reading.open(path)) as store:
        return int(store.value("SELECT count(*) FROM touch"))


def read_once(path: Path) -> float:
    """Seconds that opening and reading the store takes."""
    began = time.monotonic()
    touches(path)
    return time.monotonic() - began


def while_importing(folder: Path, people: int) -> tuple[float, float]:
    """Seconds that an import takes, and the longest that a reader waited meanwhile."""
    home = folder / "home"
    home.mkdir()
    create.create(home / "relcadence.db")
    names = [f"Given{number} Family{number % 977}" for number in range(people)]
    rows = (f"{name},p{number}@mail.example\n" for number, name in enumerate(names))
    (folder / "people.csv").write_text("Name,Email\n" + "".join(rows))
    began, longest = time.monotonic(), 0.0
    words = [sys.executable, "-m", "relcadence", "import", str(folder / "people.csv"), "--yes"]
    env = {"RELCADENCE_HOME": str(home), "PYTHONPATH": str(ROOT), "RELCADENCE_TODAY": "2026-11-23"}
    running = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while running.poll() is None:
        longest = max(longest, read_once(home / "relcadence.db"))
        time.sleep(0.002)
    if running.returncode:
        raise RelcadenceError(f"The import ended with {running.returncode}.")
    return time.monotonic() - began, longest


def main(words: list[str]) -> int:
    """Let them go and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--changes", type=int, default=500)
    parser.add_argument("--import", type=int, default=10_000, dest="people")
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="writers-") as folder:
        found = at_once(Path(folder) / "book", given.writers, given.changes)
        done = f"{found.acknowledged} acknowledged, {found.lost} lost, {found.refused} refused"
        print(f"{given.writers} writers x {given.changes}: {done}; {len(found.places)} damaged places")
        print(f"longest wait of a writer {found.writer:.2f} s, of a reader {found.reader:.2f} s")
        took, longest = while_importing(Path(folder), given.people)
        print(f"import of {given.people} people in {took:.1f} s: longest wait of a reader {longest:.2f} s")
    return bool(found.lost or found.refused or found.places)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
