"""The practice in figures: touches by day, windows kept and missed, channels, the way from prospect to client.

Pure functions over what was gathered. A figure counts facts alone: nothing is estimated, and a missing one is None.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.cadence import Window, parse_cadence
from relcadence.domain.figures import keeping, own_windows
from relcadence.domain.gathered import Owner
from relcadence.domain.members import Done, Facts, Member
from relcadence.domain.playbook import SLOT_POINT, Point
from relcadence.domain.rhythm import asks_for_voice

PERIODS = ("week", "month")
WEEKS = 13
"""Weeks that are looked at where no day is named: a quarter."""
MONTHS = 12
LONGEST_WEEKS = 26
"""Weeks that a calendar of windows holds at most: what fits a page."""


class Span(NamedTuple):
    """The days that are looked at, both ends included, and how they are grouped: `week` or `month`."""

    since: date
    until: date
    by: str = "week"

    def starts(self) -> list[date]:
        """The first days of the weeks or months that the span touches, in order."""
        found = [start_of(self.since, self.by)]
        while (following := next_start(found[-1], self.by)) <= self.until:
            found.append(following)
        return found


def span_of(today: date, by: str = "week", since: date | None = None) -> Span:
    """The span up to today: from a day, else the last 13 weeks or 12 months, the running one among them.

    ValueError: a beginning after today.
    """
    if since and since > today:
        raise ValueError("A span cannot begin after today.")
    if since:
        return Span(since, today, by)
    if by == "week":
        return Span(start_of(today, "week") - timedelta(weeks=WEEKS - 1), today, by)
    month = today.year * 12 + today.month - MONTHS
    return Span(date(month // 12, month % 12 + 1, 1), today, by)


def start_of(day: date, by: str) -> date:
    """The Monday of a day's week, or the first of its month."""
    return day - timedelta(days=day.weekday()) if by == "week" else day.replace(day=1)


def next_start(start: date, by: str) -> date:
    """The first day of the following week or month."""
    return start + timedelta(weeks=1) if by == "week" else (start + timedelta(days=31)).replace(day=1)


