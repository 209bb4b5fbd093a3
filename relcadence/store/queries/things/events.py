"""Events out of the store, with their guests: how many were invited, accepted, came."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from relcadence.store.rows import Rows

LATELY = timedelta(days=60)


class EventRow(NamedTuple):
    """An event with its group and the number of its guests in each state, the archived left out."""

    id: int
    title: str
    kind: str
    held_on: str
    place: str
    note: str
    group_id: int | None
    group: str
    attended: bool
    dropped: bool
    listed: int
    invited: int
    accepted: int
    declined: int
    came: int
    missed: int

    def asks(self, today: date) -> bool:
        """True once it is over while of some who were invited nobody knows whether they came."""
        return self.held_on < today.isoformat() and bool(self.invited + self.accepted)


class GuestRow(NamedTuple):
    """A guest of an event; the days are "" where there was no invitation or no answer."""

    contact_id: int
    contact: str
    state: str
    invited_on: str
    answered_on: str

    def since(self, held_on: str) -> str:
        """The ISO day of the present state: of the invitation, of the answer, or of the event itself."""
        days = {"invited": self.invited_on, "accepted": self.answered_on, "declined": self.answered_on}
        return days.get(self.state, held_on if self.state in ("came", "missed") else "")


EVENTS = """
    SELECT e.id, e.title, e.kind, e.held_on, e.place, e.note, e.group_id, coalesce(g.name, ''), e.attended, e.dropped,
           count(CASE q.state WHEN 'listed' THEN 1 END), count(CASE q.state WHEN 'invited' THEN 1 END),
           count(CASE q.state WHEN 'accepted' THEN 1 END), count(CASE q.state WHEN 'declined' THEN 1 END),
           count(CASE q.state WHEN 'came' THEN 1 END), count(CASE q.state WHEN 'missed' THEN 1 END)
    FROM event e LEFT JOIN groups g ON g.id = e.group_id
    LEFT JOIN (SELECT g.event_id, g.state FROM guest g JOIN contact c ON c.id = g.contact_id
               WHERE c.status <> 'archived') q ON q.event_id = e.id
"""


def events(store: Rows, today: date, *, everything: bool = False) -> list[EventRow]:
    """The events ahead by day, then those of late, newest first; with `everything` all, dropped ones too."""
    rows = store.rows(
        f"{EVENTS} WHERE :everything = 1 OR (e.dropped = 0 AND e.held_on >= :lately) GROUP BY e.id, g.name "
        "ORDER BY e.held_on, e.id",
        everything=int(everything), lately=(today - LATELY).isoformat(),
    )  # fmt: skip
    found = [_row(row) for row in rows]
    ahead = [each for each in found if each.held_on >= today.isoformat()]
    past = [each for each in found if each.held_on < today.isoformat()]
    return ahead + sorted(past, key=lambda each: each.held_on, reverse=True)


def event(store: Rows, number: int) -> EventRow:
    """The event of that number; it must be there."""
    return _row(store.rows(f"{EVENTS} WHERE e.id = :id GROUP BY e.id, g.name", id=number)[0])


def _row(row: tuple) -> EventRow:  # type: ignore[type-arg]
    return EventRow._make((*row[:8], bool(row[8]), bool(row[9]), *row[10:]))


def guests(store: Rows, number: int) -> list[GuestRow]:
    """The guests of an event by name, the archived left out."""
    rows = store.rows(
        "SELECT g.contact_id, c.name, g.state, g.invited_on, g.answered_on "
        "FROM guest g JOIN contact c ON c.id = g.contact_id "
        "WHERE g.event_id = :id AND c.status <> 'archived' ORDER BY c.name, c.id",
        id=number,
    )
    return [GuestRow(*row) for row in rows]


class Invited(NamedTuple):
    """An event as a contact's page shows it."""

    id: int
    title: str
    kind: str
    held_on: str
    state: str


def of_contact(store: Rows, number: int) -> list[Invited]:
    """The events to which somebody was invited, newest first."""
    rows = store.rows(
        "SELECT e.id, e.title, e.kind, e.held_on, g.state FROM guest g JOIN event e ON e.id = g.event_id "
        "WHERE g.contact_id = :id AND e.dropped = 0 ORDER BY e.held_on DESC, e.id DESC",
        id=number,
    )
    return [Invited(*row) for row in rows]
