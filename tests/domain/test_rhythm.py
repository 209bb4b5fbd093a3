"""Was the promise of contact kept, and when is the next slot: windows, the slot's three days, what was missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from relcadence.domain.cadence import CALENDAR, Cadence, add_interval, parse_cadence, window_of
from relcadence.domain.rhythm import Due, Ground, first_due, following, keeps_slot, present
from relcadence.domain.standing import standing
from relcadence.domain.workdays import Workdays

DAY = timedelta(days=1)
WEEKDAYS = Workdays()
D = date.fromisoformat


def rhythm(text: str) -> Cadence:
    cadence = parse_cadence(text)
    assert cadence
    return cadence


def days_off(*spans: tuple[str, str]) -> Workdays:
    off = {D(start) + DAY * step for start, end in spans for step in range((D(end) - D(start)).days + 1)}
    return Workdays(off=frozenset(off))


class Case(NamedTuple):
    """A cadence, since when it holds, the last touch, and the five days of the first open window."""

    cadence: str
    since: str
    last: str
    start: str
    end: str
    release: str
    ideal: str
    deadline: str

    def due(self) -> Due:
        return Due(*map(D, self[3:]))


COUNTED = """
# cadence      since      last       start      end        release    ideal      deadline
# weekly: release half a week after the touch, ideal a week after it
weekly         2026-01-01 2026-11-23 2026-11-30 2026-12-06 2026-11-30 2026-11-30 2026-12-04
weekly         2026-01-01 2026-11-29 2026-11-30 2026-12-06 2026-12-02 2026-12-06 2026-12-04
weekly         2026-01-01 2026-12-30 2027-01-04 2027-01-10 2027-01-04 2027-01-06 2027-01-08
biweekly       2026-01-01 2026-12-31 2027-01-11 2027-01-24 2027-01-11 2027-01-14 2027-01-22
biweekly       2026-01-01 2027-01-10 2027-01-11 2027-01-24 2027-01-17 2027-01-24 2027-01-22
4-weekly       2026-01-01 2026-11-29 2026-11-30 2026-12-27 2026-12-13 2026-12-27 2026-12-25
half-monthly   2026-01-01 2026-02-10 2026-02-16 2026-02-28 2026-02-17 2026-02-25 2026-02-27
half-monthly   2026-01-01 2026-02-28 2026-03-01 2026-03-15 2026-03-07 2026-03-15 2026-03-13
monthly        2026-01-01 2026-01-31 2026-02-01 2026-02-28 2026-02-15 2026-02-28 2026-02-27
monthly        2024-01-01 2024-01-31 2024-02-01 2024-02-29 2024-02-15 2024-02-29 2024-02-29
monthly        2026-01-01 2026-12-02 2027-01-01 2027-01-31 2027-01-01 2027-01-02 2027-01-29
quarterly      2026-01-01 2026-08-15 2026-10-01 2026-12-31 2026-10-01 2026-11-15 2026-12-31
quarterly      2026-01-01 2026-09-30 2026-10-01 2026-12-31 2026-11-14 2026-12-30 2026-12-31
half-yearly    2026-01-01 2026-08-31 2027-01-01 2027-06-30 2027-01-01 2027-02-28 2027-06-30
yearly         2024-01-01 2024-02-29 2025-01-01 2025-12-31 2025-01-01 2025-02-28 2025-12-31
# a touch from before the rhythm held is counted from where what it asks for lies in the window
monthly        2026-11-05 2026-10-30 2026-11-01 2026-11-30 2026-11-14 2026-11-30 2026-11-30
weekly         2026-11-23 2026-11-20 2026-11-23 2026-11-29 2026-11-23 2026-11-27 2026-11-27
weekly         2026-11-23 2026-11-16 2026-11-23 2026-11-29 2026-11-23 2026-11-23 2026-11-27
# rolling: due N after the touch, deadline the last working day by then, release half-way
every 10 days  2026-01-01 2026-11-23 2026-11-24 2026-12-03 2026-11-28 2026-12-03 2026-12-03
every 10 days  2026-01-01 2026-11-25 2026-11-26 2026-12-05 2026-11-30 2026-12-05 2026-12-04
every 3 weeks  2026-01-01 2026-12-20 2026-12-21 2027-01-10 2026-12-31 2027-01-10 2027-01-08
every 1 months 2026-01-01 2026-01-31 2026-02-01 2026-02-28 2026-02-14 2026-02-28 2026-02-27
every 2 months 2026-01-01 2026-12-31 2027-01-01 2027-02-28 2027-01-30 2027-02-28 2027-02-26
# none lies after the release: the first working day after
every 3 days   2026-01-01 2026-11-26 2026-11-27 2026-11-29 2026-11-28 2026-11-29 2026-11-30
every 1 days   2026-01-01 2026-11-27 2026-11-28 2026-11-28 2026-11-28 2026-11-28 2026-11-30
# the windows before the rhythm held do not exist, and the multiples of N go on through them
every 10 days  2026-11-23 2026-11-02 2026-11-23 2026-12-02 2026-11-27 2026-12-02 2026-12-02
"""


def cases(table: str, columns: int) -> list[list[str]]:
    """The rows of a table whose first column may hold spaces; `-` is nothing, lines with # are remarks."""
    rows = [line for line in table.splitlines() if line and not line.startswith("#")]
    return [["" if cell == "-" else cell for cell in row.rsplit(maxsplit=columns - 1)] for row in rows]


