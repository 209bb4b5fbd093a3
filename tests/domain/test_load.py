"""Demand against capacity: the weeks ahead, and what would mend them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.load import (
    Week,
    demand_and_mend,
    need_and_have,
    rhythms_to_lengthen,
    smallest_capacity,
    weeks_ahead,
)
from relcadence.domain.planner import Days, Plan, Slip, Slot, horizon_end, plan

MONDAY = date(2026, 11, 23)
STEPS = (1, 2, 4, 13, 26)  # weeks of one rhythm and the next longer


def day(number: int) -> date:
    return MONDAY + timedelta(number)


def days(weeks: int, room: int, today: int = 0, off: frozenset[int] = frozenset()) -> Days:
    span = [day(number) for number in range(today, 7 * weeks) if number % 7 < 5 and number not in off]
    return Days(day(today), tuple(span), (room,) * len(span), horizon_end(MONDAY, weeks))


def windows(contact: int, rhythm: int, horizon: Days, weight: int, quiet: frozenset[date]) -> list[Slot]:
    """All windows of a contact in the horizon: `rhythm` is the place in STEPS; ideal in the middle."""
    length = 7 * STEPS[rhythm]
    begin = -7 * (contact % STEPS[rhythm])
    rows = []
    for index, start in enumerate(range(begin, (horizon.end - MONDAY).days + 1, length)):
        rows.append(
            Slot(
                (contact, index),
                weight,
                day(start),
                day(start + length // 2),
                day(start + length - 3),
                number=contact,
                window=day(start),
                quiet=quiet,
            )
        )
    return rows


class Book:
    """Contacts with a rhythm each (a place in STEPS), and the longer ones."""

    def __init__(self, rhythms: list[int], horizon: Days, quiet: dict[int, frozenset[date]] | None = None) -> None:
        self.rhythms, self.horizon, self.quiet = rhythms, horizon, quiet or {}

    def rows(self, contact: int, steps: int = 0) -> list[Slot]:
        quiet = self.quiet.get(contact, frozenset())
        return windows(contact, self.rhythms[contact] + steps, self.horizon, 10 + contact, quiet)

    def longer(self, contact: int, steps: int) -> list[Slot] | None:
        return self.rows(contact, steps) if self.rhythms[contact] + steps < len(STEPS) else None

    def slots(self, lengthened: dict[int, int] | None = None) -> list[Slot]:
        lengthened = lengthened or {}
        return [row for c in range(len(self.rhythms)) for row in self.rows(c, lengthened.get(c, 0))]


def all_kept(slots: Iterable[Slot], horizon: Days) -> bool:
    return not any(slip.full_days for slip in plan(slots, horizon).slips.values())


def test_weeks_tell_what_is_wanted_and_what_slips() -> None:
    horizon = Days(day(2), (day(2), day(4), day(7)), (1, 1, 1), day(20))
    rows = [
        Slot(1, 9, day(-7), day(-4), day(-3), True),
        Slot(2, 5, day(0), day(3), day(4)),
        Slot(3, 4, day(0), day(4), day(4)),
        Slot(4, 3, day(3), day(4), day(4)),
        Slot(5, 3, day(7), day(8), day(11)),
        Slot(6, 3, day(14), day(15), day(18)),
        Slot(7, 3, day(7), day(40), day(60)),
    ]
    planned = plan(rows, horizon)
    assert planned == Plan(
        {1: None, 2: day(2), 3: day(4), 5: day(7), 7: None},
        {4: Slip("full", (day(4),)), 6: Slip("no working day")},
    )
    assert weeks_ahead(rows, horizon, planned) == (
        Week(day(0), (1, 2, 3, 4), 2, (4,)),
        Week(day(7), (5,), 1, ()),
        Week(day(14), (), 0, ()),
    )
    assert need_and_have(weeks_ahead(rows, horizon, planned)) == (1, 0)


def test_forty_three_are_needed_and_forty_there() -> None:
    horizon = days(12, 8)
    book = Book([0] * 43, horizon)
    load = demand_and_mend(book.slots(), horizon, [0] * 60, book.longer)
    assert need_and_have(load.weeks) == (43, 40)
    assert [len(week.slips) for week in load.weeks] == [3] * 12
    assert load.capacity == 9
    assert load.lengthen is not None
    assert all_kept(book.slots(load.lengthen), horizon)
    assert set(load.lengthen) <= set(range(12)), "the lighter are lengthened first"


def test_enough_room_needs_no_mending() -> None:
    horizon = days(2, 8)
    book = Book([0, 1], horizon)
    load = demand_and_mend(book.slots(), horizon, [0] * 10, book.longer)
    assert load.lengthen == {}
    assert load.plan.slips == {}
    assert load.capacity == 1


@pytest.mark.parametrize(
    ("taken", "rows", "expected"),
    [
        ([0, 0], [], 0),
        ([0, 0], [(0, 1), (0, 1), (0, 1)], 2),
        ([5, 0], [(0, 1), (0, 1), (0, 1)], 3),
        ([5, 0], [(0, 0), (0, 1)], 6),
        ([0, 0], [(2, 1), (-3, -1)], 0),
        ([0, 0], [(0, 99), (0, 1)], 1),
    ],
)
def test_smallest_capacity(taken: list[int], rows: list[tuple[int, int]], expected: int) -> None:
    horizon = Days(MONDAY, (day(0), day(1)), (0, 0), day(6))
    slots = [Slot(key, 1, day(begin), day(begin), day(end)) for key, (begin, end) in enumerate(rows)]
    assert smallest_capacity(slots, horizon, taken) == expected


def test_no_lengthening_is_enough_without_room() -> None:
    horizon = days(4, 0)
    book = Book([0] * 3, horizon)
    assert rhythms_to_lengthen(book.slots(), horizon, lambda contact, steps: None) is None
    assert rhythms_to_lengthen(book.slots(), horizon, book.longer) == {0: 3, 1: 3, 2: 3}


def drawn_book(draw: Callable[[st.SearchStrategy[int]], int]) -> tuple[Book, list[int]]:
    weeks = draw(st.integers(2, 6))
    chance = random.Random(draw(st.integers(0, 10**6)))
    off = frozenset(number for number in range(7 * weeks) if chance.random() < 0.1)
    horizon = days(weeks, 0, chance.randrange(4), off)
    taken = [chance.randrange(3) for _ in horizon.days]
    capacity = draw(st.integers(1, 4))
    horizon = horizon._replace(room=tuple(max(0, capacity - used) for used in taken))
    rhythms = [chance.choice((0, 0, 1, 2)) for _ in range(draw(st.integers(1, 25)))]
    quiet = {
        contact: frozenset(at for at in horizon.days if at.weekday() == chance.randrange(5))
        for contact in range(len(rhythms))
        if chance.random() < 0.3
    }
    return Book(rhythms, horizon, quiet), taken


@st.composite
def books(draw: st.DrawFn) -> tuple[Book, list[int]]:
    return drawn_book(draw)


@settings(deadline=None, max_examples=150)
@given(books())
def test_the_smallest_capacity_keeps_all_and_one_less_does_not(drawn: tuple[Book, list[int]]) -> None:
    book, taken = drawn
    slots = book.slots()
    enough = smallest_capacity(slots, book.horizon, taken)
    rooms = [tuple(max(0, capacity - used) for used in taken) for capacity in (enough, enough - 1)]
    assert all_kept(slots, book.horizon._replace(room=rooms[0]))
    if enough:
        assert not all_kept(slots, book.horizon._replace(room=rooms[1]))


@settings(deadline=None, max_examples=150)
@given(books())
def test_none_can_be_left_out_of_the_rhythms_to_lengthen(drawn: tuple[Book, list[int]]) -> None:
    book, _ = drawn
    mend = rhythms_to_lengthen(book.slots(), book.horizon, book.longer)
    if mend is None:
        longest = {contact: len(STEPS) - 1 - rhythm for contact, rhythm in enumerate(book.rhythms)}
        assert not all_kept(book.slots(longest), book.horizon)
        return
    assert all_kept(book.slots(mend), book.horizon)
    for contact, steps in mend.items():
        for fewer in {0, steps - 1}:
            assert not all_kept(book.slots({**mend, contact: fewer}), book.horizon)


@settings(deadline=None, max_examples=50)
@given(books(), st.randoms(use_true_random=False))
def test_the_sequence_of_the_slots_does_not_matter(drawn: tuple[Book, list[int]], chance: random.Random) -> None:
    book, taken = drawn
    slots = book.slots()
    load = demand_and_mend(slots, book.horizon, taken, book.longer)
    shuffled = demand_and_mend(chance.sample(slots, len(slots)), book.horizon, taken, book.longer)
    assert (shuffled.plan, shuffled.capacity, shuffled.lengthen) == (load.plan, load.capacity, load.lengthen)
    assert [sorted(map(str, week.wanted)) for week in shuffled.weeks] == [
        sorted(map(str, week.wanted)) for week in load.weeks
    ]


@settings(deadline=None, max_examples=100)
@given(books())
def test_the_weeks_add_up(drawn: tuple[Book, list[int]]) -> None:
    book, _ = drawn
    slots = book.slots()
    planned = plan(slots, book.horizon)
    weeks = weeks_ahead(slots, book.horizon, planned)
    assert sum(week.room for week in weeks) == sum(book.horizon.room)
    full = [key for key, slip in planned.slips.items() if slip.full_days]
    assert sorted(map(str, full)) == sorted(str(key) for week in weeks for key in week.slips)
    assert weeks[-1].monday + timedelta(6) == book.horizon.end
