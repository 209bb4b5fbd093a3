"""Was the promise of contact kept, and when is the next slot? Pure functions of facts and, last, of today.

What follows from facts alone is a `Due`, kept in the store. Comparing it with today is `present`.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import count, pairwise
from typing import NamedTuple

from relcadence.domain.cadence import Cadence, Window, add_interval, window_of
from relcadence.domain.workdays import DAY, Workdays

GOLDEN = 0.618034
SPOKEN = ("call", "meeting", "meal", "visit")
# Windows looked at before giving up on finding a day to plan on: more than ten years of weeks.
MOST_WINDOWS = 600
# Twice the longest cadence: as far as a rolling one is followed to find a day to plan on.
LONGEST = timedelta(days=2 * 3660)


class Due(NamedTuple):
    """The first window that is still open, whatever the day today: its ends, and the slot's three days."""

    start: date
    end: date
    release: date
    ideal: date
    deadline: date


class Present(NamedTuple):
    """A slot as of today: the days on which it may be reached now, and how many windows went by before."""

    due: Due
    missed: int

    def overdue(self, today: date) -> bool:
        """True once a window was missed or the last working day of the present one has passed."""
        return self.missed > 0 or self.due.deadline < today


class Ground(NamedTuple):
    """What a rhythm stands on: the working days, the contact's own quiet days, and since when it holds."""

    workdays: Workdays
    since: date
    quiet: Callable[[date], bool] | None = None

    def free(self, start: date, end: date) -> Sequence[date]:
        """The days of the range on which this contact may be reached."""
        days = self.workdays.between(start, end)
        return [day for day in days if not self.quiet(day)] if self.quiet else days


def asks_for_voice(rule: str) -> bool:
    """True for the round of referrers: a call, visit, meeting or meal keeps it, a mere e-mail does not."""
    return rule == "role referrer"


