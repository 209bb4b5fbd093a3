"""The catalogue of services, and who uses what."""

from __future__ import annotations

from collections.abc import Sequence

from relcadence.domain.text import fold
from relcadence.errors import Refused, UsageProblem, say
from relcadence.store.changes.things.retiring import held
from relcadence.store.changes.writer import Writer


def add(writer: Writer, title: str, *, colleague: int | None = None, note: str = "") -> int:
    """A service of the practice; Refused where one of that title is there."""
    title = " ".join(title.split())
    if not title:
        raise UsageProblem("A service needs a title.", 'relcadence service add "Tax" --colleague NAME')
    if fold(title) in (fold(each) for (each,) in writer.rows("SELECT title FROM service WHERE retired_on = ''")):
        raise Refused(say("There is a service “{title}” already.", title=title), "See: relcadence service")
    writer.title = f"service {title}"
    return writer.insert_named("service", title=title, colleague_id=colleague, note=note)


def use(writer: Writer, number: int, contacts: Sequence[int]) -> int:
    """Note that contacts use a service; how many are new."""
    row = held(writer, "service", number)
    held_by = {key for (key,) in writer.rows("SELECT contact_id FROM service_use WHERE service_id = :id", id=number)}
    new = [each for each in dict.fromkeys(contacts) if each not in held_by]
    for contact in new:
        writer.insert("service_use", service_id=number, contact_id=contact, since_on=writer.today.isoformat())
    writer.title = f"users of {row['title']}"
    return len(new)


def stop(writer: Writer, number: int, contacts: Sequence[int]) -> int:
    """Note that contacts use a service no more; how many did."""
    row = writer.row("service", number)
    keys = [
        key
        for key, contact in writer.rows("SELECT id, contact_id FROM service_use WHERE service_id = :id", id=number)
        if contact in contacts
    ]
    for key in keys:
        writer.delete("service_use", key)
    writer.title = f"users of {row['title']}"
    return len(keys)
