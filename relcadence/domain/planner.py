"""A day for each slot, within the room of each day. The one rule: no plan keeps a heavier set of slots on time.

A slot is kept, in order, if it and all kept before it can be placed. Then each slot in turn takes the day it
likes best among those that leave every kept slot a day: overdue ones the earliest, the others the nearest to
their ideal day. So the answer is unique, and a change of one slot or one place runs along a single chain of days.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.planner_places import Places, each, first

Key = int | tuple[int, int]


class Slot(NamedTuple):
    """A unit of work: one contact to be reached between `release` and `deadline`, best on `ideal`.

    `key` is unique: a slot's id, or (slot id, window index) for a later window. `weight` >= 1. `overdue`: missed
    and re-opened, or past its deadline; it takes the earliest day. `quiet` days are not used for this contact.
    """

    key: Key
    weight: int
    release: date
    ideal: date
    deadline: date
    overdue: bool = False
    city: str = ""
    organisation: str = ""
    number: int = 0
    window: date | None = None
    quiet: frozenset[date] = frozenset()


class Days(NamedTuple):
    """The horizon: its working days from `today` on, ascending, and the places left on each (>= 0).

    `end` is its last day; the time after it counts as one more day without limit.
    """

    today: date
    days: tuple[date, ...]
    room: tuple[int, ...]
    end: date


class Slip(NamedTuple):
    """Why a slot finds no day: `reason` is "full" (`full_days`: its days, all full of slots that come before it
    in order, or without any place) or "no working day".
    """

    reason: str
    full_days: tuple[date, ...] = ()


class Plan(NamedTuple):
    """Each slot's key either in `placed`, with its day (None: after the horizon), or in `slips`."""

    placed: dict[Key, date | None]
    slips: dict[Key, Slip]


def horizon_end(today: date, weeks: int = 6) -> date:
    """The Sunday that ends the horizon; the week of `today` is the first of `weeks` (>= 1)."""
    if weeks < 1:
        raise ValueError("The plan must look at least one week ahead.")
    return today + timedelta(days=7 * weeks - 1 - today.weekday())


def order(slot: Slot) -> tuple[int, str, str, int, date, tuple[int, int]]:
    """Sorts slots "in order": heavier first, then city, organisation, contact number, window, key."""
    return -slot.weight, *_within_weight((slot, 0, False))


class Horizon:
    """Days as bits: bit 0 is the first working day, bit `later` the time after the horizon."""

    def __init__(self, days: Days) -> None:
        _check(days)
        self.today, self.end, self.days = days.today, days.end, days.days
        self.later = len(days.days)
        self._numbers = [day.toordinal() for day in days.days] + [days.end.toordinal() + 1]
        self._position = {day: position for position, day in enumerate(days.days)}
        self._before: dict[date, int] = {}
        self._upto: dict[date, int] = {}
        passed = 0
        for number in range(days.today.toordinal(), days.end.toordinal() + 1):
            day = date.fromordinal(number)
            self._before[day] = passed
            passed += day in self._position
            self._upto[day] = passed
        self._own: dict[tuple[date, date], int] = {}
        self._quiet: dict[frozenset[date], int] = {frozenset(): 0}

    def days_of(self, slot: Slot) -> int:
        """The days a slot may be placed on: none, where no working day is left in its window.

        An overdue slot without a day of its own may come on any day from now on: it never slips, and competes
        with no kept slot.
        """
        own = self.own_days_of(slot)
        if not own and self.is_overdue(slot):
            return self.own_days_of(slot._replace(deadline=date.max))
        return own

    def own_days_of(self, slot: Slot) -> int:
        """The days between a slot's release and its deadline, less its quiet days."""
        span = slot.release, slot.deadline
        own = self._own.get(span)
        if own is None:
            begin = 0 if slot.release <= self.today else self._before.get(slot.release, self.later)
            stop = self.later + 1 if slot.deadline > self.end else self._upto.get(slot.deadline, 0)
            own = self._own[span] = (1 << max(begin, stop)) - (1 << begin)
        return own & ~self._quiet_days(slot.quiet) if slot.quiet else own

    def is_overdue(self, slot: Slot) -> bool:
        """Missed and re-opened, or past its deadline."""
        return slot.overdue or slot.deadline < self.today

    def favourite(self, slot: Slot, among: int) -> int:
        """The day the slot likes best in a set that is not empty: overdue the earliest, else nearest its ideal."""
        return first(among) if self.is_overdue(slot) else self.nearest(slot.ideal, among)

    def nearest(self, ideal: date, among: int) -> int:
        """The day of a set that is not empty nearest to an ideal; of two equally near the earlier."""
        position = self._position.get(ideal, -1)
        if position >= 0 and among >> position & 1:
            return position
        if ideal > self.end:
            return among.bit_length() - 1
        passed = self._upto.get(ideal, 0)
        after = among >> passed
        before = (among & ((1 << passed) - 1)).bit_length() - 1
        if not after:
            return before
        behind = passed + first(after)
        if before < 0:
            return behind
        number = ideal.toordinal()
        return before if number - self._numbers[before] <= self._numbers[behind] - number else behind

    def dates(self, days: int) -> tuple[date, ...]:
        """A set of days as dates."""
        return tuple(self.days[position] for position in each(days & ~(1 << self.later)))

    def _quiet_days(self, quiet: frozenset[date]) -> int:
        if quiet not in self._quiet:
            self._quiet[quiet] = sum(1 << self._position[day] for day in quiet if day in self._position)
        return self._quiet[quiet]


