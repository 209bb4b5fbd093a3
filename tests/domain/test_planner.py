"""What the planner answers: worked examples as tables, and the laws it keeps."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.planner import Days, Key, Plan, Slip, Slot, horizon_end, order, plan, plan_with_more

MONDAY = date(2026, 11, 23)
FAR = 40


def day(number: int) -> date:
    return MONDAY + timedelta(number)


def days(*room: int, begin: int = 0) -> Days:
    """Working days from `begin` on with their room; the horizon ends on the Sunday after the last."""
    span = [day(begin + number) for number in range(len(room))]
    end = day(begin + len(room) - 1 if room else begin)
    return Days(MONDAY, tuple(span), room, end + timedelta(6 - end.weekday()))


def slot(
    key: Key,
    weight: int,
    release: int,
    ideal: int,
    deadline: int,
    overdue: bool = False,
    quiet: tuple[int, ...] = (),
    number: int = 0,
) -> Slot:
    return Slot(
        key,
        weight,
        day(release),
        day(ideal),
        day(deadline),
        overdue,
        number=number,
        quiet=frozenset(map(day, quiet)),
    )


EXAMPLES = [
    ("alone, on its ideal day", days(1, 1, 1), [slot(1, 5, 0, 1, 2)], {1: 1}),
    ("of two days as near, the earlier", days(1, 0, 1), [slot(1, 5, 0, 1, 2)], {1: 0}),
    ("the heavier takes the ideal day", days(1, 1, 1), [slot(1, 5, 0, 1, 2), slot(2, 6, 0, 1, 2)], {2: 1, 1: 0}),
    ("a heavier one makes way for a kept one", days(1, 1), [slot(1, 9, 0, 0, 1), slot(2, 1, 0, 0, 0)], {1: 1, 2: 0}),
    ("overdue takes the earliest", days(1, 1), [slot(1, 1, 0, 1, 1, True), slot(2, 9, 0, 0, 1)], {1: 0, 2: 1}),
    (
        "a hole in the days",
        days(1, 1, 1),
        [slot(1, 9, 0, 1, 2, quiet=(1,)), slot(2, 8, 0, 1, 1), slot(3, 7, 0, 0, 1)],
        {1: 2, 2: 1, 3: 0},
    ),
    ("ideal before its days", days(1, 1), [slot(1, 5, 1, -3, 1)], {1: 1}),
    ("ideal after the horizon", days(1, 1), [slot(1, 5, 0, FAR, FAR)], {1: None}),
    ("release after the horizon", days(1, 1), [slot(1, 5, FAR, FAR, FAR)], {1: None}),
    ("full, but it may come later", days(0, 0), [slot(1, 5, 0, 0, FAR)], {1: None}),
    ("past its deadline, no flag needed", days(1, 1), [slot(1, 1, -9, -4, -3)], {1: 0}),
    (
        "past its deadline, only room that is not needed",
        days(1, 1, 1),
        [slot(1, 9, -9, -4, -3, True), slot(2, 1, 0, 0, 0), slot(3, 1, 0, 1, 1)],
        {1: 2, 2: 0, 3: 1},
    ),
    ("past its deadline, nothing left", days(1), [slot(1, 9, -9, -4, -3), slot(2, 1, 0, 0, 0)], {1: None, 2: 0}),
    ("overdue, all its days quiet", days(1, 1), [slot(1, 1, 0, 0, 0, True, quiet=(0,))], {1: 1}),
    ("no working day at all", days(), [slot(1, 1, -9, -4, -3), slot(2, 1, 0, 0, FAR)], {1: None, 2: None}),
    ("nothing to plan", days(1), [], {}),
]


@pytest.mark.parametrize(("what", "room", "slots", "expected"), EXAMPLES, ids=[row[0] for row in EXAMPLES])
def test_days(what: str, room: Days, slots: list[Slot], expected: dict[int, int | None]) -> None:
    answer = plan(slots, room)
    assert answer == Plan({key: None if at is None else day(at) for key, at in expected.items()}, {})


NO_DAY = Slip("no working day", ())
SLIPS = [
    ("the lighter slips", days(1), [slot(1, 2, 0, 0, 0), slot(2, 3, 0, 0, 0)], {1: Slip("full", (day(0),))}),
    (
        "only its own days are named",
        days(1, 1, 0),
        [slot(1, 9, 0, 0, 1), slot(2, 9, 0, 0, 1), slot(3, 3, 1, 1, 2)],
        {3: Slip("full", (day(1), day(2)))},
    ),
    ("no room at all", days(0, 0), [slot(1, 2, 0, 0, 1)], {1: Slip("full", (day(0), day(1)))}),
    ("quiet throughout", days(1, 1), [slot(1, 9, 0, 0, 1, quiet=(0, 1))], {1: NO_DAY}),
    ("release after deadline", days(1, 1), [slot(1, 9, 1, 0, 0)], {1: NO_DAY}),
    ("no working day in its window", days(1, begin=3), [slot(1, 9, 0, 0, 2)], {1: NO_DAY}),
    ("no working days", days(), [slot(1, 9, 0, 0, 2)], {1: NO_DAY}),
]


@pytest.mark.parametrize(("what", "room", "slots", "expected"), SLIPS, ids=[row[0] for row in SLIPS])
def test_slips(what: str, room: Days, slots: list[Slot], expected: dict[int, Slip]) -> None:
    assert plan(slots, room).slips == expected


def test_ties_go_by_city_organisation_number_window() -> None:
    base = slot(1, 5, 0, 0, 0)
    rows = [
        base._replace(key=1, weight=6, city="Z"),
        base._replace(key=2, city="A", organisation="B", number=9),
        base._replace(key=3, city="B", organisation="A", number=1),
        base._replace(key=4, city="B", organisation="B", number=1, window=day(0)),
        base._replace(key=(4, 1), city="B", organisation="B", number=1, window=day(7)),
        base._replace(key=6, city="B", organisation="B", number=2),
    ]
    assert [row.key for row in sorted(rows, key=order)] == [1, 2, 3, 4, (4, 1), 6]


@pytest.mark.parametrize(
    ("today", "weeks", "end"),
    [
        ("2026-11-23", 6, "2027-01-03"),
        ("2026-11-29", 6, "2027-01-03"),
        ("2026-11-30", 6, "2027-01-10"),
        ("2026-11-23", 12, "2027-02-14"),
        ("2024-02-28", 1, "2024-03-03"),
    ],
)
def test_the_horizon_ends_on_a_sunday_and_moves_on_mondays(today: str, weeks: int, end: str) -> None:
    assert horizon_end(date.fromisoformat(today), weeks) == date.fromisoformat(end)


BAD_DAYS = [
    (Days(MONDAY, (day(0),), (), day(6)), "needs its room"),
    (Days(MONDAY, (day(0),), (-1,), day(6)), "cannot be negative"),
    (Days(MONDAY, (day(1), day(0)), (1, 1), day(6)), "must ascend"),
    (Days(MONDAY, (day(0), day(0)), (1, 1), day(6)), "must ascend"),
    (Days(MONDAY, (day(-1), day(0)), (1, 1), day(6)), "between today and the end"),
    (Days(MONDAY, (day(0), day(9)), (1, 1), day(6)), "between today and the end"),
]


@pytest.mark.parametrize(("room", "words"), BAD_DAYS, ids=[row[1] for row in BAD_DAYS])
def test_contradictory_days_are_refused(room: Days, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        plan([], room)


def test_two_slots_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        plan([slot(1, 1, 0, 0, 0), slot(1, 2, 0, 0, FAR)], days(1))


def test_the_plan_must_look_ahead() -> None:
    with pytest.raises(ValueError, match="at least one week"):
        horizon_end(MONDAY, 0)


def test_time_left_is_named_best_first_and_empty_on_a_day_off() -> None:
    rows = [slot(key, key, 0, 0, 2) for key in range(1, 6)]
    assert plan_with_more(rows, days(1, 1, 1), 10)[1] == [4, 3, 2, 1]
    assert plan_with_more(rows, days(1, 1, 1), most=2)[1] == [4, 3]
    assert plan_with_more(rows, days(1, 1, begin=1), 10)[1] == []


# The laws. Small made-up worlds: at most 14 days, some of them days off, holes in the days of a contact.


@st.composite
def worlds(draw: st.DrawFn, most: int = 14, span: int = 9, room: int = 3) -> tuple[list[Slot], Days]:
    working = draw(st.lists(st.integers(0, span - 1), unique=True, max_size=span).map(sorted))
    places = draw(st.lists(st.integers(0, room), min_size=len(working), max_size=len(working)))
    horizon = Days(MONDAY, tuple(map(day, working)), tuple(places), day(span - 1))
    rows = []
    for key in range(draw(st.integers(0, most))):
        release = draw(st.integers(-4, span + 1))
        deadline = release + draw(st.integers(0, 6))
        ideal = draw(st.integers(release, deadline))
        quiet = draw(st.lists(st.integers(0, span - 1), max_size=3))
        overdue = draw(st.integers(0, 3)) == 0
        weight = draw(st.integers(1, 5))
        rows.append(slot(key, weight, release, ideal, deadline, overdue, tuple(quiet), draw(st.integers(0, 2))))
    return rows, horizon


def own_days(row: Slot, room: Days) -> list[int]:
    """The days a slot may have, by number in `room.days`; the number after the last is the time after it."""
    ends = [*room.days, room.end + timedelta(1)]
    late = row.overdue or row.deadline < room.today

    def among(until: date) -> list[int]:
        return [i for i, at in enumerate(ends) if row.release <= at <= until and at not in row.quiet] + (
            [len(room.days)] if row.release > ends[-1] and until >= row.release else []
        )

    return among(row.deadline) or (among(date.max) if late else [])


def fits(rows: list[Slot], fixed: dict[Key, int], room: Days) -> bool:
    """Whether all of `rows` find a day beside those fixed, place by place (the textbook search)."""
    left = [*room.room, 10**6]
    for at in fixed.values():
        left[at] -= 1
    if min(left) < 0:
        return False
    taken: dict[tuple[int, int], Slot] = {}

    def seat(row: Slot, tried: set[tuple[int, int]]) -> bool:
        for at in own_days(row, room):
            for place in range(min(left[at], len(rows))):
                if (at, place) in tried:
                    continue
                tried.add((at, place))
                if (at, place) not in taken or seat(taken[at, place], tried):
                    taken[at, place] = row
                    return True
        return False

    return all(seat(row, set()) for row in rows)


def by_the_book(rows: list[Slot], room: Days) -> tuple[dict[Key, date | None], set[Key]]:
    """The plan as its definition says it, step by step: what is placed where, and what slips."""
    later = len(room.days)
    ordered = sorted(rows, key=order)
    kept: list[Slot] = []
    for row in ordered:
        if later in own_days(row, room) or fits([*kept, row], {}, room):
            kept.append(row)
    fixed: dict[Key, int] = {}
    ends = [*room.days, room.end + timedelta(1)]

    def late(row: Slot) -> bool:
        return row.overdue or row.deadline < room.today

    def distance(row: Slot, at: int) -> tuple[int, int]:
        if late(row):
            return at, at
        if at == later and row.ideal > room.end:
            return 0, at
        return abs((ends[at] - row.ideal).days), at

    for row in sorted(kept, key=lambda row: not late(row)):
        rest = [other for other in kept if other.key not in fixed and other is not row]
        for at in sorted(own_days(row, room), key=lambda at: distance(row, at)):
            if fits(rest, {**fixed, row.key: at}, room):
                fixed[row.key] = at
                break
    placed = {key: None if at == later else room.days[at] for key, at in fixed.items()}
    return placed, {row.key for row in rows} - set(placed)


@settings(deadline=None, max_examples=300)
@given(worlds())
def test_the_plan_is_what_its_definition_says(world: tuple[list[Slot], Days]) -> None:
    rows, room = world
    answer = plan(rows, room)
    placed, slips = by_the_book(rows, room)
    assert answer.placed == placed
    assert set(answer.slips) == slips


@settings(deadline=None, max_examples=300)
@given(worlds(most=30))
def test_never_above_room_on_a_day_off_before_release_or_after_the_deadline(
    world: tuple[list[Slot], Days],
) -> None:
    rows, room = world
    answer = plan(rows, room)
    assert len(answer.placed) + len(answer.slips) == len(rows)
    for at, places in zip(room.days, room.room, strict=True):
        assert sum(planned == at for planned in answer.placed.values()) <= places
    for row in rows:
        planned = answer.placed.get(row.key)
        if planned:
            assert planned in room.days
            assert planned >= row.release
            assert planned not in row.quiet
            assert planned <= row.deadline or row.overdue or row.deadline < room.today


@settings(deadline=None, max_examples=300)
@given(worlds(most=30))
def test_a_slip_names_days_that_are_full_of_slots_no_lighter(world: tuple[list[Slot], Days]) -> None:
    rows, room = world
    answer = plan(rows, room)
    by_key = {row.key: row for row in rows}
    for key, slip in answer.slips.items():
        assert [room.days[at] for at in own_days(by_key[key], room)] == list(slip.full_days)
        assert slip.reason == ("full" if slip.full_days else "no working day")
        for at in slip.full_days:
            there = [other for other, planned in answer.placed.items() if planned == at]
            assert len(there) == room.room[room.days.index(at)]
            assert all(order(by_key[other]) < order(by_key[key]) for other in there)


def heaviest(rows: list[Slot], room: Days) -> int:
    """The most weight that can be kept, by trying every day for every slot."""

    def best(index: int, left: tuple[int, ...]) -> int:
        if index == len(rows):
            return 0
        most = best(index + 1, left)
        for at in own_days(rows[index], room):
            if at == len(room.days):
                most = max(most, rows[index].weight + best(index + 1, left))
            elif left[at]:
                fewer = (*left[:at], left[at] - 1, *left[at + 1 :])
                most = max(most, rows[index].weight + best(index + 1, fewer))
        return most

    return best(0, room.room)


def kept_weight(rows: list[Slot], answer: Plan) -> int:
    return sum(row.weight for row in rows if row.key in answer.placed)


@settings(deadline=None, max_examples=200)
@given(worlds(most=6, span=4, room=2))
def test_the_kept_weight_is_the_best_of_all_plans(world: tuple[list[Slot], Days]) -> None:
    rows, room = world
    assert kept_weight(rows, plan(rows, room)) == heaviest(rows, room)


def crowd(seed: int, size: int, room: int, weeks: int = 6) -> tuple[list[Slot], Days]:
    """A made-up practice: rhythms from a week to a quarter, quiet weekdays, a tenth overdue."""
    draw = random.Random(seed)
    end = horizon_end(MONDAY, weeks)
    span = [day(number) for number in range((end - MONDAY).days + 1)]
    working = tuple(at for at in span if at.weekday() < 5 and draw.random() < 0.95)
    rows = []
    for key in range(size):
        release = draw.randrange(-20, 7 * weeks)
        length = draw.choice((4, 4, 13, 27, 90))
        quiet = draw.choice(((), (), tuple(range(draw.randrange(5), 7 * weeks, 7)), (draw.randrange(40),)))
        rows.append(
            slot(
                key,
                draw.randrange(1, 80),
                release,
                release + draw.randrange(length),
                release + length,
                draw.random() < 0.1,
                quiet,
            )
        )
    return rows, Days(MONDAY, working, tuple(draw.randrange(room + 1) for _ in working), end)


def assigned_weight(rows: list[Slot], room: Days) -> int:
    """The most weight that can be kept, by scipy: a column for each place, and each slot's own for "later"."""
    import numpy
    from scipy.optimize import linear_sum_assignment

    columns = [at for at, places in enumerate(room.room) for _ in range(places)]
    free, bound = 0, []
    for row in rows:
        own = own_days(row, room)
        if len(room.days) in own:
            free += row.weight
        else:
            bound.append((row.weight, set(own)))
    gain = numpy.array([[weight if at in own else 0 for at in columns] for weight, own in bound])
    if not gain.size:
        return free
    chosen = linear_sum_assignment(gain, maximize=True)
    return free + int(gain[chosen].sum())


