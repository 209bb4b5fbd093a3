"""Groups and their members and meetings; a meeting is an event of the kind `group`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from relcadence.domain.text import fold
from relcadence.errors import Refused, UsageProblem, say
from relcadence.store.changes.things import events
from relcadence.store.changes.writer import Writer
from relcadence.store.queries.things import groups as queries

LATELY = timedelta(days=14)


def add(writer: Writer, name: str, cadence: str, *, place: str = "", note: str = "") -> int:
    """A body that one goes to; Refused where one of that name is there."""
    name = " ".join(name.split())
    if not name:
        raise UsageProblem("A group needs a name.", 'relcadence group add "Bar association" --every month')
    if fold(name) in (fold(each) for (each,) in writer.rows("SELECT name FROM groups WHERE ended_on = ''")):
        raise Refused(say("There is a group “{name}” already.", name=name), "See: relcadence group")
    writer.title = f"group {name}"
    return writer.insert_named("groups", name=name, cadence=cadence, place=place, note=note)


def edit(writer: Writer, number: int, **values: Any) -> bool:
    """Change name, rhythm, place or note of a group; False where nothing differs."""
    writer.title = f"edit group {writer.row('groups', number)['name']}"
    return writer.change("groups", number, **values)


def end(writer: Writer, number: int) -> None:
    """One goes there no more; its meetings to come are called off."""
    row = _held(writer, number)
    today = writer.today.isoformat()
    writer.change("groups", number, ended_on=today)
    for (event,) in writer.rows(
        "SELECT id FROM event WHERE group_id = :id AND held_on > :today AND attended = 0 AND dropped = 0",
        id=number, today=today,
    ):  # fmt: skip
        writer.change("event", event, dropped=1)
    writer.title = f"group {row['name']} ended"


def _held(writer: Writer, number: int) -> dict[str, Any]:
    row = writer.row("groups", number)
    if row["ended_on"]:
        raise Refused(
            say("“{name}” ended on {on}.", name=row["name"], on=row["ended_on"]), "See the others: relcadence group"
        )
    return row


def add_members(writer: Writer, number: int, contacts: Sequence[int]) -> int:
    """Note that contacts belong to a group; how many are new."""
    row = _held(writer, number)
    held = {each.contact_id for each in queries.members(writer, number)}
    new = [each for each in dict.fromkeys(contacts) if each not in held]
    for contact in new:
        writer.insert("membership", group_id=number, contact_id=contact, since_on=writer.today.isoformat())
    writer.title = f"members of {row['name']}"
    return len(new)


def remove_members(writer: Writer, number: int, contacts: Sequence[int]) -> int:
    """Note that contacts left a group; how many did."""
    row = writer.row("groups", number)
    keys = [
        key
        for key, contact in writer.rows("SELECT id, contact_id FROM membership WHERE group_id = :id", id=number)
        if contact in contacts
    ]
    for key in keys:
        writer.delete("membership", key)
    writer.title = f"members of {row['name']}"
    return len(keys)


def meet(writer: Writer, number: int, on: date, *, title: str = "", place: str = "") -> int:
    """A meeting to come of a group; UsageProblem for a day gone by, Refused for one set already."""
    row = _held(writer, number)
    if on < writer.today:
        raise UsageProblem(say("{on} has gone by.", on=on), "Were you there? relcadence group attended GROUP DATE")
    if writer.rows(
        "SELECT 1 FROM event WHERE group_id = :id AND held_on = :on AND dropped = 0", id=number, on=on.isoformat()
    ):
        raise Refused(say("That meeting of “{name}” is set already.", name=row["name"]), "See: relcadence event")
    return events.add(writer, title or row["name"], on, kind="group", place=place or row["place"], group=number)


def attended(writer: Writer, number: int, on: date | None) -> tuple[int, str]:
    """Note that the user was at a meeting: on that day, else the last one set of late, else today; event and day."""
    row = _held(writer, number)
    if on and on > writer.today:
        raise UsageProblem(
            say("{on} is still to come.", on=on), "Note the meeting: relcadence group meeting GROUP DATE"
        )
    known = queries.open_meeting(writer, number, on, writer.today, writer.today - LATELY)
    if known is None:
        day = on or writer.today
        known = events.add(writer, row["name"], day, kind="group", place=row["place"], group=number, attended=True)
    else:
        events.attended(writer, known)
    held_on = str(writer.row("event", known)["held_on"])
    writer.title = f"attended {row['name']} on {held_on}"
    return known, held_on
