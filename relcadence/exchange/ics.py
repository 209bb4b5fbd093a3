"""Calendar items as an iCalendar file (RFC 5545 and 7986), streamed component by component; one rule: the same items
with the same stamps give the same bytes.

The bytes are written here by hand, not by the icalendar library: that escapes names and backslashes
wrongly, checks nothing on output, and takes ten times as long; the tests have it judge every line instead.
There is no METHOD, so DTSTAMP says when the item last changed, and nothing here reads a clock. Only dates, UTC
and, for recurring timed items, named zones are written: a floating or fixed-offset time is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import BinaryIO, Literal, NamedTuple
from zoneinfo import ZoneInfo

from relcadence.errors import say
from relcadence.exchange import ics_text as ical

As = Literal["events", "todos", "both"]
KINDS = ("slot", "promise", "occasion", "card", "task", "event")
STATUSES = ("", "CANCELLED", "COMPLETED", "CONFIRMED", "TENTATIVE")
PRODID = "-//relcadence//relcadence//EN"
# Bytes kept from an older writer are not given out again once this number has risen.
FORMAT = 1
TODO_SUFFIX = "-todo"
# Google refuses calendars over 1 MB.
LARGE = 900_000
_ONE_DAY = timedelta(days=1)
_COLOR = re.compile(r"[a-z]{3,20}")
_UID = re.compile(r"[!-~]{1,200}")


class Yearly(NamedTuple):
    """A yearly rule on the solar calendar; (2, 29) stands for the last day of February.

    Who keeps 29 February on 1 March in common years is given single dates: no rule says that in every client.
    """

    month: int
    day: int


class CalendarItem(NamedTuple):
    """One thing to show in a calendar, on a day (`on`) or from `starts_at` to `ends_at` (aware; UTC or a ZoneInfo).

    `uid` is stable for the life of the item, ASCII without spaces. `yearly` makes it a series whose first day is `on`
    or `starts_at`. `alarm` is how long before the start to remind, whole minutes; an all-day item starts at midnight.
    `status` is one of STATUSES. `url` is left out where it names no scheme.
    """

    uid: str
    kind: str
    summary: str
    description: str = ""
    on: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    yearly: Yearly | None = None
    categories: tuple[str, ...] = ()
    url: str = ""
    transparent: bool = True
    private: bool = True
    alarm: timedelta | None = None
    status: str = ""
    handle: str = ""


class Stamp(NamedTuple):
    """The revision of an item as delivered: a number that only rises, and when (UTC) it last did."""

    sequence: int
    stamped_at: datetime


def content(item: CalendarItem) -> bytes:
    """Sixteen bytes that differ where the items do; the delivered state compares them."""
    return blake2b(repr(tuple(item)).encode(), digest_size=16).digest()


def shape(as_: As = "events", *, alarms: bool = False) -> str:
    """The name under which components of this form are kept."""
    return f"{FORMAT}:{as_}{':alarms' if alarms else ''}"


def redacted(item: CalendarItem, word: str = "Follow-up") -> CalendarItem:
    """The item for a calendar that others see: only a word and the handle."""
    return item._replace(summary=f"{word} {item.handle}".strip(), description="", categories=(), url="", private=True)


def write(
    items: Iterable[tuple[CalendarItem, Stamp]],
    out: BinaryIO,
    *,
    name: str,
    as_: As = "events",
    color: str = "",
    refresh: int | None = None,
    alarms: bool = False,
    zone: ZoneInfo | None = None,
) -> int:
    """Write a calendar of items that come sorted by UID; returns the number of octets.

    `refresh` is in hours, for feeds. `alarms` lets dated items (never slots) remind. `zone` is the one zone that
    recurring timed items may stand in. Raises ValueError for an item that no reader would take, or out of order.
    """
    components = (component(item, stamp, as_=as_, alarms=alarms, zone=zone) for item, stamp in in_order(items))
    return write_components(components, out, name=name, color=color, refresh=refresh, zone=zone)


def write_components(
    components: Iterable[bytes],
    out: BinaryIO,
    *,
    name: str,
    color: str = "",
    refresh: int | None = None,
    zone: ZoneInfo | None = None,
) -> int:
    """Write a calendar around components made (or kept) before; returns the number of octets."""
    octets = out.write(_header(name, color, refresh, zone))
    for block in components:
        octets += out.write(block)
    return octets + out.write(b"END:VCALENDAR\r\n")


def in_order(items: Iterable[tuple[CalendarItem, Stamp]]) -> Iterator[tuple[CalendarItem, Stamp]]:
    """The same items; raises ValueError where UIDs do not rise, so that none can stand twice."""
    last = ""
    for item, stamp in items:
        if item.uid <= last:
            raise ValueError(
                say("Calendar items must come sorted by UID, each once: {uid} after {last}.", uid=item.uid, last=last)
            )
        last = item.uid
        yield item, stamp


def component(
    item: CalendarItem,
    stamp: Stamp,
    *,
    as_: As = "events",
    alarms: bool = False,
    zone: ZoneInfo | None = None,
) -> bytes:
    """The item as VEVENT, VTODO or both, whole lines. Raises ValueError for what no reader would take."""
    check(item, zone)
    lines: list[str] = []
    if as_ != "todos":
        lines += _event(item, stamp, alarms)
    if as_ != "events":
        lines += _todo(item, stamp, alarms)
    lines.append("")
    return "\r\n".join(lines).encode()


def check(item: CalendarItem, zone: ZoneInfo | None = None) -> None:
    """Raise ValueError, with a full sentence, where the item cannot be said in a calendar that describes `zone`."""
    fault = _fault(item) or _fault_in_series(item, zone)
    if fault:
        raise ValueError(say("The calendar item {uid!r} {fault}.", uid=item.uid, fault=fault))


def _fault(item: CalendarItem) -> str:
    if not _UID.fullmatch(item.uid):
        return "needs a UID of ASCII without spaces"
    if item.kind not in KINDS:
        return f"is of the kind {item.kind!r}, not one of {', '.join(KINDS)}"
    if item.status not in STATUSES:
        return f"has the status {item.status!r}, not one of {', '.join(filter(None, STATUSES))}"
    if (item.on is None) == (item.starts_at is None):
        return "needs either a day or a time to start at"
    return _fault_in_times(item)


def _fault_in_times(item: CalendarItem) -> str:
    if item.starts_at is None:
        return "has an end but no time to start at" if item.ends_at else ""
    for at in filter(None, (item.starts_at, item.ends_at)):
        if at.tzinfo is not UTC and not isinstance(at.tzinfo, ZoneInfo):
            return f"has a time that is neither in UTC nor in a named zone: {at.isoformat()}"
    if item.ends_at and item.ends_at.astimezone(UTC) <= item.starts_at.astimezone(UTC):
        return "ends before it starts"
    return ""


def _fault_in_series(item: CalendarItem, zone: ZoneInfo | None) -> str:
    first = item.on or item.starts_at
    if item.yearly is None or first is None:
        return ""
    if first.year < 1970:
        return f"is a series from {first.year}, and phones lose those from before 1970"
    day = _last_of_february(first.year) if item.yearly == (2, 29) else item.yearly[1]
    if (first.month, first.day) != (item.yearly[0], day):
        return "is a series whose first day is not one of its days"
    zones = {at.tzinfo for at in (item.starts_at, item.ends_at) if at}
    if zones and zones not in ({UTC}, {zone}):
        return "is a series in a time zone that the calendar does not describe"
    return ""


def _last_of_february(year: int) -> int:
    return (date(year, 3, 1) - _ONE_DAY).day


def _header(name: str, color: str, refresh: int | None, zone: ZoneInfo | None) -> bytes:
    if color and not _COLOR.fullmatch(color):
        raise ValueError(say("{color!r} is not the name of a CSS colour, such as steelblue.", color=color))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN"]
    lines += [*_text("NAME", name), *_text("X-WR-CALNAME", name)]
    if refresh is not None:
        every = ical.span(timedelta(hours=refresh))
        lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{every}", f"X-PUBLISHED-TTL:{every}"]
    if color:
        lines.append(f"COLOR:{color}")
    if zone is not None:
        from relcadence.exchange.ics_zones import vtimezone

        lines += vtimezone(zone)
    lines.append("")
    return "\r\n".join(lines).encode()


def _event(item: CalendarItem, stamp: Stamp, alarms: bool) -> list[str]:
    lines = ["BEGIN:VEVENT", *_identity(item.uid, stamp), *_event_times(item), *_texts(item)]
    lines.append(f"TRANSP:{'TRANSPARENT' if item.transparent else 'OPAQUE'}")
    if item.status:
        # An event knows no COMPLETED; a thing done did take place.
        lines.append(f"STATUS:{'CONFIRMED' if item.status == 'COMPLETED' else item.status}")
    if alarms:
        lines += _alarm(item, "")
    lines.append("END:VEVENT")
    return lines


def _todo(item: CalendarItem, stamp: Stamp, alarms: bool) -> list[str]:
    lines = ["BEGIN:VTODO", *_identity(item.uid + TODO_SUFFIX, stamp), *_todo_times(item), *_texts(item)]
    if item.status == "COMPLETED":
        lines += [f"COMPLETED:{ical.utc(stamp.stamped_at)}", "PERCENT-COMPLETE:100", "STATUS:COMPLETED"]
    elif item.status == "CANCELLED":
        lines.append("STATUS:CANCELLED")
    else:
        lines.append("STATUS:NEEDS-ACTION")
    if alarms:
        due_alone = not item.yearly and not item.ends_at
        lines += _alarm(item, ";RELATED=END" if due_alone else "")
    lines.append("END:VTODO")
    return lines


def _identity(uid: str, stamp: Stamp) -> list[str]:
    at = ical.utc(stamp.stamped_at)
    return [ical.line("UID", uid), f"DTSTAMP:{at}", f"LAST-MODIFIED:{at}", f"SEQUENCE:{stamp.sequence}"]


def _event_times(item: CalendarItem) -> list[str]:
    if item.on is not None:
        lines = [f"DTSTART;VALUE=DATE:{ical.day(item.on)}", f"DTEND;VALUE=DATE:{ical.day(item.on + _ONE_DAY)}"]
    else:
        lines = _times(item, "DTEND")
    return lines + _rule(item)


def _todo_times(item: CalendarItem) -> list[str]:
    if item.yearly is not None:
        # A series needs its first day; each is then due on its own day, and a DUE would have to lie after it.
        start = f"DTSTART;VALUE=DATE:{ical.day(item.on)}" if item.on else _moment("DTSTART", item.starts_at, item)
        return [start, *_rule(item)]
    if item.on is not None:
        return [f"DUE;VALUE=DATE:{ical.day(item.on)}"]
    return _times(item, "DUE") if item.ends_at else [_moment("DUE", item.starts_at, item)]


def _times(item: CalendarItem, end: str) -> list[str]:
    lines = [_moment("DTSTART", item.starts_at, item)]
    if item.ends_at is not None:
        lines.append(_moment(end, item.ends_at, item))
    return lines


def _moment(name: str, at: datetime | None, item: CalendarItem) -> str:
    assert at is not None
    if item.yearly and isinstance(at.tzinfo, ZoneInfo):
        return f"{name};TZID={at.tzinfo.key}:{ical.local(at)}"
    return f"{name}:{ical.utc(at)}"


def _rule(item: CalendarItem) -> list[str]:
    if item.yearly is None:
        return []
    # Read as 28 or 29 February by every engine; a plain rule gives 1 March, or nothing in common years.
    return ["RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1" if item.yearly == (2, 29) else "RRULE:FREQ=YEARLY"]


def _texts(item: CalendarItem) -> list[str]:
    lines = [*_text("SUMMARY", item.summary), *_text("DESCRIPTION", item.description)]
    categories = ",".join(filter(None, map(ical.text, item.categories)))
    if categories:
        lines.append(ical.line("CATEGORIES", categories))
    if item.private:
        lines.append("CLASS:PRIVATE")
    address = ical.uri(item.url)
    if address:
        lines.append(ical.line("URL", address))
    return lines + _text("X-RELCADENCE-HANDLE", item.handle)


def _text(name: str, value: str) -> list[str]:
    """The property's line; none where nothing is left to say."""
    escaped = ical.text(value)
    return [ical.line(name, escaped)] if escaped else []


def _alarm(item: CalendarItem, related: str) -> list[str]:
    if item.alarm is None or item.kind == "slot" or item.status in ("CANCELLED", "COMPLETED"):
        return []
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        *(_text("DESCRIPTION", item.summary) or ["DESCRIPTION:-"]),
        f"TRIGGER{related}:-{ical.span(item.alarm)}",
        "END:VALARM",
    ]
