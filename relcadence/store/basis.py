"""What every rhythm stands on, read from settings: working days, cadence rules, and plain setting values."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from relcadence.domain.workdays import Workdays, pattern_of


def settings(connection: sqlite3.Connection) -> dict[str, Any]:
    """All settings that were set, as values; the defaults are the face's."""
    return {key: json.loads(value) for key, value in connection.execute("SELECT key, value FROM setting")}


def workdays(connection: sqlite3.Connection) -> Workdays:
    """The working days: the weekly pattern, public holidays and days off."""
    row = connection.execute("SELECT value FROM setting WHERE key = 'workdays'").fetchone()
    off: set[date] = set()
    worked: set[date] = set()
    for day, works in connection.execute("SELECT day, worked FROM holiday"):
        (worked if works else off).add(date.fromisoformat(day))
    for start, end in connection.execute("SELECT from_on, to_on FROM day_off"):
        first = date.fromisoformat(start)
        off.update(first + timedelta(days=step) for step in range((date.fromisoformat(end) - first).days + 1))
    pattern = pattern_of(json.loads(row[0])) if row else frozenset(range(5))
    return Workdays(pattern, frozenset(off), frozenset(worked))


def rules(connection: sqlite3.Connection) -> Mapping[tuple[str, str], str]:
    """The cadence rules: (scope, name) -> cadence text."""
    return {
        (scope, name): text
        for scope, name, text in connection.execute("SELECT scope, name, cadence FROM cadence_rule")
    }
