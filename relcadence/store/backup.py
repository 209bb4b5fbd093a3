"""Copies of the store: made whole in one step, checked after writing, restored with the old store kept aside."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from relcadence.errors import StoreTrouble, say
from relcadence.store import connection

REPLACED = "-replaced.db"


class Copy(NamedTuple):
    """A backup: where it lies, and how many people, touches and changes it holds."""

    path: Path
    people: int
    touches: int
    changes: int


def make(store: Path, target: Path) -> Copy:
    """Copy the store to a new file, 0600, and check the copy. StoreTrouble if it can't be written or is bad."""
    with connection.readable_errors(target):
        try:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = target.with_name(f".{target.name}.{os.getpid()}.new")
            os.close(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
            try:
                with closing(connection.connect(store)) as source, closing(connection.raw(beside, "rw")) as copy:
                    source.backup(copy)
                verify(beside)
                _sync(beside)
                beside.replace(target)
                _sync(target.parent)
            finally:
                beside.unlink(missing_ok=True)
        except OSError as error:
            raise StoreTrouble(
                say("No backup can be written to {target}: {reason}.", target=target, reason=error.strerror),
                "Give another -o FILE.",
            ) from error
    return verify(target)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def verify(path: Path) -> Copy:
    """Read a whole copy; StoreTrouble if it is no good store."""
    if not path.exists():
        raise StoreTrouble(
            say("There is no copy at {path}.", path=path), "See which there are: relcadence backup list"
        )
    with closing(connection.connect(path)) as opened, connection.readable_errors(path):
        problems = [row[0] for row in opened.execute("PRAGMA integrity_check(5)")]
        problems += [f"a row of {row[0]} points to nothing" for row in opened.execute("PRAGMA foreign_key_check")]
        if problems != ["ok"]:
            raise StoreTrouble(
                say("{path} is damaged: {problems}.", path=path, problems="; ".join(problems[:3])),
                "Take another: relcadence backup list",
            )
        counts = [
            opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("contact", "touch", "journal")
        ]
    return Copy(path, *counts)


def found(folder: Path) -> list[Path]:
    """The backups of a folder, newest first, those that a restore put aside last; names begin with the instant."""
    names = sorted((each for each in folder.glob("*.db") if not each.name.startswith(".")), reverse=True)
    return sorted(names, key=lambda each: each.name.endswith(REPLACED))


def name_at(now: datetime) -> str:
    """The file name of a backup made at that instant (UTC)."""
    return f"{now:%Y%m%dT%H%M%S%f}.db"


def is_good(path: Path) -> bool:
    """True for a store that can be read from end to end."""
    try:
        verify(path)
    except StoreTrouble:
        return False
    return True


def restore(copy: Path, store: Path, now: datetime) -> Path | None:
    """Put a verified copy in the store's place; where the old store was put aside, or None if there was none.

    A damaged store is put aside under a name that is never taken for a backup.
    """
    verify(copy)
    kept = None
    if store.exists():
        ending = REPLACED if is_good(store) else ".damaged"
        aside = store.parent / "backups" / f"{now:%Y%m%dT%H%M%S%f}{ending}"
        aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.link(store, aside)
        kept = aside
    beside = store.with_name(f".{store.name}.{os.getpid()}.new")
    os.close(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
    try:
        with closing(sqlite3.connect(beside)) as target, closing(connection.connect(copy)) as source:
            source.backup(target)
        _sync(beside)
        store.with_name(store.name + "-journal").unlink(missing_ok=True)
        beside.replace(store)
    finally:
        beside.unlink(missing_ok=True)
    _sync(store.parent)
    return kept
