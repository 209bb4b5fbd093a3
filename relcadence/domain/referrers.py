"""What each referrer sent and what went into it: referrals, those that became clients, fees, touches, thanks, trend.

Each referral counts once, for the one who made it, so that the totals equal the rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

MONTHS = 36
SPAN = timedelta(days=1096)


class Sent(NamedTuple):
    """One referral; `fees` of the matters that came of it, in whole units (None: not known)."""

    referrer_id: int
    on: str
    outcome: str
    fees: int | None


class Effort(NamedTuple):
    """What went into a referrer in the span: touches, minutes known, and when thanks were last said."""

    touches: int
    minutes: int
    thanked_on: str


class Row(NamedTuple):
    """One referrer. `share` of the referrals decided that became clients, in whole percent (None: none decided);
    `trend`: referrals of the last half of the span less those of the first.
    """

    contact_id: int
    name: str
    referrals: int
    clients: int
    declined: int
    fees: int
    touches: int
    minutes: int
    last_thanked_on: str
    last_referral_on: str
    share: int | None
    trend: int


def ranked(
    names: Iterable[tuple[int, str]], sent: Iterable[Sent], efforts: dict[int, Effort], today: date
) -> list[Row]:
    """The referrers by what they sent: clients, then referrals, then fees, then name."""
    by_referrer: dict[int, list[Sent]] = {}
    for each in sent:
        by_referrer.setdefault(each.referrer_id, []).append(each)
    rows = [_row(number, name, by_referrer.get(number, []), efforts.get(number), today) for number, name in names]
    return sorted(rows, key=lambda row: (-row.clients, -row.referrals, -row.fees, row.name))


def _row(number: int, name: str, sent: list[Sent], effort: Effort | None, today: date) -> Row:
    clients = sum(each.outcome == "client" for each in sent)
    declined = sum(each.outcome == "declined" for each in sent)
    middle = (today - SPAN / 2).isoformat()
    late = sum(each.on > middle for each in sent)
    effort = effort or Effort(0, 0, "")
    return Row(
        number, name, len(sent), clients, declined, sum(each.fees or 0 for each in sent), effort.touches,
        effort.minutes, effort.thanked_on, max((each.on for each in sent), default=""),
        round(100 * clients / (clients + declined)) if clients + declined else None, late - (len(sent) - late),
    )  # fmt: skip


def total(rows: Iterable[Row]) -> Row:
    """The sums of the rows."""
    known = list(rows)
    clients, declined = sum(row.clients for row in known), sum(row.declined for row in known)
    return Row(
        0, "", sum(row.referrals for row in known), clients, declined, sum(row.fees for row in known),
        sum(row.touches for row in known), sum(row.minutes for row in known),
        max((row.last_thanked_on for row in known), default=""),
        max((row.last_referral_on for row in known), default=""),
        round(100 * clients / (clients + declined)) if clients + declined else None, sum(row.trend for row in known),
    )  # fmt: skip
