"""The load of the weeks ahead, and what would mend it; "what if" asks the same of another capacity or other rules.

Asking changes nothing: everything here is computed from what was gathered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from relcadence.domain import load, planner
from relcadence.domain.cadence import CALENDAR, Cadence
from relcadence.domain.demand import Demand, Planned, cadence_of, demand_of, taken_on
from relcadence.domain.gathered import Capacity, Gathered, OpenSlot
from relcadence.domain.planning import Plan
from relcadence.domain.rhythm import Ground, first_due

WEEKS = 12


class WeekLoad(NamedTuple):
    """One week: what wants it by role and by level, the room it has, and the slots that slip in it."""

    monday: date
    wanted: int
    room: int
    by_role: Mapping[str, int]
    by_level: Mapping[str, int]
    slips: list[Planned]


class Load(NamedTuple):
    """`need` and `have` are touches a week; `capacity` the smallest that keeps all; `lengthen` the rhythms (slot ->
    the longer cadence) that would do instead, None where none is enough; `clear_on` the end of the backlog.
    """

    weeks: list[WeekLoad]
    need: int
    have: int
    capacity: int
    lengthen: list[tuple[OpenSlot, str]] | None
    clear_on: date | None
    without_day: list[Planned]

    @property
    def fits(self) -> bool:
        """True if nothing slips for want of room."""
        return not any(week.slips for week in self.weeks)


def load_of(gathered: Gathered, *, weeks: int = WEEKS, mend: bool = True) -> Load:
    """The load of the coming weeks; without `mend` no longer rhythms are looked for, which takes longest."""
    demand = demand_of(gathered, weeks)
    taken = taken_on(gathered)
    used = [taken.get(day, 0) for day in demand.days.days]
    if mend:
        found = load.demand_and_mend(demand.slots, demand.days, used, _Longer(gathered, demand))
        made, weekly, smallest, longer = found.plan, found.weeks, found.capacity, found.lengthen
    else:
        made = planner.plan(demand.slots, demand.days)
        weekly, longer = load.weeks_ahead(demand.slots, demand.days, made), {}
        smallest = load.smallest_capacity(demand.slots, demand.days, used)
    plan = Plan(demand, made)
    need, have = load.need_and_have(weekly)
    slots = {slot.slot_id: slot for slot in gathered.slots}
    return Load(
        weeks=[_week(week, plan) for week in weekly],
        need=need,
        have=have,
        capacity=smallest,
        lengthen=None if longer is None else [
            (slots[number], str(longer_cadence(cadence_of(slots[number].cadence), steps)))
            for number, steps in longer.items()
        ],
        clear_on=plan.clear_on,
        without_day=[plan[key] for key, slip in made.slips.items() if not slip.full_days],
    )  # fmt: skip


def _week(week: load.Week, plan: Plan) -> WeekLoad:
    wanted = [plan[key].slot for key in week.wanted]
    return WeekLoad(
        week.monday,
        len(wanted),
        week.room,
        Counter(slot.role for slot in wanted),
        Counter(str(slot.level or "unknown") for slot in wanted),
        [plan[key] for key in week.slips],
    )


class _Longer:
    """All slots of a contact in the horizon, were its rhythm so many steps longer."""

    def __init__(self, gathered: Gathered, demand: Demand) -> None:
        self.gathered = gathered
        self.demand = demand
        self.slots = {slot.slot_id: slot for slot in gathered.slots}

    def __call__(self, number: int, steps: int) -> Iterable[planner.Slot] | None:
        slot = self.slots[number]
        cadence = longer_cadence(cadence_of(slot.cadence), steps)
        if cadence is None:
            return None
        asked = self.gathered._replace(slots=[with_cadence(self.gathered, slot, cadence)])
        return demand_of(asked, weeks=_weeks(self.demand)).slots


def _weeks(demand: Demand) -> int:
    monday = demand.days.today.toordinal() - demand.days.today.weekday()
    return (demand.days.end.toordinal() + 1 - monday) // 7


def longer_cadence(cadence: Cadence, steps: int) -> Cadence | None:
    """The calendar cadence so many steps longer than this one; None past the longest."""
    longer = [Cadence(name) for name in CALENDAR if Cadence(name).days > cadence.days]
    if not steps:
        return cadence
    return longer[steps - 1] if steps <= len(longer) else None


def with_cadence(gathered: Gathered, slot: OpenSlot, cadence: Cadence) -> OpenSlot:
    """The slot as it would stand under another cadence."""
    from relcadence.domain.quiet import parse_quiet

    ground = Ground(gathered.workdays, slot.since, parse_quiet(slot.quiet))
    last = date.fromisoformat(slot.last_on) if slot.last_on else None
    due = first_due(cadence, ground, last=last, after=None, number=slot.contact_id)
    return slot._replace(cadence=str(cadence), due=due) if due else slot


def with_capacity(gathered: Gathered, places: Capacity) -> Gathered:
    """The same with another capacity."""
    return gathered._replace(capacity=places)


def with_rules(gathered: Gathered, rules: Mapping[tuple[str, str], str]) -> Gathered:
    """The same with the cadences of a preset, for all who go by a role or a level; `none` takes them out."""
    from relcadence.domain.cadence import rule_for

    slots = []
    for slot in gathered.slots:
        if slot.rule in ("contact", "account") or slot.rule.startswith("tag "):
            slots.append(slot)
            continue
        cadence = rule_for(rules, level=slot.level, roles=(slot.role,)).cadence
        if cadence:
            slots.append(with_cadence(gathered, slot, cadence))
    return gathered._replace(slots=slots)


__all__ = ["Load", "WeekLoad", "load_of", "with_capacity", "with_rules"]
