"""Changes to the practice: settings, cadence rules, days off, single days."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from relcadence.errors import UsageProblem
from relcadence.store.changes.writer import Writer

MOST_DAYS_OFF = 731


def set_value(writer: Writer, key: str, value: Any) -> bool:
    """Set one setting; None takes it back to its default. False where it is so already."""
    text = json.dumps(value, ensure_ascii=False)
    held = writer.find("setting", key)
    if key == "country" and writer.find("setting", "region") and (not held or held["value"] != text):
        writer.delete("setting", "region")
    writer.title = writer.title or f"config {key} {'default' if value is None else text}"
    if value is None:
        if held:
            writer.delete("setting", key)
        return bool(held)
    if held:
        return writer.change("setting", key, value=text)
    writer.insert("setting", key=key, value=text)
    return True


def add_day_off(writer: Writer, start: date, end: date, title: str) -> int:
    """Days without work, both ends included; UsageProblem for more than two years."""
    if (end - start).days > MOST_DAYS_OFF:
        raise UsageProblem("Days off go over two years at the most.", "For a longer rest set the capacity to 0.")
    writer.title = f"days off {start.isoformat()}..{end.isoformat()}"
    return writer.insert("day_off", from_on=start.isoformat(), to_on=end.isoformat(), title=title)


def drop_day_off(writer: Writer, number: int) -> None:
    """Take days off back; NotFound for an unknown number."""
    row = writer.row("day_off", number)
    writer.delete("day_off", number)
    writer.title = f"no days off {row['from_on']}..{row['to_on']}"


def set_day_capacity(writer: Writer, day: date, capacity: int | None) -> None:
    """Give a single day a capacity of its own; None takes it back to its weekday's."""
    held = writer.value("SELECT id FROM day_capacity WHERE day = :day", day=day.isoformat())
    writer.title = f"capacity of {day.isoformat()}: {'as usual' if capacity is None else capacity}"
    if capacity is None:
        if held:
            writer.delete("day_capacity", held)
    elif held:
        writer.change("day_capacity", held, capacity=capacity)
    else:
        writer.insert("day_capacity", day=day.isoformat(), capacity=capacity)


def set_rule(writer: Writer, scope: str, name: str, cadence: str) -> bool:
    """Set the cadence of a role, level or tag; "" takes the rule away. False where it is so already."""
    writer.title = writer.title or f"cadence {scope} {name}: {cadence or 'no rule'}"
    rows = writer.rows("SELECT id FROM cadence_rule WHERE scope = :scope AND name = :name", scope=scope, name=name)
    if rows and not cadence:
        writer.delete("cadence_rule", rows[0][0])
        return True
    if rows:
        return writer.change("cadence_rule", rows[0][0], cadence=cadence)
    if not cadence:
        return False
    writer.insert("cadence_rule", scope=scope, name=name, cadence=cadence)
    return True


def use_preset(writer: Writer, rules: Mapping[tuple[str, str], str]) -> None:
    """Make the rules be those of a preset; rules of tags stay."""
    for scope, name in writer.rows("SELECT scope, name FROM cadence_rule WHERE scope <> 'tag'"):
        if (scope, name) not in rules:
            set_rule(writer, scope, name, "")
    for (scope, name), cadence in rules.items():
        set_rule(writer, scope, name, cadence)
