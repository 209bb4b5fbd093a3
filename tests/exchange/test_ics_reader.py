"""The user's own calendar read back, as the programs of this world write it."""

from __future__ import annotations

import doctest
import io
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.errors import BadInput
from relcadence.exchange import ics_foreign_zones
from relcadence.exchange.ics import CalendarItem, Stamp, write
from relcadence.exchange.ics_reader import CalendarRead, Meeting, Ticked, read

SPAN: dict[str, Any] = {
    "since": date(2026, 10, 1),
    "until": date(2026, 11, 23),
    "zone": ZoneInfo("America/New_York"),
}
AT = "DTSTART:20261110T150000Z\nDTEND:20261110T160000Z"


def calendar(*events: str, before: str = "") -> bytes:
    parts = (f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{before}{''.join(parts)}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def told(*events: str, before: str = "", **span: Any) -> CalendarRead:
    return read(calendar(*events, before=before), **SPAN | span)


def whens(*events: str, before: str = "") -> list[tuple[str, str, int | None]]:
    found = told(*events, before=before).meetings
    return [(str(one.on), f"{one.starts_at:%H:%M}" if one.starts_at else "all day", one.minutes) for one in found]


def reasons(*events: str, before: str = "") -> list[str]:
    return [note.reason for note in told(*events, before=before).notes]


def test_a_meeting_with_all_it_tells() -> None:
    event = (
        f"UID:m1\n{AT}\nSUMMARY:Review lease\\, Marcus\nLOCATION:Near the court\nSTATUS:CONFIRMED\n"
        "ORGANIZER;CN=Me:mailto:Me@lawoffice.example\n"
        'ATTENDEE;CN="Sokolov; Marcus";PARTSTAT=DECLINED:MAILTO:p0@clients.example\n'
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@lawoffice.example\n"
        "ATTENDEE;CN=Room 5:urn:uuid:1234\n"
        "ATTENDEE;CN=Ana;EMAIL=ana@clients.example:/principals/1234/"
    )
    assert told(event) == CalendarRead(
        (
            Meeting(
                uid="m1",
                on=date(2026, 11, 10),
                starts_at=datetime(2026, 11, 10, 15, tzinfo=UTC),
                minutes=60,
                title="Review lease, Marcus",
                location="Near the court",
                people=(
                    ("Me", "me@lawoffice.example"),
                    ("Sokolov; Marcus", "p0@clients.example"),
                    ("Ana", "ana@clients.example"),
                ),
                declined=("p0@clients.example",),
                all_day=False,
                status="confirmed",
                recurring=False,
            ),
        ),
        (),
        (),
    )  # fmt: skip


OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Our office
X-LIC-LOCATION:Our office
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0500
TZOFFSETTO:+0400
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0400
TZOFFSETTO:+0500
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("start", "before", "when"),
    [
        ("DTSTART:20261110T150000Z", "", ("2026-11-10", "15:00")),
        ("DTSTART;TZID=Europe/Berlin:20261110T100000", "", ("2026-11-10", "09:00")),
        ("DTSTART;TZID=Eastern Standard Time:20261110T100000", "", ("2026-11-10", "15:00")),
        ('DTSTART;TZID="Eastern Standard Time":20261030T100000', "", ("2026-10-30", "14:00")),
        ("DTSTART;tzid=W. Europe Standard Time:20261110T100000", "", ("2026-11-10", "09:00")),
        ("DTSTART;TZID=/somebody.example/20050126_1/America/New_York:20261110T100000", "", ("2026-11-10", "15:00")),
        ("DTSTART;TZID=Our office:20261110T100000", OWN_ZONE, ("2026-11-10", "06:00")),
        ("DTSTART;TZID=Our office:20261010T100000", OWN_ZONE, ("2026-10-10", "05:00")),
        ("DTSTART:20261110T100000", "", ("2026-11-10", "15:00")),
        ("DTSTART:20261110T100000", "X-WR-TIMEZONE:Asia/Shanghai\n", ("2026-11-09", "02:00")),
        ("DTSTART:20261111T030000Z", "", ("2026-11-10", "03:00")),
        ("DTSTART;VALUE=DATE:20261110", "", ("2026-11-10", "all day")),
        ("DTSTART;VALUE=DATE:20261110\nDTEND;VALUE=DATE:20261110", "", ("2026-11-10", "all day")),
    ],
)  # fmt: skip
def test_zones(start: str, before: str, when: tuple[str, str]) -> None:
    assert [one[:2] for one in whens(f"UID:a\n{start}", before=before)] == [when]
    assert reasons(f"UID:a\n{start}", before=before) == []


