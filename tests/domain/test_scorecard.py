"""States by the rule of the playbook: four closed periods, and what can no longer be kept of the running one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain.cadence import Window
from relcadence.domain.playbook import ALL, Change, check, point_key, with_changes
from relcadence.domain.playbook_words import STATE_WORDS
from relcadence.domain.scorecard import Count, Period, graded, periods, score, state_of
from relcadence.domain.share import Minutes, share_of

POINT = ALL[0]
MEALS = next(point for point in ALL if point.key == "meals")
WEEK = Window(date(2026, 11, 23), date(2026, 11, 29))


def closed(*counts: tuple[int, int]) -> list[Period]:
    return [Period(WEEK, Count(kept, due)) for kept, due in counts]


def running(kept: int, due: int, lost: int = 0) -> Period:
    return Period(WEEK, Count(kept, due, lost))


@pytest.mark.parametrize(
    ("past", "now", "state"),
    [
        ([], None, "not_started"),
        ([], running(0, 5), "not_started"),
        ([(0, 0), (0, 0)], None, "idle"),
        ([(9, 10)], None, "kept"),
        ([(89, 100)], None, "slipping"),
        ([(6, 10)], None, "slipping"),
        ([(59, 100)], None, "broken"),
        ([(10, 10), (10, 10), (10, 10), (6, 10)], None, "kept"),
        ([(10, 10), (10, 10), (10, 10), (5, 10)], None, "slipping"),
        ([(10, 10)], running(0, 10), "kept"),
        ([(10, 10)], running(0, 10, lost=1), "kept"),
        ([(10, 10)], running(0, 10, lost=2), "slipping"),
        ([(0, 0)], running(0, 1, lost=1), "broken"),
        ([(0, 0)], running(0, 1), "idle"),
    ],
)
def test_the_state(past: list[tuple[int, int]], now: Period | None, state: str) -> None:
    assert state_of(POINT, closed(*past), now) == state
    assert state_of(POINT._replace(on=False), closed(*past), now) == "off"


COUNTS = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(COUNTS, max_size=4), st.integers(0, 9))
def test_what_is_lost_never_betters_the_state(past: list[tuple[int, int]], lost: int) -> None:
    order = ("broken", "slipping", "kept")
    before = state_of(POINT, closed(*past), running(0, 9))
    after = state_of(POINT, closed(*past), running(0, 9, lost))
    assert {before, after} <= set(STATE_WORDS)
    if before in order and after in order:
        assert order.index(after) <= order.index(before)


@given(st.floats(0, 1))
def test_the_grades_meet(share: float) -> None:
    assert graded(share) == ("kept" if share >= 0.9 else "slipping" if share >= 0.6 else "broken")


@pytest.mark.parametrize(
    ("since", "starts"),
    [
        ("2026-01-01", ["2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"]),
        ("2026-11-09", ["2026-11-09", "2026-11-16", "2026-11-23"]),
        ("2026-11-10", ["2026-11-16", "2026-11-23"]),
        ("2026-11-23", ["2026-11-23"]),
        ("2026-11-24", []),
    ],
)
def test_periods_are_full_ones_up_to_the_running(since: str, starts: list[str]) -> None:
    found = list(periods(POINT, date.fromisoformat(since), date(2026, 11, 25)))
    assert [window.start.isoformat() for window in found] == starts


def test_causes_count_from_their_first_day() -> None:
    thanks = next(point for point in ALL if point.key == "thanks")
    assert [window.start for window in periods(thanks, date(2026, 11, 24), date(2026, 11, 25))] == [date(2026, 10, 1)]


def test_the_figure_is_of_the_running_period() -> None:
    found = score(MEALS, [*closed((3, 4)), Period(WEEK, Count(1, 5, open=("Ann", "Bo", "Cy", "Di")))], WEEK.start)
    assert (found.figure.values, found.next_step.key) == ({"kept": 1, "due": 5}, "step.do.more")
    assert found.next_step.values["names"] == "Ann, Bo, Cy" and found.next_step.values["more"] == 1


@pytest.mark.parametrize(
    ("minutes", "key"),
    [
        (Minutes(0, 0, 4), "share.nothing"),
        (Minutes(360, 0, 4), "share.people"),
        (Minutes(80, 20, 0), "share.both"),
        (Minutes(0, 60, 0), "share.both"),
    ],
)
def test_the_share_is_no_percentage_without_other_time(minutes: Minutes, key: str) -> None:
    assert share_of(minutes).key == key
    assert ("percent" in share_of(minutes).values) == (key == "share.both")


def test_points_are_found_by_number_and_key() -> None:
    assert [point.number for point in ALL] == list(range(1, 25))
    assert [point_key(str(point.number)) for point in ALL] == [point.key for point in ALL]
    assert point_key(" Meals ") == "meals" and point_key("ask-referral") == "ask-referral"
    with pytest.raises(ValueError, match="meals"):
        point_key("meal")


NONSENSE = [
    Change("meals", cadence="every 0 weeks"), Change("meals", cadence="none"), Change("meals", cadence="often"),
    Change("meals", roles=("friend",)), Change("meals", channels=("fax",)), Change("meals", minutes=0),
    Change("meals", weight=6),
]  # fmt: skip


@pytest.mark.parametrize("change", NONSENSE)
def test_nonsense_is_refused(change: Change) -> None:
    with pytest.raises(ValueError, match=r"."):
        check(change)


def test_changes_and_own_points_join_the_list() -> None:
    points = with_changes([Change("meals", cadence="monthly", roles=("client",)), Change("prune", on=False),
                           Change("walk", 25, "Walk", cadence="quarterly", roles=("circle",), channels=("visit",)),
                           Change("books", 26, "Read a book", cadence="monthly")])  # fmt: skip
    by_key = {point.key: point for point in points}
    assert (by_key["meals"].cadence, by_key["meals"].roles, by_key["meals"].number) == ("monthly", ("client",), 10)
    assert not by_key["prune"].on
    assert (by_key["walk"].kind, by_key["walk"].evidence) == ("move", ("walk", "visit"))
    assert (by_key["books"].kind, points[-1].number) == ("review", 26)
