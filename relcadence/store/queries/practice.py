"""The practice as it is set up: the cadence rules with whom they reach, and the days off."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from relcadence.store.reading import Store


class Rule(NamedTuple):
    """A cadence rule by scope (`role`, `level`, `tag`) and name, and how many open slots follow it."""

    scope: str
    name: str
    cadence: str
    slots: int


class DayOff(NamedTuple):
    """Days without slots, both ends included; a public holiday has no number."""

    id: int | None
    from_on: str
    to_on: str
    title: str


def rules(store: Store) -> list[Rule]:
    """The rules in force, the strongest scope first."""
    rows = store.rows(
        "SELECT r.scope, r.name, r.cadence, (SELECT count(*) FROM due d WHERE d.rule = r.scope || ' ' || r.name) "
        "FROM cadence_rule r ORDER BY CASE r.scope WHEN 'tag' THEN 0 WHEN 'level' THEN 1 ELSE 2 END, r.name"
    )
    return [Rule(*row) for row in rows]


def own_cadences(store: Store) -> int:
    """How many open slots follow a cadence of their contact's own."""
    return int(store.value("SELECT count(*) FROM due WHERE rule = 'contact'"))


def days_off(store: Store, today: date, limit: int = 60) -> list[DayOff]:
    """The user's own days off and the public holidays from today on, the next first."""
    rows = store.rows(
        "SELECT id, from_on, to_on, title FROM day_off WHERE to_on >= :today UNION ALL "
        "SELECT NULL, day, day, title FROM holiday WHERE day >= :today AND worked = 0 ORDER BY 2 LIMIT :limit",
        today=today.isoformat(), limit=limit,
    )  # fmt: skip
    return [DayOff(*row) for row in rows]
