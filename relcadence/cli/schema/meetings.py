"""What events and groups answer."""

from __future__ import annotations

from datetime import date

from relcadence.cli.schema.build import Shape
from relcadence.cli.schema.common import Edited, Members, Numbered
from relcadence.store.queries.things import events, groups


class Held(Shape):
    """An event on its day."""

    id: int
    held_on: date


class EventRow(Shape, of=events.EventRow):
    """An event; `asks` where it is over and nobody said who came."""

    asks: bool


class EventPage(EventRow):
    """An event with its guests."""

    guests: list[events.GuestRow]


class Invited(Shape):
    """Who was invited, how many had been before, and the reminders of the professional rules."""

    id: int
    invited: list[int]
    already: int
    reminders: list[str]


class Answered(Shape):
    """What guests answered."""

    id: int
    contacts: list[int]
    state: str


class Came(Shape):
    """Who came, and the touch that was logged."""

    id: int
    contacts: list[int]
    touch_id: int


class Missed(Shape):
    """How many did not come."""

    id: int
    missed: int


class CalledOff(Shape):
    """How many had been invited."""

    id: int
    invited: int


class GroupNoted(Shape):
    """A group with its rhythm."""

    id: int
    cadence: str


class Meeting(Shape):
    """A meeting of a group, which is an event."""

    id: int
    event_id: int
    held_on: date


ANSWERS: dict[str, object] = {
    "event list": list[EventRow],
    "event show": EventPage,
    "event add": Held,
    "event invite": Invited,
    "event answer": Answered,
    "event came": Came,
    "event missed": Missed,
    "event attended": Numbered,
    "event edit": Edited,
    "event drop": CalledOff,
    "group list": list[groups.GroupRow],
    "group show": groups.GroupRow,
    "group add": GroupNoted,
    "group meeting": Meeting,
    "group attended": Meeting,
    "group edit": Edited,
    "group end": Numbered,
    "group member add": Members,
    "group member remove": Members,
}
