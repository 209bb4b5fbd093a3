"""How each kind of point is counted in one of its periods: whom it was due for, and by what it was kept.

Pure functions over `Facts`. Whoever stands in an account counts once with it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from relcadence.domain.cadence import Cadence, Window, parse_cadence, window_of
from relcadence.domain.evidence import keeps
from relcadence.domain.gathered import Owner
from relcadence.domain.playbook import Point, long_standing
from relcadence.domain.quiet import parse_quiet
from relcadence.domain.scorecard import Cite, Count, rolling
from relcadence.domain.workdays import DAY, Workdays

PICK = 10
"""How many long-standing connections a half-year's pick for a seminar holds."""


class Held(NamedTuple):
    """A role and its days; `until` date.max while it is held."""

    role: str
    since: date
    until: date


class Member(NamedTuple):
    """Somebody who may be counted. `cadence` is the rhythm in force, `since` the day it holds from."""

    contact_id: int
    name: str
    owner: Owner
    roles: tuple[Held, ...]
    added_on: date
    since: date
    cadence: str = ""
    quiet: str = ""
    first_on: date | None = None
    off: frozenset[str] = frozenset()

    def held(self, roles: Collection[str], window: Window) -> bool:
        """True if one of the roles was held over the whole window."""
        start, end = window
        for role, since, until in self.roles:  # noqa: SIM110 -- asked of everybody, period by period: `any` is dearer
            if role in roles and since <= start and until >= end:
                return True
        return False


class Shown(NamedTuple):
    """One touch as evidence: `keys` are its channel and the points named."""

    id: int
    on: date
    channel: str
    out: bool
    mass: bool
    keys: frozenset[str]


class Done(NamedTuple):
    """A row with a day by which it was due and one on which it was done (None: not yet, or never).

    `key` is what it counts for: a point, or a kind of event.
    """

    key: str
    due_on: date
    done_on: date | None
    contact: str
    what: str
    contact_id: int = 0


class Facts(NamedTuple):
    """What the figures are taken from; `rows` are tasks, referrals, cards, meetings, reviews, papers by key.

    `began` is the day the first contact was added, `starts` the first period of each task that comes round again.
    """

    today: date
    workdays: Workdays
    members: Sequence[Member]
    touches: Mapping[int, Sequence[Shown]]  # by day
    rows: Mapping[str, Sequence[Done]]
    began: date
    starts: Mapping[str, date] = {}

    def of(self, owner: Iterable[Member], window: Window) -> list[tuple[Member, Shown]]:
        """The touches of some members within a window."""
        return [(member, touch) for member in owner for touch in self.within(member, *window)]

    def within(self, member: Member, start: date, end: date) -> Sequence[Shown]:
        """The touches of a member from one day to another."""
        touches = self.touches.get(member.contact_id, ())
        return touches[bisect_left(touches, start, key=_ON) : bisect_right(touches, end, key=_ON)]


_ON = attrgetter("on")


def count(point: Point, window: Window, facts: Facts) -> Count:
    """The count of a point in one of its periods."""
    return KIND[point.kind](point, window, facts)


def slots(point: Point, window: Window, facts: Facts) -> Count:
    """Owners whose own windows ended in the period, and those that were kept in them."""
    kept: list[Cite] = []
    missed: list[str] = []
    lost = 0
    for members in _owners(point, window, facts):
        for own in own_windows(members[0], point, window, facts):
            cite = keeping(members, own, point, facts)
            if cite:
                kept.append(cite)
            else:
                missed.append(members[0].name)
                lost += not _days_left(own, members[0], facts)
    return Count(len(kept), len(kept) + len(missed), lost, tuple(kept), tuple(missed))


def _days_left(own: Window, member: Member, facts: Facts) -> bool:
    return own.end >= facts.today and bool(_days(max(own.start, facts.today), own.end, member, facts.workdays))


def _days(start: date, end: date, member: Member, workdays: Workdays) -> list[date]:
    disturbs = parse_quiet(member.quiet)
    return [day for day in workdays.between(start, end) if not (disturbs and disturbs(day))]


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


def _ending_in(rhythm: Cadence, period: Window) -> Iterable[Window]:
    window = rolling(rhythm.days, period.start) if rhythm.rolls else window_of(rhythm, period.start)
    while window.end <= period.end:
        yield window
        after = window.end + DAY
        window = rolling(rhythm.days, after) if rhythm.rolls else window_of(rhythm, after)


def keeping(members: Sequence[Member], window: Window, point: Point, facts: Facts) -> Cite | None:
    """The first touch that keeps the slot of an owner in a window."""
    for member, touch in facts.of(members, window):
        if keeps(point, channel=touch.channel, direction="out" if touch.out else "in", mass=touch.mass):
            return Cite(touch.on.isoformat(), member.name, touch.channel)
    return None


def _owners(point: Point, window: Window, facts: Facts) -> list[list[Member]]:
    """The members a point is about in a window, those of one account together."""
    found: dict[Owner, list[Member]] = {}
    for member in facts.members:
        if point.key not in member.off and member.held(point.roles, window):
            found.setdefault(member.owner, []).append(member)
    return list(found.values())


