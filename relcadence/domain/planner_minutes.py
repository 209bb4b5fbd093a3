"""The plan by minutes of effort. The one rule: never over capacity, heaviest first; no claim that it is the best."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from relcadence.domain.planner import Days, Horizon, Plan, Slip, Slot, order


def plan_minutes(slots: Iterable[Slot], days: Days, minutes: Callable[[Slot], int]) -> Plan:
    """Give each slot in order the day it likes best among its days with enough minutes left.

    `days.room` is in minutes; `minutes` tells what a slot takes (>= 1). An overdue slot without a day of its own
    left comes after all others. A slip's `full_days` are the slot's days, each too full for it.
    ValueError: a slot that takes no time, or days that contradict each other.
    """
    horizon = Horizon(days)
    answer = Plan({}, {})
    left = list(days.room)
    with_days = [(slot, horizon.days_of(slot)) for slot in slots]
    for slot, own in sorted(with_days, key=lambda pair: (_is_past(pair[0], horizon), order(pair[0]))):
        needed = minutes(slot)
        if needed < 1:
            raise ValueError("Each slot takes at least one minute.")
        enough = sum(1 << day for day, room in enumerate(left) if room >= needed) | 1 << horizon.later
        if not own & enough:
            answer.slips[slot.key] = Slip("full", horizon.dates(own)) if own else Slip("no working day")
            continue
        day = horizon.favourite(slot, own & enough)
        answer.placed[slot.key] = _spend(left, day, needed, days)
    if len(answer.placed) + len(answer.slips) != len(with_days):
        raise ValueError("Two slots of the plan have the same key; each slot needs one of its own.")
    return answer


def _is_past(slot: Slot, horizon: Horizon) -> bool:
    return horizon.is_overdue(slot) and not horizon.own_days_of(slot)


def _spend(left: list[int], day: int, needed: int, days: Days) -> date | None:
    if day == len(left):
        return None
    left[day] -= needed
    return days.days[day]
