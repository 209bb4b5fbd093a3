"""Who sent whom, laid out for reading: each family of referrals by itself, from left to right, one below the other.

A row holds one person at most in each column, so that no two names ever touch, however many there are. Lengths are
in columns and rows; whoever draws gives them a size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

MOST = 200
"""People that a picture names; with more it would no longer be read."""


class Tie(NamedTuple):
    """One referral: who sent whom, what it brought in whole units, and what became of it."""

    referrer: int
    referred: int
    fees: int
    outcome: str


class Place(NamedTuple):
    """Where somebody stands: the column from the left, and the row, which may lie between two."""

    person: int
    column: int
    row: float


class Family(NamedTuple):
    """People whom referrals join, with their places; `columns` and `rows` are the size, `ties` those among them."""

    places: tuple[Place, ...]
    ties: tuple[Tie, ...]
    columns: int
    rows: int

    @property
    def fees(self) -> int:
        """What the referrals of the family brought."""
        return sum(tie.fees for tie in self.ties)


class Network(NamedTuple):
    """The families shown, those that brought most first, and how many people are left out."""

    families: tuple[Family, ...]
    left_out: int


def network_of(ties: Iterable[Tie], most: int = MOST) -> Network:
    """The families of these referrals, with at most so many people; a family is shown whole or not at all.

    The first one is shown whatever its size.
    """
    families = [_laid_out(own) for own in _families(_joined(ties))]
    families.sort(key=lambda each: (-each.fees, -len(each.places), each.places[0].person))
    shown: list[Family] = []
    left_out = people = 0
    for family in families:
        if shown and people + len(family.places) > most:
            left_out += len(family.places)
            continue
        people += len(family.places)
        shown.append(family)
    return Network(tuple(shown), left_out)


def _joined(ties: Iterable[Tie]) -> list[Tie]:
    """One tie for each pair: fees added up, a client outweighs what is open, and that a refusal."""
    found: dict[tuple[int, int], Tie] = {}
    rank = {"client": 2, "open": 1}
    for tie in ties:
        before = found.get(tie[:2])
        if before:
            best = max(before.outcome, tie.outcome, key=lambda outcome: rank.get(outcome, 0))
            tie = tie._replace(fees=before.fees + tie.fees, outcome=best)
        found[tie[:2]] = tie
    return list(found.values())


def _families(ties: Sequence[Tie]) -> list[list[Tie]]:
    """The ties apart by family: those whose people hang together."""
    head: dict[int, int] = {}

    def root(person: int) -> int:
        while head.setdefault(person, person) != person:
            head[person] = head[head[person]]
            person = head[person]
        return person

    for tie in ties:
        head[root(tie.referrer)] = root(tie.referred)
    found: dict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        found[root(tie.referrer)].append(tie)
    return list(found.values())


def _laid_out(ties: list[Tie]) -> Family:
    sent: dict[int, list[Tie]] = defaultdict(list)
    for tie in sorted(ties, key=lambda tie: (-tie.fees, tie.referred)):
        sent[tie.referrer].append(tie)
    column = _columns(ties)
    parent = _parents(ties, column)
    rows = _rows(column, parent, sent)
    places = [Place(person, column[person], rows[person]) for person in column]
    places.sort(key=lambda place: (place.row, place.column))
    return Family(tuple(places), tuple(ties), max(column.values()) + 1, int(max(rows.values())) + 1)


def _columns(ties: Iterable[Tie]) -> dict[int, int]:
    """The column of each: one right of the rightmost that sent them; a tie that closes a circle does not count."""
    by: dict[int, list[int]] = defaultdict(list)
    for tie in ties:
        by[tie.referred].append(tie.referrer)
        by.setdefault(tie.referrer, [])
    found: dict[int, int] = {}
    for person in sorted(by):
        _settle(person, by, found)
    return found


def _settle(person: int, by: Mapping[int, Sequence[int]], found: dict[int, int]) -> None:
    """Find the columns of somebody and of all before them, without recursion: chains may be long."""
    stack, waiting = [person], set()
    while stack:
        who = stack[-1]
        waiting.add(who)
        before = [each for each in by[who] if each not in found and each not in waiting]
        if before:
            stack.extend(before[:1])
            continue
        if who not in found:
            found[who] = max((found[each] + 1 for each in by[who] if each in found), default=0)
        stack.pop()


def _parents(ties: Iterable[Tie], column: Mapping[int, int]) -> dict[int, int]:
    """Under whom each stands: of those further left the nearest, of these the one that brought most."""
    best: dict[int, tuple[int, int, int]] = {}
    for tie in ties:
        if column[tie.referrer] < column[tie.referred]:
            bid = (column[tie.referrer], tie.fees, -tie.referrer)
            best[tie.referred] = max(best.get(tie.referred, bid), bid)
    return {person: -bid[2] for person, bid in best.items()}


def _rows(
    column: Mapping[int, int], parent: Mapping[int, int], sent: Mapping[int, Sequence[Tie]]
) -> dict[int, float]:
    """The row of each: one for everybody who sent nobody, the middle of their own for the others."""
    own = {
        person: [tie.referred for tie in sent.get(person, ()) if parent.get(tie.referred) == person]
        for person in column
    }
    rows: dict[int, float] = {}
    free = 0
    for root in sorted(person for person in column if person not in parent):
        stack = [(root, False)]
        while stack:
            person, done = stack.pop()
            if done:
                rows[person] = (rows[own[person][0]] + rows[own[person][-1]]) / 2
            elif own[person]:
                stack.append((person, True))
                stack.extend((each, False) for each in reversed(own[person]))
            else:
                rows[person] = free
                free += 1
    return rows
