"""What the figures of the playbook are taken from: members with their roles, touches as evidence, rows with a day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from relcadence.domain.cadence import Window
from relcadence.domain.gathered import Owner
from relcadence.domain.workdays import Workdays


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

    def over(self, roles: Collection[str], starts: Sequence[date], ends: Sequence[date]) -> Sequence[int]:
        """Over which windows one of the roles was held from end to end; the windows are given in order."""
        found: Sequence[int] = ()
        for role, since, until in self.roles:
            if role in roles:
                span = range(bisect_left(starts, since), bisect_right(ends, until))
                found = sorted({*found, *span}) if found else span
        return found


class Members:
    """Those who may be counted, by name; whoever stands in one account counts as one."""

    def __init__(self, members: Sequence[Member] = ()) -> None:
        self.members = members
        self._places: dict[str, set[int]] = defaultdict(set)
        self._holders: dict[tuple[str, ...], list[Member]] = {}
        self._accounts: dict[Owner, list[Member]] = defaultdict(list)
        for place, member in enumerate(members):
            for held in member.roles:
                self._places[held.role].add(place)
            if member.owner[0]:
                self._accounts[member.owner].append(member)

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    def holders(self, roles: tuple[str, ...]) -> Sequence[Member]:
        """Those who ever held one of the roles."""
        if roles not in self._holders:
            places = sorted(set().union(*(self._places.get(role, ()) for role in roles)))
            self._holders[roles] = [self.members[place] for place in places]
        return self._holders[roles]

    def together(self, member: Member) -> Sequence[Member]:
        """All of a member's account, else the member alone."""
        return self._accounts[member.owner] if member.owner[0] else (member,)

    def owners(
        self, roles: tuple[str, ...], windows: Sequence[Window], point: str = ""
    ) -> Iterator[tuple[Sequence[Member], Sequence[int]]]:
        """Members who count as one, and the windows over which they held one of the roles; nobody who turned the
        point off. Those of an account come once a window, at the first of them.
        """
        starts, ends = [each.start for each in windows], [each.end for each in windows]
        for member in self.holders(roles):
            if point in member.off:
                continue
            held = member.over(roles, starts, ends)
            if not member.owner[0]:
                yield (member,), held
                continue
            for at in held:
                together = [
                    who for who in self.together(member)
                    if point not in who.off and at in who.over(roles, starts, ends)
                ]  # fmt: skip
                if together[0] is member:
                    yield together, (at,)


class Shown(NamedTuple):
    """One touch as evidence: `keys` are its channel and the points named."""

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


Touches = Mapping[int, Sequence[Shown]]
"""Touches by contact, each contact's by day."""
_ON = attrgetter("on")


def within(touches: Touches, member: Member, start: date, end: date) -> Sequence[Shown]:
    """The touches of a member from one day to another."""
    found = touches.get(member.contact_id, ())
    return found[bisect_left(found, start, key=_ON) : bisect_right(found, end, key=_ON)] if found else ()


class Facts(NamedTuple):
    """What the figures are taken from; `rows` are tasks, referrals, cards, meetings, reviews, papers by key.

    `touches` are those that may keep a slot, `evidence` those that may show a move. `began` is the day the first
    contact was added, `known` the first on which one was who has been reached since; `starts` the first period of
    each task that comes round again, `had` the keys that have any row at all.
    """

    today: date
    workdays: Workdays
    members: Members
    touches: Touches
    rows: Mapping[str, Sequence[Done]]
    began: date
    evidence: Mapping[int, Sequence[Shown]] = {}
    known: date | None = None
    starts: Mapping[str, date] = {}
    had: Collection[str] = ()
