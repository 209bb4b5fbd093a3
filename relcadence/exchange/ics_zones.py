"""A named time zone as VTIMEZONE, with yearly rules that hold for ever; needed only by recurring timed items.

The rules are those of the zone's POSIX footer (RFC 9636, 3.3). A zone that moves by no such rule (with Ramadan, or at
24:00 of the last Thursday) gets its changes up to 2060 one RDATE a line, since clients read the first of a list only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple
from zoneinfo import TZPATH, ZoneInfo

from relcadence.exchange import ics_text as ical

_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NAME = r"(?:<[A-Za-z0-9+-]+>|[A-Za-z]+)"
_TIME = r"[+-]?\d+(?::\d+){0,2}"
_RULE = rf"M(\d+)\.(\d)\.(\d)(?:/({_TIME}))?"
_POSIX = re.compile(rf"({_NAME})({_TIME})(?:({_NAME})({_TIME})?,{_RULE},{_RULE})?")
# Items lie ahead, so that a zone's older habits do not spoil its rule.
_FIRST, _LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2061, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)


class Onset(NamedTuple):
    """When, each year, the clock changes: parts of an RRULE, and the first time on the clock before the change."""

    by: str
    first: datetime


class Change(NamedTuple):
    """One change of the clock as it happened or is foretold."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    daylight: bool


@lru_cache(maxsize=8)
def vtimezone(zone: ZoneInfo) -> tuple[str, ...]:
    """The lines of the zone's VTIMEZONE. Raises ValueError for a zone without a name."""
    if not zone.key:
        raise ValueError("A time zone in a calendar needs a name, such as Europe/Berlin.")
    lines = _by_rule(zone) or _by_dates(zone)
    return ("BEGIN:VTIMEZONE", ical.line("TZID", zone.key), *lines, "END:VTIMEZONE")


def _by_rule(zone: ZoneInfo) -> list[str]:
    """The observances as the footer tells them; [] where it does not tell the whole."""
    match = _POSIX.fullmatch(_footer(zone.key))
    changes = list(_changes(zone))
    if not match:
        return []
    name, west, summer, summer_west, *rules = match.groups()
    standard = -_seconds(west)
    if summer is None:
        return [] if changes else _observance("STANDARD", datetime(1970, 1, 1), standard, standard, name, "")
    daylight = -_seconds(summer_west) if summer_west else standard + _HOUR
    spring, autumn = _onset(*rules[:4]), _onset(*rules[4:])
    years = _LAST.year - _FIRST.year
    if spring is None or autumn is None or len(changes) != 2 * years:
        return []
    to_standard = (autumn.first, daylight, standard, name, autumn.by)
    to_daylight = (spring.first, standard, daylight, summer, spring.by)
    if daylight < standard:
        # Ireland's law calls winter the exception; clients know daylight time only as the later clock.
        to_standard, to_daylight = to_daylight, to_standard
    return [*_observance("STANDARD", *to_standard), *_observance("DAYLIGHT", *to_daylight)]


def _by_dates(zone: ZoneInfo) -> list[str]:
    changes = list(_changes(zone))
    lines: list[str] = []
    for daylight in (False, True):
        for before, after, name in sorted({(c.before, c.after, c.name) for c in changes if c.daylight == daylight}):
            walls = [c.wall for c in changes if c[1:] == (before, after, name, daylight)]
            block = _observance("DAYLIGHT" if daylight else "STANDARD", walls[0], before, after, name, "")
            lines += [*block[:-1], *(f"RDATE:{ical.local(wall)}" for wall in walls[1:]), block[-1]]
    return lines


def _observance(kind: str, first: datetime, before: timedelta, after: timedelta, name: str, by: str) -> list[str]:
    lines = [
        f"BEGIN:{kind}",
        f"DTSTART:{ical.local(first)}",
        f"TZOFFSETFROM:{_offset(before)}",
        f"TZOFFSETTO:{_offset(after)}",
        f"TZNAME:{name.strip('<>')}",
    ]
    if by:
        lines.append(f"RRULE:FREQ=YEARLY;{by}")
    return [*lines, f"END:{kind}"]


def _onset(month: str, week: str, weekday: str, time: str | None) -> Onset | None:
    """The rule `Mm.w.d/time` of the footer, or None where it runs over the end of the month.

    The time may lie outside the day (-1, 26, 50 hours): then the weekday and the days of the month move with it.
    """
    shift, clock = divmod(_seconds(time or "2"), timedelta(days=1))
    number, nth = int(month), int(week)
    day = _DAYS[(int(weekday) + shift) % 7]
    last = _LENGTHS[number - 1]
    start = (last - 6 if nth == 5 else 7 * nth - 6) + shift
    if start < 1 or start + 6 > last:
        return None
    by = f"BYMONTH={number};BYDAY={-1 if nth == 5 else nth}{day}"
    if shift:
        by = f"BYMONTH={number};BYMONTHDAY={','.join(str(start + n) for n in range(7))};BYDAY={day}"
    days = (datetime(1970, number, start + n) for n in range(7))
    first = next(d for d in days if _DAYS[d.isoweekday() % 7] == day)
    return Onset(by, first + clock)


def _changes(zone: ZoneInfo) -> Iterator[Change]:
    """Every change of the zone's offset between two fixed years, found by ever smaller steps."""
    at, step = _FIRST, timedelta(days=7)
    while at < _LAST:
        if at.astimezone(zone).utcoffset() != (at + step).astimezone(zone).utcoffset():
            yield _change(zone, at, at + step)
        at += step


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> Change:
    before = low.astimezone(zone).utcoffset() or timedelta()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if (middle.astimezone(zone).utcoffset() or timedelta()) == before:
            low = middle
        else:
            high = middle
    after = high.astimezone(zone)
    offset = after.utcoffset() or timedelta()
    return Change((high + before).replace(tzinfo=None), before, offset, after.tzname() or "", bool(after.dst()))


def _footer(key: str) -> str:
    raw = _tzif(key)
    return raw[raw.rstrip(b"\n").rfind(b"\n") + 1 :].strip().decode("ascii", "replace")


def _tzif(key: str) -> bytes:
    """The zone's file, from the system or, where it has none, from the tzdata package."""
    for folder in TZPATH:
        path = Path(folder, key)
        if path.is_file():
            return path.read_bytes()
    return files("tzdata").joinpath("zoneinfo", *key.split("/")).read_bytes()


def _seconds(text: str) -> timedelta:
    """`-5:30` as a span; the sign holds for all of it."""
    hours, minutes, seconds = ([int(part) for part in text.lstrip("+-").split(":")] + [0, 0])[:3]
    value = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -value if text.startswith("-") else value


def _offset(value: timedelta) -> str:
    sign = "-" if value < timedelta() else "+"
    minutes, seconds = divmod(int(abs(value).total_seconds()), 60)
    return f"{sign}{minutes // 60:02}{minutes % 60:02}{f'{seconds:02}' if seconds else ''}"
