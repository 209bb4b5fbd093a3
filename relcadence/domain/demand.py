"""What is asked of the days: each open slot and its later windows as of today, their weights, and the room there is.

Nothing here knows names, words or outputs.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from relcadence.domain import planner
from relcadence.domain.cadence import Cadence, parse_cadence, window_of
from relcadence.domain.gathered import Gathered, OpenSlot, Owner
from relcadence.domain.planner_weight import WITHOUT_LEVEL, missed_bonus
from relcadence.domain.quiet import parse_quiet
from relcadence.domain.rhythm import Due, Ground, following, present
from relcadence.domain.tasks import MOST_MISSED, OWN, WEIGHTS
from relcadence.domain.workdays import DAY

if TYPE_CHECKING:
    from relcadence.domain.weighing import Weight

WEEKS = 6


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


class Demand(NamedTuple):
    """The slots as the planner takes them, the days they compete for, and what each key stands for."""

    slots: list[planner.Slot]
    days: planner.Days
    known: dict[planner.Key, Planned]

    def without(self, keys: set[planner.Key]) -> "Demand":
        """The same without some slots."""
        slots = [slot for slot in self.slots if slot.key not in keys]
        return self._replace(slots=slots, known={slot.key: self.known[slot.key] for slot in slots})


def demand_of(gathered: Gathered, weeks: int = WEEKS) -> Demand:
    """All slots that the horizon holds, and the room of its days.

    Nobody is to be reminded of twice on a day: a late promise stands for today, though not for what else is owed.
    """
    end = planner.horizon_end(gathered.today, weeks)
    days = days_of(gathered, end)
    quiet_days, stood_for = _dated_days(gathered)
    late = {item.owner for item in gathered.dated if item.kind == "promise" and item.due_on < gathered.today}
    slots: list[planner.Slot] = []
    known: dict[planner.Key, Planned] = {}
    windows = Windows(gathered, end)
    none: frozenset[date] = frozenset()
    for slot in gathered.slots:
        owner = slot.owner
        quiet = quiet_days.get(owner, none)
        if owner in late and not (slot.task and slot.task.kind not in OWN):
            quiet |= {gathered.today}
        if slot.quiet and (disturbs := parse_quiet(slot.quiet)):
            quiet |= {day for day in days.days if disturbs(day)}
        taken = stood_for.get(owner)
        for at, each in enumerate(windows.of(slot)):
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


class Windows:
    """The windows of open slots as of today: the open one, then those that begin up to the `end` of the horizon.

    Many people share a rhythm and an ideal day, or a role and a level: what is found for one serves the others.
    """

    def __init__(self, gathered: Gathered, end: date) -> None:
        self._gathered, self._today, self._end = gathered, gathered.today, end
        self._monday = _monday(gathered.today)
        self._later: dict[tuple[str, str, date, date], list[Due]] = {}
        self._base: dict[tuple[str, int | None], int] = {}
        self._calm: dict[int, str] = {}

    def of(self, slot: OpenSlot) -> list[Planned]:
        """The open window of a slot, and the later ones as projected."""
        today, due, missed = self._today, slot.due, 0
        if slot.task and not slot.cadence:
            late = slot.task.due_on < today.isoformat()
            return [Planned(slot, due, 0, late, None, None, False, WEIGHTS[slot.task.kind])]
        if due.deadline < today or slot.snoozed:
            ground = Ground(self._gathered.workdays, slot.since, parse_quiet(slot.quiet))
            due, missed = present(cadence_of(slot.cadence), ground, due, today, slot.snoozed)
        passed = due.deadline < today
        weight = self._weight(slot, 0)
        total = self._weight(slot, missed) if missed else weight
        now = Planned(slot, due, missed, missed > 0 or passed, None, None, False, total)
        key = slot.cadence, slot.quiet, due.end, max(due.ideal, today)
        later = self._later.get(key)
        if later is None:
            later = self._later[key] = self._windows_after(slot, due)
        # Without a day left in its window the slot is worked off in the next one, which it then stands for.
        ahead = later[1:] if passed else later
        return [now] + [Planned(slot, window, 0, False, None, None, True, weight) for window in ahead]

    def _windows_after(self, slot: OpenSlot, due: Due) -> list[Due]:
        """The windows after `due` that open within the horizon, as if each were kept on its ideal day."""
        rhythm, workdays, today = cadence_of(slot.cadence), self._gathered.workdays, self._gathered.today
        ideal = max(due.ideal, today)
        if not rhythm.rolls and (
            due.end >= self._end or (not slot.quiet and self._opens_after(rhythm, due.end, ideal))
        ):
            return []
        ground = Ground(workdays, min(slot.since, today), parse_quiet(slot.quiet))
        found: list[Due] = []
        later = following(rhythm, ground, due._replace(ideal=ideal))
        while later and later.release <= self._end:
            found.append(later)
            later = following(rhythm, ground, later)
        return found

    def _opens_after(self, rhythm: Cadence, over: date, ideal: date) -> bool:
        """True if the window after the one that is `over` is sure to open after the horizon: half an interval on
        from the ideal day, and not due before.
        """
        if ideal.toordinal() + rhythm.days // 2 <= self._end.toordinal():
            return False
        window = window_of(rhythm, over + DAY)
        return max(self._gathered.workdays.between(*window), default=window.start) > self._end

    def _weight(self, slot: OpenSlot, missed: int) -> int:
        """The total of `weigh`, without its parts: it is asked for every slot of every plan."""
        factors = self._gathered.factors
        if slot.task:
            return WEIGHTS[slot.task.kind] + min(missed, MOST_MISSED)
        total = self._base.get((slot.role, slot.level))
        if total is None:
            total = self._base[slot.role, slot.level] = self._base_of(slot)
        if worth := self._gathered.worth.get(slot.contact_id):
            total += round(factors.value * worth)
        if slot.gap and slot.last_on < self._calm_since(slot.gap):
            total += round(min(factors.drift * _drift(self._gathered, slot), factors.drift_most))
        return max(1, total) + (missed_bonus(missed, factors) if missed else 0)

    def _calm_since(self, gap: int) -> str:
        """The first day of a last touch that is no silence yet for whoever has that usual gap."""
        if gap not in self._calm:
            self._calm[gap] = (self._monday - timedelta(days=gap)).isoformat()
        return self._calm[gap]

    def _base_of(self, slot: OpenSlot) -> int:
        """What role, point and level add."""
        factors, points = self._gathered.factors, self._gathered.points
        above = slot.level - 1 if slot.level and slot.role not in WITHOUT_LEVEL else 0
        return factors.roles.get(slot.role, 0) + points.get(slot.role, 0) + factors.level * above


@lru_cache(maxsize=256)
def cadence_of(text: str) -> Cadence:
    """The rhythm of a slot; ValueError for none."""
    cadence = parse_cadence(text)
    if cadence is None:
        raise ValueError("A slot needs a rhythm.")
    return cadence


def weigh(gathered: Gathered, slot: OpenSlot, missed: int) -> "Weight":
    """The weight of a slot, with its parts."""
    from relcadence.domain.weighing import weight

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
    silence = (_monday(gathered.today) - date.fromisoformat(slot.last_on)).days
    return round(silence / slot.gap - 1, 1) if silence > slot.gap else 0.0


def _monday(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())
