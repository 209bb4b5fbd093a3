"""Demand against capacity in the weeks ahead, and what would mend it. The one rule: asking changes nothing.

A slot without any working day is no question of load and is left out; so is one that may come after the horizon.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.planner import Days, Horizon, Key, Plan, Slot, plan
from relcadence.domain.planner_places import Places

Longer = Callable[[int, int], Iterable[Slot] | None]


class Week(NamedTuple):
    """One week from `monday`: the slots that want it, its places, and those that slip with a deadline in it.

    A slot wants the week of the day it would get if there were room for all: its ideal, or, overdue, the first.
    """

    monday: date
    wanted: tuple[Key, ...]
    room: int
    slips: tuple[Key, ...]


class Load(NamedTuple):
    """`capacity`: the smallest that keeps all slots, in touches a day; `lengthen`: the slot ids of the contacts to
    be reached less often, with the steps to the longer rhythm, as they were found (None: no lengthening is enough).
    """

    weeks: tuple[Week, ...]
    plan: Plan
    capacity: int
    lengthen: dict[int, int] | None


def demand_and_mend(slots: Iterable[Slot], days: Days, taken: Sequence[int], longer: Longer) -> Load:
    """The load of the horizon: each week's demand and room, who slips, and two ways to keep all.

    `taken` is what dated items and touches made leave no room for, on each of `days`. `longer(id, steps)` gives all
    slots in the horizon that a contact (by slot id) would have under the rhythm so many steps longer, None past the
    longest. ValueError: days that contradict each other, or a slot id given twice.
    """
    slots = list(slots)
    planned = plan(slots, days)
    if not any(slip.full_days for slip in planned.slips.values()):
        mends: dict[int, int] | None = {}
    else:
        mends = rhythms_to_lengthen(slots, days, longer)
    return Load(weeks_ahead(slots, days, planned), planned, smallest_capacity(slots, days, taken), mends)


def weeks_ahead(slots: Iterable[Slot], days: Days, planned: Plan) -> tuple[Week, ...]:
    """Each week of the horizon, the present one first, with its demand, its room and its slips."""
    monday = days.today - timedelta(days.today.weekday())
    number = ((days.end - monday).days + 7) // 7
    wanted: list[list[Key]] = [[] for _ in range(number)]
    slips: list[list[Key]] = [[] for _ in range(number)]
    room = [0] * number
    for day, places in zip(days.days, days.room, strict=True):
        room[(day - monday).days // 7] += places
    horizon = Horizon(days)
    for slot in slots:
        own = horizon.days_of(slot)
        position = horizon.favourite(slot, own) if own else horizon.later
        if position < horizon.later:
            wanted[(days.days[position] - monday).days // 7].append(slot.key)
        if own and slot.key in planned.slips:
            slips[(slot.deadline - monday).days // 7].append(slot.key)
    return tuple(Week(monday + timedelta(7 * i), tuple(wanted[i]), room[i], tuple(slips[i])) for i in range(number))


def need_and_have(weeks: Sequence[Week]) -> tuple[int, int]:
    """Touches a week that the rhythms need (rounded up) and that there is room for (rounded down).

    The mean of the weeks after the present one, which is partly over and bears the backlog.
    """
    whole = weeks[1:] or weeks
    need = sum(len(week.wanted) for week in whole)
    return -(-need // len(whole)), sum(week.room for week in whole) // len(whole)


def smallest_capacity(slots: Iterable[Slot], days: Days, taken: Sequence[int]) -> int:
    """The fewest touches a day, the same on each of `days`, with which every slot finds a day.

    `taken` is as in `demand_and_mend`. A day on which nothing is ever to be planned must not be among `days`.
    """
    horizon = Horizon(days)
    wanted = Counter(own for own in map(horizon.days_of, slots) if _is_bound(own, horizon))
    enough, short = sum(wanted.values()) + max(taken, default=0), -1
    while enough - short > 1:
        middle = (enough + short) // 2
        _, missing = _hold_all(wanted, [max(0, middle - used) for used in taken])
        if missing:
            short = middle
        else:
            enough = middle
    return enough if wanted else 0


def rhythms_to_lengthen(slots: Iterable[Slot], days: Days, longer: Longer) -> dict[int, int] | None:
    """Contacts (by slot id) to reach less often so that every slot is kept, with the steps, as they were found.

    Largest relief first, of equal relief the lighter. None can be left out, nor lengthened by a step less: a slot
    would slip again. None where even the longest rhythms do not fit.
    """
    search = _Lengthening(slots, days, longer)
    places = search.lengthened_until_all_fit()
    if places is None:
        return None
    changed = True
    while changed:
        changed = False
        for contact in reversed(tuple(search.steps)):
            changed |= search.shortened(contact, places)
    return search.steps


class _Lengthening:
    """The rhythms tried out: `steps` longer for each contact that is lengthened so far."""

    def __init__(self, slots: Iterable[Slot], days: Days, longer: Longer) -> None:
        self.steps: dict[int, int] = {}
        self._room = days.room
        self._horizon = Horizon(days)
        self._longer = longer
        self._weight: dict[int, int] = {}
        self._sets: dict[tuple[int, int], list[int] | None] = {}
        own: dict[int, list[Slot]] = {}
        for slot in slots:
            contact = slot.key if isinstance(slot.key, int) else slot.key[0]
            own.setdefault(contact, []).append(slot)
        for contact, rows in own.items():
            self._weight[contact] = max(row.weight for row in rows)
            self._sets[contact, 0] = self._bound(rows)

    def lengthened_until_all_fit(self) -> Places | None:
        """Lengthen rhythm by rhythm; returns the places with all slots held, or None where that is not to be had."""
        while True:
            wanted = Counter(own for contact in self._weight for own in self._now(contact))
            places, missing = _hold_all(wanted, self._room)
            if not missing:
                return places
            chosen = self._largest_reliefs(places.blocked[0], missing)
            if not chosen:
                return None
            for contact, steps in chosen:
                self.steps[contact] = steps

    def shortened(self, contact: int, places: Places) -> bool:
        """Leave a contact out, or lengthen it by a step less, if all slots are still held; whether that was so."""
        steps = self.steps[contact]
        for fewer in dict.fromkeys((0, steps - 1)):
            before, after = self._now(contact), self._at(contact, fewer) or []
            if not _exchanged(places, before, after):
                continue
            self.steps[contact] = fewer
            if not fewer:
                del self.steps[contact]
            return True
        return False

    def _largest_reliefs(self, full: int, missing: int) -> list[tuple[int, int]]:
        """The contacts, with their new steps, whose slots leave the full days, until as many as are missing do."""
        reliefs = sorted(self._reliefs(full), key=lambda row: (-row[0], self._weight[row[1]], row[1]))
        chosen = []
        for relief, contact, steps in reliefs:
            if missing <= 0:
                break
            missing -= relief
            chosen.append((contact, steps))
        return chosen

    def _reliefs(self, full: int) -> Iterator[tuple[int, int, int]]:
        """Relief, contact and steps, for each contact that a longer rhythm takes out of the full days."""
        for contact in self._weight:
            bound = _within(self._now(contact), full)
            steps = self.steps.get(contact, 0) + 1
            while bound and (sets := self._at(contact, steps)) is not None:
                if relief := max(0, bound - _within(sets, full)):
                    yield relief, contact, steps
                    break
                steps += 1

    def _now(self, contact: int) -> list[int]:
        return self._at(contact, self.steps.get(contact, 0)) or []

    def _at(self, contact: int, steps: int) -> list[int] | None:
        """The sets of days of a contact's bound slots under a rhythm so many steps longer; None past the longest."""
        if (contact, steps) not in self._sets:
            rows = self._longer(contact, steps)
            self._sets[contact, steps] = None if rows is None else self._bound(rows)
        return self._sets[contact, steps]

    def _bound(self, slots: Iterable[Slot]) -> list[int]:
        return [own for own in map(self._horizon.days_of, slots) if _is_bound(own, self._horizon)]


def _is_bound(own: int, horizon: Horizon) -> bool:
    """Whether a slot has days, all of them within the horizon."""
    return 0 < own < 1 << horizon.later


def _within(sets: list[int], full: int) -> int:
    return sum(not own & ~full for own in sets)


def _hold_all(wanted: Counter[int], room: Sequence[int]) -> tuple[Places, int]:
    """Places held for as many slots as can be, and how many find none."""
    places = Places(room)
    return places, sum(number - places.keep(own, number) for own, number in wanted.items())


def _exchanged(places: Places, before: list[int], after: list[int]) -> bool:
    """Hold `after` in place of `before`, if all of it fits; else leave what is held as it was."""
    for own in before:
        places.give_up(own)
    held = []
    for own in after:
        if not places.keep(own):
            break
        held.append(own)
    if len(held) == len(after):
        return True
    for own in held:
        places.give_up(own)
    for own in before:
        places.keep(own)
    return False
