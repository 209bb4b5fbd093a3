"""How each kind of point is counted in its periods: whom it was due for, and by what it was kept.

Pure functions over `Facts`, each from the periods of a point, in order, to a count of each. Whoever stands in an
account counts once with it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from relcadence.domain.cadence import Cadence, Window, parse_cadence
from relcadence.domain.evidence import keeps
from relcadence.domain.members import Done, Facts, Member, Shown, within
from relcadence.domain.playbook import Point, long_standing
from relcadence.domain.quiet import parse_quiet
from relcadence.domain.scorecard import Cite, Count, window_at
from relcadence.domain.workdays import DAY, Workdays

PICK = 10
"""How many long-standing connections a half-year's pick for a seminar holds."""
Windows = Sequence[Window]


def counts(point: Point, windows: Windows, facts: Facts) -> list[Count]:
    """The counts of a point in its periods."""
    return KIND[point.kind](point, windows, facts)


class _Tally:
    """What was kept in a period, and the names of what was not."""

    def __init__(self) -> None:
        self.kept: list[Cite] = []
        self.missed: list[str] = []
        self.lost = 0

    def count(self) -> Count:
        kept, missed = len(self.kept), len(self.missed)
        return Count(kept, kept + missed, self.lost, tuple(self.kept), tuple(self.missed))


def slots(point: Point, windows: Windows, facts: Facts) -> list[Count]:
    """Owners whose own windows ended in the period, and those that were kept in them."""
    tallies = [_Tally() for _ in windows]
    for members, due in facts.members.owners(point.roles, windows, point.key):
        for at in due:
            for own in own_windows(members[0], point, windows[at], facts):
                cite = keeping(members, own, point, facts)
                if cite:
                    tallies[at].kept.append(cite)
                else:
                    tallies[at].missed.append(members[0].name)
                    tallies[at].lost += not _days_left(own, members[0], facts)
    return [tally.count() for tally in tallies]


def _days_left(own: Window, member: Member, facts: Facts) -> bool:
    return own.end >= facts.today and bool(_days(max(own.start, facts.today), own.end, member, facts.workdays))


def _days(start: date, end: date, member: Member, workdays: Workdays) -> Sequence[date]:
    days, disturbs = workdays.between(start, end), parse_quiet(member.quiet)
    return [day for day in days if not disturbs(day)] if disturbs else days


def own_windows(member: Member, point: Point, period: Window, facts: Facts) -> list[Window]:
    """The windows of a member's own rhythm that ended in a period: none without a day to plan on, or from before."""
    rhythm = parse_cadence(member.cadence or point.cadence)
    if rhythm is None:
        return []
    return [
        own
        for own in _ending_in(rhythm, period)
        if own.start >= member.since and _days(own.start, own.end, member, facts.workdays)
    ]


@lru_cache(maxsize=512)
def _ending_in(rhythm: Cadence, period: Window) -> tuple[Window, ...]:
    """The windows of a rhythm that ended in a period; many people share them, so they are remembered."""
    found = []
    window = window_at(rhythm, period.start)
    while window.end <= period.end:
        found.append(window)
        window = window_at(rhythm, window.end + DAY)
    return tuple(found)


def reaching_back(cadences: Iterable[str], day: date) -> date:
    """The first day of the windows which a day lies in, for rhythms with these cadences."""
    rhythms = filter(None, map(parse_cadence, filter(None, cadences)))
    return min((window_at(rhythm, day).start for rhythm in rhythms), default=day)


def keeping(members: Iterable[Member], window: Window, point: Point, facts: Facts) -> Cite | None:
    """The first touch that keeps the slot of an owner in a window."""
    for member in members:
        for touch in within(facts.touches, member, *window):
            if keeps(point, channel=touch.channel, direction="out" if touch.out else "in", mass=touch.mass):
                return Cite(touch.on.isoformat(), member.name, touch.channel)
    return None


def moves(point: Point, windows: Windows, facts: Facts) -> list[Count]:
    """Owners for whom the move was made in the period; for seminars a pick of the long-standing."""
    tallies = [_Tally() for _ in windows]
    for members, due in facts.members.owners(point.roles, windows, point.key):
        made = _made(point, members, facts)
        if point.key == "seminars":
            due = [at for at in due if _long_standing(members[0], windows[at].start)]
        for at in due:
            cite = made and _first_in(windows[at], made)
            if cite:
                tallies[at].kept.append(cite)
            else:
                tallies[at].missed.append(members[0].name)
    return [_of_moves(point, *each, facts) for each in zip(windows, tallies, strict=True)]


def _made(point: Point, members: Iterable[Member], facts: Facts) -> list[tuple[Member, Shown]]:
    """The touches of some members by which a point was kept."""
    found = []
    for member in members:
        for touch in facts.evidence.get(member.contact_id, ()):
            if not touch.keys.isdisjoint(point.evidence):
                found.append((member, touch))  # noqa: PERF401 -- asked of everybody, point by point: most have none
    return found


def _first_in(window: Window, made: Iterable[tuple[Member, Shown]]) -> Cite | None:
    start, end = window
    for member, touch in made:
        if start <= touch.on <= end:
            return Cite(touch.on.isoformat(), member.name, touch.channel)
    return None


def _long_standing(member: Member, day: date) -> bool:
    return long_standing(member.first_on, member.added_on, day)


def _of_moves(point: Point, window: Window, tally: _Tally, facts: Facts) -> Count:
    whole = tally.count()
    due = min(PICK, whole.due) if point.key == "seminars" else whole.due
    return whole._replace(kept=min(whole.kept, due), due=due, lost=_over(window, due - whole.kept, facts))


