"""Services out of the store: the catalogue, who uses what, and what clients do without."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from relcadence.store.rows import Rows


class ServiceRow(NamedTuple):
    """A service with the colleague to introduce for it and how many use it."""

    id: int
    title: str
    note: str
    colleague_id: int | None
    colleague: str
    retired_on: str
    users: int


class User(NamedTuple):
    """Somebody who uses a service."""

    contact_id: int
    contact: str
    since_on: str


class Gap(NamedTuple):
    """A client with the services used and those done without, by number."""

    contact_id: int
    contact: str
    uses: tuple[int, ...]
    lacks: tuple[int, ...]


def services(store: Rows, *, everything: bool = False, number: int | None = None) -> list[ServiceRow]:
    """The services by number, or the one of that number; with `everything` the retired too."""
    rows = store.rows(
        "SELECT s.id, s.title, s.note, s.colleague_id, coalesce(k.name, ''), s.retired_on, count(c.id) "
        "FROM service s LEFT JOIN contact k ON k.id = s.colleague_id "
        "AND k.status <> 'archived' LEFT JOIN service_use u ON u.service_id = s.id "
        "LEFT JOIN contact c ON c.id = u.contact_id AND c.status <> 'archived' "
        "WHERE (:everything = 1 OR s.retired_on = '') AND (:number IS NULL OR s.id = :number) "
        "GROUP BY s.id, k.name ORDER BY s.retired_on <> '', s.id",
        everything=int(everything or number is not None), number=number,
    )  # fmt: skip
    return [ServiceRow(*row) for row in rows]


def users(store: Rows, number: int) -> list[User]:
    """Who uses a service, by name; the archived left out."""
    rows = store.rows(
        "SELECT c.id, c.name, u.since_on FROM service_use u JOIN contact c ON c.id = u.contact_id "
        "WHERE u.service_id = :id AND c.status <> 'archived' ORDER BY c.name, c.id",
        id=number,
    )
    return [User(*row) for row in rows]


def gaps(store: Rows, contact_id: int | None = None) -> list[Gap]:
    """Services and clients: what each client uses and lacks, those with the most gaps first; or of one contact."""
    held = [row.id for row in services(store)]
    used: dict[int, set[int]] = defaultdict(set)
    for contact, service in store.rows("SELECT contact_id, service_id FROM service_use"):
        used[contact].add(service)
    clients = store.rows(
        "SELECT c.id, c.name FROM contact c WHERE c.status <> 'archived' AND (:contact = c.id OR :contact IS NULL "
        "AND c.no_contact_on = '' AND c.id IN (SELECT contact_id FROM role_held WHERE role = 'client' "
        "AND until_on = '')) ORDER BY c.name, c.id",
        contact=contact_id,
    )
    found = [
        Gap(contact, name, *(tuple(key for key in held if (key in used[contact]) is has) for has in (True, False)))
        for contact, name in clients
    ]
    return sorted(found, key=lambda each: -len(each.lacks))


def of_contact(store: Rows, number: int) -> list[tuple[int, str, str]]:
    """The services somebody uses: number, title, since when."""
    return store.rows(
        "SELECT s.id, s.title, u.since_on FROM service_use u JOIN service s ON s.id = u.service_id "
        "WHERE u.contact_id = :id ORDER BY s.id",
        id=number,
    )
