"""The rows of a day and of a plan as JSON; their keys are a contract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relcadence.domain.agenda import Row, Today
from relcadence.domain.reasons import word


def row_json(row: Row) -> dict[str, Any]:
    """A row as JSON carries it: the reason in English, its key beside it."""
    values = row._asdict()
    values["reason"] = word(row.reason)
    values["reason_key"] = row.reason.key
    for name in ("last_touch", "proposal", "alternative"):
        told = getattr(row, name)
        values[name] = word(told) if told else None
    return values


def today_json(today: Today) -> dict[str, Any]:
    """A day as JSON carries it: lists of rows, and how much the day holds."""
    return {name: rows_json(value) if isinstance(value, list) else value for name, value in today._asdict().items()}


def rows_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows as JSON carries them."""
    return [row_json(row) for row in rows]
