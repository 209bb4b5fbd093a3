"""What a calendar needs beside the agenda: occasions with their identity, what was closed lately, who has what."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from relcadence.store.reading import Store


class OccasionRow(NamedTuple):
    """An occasion with its open slot. `after_on`: occurrences up to that day are closed ("" = none)."""

    id: int
    slot_id: int
    uuid: str
    contact_id: int
    kind: str
    title: str
    date: str
    since_on: str
    after_on: str
    outcome: str


class Closed(NamedTuple):
    """An item closed lately: `done` or let go; `on` is its day, for a slot the day on which it was closed."""

    handle: str
    kind: str
    uuid: str
    contact_id: int
    on: date
    done: bool
    text: str


def occasions(store: Store) -> list[OccasionRow]:
    """The occasions of everybody who may be reached, with how the slot before the open one ended."""
    rows = store.rows(
        "SELECT o.id, s.id, o.uuid, o.contact_id, o.kind, o.title, o.date, c.added_on, s.after_on, "
        "coalesce((SELECT p.outcome FROM slot p WHERE p.occasion_id = o.id AND p.closed_on <> '' "
        "ORDER BY p.id DESC LIMIT 1), '') "
        "FROM occasion o JOIN contact c ON c.id = o.contact_id "
        "JOIN slot s ON s.occasion_id = o.id AND s.closed_on = '' "
        "WHERE c.status <> 'archived' AND c.no_contact_on = '' ORDER BY o.id"
    )
    return [OccasionRow(*row) for row in rows]


def occasion_days(store: Store, start: date, end: date) -> dict[int, list[date]]:
    """The days on which each occasion falls, from `start` to `end`, in order."""
    found: dict[int, list[date]] = {}
    for number, on in store.rows(
        "SELECT occasion_id, due_on FROM occasion_on WHERE due_on BETWEEN :start AND :end ORDER BY due_on",
        start=start.isoformat(), end=end.isoformat(),
    ):  # fmt: skip
        found.setdefault(number, []).append(date.fromisoformat(on))
    return found


def made_on(store: Store) -> dict[str, str]:
    """The ISO day on which each open promise was made, by handle."""
    rows = store.rows("SELECT id, made_on FROM promise WHERE state = 'open'")
    return {f"P{number}": on for number, on in rows}


CLOSED = """
    SELECT x.* FROM (
    SELECT 'F' || s.id, 'slot', s.uuid, coalesce(s.contact_id, a.main_contact_id,
             (SELECT min(id) FROM contact m WHERE m.account_id = a.id)) AS who, s.closed_on, s.outcome = 'done', ''
      FROM slot s LEFT JOIN account a ON a.id = s.account_id
      WHERE s.occasion_id IS NULL AND s.closed_on >= :since
    UNION ALL SELECT 'P' || id, 'promise', uuid, contact_id, due_on, state = 'kept', text FROM promise
      WHERE state <> 'open' AND closed_on >= :since
    UNION ALL SELECT 'E' || id, 'event', uuid, contact_id, due_on, state = 'done', text FROM appointment
      WHERE state <> 'open' AND due_on >= :since
    ) x JOIN contact c ON c.id = x.who WHERE c.no_contact_on = ''
"""


def closed(store: Store, since: date) -> list[Closed]:
    """The slots, promises and appointments closed since that day; not those of people marked do-not-contact."""
    rows = store.rows(CLOSED, since=since.isoformat())
    return [
        Closed(handle, kind, uuid, who, date.fromisoformat(on), bool(done), text)
        for handle, kind, uuid, who, on, done, text in rows
    ]


def assigned(store: Store, number: int) -> set[str]:
    """The handles of the open items given to that contact (an assistant)."""
    rows = store.rows(
        "SELECT CASE WHEN occasion_id IS NULL THEN 'F' ELSE 'O' END || id FROM slot "
        "WHERE closed_on = '' AND assigned_to = :number "
        "UNION ALL SELECT 'P' || id FROM promise WHERE state = 'open' AND assigned_to = :number "
        "UNION ALL SELECT 'E' || id FROM appointment WHERE state = 'open' AND assigned_to = :number "
        "UNION ALL SELECT 'T' || id FROM task WHERE state = 'open' AND assigned_to = :number "
        "UNION ALL SELECT 'C' || id FROM card_run WHERE state = 'open' AND assigned_to = :number",
        number=number,
    )
    return {handle for (handle,) in rows}


def anchor(store: Store) -> str:
    """What tells this store's day bundles from those of another: the identity of its first contact, "" for none."""
    return str(store.value("SELECT uuid FROM contact ORDER BY id LIMIT 1") or "")


def handles(store: Store) -> dict[str, str]:
    """Every open item by its identity outside this store, as handle; occasions by their own."""
    found = {
        uuid: f"O{number}"
        for number, uuid in store.rows(
            "SELECT s.id, o.uuid FROM occasion o JOIN slot s ON s.occasion_id = o.id AND s.closed_on = ''"
        )
    }
    found |= {
        uuid: f"F{number}"
        for number, uuid in store.rows("SELECT id, uuid FROM slot WHERE closed_on = '' AND occasion_id IS NULL")
    }
    found |= {uuid: f"P{number}" for number, uuid in store.rows("SELECT id, uuid FROM promise WHERE state = 'open'")}
    found |= {
        uuid: f"E{number}" for number, uuid in store.rows("SELECT id, uuid FROM appointment WHERE state = 'open'")
    }
    return found
