"""What was sent to calendars on servers: names, ETags and digests in `state.db`, no words of anybody.

One rule: it says what is ours there, so a name stays noted until the server no longer has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from relcadence.store.delivered import Delivered

_TABLE = """CREATE TABLE IF NOT EXISTS published (
    collection TEXT NOT NULL, name TEXT NOT NULL, etag TEXT NOT NULL, digest BLOB NOT NULL,
    PRIMARY KEY (collection, name)
) STRICT, WITHOUT ROWID"""


class Published(Delivered):
    """The delivered state as publishing sees it. Open it with `Published.open`."""

    @classmethod
    def open(cls, path: Path) -> Published:
        """The state at `path`; never fails."""
        state = super().open(path)
        assert isinstance(state, Published)
        return state

    def entries(self, collection: str) -> dict[str, tuple[str, bytes]]:
        """ETag and digest of what was sent to a calendar, by name."""
        with self._transaction():
            self._write(_TABLE, ())
            rows = self._rows("SELECT name, etag, digest FROM published WHERE collection = ?", collection)
        return {name: (etag, digest) for name, etag, digest in rows}

    def note(self, collection: str, entries: Mapping[str, tuple[str, bytes]]) -> None:
        """Remember these, and only these, as what lies in a calendar."""
        with self._transaction():
            self._write(_TABLE, ())
            self._write("DELETE FROM published WHERE collection = ?", (collection,))
            for name, (etag, digest) in entries.items():
                self._write("INSERT INTO published VALUES (?, ?, ?, ?)", (collection, name, etag, digest))
