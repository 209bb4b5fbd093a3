"""Public holidays in the store: laid out for the country, five years ahead, weekends worked in exchange included."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from relcadence.store import dates
from relcadence.store.changes import practice

from .conftest import Book


def holidays(book: Book) -> dict[str, int]:
    return dict(book.rows("SELECT day, worked FROM holiday"))


def test_a_country_brings_its_holidays_for_five_years_ahead(book: Book) -> None:
    book.change(practice.set_value, "country", "US")
    found = holidays(book)
    for year in range(2025, 2032):
        assert found[f"{year}-07-04"] == 0
    assert min(found)[:4] == "2025"
    assert max(found)[:4] == "2031"
    workdays = book.read(lambda store: store.workdays)
    assert not workdays.works(date(2026, 11, 26))  # Thanksgiving
    assert workdays.works(date(2026, 11, 27))


def test_a_weekend_worked_in_exchange_is_a_working_day(book: Book) -> None:
    book.change(practice.set_value, "country", "CN")
    worked = [date.fromisoformat(day) for day, works in holidays(book).items() if works]
    assert worked
    workdays = book.read(lambda store: store.workdays)
    assert all(day.weekday() > 4 and workdays.works(day) for day in worked)
    assert not workdays.works(date(2026, 10, 1))


def test_a_region_adds_its_own(book: Book) -> None:
    book.change(practice.set_value, "country", "US")
    plain = holidays(book)
    book.change(practice.set_value, "region", "TX")
    assert "2026-03-02" not in plain
    assert "2026-03-02" in holidays(book)


def test_a_write_in_a_new_year_lays_out_one_year_more(book: Book) -> None:
    book.change(practice.set_value, "country", "US")
    number = book.add("Wang Li", "client", birthday="--12-01")
    book.wait(60)
    book.log(number)
    assert max(holidays(book))[:4] == "2032"
    assert max(day for (day,) in book.rows("SELECT due_on FROM occasion_on")) == "2032-12-01"
    book.check()


@pytest.mark.parametrize(("country", "region", "said"), [("XX", "", "XX"), ("US", "Bavaria", "Bavaria")])
def test_an_unknown_place_is_told(country: str, region: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        dates.public_holidays(country, region, 2026, 2026)


def test_another_country_can_be_chosen_while_a_region_is_set(book: Book) -> None:
    book.change(practice.set_value, "country", "US")
    book.change(practice.set_value, "region", "NY")
    book.change(practice.set_value, "country", "CN")
    assert "2026-10-01" in holidays(book)


def test_days_off_and_working_days_are_the_users_own(book: Book) -> None:
    book.change(practice.set_value, "workdays", "mon,tue,sun")
    book.change(practice.add_day_off, date(2026, 11, 23), date(2026, 11, 24), "ski")
    workdays = book.read(lambda store: store.workdays)
    week = [date(2026, 11, 23) + timedelta(days=step) for step in range(8)]
    assert [day.day for day in week if workdays.works(day)] == [29, 30]
    book.change(practice.drop_day_off, 1)
    assert book.read(lambda store: store.workdays).works(date(2026, 11, 23))