@pytest.mark.parametrize("seed", range(25))
def test_the_kept_weight_is_that_of_scipy(seed: int) -> None:
    rows, room = crowd(seed, 400 + 20 * seed, 2 + seed % 9)
    assert kept_weight(rows, plan(rows, room)) == assigned_weight(rows, room)


@pytest.mark.parametrize(("size", "room"), [(2_000, 12), (4_000, 60)])
def test_the_kept_weight_is_that_of_scipy_for_thousands(size: int, room: int) -> None:
    rows, horizon = crowd(size, size, room)
    assert kept_weight(rows, plan(rows, horizon)) == assigned_weight(rows, horizon)


@settings(deadline=None, max_examples=200)
@given(worlds(most=30), st.randoms(use_true_random=False))
def test_the_sequence_of_the_slots_does_not_matter(world: tuple[list[Slot], Days], chance: random.Random) -> None:
    rows, room = world
    shuffled = chance.sample(rows, len(rows))
    assert plan(shuffled, room) == plan(rows, room)
    assert plan_with_more(shuffled, room, 10)[1] == plan_with_more(rows, room, 10)[1]


def others_keep_their_day(rows: list[Slot], room: Days, done: set[Key], answer: Plan) -> None:
    left = Days(room.today, room.days, (room.room[0] - len(done), *room.room[1:]), room.end)
    again = plan([row for row in rows if row.key not in done], left)
    assert again.placed == {key: at for key, at in answer.placed.items() if key not in done}
    assert again.slips == answer.slips


