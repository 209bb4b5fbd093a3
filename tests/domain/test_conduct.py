"""Lawyers' rules: who may be approached how, what is barred, which reminder stands beside which move."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain.conduct import (
    MOVES,
    RULES,
    WORDS,
    WRITTEN,
    allowed_moves,
    basis_of,
    guard,
    read_moves,
    told_to_referrer,
)  # fmt: skip
from relcadence.domain.vocabulary import BASES, ROLES

ALL = frozenset(MOVES)


@pytest.mark.parametrize(
    ("rules", "basis", "barred", "allowed"),
    [
        ("us", "unknown", (), WRITTEN),
        ("us", "none", (), WRITTEN),
        ("us", "none", ("article",), WRITTEN - {"article"}),
        ("us", "prior relation", (), ALL),
        ("us", "lawyer", ("meal", "gift"), ALL - {"meal", "gift"}),
        ("cn", "unknown", (), ALL),
        ("none", "none", ("event",), ALL - {"event"}),
    ],
)
def test_the_moves_that_may_be_proposed(
    rules: str, basis: str, barred: tuple[str, ...], allowed: frozenset[str]
) -> None:
    assert allowed_moves(rules, basis, barred) == allowed


@pytest.mark.parametrize(
    ("basis", "roles", "found"),
    [
        ("unknown", ("client",), "prior relation"),
        ("unknown", ("prospect", "former"), "prior relation"),
        ("unknown", ("circle",), "family"),
        ("unknown", ("colleague",), "lawyer"),
        ("unknown", ("prospect",), "unknown"),
        ("unknown", ("connection",), "unknown"),
        ("none", ("client",), "none"),
        ("asked us", ("prospect",), "asked us"),
    ],
)
def test_a_role_can_be_the_basis(basis: str, roles: tuple[str, ...], found: str) -> None:
    assert basis_of(basis, roles) == found


@pytest.mark.parametrize(
    ("rules", "move", "roles", "more", "found"),
    [
        ("us", "meal", ("referrer",), {}, ("guard.us",)),
        ("us", "gift", ("prospect",), {"basis": "asked us"}, ("guard.us",)),
        ("us", "event", ("prospect",), {"basis": "unknown"}, ("guard.us", "guard.us.live")),
        ("us", "call", ("prospect",), {"basis": "none"}, ("guard.us.live",)),
        ("us", "email", ("prospect",), {"basis": "none"}, ()),
        ("us", "meal", ("client",), {"basis": "prior relation"}, ()),
        ("us", "meal", ("client",), {"tied": True}, ("guard.us",)),
        ("cn", "meal", ("referrer",), {}, ("guard.cn",)),
        ("cn", "call", ("prospect",), {"basis": "none"}, ()),
        ("cn", "gift", ("client",), {"tied": True}, ("guard.cn",)),
        ("none", "gift", ("referrer",), {"tied": True, "basis": "none"}, ()),
    ],
)
def test_the_reminders_beside_a_move(
    rules: str, move: str, roles: tuple[str, ...], more: dict[str, object], found: tuple[str, ...]
) -> None:
    assert guard(rules, move, roles, **more) == found  # type: ignore[arg-type]


@given(
    st.sampled_from(RULES), st.sampled_from(MOVES), st.sets(st.sampled_from(ROLES)), st.sampled_from(BASES),
    st.booleans(), st.sets(st.sampled_from(MOVES)),
)  # fmt: skip
def test_every_reminder_has_words_and_no_live_move_is_allowed_against_one(
    rules: str, move: str, roles: set[str], basis: str, tied: bool, barred: set[str]
) -> None:
    found = guard(rules, move, roles, basis=basis, tied=tied)
    assert set(found) <= set(WORDS)
    allowed = allowed_moves(rules, basis, barred)
    assert not allowed & barred
    if "guard.us.live" in found:
        assert move not in allowed


def test_unknown_rules_are_refused() -> None:
    with pytest.raises(ValueError, match="“uk” are no rules known here"):
        guard("uk", "meal", ())


@pytest.mark.parametrize(
    ("outcome", "may_tell", "key"),
    [
        ("open", False, "tell.open"),
        ("open", True, "tell.open"),
        ("client", False, "tell.thanks"),
        ("client", True, "tell.outcome"),
        ("declined", False, "tell.thanks"),
        ("declined", True, "tell.outcome"),
    ],
)
def test_the_client_s_secret(outcome: str, may_tell: bool, key: str) -> None:
    assert told_to_referrer(outcome, may_tell=may_tell) == key and WORDS[key]


@pytest.mark.parametrize(
    ("text", "moves"),
    [("meal", ("meal",)), (" gift, Meal,", ("meal", "gift")), ("event，call", ("call", "event"))],
)
def test_moves_as_they_are_typed(text: str, moves: tuple[str, ...]) -> None:
    assert read_moves(text) == moves


@pytest.mark.parametrize("text", ["", " , ", "lunch", "meal, lunch"])
def test_what_is_no_move(text: str) -> None:
    with pytest.raises(ValueError, match="is no move"):
        read_moves(text)
