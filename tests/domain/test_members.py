"""Who counts, and over which windows: told again the slow way."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.cadence import Window
from relcadence.domain.gathered import Owner
from relcadence.domain.members import Held, Member, Members

START = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda days: START + timedelta(days=days))
ROLES = st.sampled_from(("client", "referrer", "circle"))
SPANS = st.builds(lambda role, one, other: Held(role, min(one, other), max(one, other)), ROLES, DAYS, DAYS)
PEOPLE = st.lists(
    st.tuples(
        st.lists(SPANS, max_size=3).map(tuple),
        st.sampled_from((None, None, 7, 8)),
        st.sampled_from((frozenset[str](), frozenset({"meals"}))),
    ),
    max_size=6,
)
WEEKS = [Window(START + timedelta(days=at), START + timedelta(days=at + 6)) for at in range(0, 56, 7)]


def over(member: Member, roles: tuple[str, ...], window: Window) -> bool:
    """A role held from the first day of a window to its last."""
    return any(
        each.role in roles and each.since <= window.start and each.until >= window.end for each in member.roles
    )


@settings(max_examples=200)
@given(PEOPLE, st.sampled_from((("client",), ("client", "referrer"))))
def test_owners_are_those_of_each_window_in_order(
    drawn: list[tuple[tuple[Held, ...], int | None, frozenset[str]]], roles: tuple[str, ...]
) -> None:
    people = [
        Member(number, f"N{number}", (account, 0) if account else (None, number), held, START, START, off=off)
        for number, (held, account, off) in enumerate(drawn, start=1)
    ]
    found: list[list[list[Member]]] = [[] for _ in WEEKS]
    for members, due in Members(people).owners(roles, WEEKS, "meals"):
        for at in due:
            found[at].append(list(members))
    for window, owners in zip(WEEKS, found, strict=True):
        expected: dict[Owner, list[Member]] = {}
        for each in people:
            if "meals" not in each.off and over(each, roles, window):
                expected.setdefault(each.owner, []).append(each)
        assert owners == list(expected.values())
