"""From what is kept to a plan: a day for each open slot and its later windows, given by the planner.

The store gathers (`Gathered`); `plan_ahead` decides. Nothing here knows names, words or outputs.
"""

from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property

from relcadence.domain import planner
from relcadence.domain.demand import WEEKS, Demand, Planned, demand_of
from relcadence.domain.gathered import Gathered, OpenSlot, Owner
from relcadence.domain.quiet import parse_quiet
from relcadence.domain.tasks import OWN

MORE_NAMES = 3


class Plan:
    """A day for each slot of the horizon. Its rows are made when they are asked for: a morning shows a week of them.

    `if_time_left`: the slots that more places today would add, best first. `clear_on`: when the backlog is worked
    off (None: there is none, or no end of it in sight).
    """

    def __init__(self, demand: Demand, made: planner.Plan, more: Iterable[planner.Key] = ()) -> None:
        self._known, self._placed, self._slips = demand.known, made.placed, made.slips
        self._late = [key for key, each in self._known.items() if each.overdue]
        self.if_time_left = [self[key] for key in more if not self._known[key].projected]
        self.clear_on = _last([self._placed.get(key) for key in self._late])

    def __getitem__(self, key: planner.Key) -> Planned:
        """What a key stands for, with the day that the plan gives it or the reason why it has none."""
        slot, due, missed, overdue, _day, _slips, projected, weight = self._known[key]
        day, slips = self._placed.get(key), self._slips.get(key)
        return Planned(slot, due, missed, overdue, day, slips, projected, weight)

    @cached_property
    def planned(self) -> list[Planned]:
        """Every slot of the horizon."""
        return [self[key] for key in self._known]

    def day_of(self, slot: OpenSlot) -> date | None:
        """The day of an open slot; None where it has none within the horizon."""
        return self._placed.get(slot.slot_id)

    def until(self, last: date) -> list[Planned]:
        """What has its day up to the last one named."""
        return [self[key] for key, day in self._placed.items() if day and day <= last]

    def slipping(self) -> list[Planned]:
        """The open slots that find no day, and the overdue ones with none in sight."""
        late = (key for key in self._late if key not in self._slips and not self._placed.get(key))
        return [self[key] for key in (*self._slips, *late) if not self._known[key].projected]

    def second_reminders(self, asked: Collection[Owner]) -> set[planner.Key]:
        """What makes a second reminder of somebody's day: what is owed stands for the slot of its day, and the user's
        own work about somebody waits for a day without one. Only days of those `asked` after by a task are looked at.
        """
        days: dict[tuple[Owner, date], list[planner.Key]] = {}
        for key, each in self._known.items():
            if each.slot.owner in asked and (day := self._placed.get(key)):
                days.setdefault((each.slot.owner, day), []).append(key)
        return {key for keys in days.values() for key in sorted(keys, key=self._precedence)[:-1]}

    def _precedence(self, key: planner.Key) -> tuple[int, int]:
        each = self._known[key]
        task = each.slot.task
        return (1 if task is None else 0 if task.kind in OWN else 2), each.weight


def plan_ahead(gathered: Gathered, *, weeks: int = WEEKS) -> Plan:
    """A day for each open slot and for its later windows within the horizon."""
    demand = demand_of(gathered, weeks)
    plan = _planned(gathered, demand)
    asked = {slot.owner for slot in gathered.slots if slot.task and slot.contact_id}
    while asked and (second := plan.second_reminders(asked)):
        demand = demand.without(second)
        plan = _planned(gathered, demand)
    return plan


def _planned(gathered: Gathered, demand: Demand) -> Plan:
    if not gathered.capacity.minutes:
        return Plan(demand, *planner.plan_with_more(demand.slots, demand.days, MORE_NAMES))
    from relcadence.domain.planner_minutes import plan_minutes

    def minutes(slot: planner.Slot) -> int:
        return gathered.capacity.effort[demand.known[slot.key].slot.channel or "call"]

    return Plan(demand, plan_minutes(demand.slots, demand.days, minutes))


def _last(days: Collection[date | None]) -> date | None:
    """The last of the days; None where there are none, or one of them is not known."""
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(days) else None


def disturbs(each: Planned, today: date) -> bool:
    """True if today is a quiet day of the contact."""
    quiet = parse_quiet(each.slot.quiet)
    return bool(quiet and quiet(today))


def contacts_of(gathered: Gathered, planned: Iterable[Planned]) -> set[int]:
    """The contacts of these slots and of all dated items, and those that they were given to."""
    named = [each.slot for each in planned] + gathered.dated
    return {number for item in named for number in (item.contact_id, item.assigned_to) if number}