def moves(point: Point, window: Window, facts: Facts) -> Count:
    """Owners for whom the move was made in the period; for seminars a pick of the long-standing."""
    owners = _owners(point, window, facts)
    if point.key == "seminars":
        owners = [each for each in owners if long_standing(each[0].first_on, each[0].added_on, window.start)]
    kept: list[Cite] = []
    missed: list[str] = []
    for members in owners:
        made = [each for each in facts.of(members, window) if not each[1].keys.isdisjoint(point.evidence)]
        if made:
            who, touch = made[0]
            kept.append(Cite(touch.on.isoformat(), who.name, touch.channel))
        else:
            missed.append(members[0].name)
    due = min(PICK, len(owners)) if point.key == "seminars" else len(owners)
    return Count(min(len(kept), due), due, _over(window, due - len(kept), facts), tuple(kept), tuple(missed))


def _over(window: Window, missing: int, facts: Facts) -> int:
    """What is lost: all that is missing once no working day of the period is left."""
    left = facts.workdays.between(max(window.start, facts.today), window.end) if window.end >= facts.today else ()
    return 0 if left else max(0, missing)


def newcomers(point: Point, window: Window, facts: Facts) -> Count:
    """Those whose days after the first touch ended in the period, and who were handed the materials in time."""
    rows = []
    for member in facts.members:
        first = member.first_on
        if first is None or first < member.added_on or first < facts.began or point.key in member.off:
            continue
        by = first + timedelta(days=point.days)
        if not member.held(point.roles, Window(by, by)):
            continue
        made = [touch for touch in facts.within(member, first, by) if not touch.keys.isdisjoint(point.evidence)]
        rows.append(Done(point.key, by, made[0].on if made else None, member.name, "first touch"))
    return _in_time(rows, window, facts)


def triggers(point: Point, window: Window, facts: Facts) -> Count:
    """What a cause asked for by a day in the period, and what was done by that day."""
    return _in_time(facts.rows.get(point.key, ()), window, facts)


def _in_time(rows: Iterable[Done], window: Window, facts: Facts) -> Count:
    """Rows due in a window: kept if done by their day, lost once it is past, else open."""
    due = [row for row in rows if window.start <= row.due_on <= window.end]
    kept = [row for row in due if row.done_on and row.done_on <= row.due_on]
    lost = [row for row in due if row not in kept and (row.done_on or row.due_on < facts.today)]
    over = window.end < facts.today
    waiting = [row for row in due if row not in kept and (over or row not in lost)]
    names = tuple(row.contact or row.what for row in waiting)
    by = min((row.due_on for row in waiting), default=None)
    return Count(len(kept), len(due), len(lost), _cites(kept), names, by)


def _cites(rows: Iterable[Done]) -> tuple[Cite, ...]:
    return tuple(Cite(row.done_on.isoformat(), row.contact, row.what) for row in rows if row.done_on)


def notes(point: Point, window: Window, facts: Facts) -> Count:
    """Members with a paper that was fresh at the end of the period (today, while it runs)."""
    by = min(window.end, facts.today)
    rhythm = parse_cadence(point.cadence)
    fresh = by - timedelta(days=rhythm.days if rhythm else 365)
    papers: dict[int, Done] = {}
    for row in facts.rows.get(point.key, ()):
        if row.done_on and fresh < row.done_on <= by:
            papers[row.contact_id] = row
    kept: list[Done] = []
    missed: list[str] = []
    for members in _owners(point, Window(by - timedelta(days=point.days or 28), by), facts):
        held = next((papers[each.contact_id] for each in members if each.contact_id in papers), None)
        if held:
            kept.append(held)
        else:
            missed.append(members[0].name)
    due = len(kept) + len(missed)
    return Count(len(kept), due, _over(window, len(missed), facts), _cites(kept), tuple(missed))


def reviews(point: Point, window: Window, facts: Facts) -> Count:
    """One look a period: kept if the task was done in it, or what the task is for."""
    done = [row for row in facts.rows.get(point.key, ()) if row.done_on and window.start <= row.done_on <= window.end]
    lost = _over(window, 0 if done else 1, facts)
    return Count(min(1, len(done)), 1, lost, _cites(done), () if done else (point.key,))


def dated(point: Point, window: Window, facts: Facts) -> Count:
    """Rows with a day in the period: meetings attended, cards sent, work done by others."""
    return _in_time(facts.rows.get(point.key, ()), window, facts)


KIND: Mapping[str, Callable[[Point, Window, Facts], Count]] = {
    "slot": slots, "move": moves, "newcomer": newcomers, "trigger": triggers, "note": notes, "review": reviews,
    "cards": dated, "groups": dated, "delegated": dated,
}  # fmt: skip


def since(point: Point, facts: Facts) -> date | None:
    """The day from which a point could first have been due: its first period begins on or after it; None: not yet."""
    if point.kind in ("slot", "move", "note"):
        held = [
            max(member.since if point.kind == "slot" else member.added_on, each.since)
            for member in facts.members
            for each in member.roles
            if each.role in point.roles
        ]
        return min(held, default=None)
    if point.kind == "newcomer":
        return min((each.added_on for each in facts.members if each.first_on), default=None)
    if point.kind == "review":
        return facts.starts.get(point.key)
    return facts.began if facts.rows.get(point.key) else None
