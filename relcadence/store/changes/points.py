"""Changes to the playbook: points adjusted, turned off and on, added and brought back to what they were."""

from __future__ import annotations

from typing import Any

from relcadence.domain.playbook import LAST_OF_THE_LIST, SLOT_POINT, Change, Point, check
from relcadence.errors import NotFound, UsageProblem, say
from relcadence.store.changes import practice
from relcadence.store.changes.writer import Writer
from relcadence.store.queries.points import changes


def adjust(writer: Writer, point: Point, **values: Any) -> None:
    """Change some of what a point says: cadence, roles, active, minutes, weight. UsageProblem for nonsense."""
    held = changes(writer).get(point.key, Change(point.key))
    check(held._replace(**{"on" if name == "active" else name: value for name, value in values.items()}))
    if "cadence" in values and point.key in SLOT_POINT.values():
        _set_rhythm(writer, point, str(values.pop("cadence")))
    stored = {name: _stored(value) for name, value in values.items()}
    number = writer.value("SELECT id FROM point_rule WHERE key = :key", key=point.key)
    if number is None and stored:
        writer.insert("point_rule", key=point.key, since_on=writer.today.isoformat(), **stored)
    elif stored:
        writer.change("point_rule", number, **stored)
    writer.title = writer.title or f"checklist {point.key}"


def _set_rhythm(writer: Writer, point: Point, cadence: str) -> None:
    """The rhythm of a slot's point is the cadence rule of its role."""
    title = writer.title
    practice.set_rule(writer, "role", point.roles[0], cadence)
    writer.title = title or f"checklist {point.key}: {cadence}"


def _stored(value: Any) -> Any:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return int(value) if isinstance(value, bool) else value


def add(writer: Writer, change: Change) -> int:
    """Add a point of the user's own; its number. UsageProblem where the key is taken or the words make no sense."""
    check(change)
    if writer.value("SELECT 1 FROM point_rule WHERE key = :key", key=change.key):
        raise UsageProblem(
            say("There is a point “{key}” already.", key=change.key),
            say("Change it: relcadence checklist set {key} …", key=change.key),
        )
    last = writer.value("SELECT max(number) FROM point_rule") or LAST_OF_THE_LIST
    number = max(int(last), LAST_OF_THE_LIST) + 1
    writer.insert(
        "point_rule", key=change.key, number=number, title=change.title, why=change.why, cadence=change.cadence,
        roles=",".join(change.roles), channels=",".join(change.channels), minutes=change.minutes,
        weight=change.weight, since_on=writer.today.isoformat(),
    )  # fmt: skip
    writer.title = f"checklist add {change.title}"
    return number


def reset(writer: Writer, key: str) -> bool:
    """Bring a point back to what it was, or take one of the user's own away; False where it is so already."""
    number = writer.value("SELECT id FROM point_rule WHERE key = :key", key=key)
    if number is not None:
        writer.delete("point_rule", number)
        writer.title = writer.title or f"checklist reset {key}"
    return number is not None


def switch(writer: Writer, contact: int, point: str, *, on: bool) -> bool:
    """Propose a point to one contact or never again; False where it is so already."""
    held = writer.value(
        "SELECT id FROM point_off WHERE contact_id = :contact AND point = :point", contact=contact, point=point
    )
    if on == (held is None):
        return False
    if on:
        writer.delete("point_off", held)
    else:
        writer.insert("point_off", contact_id=contact, point=point, since_on=writer.today.isoformat())
    return True


def find(points: tuple[Point, ...], key: str) -> Point:
    """The point of that key; NotFound for none."""
    for point in points:
        if point.key == key:
            return point
    raise NotFound(say("There is no point “{key}”.", key=key), "See them: relcadence checklist")
