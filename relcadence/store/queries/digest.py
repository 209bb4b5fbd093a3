"""What a digest needs beside the agenda: numbers to ring, who was reached, and who may be sent one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from relcadence.store.reading import Store
from relcadence.store.rows import keys_in


class Reader(NamedTuple):
    """A contact as a possible receiver of a digest."""

    id: int
    name: str
    roles: frozenset[str]
    status: str
    do_not_contact: bool
    language: str
    email: str


READER = """
    SELECT c.id, c.name, c.status, c.no_contact_on <> '', c.language,
           (SELECT value FROM reach r WHERE r.contact_id = c.id AND r.kind = 'email' AND r.bounced = 0
            ORDER BY rank, id LIMIT 1)
    FROM contact c
"""


def phones(store: Store, numbers: Iterable[int]) -> dict[int, str]:
    """The first phone number that works of each of these contacts; none of those who are not to be contacted."""
    listed = keys_in(numbers)
    rows = store.rows(
        "SELECT r.contact_id, r.value FROM reach r JOIN contact c ON c.id = r.contact_id "
        f"WHERE r.kind = 'phone' AND r.bounced = 0 AND c.no_contact_on = '' AND r.contact_id IN ({listed}) "
        "ORDER BY r.contact_id, r.rank DESC, r.id DESC"
    )
    return dict(rows)


def reached(store: Store, since: date) -> int:
    """How many contacts were reached from that day on; attempts and circulars left out."""
    return int(
        store.value(
            "SELECT count(DISTINCT contact_id) FROM touch WHERE touched_on >= :since AND contact_id IS NOT NULL "
            "AND tried = 0 AND mass = 0",
            since=since.isoformat(),
        )
    )


def reader(store: Store, number: int) -> Reader:
    """That contact as a receiver."""
    return next(iter(_readers(store, f"{READER} WHERE c.id = {int(number)}")))


def assistants(store: Store) -> list[Reader]:
    """The assistants, by number, the archived left out."""
    where = "WHERE c.status <> 'archived' AND EXISTS (SELECT 1 FROM role_held h WHERE h.contact_id = c.id "
    return _readers(store, f"{READER} {where} AND h.role = 'assistant' AND h.until_on = '') ORDER BY c.id")


def holders(store: Store, address: str) -> list[Reader]:
    """The contacts whose e-mail address that is, whatever its case."""
    where = "WHERE c.id IN (SELECT contact_id FROM reach WHERE kind = 'email' AND lower(value) = lower(:address))"
    return _readers(store, f"{READER} {where} ORDER BY c.id", address=address.strip())


def _readers(store: Store, statement: str, **values: str) -> list[Reader]:
    found = store.rows(statement, **values)
    listed = keys_in(row[0] for row in found)
    held: dict[int, set[str]] = {}
    for number, role in store.rows(
        f"SELECT contact_id, role FROM role_held WHERE until_on = '' AND contact_id IN ({listed})"
    ):
        held.setdefault(number, set()).add(role)
    return [
        Reader(number, name, frozenset(held.get(number, ())), status, bool(barred), language, email or "")
        for number, name, status, barred, language, email in found
    ]
