"""Acts that no undo takes back (a person erased, a copy brought back, a form of tables changed), kept so that an
undo does not pass over them in silence. One rule: of an erasure nothing is kept but that it happened.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

ERASE, RESTORE, MIGRATE = KINDS = ("erase", "restore", "migrate")


class FinalAct(NamedTuple):
    """What kind, when (UTC), after which change set, and for a restore the name of the copy kept before it."""

    kind: str
    at: str
    after_id: int
    kept: str = ""


def note(connection: sqlite3.Connection, kind: str, now: datetime, kept: str = "") -> None:
    """Remember an act of one of KINDS as done after the newest change set; to be called in its transaction."""
    connection.execute(
        "INSERT INTO final_act (kind, at, after_id, kept) "
        "VALUES (?, ?, (SELECT coalesce(max(id), 0) FROM journal), ?)",
        (kind, now.isoformat(timespec="seconds"), kept),
    )


def since(connection: sqlite3.Connection, entry: int) -> list[FinalAct]:
    """The acts that came after that change set, newest first."""
    rows = connection.execute(
        "SELECT kind, at, after_id, kept FROM final_act WHERE after_id >= ? ORDER BY id DESC", (entry,)
    )
    return [FinalAct(*row) for row in rows]


def count(connection: sqlite3.Connection, kind: str) -> int:
    """How many acts of that kind there were."""
    row = connection.execute("SELECT count(*) FROM final_act WHERE kind = ?", (kind,)).fetchone()
    return int(row[0])