_Row = tuple[Slot, int, bool]  # a slot that competes for days, its set of days, and whether it is overdue


class _Competition(NamedTuple):
    """The slots that compete for days, in order, over a horizon; the kept ones, and the places held for them."""

    horizon: Horizon
    rows: list[_Row]
    kept: list[_Row]
    held: Places


def plan(slots: Iterable[Slot], days: Days) -> Plan:
    """Give each slot a day within the room of the days, or the reason why it will slip.

    The same slots and days give the same plan, in whatever sequence the slots come. ValueError: two slots with
    one key, or days that contradict each other.
    """
    return _made(slots, days)[0]


def plan_with_more(slots: Iterable[Slot], days: Days, most: int = 10) -> tuple[Plan, list[Key]]:
    """The plan, and the names, best first, that 1, 2, ... up to `most` more places today would add to today's."""
    planned, competition = _made(slots, days)
    return planned, _more_names(competition, days, planned, most)


def _made(slots: Iterable[Slot], days: Days) -> tuple[Plan, _Competition]:
    answer = Plan({}, {})
    competition, number = _compete(slots, days, answer)
    _place(competition, answer.placed)
    if len(answer.placed) + len(answer.slips) != number:
        raise ValueError("Two slots of the plan have the same key; each slot needs one of its own.")
    return answer, competition


def _compete(slots: Iterable[Slot], days: Days, answer: Plan) -> tuple[_Competition, int]:
    """The slots that compete for days, with the places held, and the number of all; the others are answered."""
    horizon = Horizon(days)
    waiting, number = _sorted_out(slots, horizon, answer)
    rows, places = _in_order(waiting), Places(days.room)
    return _Competition(horizon, rows, _keep(rows, horizon, places, answer.slips), places), number


def _more_names(competition: _Competition, days: Days, planned: Plan, most: int) -> list[Key]:
    """The names that one place more adds to today, place by place.

    Where no slot slips for want of room, more room keeps no other slots, and the places held serve again.
    """
    known = _names_of(days.today, planned.placed)
    if days.today not in days.days or len(known) < days.room[0]:
        return []  # no working day, or a place is left: one more changes nothing
    horizon, rows, kept, places = competition
    all_kept = not any(slip.full_days for slip in planned.slips.values())
    names: list[Key] = []
    for more in range(1, most + 1):
        if all_kept:
            places.add(0)
        else:
            places = Places((days.room[0] + more, *days.room[1:]))
            kept = _keep(rows, horizon, places, {})
        name = _first_new(kept, horizon, places.copy(), known)
        if name is None:
            break
        names.append(name)
        known.add(name)
    return names


def _first_new(kept: Sequence[_Row], horizon: Horizon, places: Places, known: set[Key]) -> Key | None:
    """The first slot, in the order of placing, that gets today and is not among the known."""
    for row, day in zip(kept, _taken(kept, horizon, places), strict=True):
        if day == 0 and row[0].key not in known:
            return row[0].key
    return None