def test_an_unknown_zone_is_noted() -> None:
    event = "UID:a\nDTSTART;TZID=Customized Time Zone:20261110T100000"
    assert whens(event) == [("2026-11-10", "15:00", None)]
    assert reasons(event) == [
        "The time zone “Customized Time Zone” is not known; its times were read as of America/New_York."
    ]


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        ("DTEND:20261110T153000Z", 30),
        ("DURATION:PT45M", 45),
        ("", None),
        ("DTEND:20261110T150000Z", None),
    ],
)
def test_minutes(lines: str, minutes: int | None) -> None:
    assert whens(f"UID:a\nDTSTART:20261110T150000Z\n{lines}".rstrip()) == [("2026-11-10", "15:00", minutes)]


WEEKLY = (
    "UID:w\nDTSTART;TZID=America/New_York:20261005T090000\n"
    "DTEND;TZID=America/New_York:20261005T100000\nRRULE:FREQ=WEEKLY"
)


@pytest.mark.parametrize(
    ("events", "days"),
    [
        ([f"{WEEKLY};COUNT=3"], ["10-05 13:00", "10-12 13:00", "10-19 13:00"]),
        ([f"{WEEKLY};UNTIL=20261013"], ["10-05 13:00", "10-12 13:00"]),
        ([f"{WEEKLY};UNTIL=20261012T130000Z"], ["10-05 13:00", "10-12 13:00"]),
        (
            [f"{WEEKLY};COUNT=3\nEXDATE;TZID=America/New_York:20261012T090000"],
            ["10-05 13:00", "10-19 13:00"],
        ),
        (
            [
                f"{WEEKLY};COUNT=2",
                "UID:w\nRECURRENCE-ID;TZID=America/New_York:20261012T090000\nDTSTART:20261013T140000Z",
            ],
            ["10-05 13:00", "10-13 14:00"],
        ),
        ([f"{WEEKLY};INTERVAL=4"], ["10-05 13:00", "11-02 14:00"]),
        (["UID:w\nDTSTART:20201005T130000Z\nRRULE:FREQ=YEARLY"], ["10-05 13:00"]),
        ([f"{WEEKLY};INTERVAL=0"], ["10-05 13:00"]),
        (["UID:w\nDTSTART:10031005T130000Z\nDTEND:20261005T130000Z\nRRULE:FREQ=DAILY"], []),
        (["UID:w\nDTSTART:20261005T130000Z\nRRULE:FREQ=SECONDLY"], ["10-05 13:00"]),
        (["UID:w\nDTSTART:20261005T130000Z\nRRULE:FREQ=SOMETIMES"], ["10-05 13:00"]),
        (["UID:w\nDTSTART:20261005T130000Z\nRDATE:nonsense"], ["10-05 13:00"]),
    ],
)
def test_series(events: list[str], days: list[str]) -> None:
    assert [f"{day[5:]} {time}" for day, time, _ in whens(*events)] == days
    assert all(one.recurring or one.uid == "w" for one in told(*events).meetings)


def test_a_rule_that_cannot_be_followed_is_noted() -> None:
    assert reasons(f"{WEEKLY};INTERVAL=0") == [
        "This entry repeats by a rule that cannot be followed; only its first time was taken."
    ]


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        (b"\xef\xbb\xbf" + calendar(f"UID:a\n{AT}"), 1),
        (calendar(f"UID:a\n{AT}").replace(b"\r\n", b"\n"), 1),
        (calendar(f"UID:a\n{AT}").replace(b"\r\n", b"\r"), 1),
        (calendar(f"UID:a\n{AT}").replace(b"BEGIN", b"begin").replace(b"END:", b"end:"), 1),
        (calendar(f"UID:a\n{AT}").decode().encode("utf-16"), 1),
        (calendar(f"UID:a\n{AT}", f"UID:b\n{AT}"), 2),
        (calendar(f"UID:a\n{AT}")[:-40], 0),
        (calendar(f"UID:a\n{AT}") + calendar(f"UID:b\n{AT}"), 2),
        (calendar(AT), 1),
        (calendar(f"UID:a\n{AT}\nno property at all\nSUMMARY:x"), 1),
        (calendar("UID:a\nSUMMARY:without a day"), 0),
        (calendar("UID:a\nDTSTART:someday", f"UID:b\n{AT}"), 1),
        (calendar(f"UID:a\n{AT}\nBEGIN:VALARM\nTRIGGER:nonsense\nEND:VALARM"), 1),
        (calendar(f"UID:a\n{AT}\nSUMMARY:{'x' * 300_000}", f"UID:b\n{AT}"), 1),
    ],
)
def test_broken_files_are_read_as_far_as_they_can_be(raw: bytes, count: int) -> None:
    assert len(read(raw, **SPAN).meetings) == count