@settings(deadline=None, max_examples=400)
@given(worlds(most=30), st.randoms(use_true_random=False))
def test_todays_slots_done_every_other_slot_keeps_its_day(
    world: tuple[list[Slot], Days], chance: random.Random
) -> None:
    rows, room = world
    answer = plan(rows, room)
    today = [key for key, at in answer.placed.items() if room.days and at == room.days[0]]
    if today:
        others_keep_their_day(rows, room, set(chance.sample(today, chance.randint(1, len(today)))), answer)


def moved_off(before: Plan, after: Plan) -> list[date | None]:
    """The days that slots left, once for each slot that is no longer planned there."""
    gone = object()
    return [at for key, at in before.placed.items() if after.placed.get(key, gone) != at]


def one_more_is_calm(rows: list[Slot], added: Slot, room: Days) -> None:
    before, after = plan(rows, room), plan([*rows, added], room)
    slipped = [row for row in rows if row.key in after.slips and row.key not in before.slips]
    assert len(slipped) <= 1
    assert all(row.weight <= added.weight for row in slipped)
    assert set(before.slips) <= set(after.slips)
    left = moved_off(before, after)
    assert len(left) == len(set(left))


@settings(deadline=None, max_examples=600)
@given(worlds(most=30))
def test_one_slot_added_disturbs_little(world: tuple[list[Slot], Days]) -> None:
    rows, room = world
    if rows:
        one_more_is_calm(rows[:-1], rows[-1], room)