def _names_of(day: date, placed: dict[Key, date | None]) -> set[Key]:
    return {key for key, at in placed.items() if at == day}


def _sorted_out(slots: Iterable[Slot], horizon: Horizon, answer: Plan) -> tuple[dict[int, list[_Row]], int]:
    """The slots that compete for days, by weight, and the number of all; the others are answered at once."""
    waiting: dict[int, list[_Row]] = {}
    number, later = 0, horizon.later
    no_day = Slip("no working day")
    for slot in slots:
        number += 1
        overdue = slot.overdue or slot.deadline < horizon.today
        own = horizon.own_days_of(slot) or (horizon.days_of(slot) if overdue else 0)
        if not own:
            answer.slips[slot.key] = no_day
        elif own >> later and horizon.favourite(slot, own) == later:
            answer.placed[slot.key] = None
        else:
            waiting.setdefault(slot.weight, []).append((slot, own, overdue))
    return waiting, number


def _in_order(waiting: dict[int, list[_Row]]) -> list[_Row]:
    """The slots in order; uses `waiting` up, weight by weight."""
    rows: list[_Row] = []
    for weight in sorted(waiting, reverse=True):
        rows += sorted(waiting.pop(weight), key=_within_weight)
    return rows


def _within_weight(row: _Row) -> tuple[str, str, int, date, tuple[int, int]]:
    """The order of slots of one weight; it is asked for each slot of every plan."""
    key, _weight, _release, _ideal, _deadline, _overdue, city, organisation, number, window, _quiet = row[0]
    return city, organisation, number, window or date.min, key if isinstance(key, tuple) else (key, -1)


def _keep(in_order: Iterable[_Row], horizon: Horizon, places: Places, slips: dict[Key, Slip]) -> list[_Row]:
    """Hold a place for each slot as long as all held before it still find one.

    Returns the kept, overdue ones before the others, each in order.
    """
    overdue: list[_Row] = []
    others: list[_Row] = []
    full: dict[int, Slip] = {}
    for row in in_order:
        slot, own, late = row
        if own >> horizon.later:
            pass  # the time after the horizon has room for all
        elif free := own & places.open:
            # at once on the free day the slot likes best, so that little is left to move about later
            places.keep_on(own, first(free) if late else horizon.nearest(slot.ideal, free))
        elif not own & ~places.blocked[0] or places.keep(own) == 0:
            if own not in full:
                full[own] = Slip("full", horizon.dates(own))
            slips[slot.key] = full[own]
            continue
        (overdue if late else others).append(row)
    return overdue + others


def _place(competition: _Competition, placed: dict[Key, date | None]) -> None:
    """Each kept slot in turn takes the day it likes best among those that leave every held slot one."""
    horizon, places = competition.horizon, competition.held.copy()
    dates: tuple[date | None, ...] = (*horizon.days, None)
    for row, day in zip(competition.kept, _taken(competition.kept, horizon, places), strict=True):
        placed[row[0].key] = dates[day]


def _taken(kept: Iterable[_Row], horizon: Horizon, places: Places) -> Iterator[int]:
    """The day that each held slot in turn likes best, and takes; the time after the horizon comes as `later`."""
    later, nearest, take = horizon.later, horizon.nearest, places.take
    for slot, own, overdue in kept:
        held = 0 if own >> later else own
        among = own & ~places.blocked.get(held, 0)
        day = first(among) if overdue else nearest(slot.ideal, among)
        while day < later and not take(day, held):
            among &= ~places.blocked[held]
            day = first(among) if overdue else nearest(slot.ideal, among)
        yield day


def _check(days: Days) -> None:
    if len(days.days) != len(days.room):
        raise ValueError("Each working day of the plan needs its room: there are more of one than of the other.")
    if any(places < 0 for places in days.room):
        raise ValueError("The room of a day cannot be negative; a day without room has 0.")
    if any(a >= b for a, b in zip(days.days, days.days[1:], strict=False)):
        raise ValueError("The working days of the plan must ascend, each named once.")
    if days.days and not days.today <= days.days[0] <= days.days[-1] <= days.end:
        raise ValueError("The working days of the plan must lie between today and the end of its horizon.")