@pytest.mark.parametrize(
    ("second", "starts", "note"),
    [
        (f"UID:a\nSEQUENCE:2\n{AT}", ["15:00"], "stands twice"),
        ("UID:a\nSEQUENCE:2\nDTSTART:20261110T170000Z", ["17:00"], "stands twice"),
        ("UID:a\nSEQUENCE:0\nDTSTART:20261110T170000Z", ["15:00"], "stands twice"),
        ("UID:a\nSEQUENCE:1\nDTSTART:20261110T170000Z", ["15:00", "17:00"], "the UID of another"),
    ],
)
def test_one_uid_twice(second: str, starts: list[str], note: str) -> None:
    events = (f"UID:a\nSEQUENCE:1\n{AT}", second)
    assert [start for _, start, _ in whens(*events)] == starts
    assert [note in reason for reason in reasons(*events)] == [True]


def test_notes_name_the_line() -> None:
    raw = calendar(f"UID:a\n{AT}", AT, f"UID:c\n{AT}\n<p>not a property</p>")
    assert [(note.line, note.reason, note.raw, note.fatal) for note in read(raw, **SPAN).notes] == [
        (16, "This is not a property with a name and a value; it was left out.", "<p>not a property</p>", False),
        (8, "This entry has no UID; it got one from its content.", "", False),
    ]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "it is empty"),
        (b"<!DOCTYPE html><html><body>Please sign in</body></html>", "a web page, perhaps a login page"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "an address book"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "something else"),
        (b"Name,Phone\r\n", "something else"),
        (b"BEGIN:VCALENDAR\r\n", "no calendar in this file"),
    ],
)
def test_what_is_no_calendar_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        read(raw, **SPAN)


def test_a_calendar_too_large_is_refused() -> None:
    with pytest.raises(BadInput, match="larger than 50 MB"):
        read(b"BEGIN:VCALENDAR\r\n" + bytes(50 << 20), **SPAN)


def test_our_own_todos_ticked_off() -> None:
    stamp = Stamp(0, datetime(2026, 11, 20, 7, tzinfo=UTC))
    items = [CalendarItem(uid, "promise", "Send draft", on=date(2026, 11, 24)) for uid in ("a", "b", "c")]
    out = io.BytesIO()
    write(((item, stamp) for item in items), out, name="Follow-ups", as_="todos")
    raw = out.getvalue().replace(b"STATUS:NEEDS-ACTION", b"STATUS:COMPLETED\r\nCOMPLETED:20261122T080000Z", 1)
    raw = raw[::-1].replace(b"STATUS:NEEDS-ACTION"[::-1], b"STATUS:COMPLETED"[::-1], 1)[::-1]
    assert read(raw, **SPAN).ticked == (Ticked("a", date(2026, 11, 22)), Ticked("c", None))


def test_known_zones() -> None:
    assert doctest.testmod(ics_foreign_zones).failed == 0
    assert [
        ics_foreign_zones.known_zone(name) for name in ("", "/", "..", "../../etc/passwd", "America", "\x00")
    ] == [""] * 6


WHOLE = calendar(f"{WEEKLY};COUNT=3\nEXDATE;TZID=America/New_York:20261012T090000", f"UID:b\n{AT}", before=OWN_ZONE)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.binary(max_size=3), st.integers(0, 40)), max_size=4))
@settings(deadline=None, max_examples=60)
def test_no_damage_ends_in_a_traceback(damage: list[tuple[int, bytes, int]]) -> None:
    raw = WHOLE
    for at, put, cut in damage:
        raw = raw[:at] + put + raw[at + cut :]
    try:
        read(raw, **SPAN)
    except BadInput as error:
        assert error.what.endswith(".")


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=60)
def test_no_bytes_end_in_a_traceback(raw: bytes) -> None:
    for start in (b"", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261110T150000Z\r\n"):
        try:
            read(start + raw + b"\r\nEND:VEVENT\r\n", **SPAN)
        except BadInput as error:
            assert error.hint


@pytest.mark.parametrize(
    ("line", "private"),
    [("CLASS:PRIVATE", True), ("CLASS:confidential", True), ("CLASS:PUBLIC", False), ("X-A:b", False)],
)
def test_private_meetings(line: str, private: bool) -> None:
    assert [one.private for one in told(f"UID:a\n{AT}\n{line}").meetings] == [private]
