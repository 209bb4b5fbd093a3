"""A month of the practice: what was done on each day, and what stands before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.dates_calendar import month_end
from relcadence.domain.gathered import Gathered
from relcadence.domain.planning import Plan
from relcadence.errors import say


class Day(NamedTuple):
    """One day: touches made, slots planned, dated items (promises, occasions, meetings, runs of cards), a day off."""

    on: date
    made: int
    planned: int
    dated: int
    off: bool


def parse_month(text: str, today: date) -> date:
    """The first day of a month written `2026-11`, `11` (of this year), or "" for the present one. ValueError else."""
    found = re.fullmatch(r"(?:(\d{4})-)?(\d{1,2})", text.strip())
    if not text.strip():
        return today.replace(day=1)
    if not found or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[1] or today.year) <= 9998:
        raise ValueError(say("“{text}” is no month; write it like 2026-11.", text=text))
    return date(int(found[1] or today.year), int(found[2]), 1)


def month_of(first: date, made: Mapping[date, int], gathered: Gathered, plan: Plan) -> list[Day]:
    """The days of the month; what is planned or dated for a day gone by stands on today, where it is due."""
    planned = _counted((each.day for each in plan.planned if each.day), gathered.today)
    dated = _counted((item.due_on for item in gathered.dated), gathered.today)
    days = [first + timedelta(days=at) for at in range(month_end(first).day)]
    return [Day(day, made.get(day, 0), planned[day], dated[day], not gathered.workdays.works(day)) for day in days]


def _counted(days: Iterable[date], today: date) -> Counter[date]:
    return Counter(max(day, today) for day in days)
