"""How a contact stands today with its rhythm: the state of one slot, outside of any plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.cadence import parse_cadence
from relcadence.domain.quiet import parse_quiet
from relcadence.domain.rhythm import Due, Ground, Present, present
from relcadence.domain.workdays import Workdays

SOON = timedelta(days=7)


class Standing(NamedTuple):
    """The slot as of today; `state` is overdue, today (its day has come), soon (a week), later or none."""

    state: str
    now: Present | None

    @property
    def due_on(self) -> date | None:
        """The last working day of the window."""
        return self.now.due.deadline if self.now else None


def standing(
    window: Sequence[str] | None,
    cadence: str,
    since: str,
    snoozed: str,
    quiet: str,
    workdays: Workdays,
    today: date,
) -> Standing:
    """The standing of a slot from its kept window: five ISO dates (start, end, release, ideal, deadline), or None."""
    rhythm = parse_cadence(cadence) if window and cadence else None
    if window is None or rhythm is None:
        return Standing("none", None)
    ground = Ground(workdays, date.fromisoformat(since), parse_quiet(quiet))
    off = date.fromisoformat(snoozed) if snoozed else None
    now = present(rhythm, ground, Due(*map(date.fromisoformat, window)), today, off)
    if now.overdue(today):
        return Standing("overdue", now)
    if now.due.ideal <= today:
        return Standing("today", now)
    return Standing("soon" if now.due.ideal <= today + SOON else "later", now)
