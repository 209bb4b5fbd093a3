"""Gathers how close people are, and which records want looking after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.levels import YEAR, Tie
from relcadence.domain.reasons import Reason
from relcadence.store.reading import Store

TIES = """
    SELECT c.id, c.name, c.level, c.level_on,
           (SELECT count(DISTINCT touched_on) FROM touch t WHERE t.contact_id = c.id AND tried = 0
            AND channel IN ('meal', 'visit') AND touched_on > :since),
           (SELECT count(DISTINCT touched_on) FROM touch t WHERE t.contact_id = c.id AND direction = 'in'
            AND touched_on > :since),
           EXISTS (SELECT 1 FROM label l WHERE l.contact_id = c.id AND l.kind = 'interest'),
           c.preferences <> '' AND EXISTS (SELECT 1 FROM occasion o WHERE o.contact_id = c.id
                                           AND o.kind IN ('birthday', 'anniversary')),
           s.gap, s.last_on
    FROM contact c JOIN standing s ON s.contact_id = c.id
    WHERE c.status = 'active'
"""


def ties(store: Store, today: date, roles: Sequence[str] = ()) -> list[Tie]:
    """How close the active contacts of these roles are (of all, where none is named), by name."""
    held: dict[int, list[str]] = {}
    for number, role in store.rows("SELECT contact_id, role FROM role_held WHERE until_on = '' ORDER BY id"):
        held.setdefault(number, []).append(role)
    since = (today - timedelta(days=YEAR)).isoformat()
    found = [
        Tie(number, name, tuple(held.get(number, ())), level, on, meals, answers, bool(interests), bool(family), gap,
            (today - date.fromisoformat(last)).days if last else None)
        for number, name, level, on, meals, answers, interests, family, gap, last in store.rows(
            f"{TIES} ORDER BY c.name, c.id", since=since
        )
    ]  # fmt: skip
    return [tie for tie in found if not roles or set(roles) & set(tie.roles)]


class Stale(NamedTuple):
    """A record that wants looking after: what is wrong with it, and the words that mend it."""

    contact_id: int
    name: str
    reason: Reason
    mend: str


STALE = """
    SELECT c.id, c.name, CASE WHEN c.verified_on > c.added_on THEN c.verified_on ELSE c.added_on END,
           (SELECT count(*) FROM reach r WHERE r.contact_id = c.id AND r.kind IN ('email', 'phone') AND bounced = 0),
           (SELECT min(value) FROM reach r WHERE r.contact_id = c.id AND bounced = 1)
    FROM contact c WHERE c.status <> 'archived' ORDER BY c.name, c.id
"""


def stale(store: Store, today: date) -> list[Stale]:
    """The records without e-mail or phone, with a way that bounced, or not verified for a year, by name."""
    since = (today - timedelta(days=YEAR)).isoformat()
    found = []
    for number, name, seen, ways, bounced in store.rows(STALE):
        if bounced:
            reason, mend = Reason("stale.bounced", {"text": bounced}), f"relcadence edit #{number}"
        elif not ways:
            reason, mend = Reason("stale.unreachable", {}), f"relcadence edit #{number} --email … --phone …"
        elif seen <= since:
            reason, mend = Reason("stale.unverified", {"on": seen}), f"relcadence edit #{number} --verified"
        else:
            continue
        found.append(Stale(number, name, reason, mend))
    return found
