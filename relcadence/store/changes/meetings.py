"""Meetings of the user's calendar as touches; one rule: the same meeting is never logged twice.

The identity of a meeting (UID and day) is remembered beside the contact, as the other sources are.
"""

from __future__ import annotations

from datetime import date
from hashlib import blake2b

from relcadence.domain.people import Touch
from relcadence.store.changes import touches
from relcadence.store.changes.writer import Writer
from relcadence.store.outlook import SPOKEN_SQL
from relcadence.store.rows import Rows

SHAPE = "meeting"


def mark(uid: str, on: date) -> str:
    """What a meeting is remembered by."""
    return f"meeting:{blake2b(f'{uid} {on.isoformat()}'.encode(), digest_size=16).hexdigest()}"


def is_logged(rows: Rows, uid: str, on: date) -> bool:
    """True if this entry was taken in by an earlier import."""
    return bool(rows.rows("SELECT 1 FROM source WHERE print = :mark LIMIT 1", mark=mark(uid, on)))


def is_met(rows: Rows, number: int, on: date) -> bool:
    """True if the contact was met or called on that day, however that was written down."""
    statement = (
        f"SELECT 1 FROM touch WHERE contact_id = :id AND touched_on = :on AND tried = 0 AND channel IN ({SPOKEN_SQL})"
    )
    return bool(rows.rows(f"{statement} LIMIT 1", id=number, on=on.isoformat()))


def remember(writer: Writer, number: int, uid: str, on: date) -> None:
    """Note beside a contact that this entry of the calendar was taken in."""
    key = mark(uid, on)
    writer.insert("source", contact_id=number, name=key, shape=SHAPE, print=key, seen="{}")


def log(writer: Writer, uid: str, touch: Touch, others: tuple[int, ...]) -> None:
    """Log a meeting with all who were there; an open appointment with one of them on that day is done with it."""
    touches.log(writer, touch, others)
    for number in (touch.contact_id, *others):
        remember(writer, number, uid, date.fromisoformat(touch.on))
        for (appointment,) in writer.rows(
            "SELECT id FROM appointment WHERE contact_id = :id AND due_on = :on AND state = 'open'",
            id=number, on=touch.on,
        ):  # fmt: skip
            writer.change("appointment", appointment, state="done")
