"""Who brought nothing back: candidates for letting go, each with the evidence. The program asks, the user decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.reasons import Reason
from relcadence.domain.seven import SEVEN

REFERRALS = timedelta(days=730)
"""A referrer is a candidate without a referral for 24 months."""
CLIENTS = timedelta(days=730)
ANSWER = timedelta(days=365)
DECISIONS = ("keep", "client", "nurture", "archive")
AGAIN_DAYS = 182
"""Days until somebody who was kept is looked at again, unless the user says."""


class Record(NamedTuple):
    """What is known of somebody in one role. `brought_on`: the last referral made, or matter opened or closed, ""
    for none; `answered_on`: the last touch from their side, for a client also the last talk; `again_on`: not to be
    asked about before.
    """

    contact_id: int
    name: str
    role: str
    since_on: str
    touches: int
    last_on: str
    answered_on: str
    brought_on: str
    open_matters: int
    again_on: str


class Candidate(NamedTuple):
    """Somebody to decide on, in one role, and what speaks for it."""

    contact_id: int
    name: str
    role: str
    reason: Reason


def candidates(records: Iterable[Record], today: date) -> list[Candidate]:
    """Those to decide on, in the order given."""
    found = []
    for record in records:
        if record.again_on > today.isoformat():
            continue
        reason = _RULES[record.role](record, today)
        if reason:
            found.append(Candidate(record.contact_id, record.name, record.role, reason))
    return found


def _prospect(record: Record, today: date) -> Reason | None:
    """At least seven touches, and no answer since."""
    if record.touches < SEVEN or record.answered_on >= record.since_on:
        return None
    return Reason("prune.prospect", {"count": record.touches, "on": record.last_on})


def _referrer(record: Record, today: date) -> Reason | None:
    """No referral in 24 months."""
    since = (today - REFERRALS).isoformat()
    if record.since_on > since or record.brought_on > since:
        return None
    return Reason("prune.referrer.past" if record.brought_on else "prune.referrer", {"on": record.brought_on})


def _client(record: Record, today: date) -> Reason | None:
    """No matter open, none in two years, and no answer in one."""
    if record.open_matters or record.since_on > (today - ANSWER).isoformat():
        return None
    if record.brought_on > (today - CLIENTS).isoformat() or record.answered_on > (today - ANSWER).isoformat():
        return None
    return Reason("prune.client.past" if record.brought_on else "prune.client", {"on": record.brought_on})


_RULES = {"prospect": _prospect, "referrer": _referrer, "client": _client}
