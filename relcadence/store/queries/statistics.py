"""Gathers what the pictures of the practice are drawn from: touches, rhythms, prospects, who sent whom.

Circulars, attempts and time of one's own are no touches here; a meeting with several people counts once.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from relcadence.domain import statistics
from relcadence.domain.figures import reaching_back
from relcadence.domain.members import Facts
from relcadence.domain.network import Tie
from relcadence.domain.statistics import Channel, Course, Lead, Rhythm, Span, mix_of
from relcadence.store.queries import members
from relcadence.store.queries.referrers import FEES
from relcadence.store.reading import Store
from relcadence.store.rows import keys_in

TOUCHED = "tried = 0 AND mass = 0 AND contact_id IS NOT NULL AND touched_on BETWEEN :since AND :until"


def touches_by_day(store: Store, span: Span) -> dict[date, int]:
    """The touches of each day that has any."""
    rows = store.rows(
        f"SELECT touched_on, count(DISTINCT coalesce(together, id)) FROM touch WHERE {TOUCHED} GROUP BY touched_on",
        **_days(span),
    )
    return {date.fromisoformat(on): number for on, number in rows}


def channels(store: Store, span: Span) -> list[Channel]:
    """The channels of the span, the most used first."""
    return mix_of(
        store.rows(
            "SELECT channel, direction, count(DISTINCT coalesce(together, id)) FROM touch "
            f"WHERE {TOUCHED} AND channel <> '' GROUP BY channel, direction",
            **_days(span),
        )
    )


def reached(store: Store, span: Span) -> int:
    """How many people there were touches with."""
    return int(store.value(f"SELECT count(DISTINCT contact_id) FROM touch WHERE {TOUCHED}", **_days(span)))


def leads(store: Store) -> list[Lead]:
    """Everybody who has a rhythm: by which role and rule."""
    rows = store.rows("SELECT account_id, contact_id, role, rule FROM due ORDER BY contact_id")
    return [
        Lead((account, 0) if account else (None, number), number, role, rule) for account, number, role, rule in rows
    ]


def rhythms(store: Store, today: date, span: Span) -> list[Rhythm]:
    """Everybody with a rhythm and the windows of the span, by name."""
    who = members.with_rhythm(store)
    touches = members.touches(store, {each.contact_id: reaching_back((each.cadence,), span.since) for each in who})
    return statistics.rhythms(Facts(today, store.workdays, who, touches, {}, today), leads(store), span)


COURSES = """
    SELECT EXISTS (SELECT 1 FROM touch t WHERE t.contact_id = r.contact_id AND tried = 0 AND mass = 0
                   AND direction = 'out'),
           EXISTS (SELECT 1 FROM touch t WHERE t.contact_id = r.contact_id AND tried = 0
                   AND (direction = 'in' OR channel IN ('call', 'meeting', 'meal', 'visit'))),
           EXISTS (SELECT 1 FROM role_held h WHERE h.contact_id = r.contact_id AND h.role IN ('client', 'former')
                   AND h.since_on >= r.since_on)
    FROM (SELECT contact_id, min(since_on) AS since_on FROM role_held WHERE role = 'prospect' GROUP BY contact_id) r
"""


def courses(store: Store) -> list[Course]:
    """How far everybody came who ever was a prospect."""
    return [Course(*map(bool, row)) for row in store.rows(COURSES)]


class Sent(NamedTuple):
    """Who sent whom: the ties, and the names of those who may be named; the others are counted without one."""

    ties: list[Tie]
    names: dict[int, str]
    roles: dict[int, str]


TIES = f"""
    SELECT r.referrer_id, r.referred_id, r.name, r.outcome, r.id, coalesce({FEES}, 0)
    FROM referral r ORDER BY r.referred_on, r.id
"""
MAY_BE_NAMED = "c.status <> 'archived' AND c.no_contact_on = ''"


def silenced(store: Store) -> set[int]:
    """Those whom nothing may propose to reach, and no page may name."""
    return {number for (number,) in store.rows(f"SELECT c.id FROM contact c WHERE NOT ({MAY_BE_NAMED})")}


def network(store: Store) -> Sent:
    """The referrals as ties. A person who is not yet a contact stands under a number below zero."""
    ties: list[Tie] = []
    names: dict[int, str] = {}
    for referrer, referred, name, outcome, number, fee in store.rows(TIES):
        if referred is None:
            names[-number] = name
        ties.append(Tie(referrer, referred or -number, fee, outcome))
    numbers = keys_in(each for tie in ties for each in tie[:2] if each > 0)
    names |= dict(store.rows(f"SELECT c.id, c.name FROM contact c WHERE c.id IN ({numbers}) AND {MAY_BE_NAMED}"))
    roles = store.rows(f"SELECT contact_id, role FROM role_held WHERE until_on = '' AND contact_id IN ({numbers})")
    return Sent(ties, names, dict(roles))


def outcomes(store: Store, span: Span) -> Counter[str]:
    """The referrals made in the span by what became of them."""
    rows = store.rows(
        "SELECT outcome, count(*) FROM referral WHERE referred_on BETWEEN :since AND :until GROUP BY outcome",
        **_days(span),
    )
    return Counter(dict(rows))


def _days(span: Span) -> dict[str, str]:
    return {"since": span.since.isoformat(), "until": span.until.isoformat()}
