"""Gathers how close people are, and which records want looking after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.levels import YEAR, Tie
from relcadence.domain.reasons import Reason
from relcadence.store.reading import Store
from relcadence.store.rows import listed_in

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
    listed, given = listed_in(roles)
    among = f"SELECT contact_id FROM role_held WHERE until_on = '' AND role IN ({listed})"
    chosen = f"AND c.id IN ({among})" if roles else ""
    held: dict[int, tuple[str, ...]] = {}
    for number, role in store.each("SELECT contact_id, role FROM role_held WHERE until_on = '' ORDER BY id"):
        held[number] = (*held.get(number, ()), role)
    return [
        Tie(number, name, held.get(number, ()), level, on, meals, answers, bool(interests), bool(family), gap,
            (today - date.fromisoformat(last)).days if last else None)
        for number, name, level, on, meals, answers, interests, family, gap, last in store.each(
            f"{TIES} {chosen} ORDER BY c.name, c.id", since=_year_ago(today), **given
        )
    ]  # fmt: skip


class Stale(NamedTuple):
    """A record that wants looking after: what is wrong with it, and the words that mend it."""

    contact_id: int
    name: str
    reason: Reason
    mend: str


# What is wrong with a record, by its key; "" for one that is fresh.
WRONG = """
    CASE WHEN EXISTS (SELECT 1 FROM reach r WHERE r.contact_id = c.id AND r.bounced = 1) THEN 'stale.bounced'
         WHEN NOT EXISTS (SELECT 1 FROM reach r WHERE r.contact_id = c.id AND r.kind IN ('email', 'phone'))
         THEN 'stale.unreachable'
         WHEN c.verified_on <= :since AND c.added_on <= :since THEN 'stale.unverified' ELSE '' END
"""
STALE = f"""
    SELECT * FROM (
        SELECT c.id, c.name, {WRONG} AS wrong,
               CASE WHEN c.verified_on > c.added_on THEN c.verified_on ELSE c.added_on END AS seen_on,
               (SELECT min(value) FROM reach r WHERE r.contact_id = c.id AND bounced = 1) AS bounced
        FROM contact c WHERE c.status <> 'archived') found
    WHERE wrong <> '' ORDER BY name, id
"""
MEND = {
    "stale.bounced": "relcadence edit #{number}",
    "stale.unreachable": "relcadence edit #{number} --email … --phone …",
    "stale.unverified": "relcadence edit #{number} --verified",
}


def stale(store: Store, today: date) -> list[Stale]:
    """The records without e-mail or phone, with a way that bounced, or not verified for a year, by name."""
    found = []
    for number, name, wrong, seen, bounced in store.rows(STALE, since=_year_ago(today)):
        values = {"stale.bounced": {"text": bounced}, "stale.unverified": {"on": seen}}
        found.append(Stale(number, name, Reason(wrong, values.get(wrong, {})), MEND[wrong].format(number=number)))
    return found


def records(store: Store, today: date) -> Counter[str]:
    """How many records there are by what is wrong with them; under "" those that are fresh."""
    statement = f"SELECT wrong, count(*) FROM (SELECT {WRONG} AS wrong FROM contact c WHERE c.status <> 'archived') x"
    return Counter(dict(store.rows(f"{statement} GROUP BY wrong ORDER BY wrong", since=_year_ago(today))))


def _year_ago(today: date) -> str:
    return (today - timedelta(days=YEAR)).isoformat()
