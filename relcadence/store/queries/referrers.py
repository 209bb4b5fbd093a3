"""Gathers what each referrer sent, and what went into it."""

from __future__ import annotations

from datetime import date

from relcadence.domain.referrers import SPAN, Effort, Row, Sent, ranked
from relcadence.store.reading import Store

NAMES = """
    SELECT c.id, c.name FROM contact c WHERE c.status <> 'archived' AND (
        c.id IN (SELECT contact_id FROM role_held WHERE role = 'referrer' AND until_on = '')
        OR c.id IN (SELECT referrer_id FROM referral WHERE referred_on > :since))
"""
# The fees that a referral r brought: of the matter it names, else of those of the person sent, each once.
FEES = """
    coalesce((SELECT fee FROM matter m WHERE m.id = r.matter_id),
             (SELECT sum(fee) FROM matter m WHERE r.matter_id IS NULL AND m.contact_id = r.referred_id
              AND m.opened_on >= r.referred_on
              AND NOT EXISTS (SELECT 1 FROM referral o WHERE o.referred_id = r.referred_id AND o.id < r.id)))
"""
SENT = f"""
    SELECT r.referrer_id, r.referred_on, r.outcome, {FEES}
    FROM referral r JOIN contact c ON c.id = r.referrer_id
    WHERE r.referred_on > :since AND r.referred_on <= :today AND c.status <> 'archived'
"""
EFFORT = f"""
    SELECT t.contact_id, count(DISTINCT touched_on), coalesce(sum(minutes), 0),
           coalesce((SELECT max(thanked_on) FROM referral r WHERE r.referrer_id = t.contact_id), '')
    FROM touch t WHERE touched_on > :since AND touched_on <= :today AND tried = 0 AND direction = 'out'
      AND contact_id IN (SELECT id FROM ({NAMES}))
    GROUP BY t.contact_id
"""


def referrers(store: Store, today: date) -> list[Row]:
    """The referrers of the last 36 months, those who sent most first."""
    span = {"since": (today - SPAN).isoformat(), "today": today.isoformat()}
    names = store.rows(NAMES, since=span["since"])
    sent = [Sent(*row) for row in store.rows(SENT, **span)]
    efforts = {number: Effort(*row) for number, *row in store.rows(EFFORT, **span)}
    return ranked(names, sent, efforts, today)
