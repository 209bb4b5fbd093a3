"""What was handed out: calendar items and digests, in `state.db` beside the store; one rule: stamps only ever rise.

No fact lies here: it is not journalled, not undone, not exported, and covered by erase. Where it cannot be read or
written, the output still goes out, with a `warning`; only `forget` insists.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from relcadence.errors import StoreTrouble, say

Item = TypeVar("Item")
SCHEMA = 1
APPLICATION_ID = 0x52436453
_TABLES = (
    """CREATE TABLE item (
        uid TEXT NOT NULL, shape TEXT NOT NULL, content BLOB NOT NULL, sequence INTEGER NOT NULL,
        stamped_at TEXT NOT NULL, component BLOB, PRIMARY KEY (uid, shape)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE digest (
        id INTEGER PRIMARY KEY, day TEXT NOT NULL, receiver TEXT NOT NULL, sent_at TEXT NOT NULL,
        message_id TEXT NOT NULL
    ) STRICT""",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA}",
)
_READ = "SELECT shape, content, sequence, stamped_at, component FROM item WHERE uid = ?"
_KEEP = """
    INSERT INTO item (uid, shape, content, sequence, stamped_at, component) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (uid, shape) DO UPDATE SET content = excluded.content, sequence = excluded.sequence,
        stamped_at = excluded.stamped_at, component = excluded.component"""
_GIVEN = "SELECT uid FROM item WHERE shape = ? AND component IS NOT NULL"
_DROP = "UPDATE item SET component = NULL WHERE shape = ? AND uid = ?"


class Revision(NamedTuple):
    """How often an item has changed since it was first handed out, and when (UTC) it last did."""

    sequence: int
    stamped_at: datetime


class _Known(NamedTuple):
    """An item's revision, whether the state holds it in this shape, and the bytes kept with it."""

    revision: Revision
    held: bool
    component: bytes | None = None


class Delivered:
    """The delivered state. Open it with `Delivered.open`; use it as a context, or `close` it."""

    def __init__(self, path: Path, warning: str = "") -> None:
        self.path = path
        self.warning = warning
        self._db: sqlite3.Connection | None = None
        self._may_write = False

    @classmethod
    def open(cls, path: Path) -> Self:
        """The state at `path`, which is made by the first write; never fails."""
        state = cls(path)
        try:
            if path.exists() and path.stat().st_size:
                state._db = _connect(path)
        except (sqlite3.Error, OSError) as error:
            state._warn(error)
        return state

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def stamps(self, items: Iterable[tuple[str, bytes]], now: datetime, shape: str = "") -> dict[str, Revision]:
        """The revision of each item, given as UID and content; both parts rise where the content is another.

        `now` is aware. `shape` tells outputs apart in which the same item reads differently: contents are compared
        within one, and a content that is new in all of them has a sequence above all of them.
        """
        revisions: dict[str, Revision] = {}
        with self._transaction():
            for uid, content in items:
                known = self._known(uid, content, now, shape)
                if not known.held:
                    self._keep(uid, shape, content, known.revision, None)
                revisions[uid] = known.revision
        return revisions

    def components(
        self,
        items: Iterable[tuple[str, bytes, Item]],
        render: Callable[[Item, int, datetime], bytes],
        now: datetime,
        shape: str = "",
    ) -> Iterator[bytes]:
        """The bytes of each item, sorted by UID: those kept where the content is the same, else rendered and kept.

        Items come in any order, as UID, content and what `render` takes with the sequence and the stamp. All is
        decided and kept in one transaction before the first bytes come. Items of this shape that are no longer
        among them lose their bytes, not their sequence. Raises ValueError where a UID comes twice.
        """
        seen: set[str] = set()
        with _scratch() as scratch:
            with self._transaction():
                for uid, content, item in items:
                    if uid in seen:
                        raise ValueError(say("Two calendar items have the same UID, {uid}.", uid=uid))
                    seen.add(uid)
                    known = self._known(uid, content, now, shape)
                    block = known.component
                    if block is None:
                        block = render(item, *known.revision)
                        self._keep(uid, shape, content, known.revision, block)
                    _hold(scratch, uid, block)
                self._drop_all_but(seen, shape)
            seen.clear()
            yield from (block for (block,) in scratch.execute("SELECT component FROM run ORDER BY uid"))

    def forget(self, uids: Iterable[str]) -> None:
        """Erase all that is kept of these items, bytes included. Raises StoreTrouble where it cannot be done."""
        keys = [(uid,) for uid in uids]
        if not self.path.exists():
            return
        try:
            db = self._begin()
            db.executemany("DELETE FROM item WHERE uid = ?", keys)
            db.execute("COMMIT")
            db.execute("VACUUM")
        except (sqlite3.Error, OSError) as error:
            self._roll_back()
            raise StoreTrouble(
                say("{path} could not be cleared of what was handed out ({reason}).", path=self.path, reason=error),
                "Remove that file: it holds no facts, only what calendars and digests were given.",
            ) from error

    def note_digest(self, day: date, receiver: str, at: datetime, message_id: str) -> None:
        """Remember that the digest of `day` went to `receiver` at `at` (aware)."""
        row = (day.isoformat(), receiver, _iso(at), message_id)
        with self._transaction():
            self._write("INSERT INTO digest (day, receiver, sent_at, message_id) VALUES (?, ?, ?, ?)", row)

    def last_digest(self) -> tuple[date, datetime] | None:
        """The day of the digest sent last, and when (UTC); None where none is known."""
        rows = self._rows("SELECT day, sent_at FROM digest ORDER BY sent_at DESC, id DESC LIMIT 1")
        return next(((date.fromisoformat(day), datetime.fromisoformat(at)) for day, at in rows), None)

    def _known(self, uid: str, content: bytes, now: datetime, shape: str) -> _Known:
        """What is to be said of the item: its old revision where the content is the same, else the next."""
        rows = self._rows(_READ, uid)
        own = next((row for row in rows if row[0] == shape), None)
        if own and own[1] == content:
            return _Known(_revision(own), True, own[4])
        least = own[2] if own else 0
        same = [_revision(row) for row in rows if row[1] == content and row[2] >= least]
        return _Known(max(same) if same else _next(max(map(_revision, rows), default=None), now), False)

    def _keep(self, uid: str, shape: str, content: bytes, revision: Revision, component: bytes | None) -> None:
        stamped_at = _iso(revision.stamped_at)
        self._write(_KEEP, (uid, shape, content, revision.sequence, stamped_at, component))

    def _drop_all_but(self, uids: set[str], shape: str) -> None:
        """What left an output is nobody's to keep; the sequence stays, should it come back."""
        gone = [uid for (uid,) in self._rows(_GIVEN, shape) if uid not in uids]
        for uid in gone:
            self._write(_DROP, (shape, uid))

    def _rows(self, sql: str, *values: str) -> list[Any]:
        if self._db is None:
            return []
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def _write(self, sql: str, values: tuple[Any, ...]) -> None:
        if self._db is None or not self._may_write:
            return
        try:
            self._db.execute(sql, values)
        except sqlite3.Error as error:
            self._give_up(error)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One transaction to write in; where it cannot be had or ended, a warning, and the writes are let go."""
        try:
            self._begin()
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
        try:
            yield
        except BaseException:
            self._roll_back()
            raise
        try:
            if self._db is not None and self._may_write:
                self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._give_up(error)
        self._may_write = False

    def _begin(self) -> sqlite3.Connection:
        """Begin to write, in a file made where there is none."""
        if self._db is None:
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            self._db = _connect(self.path)
        self._db.execute("BEGIN IMMEDIATE")
        self._may_write = True
        if not _version(self._db):
            for statement in _TABLES:
                self._db.execute(statement)
        return self._db

    def _roll_back(self) -> None:
        if self._db is not None and self._db.in_transaction:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
        self._may_write = False

    def _give_up(self, error: Exception) -> None:
        self._roll_back()
        self._warn(error)

    def _warn(self, error: Exception) -> None:
        self.warning = say(
            "What goes out cannot be noted in {path} ({reason}); "
            "calendars may take unchanged entries for changed ones.",
            path=self.path,
            reason=error,
        )


def _connect(path: Path) -> sqlite3.Connection:
    """The file, never made here, and only in a version that is known."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=15, isolation_level=None)
    try:
        for pragma in ("journal_mode = TRUNCATE", "synchronous = EXTRA", "secure_delete = ON"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("PRAGMA trusted_schema = OFF")
        if _version(db) > SCHEMA:
            raise sqlite3.DatabaseError(say("it was written by a newer version of relcadence"))
    except BaseException:
        db.close()
        raise
    return db


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def _scratch() -> Iterator[sqlite3.Connection]:
    """A nameless database that spills from memory to the disk where it grows, and is gone when closed."""
    scratch = sqlite3.connect("", isolation_level=None)
    try:
        scratch.execute("PRAGMA cache_size = -16000")
        scratch.execute("PRAGMA journal_mode = OFF")
        scratch.execute("CREATE TABLE run (uid TEXT PRIMARY KEY, component BLOB NOT NULL) WITHOUT ROWID")
        scratch.execute("BEGIN")
        yield scratch
    finally:
        scratch.close()


def _hold(scratch: sqlite3.Connection, uid: str, component: bytes) -> None:
    try:
        scratch.execute("INSERT INTO run VALUES (?, ?)", (uid, component))
    except sqlite3.Error as error:
        raise StoreTrouble(
            say("There is no room for temporary data ({reason}).", reason=error), "Free some room, or set TMPDIR."
        ) from error


def _revision(row: Any) -> Revision:
    return Revision(row[2], datetime.fromisoformat(row[3]))


def _next(last: Revision | None, now: datetime) -> Revision:
    """The revision after `last`; a clock set back does not set the stamp back."""
    at = datetime.fromisoformat(_iso(now))
    if last is None:
        return Revision(0, at)
    return Revision(last.sequence + 1, max(at, last.stamped_at))


def _iso(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("A moment without a time zone cannot be a stamp.")
    return f"{at.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()}Z"
