"""Groups out of the store: the bodies one goes to, who of one's contacts belongs to them, and their meetings."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from relcadence.store.rows import Rows


class Member(NamedTuple):
    """A contact that belongs to a group."""

    contact_id: int
    contact: str
    since_on: str


class GroupRow(NamedTuple):
    """A group with its members among the contacts, the next meeting set and the last one attended ("" = none)."""

    id: int
    name: str
    cadence: str
    place: str
    note: str
    ended_on: str
    next_on: str
    last_on: str
    members: tuple[Member, ...]


def groups(store: Rows, today: date, *, everything: bool = False, number: int | None = None) -> list[GroupRow]:
    """The groups by name, or the one of that number; with `everything` those that ended too."""
    rows = store.rows(
        "SELECT g.id, g.name, g.cadence, g.place, g.note, g.ended_on, "
        "coalesce((SELECT min(e.held_on) FROM event e WHERE e.group_id = g.id AND e.dropped = 0 "
        "AND e.attended = 0 AND e.held_on >= :today), ''), "
        "coalesce((SELECT max(e.held_on) FROM event e WHERE e.group_id = g.id AND e.attended = 1), '') "
        "FROM groups g WHERE (:everything = 1 OR g.ended_on = '') AND (:number IS NULL OR g.id = :number) "
        "ORDER BY g.ended_on <> '', g.name, g.id",
        today=today.isoformat(), everything=int(everything or number is not None), number=number,
    )  # fmt: skip
    return [GroupRow._make((*row, members(store, row[0]))) for row in rows]


def members(store: Rows, number: int) -> tuple[Member, ...]:
    """The contacts that belong to a group, by name."""
    rows = store.rows(
        "SELECT m.contact_id, c.name, m.since_on FROM membership m JOIN contact c ON c.id = m.contact_id "
        "WHERE m.group_id = :id AND c.status <> 'archived' ORDER BY c.name, c.id",
        id=number,
    )
    return tuple(Member(*row) for row in rows)


def of_contact(store: Rows, number: int) -> list[tuple[int, str]]:
    """The groups somebody belongs to: number and name."""
    return store.rows(
        "SELECT g.id, g.name FROM membership m JOIN groups g ON g.id = m.group_id "
        "WHERE m.contact_id = :id AND g.ended_on = '' ORDER BY g.name, g.id",
        id=number,
    )


def open_meeting(store: Rows, number: int, on: date | None, today: date, since: date) -> int | None:
    """The meeting of a group that `attended` speaks of: that of the day, else the latest from `since` to today."""
    found: int | None = store.value(
        "SELECT id FROM event WHERE group_id = :id AND dropped = 0 AND held_on BETWEEN :first AND :last "
        "AND (:on <> '' OR attended = 0) ORDER BY held_on DESC, id LIMIT 1",
        id=number, on=on.isoformat() if on else "", first=(on or since).isoformat(), last=(on or today).isoformat(),
    )  # fmt: skip
    return found
