"""By what it is known that a point was kept: a touch is evidence by its channel and by the points it names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from relcadence.domain.playbook import Point
from relcadence.domain.rhythm import SPOKEN, keeps_slot


@lru_cache(maxsize=1024)
def evidence(channel: str, points: str) -> frozenset[str]:
    """By what a touch is known: its channel and the points that were named."""
    return frozenset(filter(None, (channel, *points.split())))


def counts(*, channel: str, direction: str, tried: bool) -> bool:
    """True if a touch may be evidence at all: somebody was reached, and not merely heard from in writing."""
    return not tried and (direction == "out" or channel in SPOKEN)


def points_of(
    points: Iterable[Point],
    roles: Iterable[str],
    *,
    channel: str,
    direction: str,
    tried: bool,
    mass: bool = False,
    named: str = "",
) -> tuple[str, ...]:
    """The keys of the points that one touch is evidence for, by number.

    A slot's point is kept by any touch that keeps the slot: with prospects only by one that went out, with referrers
    only by speech. A circular (`mass`) is evidence for its own point alone.
    """
    if tried:
        return ()
    shown = evidence(channel, named) if counts(channel=channel, direction=direction, tried=tried) else frozenset()
    held = set(roles)
    return tuple(
        point.key
        for point in points
        if point.on
        and (
            (shown & set(point.evidence) and (not point.roles or held & set(point.roles)))
            or (
                point.kind == "slot"
                and held & set(point.roles)
                and keeps(point, channel=channel, direction=direction, mass=mass)
            )
        )
    )


def keeps(point: Point, *, channel: str, direction: str, mass: bool = False) -> bool:
    """True if a touch that reached somebody keeps the slot behind a point: what came from a prospect never does, and
    with referrers only speech.
    """
    if point.key == "prospect-biweekly" and direction != "out":
        return False
    spoken_only = point.key == "referrer-round"
    return keeps_slot(channel=channel, direction=direction, tried=False, mass=mass, spoken_only=spoken_only)