@pytest.mark.parametrize("case", [Case(*row) for row in cases(COUNTED, 8)])
def test_the_slot_after_a_touch(case: Case) -> None:
    ground = Ground(WEEKDAYS, D(case.since))
    found = first_due(rhythm(case.cadence), ground, last=D(case.last), after=None, number=7)
    assert found == case.due()


FIRST = [
    # (cadence, since, start, end): the present window if more than half of its working days remain, else the next
    ("weekly", "2026-11-23", "2026-11-23", "2026-11-29"),
    ("weekly", "2026-11-25", "2026-11-23", "2026-11-29"),  # 3 of 5
    ("weekly", "2026-11-26", "2026-11-30", "2026-12-06"),  # 2 of 5
    ("biweekly", "2026-11-20", "2026-11-16", "2026-11-29"),  # 6 of 10
    ("biweekly", "2026-11-23", "2026-11-30", "2026-12-13"),  # 5 of 10 is not more than half
    ("monthly", "2026-02-16", "2026-03-01", "2026-03-31"),  # 10 of 20
    ("monthly", "2026-02-13", "2026-02-01", "2026-02-28"),  # 11 of 20
    ("quarterly", "2026-11-23", "2027-01-01", "2027-03-31"),
    ("yearly", "2026-06-01", "2026-01-01", "2026-12-31"),
    ("yearly", "2026-12-31", "2027-01-01", "2027-12-31"),
    ("every 10 days", "2026-11-23", "2026-11-23", "2026-12-03"),
]


@pytest.mark.parametrize(("cadence", "since", "start", "end"), FIRST)
def test_the_first_window_of_a_rhythm(cadence: str, since: str, start: str, end: str) -> None:
    found = first_due(rhythm(cadence), Ground(WEEKDAYS, D(since)), last=None, after=None, number=1)
    assert found and (found.start, found.end) == (D(start), D(end))
    assert found.release == found.start
    assert found.deadline == max(WEEKDAYS.between(found.start, found.end))


SPREAD = [
    (0, "2026-02-02"),
    (1, "2026-02-18"),
    (2, "2026-02-06"),
    (3, "2026-02-25"),
    (5, "2026-02-03"),
    (89, "2026-02-02"),
]


@pytest.mark.parametrize(("number", "ideal"), SPREAD)
def test_those_without_a_touch_are_spread_over_the_first_window(number: int, ideal: str) -> None:
    """February 2026 has 20 working days; the day is number x 0.618034 less its whole part, times 20, cut off."""
    found = first_due(rhythm("monthly"), Ground(WEEKDAYS, D("2026-02-01")), last=None, after=None, number=number)
    assert found and found.ideal == D(ideal)


def test_a_hundred_people_of_one_import_lie_evenly() -> None:
    ground = Ground(WEEKDAYS, D("2026-04-01"))
    dues = [first_due(rhythm("weekly"), ground, last=None, after=None, number=number) for number in range(1, 101)]
    days = [due.ideal for due in dues if due]
    assert {days.count(day) for day in set(days)} <= {19, 20, 21}
    assert len(set(days)) == 5


