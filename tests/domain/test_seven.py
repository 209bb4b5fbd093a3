"""The way to the seventh touch: distinct days counted, the seventh projected, stalling and a decision named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from relcadence.domain.cadence import parse_cadence
from relcadence.domain.seven import Steps, way

TODAY = date(2026, 11, 23)
BIWEEKLY = parse_cadence("biweekly")


def steps(*days: int, answered: int | None = None) -> Steps:
    """Calls so many days ago, the oldest first, and an answer."""
    last = TODAY - timedelta(days=days[-1]) if days else None
    came = None if answered is None else TODAY - timedelta(days=answered)
    return Steps(len(set(days)), last, came, ("call",) * min(3, len(days)))


@pytest.mark.parametrize(
    ("made", "touches", "dots", "seventh", "stalled"),
    [
        (steps(), 0, "○○○○○○○", "2027-03-01", False),
        (steps(0), 1, "●○○○○○○", "2027-02-15", False),
        (steps(20, 20, 10), 2, "●●○○○○○", "2027-02-01", False),
        (steps(40), 1, "●○○○○○○", "2027-02-15", True),
        (steps(90, 76, 62, 48, 34, 20), 6, "●●●●●●○", "2026-12-07", False),
        (steps(90, 76, 62, 48, 34, 20, 6), 7, "●●●●●●●", None, False),
        (steps(90, 76, 62, 48, 34, 20, 6, 1), 8, "●●●●●●●", None, False),
        (steps(answered=5), 0, "○○○○○○○", "2027-03-01", False),
    ],
)
def test_the_way(made: Steps, touches: int, dots: str, seventh: str | None, stalled: bool) -> None:
    found = way(made, BIWEEKLY, TODAY)
    assert (found.touches, found.dots, found.stalled) == (touches, dots, stalled)
    assert found.seventh_on == (date.fromisoformat(seventh) if seventh else None)


def test_a_decision_is_wanted_at_seven_without_an_answer() -> None:
    seven = 70, 60, 50, 40, 30, 20, 10
    assert way(steps(*seven), BIWEEKLY, TODAY).decide
    assert not way(steps(*seven[1:]), BIWEEKLY, TODAY).decide
    assert not way(steps(*seven, answered=5), BIWEEKLY, TODAY).decide


def test_a_channel_not_used_lately_is_named() -> None:
    assert way(steps(30, 20, 10), BIWEEKLY, TODAY, ["call", "email", "letter"]).unused == "email"
    assert way(Steps(), BIWEEKLY, TODAY, ["call"]).unused == ""
    assert way(steps(10), None, TODAY, ["call"]).unused == ""
