"""Inbound messages that want an answer, and how long answers took."""

from __future__ import annotations

from datetime import date

from relcadence.domain.replies import Inbound
from relcadence.store.reading import Store

INBOUND = """
    SELECT i.id, i.contact_id, c.name, i.touched_on, i.channel, CASE WHEN i.private = 1 THEN '' ELSE i.note END,
           (SELECT min(a.touched_on) FROM touch a WHERE a.contact_id = i.contact_id AND a.direction = 'out'
            AND a.tried = 0 AND a.mass = 0
            AND (a.touched_on > i.touched_on OR a.touched_on = i.touched_on AND a.id > i.id))
    FROM touch i JOIN contact c ON c.id = i.contact_id
    WHERE i.needs_reply = 1 AND i.direction = 'in'
"""


def waiting(store: Store, today: date) -> list[Inbound]:
    """What came in, wants an answer and has none by a later outbound touch; the longest waiting first.

    Nothing of the archived and of those not to be contacted.
    """
    rows = store.rows(
        f"{INBOUND} AND i.touched_on <= :today AND c.status <> 'archived' AND c.no_contact_on = '' "
        "ORDER BY i.touched_on, i.id",
        today=today.isoformat(),
    )
    return [each for each in map(_inbound, rows) if each.answered_on is None]


def reply_times(store: Store, since: date) -> list[Inbound]:
    """All that came in since a day and wanted an answer, with the day of the answer; `replies.figures` sums it up."""
    rows = store.rows(f"{INBOUND} AND i.touched_on >= :since ORDER BY i.touched_on, i.id", since=since.isoformat())
    return list(map(_inbound, rows))


def _inbound(row: tuple) -> Inbound:  # type: ignore[type-arg]
    number, contact_id, contact, on, channel, note, answered = row
    answer = date.fromisoformat(answered) if answered else None
    return Inbound(number, contact_id, contact, date.fromisoformat(on), channel, note, answer)