LAPSED = [
    ("weekly", "2026-11-23", "2020-05-01"),
    ("monthly", "2026-12-01", "2026-10-31"),
    ("quarterly", "2026-11-23", "2026-09-10"),  # asks for 10 December, and its window is the next quarter
]


@pytest.mark.parametrize(("cadence", "since", "last"), LAPSED)
def test_a_touch_of_long_ago_does_not_pile_everybody_on_one_day(cadence: str, since: str, last: str) -> None:
    ground = Ground(WEEKDAYS, D(since))
    for number in range(9):
        without = first_due(rhythm(cadence), ground, last=None, after=None, number=number)
        assert first_due(rhythm(cadence), ground, last=D(last), after=None, number=number) == without


CHRISTMAS = days_off(("2026-12-21", "2027-01-03"))
MISSING = [
    # (workdays, cadence, since, last, first window that exists)
    (CHRISTMAS, "weekly", "2026-01-01", "2026-12-15", "2027-01-04"),
    (CHRISTMAS, "weekly", "2026-01-01", "2026-12-10", "2026-12-14"),
    (CHRISTMAS, "biweekly", "2026-01-01", "2026-12-15", "2026-12-28"),
    (days_off(("2026-02-01", "2026-02-28")), "monthly", "2026-01-01", "2026-01-15", "2026-03-01"),
    (days_off(("2026-12-28", "2026-12-30")), "weekly", "2026-12-28", "", "2026-12-28"),
    (days_off(("2026-12-21", "2026-12-23")), "weekly", "2026-12-24", "", "2026-12-21"),  # both days of two remain
    (Workdays(frozenset({2})), "weekly", "2026-11-26", "", "2026-11-30"),
    (Workdays(frozenset(), worked=frozenset({D("2026-11-28")})), "monthly", "2026-01-01", "2026-01-05", "2026-11-01"),
    (CHRISTMAS, "every 10 days", "2026-01-01", "2026-12-20", "2026-12-31"),  # 21-30 has no day
    (WEEKDAYS, "weekly", "2026-11-23", "2026-11-03", "2026-11-23"),
]


@pytest.mark.parametrize(("workdays", "cadence", "since", "last", "start"), MISSING)
def test_windows_without_a_day_to_plan_on_do_not_exist(
    workdays: Workdays, cadence: str, since: str, last: str, start: str
) -> None:
    found = first_due(
        rhythm(cadence), Ground(workdays, D(since)), last=D(last) if last else None, after=None, number=3
    )
    assert found and found.start == D(start)


def test_a_deadline_before_the_holidays() -> None:
    found = first_due(
        rhythm("monthly"), Ground(CHRISTMAS, D("2026-01-01")), last=D("2026-11-29"), after=None, number=1
    )
    assert found == Due(D("2026-12-01"), D("2026-12-31"), D("2026-12-14"), D("2026-12-29"), D("2026-12-18"))


def test_quiet_days_of_a_contact_are_no_days_to_plan_on() -> None:
    def fridays(day: date) -> bool:
        return day.weekday() == 4

    ground = Ground(WEEKDAYS, D("2026-01-01"), fridays)
    found = first_due(rhythm("weekly"), ground, last=D("2026-11-25"), after=None, number=1)
    assert found and found.deadline == D("2026-12-03")


def test_without_any_working_day_there_is_no_slot() -> None:
    never = Ground(Workdays(frozenset()), D("2026-01-01"))
    for cadence in ("weekly", "yearly", "every 1 days", "every 10 days"):
        assert first_due(rhythm(cadence), never, last=D("2026-11-23"), after=None, number=1) is None
        assert first_due(rhythm(cadence), never, last=None, after=None, number=1) is None


SKIPPED = [
    # (cadence, last, skipped up to, start of the next)
    ("weekly", "2026-11-18", "2026-11-29", "2026-11-30"),
    ("weekly", "", "2026-11-29", "2026-11-30"),
    ("monthly", "2026-11-18", "2026-12-31", "2027-01-01"),
    ("monthly", "2027-01-05", "2026-12-31", "2027-02-01"),
    ("every 10 days", "2026-11-18", "2026-11-28", "2026-11-29"),
    ("every 10 days", "2026-11-29", "2026-11-28", "2026-11-30"),
]


