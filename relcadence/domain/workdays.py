"""Working days: a weekly pattern, less holidays and days off, plus weekends worked in exchange.

A range of days always holds both its ends.
"""

from __future__ import annotations

from datetime import date, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)


def pattern_of(text: str) -> frozenset[int]:
    """The weekday numbers of a weekly pattern as settings keep it: "mon-fri" or "mon,tue,thu"."""
    first, dash, last = text.partition("-")
    if dash:
        return frozenset(range(WEEKDAYS.index(first), WEEKDAYS.index(last) + 1))
    return frozenset(map(WEEKDAYS.index, text.split(",")))


class Workdays:
    """Which days are worked: weekday numbers (Monday 0), days off, and days worked against the pattern."""

    def __init__(
        self,
        pattern: frozenset[int] = frozenset(range(5)),
        off: frozenset[date] = frozenset(),
        worked: frozenset[date] = frozenset(),
    ) -> None:
        self.pattern = pattern
        self.off = off
        self.worked = worked
        self._spans: dict[tuple[date, date], tuple[date, ...]] = {}

    def works(self, day: date) -> bool:
        """True if `day` is a working day; a day off wins over a weekend worked in exchange."""
        return day not in self.off and (day.weekday() in self.pattern or day in self.worked)

    def between(self, start: date, end: date) -> tuple[date, ...]:
        """The working days from `start` to `end`, in order; many people share a window, so spans are remembered."""
        span = self._spans.get((start, end))
        if span is None:
            days = map(date.fromordinal, range(start.toordinal(), end.toordinal() + 1))
            span = self._spans[start, end] = tuple(day for day in days if self.works(day))
        return span

    def first(self, start: date, within: int = 366) -> date | None:
        """The first working day on or after `start`, or None if there is none for `within` days."""
        end = min(start.toordinal() + within - 1, date.max.toordinal())
        days = map(date.fromordinal, range(start.toordinal(), end + 1))
        return next((day for day in days if self.works(day)), None)

    def later(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (0: `day` itself); calendar days where nothing is worked."""
        for _ in range(count):
            day = self.first(day + DAY) or day + DAY
        return day