def usual_gap(days: Sequence[date]) -> int:
    """The median number of days between touches, at least 14; 0 with fewer than four touches, which tell nothing."""
    ordered = sorted(set(days))
    if len(ordered) < 4:
        return 0
    gaps = sorted((later - earlier).days for earlier, later in pairwise(ordered))
    return max(14, gaps[len(gaps) // 2])


def keeps_slot(*, channel: str, direction: str, tried: bool, mass: bool, spoken_only: bool) -> bool:
    """True if a touch keeps a slot: somebody was reached, in person where the round of referrers asks it.

    Written words that came in do not keep it: answering them does.
    """
    if tried or mass:
        return False
    return channel in SPOKEN or (direction == "out" and not spoken_only)


def first_due(cadence: Cadence, ground: Ground, *, last: date | None, after: date | None, number: int) -> Due | None:
    """The first window that neither the `last` touch nor a skip (up to `after`) has closed.

    `number` spreads those that have no touch to count from evenly over their window. None where no window within
    ten years has a day to plan on.
    """
    if cadence.rolls:
        return _rolling(cadence, ground, last, after, number)
    found = first_window(cadence, ground, max(filter(None, (last, after)), default=None))
    if found is None:
        return None
    window, days = found
    # A touch from before the rhythm held is counted from only if what it asks for lies in the window.
    if last and (last >= ground.since or add_interval(last, cadence) >= window.start):
        return _after(last, cadence, window, days)
    return spread(window, days, number)


def first_window(cadence: Cadence, ground: Ground, closed: date | None) -> tuple[Window, Sequence[date]] | None:
    """The first calendar window that exists after that of `closed`, with its days; None where there is none."""
    for window in _windows(cadence, ground.since, closed):
        days = ground.free(window.start, window.end)
        if days and _holds(window, days, ground):
            return window, days
    return None


def spread(window: Window, days: Sequence[date], number: int) -> Due:
    """What is due in a window without a touch to count from, at a place of its own for each `number`."""
    return Due(window.start, window.end, window.start, days[int(number * GOLDEN % 1 * len(days))], days[-1])


def _windows(cadence: Cadence, since: date, closed: date | None) -> Iterator[Window]:
    """The windows after that of `closed`, from the one of `since` on, for ten years or to the end of the calendar."""
    over = window_of(cadence, closed).end if closed else date.min
    for _ in range(MOST_WINDOWS):
        if over == date.max:
            return
        window = window_of(cadence, max(since, over + DAY))
        yield window
        over = window.end


def _holds(window: Window, days: Sequence[date], ground: Ground) -> bool:
    """A window that began before the rhythm did counts only if more than half of its days remain."""
    if window.start >= ground.since:
        return True
    from bisect import bisect_left

    return 2 * bisect_left(days, ground.since) < len(days)


def _after(last: date, cadence: Cadence, window: Window, days: Sequence[date]) -> Due:
    release = min(max(window.start, last + timedelta(days=cadence.days // 2)), days[-1])
    ideal = min(max(add_interval(last, cadence), window.start), window.end)
    return Due(window.start, window.end, release, ideal, days[-1])


def _rolling(cadence: Cadence, ground: Ground, last: date | None, after: date | None, number: int) -> Due | None:
    """Due `count` units after the last touch, deadline on the last working day on or before that."""
    anchor = max(filter(None, (last, after)), default=None)
    if anchor is None:
        end = add_interval(ground.since, cadence)
        days = ground.free(ground.since, end)
        if days:
            return spread(Window(ground.since, end), days, number)
        anchor = ground.since
    latest = max(anchor, ground.since)
    for times in count(1):
        end = add_interval(anchor, cadence, times)
        if end == date.max or end - latest > LONGEST:
            break
        if end < ground.since:
            continue
        start = add_interval(anchor, cadence, times - 1) + DAY
        release = start + (end - start) // 2
        days = ground.free(max(start, ground.since), end)
        if not days and cadence.days > 7:
            continue
        deadline = max((day for day in days if day >= release), default=None) or ground.workdays.first(end + DAY)
        return Due(start, end, release, end, deadline) if deadline else None
    return None


def following(cadence: Cadence, ground: Ground, due: Due) -> Due | None:
    """The window after `due`, supposing `due` is kept on its ideal day; for looking ahead."""
    if cadence.rolls:
        return _rolling(cadence, ground, due.ideal, None, 0)
    return first_due(cadence, ground, last=due.ideal, after=due.end, number=0)


def present(cadence: Cadence, ground: Ground, due: Due, today: date, snoozed: date | None = None) -> Present:
    """The slot as of today: `due` itself, or the window of today with the number of those missed before."""
    now, missed = due, 0
    later = _reopened(cadence, ground, due)
    while max(now.end, now.deadline) < today and (opened := next(later, None)):
        now, missed = opened, missed + 1
    if missed:
        now = now._replace(release=now.start, ideal=now.start)
    return Present(_put_off(now, ground, snoozed), missed)


def _reopened(cadence: Cadence, ground: Ground, due: Due) -> Iterator[Due]:
    """The windows after `due`, each supposed to be missed; rolling ones end on multiples of N after the due day."""
    if not cadence.rolls:
        while opened := first_due(cadence, ground, last=None, after=due.end, number=0):
            due = opened
            yield due
        return
    found = over = max(due.end, due.deadline)
    for times in count(1):
        end = add_interval(due.end, cadence, times)
        if end == date.max or end - found > LONGEST:
            return
        if end > over:
            start, over = over + DAY, end
            if days := ground.free(start, end):
                found = end
                yield Due(start, end, start, end, days[-1])


def _put_off(due: Due, ground: Ground, snoozed: date | None) -> Due:
    """A snoozed slot may not come before the day named, and is given that day if its window is over by then."""
    if snoozed is None or snoozed <= due.release:
        return due
    deadline = due.deadline if due.deadline >= snoozed else ground.workdays.first(snoozed) or snoozed
    return due._replace(release=snoozed, ideal=max(due.ideal, snoozed), deadline=deadline)