@pytest.mark.parametrize(("cadence", "last", "after", "start"), SKIPPED)
def test_a_skip_closes_its_window(cadence: str, last: str, after: str, start: str) -> None:
    ground = Ground(WEEKDAYS, D("2026-01-01"))
    found = first_due(rhythm(cadence), ground, last=D(last) if last else None, after=D(after), number=1)
    assert found and found.start == D(start)


class Seen(NamedTuple):
    """What a slot looks like on a day: windows missed, whether it is overdue, and its days."""

    cadence: str
    last: str
    today: str
    snoozed: str
    missed: str
    overdue: str
    start: str
    release: str
    deadline: str


SEEN = """
# cadence      last       today      snoozed    missed, overdue  start, release, deadline
weekly         2026-11-18 2026-11-20 -          0 no  2026-11-23 2026-11-23 2026-11-27
weekly         2026-11-18 2026-11-27 -          0 no  2026-11-23 2026-11-23 2026-11-27
weekly         2026-11-18 2026-11-28 -          0 yes 2026-11-23 2026-11-23 2026-11-27
weekly         2026-11-18 2026-11-30 -          1 yes 2026-11-30 2026-11-30 2026-12-04
weekly         2026-11-18 2026-12-31 -          5 yes 2026-12-28 2026-12-28 2027-01-01
quarterly      2026-01-15 2026-11-23 -          2 yes 2026-10-01 2026-10-01 2026-12-31
every 10 days  2026-11-02 2026-11-12 -          0 no  2026-11-03 2026-11-07 2026-11-12
every 10 days  2026-11-02 2026-11-13 -          1 yes 2026-11-13 2026-11-13 2026-11-20
every 10 days  2026-11-02 2026-11-23 -          2 yes 2026-11-23 2026-11-23 2026-12-02
# a deadline on the working day after is not missed before it has passed
every 3 days   2026-11-26 2026-11-30 -          0 no  2026-11-27 2026-11-28 2026-11-30
every 3 days   2026-11-26 2026-12-01 -          1 yes 2026-12-01 2026-12-01 2026-12-02
every 1 days   2026-11-27 2026-11-29 -          0 no  2026-11-28 2026-11-28 2026-11-30
every 1 days   2026-11-27 2026-12-01 -          1 yes 2026-12-01 2026-12-01 2026-12-01
# multiples are counted from the due day, so that the 31st comes back after February
every 1 months 2025-12-31 2026-02-02 -          1 yes 2026-02-01 2026-02-01 2026-02-27
every 1 months 2025-12-31 2026-03-30 -          2 yes 2026-03-01 2026-03-01 2026-03-31
# snoozed: not before that day; into the next working day where its window is over by then
weekly         2026-11-18 2026-11-23 2026-11-25 0 no  2026-11-23 2026-11-25 2026-11-27
weekly         2026-11-18 2026-11-23 2026-11-27 0 no  2026-11-23 2026-11-27 2026-11-27
weekly         2026-11-18 2026-11-23 2026-11-28 0 no  2026-11-23 2026-11-28 2026-11-30
weekly         2026-11-18 2026-11-23 2026-12-09 0 no  2026-11-23 2026-12-09 2026-12-09
weekly         2026-11-18 2026-11-23 2026-11-20 0 no  2026-11-23 2026-11-23 2026-11-27
weekly         2026-11-18 2026-12-01 2026-12-02 1 yes 2026-11-30 2026-12-02 2026-12-04
weekly         2026-11-18 2026-12-08 2026-12-02 2 yes 2026-12-07 2026-12-07 2026-12-11
every 10 days  2026-11-16 2026-11-24 2026-11-30 0 no  2026-11-17 2026-11-30 2026-11-30
"""


@pytest.mark.parametrize("seen", [Seen(*row) for row in cases(SEEN, 9)])
def test_a_slot_as_of_a_day(seen: Seen) -> None:
    cadence, ground, today = rhythm(seen.cadence), Ground(WEEKDAYS, D("2025-01-01")), D(seen.today)
    due = first_due(cadence, ground, last=D(seen.last), after=None, number=1)
    assert due
    now = present(cadence, ground, due, today, D(seen.snoozed) if seen.snoozed else None)
    assert (now.missed, now.overdue(today)) == (int(seen.missed), seen.overdue == "yes")
    assert (now.due.start, now.due.release, now.due.deadline) == (D(seen.start), D(seen.release), D(seen.deadline))
    assert now.due.release <= now.due.ideal


