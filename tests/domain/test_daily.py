"""One digest a local day, none doubled, none lost: a table of nights, and the law over all of them."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.daily import is_due, minutes, missed
from relcadence.domain.workdays import Workdays

DAY = timedelta(days=1)
Clock = Callable[[datetime], datetime]


def at_home(name: str) -> Clock:
    """The wall clock of a place, by the true time."""
    zone = ZoneInfo(name)
    return lambda true: true.astimezone(zone)


def served(
    start: str, end: str, at: str, clock: Clock, awake: Callable[[datetime], bool] = lambda true: True
) -> list[str]:
    """When digests went out, as the wall clock told: the machine asks at its minutes of each hour of true time."""
    hour = time.fromisoformat(at)
    moment, last = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))
    done: dict[date, str] = {}
    while moment < last:
        local = clock(moment)
        if local.minute in minutes(hour) and awake(moment) and local.date() not in done and is_due(local, hour):
            done[local.date()] = f"{local:%m-%d %H:%M}"
        moment += timedelta(minutes=1)
    return list(done.values())


NEW_YORK, SHANGHAI = at_home("America/New_York"), at_home("Asia/Shanghai")
CAIRO, LORD_HOWE, NEPAL = (at_home(name) for name in ("Africa/Cairo", "Australia/Lord_Howe", "Asia/Kathmandu"))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def flying(leaves: str, to: Clock, home: Clock) -> Clock:
    return lambda true: (home if true < utc(leaves) else to)(true)


def off_by(days: float, start: str, end: str, clock: Clock) -> Clock:
    """A clock that is wrong for a while."""
    return lambda true: clock(true + timedelta(days=days) if utc(start) <= true < utc(end) else true)


@pytest.mark.parametrize(
    ("night", "start", "end", "at", "clock", "asleep", "expected"),
    [
        ("an ordinary one", "2026-11-22T05:00", "2026-11-25T05:00", "07:30", NEW_YORK, None,
         ["11-22 07:30", "11-23 07:30", "11-24 07:30"]),
        ("spring: the hour from 2 to 3 is left out", "2026-03-07T05:00", "2026-03-10T04:00", "02:30", NEW_YORK, None,
         ["03-07 02:30", "03-08 03:00", "03-09 02:30"]),
        ("spring, at half past seven", "2026-03-07T05:00", "2026-03-10T04:00", "07:30", NEW_YORK, None,
         ["03-07 07:30", "03-08 07:30", "03-09 07:30"]),
        ("autumn: the hour from 1 to 2 comes twice", "2026-10-31T04:00", "2026-11-03T05:00", "01:30", NEW_YORK, None,
         ["10-31 01:30", "11-01 01:30", "11-02 01:30"]),
        ("spring where midnight is left out", "2026-04-23T22:00", "2026-04-25T21:00", "00:15", CAIRO,
         None, ["04-24 01:00", "04-25 00:15"]),
        ("autumn where midnight comes twice", "2026-10-28T21:00", "2026-10-30T22:00", "23:30", CAIRO,
         None, ["10-29 23:30", "10-30 23:30"]),
        ("half an hour of summer time", "2026-04-03T13:00", "2026-04-06T13:30", "07:30", LORD_HOWE,
         None, ["04-04 07:30", "04-05 07:30", "04-06 07:30"]),
        ("a zone off by three quarters", "2026-11-22T18:15", "2026-11-24T18:15", "07:30", NEPAL, None,
         ["11-23 07:30", "11-24 07:30"]),
        ("one minute to midnight", "2026-11-22T05:00", "2026-11-24T05:00", "23:59", NEW_YORK, None,
         ["11-22 23:59", "11-23 23:59"]),
        ("a laptop asleep at half past seven", "2026-11-23T05:00", "2026-11-24T05:00", "07:30", NEW_YORK,
         ("11-23T12:00", "11-23T14:05"), ["11-23 09:15"]),
        ("asleep for two days", "2026-11-23T05:00", "2026-11-26T05:00", "07:30", NEW_YORK,
         ("11-23T12:00", "11-25T12:00"), ["11-25 07:30"]),
        ("asleep through midnight, awake before the hour", "2026-11-23T05:00", "2026-11-25T05:00", "07:30", NEW_YORK,
         ("11-23T12:00", "11-24T08:00"), ["11-24 07:30"]),
        ("the clock set back two hours after it went out", "2026-11-23T05:00", "2026-11-25T05:00", "07:30",
         off_by(-2 / 24, "11-23T12:40", "11-25T05:00", NEW_YORK), None, ["11-23 07:30", "11-24 07:30"]),
        ("the clock set back over midnight", "2026-11-22T05:00", "2026-11-25T05:00", "00:15",
         off_by(-1 / 24, "11-23T05:20", "11-25T05:00", NEW_YORK), None,
         ["11-22 00:15", "11-23 00:15", "11-24 00:15"]),
        ("the clock a year ahead for an hour", "2026-11-23T05:00", "2026-11-25T05:00", "07:30",
         off_by(365, "11-23T15:00", "11-23T16:00", NEW_YORK), None, ["11-23 07:30", "11-23 10:00", "11-24 07:30"]),
        ("flying from Shanghai to New York", "2026-11-22T16:00", "2026-11-25T05:00", "07:30",
         flying("11-23T06:00", NEW_YORK, SHANGHAI), None, ["11-23 07:30", "11-24 07:30"]),
        ("flying from New York to Shanghai", "2026-11-23T05:00", "2026-11-25T16:00", "07:30",
         flying("11-23T20:00", SHANGHAI, NEW_YORK), None, ["11-23 07:30", "11-24 07:30", "11-25 07:30"]),
        ("flying east over the date line after a day's end", "2026-11-22T16:00", "2026-11-24T08:00", "07:30",
         flying("11-23T01:00", at_home("Pacific/Honolulu"), SHANGHAI), None, ["11-23 07:30", "11-22 15:00"]),
    ],
    ids=lambda each: each if isinstance(each, str) and " " in each else "",
)  # fmt: skip
def test_nights(
    night: str, start: str, end: str, at: str, clock: Clock, asleep: tuple[str, str] | None, expected: Iterable[str]
) -> None:
    def awake(true: datetime) -> bool:
        return asleep is None or not utc(asleep[0]) <= true < utc(asleep[1])

    assert served(start, end, at, clock, awake) == expected


ZONES = ("America/New_York", "Europe/London", "Asia/Shanghai", "Africa/Cairo", "Australia/Lord_Howe",
         "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "America/Nuuk")  # fmt: skip


@settings(max_examples=40)
@given(
    st.sampled_from(ZONES),
    st.dates(date(2026, 1, 2), date(2027, 12, 30)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_every_day_that_is_slept_through_by_nobody_has_one(zone: str, day: date, at: time) -> None:
    clock = at_home(zone)
    start = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    end = datetime.combine(day + 3 * DAY, time(), ZoneInfo(zone)).astimezone(UTC)
    went = served(f"{start:%Y-%m-%dT%H:%M}", f"{end:%Y-%m-%dT%H:%M}", f"{at:%H:%M}", clock)
    assert [each[:5] for each in went] == [f"{day + step * DAY:%m-%d}" for step in range(3)]


@given(st.integers(0, 59))
def test_the_machine_asks_every_quarter_and_at_the_very_minute(minute: int) -> None:
    asked = minutes(time(7, minute))
    assert minute in asked and len(asked) == 4
    assert {later - earlier for earlier, later in pairwise(asked)} == {15}


MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (None, []),
        (date(2026, 11, 22), []),
        (date(2026, 11, 20), []),
        (date(2026, 11, 19), [date(2026, 11, 20)]),
        (date(2026, 11, 17), [date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20)]),
        (MONDAY, []),
        (date(2027, 11, 23), []),
    ],
)
def test_missed(last: date | None, days: list[date]) -> None:
    assert list(missed(last, MONDAY, Workdays())) == days