def _over(window: Window, missing: int, facts: Facts) -> int:
    """What is lost: all that is missing once no working day of the period is left."""
    left = facts.workdays.between(max(window.start, facts.today), window.end) if window.end >= facts.today else ()
    return 0 if left else max(0, missing)


def newcomers(point: Point, windows: Windows, facts: Facts) -> list[Count]:
    """Those whose days after the first touch ended in the period, and who were handed the materials in time."""
    rows = []
    for member in facts.members.holders(point.roles):
        first = member.first_on
        if first is None or first < member.added_on or point.key in member.off:
            continue
        by = first + timedelta(days=point.days)
        if member.over(point.roles, [by], [by]):
            made = [touch.on for _who, touch in _made(point, [member], facts) if first <= touch.on <= by]
            rows.append(Done(point.key, by, made[0] if made else None, member.name, "first touch"))
    return in_time(rows, windows, facts)


def triggers(point: Point, windows: Windows, facts: Facts) -> list[Count]:
    """What a cause asked for by a day in the period, and what was done by that day."""
    return in_time(facts.rows.get(point.key, ()), windows, facts)


def dated(point: Point, windows: Windows, facts: Facts) -> list[Count]:
    """Rows with a day in the period: meetings attended, cards sent, work done by others; done late is done."""
    return in_time(facts.rows.get(point.key, ()), windows, facts, late=True)


def in_time(rows: Iterable[Done], windows: Windows, facts: Facts, *, late: bool = False) -> list[Count]:
    """Rows due in a window: kept if done by their day (or `late`), lost once it is past, else open."""
    due: list[list[Done]] = [[] for _ in windows]
    ends = [window.end for window in windows]
    for row in rows:
        at = bisect_left(ends, row.due_on)
        if at < len(windows) and windows[at].start <= row.due_on:
            due[at].append(row)
    return [_in_time(*each, facts, late=late) for each in zip(due, windows, strict=True)]


def _in_time(due: Sequence[Done], window: Window, facts: Facts, *, late: bool) -> Count:
    kept: list[Done] = []
    waiting: list[Done] = []
    lost = 0
    for row in due:
        if row.done_on and (late or row.done_on <= row.due_on):
            kept.append(row)
            continue
        past = row.done_on is not None or row.due_on < facts.today
        lost += past
        if window.end < facts.today or not past:
            waiting.append(row)
    names = tuple(row.contact or row.what for row in waiting)
    by = min((row.due_on for row in waiting), default=None)
    return Count(len(kept), len(due), lost, _cites(kept), names, by)


def _cites(rows: Iterable[Done]) -> tuple[Cite, ...]:
    return tuple(Cite(row.done_on.isoformat(), row.contact, row.what) for row in rows if row.done_on)


def notes(point: Point, windows: Windows, facts: Facts) -> list[Count]:
    """Members with a paper that was fresh at the end of the period (today, while it runs)."""
    days = [min(window.end, facts.today) for window in windows]
    papers = [_fresh(point, by, facts) for by in days]
    kept: list[list[Done]] = [[] for _ in windows]
    missed: list[list[str]] = [[] for _ in windows]
    known = [Window(by - timedelta(days=point.days or 28), by) for by in days]
    for members, due in facts.members.owners(point.roles, known, point.key):
        for at in due:
            held = next((papers[at][each.contact_id] for each in members if each.contact_id in papers[at]), None)
            if held:
                kept[at].append(held)
            else:
                missed[at].append(members[0].name)
    return [
        Count(len(done), len(done) + len(waiting), _over(window, len(waiting), facts), _cites(done), tuple(waiting))
        for done, waiting, window in zip(kept, missed, windows, strict=True)
    ]


def _fresh(point: Point, by: date, facts: Facts) -> dict[int, Done]:
    """The papers no older than the period on a day, by contact."""
    rhythm = parse_cadence(point.cadence)
    since = by - timedelta(days=rhythm.days if rhythm else 365)
    return {
        row.contact_id: row
        for row in facts.rows.get(point.key, ())
        if row.done_on and since < row.done_on <= by
    }  # fmt: skip


def reviews(point: Point, windows: Windows, facts: Facts) -> list[Count]:
    """One look a period: kept if the task was done in it, or what the task is for."""
    rows = [row for row in facts.rows.get(point.key, ()) if row.done_on]
    return [_review(point, window, rows, facts) for window in windows]


def _review(point: Point, window: Window, rows: Iterable[Done], facts: Facts) -> Count:
    done = [row for row in rows if row.done_on and window.start <= row.done_on <= window.end]
    lost = _over(window, 0 if done else 1, facts)
    return Count(min(1, len(done)), 1, lost, _cites(done), () if done else (point.key,))


KIND: Mapping[str, Callable[[Point, Windows, Facts], list[Count]]] = {
    "slot": slots, "move": moves, "newcomer": newcomers, "trigger": triggers, "note": notes, "review": reviews,
    "cards": dated, "groups": dated, "delegated": dated,
}  # fmt: skip


def since(point: Point, facts: Facts) -> date | None:
    """The day from which a point could first have been due: its first period begins on or after it; None: not yet."""
    if point.kind in ("slot", "move", "note"):
        held = [
            max(member.since if point.kind == "slot" else member.added_on, each.since)
            for member in facts.members.holders(point.roles)
            for each in member.roles
            if each.role in point.roles
        ]
        return min(held, default=None)
    if point.kind == "newcomer":
        return facts.known
    if point.kind == "review":
        return facts.starts.get(point.key)
    return facts.began if point.key in facts.had else None
