"""The professionals whom one recommends, out of the store: only what may be handed to others."""

from __future__ import annotations

from typing import NamedTuple

from relcadence.domain.people import Reach
from relcadence.domain.sharing import business_way
from relcadence.store.rows import Rows


class Shared(NamedTuple):
    """Somebody on the list to hand over; `shareable` says whether they may stand on it."""

    id: int
    name: str
    organisation: str
    title: str
    offers: str
    phone: str
    email: str
    shareable: bool


def professionals(store: Rows, *, marked_only: bool = True) -> list[Shared]:
    """Professionals, referrers and colleagues marked shareable, by name; else, for the user's eye, all professionals.

    Never the archived, nor those not to be contacted.
    """
    rows = store.rows(
        "SELECT c.id, c.name, c.organisation, c.title, c.offers, c.shareable FROM contact c "
        "WHERE c.status <> 'archived' AND c.no_contact_on = '' AND EXISTS (SELECT 1 FROM role_held r "
        "WHERE r.contact_id = c.id AND r.until_on = '' AND (c.shareable = 1 "
        "AND r.role IN ('professional', 'referrer', 'colleague') OR :all = 1 AND r.role = 'professional')) "
        "ORDER BY c.name, c.id",
        all=int(not marked_only),
    )
    return [_row(store, row) for row in rows]


def _row(store: Rows, row: tuple[int, str, str, str, str, int]) -> Shared:
    number, name, organisation, title, offers, shareable = row
    ways = [
        Reach(*way)
        for way in store.rows(
            "SELECT kind, value, label FROM reach WHERE contact_id = :id AND bounced = 0 ORDER BY rank, id", id=number
        )
    ]
    return Shared(
        number, name, organisation, title, offers, business_way(ways, "phone"), business_way(ways, "email"),
        bool(shareable),
    )  # fmt: skip
