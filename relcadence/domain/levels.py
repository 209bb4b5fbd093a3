"""The four levels as a pyramid: how many stand on each, who is ready to rise, who slides. Moving is the user's act.

Nobody's level is guessed: the unknown are counted apart. Evidence is of the last year.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from relcadence.domain.reasons import Reason
from relcadence.domain.vocabulary import LEVELS

YEAR = 365
SILENT = 2
"""Usual gaps of silence from which on somebody drifts."""


class Tie(NamedTuple):
    """How close somebody is: the level and its day, and of the last year the meals and visits and the answers; `gap`
    the usual days between touches (0: too few to tell), `silence` the days since the last (None: never).
    """

    contact_id: int
    name: str
    roles: tuple[str, ...]
    level: int | None
    level_on: str
    meals: int
    answers: int
    interests: bool
    family: bool
    gap: int
    silence: int | None


class Move(NamedTuple):
    """Somebody who may rise or is sliding, and the evidence."""

    tie: Tie
    to: int
    reason: Reason


class Pyramid(NamedTuple):
    """The levels from the top (None: unknown) with those on each, and who may move."""

    levels: list[tuple[int | None, list[Tie]]]
    rising: list[Move]
    sliding: list[Move]


def pyramid(ties: Iterable[Tie], today: date) -> Pyramid:
    """The pyramid of these people."""
    known = list(ties)
    levels: list[tuple[int | None, list[Tie]]] = [
        (level, [tie for tie in known if tie.level == level]) for level in (*sorted(LEVELS, reverse=True), None)
    ]
    rising = [Move(tie, (tie.level or 0) + 1, why) for tie in known if (why := _rise(tie, today))]
    sliding = [Move(tie, (tie.level or 0) - 1, why) for tie in known if (why := _slide(tie))]
    return Pyramid(levels, rising, sliding)


def _rise(tie: Tie, today: date) -> Reason | None:
    """Ready for the next level: each asks for more shared time, and for what one knows of the other."""
    values = {"meals": tie.meals, "answers": tie.answers, "on": tie.level_on}
    if drifts(tie):
        return None
    if tie.level == 1 and tie.meals >= 1 and tie.answers >= 1 and tie.interests:
        return Reason("rise.2", values)
    if tie.level == 2 and tie.meals >= 3 and tie.answers >= 2:
        return Reason("rise.3", values)
    settled = tie.level_on and (today - date.fromisoformat(tie.level_on)).days >= YEAR
    if tie.level == 3 and tie.meals >= 6 and tie.family and settled:
        return Reason("rise.4", values)
    return None


def _slide(tie: Tie) -> Reason | None:
    """Below what the level says: silence against one's own rhythm, or a friend not met in a year."""
    if not tie.level or tie.level < 2:
        return None
    if drifts(tie):
        return Reason("slide.silent", {"silence": tie.silence, "gap": tie.gap})
    return Reason("slide.apart", {}) if tie.level >= 3 and not tie.meals else None


def drifts(tie: Tie) -> bool:
    """True for a silence of more than twice the usual gap, overdue or not; a burst of touches gives no verdict."""
    return bool(tie.gap and tie.silence is not None and tie.silence > SILENT * tie.gap)
