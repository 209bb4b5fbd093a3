"""Figures of answering, and what of a person is handed to others."""

from datetime import date

import pytest

from relcadence.domain.people import Reach
from relcadence.domain.replies import Inbound, figures
from relcadence.domain.sharing import business_way

TODAY = date(2026, 11, 23)


def came(on: str, answered: str = "") -> Inbound:
    return Inbound(
        1, 1, "Wang Li", date.fromisoformat(on), "email", "", date.fromisoformat(answered) if answered else None
    )


@pytest.mark.parametrize(
    ("inbound", "found"),
    [
        ([], (0, 0, None, None)),
        ([came("2026-11-20")], (0, 1, None, None)),
        ([came("2026-11-20", "2026-11-20")], (1, 0, 0, 0)),
        ([came("2026-11-16", "2026-11-20"), came("2026-11-16", "2026-11-17"), came("2026-11-20")], (2, 1, 2.5, 4)),
    ],
)
def test_how_quickly_one_answers(inbound: list[Inbound], found: tuple[object, ...]) -> None:
    assert figures(inbound, TODAY) == found


def test_days_of_waiting_go_on_until_today() -> None:
    assert came("2026-11-20").days(TODAY) == 3
    assert came("2026-11-20", "2026-11-21").days(TODAY) == 1


@pytest.mark.parametrize(
    ("ways", "found"),
    [
        ([], ""),
        ([Reach("phone", "1", "home"), Reach("phone", "2", "Work")], "2"),
        ([Reach("phone", "1", "mobile"), Reach("phone", "2")], "2"),
        ([Reach("phone", "1"), Reach("phone", "2", "work")], "2"),
        ([Reach("phone", "1", "home"), Reach("phone", "2", "mobile")], ""),
        ([Reach("email", "a@b.example")], ""),
        ([Reach("phone", "1", "公司")], "1"),
    ],
)
def test_only_a_business_way_is_handed_on(ways: list[Reach], found: str) -> None:
    assert business_way(ways, "phone") == found
