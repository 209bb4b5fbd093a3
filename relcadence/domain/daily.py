"""When the digest of a day is due, and which days had none; one digest a local day, whatever the clock did.

The rule: the machine asks every quarter of an hour. At the first asking at or after the hour of a local day the
digest of that day is due, unless that day had one. A day that nobody asked on is named by the next digest.
"""

from __future__ import annotations

from datetime import date, datetime, time

from relcadence.domain.workdays import DAY, Workdays

QUARTER = 15


def is_due(local: datetime, at: time) -> bool:
    """True from `at` to the end of the day; `local` is the wall clock where the user is.

    An hour that the night of a clock change leaves out is past as soon as the next one is there; one that comes
    twice is past from the first on.
    """
    return local.time() >= at


def minutes(at: time) -> tuple[int, ...]:
    """The minutes of each hour at which the machine asks, so that one of them is that of `at`.

    All time zones in use differ by quarters of an hour, so this holds wherever the user is.
    """
    return tuple(sorted((at.minute + step) % 60 for step in range(0, 60, QUARTER)))


def missed(last: date | None, today: date, workdays: Workdays) -> tuple[date, ...]:
    """The working days between the last digest and today; none where there was no digest yet, or the clock of the
    last one was ahead.
    """
    if last is None or today - last <= DAY:
        return ()
    return workdays.between(last + DAY, today - DAY)
