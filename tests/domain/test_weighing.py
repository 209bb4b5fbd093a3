"""What a slot weighs, part by part, and the laws of the bonus for missed windows."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.planner_weight import DEFAULT, Weights
from relcadence.domain.vocabulary import ROLES
from relcadence.domain.weighing import Part, Weight, weight

CASES: list[tuple[int | None, str, dict[str, Any], int]] = [
    (None, "client", {}, 30),
    (1, "client", {}, 30),
    (4, "client", {}, 45),
    (3, "referrer", {}, 40),
    (None, "prospect", {}, 20),
    (4, "circle", {}, 8),
    (2, "client", {"point_weight": 3}, 38),
    (None, "former", {"value": 0.55}, 21),
    (None, "connection", {"drift": 0.5}, 12),
    (None, "connection", {"drift": 40.0}, 20),
    (None, "connection", {"missed": 2}, 30),
    (None, "connection", {"missed": 7}, 80),
    (None, "connection", {"missed": 200}, 80),
    (4, "client", {"point_weight": 5, "value": 1, "drift": 9, "missed": 9}, 140),
    (2, "client", {"factors": Weights(level=0)}, 30),
    (1, "client", {"factors": Weights(roles={})}, 1),
    (1, "client", {"factors": Weights(roles={}), "missed": 1}, 11),
]


@pytest.mark.parametrize(("level", "role", "more", "total"), CASES)
def test_totals(level: int | None, role: str, more: dict[str, Any], total: int) -> None:
    assert weight(level, role, **more).total == total


def test_parts_say_where_the_weight_comes_from() -> None:
    assert weight(3, "client", value=0.5, drift=1.2, missed=2) == Weight(
        71,
        (
            Part("role", 30, "client"),
            Part("level", 10, 3),
            Part("value", 5, 0.5),
            Part("drift", 6, 1.2),
            Part("missed", 20, 2),
        ),
    )
    assert weight(1, "client", factors=Weights(roles={})).parts == (Part("least", 1, None),)


REFUSED: list[tuple[int | None, str, dict[str, Any], str]] = [
    (1, "friend", {}, "no role 'friend'"),
    (5, "client", {}, "no level 5"),
    (0, "client", {}, "no level 0"),
    (1, "client", {"point_weight": 6}, "weight of a point"),
    (1, "client", {"value": 1.5}, "value of a contact"),
    (1, "client", {"value": math.nan}, "value of a contact"),
    (1, "client", {"drift": -0.1}, "drift of a contact"),
    (1, "client", {"drift": math.nan}, "drift of a contact"),
    (1, "client", {"missed": -1}, "missed windows"),
    (1, "client", {"factors": Weights(level=-1)}, "cannot be negative"),
    (1, "client", {"factors": Weights(roles={"client": -1})}, "cannot be negative"),
    (1, "client", {"factors": Weights(missed=0)}, "wait forever"),
    (1, "client", {"factors": Weights(missed=5, missed_most=4)}, "wait forever"),
]


@pytest.mark.parametrize(("level", "role", "more", "words"), REFUSED)
def test_nonsense_is_refused(level: int | None, role: str, more: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        weight(level, role, **more)


contacts = st.fixed_dictionaries(
    {
        "level": st.none() | st.integers(1, 4),
        "role": st.sampled_from(ROLES),
        "point_weight": st.integers(0, 5),
        "value": st.floats(0, 1),
        "drift": st.floats(0, 1e9) | st.just(math.inf),
    }
)


@settings(deadline=None)
@given(contacts, st.integers(0, 20))
def test_a_weight_is_at_least_one_and_the_sum_of_its_parts(contact: dict[str, Any], missed: int) -> None:
    answer = weight(**contact, missed=missed)
    assert answer.total >= 1
    assert answer.total == sum(part.points for part in answer.parts)


@settings(deadline=None)
@given(contacts, st.integers(0, 20), st.integers(1, 20))
def test_each_window_missed_makes_it_heavier_until_the_cap(contact: dict[str, Any], missed: int, more: int) -> None:
    lighter, heavier = weight(**contact, missed=missed).total, weight(**contact, missed=missed + more).total
    assert heavier > lighter if DEFAULT.missed * missed < DEFAULT.missed_most else heavier == lighter


@settings(deadline=None)
@given(contacts, contacts)
def test_missed_often_enough_anyone_comes_before_anyone_never_missed(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert weight(**one, missed=DEFAULT.missed_most // DEFAULT.missed).total > weight(**other).total
