"""What a slot weighs, part by part: who stands first when time is short, and why. A plan takes the total alone."""

from typing import NamedTuple

from relcadence.domain.planner_weight import (
    DEFAULT,
    POINT_MOST,
    WITHOUT_LEVEL,
    Weights,
    check_weights,
    missed_bonus,
)
from relcadence.domain.vocabulary import LEVELS, ROLES
from relcadence.errors import say


class Part(NamedTuple):
    """What one part adds: `key` is role, level, point, value, drift, least or missed; `cause` what it comes from."""

    key: str
    points: int
    cause: str | int | float | None


class Weight(NamedTuple):
    """The weight of a slot and the parts it is the sum of; parts that add nothing are left out."""

    total: int
    parts: tuple[Part, ...]


def weight(
    level: int | None,
    role: str,
    *,
    point_weight: int = 0,
    value: float = 0.0,
    drift: float = 0.0,
    missed: int = 0,
    factors: Weights = DEFAULT,
) -> Weight:
    """The weight of a contact's slot, with its parts.

    `level` 1-4 or None (unknown, adds nothing); `role` the weightiest of the contact; `point_weight` 0-5 of the
    playbook's point behind the slot; `value` 0-1, what the contact brought against the contact who brought most;
    `drift` >= 0, the silence beyond the contact's own usual interval, in such intervals; `missed` windows missed
    running. ValueError: values outside these, or a bonus that would let somebody starve.
    """
    _check(level, role, point_weight, value, drift, missed)
    check_weights(factors)
    parts = [
        Part("role", factors.roles.get(role, 0), role),
        Part("level", 0 if role in WITHOUT_LEVEL else factors.level * ((level or 1) - 1), level),
        Part("point", point_weight, point_weight),
        Part("value", round(factors.value * value), value),
        Part("drift", round(min(factors.drift * drift, factors.drift_most)), drift),
    ]
    short = 1 - sum(part.points for part in parts)
    parts.append(Part("least", max(0, short), None))
    parts.append(Part("missed", missed_bonus(missed, factors), missed))
    return Weight(sum(part.points for part in parts), tuple(part for part in parts if part.points))


def _check(level: int | None, role: str, point_weight: int, value: float, drift: float, missed: int) -> None:
    if role not in ROLES:
        raise ValueError(say("There is no role {role!r}; the roles are {roles}.", role=role, roles=", ".join(ROLES)))
    if level is not None and level not in LEVELS:
        raise ValueError(say("There is no level {level}; the levels are 1 to 4.", level=level))
    if not 0 <= point_weight <= POINT_MOST:
        raise ValueError(
            say(
                "The weight of a point lies between 0 and {point_most}, not at {point_weight}.",
                point_most=POINT_MOST,
                point_weight=point_weight,
            )
        )
    if not 0 <= value <= 1:
        raise ValueError(say("The value of a contact lies between 0 and 1, not at {value}.", value=value))
    if not drift >= 0:
        raise ValueError(say("The drift of a contact is 0 or more, not {drift}.", drift=drift))
    if missed < 0:
        raise ValueError(say("The number of missed windows is 0 or more, not {missed}.", missed=missed))
