"""What a slot weighs: who stands first when time is short. The one rule: each window missed makes it heavier.

weight = role + level + point + value + drift, at least 1, + the bonus for windows missed. All parts are whole.
"""

from collections.abc import Mapping
from typing import NamedTuple

from relcadence.domain.vocabulary import LEVELS, ROLES
from relcadence.errors import say

ROLE_WEIGHTS: Mapping[str, int] = {
    "client": 30, "referrer": 30, "prospect": 20, "former": 15, "professional": 12, "connection": 10,
    "colleague": 10, "circle": 8, "assistant": 5,
}  # fmt: skip
WITHOUT_LEVEL = ("circle",)  # how close friends and family are says nothing of the work they bring
POINT_MOST = 5


class Weights(NamedTuple):
    """The factors, all whole numbers. The greatest bonus exceeds what the other parts can differ by, so that a
    contact missed often enough comes before any that never was.
    """

    roles: Mapping[str, int] = ROLE_WEIGHTS
    level: int = 5  # for each level above the first
    value: int = 10  # for the contact who brought the most
    drift: int = 5  # for each usual interval of silence beyond the first
    drift_most: int = 10
    missed: int = 10  # for each window missed
    missed_most: int = 70


DEFAULT = Weights()


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


def missed_bonus(missed: int, factors: Weights = DEFAULT) -> int:
    """What windows missed running add to a weight, capped."""
    return min(factors.missed * missed, factors.missed_most)


def check_weights(factors: Weights) -> None:
    """ValueError where factors of the user's own would turn the order about or let somebody starve."""
    plain = (*factors.roles.values(), factors.level, factors.value, factors.drift, factors.drift_most)
    if min(plain) < 0:
        raise ValueError("A weight factor cannot be negative; 0 turns it off.")
    if factors.missed < 1 or factors.missed_most < factors.missed:
        raise ValueError("Each missed window must make a slot heavier by at least 1, or somebody would wait forever.")


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
