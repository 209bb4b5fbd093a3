"""Occasions out of the store: the days of everybody's year, and single ones, by their next day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from relcadence.store.rows import Rows

LATELY = timedelta(days=30)


class OccasionRow(NamedTuple):
    """An occasion with its next day ("" where it has none ahead) and the years it then turns."""

    id: int
    contact_id: int
    contact: str
    kind: str
    title: str
    date: str
    next_on: str
    turns: int | None


def occasions(
    store: Rows, today: date, *, until: date | None = None, contact_id: int | None = None, number: int | None = None
) -> list[OccasionRow]:
    """Those with a day from today to `until` (None: all, those gone by last) and the successes of late, by day."""
    rows = store.rows(
        "SELECT o.id, o.contact_id, c.name, o.kind, o.title, o.date, coalesce(n.due_on, ''), n.turns "
        "FROM occasion o JOIN contact c ON c.id = o.contact_id AND (c.status <> 'archived' OR :number IS NOT NULL) "
        "LEFT JOIN occasion_on n ON n.occasion_id = o.id AND n.due_on = (SELECT min(d.due_on) FROM occasion_on d "
        "WHERE d.occasion_id = o.id AND d.due_on >= :today) "
        "WHERE (:until = '' OR n.due_on <= :until OR o.kind = 'success' AND o.date BETWEEN :lately AND :today) "
        "AND (:contact IS NULL OR o.contact_id = :contact) AND (:number IS NULL OR o.id = :number) "
        "ORDER BY n.due_on IS NULL, n.due_on, o.date DESC, c.name, o.id",
        today=today.isoformat(), until=until.isoformat() if until else "", lately=(today - LATELY).isoformat(),
        contact=contact_id, number=number,
    )  # fmt: skip
    return [OccasionRow(*row) for row in rows]
