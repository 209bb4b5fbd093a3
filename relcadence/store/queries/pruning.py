"""Gathers what the pruning of the lists is decided from."""

from __future__ import annotations

from datetime import date

from relcadence.domain.pruning import Candidate, Record, candidates
from relcadence.store.outlook import SPOKEN_SQL
from relcadence.store.reading import Store

RECORDS = f"""
    SELECT c.id, c.name, r.role, r.since_on,
           (SELECT count(DISTINCT touched_on) FROM touch t WHERE t.contact_id = c.id AND tried = 0 AND mass = 0
            AND direction = 'out' AND (r.role <> 'prospect' OR touched_on >= r.since_on
                                       OR EXISTS (SELECT 1 FROM source s WHERE s.contact_id = c.id))),
           coalesce((SELECT max(touched_on) FROM touch t WHERE t.contact_id = c.id AND tried = 0), ''),
           coalesce((SELECT max(touched_on) FROM touch t WHERE t.contact_id = c.id AND tried = 0
                     AND (direction = 'in' OR r.role = 'client'
                          AND channel IN ({SPOKEN_SQL}))), ''),
           coalesce(CASE r.role
               WHEN 'referrer' THEN (SELECT max(referred_on) FROM referral f WHERE f.referrer_id = c.id)
               WHEN 'client' THEN (SELECT max(CASE WHEN closed_on > opened_on THEN closed_on ELSE opened_on END)
                                   FROM matter m WHERE m.contact_id = c.id) END, ''),
           (SELECT count(*) FROM matter m WHERE m.contact_id = c.id AND m.closed_on = ''),
           coalesce((SELECT max(again_on) FROM review v WHERE v.contact_id = c.id AND v.point = 'prune'), '')
    FROM role_held r JOIN contact c ON c.id = r.contact_id
    WHERE r.until_on = '' AND r.role IN ('prospect', 'referrer', 'client')
      AND c.status = 'active' AND c.no_contact_on = ''
    ORDER BY r.role = 'client', r.role = 'referrer', c.name, c.id
"""


def to_prune(store: Store, today: date) -> list[Candidate]:
    """The candidates for letting go: prospects first, then referrers and clients, by name."""
    return candidates((Record(*row) for row in store.rows(RECORDS)), today)
