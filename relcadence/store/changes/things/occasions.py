"""Occasions added, changed and dropped; a contact has one birthday of its own, others bear a title."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from relcadence.domain.occasions import Occasion
from relcadence.errors import Refused, UsageProblem, say
from relcadence.store.changes import people
from relcadence.store.changes.writer import Writer

OLDEST_SUCCESS = timedelta(days=365)


def add(writer: Writer, occasion: Occasion) -> int:
    """A new occasion of a contact. UsageProblem for a day it cannot have, Refused for a second birthday."""
    contact = occasion.contact_id
    if contact is None:
        raise UsageProblem("An occasion is somebody's.", "relcadence occasion add NAME birthday DATE")
    _check(writer, occasion, contact, 0)
    writer.title = f"occasion of {people.name_of(writer, contact)}: {occasion.title or occasion.kind}"
    return writer.insert_named(
        "occasion", contact_id=contact, kind=occasion.kind, title=occasion.title, date=occasion.on
    )


def edit(writer: Writer, occasion: Occasion) -> bool:
    """Bring an occasion to what it is to be; False where it is so already."""
    row = writer.row("occasion", occasion.id)
    _check(writer, occasion, row["contact_id"], occasion.id)
    writer.title = f"edit occasion of {people.name_of(writer, row['contact_id'])}"
    values: dict[str, Any] = {"kind": occasion.kind, "title": occasion.title, "date": occasion.on}
    return writer.change("occasion", occasion.id, **values)


def drop(writer: Writer, number: int) -> None:
    """Take an occasion away."""
    row = writer.row("occasion", number)
    people.remove_occasion(writer, number)
    writer.title = f"occasion of {people.name_of(writer, row['contact_id'])} dropped: {row['title'] or row['kind']}"


def _check(writer: Writer, occasion: Occasion, contact: int, number: int) -> None:
    name = people.name_of(writer, contact)
    if occasion.kind in ("success", "free"):
        _check_day(occasion, date.fromisoformat(occasion.on), writer.today)
    if occasion.kind == "birthday" and not occasion.title:
        held = writer.rows(
            "SELECT date FROM occasion WHERE contact_id = :id AND kind = 'birthday' AND title = '' AND id <> :number",
            id=contact, number=number,
        )  # fmt: skip
        if held:
            raise Refused(
                say("{name} has a birthday already: {day}.", name=name, day=held[0][0]),
                say("Change it: relcadence edit #{id} --birthday DATE. Another's takes a title.", id=contact),
            )


def _check_day(occasion: Occasion, day: date, today: date) -> None:
    if occasion.kind == "free" and day < today:
        raise UsageProblem(say("{day} has gone by.", day=day), "An occasion of that kind lies today or ahead.")
    if occasion.kind == "success" and day > today:
        raise UsageProblem(
            say("{day} is still to come: it is no success yet.", day=day), "Note it as kind free until then."
        )
    if occasion.kind == "success" and day < today - OLDEST_SUCCESS:
        raise UsageProblem(
            say("{day} lies more than a year back: too late to congratulate.", day=day),
            "Keep it as a note: relcadence edit NAME --note TEXT",
        )
