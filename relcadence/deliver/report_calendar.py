"""The cadence calendar: each contact a row, each week kept or missed, those with most missed first.

One rule: nobody is left out unsaid; whoever has no row is counted below the group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.statistics import LONGEST_WEEKS, Rhythm, Span, start_of
from relcadence.domain.vocabulary import ROLES

MOST = 160
"""Rows of the calendar, over all groups: some four printed pages."""
LEAST = 8
"""Rows that a group has in any case."""
SIGNS = {"touched": "●", "kept": "–", "missed": "×", "open": "○", "": ""}


class Row(NamedTuple):
    """One contact: the states of the weeks, and windows kept and missed."""

    name: str
    cadence: str
    cells: tuple[str, ...]
    kept: int
    missed: int


class Group(NamedTuple):
    """The contacts of a role; `more` have no row, of whom `clear` missed nothing."""

    role: str
    kept: int
    missed: int
    rows: tuple[Row, ...]
    more: int
    clear: int


class Calendar(NamedTuple):
    """The Mondays of the weeks and the groups, clients first."""

    weeks: tuple[date, ...]
    groups: tuple[Group, ...]


def calendar(rhythms: Sequence[Rhythm], span: Span, most: int = MOST) -> Calendar:
    """The calendar of a span, of its last 26 weeks at most."""
    first = max(start_of(span.since, "week"), start_of(span.until, "week") - timedelta(weeks=LONGEST_WEEKS - 1))
    weeks = tuple(Span(first, span.until).starts())
    by_role: dict[str, list[Rhythm]] = defaultdict(list)
    for each in rhythms:
        by_role[each.role].append(each)
    order = sorted(by_role, key=ROLES.index)
    missing = [sum(each.count("missed") > 0 for each in by_role[role]) for role in order]
    room = _room([len(by_role[role]) for role in order], missing, most)
    return Calendar(weeks, tuple(_group(role, by_role[role], weeks, room[at]) for at, role in enumerate(order)))


def _room(sizes: Sequence[int], missing: Sequence[int], most: int) -> list[int]:
    """How many rows each group has: all where there is room, else a share by those who missed a window."""
    if sum(sizes) <= most:
        return list(sizes)
    total = sum(missing) or 1
    return [min(size, max(LEAST, own * most // total)) for size, own in zip(sizes, missing, strict=True)]


def _group(role: str, members: Sequence[Rhythm], weeks: Sequence[date], room: int) -> Group:
    ordered = sorted(members, key=lambda each: (-each.count("missed"), each.name, each.contact_id))
    rest = ordered[room:]
    rows = tuple(
        Row(each.name, each.cadence, _cells(each, weeks), each.count("kept"), each.count("missed"))
        for each in ordered[:room]
    )
    return Group(
        role, sum(each.count("kept") for each in members), sum(each.count("missed") for each in members), rows,
        len(rest), sum(not each.count("missed") for each in rest),
    )  # fmt: skip


def _cells(each: Rhythm, weeks: Sequence[date]) -> tuple[str, ...]:
    """The state of each week: of the window most of it lies in; `touched` where the touch that kept it fell."""
    touched = {start_of(window.on, "week") for window in each.windows if window.on}
    cells = []
    for monday in weeks:
        middle = monday + timedelta(days=3)
        state = next((window.state for window in each.windows if window.start <= middle <= window.end), "")
        cells.append("touched" if monday in touched else state)
    return tuple(cells)
