"""From what is kept to a plan: each open slot and its later windows as of today, given to the planner.

The store gathers (`Gathered`); `plan_ahead` decides. Nothing here knows names, words or outputs.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from relcadence.domain import planner
from relcadence.domain.cadence import Cadence, parse_cadence, window_of
from relcadence.domain.gathered import Gathered, OpenSlot, Owner
from relcadence.domain.planner_weight import WITHOUT_LEVEL, Weight, missed_bonus, weight
from relcadence.domain.quiet import parse_quiet
from relcadence.domain.rhythm import Due, Ground, following, present
from relcadence.domain.tasks import MOST_MISSED, OWN, WEIGHTS
from relcadence.domain.workdays import DAY

WEEKS = 6
MORE_NAMES = 3
Memory = dict[tuple[str, str, date, date], list[Due]]  # cadence, quiet days, end and ideal day -> the later windows


class Planned(NamedTuple):
    """A slot with its day (None: after the horizon, or slipping) as of today."""

    slot: OpenSlot
    due: Due
    missed: int
    overdue: bool
    day: date | None
    slips: planner.Slip | None
    projected: bool = False
    weight: int = 1


class Plan(NamedTuple):
    """The plan: every slot of the horizon, the slots that more places today would add, best first, and when the
    backlog is worked off (None: there is none, or no end of it in sight).
    """

    planned: list[Planned]
    if_time_left: list[Planned]
    clear_on: date | None


class Demand(NamedTuple):
    """The slots as the planner takes them, the days they compete for, and what each key stands for."""

    slots: list[planner.Slot]
    days: planner.Days
    known: dict[planner.Key, Planned]

    def without(self, keys: set[planner.Key]) -> "Demand":
        """The same without some slots."""
        slots = [slot for slot in self.slots if slot.key not in keys]
        return self._replace(slots=slots, known={slot.key: self.known[slot.key] for slot in slots})


def plan_ahead(gathered: Gathered, *, weeks: int = WEEKS) -> Plan:
    """A day for each open slot and for its later windows within the horizon."""
    demand = demand_of(gathered, weeks)
    made, extra = _planned(gathered, demand)
    known = with_days(demand, made)
    while second := second_reminders(known):
        demand = demand.without(second)
        made, extra = _planned(gathered, demand)
        known = with_days(demand, made)
    left = [known[key] for key in extra if not known[key].projected]
    return Plan(list(known.values()), left, _clear_on(known.values()))


def second_reminders(known: Mapping[planner.Key, Planned]) -> set[planner.Key]:
    """What makes a second reminder of somebody's day: what is owed stands for the slot of its day, and the user's own
    work about somebody waits for a day without one. Only days with a task are looked at.
    """
    about = {each.slot.owner for each in known.values() if each.slot.task and each.slot.contact_id}
    days: dict[tuple[Owner, date], list[planner.Key]] = {}
    for key, each in known.items() if about else ():
        if each.day and each.slot.owner in about:
            days.setdefault((each.slot.owner, each.day), []).append(key)
    return {key for keys in days.values() for key in sorted(keys, key=lambda key: _precedence(known[key]))[:-1]}


def _precedence(each: Planned) -> tuple[int, int]:
    task = each.slot.task
    return (1 if task is None else 0 if task.kind in OWN else 2), each.weight


def _clear_on(planned: Iterable[Planned]) -> date | None:
    """The day that clears the backlog: the last one with an overdue slot; None without a backlog or an end of it."""
    days = [each.day for each in planned if each.overdue]
    return max(day for day in days if day) if days and all(days) else None


def _planned(gathered: Gathered, demand: Demand) -> tuple[planner.Plan, list[planner.Key]]:
    if not gathered.capacity.minutes:
        return planner.plan_with_more(demand.slots, demand.days, MORE_NAMES)
    from relcadence.domain.planner_minutes import plan_minutes

    def minutes(slot: planner.Slot) -> int:
        return gathered.capacity.effort[demand.known[slot.key].slot.channel or "call"]

    return plan_minutes(demand.slots, demand.days, minutes), []


def with_days(demand: Demand, made: planner.Plan) -> dict[planner.Key, Planned]:
    """What each key stands for, with the day that the plan gives it or the reason why it has none."""
    known = dict(demand.known)
    for key, day in made.placed.items():
        if day:
            each = known[key]
            known[key] = Planned(*each[:4], day, *each[5:])  # a third of what `_replace` costs, for every slot
    for key, slip in made.slips.items():
        known[key] = known[key]._replace(slips=slip)
    return known


def demand_of(gathered: Gathered, weeks: int = WEEKS) -> Demand:
    """All slots that the horizon holds, and the room of its days."""
    end = planner.horizon_end(gathered.today, weeks)
    days = days_of(gathered, end)
    quiet_days, stood_for = _dated_days(gathered)
    slots: list[planner.Slot] = []
    known: dict[planner.Key, Planned] = {}
    memory: Memory = {}
    none: frozenset[date] = frozenset()
    for slot in gathered.slots:
        owner = slot.owner
        quiet = quiet_days.get(owner, none)
        if slot.quiet and (disturbs := parse_quiet(slot.quiet)):
            quiet |= {day for day in days.days if disturbs(day)}
        taken = stood_for.get(owner)
        for at, each in enumerate(windows(gathered, slot, end, memory)):
            if taken and not slot.task and taken(each.due, each.projected):
                continue
            key: planner.Key = (slot.slot_id, at) if at else slot.slot_id
            start, _end, release, ideal, deadline = each.due
            known[key] = each
            slots.append(
                planner.Slot(
                    key, each.weight, release, ideal, deadline, each.overdue,
                    slot.city, slot.organisation, slot.contact_id, start, quiet,
                )
            )  # fmt: skip
    return Demand(slots, days, known)


def days_of(gathered: Gathered, end: date) -> planner.Days:
    """The working days of the horizon with the room that dated items and the touches made leave on each."""
    capacity, taken = gathered.capacity, taken_on(gathered)
    days = tuple(day for day in gathered.workdays.between(gathered.today, end) if capacity.of(day) > 0)
    room = tuple(max(0, capacity.of(day) - taken.get(day, 0)) for day in days)
    return planner.Days(gathered.today, days, room, end)


def taken_on(gathered: Gathered) -> dict[date, int]:
    """The places that dated items and the touches already made take, by day; what is overdue takes today's."""
    effort = 15 if gathered.capacity.minutes else 1
    taken = {gathered.today: gathered.made}
    for item in gathered.dated:
        day = max(item.due_on, gathered.today)
        taken[day] = taken.get(day, 0) + effort
    return taken


