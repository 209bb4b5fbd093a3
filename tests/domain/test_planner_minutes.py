"""The plan by minutes: never over capacity, heaviest first, and no more promised than that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.planner import Days, Plan, Slip, Slot, order
from relcadence.domain.planner_minutes import plan_minutes

MONDAY = date(2026, 11, 23)


def day(number: int) -> date:
    return MONDAY + timedelta(number)


def slot(key: int, weight: int, release: int, ideal: int, deadline: int, overdue: bool = False) -> Slot:
    return Slot(key, weight, day(release), day(ideal), day(deadline), overdue)


def days(*room: int) -> Days:
    return Days(MONDAY, tuple(map(day, range(len(room)))), room, day(6))


def test_examples() -> None:
    rows = [
        slot(1, 9, 0, 0, 1),
        slot(2, 8, 0, 0, 1),
        slot(3, 7, 0, 0, 1),
        slot(4, 6, 0, 1, 40),
        slot(5, 99, -9, -4, -3),
        slot(6, 5, 0, 1, 1),
        slot(7, 5, 0, 5, 5),
        slot(8, 5, 5, 5, 6),
    ]
    minutes = dict(zip(rows, (40, 40, 40, 30, 5, 15, 20, 10), strict=True))
    assert plan_minutes(rows, days(60, 60, 0), minutes.__getitem__) == Plan(
        {1: day(0), 2: day(1), 4: None, 5: day(1), 6: day(1), 7: day(0)},
        {3: Slip("full", (day(0), day(1))), 8: Slip("no working day")},
    )


def test_a_slot_takes_time() -> None:
    with pytest.raises(ValueError, match="at least one minute"):
        plan_minutes([slot(1, 1, 0, 0, 0)], days(60), lambda row: 0)


def test_two_slots_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        plan_minutes([slot(1, 1, 0, 0, 0), slot(1, 2, 0, 0, 0)], days(60), lambda row: 5)


drawn_rows = st.lists(st.tuples(st.integers(1, 5), st.integers(-4, 6), st.integers(0, 6), st.booleans()), max_size=20)


@settings(deadline=None)
@given(drawn_rows, st.lists(st.integers(0, 120), min_size=1, max_size=6))
def test_never_over_capacity_and_heaviest_first(drawn: list[tuple[int, int, int, bool]], room: list[int]) -> None:
    rows = [
        slot(key, weight, release, release, release + length, overdue)
        for key, (weight, release, length, overdue) in enumerate(drawn)
    ]
    minutes = {row: 15 + 10 * (row.weight % 4) for row in rows}
    answer = plan_minutes(rows, days(*room), minutes.__getitem__)
    assert answer == plan_minutes(rows[::-1], days(*room), minutes.__getitem__)
    assert len(answer.placed) + len(answer.slips) == len(rows)
    for at, places in zip(map(day, range(len(room))), room, strict=True):
        there = [row for row in rows if answer.placed.get(row.key) == at]
        assert sum(minutes[row] for row in there) <= places
        for row in rows:
            if row.key in answer.slips and at in answer.slips[row.key].full_days:
                heavier = sum(minutes[other] for other in there if order(other) < order(row))
                assert heavier + minutes[row] > places
