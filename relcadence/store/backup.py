"""Copies of the store: made whole in one step, checked after writing, restored with the old store kept aside.

One rule: nothing is let go before what takes its place has been written, checked and synced. An encrypted copy never
lies on a disk in the clear, not even while it is made.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from relcadence.errors import Refused, StoreTrouble, reason_of, say
from relcadence.store import backup_rota as rota
from relcadence.store import connection, damage, final_acts
from relcadence.store.backup_rota import name_at as name_at

Cipher = Callable[[bytes], bytes]
LEFT_OVER_AFTER = 24 * 60 * 60
AGE = b"age-encryption.org/v1\n"
SQLITE = b"SQLite format 3\0"


class Copy(NamedTuple):
    """A backup: where it lies, and how many people, touches and changes it holds."""

    path: Path
    people: int
    touches: int
    changes: int


def make(store: Path, target: Path, encrypt: Cipher | None = None) -> Copy:
    """Copy the store to a file, 0600, and check the copy. StoreTrouble if it can't be written or is bad.

    Refused where the target is a link, or a file that is no copy.
    """
    with _our_errors(target):
        _refuse_to_overwrite(store, target)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with closing(connection.connect(store)) as source:
            if encrypt is None:
                return _write_copy(source, target)
            content = source.serialize()
            made = _look(_in_memory(content, target), target)
            _write(target, encrypt(content))
            return made


def make_unasked(store: Path, now: datetime, kind: str) -> Copy:
    """The daily copy, or that before an act, in the folder beside the store; then those that no rule keeps go."""
    folder = store.parent / "backups"
    made = make(store, folder / name_at(now, kind))
    for each in rota.spare(rota.listed(folder)):
        each.path.unlink(missing_ok=True)
    _sweep(folder, now)
    return made


def _sweep(folder: Path, now: datetime) -> None:
    """What a copy that was cut off has left."""
    for path in folder.glob(".*.new"):
        with suppress(OSError):
            if now.timestamp() - path.stat().st_mtime > LEFT_OVER_AFTER:
                path.unlink()


@contextmanager
def _our_errors(target: Path) -> Iterator[None]:
    try:
        with connection.readable_errors(target):
            yield
    except OSError as error:
        raise StoreTrouble(
            say("No backup can be written to {path}: {reason}.", path=target, reason=reason_of(error)),
            "Give another -o FILE.",
        ) from error


def _refuse_to_overwrite(store: Path, target: Path) -> None:
    try:
        found = target.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(found.st_mode):
        raise Refused(say("{path} is no regular file.", path=target), "Name a file, or a new name.")
    with target.open("rb") as file:
        start = file.read(len(AGE))
    if (start and not start.startswith((AGE, SQLITE))) or os.path.samestat(found, store.stat()):
        raise Refused(say("{path} is there already, and is no backup.", path=target), "Give another -o FILE.")


def _write_copy(source: sqlite3.Connection, target: Path) -> Copy:
    with _beside(target) as beside:
        with closing(connection.raw(beside, "rw")) as copy:
            source.backup(copy)
        with closing(connection.connect(beside)) as copy:
            made = _look(copy, target)
        _put_in_place(beside, target)
    return made


def _write(target: Path, content: bytes) -> None:
    with _beside(target) as beside:
        beside.write_bytes(content)
        _put_in_place(beside, target)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new file of the owner's alone, in the same folder, that is gone afterwards unless it was renamed."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    os.close(descriptor)
    beside = Path(name)
    try:
        yield beside
    finally:
        for left in (beside, Path(f"{name}-journal")):
            left.unlink(missing_ok=True)


def _put_in_place(beside: Path, target: Path) -> None:
    _sync(beside)
    beside.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def verify(path: Path, decrypt: Cipher | None = None) -> Copy:
    """Read a whole copy, its seals too; StoreTrouble if it is no good store."""
    with closing(opened(path, decrypt)) as copy, connection.readable_errors(path):
        if places := damage.find(copy, path):
            raise _damaged(path, damage.told(places))
        return _counts(copy, path)


def count(path: Path) -> Copy:
    """What a copy holds, without reading all of it. StoreTrouble if it is none."""
    with closing(opened(path)) as copy, connection.readable_errors(path):
        return _counts(copy, path)


def opened(path: Path, decrypt: Cipher | None = None) -> sqlite3.Connection:
    """A copy open for reading; an encrypted one in memory. StoreTrouble if it is none."""
    if not path.exists():
        raise StoreTrouble(
            say("There is no copy at {path}.", path=path), "See which there are: relcadence backup list"
        )
    if decrypt is None:
        return connection.connect(path)
    return _in_memory(decrypt(path.read_bytes()), path)


def _in_memory(content: bytes, path: Path) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        with connection.readable_errors(path):
            memory.deserialize(content)
            connection.check_kind(path, memory)
    except BaseException:
        memory.close()
        raise
    return memory


def is_encrypted(path: Path) -> bool:
    """True for a file that age has written."""
    try:
        with path.open("rb") as file:
            return file.read(len(AGE)) == AGE
    except OSError:
        return False


def _look(copy: sqlite3.Connection, path: Path) -> Copy:
    """What SQLite's own check says of a copy just made, and what it holds; its seals are those of the store."""
    problems = [row[0] for row in copy.execute("PRAGMA quick_check(5)")]
    problems += [
        say("a row of {row} points to nothing", row=row[0]) for row in copy.execute("PRAGMA foreign_key_check")
    ]
    if problems != ["ok"]:
        raise _damaged(path, "; ".join(problems[:3]))
    return _counts(copy, path)