class _Dated:
    """The dated touches of one contact: do they stand for a slot?

    An open appointment takes the place of the next slot, and of all that begins before it has taken place; a
    birthday that of the slot in whose window it falls.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self.meeting: date | None = None
        self.occasions: list[date] = []

    def __call__(self, due: Due, projected: bool) -> bool:
        if self.meeting and (not projected or due.start <= self.meeting):
            return True
        start = max(due.release, self.today)
        return any(start <= day <= due.deadline for day in self.occasions)


def _dated_days(gathered: Gathered) -> tuple[dict[Owner, frozenset[date]], dict[Owner, _Dated]]:
    """The days on which a promise is due, and the dated touches that may stand for slots, by contact."""
    promised: dict[Owner, frozenset[date]] = {}
    dated: dict[Owner, _Dated] = {}
    for item in gathered.dated:
        if item.kind == "promise":
            promised[item.owner] = promised.get(item.owner, frozenset()) | {item.due_on}
            continue
        touch = dated.setdefault(item.owner, _Dated(gathered.today))
        if item.kind == "event":
            touch.meeting = max(item.due_on, touch.meeting or item.due_on)
        elif item.due_on >= gathered.today:
            touch.occasions.append(item.due_on)
    return promised, dated


def windows(gathered: Gathered, slot: OpenSlot, end: date, memory: Memory | None = None) -> list[Planned]:
    """The open slot as of today, then its later windows that begin within the horizon.

    Many people share a rhythm and an ideal day: what `memory` holds of one serves the others of the same plan.
    """
    if slot.task and not slot.cadence:
        late = slot.task.due_on < gathered.today.isoformat()
        return [Planned(slot, slot.due, 0, late, None, None, False, WEIGHTS[slot.task.kind])]
    due, missed = slot.due, 0
    if due.deadline < gathered.today or slot.snoozed:
        ground = Ground(gathered.workdays, slot.since, parse_quiet(slot.quiet))
        due, missed = present(cadence_of(slot.cadence), ground, due, gathered.today, slot.snoozed)
    passed = due.deadline < gathered.today
    base = _weight(gathered, slot, 0)
    total = _weight(gathered, slot, missed) if missed else base
    now = Planned(slot, due, missed, missed > 0 or passed, None, None, False, total)
    memory = {} if memory is None else memory
    key = slot.cadence, slot.quiet, due.end, max(due.ideal, gathered.today)
    if key not in memory:
        memory[key] = _later(gathered, slot, due, end)
    # Without a day left in its window the slot is worked off in the next one, which it then stands for.
    ahead = memory[key][1:] if passed else memory[key]
    return [now, *(Planned(slot, later, 0, False, None, None, True, base) for later in ahead)]


def _later(gathered: Gathered, slot: OpenSlot, due: Due, end: date) -> list[Due]:
    """The windows after `due` that open within the horizon, each supposing the one before kept on its ideal day."""
    rhythm = cadence_of(slot.cadence)
    ideal = max(due.ideal, gathered.today)
    if not rhythm.rolls and (
        due.end >= end or (not slot.quiet and _opens_after(gathered, rhythm, due.end, ideal, end))
    ):
        return []
    ground = Ground(gathered.workdays, min(slot.since, gathered.today), parse_quiet(slot.quiet))
    found: list[Due] = []
    later = following(rhythm, ground, due._replace(ideal=ideal))
    while later and later.release <= end:
        found.append(later)
        later = following(rhythm, ground, later)
    return found


def _opens_after(gathered: Gathered, rhythm: Cadence, over: date, ideal: date, end: date) -> bool:
    """True if the window after the one that is `over` is sure to open after the horizon: half an interval on from
    the ideal day, and not due before.
    """
    if ideal.toordinal() + rhythm.days // 2 <= end.toordinal():
        return False
    window = window_of(rhythm, over + DAY)
    return max(gathered.workdays.between(*window), default=window.start) > end


def _weight(gathered: Gathered, slot: OpenSlot, missed: int) -> int:
    """The total of `weigh`, without its parts: it is asked for every slot of every plan."""
    factors = gathered.factors
    if slot.task:
        return WEIGHTS[slot.task.kind] + min(missed, MOST_MISSED)
    total = factors.roles.get(slot.role, 0) + gathered.points.get(slot.role, 0)
    if worth := gathered.worth.get(slot.contact_id):
        total += round(factors.value * worth)
    if drift := _drift(gathered, slot):
        total += round(min(factors.drift * drift, factors.drift_most))
    if slot.level and slot.role not in WITHOUT_LEVEL:
        total += factors.level * (slot.level - 1)
    return max(1, total) + (missed_bonus(missed, factors) if missed else 0)


@lru_cache(maxsize=256)
def cadence_of(text: str) -> Cadence:
    """The rhythm of a slot; ValueError for none."""
    cadence = parse_cadence(text)
    if cadence is None:
        raise ValueError("A slot needs a rhythm.")
    return cadence


def weigh(gathered: Gathered, slot: OpenSlot, missed: int) -> Weight:
    """The weight of a slot, with its parts."""
    worth = gathered.worth.get(slot.contact_id, 0.0)
    drift = _drift(gathered, slot)
    point = gathered.points.get(slot.role, 0)
    return weight(
        slot.level, slot.role, point_weight=point, value=worth, drift=drift, missed=missed, factors=gathered.factors
    )


def _drift(gathered: Gathered, slot: OpenSlot) -> float:
    """The usual intervals of silence beyond the first, measured on this week's Monday so that a week stays calm."""
    if not slot.gap or not slot.last_on:
        return 0.0
    monday = gathered.today.toordinal() - gathered.today.weekday()
    silence = monday - date.fromisoformat(slot.last_on).toordinal()
    return round(silence / slot.gap - 1, 1) if silence > slot.gap else 0.0


def slipping(each: Planned, today: date) -> bool:
    """True for an open slot that finds no day, or is overdue with none in sight, its contact's quiet days aside."""
    if each.projected or (each.slips is None and not (each.overdue and each.day is None)):
        return False
    disturbs = parse_quiet(each.slot.quiet)
    return not (disturbs and disturbs(today))


def contacts_of(gathered: Gathered, planned: Iterable[Planned]) -> set[int]:
    """The contacts of these slots and of all dated items, and those that they were given to."""
    named = [each.slot for each in planned] + gathered.dated
    return {number for item in named for number in (item.contact_id, item.assigned_to) if number}
