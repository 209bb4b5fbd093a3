"""Opening the store file: how it is locked and synced, and what is refused rather than shown as empty.

An empty, missing, foreign or cut off file is never taken for a store with nothing due. Whatever is written keeps its
seal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from relcadence.errors import StoreTrouble, reason_of, say
from relcadence.store import seal

SCHEMA_VERSION = 1
APPLICATION_ID = 0x72656C63  # "relc"
BUSY_SECONDS = 15
WRITE_PRAGMAS = (
    "PRAGMA journal_mode = TRUNCATE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA recursive_triggers = ON",  # else a row that another one replaces would keep its place in the seal
    # Changed pages stay in memory up to 64 MB: put into the file before the commit, they would shut readers out.
    "PRAGMA cache_size = -65536",
)
REPLACED_IN_A_ROW = 5


def connect(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open the store at `path`; StoreTrouble says why it can't be and what to do."""
    refuse_what_is_no_store(path)
    with readable_errors(path):
        connection = _open(path, "rw" if write else "ro")
        if write:
            for pragma in WRITE_PRAGMAS:
                connection.execute(pragma)
            connection.keep()
    return connection


@contextmanager
def transaction(path: Path, now: datetime) -> Iterator[sqlite3.Connection]:
    """One change of the store that lies at `path` by then: committed whole when the block ends, or not at all.

    An older store is brought to the present schema first, after a backup named after `now` (UTC).
    """
    connection = _begun(path, now)
    try:
        with readable_errors(path):
            try:
                before = _rows_made(connection)
                yield connection
                _commit(connection, path, before)
            except BaseException:
                # Where the disk refuses this too the journal stays, and the next to open the store rolls back.
                with suppress(sqlite3.Error):
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                raise
    finally:
        connection.close()


def _commit(connection: sqlite3.Connection, path: Path, before: float) -> None:
    """Commit; where no more than the very last sync fails the change is in the store, and that is what is said."""
    after = _rows_made(connection)
    try:
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        connection.close()
        with suppress(sqlite3.Error), closing(raw(path, "rw")) as fresh:
            if _rows_made(fresh) == after != before:
                raise StoreTrouble(
                    say("The change is in the store, but the disk does not promise to keep it ({said}).", said=error),
                    "See whether it is still there after the next start of the machine: relcadence history",
                ) from error
        raise


def _rows_made(connection: sqlite3.Connection) -> float:
    """How many rows with a number were ever made: every change makes one, in the journal at least."""
    return float(connection.execute("SELECT total(seq) FROM sqlite_sequence").fetchone()[0])


def _begun(path: Path, now: datetime) -> sqlite3.Connection:
    """The store with a writing transaction begun, surely on the file that has the name: a restore may replace it."""
    from relcadence.store import migrations

    for _attempt in range(REPLACED_IN_A_ROW):
        migrations.bring_up(path, now)
        there = _identity(path)
        connection = connect(path, write=True)
        try:
            with readable_errors(path):
                connection.execute("BEGIN IMMEDIATE")
            if _identity(path) == there:
                return connection
        except BaseException:
            connection.close()
            raise
        connection.close()
    raise StoreTrouble(
        say("The store at {path} is being replaced over and over.", path=path), "See what else works on that file."
    )


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one of the same name."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def raw(path: Path, mode: str) -> seal.Sealing:
    """A bare connection in SQLite's own autocommit mode; transactions are begun on purpose."""
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_SECONDS,
        factory=seal.Sealing,
    )  # fmt: skip
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _open(path: Path, mode: str) -> seal.Sealing:
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
            say("The store at {path} cannot be reached: {reason}.", path=path, reason=reason_of(error)),
            "Check the folder.",
        ) from error
    if path.is_dir():
        raise StoreTrouble(say("{path} is a folder, not a store.", path=path), "Check `store` in config.toml.")
    if size == 0:
        raise StoreTrouble(
            say("The store at {path} is empty (0 bytes): something has cut it off.", path=path),
            restore_advice(
                path,
                say("Put it back, or make a new one with: relcadence init — or try it out with: relcadence demo"),
            ),
        )


def missing(path: Path) -> StoreTrouble:
    """The error for a store that is not there, with the way out."""
    return StoreTrouble(
        say("There is no store at {path}.", path=path),
        restore_advice(path, say("Make one with: relcadence init — or try it out with: relcadence demo")),
    )


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
        return say("The newest backup is {backup}; bring it back with: relcadence backup restore", backup=backup)
    return otherwise


def check_header(path: Path, connection: sqlite3.Connection) -> None:
    """Raise StoreTrouble unless the file says it is a store of this version, and is as long as it says."""
    check_kind(path, connection)
    if _is_cut_off(path, connection):
        raise damaged(path, "its end is missing")


def check_kind(path: Path, connection: sqlite3.Connection) -> None:
    """Raise StoreTrouble unless what is open says it is a store of this version; it may be in memory."""
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


def _is_cut_off(path: Path, connection: sqlite3.Connection) -> bool:
    """True if the file is shorter than it says it is. SQLite itself passes over a last page that is not whole."""

    def too_short() -> bool:
        sizes = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")]
        return path.stat().st_size < int(sizes[0]) * int(sizes[1])

    if not too_short():
        return False
    connection.execute("BEGIN")  # it may have grown between the two questions; now nobody can write
    try:
        return too_short()
    finally:
        connection.execute("COMMIT")


@contextmanager
def readable_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a sentence and a next step."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        if "user-defined function" in str(error):
            raise KeyboardInterrupt from None  # the digest of a row raises nothing itself: Ctrl-C came while it ran
        raise worded(path, error) from error
    except UnicodeDecodeError as error:  # what SQLite complains of quotes a definition that is no text any more
        raise damaged(path, str(error)) from error


def worded(path: Path, error: sqlite3.DatabaseError) -> StoreTrouble:
    """What SQLite says, as a sentence and a next step."""
    said = str(error)
    code = getattr(error, "sqlite_errorname", "")
    if code.startswith("SQLITE_BUSY"):
        return StoreTrouble(
            say(
                "Another relcadence is writing to {path} and did not finish in {busy_seconds} seconds.",
                path=path,
                busy_seconds=BUSY_SECONDS,
            ),
            "Try again; if it stays so, end the other one.",
        )
    if code.startswith("SQLITE_READONLY"):
        return StoreTrouble(
            say("The store at {path} cannot be written: {said}.", path=path, said=said),
            "Check the rights of file and folder.",
        )
    if code.startswith(("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return StoreTrouble(
            say("The store at {path} cannot be opened: {said}.", path=path, said=said),
            "Check the rights of file and folder.",
        )
    if code.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return StoreTrouble(
            say("The disk refused the change ({said}); the store is as before.", said=said),
            "Make room, then try again.",
        )
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "decode" in said:  # text that is none is damage too
        return damaged(path, said)
    return StoreTrouble(say("The store at {path} answered: {said}.", path=path, said=said), "Run: relcadence doctor")


def damaged(path: Path, said: str) -> StoreTrouble:
    """The error for a store that is not what was written, with the way out."""
    return StoreTrouble(
        say("The store at {path} is damaged ({said}).", path=path, said=said),
        restore_advice(path, say("Make a new one with: relcadence init — or try it out with: relcadence demo")),
    )