class Heat(NamedTuple):
    """Touches by weekday (Monday first) in each period; `most` is the largest cell."""

    starts: tuple[date, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def totals(self) -> list[int]:
        """The touches of each period."""
        return [sum(row) for row in self.counts]

    @property
    def most(self) -> int:
        """The largest cell."""
        return max((cell for row in self.counts for cell in row), default=0)


def heat_of(days: Mapping[date, int], span: Span) -> Heat:
    """The touches of each day as cells of period and weekday."""
    cells: dict[date, list[int]] = {start: [0] * 7 for start in span.starts()}
    for day, number in days.items():
        if span.since <= day <= span.until:
            cells[start_of(day, span.by)][day.weekday()] += number
    return Heat(tuple(cells), tuple(tuple(row) for row in cells.values()))


class Lead(NamedTuple):
    """The rhythm of an owner: whom it names, by which role and rule, and the cadence."""

    owner: Owner
    contact_id: int
    role: str
    rule: str


class Held(NamedTuple):
    """One window. `state`: kept, missed, or open while it can still be kept; `on`: the day it was kept."""

    start: date
    end: date
    state: str
    on: date | None


class Rhythm(NamedTuple):
    """Somebody with the windows of a span, in order."""

    contact_id: int
    name: str
    role: str
    cadence: str
    windows: tuple[Held, ...]

    def count(self, state: str) -> int:
        """How many windows are in that state."""
        return sum(each.state == state for each in self.windows)


def rhythms(facts: Facts, leads: Iterable[Lead], span: Span) -> list[Rhythm]:
    """The windows of everybody with a rhythm that ended in the span, and the one that runs, by name.

    They are those of the scorecard: none without a day to plan on, none from before the rhythm held.
    """
    members: dict[Owner, list[Member]] = defaultdict(list)
    for member in facts.members:
        members[member.owner].append(member)
    found = [_rhythm(members[lead.owner], lead, facts, span) for lead in leads if members[lead.owner]]
    return sorted((each for each in found if each.windows), key=lambda each: (each.name, each.contact_id))


def _rhythm(members: Sequence[Member], lead: Lead, facts: Facts, span: Span) -> Rhythm:
    first = next((each for each in members if each.contact_id == lead.contact_id), members[0])
    rhythm = parse_cadence(first.cadence) if first.cadence else None
    windows: list[Held] = []
    if rhythm:
        point = _point(lead)
        ahead = Window(span.since, facts.today + timedelta(days=rhythm.days + 31))
        for own in own_windows(first, point, ahead, facts):
            if own.start > facts.today:
                break
            windows.append(_held(members, own, point, facts))
    return Rhythm(first.contact_id, first.name, lead.role, first.cadence, tuple(windows))


def _point(lead: Lead) -> Point:
    """By what a slot of that rule is kept: the voice for the round of referrers, an outbound touch for prospects."""
    key = SLOT_POINT["referrer"] if asks_for_voice(lead.rule) else ""
    return Point(0, key or (SLOT_POINT["prospect"] if lead.role == "prospect" else "rhythm"), "slot")


def _held(members: Sequence[Member], own: Window, point: Point, facts: Facts) -> Held:
    cite = keeping(members, own, point, facts)
    if cite:
        return Held(own.start, own.end, "kept", date.fromisoformat(cite.on))
    return Held(own.start, own.end, "open" if own.end >= facts.today else "missed", None)


class Kept(NamedTuple):
    """Windows of a role that ended: kept and missed; `open` are those that run."""

    role: str
    kept: int
    missed: int
    open: int

    @property
    def percent(self) -> int | None:
        """The share kept in whole percent; None where none ended."""
        return round(100 * self.kept / (self.kept + self.missed)) if self.kept + self.missed else None


def kept_by_role(found: Iterable[Rhythm]) -> list[Kept]:
    """Kept and missed windows by the role whose rhythm it is, the most windows first; each window counts once."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for each in found:
        counts[each.role].update(window.state for window in each.windows)
    rows = [Kept(role, count["kept"], count["missed"], count["open"]) for role, count in counts.items()]
    return sorted(rows, key=lambda row: (-row.kept - row.missed, row.role))


class Channel(NamedTuple):
    """Touches by a channel, from the user and from the others."""

    channel: str
    out: int
    into: int

    @property
    def total(self) -> int:
        """Both ways together."""
        return self.out + self.into


def mix_of(rows: Iterable[tuple[str, str, int]]) -> list[Channel]:
    """The channels from (channel, direction, number), the most used first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for channel, direction, number in rows:
        counts[channel][direction] += number
    found = [Channel(name, count["out"], count["in"]) for name, count in counts.items()]
    return sorted(found, key=lambda row: (-row.total, row.channel))


FUNNEL = ("named", "reached", "answered", "client")


class Course(NamedTuple):
    """How far a prospect came: whether reached, answered, and became a client."""

    reached: bool
    answered: bool
    client: bool


def funnel_of(courses: Iterable[Course]) -> dict[str, int]:
    """How many prospects came at least as far as each step; who took a later one counts for those before it."""
    furthest = Counter(
        "client" if each.client else "answered" if each.answered else "reached" if each.reached else "named"
        for each in courses
    )
    return {step: sum(furthest[later] for later in FUNNEL[at:]) for at, step in enumerate(FUNNEL)}


class Punctual(NamedTuple):
    """What a kind of card or thanks came to: done by its day, done later, not done and past, and still to come."""

    key: str
    in_time: int
    late: int
    missed: int
    open: int

    @property
    def due(self) -> int:
        """All that was due by today, and what was done before."""
        return self.in_time + self.late + self.missed


PUNCTUAL = ("thanks", "congratulations", "holiday-cards")


def punctuality(rows: Mapping[str, Sequence[Done]], span: Span) -> list[Punctual]:
    """The punctuality of thanks and cards that fell due in the span, or are still to come."""
    return [_punctual(key, [row for row in rows.get(key, ()) if row.due_on >= span.since], span) for key in PUNCTUAL]


def _punctual(key: str, rows: Iterable[Done], span: Span) -> Punctual:
    counts = Counter(
        "open" if row.done_on is None and row.due_on >= span.until
        else "missed" if row.done_on is None
        else "in_time" if row.done_on <= row.due_on
        else "late"
        for row in rows
    )  # fmt: skip
    return Punctual(key, counts["in_time"], counts["late"], counts["missed"], counts["open"])
