"""All facts of the store, table by table: what `export json` gives out and what undo must bring back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relcadence.store.reading import Store

TABLES = (
    "setting", "cadence_rule", "day_off", "day_capacity", "account", "contact", "reach", "alias", "role_held",
    "label", "occasion", "article", "touch", "promise", "appointment", "matter", "referral", "slot", "source",
    "groups", "membership", "event", "guest", "service", "service_use", "client_plan", "plan_step", "research",
    "task", "point_rule", "point_off", "review", "card_run", "card", "told_apart",
)  # fmt: skip


def by_table(store: Store) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    """Table name and its rows by key, one after the other: nothing is held. To be read inside a snapshot."""
    for table in sorted(TABLES):
        cursor = store.connection.execute(f"SELECT * FROM {table} ORDER BY 1")
        names = [column[0] for column in cursor.description]
        yield table, (dict(zip(names, row, strict=True)) for row in cursor)


def count(store: Store) -> int:
    """How many rows all of that is."""
    return sum(map(store.count, TABLES))


def facts(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Table name -> rows by key, as mappings."""
    with store.snapshot():
        return {table: list(rows) for table, rows in by_table(store)}
