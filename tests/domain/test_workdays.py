"""Working days: the weekly pattern, days off, weekends worked in exchange, and the ends of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain.workdays import Workdays, pattern_of

DAY = timedelta(days=1)
MONDAY = date(2026, 11, 23)


def november(day: int) -> date:
    return date(2026, 11, day)


def of(*days: int) -> frozenset[date]:
    return frozenset(map(november, days))


WORKS = [
    (Workdays(), [23, 24, 25, 26, 27]),
    (Workdays(off=of(26)), [23, 24, 25, 27]),
    (Workdays(worked=of(28)), [23, 24, 25, 26, 27, 28]),
    (Workdays(off=of(28), worked=of(28)), [23, 24, 25, 26, 27]),
    (Workdays(frozenset({6, 0, 1, 2, 3})), [23, 24, 25, 26, 29]),
    (Workdays(frozenset(range(7))), [23, 24, 25, 26, 27, 28, 29]),
    (Workdays(frozenset()), []),
    (Workdays(frozenset(), worked=of(25)), [25]),
]


@pytest.mark.parametrize(("workdays", "worked"), WORKS)
def test_the_working_days_of_a_week(workdays: Workdays, worked: list[int]) -> None:
    assert workdays.between(MONDAY, november(29)) == tuple(map(november, worked))
    assert [november(day) for day in range(23, 30) if workdays.works(november(day))] == list(map(november, worked))


def test_a_range_that_ends_before_it_begins_has_no_days() -> None:
    assert Workdays().between(november(27), november(23)) == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [("mon-fri", {0, 1, 2, 3, 4}), ("mon-sun", set(range(7))), ("mon,tue,thu", {0, 1, 3}), ("sun", {6})],
)
def test_a_pattern_as_settings_keep_it(text: str, days: set[int]) -> None:
    assert pattern_of(text) == days


FIRST = [
    (Workdays(), 23, 23),
    (Workdays(), 28, 30),
    (Workdays(off=of(30)), 28, None),
    (Workdays(worked=of(29)), 28, 29),
    (Workdays(frozenset()), 23, None),
]


@pytest.mark.parametrize(("workdays", "start", "first"), FIRST)
def test_the_first_working_day(workdays: Workdays, start: int, first: int | None) -> None:
    found = workdays.first(november(start), within=3)
    assert found == (first and november(first))


LATER = [
    (Workdays(), 23, 0, 23),
    (Workdays(), 23, 2, 25),
    (Workdays(), 26, 2, 30),
    (Workdays(), 28, 1, 30),
    (Workdays(off=of(24, 25)), 23, 2, 27),
    (Workdays(worked=of(28)), 27, 1, 28),
    (Workdays(frozenset()), 23, 2, 25),
]


@pytest.mark.parametrize(("workdays", "day", "count", "later"), LATER)
def test_so_many_working_days_later(workdays: Workdays, day: int, count: int, later: int) -> None:
    assert workdays.later(november(day), count) == november(later)


def test_the_ends_of_the_calendar_are_days_too() -> None:
    weekdays, never = Workdays(), Workdays(frozenset())
    assert weekdays.between(date.min, date.min) == (date.min,)
    assert weekdays.between(date.max - DAY, date.max) == (date.max - DAY, date.max)
    assert weekdays.first(date.max) == date.max
    assert never.first(date.max) is None


PATTERNS = st.frozensets(st.integers(0, 6))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(PATTERNS, st.frozensets(DAYS, max_size=9), st.frozensets(DAYS, max_size=9), DAYS, st.integers(0, 60))
def test_between_holds_every_working_day_in_order(
    pattern: frozenset[int], off: frozenset[date], worked: frozenset[date], start: date, span: int
) -> None:
    workdays = Workdays(pattern, off, worked)
    days = [start + DAY * step for step in range(span + 1)]
    expected = tuple(day for day in days if day not in off and (day.weekday() in pattern or day in worked))
    assert workdays.between(start, days[-1]) == expected
    assert workdays.between(start, days[-1]) == expected  # a span that is remembered
    assert workdays.first(start, within=span + 1) == (expected[0] if expected else None)