def _counts(copy: sqlite3.Connection, path: Path) -> Copy:
    counts = [
        copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("contact", "touch", "journal")
    ]
    return Copy(path, *counts)


def _damaged(path: Path, what: str) -> StoreTrouble:
    return StoreTrouble(
        say("{path} is damaged: {what}.", path=path, what=what), "Take another: relcadence backup list"
    )


def found(folder: Path) -> list[Path]:
    """The backups of a folder, newest first, those that a restore put aside last; names begin with the instant."""
    return [each.path for each in rota.listed(folder)]


def is_good(path: Path) -> bool:
    """True for a store that can be read from end to end."""
    try:
        verify(path)
    except StoreTrouble:
        return False
    return True


def restore(copy: Path, store: Path, now: datetime, decrypt: Cipher | None = None) -> Path | None:
    """Put a verified copy in the store's place; where the old store was put aside, or None if there was none.

    A damaged store is put aside under a name that is never taken for a backup. Nobody writes to the store meanwhile.
    """
    with _our_errors(store), closing(opened(copy, decrypt)) as source, _beside(store) as beside:
        if places := damage.find(source, copy):
            raise _damaged(copy, damage.told(places))
        with closing(connection.raw(beside, "rw")) as target:
            source.backup(target)
        with _held(store) as held:
            kept = _aside(store, now, held)
            _note(beside, now, kept)
            _sync(beside)
            if kept:
                _put_aside(store, kept, held)
            _put_in_place(beside, store)
    return kept


@contextmanager
def _held(store: Path) -> Iterator[sqlite3.Connection | None]:
    """The store with a lock on it, so that no other process changes it; None where none can be opened."""
    if not store.exists():
        yield None
        return
    with closing(connection.raw(store, "rw")) as held:
        try:
            held.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise
            yield None
            return
        yield held


def _aside(store: Path, now: datetime, held: sqlite3.Connection | None) -> Path | None:
    if not store.exists():
        return None
    good = held is not None and is_good(store)
    return store.parent / "backups" / (name_at(now, rota.REPLACED) if good else f"{now:{rota.STAMP}}.damaged")


def _put_aside(store: Path, kept: Path, held: sqlite3.Connection | None) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if kept.suffix == rota.PLAIN:
        with closing(connection.connect(store)) as source:  # the one that holds the lock can't be copied from
            _write_copy(source, kept)
        return
    os.link(store, kept)
    journal = Path(f"{store}-journal")
    if held is None and journal.exists():  # it would be played into the store that takes this one's place
        journal.replace(f"{kept}-journal")
    _sync(kept.parent)


def _note(beside: Path, now: datetime, kept: Path | None) -> None:
    """Let the restored store know that it was restored, for an undo; an older one learns it by its migration."""
    with closing(connection.connect(beside)) as found:
        if found.execute("PRAGMA user_version").fetchone()[0] != connection.SCHEMA_VERSION:
            return
    with closing(connection.connect(beside, write=True)) as restored:
        restored.execute("BEGIN IMMEDIATE")
        final_acts.note(restored, final_acts.RESTORE, now, kept.name if kept and kept.suffix == rota.PLAIN else "")
        restored.execute("COMMIT")
