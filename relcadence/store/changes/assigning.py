"""Giving an open item to somebody; one rule: only to a person of one's own house, an assistant or a colleague."""

from __future__ import annotations

from relcadence.errors import Refused, UsageProblem, say
from relcadence.store.changes import people
from relcadence.store.changes.items import TABLES, Item
from relcadence.store.changes.writer import Writer

HELPERS = ("assistant", "colleague")


def assign(writer: Writer, item: Item, number: int | None) -> str:
    """Give the item to that contact (None: back to the user); the name of who has it now, "" for the user.

    Refused for a contact of another role, UsageProblem for an item that is about the contact itself.
    """
    name = _helper(writer, item, number) if number is not None else ""
    writer.change(TABLES[item.letter], item.number, assigned_to=number)
    writer.title = f"assign {item.handle} to {name or 'nobody'}"
    return name


def _helper(writer: Writer, item: Item, number: int) -> str:
    name = people.name_of(writer, number)
    if number == item.contact_id:
        raise UsageProblem(
            say("{handle} is about {name}.", handle=item.handle, name=name), "Give it to somebody else."
        )
    if not set(people.roles_of(writer, number)) & set(HELPERS):
        raise Refused(
            say("{name} is neither an assistant nor a colleague, so nothing about others is handed over.", name=name),
            say("If that is so, say it first: relcadence edit #{number} --role assistant", number=number),
        )
    return name
