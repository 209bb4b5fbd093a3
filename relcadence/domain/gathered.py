"""What a plan is made from, as the store gathers it: open slots, dated items, capacity, working days."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from relcadence.domain.planner_weight import DEFAULT, Weights
from relcadence.domain.rhythm import Due
from relcadence.domain.tasks import Task
from relcadence.domain.workdays import Workdays

Owner = tuple[int | None, int]


class OpenSlot(NamedTuple):
    """An open slot as it is kept: its first open window, whatever the day today. A `task` is planned like one.

    `slot_id` is the number of the handle, below zero for a task; `contact_id` 0 where it is about nobody. `gap` is
    the contact's usual number of days between touches, 0 where there are too few to tell.
    """

    slot_id: int
    contact_id: int
    due: Due
    snoozed: date | None
    cadence: str
    rule: str
    since: date
    role: str
    level: int | None = None
    city: str = ""
    organisation: str = ""
    last_on: str = ""
    gap: int = 0
    quiet: str = ""
    channel: str = ""
    account_id: int | None = None
    assigned_to: int | None = None
    task: Task | None = None

    @property
    def owner(self) -> Owner:
        """Who has the slot: the account if there is one, else the contact."""
        return (self.account_id, 0) if self.account_id else (None, self.contact_id)


class Dated(NamedTuple):
    """An item with a day of its own that is never moved: a promise, an occasion, an appointment.

    `number` is that of the handle; `title` the user's words; `kind` one of promise, occasion, event; `what` says
    more: birthday, anniversary …, or the channel of an appointment. `turns` is the age reached on that day.
    """

    kind: str
    number: int
    contact_id: int
    due_on: date
    title: str
    what: str = ""
    turns: int | None = None
    account_id: int | None = None
    assigned_to: int | None = None

    @property
    def owner(self) -> Owner:
        """Whose slot it may stand for: the account's if there is one, else the contact's."""
        return (self.account_id, 0) if self.account_id else (None, self.contact_id)


class Capacity(NamedTuple):
    """What a day holds: places by weekday from Monday, and single days that differ.

    With `minutes` the places are minutes, and a slot takes as many as its channel does in `effort`.
    """

    by_weekday: tuple[int, ...]
    on: Mapping[date, int]
    minutes: bool = False
    effort: Mapping[str, int] = {}

    def of(self, day: date) -> int:
        """The places of a day."""
        return self.on.get(day, self.by_weekday[day.weekday()])


class Gathered(NamedTuple):
    """All that the plan of a day depends on. `made` counts (or weighs, in minutes) the touches of today;
    `worth` is what each contact brought, from 0 to 1; `points` the weight of a role's own point of the playbook.
    """

    today: date
    workdays: Workdays
    capacity: Capacity
    made: int
    slots: list[OpenSlot]
    dated: list[Dated]
    worth: Mapping[int, float] = {}
    factors: Weights = DEFAULT
    points: Mapping[str, int] = {}
