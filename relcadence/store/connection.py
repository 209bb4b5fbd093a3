"""Opening the store file: how it is locked and synced, and what is refused rather than shown as empty.

An empty, missing or foreign file is never taken for a store with nothing due.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from relcadence.errors import StoreTrouble, say

SCHEMA_VERSION = 1
APPLICATION_ID = 0x72656C63  # "relc"
BUSY_SECONDS = 15
WRITE_PRAGMAS = (
    "PRAGMA journal_mode = TRUNCATE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


def connect(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open the store at `path`; StoreTrouble says why it can't be and what to do."""
    refuse_what_is_no_store(path)
    with readable_errors(path):
        connection = _open(path, "rw" if write else "ro")
        if write:
            for pragma in WRITE_PRAGMAS:
                connection.execute(pragma)
    return connection


def raw(path: Path, mode: str) -> sqlite3.Connection:
    """A bare connection in SQLite's own autocommit mode; transactions are begun on purpose."""
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_SECONDS
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _open(path: Path, mode: str) -> sqlite3.Connection:
    connection = raw(path, mode)
    try:
        check_header(path, connection)
    except sqlite3.OperationalError:
        # A write that was cut off must be rolled back first, which a read-only connection cannot do.
        if mode == "rw":
            raise
        connection.close()
        return _open(path, "rw")
    return connection


def refuse_what_is_no_store(path: Path) -> None:
    """Raise StoreTrouble where there is no file, or one that cannot be a store."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise missing(path) from None
    except OSError as error:
        raise StoreTrouble(
            say("The store at {path} cannot be reached: {reason}.", path=path, reason=error.strerror),
            "Check the folder.",
        ) from error
    if path.is_dir():
        raise StoreTrouble(say("{path} is a folder, not a store.", path=path), "Check `store` in config.toml.")
    if size == 0:
        raise StoreTrouble(
            say("The store at {path} is empty (0 bytes): something has cut it off.", path=path),
            restore_advice(path, "Put it back"),
        )


def missing(path: Path) -> StoreTrouble:
    """The error for a store that is not there, with the way out."""
    return StoreTrouble(say("There is no store at {path}.", path=path), restore_advice(path, "Make one"))


def newest_backup(path: Path) -> Path | None:
    """The newest backup that lies beside the store, if any."""
    folder = path.parent / "backups"
    try:
        copies = (each for each in folder.glob("*.db") if not each.name.endswith("-replaced.db"))
        return max(copies, key=lambda each: each.name, default=None)
    except OSError:
        return None


def restore_advice(path: Path, otherwise: str) -> str:
    """What to do without a usable store: bring back the newest backup, or make a new one."""
    if backup := newest_backup(path):
        return f"The newest backup is {backup}; bring it back with: relcadence backup restore"
    return f"{otherwise} with: relcadence init — or try it out with: relcadence demo"


def check_header(path: Path, connection: sqlite3.Connection) -> None:
    """Raise StoreTrouble unless the file says it is a store of this version."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise StoreTrouble(
            say("{path} is a database, but not a relcadence store.", path=path), "Check `store` in config.toml."
        )
    if version > SCHEMA_VERSION:
        raise StoreTrouble(
            say(
                "The store at {path} was written by a newer relcadence "
                "(schema {version}; this one knows {schema_version}).",
                path=path,
                version=version,
                schema_version=SCHEMA_VERSION,
            ),
            "Update relcadence; the store was left as it is.",
        )


@contextmanager
def readable_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a sentence and a next step."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise worded(path, error) from error


def worded(path: Path, error: sqlite3.DatabaseError) -> StoreTrouble:
    """What SQLite says, as a sentence and a next step."""
    said = str(error)
    if "locked" in said or "busy" in said:
        return StoreTrouble(
            say(
                "Another relcadence is writing to {path} and did not finish in {busy_seconds} seconds.",
                path=path,
                busy_seconds=BUSY_SECONDS,
            ),
            "Try again; if it stays so, end the other one.",
        )
    if "readonly" in said or "unable to open" in said:
        return StoreTrouble(
            say("The store at {path} cannot be written: {said}.", path=path, said=said),
            "Check the rights of file and folder.",
        )
    if "full" in said or "disk I/O" in said:
        return StoreTrouble(
            say("The disk refused the change ({said}); the store is as before.", said=said),
            "Make room, then try again.",
        )
    if "malformed" in said or "not a database" in said:
        return StoreTrouble(
            say("The store at {path} is damaged ({said}).", path=path, said=said),
            restore_advice(path, "Make a new one"),
        )
    return StoreTrouble(say("The store at {path} answered: {said}.", path=path, said=said), "Run: relcadence doctor")
