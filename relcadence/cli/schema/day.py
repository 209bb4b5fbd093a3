"""What the commands of the day answer: the agenda, and what was done, put off, let go or promised."""

from __future__ import annotations

from datetime import date

from relcadence.cli.schema.build import Maybe, Shape
from relcadence.cli.schema.common import AgendaRow, Channel, Handle, Promise, Today, Touched


class Count(Shape):
    """With --count: how many items wait today."""

    count: int


class Aftermath(Touched):
    """A touch, and what it left behind."""

    prospect_ended: Maybe[bool]
    do_not_contact: Maybe[bool]
    task: Maybe[Handle]


class Logged(Aftermath):
    """A touch that was logged."""

    touch_id: int


class OwnTime(Shape):
    """With --own: time on one's own."""

    touch_id: int


class Line(Shape):
    """One line of `log -`."""

    line: int
    contact: str
    contact_id: int
    on: str
    channel: Channel
    note: str


class Lines(Shape):
    """With `-`: the touches logged, and the lines that were in the book already."""

    touches: list[Line]
    known: list[int]


class Done(Aftermath):
    """An item ticked off."""

    handle: Handle


class OwnWork(Shape):
    """A task of one's own ticked off."""

    handle: Handle
    contact_id: int | None


class Snoozed(Shape):
    """An item put off."""

    handle: Handle
    until: date


class Skipped(Shape):
    """An item let go; with --never, the habit that was turned off for whom."""

    handle: Handle
    point: Maybe[str]
    contact_id: Maybe[int]


class Assigned(Shape):
    """An item, and the name of whoever has it now; empty for the user."""

    handle: Handle
    assignee: str


class Promised(Shape):
    """A promise that was noted."""

    handle: Handle
    due_on: date


class Settled(Shape):
    """A promise that was kept or dropped."""

    handle: Handle
    state: str


ANSWERS: dict[str, object] = {
    "today": Today | Count,
    "agenda": list[AgendaRow],
    "week": list[AgendaRow],
    "triage": None,
    "log": Logged | OwnTime | Lines,
    "done": Done | OwnWork,
    "snooze": Snoozed,
    "skip": Skipped,
    "assign": Assigned,
    "promise list": list[Promise],
    "promise add": Promised,
    "promise keep": Settled,
    "promise drop": Settled,
}
