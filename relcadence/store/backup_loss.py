"""What a restore would take: what the store holds that a copy does not. Keys are never used again, so they tell."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from relcadence.store import connection, final_acts


class Loss(NamedTuple):
    """What the store has that the copy lacks: people by name, touches, changes; and who would come back.

    `since` is when the newest change of the copy was made, "" where it has none; `erased` counts people erased since
    then. Where the store is no later state of the copy, `kindred` is False.
    """

    people: list[str]
    touches: int
    changes: int
    since: str
    erased: int
    kindred: bool


def loss(store: Path, copy: sqlite3.Connection) -> Loss:
    """Compare the store with an open copy. StoreTrouble where the store can't be read."""
    with closing(connection.connect(store)) as now, connection.readable_errors(store):
        names = dict(now.execute("SELECT uuid, name FROM contact ORDER BY id"))
        held = {uuid for (uuid,) in copy.execute("SELECT uuid FROM contact")}
        changes, before = (set(each.execute("SELECT id, at FROM journal")) for each in (now, copy))
        touches, then = ({key for (key,) in each.execute("SELECT id FROM touch")} for each in (now, copy))
        return Loss(
            [name for uuid, name in names.items() if uuid not in held],
            len(touches - then),
            len(changes - before),
            max((at for _id, at in before), default=""),
            max(0, _erased(now) - _erased(copy)),
            not before or bool(changes & before),
        )


def _erased(opened: sqlite3.Connection) -> int:
    return final_acts.count(opened, final_acts.ERASE)