def test_windows_without_a_day_are_not_missed() -> None:
    ground = Ground(CHRISTMAS, D("2026-01-01"))
    due = first_due(rhythm("weekly"), ground, last=D("2026-12-09"), after=None, number=1)
    assert due and due.end == D("2026-12-20")
    assert present(rhythm("weekly"), ground, due, D("2027-01-10")).missed == 1
    assert present(rhythm("weekly"), ground, due, D("2027-01-11")).missed == 2
    during = present(rhythm("weekly"), ground, due, D("2026-12-30"))
    assert (during.missed, during.due.start) == (1, D("2027-01-04"))


@pytest.mark.parametrize("cadence", ["weekly", "every 1 days"])
def test_twenty_years_of_silence_are_all_counted(cadence: str) -> None:
    ground = Ground(Workdays(frozenset(range(7))), D("2000-01-01"))
    due = first_due(rhythm(cadence), ground, last=D("2006-11-20"), after=None, number=1)
    assert due
    today = D("2026-11-23")
    now = present(rhythm(cadence), ground, due, today)
    assert now.missed == (today - due.start).days // rhythm(cadence).days
    assert now.due.start <= today <= now.due.end


STANDS = [
    ("2026-11-18", "", "2026-11-12", "later"),
    ("2026-11-18", "", "2026-11-18", "soon"),
    ("2026-11-18", "", "2026-11-24", "soon"),
    ("2026-11-18", "", "2026-11-25", "today"),
    ("2026-11-18", "", "2026-11-27", "today"),
    ("2026-11-18", "", "2026-11-28", "overdue"),
    ("2026-11-18", "", "2026-12-07", "overdue"),
    ("2026-11-18", "2026-11-27", "2026-11-25", "soon"),
    ("2026-11-18", "2026-12-20", "2026-11-25", "later"),
]


@pytest.mark.parametrize(("last", "snoozed", "today", "state"), STANDS)
def test_the_state_of_a_slot(last: str, snoozed: str, today: str, state: str) -> None:
    due = first_due(rhythm("weekly"), Ground(WEEKDAYS, D("2026-01-01")), last=D(last), after=None, number=1)
    assert due
    window = [day.isoformat() for day in due]
    found = standing(window, "weekly", "2026-01-01", snoozed, "", WEEKDAYS, D(today))
    assert found.state == state


def test_a_window_that_is_quiet_does_not_stand_for_a_missed_one() -> None:
    due = first_due(rhythm("weekly"), Ground(WEEKDAYS, D("2026-01-01")), last=D("2026-10-28"), after=None, number=1)
    assert due and due.deadline == D("2026-11-06")
    window, quiet = [day.isoformat() for day in due], "2026-11-16..2026-11-22"
    found = standing(window, "weekly", "2026-01-01", "", quiet, WEEKDAYS, D("2026-11-18"))
    assert (found.state, found.due_on, found.now and found.now.missed) == ("overdue", D("2026-11-27"), 2)


def test_no_rhythm_has_no_state_and_no_due_day() -> None:
    found = standing(None, "", "2026-01-01", "", "", WEEKDAYS, D("2026-11-23"))
    assert (found.state, found.due_on) == ("none", None)


KEEPS = [
    # (channel, direction, tried, mass): keeps a slot, keeps the slot of the round of referrers
    ("call", "out", False, False, True, True),
    ("call", "in", False, False, True, True),
    ("meeting", "in", False, False, True, True),
    ("meal", "out", False, False, True, True),
    ("visit", "out", False, False, True, True),
    ("email", "out", False, False, True, False),
    ("message", "out", False, False, True, False),
    ("letter", "out", False, False, True, False),
    ("card", "out", False, False, True, False),
    ("article", "out", False, False, True, False),
    ("email", "in", False, False, False, False),
    ("message", "in", False, False, False, False),
    ("letter", "in", False, False, False, False),
    ("call", "out", True, False, False, False),
    ("email", "out", True, False, False, False),
    ("card", "out", False, True, False, False),
    ("call", "out", False, True, False, False),
]


