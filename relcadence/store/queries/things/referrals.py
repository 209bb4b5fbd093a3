"""Referrals out of the store: who sent whom, what became of it, and what it brought."""

from __future__ import annotations

from typing import NamedTuple

from relcadence.domain.people import Referral
from relcadence.store.rows import Rows


class ReferralRow(NamedTuple):
    """A referral with both names, and the title of the matter it brought."""

    referral: Referral
    referrer: str
    referred: str
    matter: str = ""


REFERRALS = """
    SELECT r.referrer_id, r.referred_on, r.referred_id, r.name, r.outcome, r.thanked_on, r.id, r.closed_on,
           r.matter_id, r.may_tell, r.note, a.name, coalesce(b.name, r.name), coalesce(m.title, '')
    FROM referral r JOIN contact a ON a.id = r.referrer_id
    LEFT JOIN contact b ON b.id = r.referred_id LEFT JOIN matter m ON m.id = r.matter_id
"""


def referrals(store: Rows, number: int | None = None, *, everything: bool = True) -> list[ReferralRow]:
    """All referrals, or those of one contact either way, newest first; not `everything`: no archived referrers."""
    found = store.rows(
        f"{REFERRALS} WHERE (:id IS NULL OR r.referrer_id = :id OR r.referred_id = :id) "
        "AND (:everything = 1 OR a.status <> 'archived') ORDER BY r.referred_on DESC, r.id DESC",
        id=number, everything=int(everything),
    )  # fmt: skip
    return [_row(row) for row in found]


def referral(store: Rows, number: int) -> ReferralRow:
    """The referral of that number; it must be there."""
    return _row(store.rows(f"{REFERRALS} WHERE r.id = :id", id=number)[0])


def _row(row: tuple) -> ReferralRow:  # type: ignore[type-arg]
    facts = (*row[:9], bool(row[9]), row[10])
    return ReferralRow(Referral(*facts), *row[11:])
