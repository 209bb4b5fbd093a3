"""The practice in figures, counted by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain import statistics
from relcadence.domain.members import Done, Facts, Held, Member, Members, Shown
from relcadence.domain.statistics import Channel, Course, Kept, Lead, Punctual, Span
from relcadence.domain.workdays import Workdays

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("by", "since", "first", "number"),
    [
        ("week", None, date(2026, 8, 31), 13),
        ("month", None, date(2025, 12, 1), 12),
        ("week", date(2026, 11, 22), date(2026, 11, 16), 2),
        ("month", date(2026, 10, 31), date(2026, 10, 1), 2),
        ("week", TODAY, TODAY, 1),
    ],
)
def test_the_span_that_is_looked_at(by: str, since: date | None, first: date, number: int) -> None:
    starts = statistics.span_of(TODAY, by, since).starts()
    assert (starts[0], len(starts)) == (first, number)


def test_a_span_cannot_begin_tomorrow() -> None:
    with pytest.raises(ValueError, match="after today"):
        statistics.span_of(TODAY, "week", TODAY + timedelta(days=1))


@given(st.dictionaries(DAYS, st.integers(1, 9), max_size=30), DAYS, st.sampled_from(statistics.PERIODS))
def test_the_heat_map_holds_each_touch_of_the_span_once(days: dict[date, int], since: date, by: str) -> None:
    span = Span(since, since + timedelta(days=200), by)
    heat = statistics.heat_of(days, span)
    inside = {day: number for day, number in days.items() if span.since <= day <= span.until}
    assert sum(heat.totals) == sum(inside.values())
    assert list(heat.starts) == sorted(set(heat.starts))
    for weekday in range(7):
        assert sum(row[weekday] for row in heat.counts) == sum(
            number for day, number in inside.items() if day.weekday() == weekday
        )


def member(number: int, name: str, role: str, cadence: str, account: int | None = None) -> Member:
    owner = (account, 0) if account else (None, number)
    since = date(2026, 1, 1)
    return Member(number, name, owner, (Held(role, since, date.max),), since, since, cadence)


def touch(on: date, channel: str = "call", out: bool = True) -> Shown:
    return Shown(on, channel, out, False, frozenset())


def facts(members: list[Member], touches: dict[int, list[Shown]]) -> Facts:
    return Facts(TODAY, Workdays(), Members(members), touches, {}, date(2026, 1, 1))


# The three weeks before: 2, 9 and 16 November; this one is open.
WEEKS = Span(date(2026, 11, 2), TODAY)


@pytest.mark.parametrize(
    ("role", "rule", "touched", "states"),
    [
        ("client", "role client", [touch(date(2026, 11, 4), "email")], ["kept", "missed", "missed", "open"]),
        ("client", "role client", [touch(date(2026, 11, 10), "call", False)], ["missed", "kept", "missed", "open"]),
        ("client", "role client", [touch(TODAY)], ["missed", "missed", "missed", "kept"]),
        ("referrer", "role referrer", [touch(date(2026, 11, 4), "email")], ["missed", "missed", "missed", "open"]),
        ("referrer", "contact", [touch(date(2026, 11, 4), "email")], ["kept", "missed", "missed", "open"]),
        ("prospect", "role prospect", [touch(date(2026, 11, 4), "call", False)], ["missed"] * 3 + ["open"]),
    ],
)
def test_a_window_is_kept_by_what_its_rule_asks(
    role: str, rule: str, touched: list[Shown], states: list[str]
) -> None:
    known = facts([member(1, "Wang Li", role, "weekly")], {1: touched})
    (found,) = statistics.rhythms(known, [Lead((None, 1), 1, role, rule)], WEEKS)
    assert [window.state for window in found.windows] == states


def test_an_account_counts_once_and_any_member_keeps_it() -> None:
    people = [member(1, "Wang Li", "client", "weekly", 7), member(2, "Ann Lee", "client", "weekly", 7)]
    known = facts(people, {2: [touch(date(2026, 11, 4))]})
    (found,) = statistics.rhythms(known, [Lead((7, 0), 1, "client", "role client")], WEEKS)
    assert (found.name, found.count("kept"), found.count("missed")) == ("Wang Li", 1, 2)
    assert statistics.kept_by_role([found]) == [Kept("client", 1, 2, 1)]
    assert statistics.kept_by_role([found])[0].percent == 33


def test_nobody_without_a_rhythm_has_windows() -> None:
    people = [member(1, "Wang Li", "client", "")]
    assert statistics.rhythms(facts(people, {}), [Lead((None, 1), 1, "client", "")], WEEKS) == []
    assert statistics.kept_by_role([]) == []


def test_a_share_of_nothing_is_no_percentage() -> None:
    assert Kept("client", 0, 0, 4).percent is None


def test_channels_both_ways_the_most_used_first() -> None:
    rows = [("email", "out", 2), ("call", "out", 1), ("call", "in", 3), ("visit", "out", 2)]
    assert statistics.mix_of(rows) == [Channel("call", 1, 3), Channel("email", 2, 0), Channel("visit", 2, 0)]


def test_the_funnel_never_widens() -> None:
    courses = [
        Course(reached=False, answered=False, client=False),
        Course(reached=True, answered=False, client=False),
        Course(reached=True, answered=True, client=False),
        Course(reached=False, answered=False, client=True),
    ]
    assert statistics.funnel_of(courses) == {"named": 4, "reached": 3, "answered": 2, "client": 1}


def done(due: int, on: int | None) -> Done:
    return Done("thanks", date(2026, 11, due), date(2026, 11, on) if on else None, "Wang Li", "card", 1)


def test_punctuality_tells_in_time_from_late_from_not_done() -> None:
    rows = {"thanks": [done(5, 5), done(6, 4), done(7, 9), done(10, None), done(23, None), done(30, None)]}
    thanks, *others = statistics.punctuality(rows, Span(date(2026, 11, 1), TODAY))
    assert thanks == Punctual("thanks", 2, 1, 1, 2)
    assert thanks.due == 4
    assert [each.due for each in others] == [0, 0]
    assert statistics.punctuality(rows, Span(date(2026, 11, 8), TODAY))[0] == Punctual("thanks", 0, 0, 1, 2)
