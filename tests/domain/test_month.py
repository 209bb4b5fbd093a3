"""Which month is meant."""

from datetime import date

import pytest

from relcadence.domain.dates_calendar import month_end
from relcadence.domain.month import parse_month

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("", date(2026, 11, 1)),
        ("2026-12", date(2026, 12, 1)),
        ("3", date(2026, 3, 1)),
        (" 2024-02 ", date(2024, 2, 1)),
    ],
)
def test_a_month_is_understood(text: str, first: date) -> None:
    assert parse_month(text, TODAY) == first


@pytest.mark.parametrize("text", ["2026-13", "0", "november", "2026-11-02", "0000-01", "-3"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no month"):
        parse_month(text, TODAY)


@pytest.mark.parametrize(("first", "last"), [(date(2026, 12, 1), 31), (date(2024, 2, 1), 29), (date(2026, 4, 1), 30)])
def test_a_month_ends(first: date, last: int) -> None:
    assert month_end(first) == first.replace(day=last)
