"""Cadences: how they are read, their windows at the edges of the calendar, intervals, and which rule holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain.cadence import (
    CALENDAR,
    PRESETS,
    Cadence,
    Rule,
    Window,
    add_interval,
    parse_cadence,
    rule_for,
    window_of,
)
from relcadence.domain.vocabulary import ROLES

DAY = timedelta(days=1)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
CALENDARS = st.sampled_from([Cadence(name) for name in CALENDAR])
ROLLING = [Cadence("days", 1), Cadence("days", 10), Cadence("weeks", 3), Cadence("months", 1), Cadence("months", 120)]

READ = [
    ("weekly", "weekly"),
    ("  Weekly ", "weekly"),
    ("every week", "weekly"),
    ("每周", "weekly"),
    ("fortnightly", "biweekly"),
    ("every two weeks", "biweekly"),
    ("4-weekly", "4-weekly"),
    ("half-monthly", "half-monthly"),
    ("Every  Month", "monthly"),
    ("quarter", "quarterly"),
    ("every half-year", "half-yearly"),
    ("annually", "yearly"),
    ("每年", "yearly"),
    ("every 10 days", "every 10 days"),
    ("every 1 days", "every 1 day"),
    ("10d", "every 10 days"),
    ("10 d", "every 10 days"),
    ("every 3 weeks", "every 3 weeks"),
    ("3w", "every 3 weeks"),
    ("2 months", "every 2 months"),
    ("每10天", "every 10 days"),
    ("每3周", "every 3 weeks"),
    ("每2个月", "every 2 months"),
]


@pytest.mark.parametrize(("text", "read"), READ)
def test_what_people_write_is_read(text: str, read: str) -> None:
    assert str(parse_cadence(text)) == read


@pytest.mark.parametrize("text", ["none", "never", "OFF", "无"])
def test_no_rhythm_is_a_cadence_too(text: str) -> None:
    assert parse_cadence(text) is None


@pytest.mark.parametrize(
    "text", ["", "sometimes", "every", "every days", "0d", "every 0 days", "-3d", "1.5w", "123 months"]
)
def test_what_cannot_be_read_is_told_with_the_forms_that_work(text: str) -> None:
    with pytest.raises(ValueError, match="is not a cadence"):
        parse_cadence(text)


@given(st.one_of(CALENDARS, st.builds(Cadence, st.just("days"), st.integers(1, 3660)), st.sampled_from(ROLLING)))
def test_a_cadence_reads_back_from_its_own_words(cadence: Cadence) -> None:
    assert parse_cadence(str(cadence)) == cadence


def w(start: str, end: str) -> Window:
    return Window(date.fromisoformat(start), date.fromisoformat(end))


WINDOWS = [
    ("weekly", "2026-11-23", w("2026-11-23", "2026-11-29")),
    ("weekly", "2026-11-29", w("2026-11-23", "2026-11-29")),
    ("weekly", "2026-12-31", w("2026-12-28", "2027-01-03")),  # week 53
    ("weekly", "2027-01-01", w("2026-12-28", "2027-01-03")),
    ("weekly", "2024-12-31", w("2024-12-30", "2025-01-05")),  # week 1 of the next year
    ("weekly", "2024-02-29", w("2024-02-26", "2024-03-03")),
    ("biweekly", "2001-01-01", w("2001-01-01", "2001-01-14")),
    ("biweekly", "2026-12-31", w("2026-12-28", "2027-01-10")),
    ("biweekly", "2027-01-04", w("2026-12-28", "2027-01-10")),
    ("biweekly", "2027-01-11", w("2027-01-11", "2027-01-24")),
    ("biweekly", "2000-12-31", w("2000-12-18", "2000-12-31")),
    ("4-weekly", "2001-01-28", w("2001-01-01", "2001-01-28")),
    ("4-weekly", "2027-01-01", w("2026-12-28", "2027-01-24")),
    ("4-weekly", "2026-11-23", w("2026-11-02", "2026-11-29")),
    ("half-monthly", "2026-11-15", w("2026-11-01", "2026-11-15")),
    ("half-monthly", "2026-11-16", w("2026-11-16", "2026-11-30")),
    ("half-monthly", "2026-02-28", w("2026-02-16", "2026-02-28")),
    ("half-monthly", "2024-02-16", w("2024-02-16", "2024-02-29")),
    ("half-monthly", "2026-12-31", w("2026-12-16", "2026-12-31")),
    ("monthly", "2026-02-14", w("2026-02-01", "2026-02-28")),
    ("monthly", "2024-02-29", w("2024-02-01", "2024-02-29")),
    ("monthly", "1900-02-28", w("1900-02-01", "1900-02-28")),
    ("monthly", "2026-12-31", w("2026-12-01", "2026-12-31")),
    ("quarterly", "2026-03-31", w("2026-01-01", "2026-03-31")),
    ("quarterly", "2026-04-01", w("2026-04-01", "2026-06-30")),
    ("quarterly", "2026-12-31", w("2026-10-01", "2026-12-31")),
    ("half-yearly", "2026-06-30", w("2026-01-01", "2026-06-30")),
    ("half-yearly", "2026-07-01", w("2026-07-01", "2026-12-31")),
    ("yearly", "2024-02-29", w("2024-01-01", "2024-12-31")),
    ("yearly", "2026-12-31", w("2026-01-01", "2026-12-31")),
    ("weekly", "0001-01-01", w("0001-01-01", "0001-01-07")),
    ("biweekly", "0001-01-01", w("0001-01-01", "0001-01-07")),
    ("4-weekly", "9999-12-31", w("9999-12-06", "9999-12-31")),
    ("weekly", "9999-12-31", w("9999-12-27", "9999-12-31")),
    ("quarterly", "9999-12-31", w("9999-10-01", "9999-12-31")),
]


@pytest.mark.parametrize(("cadence", "day", "window"), WINDOWS)
def test_windows(cadence: str, day: str, window: Window) -> None:
    assert window_of(Cadence(cadence), date.fromisoformat(day)) == window


def test_a_rolling_cadence_has_no_fixed_window() -> None:
    with pytest.raises(ValueError, match="every 10 days"):
        window_of(Cadence("days", 10), date(2026, 11, 23))


@given(CALENDARS, DAYS)
def test_windows_follow_each_other_without_a_gap(cadence: Cadence, day: date) -> None:
    window = window_of(cadence, day)
    assert window.start <= day <= window.end
    assert window_of(cadence, window.start) == window_of(cadence, window.end) == window
    assert window_of(cadence, window.end + DAY).start == window.end + DAY


@given(st.sampled_from([("weekly", 7), ("biweekly", 14), ("4-weekly", 28)]), DAYS)
def test_windows_of_weeks_never_drift(cadence: tuple[str, int], day: date) -> None:
    name, days = cadence
    window = window_of(Cadence(name), day)
    assert window.start.weekday() == 0
    assert (window.start - date(2001, 1, 1)).days % days == 0
    assert (window.end - window.start).days + 1 == days


INTERVALS = [
    ("2026-11-23", "weekly", 1, "2026-11-30"),
    ("2026-12-28", "biweekly", 1, "2027-01-11"),
    ("2026-11-23", "4-weekly", 2, "2027-01-18"),
    ("2026-02-20", "half-monthly", 1, "2026-03-07"),
    ("2026-01-31", "monthly", 1, "2026-02-28"),
    ("2024-01-31", "monthly", 1, "2024-02-29"),
    ("2026-01-31", "monthly", 2, "2026-03-31"),
    ("2026-11-30", "quarterly", 1, "2027-02-28"),
    ("2026-08-31", "half-yearly", 1, "2027-02-28"),
    ("2024-02-29", "yearly", 1, "2025-02-28"),
    ("2024-02-29", "yearly", 4, "2028-02-29"),
    ("2026-01-31", "every 1 month", 3, "2026-04-30"),
    ("2026-12-31", "every 2 months", 1, "2027-02-28"),
    ("2026-11-23", "every 10 days", 3, "2026-12-23"),
    ("2026-11-23", "every 3 weeks", 1, "2026-12-14"),
    ("2026-11-23", "monthly", 0, "2026-11-23"),
    ("9999-12-31", "monthly", 1, "9999-12-31"),
    ("9999-12-31", "weekly", 1, "9999-12-31"),
    ("9999-06-01", "every 3650 days", 1, "9999-12-31"),
]


@pytest.mark.parametrize(("day", "cadence", "times", "later"), INTERVALS)
def test_intervals_keep_the_day_of_the_month_where_there_is_one(
    day: str, cadence: str, times: int, later: str
) -> None:
    rhythm = parse_cadence(cadence)
    assert rhythm
    assert add_interval(date.fromisoformat(day), rhythm, times) == date.fromisoformat(later)


RULES = {
    ("role", "client"): "weekly",
    ("role", "referrer"): "4-weekly",
    ("role", "assistant"): "none",
    ("role", "connection"): "quarterly",
    ("level", "4"): "every 3 weeks",
    ("tag", "vip"): "every 10 days",
    ("tag", "quiet"): "yearly",
    ("tag", "rest"): "none",
}
HOLDS: list[tuple[str, tuple[str, ...], int | None, tuple[str, ...], str, str]] = [
    ("", (), None, ("client",), "weekly", "role client"),
    ("", (), None, ("referrer", "client"), "weekly", "role client"),
    ("", (), None, ("assistant", "connection"), "quarterly", "role connection"),
    ("", (), None, ("assistant",), "none", "role assistant"),
    ("", (), 4, ("client",), "every 3 weeks", "level 4"),
    ("", (), 2, ("client",), "weekly", "role client"),
    ("", ("quiet",), 4, ("client",), "yearly", "tag quiet"),
    ("", ("quiet", "VIP"), 4, ("client",), "every 10 days", "tag vip"),
    ("", ("rest",), 4, ("client",), "none", "tag rest"),
    ("", ("rest", "quiet"), None, ("client",), "yearly", "tag quiet"),
    ("", ("unheard-of",), None, ("client",), "weekly", "role client"),
    ("monthly", ("vip",), 4, ("client",), "monthly", "contact"),
    ("none", ("vip",), 4, ("client",), "none", "contact"),
    ("", (), None, ("circle",), "none", "no rule"),
    ("", (), None, (), "none", "no rule"),
]


@pytest.mark.parametrize(("override", "tags", "level", "roles", "cadence", "source"), HOLDS)
def test_the_nearest_rule_holds_and_the_shortest_among_several(
    override: str, tags: tuple[str, ...], level: int | None, roles: tuple[str, ...], cadence: str, source: str
) -> None:
    found = rule_for(RULES, override=override, tags=tags, level=level, roles=roles)
    assert found == Rule(parse_cadence(cadence), source)


def test_the_checklist_is_the_rhythm_of_the_source() -> None:
    assert {name: cadence for (_, name), cadence in PRESETS["checklist"].items()} == {
        "client": "weekly", "prospect": "biweekly", "referrer": "4-weekly", "colleague": "monthly",
        "circle": "half-yearly", "assistant": "none", "former": "quarterly", "professional": "quarterly",
        "connection": "quarterly",
    }  # fmt: skip


@pytest.mark.parametrize(("level", "cadence"), [(4, "3 weeks"), (3, "2 months"), (2, "6 months"), (1, "yearly")])
def test_abcd_goes_by_level(level: int, cadence: str) -> None:
    rule = rule_for(PRESETS["abcd"], level=level, roles=("client",))
    assert rule == Rule(parse_cadence(cadence), f"level {level}")


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_names_every_role_and_reads(preset: str) -> None:
    assert {name for scope, name in PRESETS[preset] if scope == "role"} == set(ROLES)
    for cadence in PRESETS[preset].values():
        parse_cadence(cadence)
