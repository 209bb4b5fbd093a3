"""Months of overload, day by day: nobody starves, and who was missed comes first the next time."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest

from relcadence.domain.planner import Days, Slot, horizon_end, plan
from relcadence.domain.weighing import weight

MONDAY = date(2026, 11, 23)
WEEK = timedelta(7)


class Person(NamedTuple):
    number: int
    role: str
    level: int
    weeks: int
    quiet_weekday: int | None
    first_monday: date


class Practice:
    """Contacts on a rhythm of one or more weeks, reached exactly as each morning's plan says."""

    def __init__(self, people: list[Person], seed: int, busy: float) -> None:
        self.people = people
        self.last = {person.number: person.first_monday - WEEK for person in people}
        self.missed = dict.fromkeys(self.last, 0)
        self.kept: dict[int, list[bool]] = {number: [] for number in self.last}
        self.reached: set[int] = set()
        self._draw = random.Random(seed)
        self._busy = busy

    def live(self, today: date) -> None:
        """One day: close the windows that ended, plan, and reach everyone planned for today."""
        for person in self.people:
            if today > person.first_monday and (today - person.first_monday).days % (7 * person.weeks) == 0:
                self._close(person.number)
        days = self._days(today)
        answer = plan([slot for person in self.people for slot in self._slots(person, days)], days)
        for key, at in answer.placed.items():
            if at == today:
                assert isinstance(key, tuple)
                self.last[key[0]] = today
                self.reached.add(key[0])

    def _close(self, number: int) -> None:
        self.kept[number].append(number in self.reached)
        self.missed[number] = 0 if number in self.reached else self.missed[number] + 1
        self.reached.discard(number)

    def _days(self, today: date) -> Days:
        end = horizon_end(today)
        span = [today + timedelta(number) for number in range((end - today).days + 1)]
        working = tuple(day for day in span if day.weekday() < 5)
        room = tuple(0 if self._draw.random() < self._busy else self._draw.randint(1, 3) for _ in working)
        return Days(today, working, room, end)

    def _slots(self, person: Person, days: Days) -> list[Slot]:
        length = 7 * person.weeks
        start = person.first_monday + timedelta((days.today - person.first_monday).days // length * length)
        slots, index, last = [], 0, self.last[person.number]
        missed = self.missed[person.number]
        while start <= days.end:
            deadline = start + timedelta(length - 3)
            if index or person.number not in self.reached:
                release = min(max(start, last + timedelta(length // 2)), deadline)
                ideal = min(max(release, last + timedelta(length)), deadline)
                slots.append(self._slot(person, index, start, release, ideal, deadline, missed, days))
                last, missed = ideal, 0
            start, index = start + timedelta(length), index + 1
        return slots

    def _slot(
        self, person: Person, index: int, start: date, release: date, ideal: date, deadline: date,
        missed: int, days: Days,
    ) -> Slot:  # fmt: skip
        heavy = weight(person.level, person.role, missed=missed).total
        quiet = frozenset(day for day in days.days if day.weekday() == person.quiet_weekday)
        return Slot(
            (person.number, index), heavy, release, ideal, deadline, missed > 0,
            number=person.number, window=start, quiet=quiet,
        )  # fmt: skip


def lived(seed: int, size: int, weeks: int, alike: bool, busy: float = 0.2) -> Practice:
    draw = random.Random(seed)
    people = [
        Person(
            number,
            "client" if alike else draw.choice(("client", "prospect", "connection", "circle")),
            1 if alike else draw.randint(1, 4),
            1 if alike else draw.choice((1, 1, 2, 4)),
            None if alike else draw.choice((None, None, 0, 4)),
            MONDAY,
        )
        for number in range(size)
    ]
    practice = Practice(people, seed, busy)
    for number in range(7 * weeks):
        practice.live(MONDAY + timedelta(number))
    return practice


def overtaken(practice: Practice) -> list[tuple[int, int]]:
    """Pairs of equal base weight, rhythm and free days of which one was missed twice while the other was kept."""
    twice = []
    for one in practice.people:
        for other in practice.people:
            if one._replace(number=0) != other._replace(number=0):
                continue
            windows = list(zip(practice.kept[one.number], practice.kept[other.number], strict=True))
            for first, second in pairwise(windows):
                if first == second == (False, True):
                    twice.append((one.number, other.number))
    return twice


@pytest.mark.parametrize("seed", range(3))
def test_of_equals_none_is_missed_twice_while_another_is_kept(seed: int) -> None:
    practice = lived(seed, 24, 12, alike=True)
    assert any(False in kept for kept in practice.kept.values())
    assert overtaken(practice) == []


@pytest.mark.parametrize("seed", range(3))
def test_the_same_among_all_kinds(seed: int) -> None:
    practice = lived(seed, 40, 16, alike=False)
    assert any(False in kept for kept in practice.kept.values())
    assert overtaken(practice) == []


@pytest.mark.parametrize("seed", range(2))
def test_nobody_starves(seed: int) -> None:
    """The lightest too is reached again and again, though the heavier alone would fill the days."""
    practice = lived(seed, 30, 40, alike=False)
    for kept in practice.kept.values():
        assert any(kept)
    weekly = [practice.kept[person.number] for person in practice.people if person.weeks == 1]
    for kept in weekly:
        waits = "".join("x" if window else "." for window in kept).split("x")
        assert max(map(len, waits)) <= 14


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 130))
def test_half_a_year_of_overload(seed: int) -> None:
    practice = lived(seed, 60, 26, alike=seed % 3 == 0, busy=0.1 * (seed % 5))
    assert overtaken(practice) == []
