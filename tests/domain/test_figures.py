"""What is done late: a card is sent, work is done, but thanks were not in time."""

from __future__ import annotations

from datetime import date

import pytest

from relcadence.domain import figures
from relcadence.domain.cadence import Window
from relcadence.domain.members import Done, Facts, Members
from relcadence.domain.playbook import ALL
from relcadence.domain.scorecard import Cite
from relcadence.domain.workdays import Workdays

TODAY = date(2026, 11, 23)
MONTHS = [Window(date(2026, 10, 1), date(2026, 10, 31)), Window(date(2026, 11, 1), date(2026, 11, 30))]
DUE = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("key", "done", "count"),
    [
        ("thanks", date(2026, 11, 10), (1, 1, 0, ())),
        ("thanks", date(2026, 11, 12), (0, 1, 1, ())),
        ("congratulations", date(2026, 11, 12), (0, 1, 1, ())),
        ("holiday-cards", date(2026, 11, 12), (1, 1, 0, ())),
        ("assistant", date(2026, 11, 12), (1, 1, 0, ())),
        ("assistant", None, (0, 1, 1, ())),
        ("groups", date(2026, 11, 10), (1, 1, 0, ())),
    ],
)
def test_what_is_done_late(key: str, done: date | None, count: tuple[int, int, int, tuple[str, ...]]) -> None:
    point = next(each for each in ALL if each.key == key)
    rows = {key: [Done(key, DUE, done, "Wang Li", "card", 1)]}
    before, found = figures.counts(point, MONTHS, Facts(TODAY, Workdays(), Members(), {}, rows, TODAY))
    assert before.due == 0
    assert (found.kept, found.due, found.lost, found.open) == count
    assert found.cites == ((Cite(done.isoformat(), "Wang Li", "card"),) if found.kept and done else ())


def test_what_is_to_come_is_open() -> None:
    thanks = next(each for each in ALL if each.key == "thanks")
    rows = {"thanks": [Done("thanks", TODAY, None, "Wang Li", "card", 1)]}
    (found,) = figures.counts(thanks, MONTHS[1:], Facts(TODAY, Workdays(), Members(), {}, rows, TODAY))
    assert (found.due, found.lost, found.open, found.by) == (1, 0, ("Wang Li",), TODAY)