def more_room_today(room: Days, extra: int) -> Days:
    return Days(room.today, room.days, (room.room[0] + extra, *room.room[1:]), room.end)


def time_left_is_more_room(rows: list[Slot], room: Days, most: int) -> None:
    """The names are those that planning anew with 1, 2, ... more places adds, one at a time, none removed."""
    named = plan_with_more(rows, room, most)[1]
    before = plan(rows, room)
    for extra in range(1, most + 1):
        after = plan(rows, more_room_today(room, extra))
        today_before = {key for key, at in before.placed.items() if at == room.today}
        today_after = {key for key, at in after.placed.items() if at == room.today}
        assert today_after - today_before == set(named[extra - 1 : extra])
        assert today_before <= today_after
        assert set(after.slips) <= set(before.slips)
        left = moved_off(before, after)
        assert len(left) == len(set(left))
        before = after


@settings(deadline=None, max_examples=300)
@given(worlds(most=30))
def test_one_more_place_today_adds_at_most_one_name_and_removes_none(world: tuple[list[Slot], Days]) -> None:
    rows, room = world
    if room.today in room.days:
        time_left_is_more_room(rows, room, 5)


@pytest.mark.parametrize("seed", range(6))
def test_the_laws_hold_in_a_crowd(seed: int) -> None:
    rows, room = crowd(seed, 700, 6)
    if room.today in room.days:
        answer = plan(rows, room)
        time_left_is_more_room(rows, room, 4)
        others_keep_their_day(rows, room, {k for k, at in answer.placed.items() if at == room.today}, answer)
    for index in range(0, 700, 70):
        one_more_is_calm(rows[:index] + rows[index + 1 :], rows[index], room)


@pytest.mark.long
@settings(deadline=None, max_examples=20_000)
@given(worlds(most=40, span=12, room=4))
def test_the_laws_hold_in_thousands_of_worlds(world: tuple[list[Slot], Days]) -> None:
    rows, room = world
    answer = plan(rows, room)
    placed, slips = by_the_book(rows, room)
    assert (answer.placed, set(answer.slips)) == (placed, slips)
    if rows:
        one_more_is_calm(rows[:-1], rows[-1], room)
    if room.today in room.days:
        time_left_is_more_room(rows, room, 3)
        done = {key for key, at in answer.placed.items() if at == room.today}
        others_keep_their_day(rows, room, done, answer)
