"""Flipped bits: of those that change what anybody can read, how many does the store tell of?

`python -m tests.safety.flips [--flips N] [--store FILE] [--seed N]` flips one bit at a random place of a store (else
of the demo's), reads everything there is by each way there is to read it, and asks `damage.find`. It prints how many
flips changed what is read, how many of those were found, and how many SQLite's own check alone would have found; exit
1 under 99 of 100.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

from relcadence.errors import RelcadenceError
from relcadence.store import connection, damage

ENOUGH = 0.99


class Count(NamedTuple):
    """Flips tried, those that changed what is read, those of them found, and those that SQLite alone would find."""

    tried: int
    changed: int
    found: int
    by_sqlite: int
    missed: list[tuple[int, int]]


def flipped(content: bytes, seed: int) -> Iterator[tuple[int, int, bytes]]:
    """The content with one bit flipped, over and over: the byte, the bit, all bytes."""
    draw = Random(seed)
    while True:
        at, bit = draw.randrange(len(content)), draw.randrange(8)
        changed = bytearray(content)
        changed[at] ^= 1 << bit
        yield at, bit, bytes(changed)


def count(path: Path, flips: int, seed: int = 1) -> Count:
    """Flip so many bits, one at a time."""
    content = path.read_bytes()
    before = read_all(content)
    changed = found = alone = 0
    missed = []
    for tried, (at, bit, bad) in enumerate(flipped(content, seed), 1):
        if read_all(bad) != before:
            changed += 1
            told = is_told(bad, path)
            found += told
            alone += not is_sound(bad)
            missed += [] if told else [(at, bit)]
        if tried == flips:
            return Count(flips, changed, found, alone, missed)
    raise AssertionError


def opened(content: bytes) -> sqlite3.Connection:
    """The bytes as a store in memory."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    memory.deserialize(content)
    memory.text_factory = bytes
    return memory


def read_all(content: bytes) -> list[object]:
    """All rows of all tables in their order, each table by its keys and by its indexes, or what reading says."""
    with closing(opened(content)) as store:
        try:
            tables = store.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1").fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            return [str(error)]
        return [_rows(store, name.decode()) for (name,) in tables if name != b"seal"]


def _rows(store: sqlite3.Connection, table: str) -> object:
    try:
        said: list[object] = [store.execute(f"SELECT * FROM {table}").fetchall()]
        indexes = store.execute(
            "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?", (table,)
        ).fetchall()
        for index, sql in indexes:
            where = sql.partition(b" WHERE ")[2].decode() or "1"
            statement = f"SELECT * FROM {table} INDEXED BY {index.decode()} WHERE {where}"
            said.append(store.execute(statement).fetchall())
        return said
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return str(error)


def is_told(content: bytes, path: Path) -> bool:
    """Whether the store is refused when opened, or `doctor` finds a damaged place."""
    with closing(opened(content)) as store:
        store.text_factory = str
        try:
            with connection.readable_errors(path):
                connection.check_header(path, store)
            return bool(damage.find(store, path))
        except RelcadenceError:
            return True


def is_sound(content: bytes) -> bool:
    """What SQLite's own check says."""
    with closing(opened(content)) as store:
        try:
            return store.execute("PRAGMA integrity_check").fetchall() == [(b"ok",)]
        except (sqlite3.Error, UnicodeDecodeError):
            return False


def main(words: list[str]) -> int:
    """Flip and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flips", type=int, default=3000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or made(Path(folder) / "demo")
        counted = count(store, given.flips, given.seed)
    share = counted.found / counted.changed
    print(f"{counted.tried} bits flipped in {store.name}; {counted.changed} changed what is read")
    print(f"found: {counted.found} ({share:.2%}); by SQLite's own check: {counted.by_sqlite / counted.changed:.2%}")
    print(*(f"missed: byte {at} (page {at // 4096 + 1}), bit {bit}" for at, bit in counted.missed[:20]), sep="\n")
    return share < ENOUGH


def made(home: Path) -> Path:
    """The store of a demo."""
    import subprocess

    subprocess.run([sys.executable, "-m", "relcadence", "demo", "--home", str(home)], check=True, capture_output=True)
    return home / "relcadence.db"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
