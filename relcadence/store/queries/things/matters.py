"""Matters out of the store, and what they are worth: the fees of a client, and those that a referrer brought."""

from __future__ import annotations

from typing import NamedTuple

from relcadence.store.rows import Rows


class MatterRow(NamedTuple):
    """A matter with its client and the number of the referral that brought it."""

    id: int
    contact_id: int
    contact: str
    title: str
    opened_on: str
    closed_on: str
    fee: int | None
    note: str
    referral_id: int | None


class Value(NamedTuple):
    """Fees in whole units: of one's own matters, and of those one's referrals brought, each matter once."""

    fees: int
    matters: int
    open: int
    without_fee: int
    brought: int
    brought_matters: int


def matters(
    store: Rows, *, everything: bool = False, contact_id: int | None = None, number: int | None = None
) -> list[MatterRow]:
    """The open matters by client (or all, the newest first of each); of one client, or the one of that number."""
    rows = store.rows(
        "SELECT m.id, m.contact_id, c.name, m.title, m.opened_on, m.closed_on, m.fee, m.note, "
        "(SELECT min(r.id) FROM referral r WHERE r.matter_id = m.id) "
        "FROM matter m JOIN contact c ON c.id = m.contact_id "
        "WHERE (:everything = 1 OR (m.closed_on = '' AND c.status <> 'archived')) "
        "AND (:contact IS NULL OR m.contact_id = :contact) AND (:number IS NULL OR m.id = :number) "
        "ORDER BY m.closed_on <> '', c.name, c.id, m.opened_on DESC, m.id DESC",
        everything=int(everything or number is not None), contact=contact_id, number=number,
    )  # fmt: skip
    return [MatterRow(*row) for row in rows]


def value(store: Rows, number: int) -> Value:
    """What a contact's matters and referrals are worth."""
    own = store.rows(
        "SELECT coalesce(sum(fee), 0), count(*), count(CASE closed_on WHEN '' THEN 1 END), count(*) - count(fee) "
        "FROM matter WHERE contact_id = :id",
        id=number,
    )[0]
    brought = store.rows(
        "SELECT coalesce(sum(fee), 0), count(*) FROM matter WHERE id IN "
        "(SELECT matter_id FROM referral WHERE referrer_id = :id)",
        id=number,
    )[0]
    return Value(*own, *brought)
