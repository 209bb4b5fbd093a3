"""The places of each day, some held for kept slots. The one rule: whatever is used up, each held slot keeps a day.

Days are bits of an integer, bit 0 the first. A slot is known here by its set of days alone: slots with the same
set are interchangeable, so only counts are kept. Room is made by chains: a held slot moves to another of its
days, the slot it meets there moves on, and so forth to a free place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import pairwise
from operator import or_


def first(days: int) -> int:
    """The earliest day of a set that is not empty."""
    return (days & -days).bit_length() - 1


def each(days: int) -> Iterator[int]:
    """The days of a set, ascending."""
    while days:
        low = days & -days
        yield low.bit_length() - 1
        days ^= low


class Places:
    """`open`: the days with a free place. `blocked`: for each set of days the days no slot of it can get any more.

    `blocked[0]` stands for slots that hold no place. A day once blocked stays so until `give_up`: the slots held
    there have no other days than those, and fill them all.
    """

    def __init__(self, room: Sequence[int]) -> None:
        self.free = list(room)
        self.open = sum(1 << day for day, places in enumerate(room) if places)
        self.blocked = {0: 0}
        self._held: list[dict[int, int]] = [{} for _ in room]
        self._reach = [0] * len(room)
        self._where: dict[int, int] = {}
        self._seen = 0

    def add(self, day: int) -> None:
        """One place more on a day; every tight set may have come loose."""
        self.free[day] += 1
        self.open |= 1 << day
        self.blocked = {0: 0}

    def copy(self) -> Places:
        """The same places and holds, to try things on."""
        made = Places(())
        made.free, made.open, made.blocked = list(self.free), self.open, dict(self.blocked)
        made._held = [dict(held) for held in self._held]
        made._reach, made._where = list(self._reach), dict(self._where)
        return made

    def keep(self, days: int, wanted: int = 1) -> int:
        """Hold a place for up to `wanted` slots with these days; returns for how many one was found."""
        kept = 0
        while kept < wanted:
            within = days & ~self.blocked[0]
            chain = self._chain(within, self.open)
            if not chain:
                self.blocked[0] |= self._seen
                break
            moved = self._shift(chain, wanted - kept)
            self._hold(days, chain[0], moved)
            kept += moved
        return kept

    def keep_on(self, days: int, day: int) -> None:
        """Hold a free place of `day` for a slot with these days."""
        self._use(day, 1)
        self._hold(days, day, 1)

    def give_up(self, days: int) -> None:
        """Let one place go that is held for a slot with these days; blocked days are open to question again."""
        self._let_go(days, first(self._where[days]))
        self.blocked = {0: 0}

    def take(self, day: int, held: int = 0) -> bool:
        """Use up a place of `day`, if all held slots still find one; else remember the days found blocked.

        `held` is the set of days of the slot that takes it, where a place is held for that slot: it is let go.
        """
        own = self._where.get(held, 0)
        if own >> day & 1:
            self._drop(held, day, 1)
            return True
        if self.open >> day & 1:
            self._use(day, 1)
            if own:
                self._let_go(held, first(own))
            return True
        chain = self._chain(1 << day, self.open | own)
        if not chain:
            self.blocked[held] = self.blocked.get(held, 0) | self._seen
            return False
        if own:
            end = chain[-1]
            self._let_go(held, end if own >> end & 1 else first(own))
        self._shift(chain, 1)
        return True

    def _chain(self, start: int, goal: int) -> list[int]:
        """The shortest chain of days from `start` to `goal`, each holding a slot that can move to the next.

        Empty where there is none; then `_seen` is the set of days that were reached.
        """
        if start & goal:
            return [first(start & goal)]
        reached: list[tuple[int, int]] = []
        seen = level = start
        reach = self._reach
        while level:
            beyond = 0
            for day in each(level):
                step = reach[day] & ~seen
                if step & goal:
                    return _traced(first(step & goal), day, reached)
                if step:
                    seen |= step
                    beyond |= step
                    reached.append((day, step))
            level = beyond
        self._seen = seen
        return []

    def _shift(self, chain: list[int], most: int) -> int:
        """Use up as many places as can be had at the chain's first day, at most `most`; returns how many."""
        moved = min(most, self.free[chain[-1]])
        steps = []
        for here, there in pairwise(chain):
            days = next(days for days in self._held[here] if days >> there & 1)
            steps.append((here, there, days))
            moved = min(moved, self._held[here][days])
        self._use(chain[-1], moved)
        for here, there, days in reversed(steps):
            self._drop(days, here, moved)
            self._hold(days, there, moved)
        return moved

    def _use(self, day: int, places: int) -> None:
        self.free[day] -= places
        if not self.free[day]:
            self.open &= ~(1 << day)

    def _let_go(self, days: int, day: int) -> None:
        self._drop(days, day, 1)
        self.free[day] += 1
        self.open |= 1 << day

    def _hold(self, days: int, day: int, places: int) -> None:
        held = self._held[day]
        if days in held:
            held[days] += places
            return
        held[days] = places
        self._reach[day] |= days
        self._where[days] = self._where.get(days, 0) | 1 << day

    def _drop(self, days: int, day: int, places: int) -> None:
        held = self._held[day]
        held[days] -= places
        if not held[days]:
            del held[days]
            self._reach[day] = reduce(or_, held, 0)
            self._where[days] ^= 1 << day


def _traced(last: int, day: int, reached: list[tuple[int, int]]) -> list[int]:
    """The chain that ends with `day` and `last`, followed back through the days each was reached from."""
    chain = [last, day]
    for before, step in reversed(reached):
        if step >> day & 1:
            day = before
            chain.append(day)
    return chain[::-1]