@pytest.mark.parametrize(("channel", "direction", "tried", "mass", "plain", "round_"), KEEPS)
def test_what_counts_as_reached(
    channel: str, direction: str, tried: bool, mass: bool, plain: bool, round_: bool
) -> None:
    told = {"channel": channel, "direction": direction, "tried": tried, "mass": mass}
    assert keeps_slot(**told, spoken_only=False) is plain  # type: ignore[arg-type]
    assert keeps_slot(**told, spoken_only=True) is round_  # type: ignore[arg-type]


EDGES = [
    ("0001-01-01", "0001-01-01"),
    ("0001-01-01", "9999-12-31"),
    ("9999-12-30", "9999-12-31"),
    ("9999-01-01", "9999-11-15"),
]


@pytest.mark.parametrize("cadence", [*CALENDAR, "every 1 days", "every 10 days", "every 3 weeks", "every 120 months"])
@pytest.mark.parametrize(("since", "last"), EDGES)
def test_the_ends_of_the_calendar_do_not_break_anything(cadence: str, since: str, last: str) -> None:
    kind, ground = rhythm(cadence), Ground(WEEKDAYS, D(since))
    for touch, after in ((None, None), (D(last), None), (None, D(last))):
        due = first_due(kind, ground, last=touch, after=after, number=5)
        if due:
            following(kind, ground, due)
            present(kind, ground, due, due.end, due.end)
            present(kind, ground, due, min(due.end, date.max - DAY * 4000) + DAY * 4000)


DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
CADENCES = st.one_of(
    st.sampled_from([Cadence(name) for name in CALENDAR]),
    st.builds(Cadence, st.just("days"), st.integers(1, 60)),
    st.builds(Cadence, st.just("weeks"), st.integers(1, 9)),
    st.builds(Cadence, st.just("months"), st.integers(1, 14)),
)
CALENDAR_CADENCES = st.sampled_from([Cadence(name) for name in CALENDAR])


@st.composite
def grounds(draw: st.DrawFn) -> Ground:
    pattern = draw(st.frozensets(st.integers(0, 6), min_size=1))
    off = set()
    for start in draw(st.lists(DAYS, max_size=3)):
        off |= {start + DAY * step for step in range(draw(st.integers(1, 45)))}
    return Ground(Workdays(pattern, frozenset(off), draw(st.frozensets(DAYS, max_size=4))), draw(DAYS))


TOUCHES = st.none() | DAYS


@given(CADENCES, grounds(), TOUCHES, TOUCHES, st.integers(0, 10_000))
def test_the_days_of_a_slot(
    cadence: Cadence, ground: Ground, last: date | None, after: date | None, number: int
) -> None:
    due = first_due(cadence, ground, last=last, after=after, number=number)
    assert due
    assert ground.workdays.works(due.deadline)
    assert due.start <= due.release <= due.deadline
    assert due.start <= due.ideal <= due.end
    assert due.deadline <= due.end or cadence.rolls
    assert due.end >= ground.since
    closed = max(filter(None, (last, after)), default=None)
    if closed:
        assert due.start > (closed if cadence.rolls else window_of(cadence, closed).end)


