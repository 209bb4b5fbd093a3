"""The cadence calendar: whom it shows where there are too many, and the state of each week."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from relcadence.deliver.report_calendar import LEAST, calendar
from relcadence.domain.statistics import LONGEST_WEEKS, Held, Rhythm, Span

MONDAY = date(2026, 11, 2)
SPAN = Span(MONDAY, date(2026, 11, 23))


def week(at: int, state: str) -> Held:
    start = MONDAY + timedelta(weeks=at)
    return Held(start, start + timedelta(days=6), state, start if state == "kept" else None)


def person(number: int, states: list[str], role: str = "client") -> Rhythm:
    return Rhythm(
        number, f"No {number:03}", role, "weekly", tuple(week(at, state) for at, state in enumerate(states))
    )


def test_a_window_longer_than_a_week_is_kept_in_all_of_them_and_touched_in_one() -> None:
    windows = (
        Held(MONDAY, date(2026, 11, 22), "kept", date(2026, 11, 12)),
        Held(SPAN.until, SPAN.until, "open", None),
    )
    (group,) = calendar([Rhythm(1, "Wang Li", "client", "monthly", windows)], SPAN).groups
    assert group.rows[0].cells == ("kept", "touched", "kept", "")


def test_a_long_span_shows_its_last_weeks() -> None:
    shown = calendar([], Span(date(2020, 1, 1), SPAN.until))
    assert (len(shown.weeks), shown.weeks[-1]) == (LONGEST_WEEKS, SPAN.until)


STATES = st.lists(st.sampled_from(["kept", "missed", "open"]), min_size=1, max_size=3)
BOOKS = st.lists(st.tuples(st.sampled_from(["client", "referrer", "circle"]), STATES), max_size=60)


@given(BOOKS, st.integers(1, 30))
def test_nobody_is_left_out_unsaid(book: list[tuple[str, list[str]]], most: int) -> None:
    people = [person(number, states, role) for number, (role, states) in enumerate(book)]
    groups = calendar(people, SPAN, most).groups
    assert sum(len(group.rows) + group.more for group in groups) == len(people)
    assert sum(group.kept for group in groups) == sum(each.count("kept") for each in people)
    assert sum(group.missed for group in groups) == sum(each.count("missed") for each in people)
    for group in groups:
        missed = [row.missed for row in group.rows]
        assert missed == sorted(missed, reverse=True)
        own = [each for each in people if each.role == group.role]
        left = sorted((each.count("missed") for each in own), reverse=True)[len(missed) :]
        assert group.clear == left.count(0)
        assert len(group.rows) >= min(LEAST, len(own))


def test_those_who_missed_have_the_rows() -> None:
    book = [person(at, ["kept"], "connection") for at in range(900)] + [
        person(at, ["missed"]) for at in range(900, 1000)
    ]
    clients, connections = calendar(book, SPAN, 80).groups
    assert (len(clients.rows), clients.more, clients.clear) == (80, 20, 0)
    assert (len(connections.rows), connections.more, connections.clear) == (LEAST, 892, 892)
