"""What went out each day, to whom: one row a day, receiver and kind in `state.db`, under a lock beside it.

One rule: it is noted before a thing goes out and again after, so that a run cut off between is seen by the next.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple

from relcadence.errors import say
from relcadence.store.delivered import Delivered, _iso

SENDING, SENT, QUIET, FAILED = "sending", "sent", "quiet", "failed"
_TABLE = """CREATE TABLE IF NOT EXISTS outbox (
    day TEXT NOT NULL, receiver TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL
        CHECK (state IN ('sending', 'sent', 'quiet', 'failed')),
    number INTEGER NOT NULL, tried_at TEXT NOT NULL, error TEXT NOT NULL, PRIMARY KEY (day, receiver, kind)
) STRICT, WITHOUT ROWID"""
_FIND = "SELECT state, number, tried_at, error FROM outbox WHERE day = ? AND receiver = ? AND kind = ?"
_PUT = """
    INSERT INTO outbox (day, receiver, kind, state, number, tried_at, error) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (day, receiver, kind) DO UPDATE SET state = excluded.state, number = excluded.number,
        tried_at = excluded.tried_at, error = excluded.error"""
_DROP = "DELETE FROM outbox WHERE state = 'failed'"
_LAST = """
    SELECT max(day) FROM outbox WHERE receiver = ? AND kind = ? AND day < ? AND state IN ('sent', 'quiet')"""


class Key(NamedTuple):
    """One delivery: the local day it is for, whom or what it goes to, and its kind (day, week, calendar …)."""

    day: date
    receiver: str
    kind: str


class Noted(NamedTuple):
    """How a delivery stands. `number` counts those sent on purpose again; `error` says why it failed."""

    state: str
    number: int
    tried_at: datetime
    error: str

    @property
    def done(self) -> bool:
        """True where nothing is left to send for that day."""
        return self.state in (SENT, QUIET)


class Outbox(Delivered):
    """The delivered state as mail and the daily schedule see it. Open it with `Outbox.open`."""

    @contextmanager
    def lock(self) -> Iterator[bool]:
        """Hold off other runs until the end, waiting for one under way; False where no lock can be had."""
        try:
            number = os.open(self.path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            self._warn(error)
            yield False
            return
        try:
            fcntl.flock(number, fcntl.LOCK_EX)
            self._look_again()
            yield True
        finally:
            os.close(number)

    def find(self, key: Key) -> Noted | None:
        """How that delivery stands, None where nothing is known of it."""
        if not self._has_table():
            return None
        found = self._rows(_FIND, key.day.isoformat(), key.receiver, key.kind)
        return next((Noted(row[0], row[1], datetime.fromisoformat(row[2]), row[3]) for row in found), None)

    def put(self, key: Key, state: str, at: datetime, *, number: int = 1, error: str = "") -> bool:
        """Note how a delivery stands since `at` (aware); False where that cannot be written."""
        before, self.warning = self.warning, ""
        with self._transaction():
            self._write(_TABLE, ())
            self._write(_PUT, (key.day.isoformat(), key.receiver, key.kind, state, number, _iso(at), error))
        noted = not self.warning
        self.warning = self.warning or before
        return noted

    def last_day(self, key: Key) -> date | None:
        """The last day before that of `key` on which its receiver got one, or there was nothing to send."""
        rows = self._rows(_LAST, key.receiver, key.kind, key.day.isoformat()) if self._has_table() else []
        return next((date.fromisoformat(day) for (day,) in rows if day), None)

    def settle(self, receiver: str, kind: str) -> None:
        """Forget what failed for one receiver, because its cause is gone."""
        if self._has_table():
            with self._transaction():
                self._write(f"{_DROP} AND receiver = ? AND kind = ?", (receiver, kind))

    def clear_failures(self) -> None:
        """Forget what failed, because nobody tries it any longer."""
        if self._has_table():
            with self._transaction():
                self._write(_DROP, ())

    def forget_receivers(self, words: Iterable[str]) -> None:
        """Erase that anything was sent to any of these addresses."""
        tables = [name for (name,) in self._rows("SELECT name FROM sqlite_master WHERE name IN ('outbox', 'digest')")]
        keys = [(word,) for word in words] if tables else []
        if keys:
            with self._transaction():
                for table in tables:
                    for key in keys:
                        self._write(f"DELETE FROM {table} WHERE receiver = ?", key)

    def _warn(self, error: Exception) -> None:
        self.warning = say(
            "What goes out cannot be noted in {path} ({reason}), so it may go out twice.",
            path=str(self.path), reason=error,
        )  # fmt: skip

    def _look_again(self) -> None:
        """The run before may have made the file while this one waited."""
        if self._db is None and not self.warning:
            self._db = self.open(self.path)._db

    def _has_table(self) -> bool:
        return bool(self._rows("SELECT 1 FROM sqlite_master WHERE name = 'outbox'"))
