"""The pyramid: counted, never guessed; who rises and who slides by the evidence of a year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from relcadence.domain.levels import Tie, drifts, pyramid

TODAY = date(2026, 11, 23)


def tie(level: int | None, **facts: Any) -> Tie:
    known = {
        "contact_id": 1, "name": "Wang Li", "roles": ("client",), "level": level, "level_on": "2024-01-01",
        "meals": 0, "answers": 0, "interests": True, "family": True, "gap": 20, "silence": 10,
    }  # fmt: skip
    return Tie(**{**known, **facts})


@pytest.mark.parametrize(
    ("who", "rising", "sliding"),
    [
        (tie(None, meals=9, answers=9), [], []),
        (tie(1), [], []),
        (tie(1, meals=1, answers=1), [2], []),
        (tie(1, meals=1, answers=1, interests=False), [], []),
        (tie(1, meals=1, answers=1, silence=41), [], []),
        (tie(2, meals=2, answers=2), [], []),
        (tie(2, meals=3, answers=2), [3], []),
        (tie(2, silence=41), [], [1]),
        (tie(2, silence=40), [], []),
        (tie(2, silence=400, gap=0), [], []),
        (tie(3, meals=1), [], []),
        (tie(3), [], [2]),
        (tie(3, meals=6, answers=3), [4], []),
        (tie(3, meals=6, answers=3, level_on="2026-06-01"), [], []),
        (tie(3, meals=6, family=False), [], []),
        (tie(4, meals=6), [], []),
        (tie(4, silence=100), [], [3]),
    ],
)
def test_who_may_move(who: Tie, rising: list[int], sliding: list[int]) -> None:
    found = pyramid([who], TODAY)
    assert ([each.to for each in found.rising], [each.to for each in found.sliding]) == (rising, sliding)


def test_every_level_is_counted_and_the_unknown_apart() -> None:
    found = pyramid([tie(1), tie(1), tie(4), tie(None)], TODAY)
    assert [(level, len(ties)) for level, ties in found.levels] == [(4, 1), (3, 0), (2, 0), (1, 2), (None, 1)]


def test_a_burst_of_touches_gives_no_verdict() -> None:
    assert not drifts(tie(2, gap=0, silence=500))
    assert not drifts(tie(2, silence=None))
