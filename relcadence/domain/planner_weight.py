"""What a slot weighs: who stands first when time is short. The one rule: each window missed makes it heavier.

weight = role + level + point + value + drift, at least 1, + the bonus for windows missed. All parts are whole.
"""

from collections.abc import Mapping
from typing import NamedTuple

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
