"""Changes to the store: each is one transaction, one journal entry, and can be taken back.

with changes.write(path, command_line="log wang --call", today=today, now=now) as writer:
    touches.log(writer, ...)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from relcadence.store import connection as connections
from relcadence.store.changes.writer import Writer


@contextmanager
def write(path: Path, *, command_line: str, today: date, now: datetime, withholds: bool = False) -> Iterator[Writer]:
    """A change set on the store at `path`: committed whole when the block ends, or not at all.

    `withholds`: its rows are brought in from elsewhere, and cause no tasks.
    """
    with connections.transaction(path, now) as connection:
        writer = Writer(connection, path, command_line=command_line, today=today, now=now)
        writer.withholds = withholds
        with completing(writer):
            yield writer


@contextmanager
def completing(writer: Writer) -> Iterator[Writer]:
    """A change set in a transaction that is begun already, and that whoever began it commits."""
    from relcadence.store.changes import slots

    yield writer
    slots.bring_up_to_date(writer)
    writer.close()
