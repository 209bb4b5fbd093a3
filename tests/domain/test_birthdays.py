"""Two birthdays compared: what can be one day, and which of them tells more."""

from itertools import product

import pytest

from relcadence.domain.birthdays import fuller, is_other, is_same

DAYS = ("", "1980-05-24", "1981-05-24", "--05-24", "--05-25", "lunar:8-15", "lunar:1979-8-15", "lunar:leap8-15")


@pytest.mark.parametrize(
    ("one", "other", "same", "contradict", "told"),
    [
        ("1980-05-24", "1980-05-24", True, False, "1980-05-24"),
        ("--05-24", "1980-05-24", True, False, "1980-05-24"),
        ("1980-05-24", "--05-24", True, False, "1980-05-24"),
        ("1980-05-24", "1981-05-24", False, True, "1980-05-24"),
        ("1980-05-24", "--05-25", False, True, "1980-05-24"),
        ("--02-29", "1980-02-28", False, True, "--02-29"),
        ("lunar:8-15", "lunar:1979-8-15", True, False, "lunar:1979-8-15"),
        ("lunar:8-15", "lunar:leap8-15", False, True, "lunar:8-15"),
        ("lunar:1979-8-15", "1979-10-05", False, False, "lunar:1979-8-15"),
        ("", "--05-24", False, False, "--05-24"),
        ("--05-24", "", False, False, "--05-24"),
        ("", "", False, False, ""),
    ],
)
def test_two_birthdays(one: str, other: str, same: bool, contradict: bool, told: str) -> None:
    assert (is_same(one, other), is_other(one, other), fuller(one, other)) == (same, contradict, told)


@pytest.mark.parametrize(("one", "other"), list(product(DAYS, DAYS)))
def test_it_does_not_matter_who_asks(one: str, other: str) -> None:
    assert is_same(one, other) == is_same(other, one) and is_other(one, other) == is_other(other, one)
    assert not (is_same(one, other) and is_other(one, other))
