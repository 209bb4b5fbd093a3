"""All facts of the store, table by table: what `export json` gives out and what undo must bring back."""

from __future__ import annotations

from typing import Any

from relcadence.store.reading import Store

TABLES = (
    "setting", "cadence_rule", "day_off", "day_capacity", "account", "contact", "reach", "alias", "role_held",
    "label", "occasion", "touch", "promise", "appointment", "referral", "slot", "source",
)  # fmt: skip


def facts(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Table name -> rows by key, as mappings."""
    found = {}
    with store.snapshot():
        for table in TABLES:
            cursor = store.connection.execute(f"SELECT * FROM {table} ORDER BY 1")
            names = [column[0] for column in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor]
    return found
