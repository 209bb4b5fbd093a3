"""The same book in other programs: the list of who is due, and one touch put down, against ours.

Run it by hand: `python -m tests.bench.peers --books DIR [--pairs N]`. Each peer holds what it can of the book: who is
on a rhythm, how often, and the last touch or the next day; neither has the history, plans within a capacity, or
journals. A ratio under 1 is ours being quicker. A peer that is not installed is passed over with a word; name another
place with `--friendly-reminder FILE` or `--task FILE`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import count
from pathlib import Path
from statistics import median
from typing import NamedTuple

from relcadence.domain.cadence import parse_cadence
from tests.bench.book import STORE, TODAY
from tests.bench.startup import BOOKS, RELCADENCE, Run, environment, home_of, targets
from tests.bench.startup import cpu_seconds as own_seconds

NOTE = "asked about the lease"
SIZES = ("1k", "10k")


class Known(NamedTuple):
    """Somebody on a rhythm as a peer can hold it."""

    name: str
    cadence: str
    last_on: str
    due_on: str


class Peer(NamedTuple):
    """Another program with the book in it: how it lists who is due, and how it puts a touch down, by number."""

    name: str
    due: Sequence[str]
    touch: Callable[[int], Sequence[str]]
    env: dict[str, str]


def known(store: Path) -> list[Known]:
    """Everybody with an open slot; of two with one name the first, since a peer knows people by their names."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT c.name, d.cadence, d.last_on, d.deadline_on FROM due d JOIN contact c ON c.id = d.contact_id "
            "GROUP BY c.name ORDER BY c.id"
        )
        return [Known(*row) for row in rows]


def friendly_reminder(program: str, home: Path, people: Sequence[Known]) -> Peer:
    """friendly-reminder: names with a number of days and the last contact, in one JSON file."""
    folder = home / ".config" / "friendly-reminder"
    folder.mkdir(parents=True)
    friends = [
        {
            "name": each.name,
            "reminder_days": rhythm.days if (rhythm := parse_cadence(each.cadence)) else 0,
            "last_contact": each.last_on or TODAY.isoformat(),
        }
        for each in people
    ]
    (folder / "data.json").write_text(json.dumps({"friends": friends}))
    return Peer(
        "friendly-reminder",
        [program, "check"],
        lambda at: [program, "renew", "--name", people[at].name],
        {"HOME": str(home)},
    )


def taskwarrior(program: str, home: Path, people: Sequence[Known]) -> Peer:
    """taskwarrior: a task for each open slot, due on its last day; a touch is noted on the task and moves it on."""
    (home / "taskrc").write_text(f"data.location={home / 'data'}\nconfirmation=off\nverbose=nothing\nhooks=off\n")
    env = {"HOME": str(home), "TASKRC": str(home / "taskrc")}
    tasks = [
        {"description": f"reach {each.name}", "due": f"{date.fromisoformat(each.due_on):%Y%m%d}T120000Z"}
        for each in people
    ]
    (home / "tasks.json").write_text(json.dumps(tasks))
    seconds([program, "import", str(home / "tasks.json")], env)
    return Peer(
        "taskwarrior",
        [program, "due.before:tomorrow", "list"],
        lambda at: [program, str(at + 1), "modify", "due:7d", f"reach {people[at].name}: {NOTE}"],
        env,
    )


PEERS = {"friendly-reminder": friendly_reminder, "task": taskwarrior}


def seconds(words: Sequence[str], env: dict[str, str]) -> float:
    """User and system time of one run of another program; raises if it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, env={**os.environ, **env}, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def rows(peer: Peer, home: Path, pairs: int) -> Iterator[str]:
    """The two rows of a peer beside ours, from one book."""
    found, at, env = targets(home / STORE, pairs), count(), environment(home)
    compared: dict[str, Callable[[], tuple[float, float]]] = {
        "who is due": lambda: (
            own_seconds(Run([*RELCADENCE, "today"], env)),
            seconds(peer.due, peer.env),
        ),
        "a touch": lambda: _touch(next(at), peer, found, env),
    }
    for name, measure in compared.items():
        told = [measure() for _ in range(pairs)]
        ours, theirs = (median(side) * 1000 for side in zip(*told, strict=True))
        ratio = median(own / max(other, 0.001) for own, other in told)
        yield f"{name:14}{peer.name:20}{ratio:8.2f}{ours:10.0f}{theirs:10.0f}"


def _touch(at: int, peer: Peer, found: Sequence[tuple[str, str]], env: dict[str, str]) -> tuple[float, float]:
    """One touch in both, each time with somebody else."""
    name = found[at][0]
    return own_seconds(Run([*RELCADENCE, "log", name, NOTE, "--call"], env)), seconds(peer.touch(at), peer.env)


def compare(books: Path, programs: dict[str, str | None], pairs: int) -> None:
    """Print the table."""
    print(f"{'':6}{'':14}{'':20}{'ratio':>8}{'our ms':>10}{'their ms':>10}")
    for name, make in PEERS.items():
        program = programs.get(name) or shutil.which(name)
        if not program:
            print(f"{name} is not installed here: passed over.")
            continue
        for size in SIZES:
            home = home_of(books / size, BOOKS[size])
            with tempfile.TemporaryDirectory() as folder:
                scratch = Path(folder)
                (scratch / "ours").mkdir()
                (scratch / "theirs").mkdir()
                shutil.copy(home / STORE, scratch / "ours")
                peer = make(program, scratch / "theirs", known(home / STORE))
                for line in rows(peer, scratch / "ours", pairs):
                    print(f"{size:6}{line}", flush=True)


def main(words: Sequence[str]) -> None:
    """Compare on the books in a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--books", type=Path, required=True, help="a folder where the books stay for the next time")
    parser.add_argument("--pairs", type=int, default=9)
    for name in PEERS:
        parser.add_argument(f"--{name}", metavar="FILE", dest=name)
    given = vars(parser.parse_args(words))
    compare(given["books"], {name: given[name] for name in PEERS}, given["pairs"])


if __name__ == "__main__":
    main(sys.argv[1:])