@given(CALENDAR_CADENCES, grounds(), DAYS)
def test_release_ideal_and_deadline_by_the_book(cadence: Cadence, ground: Ground, last: date) -> None:
    assume(last >= ground.since)
    due = first_due(cadence, ground, last=last, after=None, number=1)
    assert due
    nominal = {
        "weekly": 7, "biweekly": 14, "4-weekly": 28, "half-monthly": 15, "monthly": 30, "quarterly": 91,
        "half-yearly": 182, "yearly": 365,
    }  # fmt: skip
    half = last + DAY * (nominal[cadence.name] // 2)
    assert due.deadline == max(day for day in _days(due.start, due.end) if ground.workdays.works(day))
    assert due.release == min(max(due.start, half), due.deadline)
    assert due.ideal == min(max(add_interval(last, cadence), due.start), due.end)
    assert window_of(cadence, due.start) == (due.start, due.end)
    between = _days(window_of(cadence, last).end + DAY, due.start - DAY)
    assert not any(ground.workdays.works(day) for day in between)


@given(CALENDAR_CADENCES, grounds(), DAYS, DAYS, st.integers(0, 99))
def test_a_later_touch_never_moves_the_slot_back(
    cadence: Cadence, ground: Ground, one: date, other: date, number: int
) -> None:
    earlier, later = sorted((one, other))
    first = first_due(cadence, ground, last=earlier, after=None, number=number)
    second = first_due(cadence, ground, last=later, after=None, number=number)
    assert first and second
    assert first.start <= second.start


@given(CADENCES, DAYS, DAYS)
def test_a_later_touch_never_moves_a_rolling_slot_back_either(cadence: Cadence, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    ground = Ground(Workdays(frozenset(range(7))), earlier)
    first, second = (first_due(cadence, ground, last=day, after=None, number=1) for day in (earlier, later))
    assert first and second
    assert all(before <= after for before, after in zip(first, second, strict=True))


@given(CADENCES, grounds(), TOUCHES, st.integers(0, 99))
def test_what_follows_lies_after_and_is_a_slot_too(
    cadence: Cadence, ground: Ground, last: date | None, number: int
) -> None:
    due = first_due(cadence, ground, last=last, after=None, number=number)
    assert due
    later = following(cadence, ground, due)
    assert later
    assert later.start > (due.ideal if cadence.rolls else due.end)
    assert ground.workdays.works(later.deadline)
    assert later.release <= later.deadline


@given(CALENDAR_CADENCES, grounds(), TOUCHES, st.integers(0, 99), st.integers(-60, 900))
def test_missed_windows_are_those_that_exist_and_ended_before_today(
    cadence: Cadence, ground: Ground, last: date | None, number: int, days: int
) -> None:
    due = first_due(cadence, ground, last=last, after=None, number=number)
    assert due
    today = due.end + DAY * days
    now = present(cadence, ground, due, today)
    assert now.missed == sum(end < today for end in _windows_with_days(cadence, ground, due.start, today))
    if now.missed:
        assert now.due.release == now.due.ideal == now.due.start
        assert now.due.end >= today
    else:
        assert now.due == due


@given(CADENCES, grounds(), TOUCHES, st.integers(-60, 900), st.integers(1, 40))
def test_a_slot_never_becomes_less_overdue_by_waiting(
    cadence: Cadence, ground: Ground, last: date | None, days: int, wait: int
) -> None:
    due = first_due(cadence, ground, last=last, after=None, number=1)
    assert due
    today = due.end + DAY * days
    before, after = (present(cadence, ground, due, day) for day in (today, today + DAY * wait))
    assert before.missed <= after.missed
    assert before.due.start <= after.due.start
    assert max(before.due.end, before.due.deadline) >= today
    assert before.overdue(today) <= after.overdue(today + DAY * wait)
    assert before.missed == 0 or before.due.start > due.end


@given(CADENCES, grounds(), TOUCHES, st.integers(-60, 200), st.integers(1, 90))
def test_a_snoozed_slot_comes_on_its_day_and_has_one(
    cadence: Cadence, ground: Ground, last: date | None, days: int, put_off: int
) -> None:
    due = first_due(cadence, ground, last=last, after=None, number=1)
    assert due
    today = due.release + DAY * days
    until = today + DAY * put_off
    plain, snoozed = present(cadence, ground, due, today), present(cadence, ground, due, today, until)
    assert snoozed.missed == plain.missed
    assert snoozed.due.release == max(plain.due.release, until)
    assert snoozed.due.release <= snoozed.due.deadline
    assert snoozed.due.deadline >= plain.due.deadline
    assert ground.workdays.works(snoozed.due.deadline)


def _days(start: date, end: date) -> list[date]:
    return [start + DAY * step for step in range((end - start).days + 1)]


def _windows_with_days(cadence: Cadence, ground: Ground, start: date, today: date) -> Iterator[date]:
    """The ends of the windows from `start` to `today` that have a day to plan on."""
    while start <= today:
        window = window_of(cadence, start)
        if any(ground.workdays.works(day) for day in _days(*window)):
            yield window.end
        start = window.end + DAY
