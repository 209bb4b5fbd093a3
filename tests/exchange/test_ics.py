"""The bytes of a calendar file: letters, lines, identity, times, and what is refused."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.exchange import ics_text as ical
from relcadence.exchange.ics import (
    CalendarItem,
    Stamp,
    Yearly,
    component,
    content,
    redacted,
    shape,
    write,
)
from relcadence.exchange.ics_zones import vtimezone

GOLDEN = Path(__file__).parent / "data" / "calendar.ics"
BERLIN = ZoneInfo("Europe/Berlin")
STAMP = Stamp(2, datetime(2026, 11, 23, 7, 0, 30, tzinfo=UTC))
DAY = date(2026, 11, 24)
NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def item(**values: Any) -> CalendarItem:
    """A promise on a day, but for what the case is about."""
    return CalendarItem(**{"uid": "u1", "kind": "promise", "summary": "Send draft", "on": DAY} | values)


def timed(**values: Any) -> CalendarItem:
    return item(**{"on": None, "starts_at": NINE} | values)


def lines(of: CalendarItem, **options: Any) -> list[str]:
    return component(of, STAMP, **options).decode().split("\r\n")


def written(*items: CalendarItem, **options: Any) -> bytes:
    out = io.BytesIO()
    octets = write(((one, STAMP) for one in items), out, **{"name": "Follow-ups"} | options)
    assert octets == len(out.getvalue())
    return out.getvalue()


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("plain", "plain"),
        ("C:\\New", "C:\\\\New"),
        ("a;b,c:d", "a\\;b\\,c:d"),
        ("one\r\ntwo\rthree\nfour", "one\\ntwo\\nthree\\nfour"),
        ("bell\x07 escape\x1b[31m nul\x00 del\x7f", "bell escape[31m nul del"),
        ("tab\tstays", "tab\tstays"),
        ("half \ud83d of a pair", "half \ufffd of a pair"),
        ("END:VEVENT\nBEGIN:VEVENT", "END:VEVENT\\nBEGIN:VEVENT"),
        ('"quoted"', '"quoted"'),
    ],
)
def test_text_is_escaped(typed: str, value: str) -> None:
    assert ical.text(typed) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("https://lease.example/a?b=c&d#e", "https://lease.example/a?b=c&d#e"),
        ("https://lease.example/租约 1", "https://lease.example/%E7%A7%9F%E7%BA%A6%201"),
        ("https://x.example/\r\nATTENDEE:mailto:a@b.example", "https://x.example/%0AATTENDEE:mailto:a@b.example"),
        ("tel:+1-555-0100", "tel:+1-555-0100"),
        ("www.lease.example", ""),
        ("", ""),
    ],
)
def test_uri_is_encoded_or_left_out(typed: str, value: str) -> None:
    assert ical.uri(typed) == value


@pytest.mark.parametrize(
    ("span", "value"),
    [
        (timedelta(minutes=15), "PT15M"),
        (timedelta(hours=15), "PT15H"),
        (timedelta(minutes=90), "PT1H30M"),
        (timedelta(days=1), "PT24H"),
    ],
)
def test_span(span: timedelta, value: str) -> None:
    assert ical.span(span) == value


@pytest.mark.parametrize("span", [timedelta(0), timedelta(minutes=-15), timedelta(seconds=90)])
def test_span_refuses_nonsense(span: timedelta) -> None:
    with pytest.raises(ValueError, match="whole minutes"):
        ical.span(span)


@pytest.mark.parametrize("letter", ["x", "é", "约", "🙂"])
@pytest.mark.parametrize("count", [1, 36, 37, 64, 65, 66, 67, 74, 75, 76, 148, 149, 150, 400])
def test_lines_fold_at_75_octets_between_characters(letter: str, count: int) -> None:
    folded = ical.line("SUMMARY", letter * count)
    pieces = folded.encode().split(b"\r\n")
    assert [len(piece) for piece in pieces if len(piece) > 75] == []
    assert [piece for piece in pieces[1:] if not piece.startswith(b" ")] == []
    assert folded.replace("\r\n ", "") == f"SUMMARY:{letter * count}"
    # No line is left shorter than it need be.
    assert all(len(piece) + len(letter.encode()) > 75 for piece in pieces[:-1])


@given(st.text(max_size=400))
@settings(deadline=None, max_examples=200)
def test_nothing_typed_ends_a_line(typed: str) -> None:
    raw = component(item(summary=typed, description=typed, categories=(typed,), handle=typed, url=typed), STAMP)
    for row in raw.split(b"\r\n"):
        assert len(row) <= 75
        assert not set(row) & {*range(9), *range(10, 32), 127}
        row.decode()
    unfolded = raw.replace(b"\r\n ", b"").decode().split("\r\n")
    names = [row.split(":")[0].split(";")[0] for row in unfolded if row]
    assert names.count("BEGIN") == names.count("END") == 1
    assert "ATTENDEE" not in names


def everything() -> list[tuple[CalendarItem, Stamp]]:
    """One item of every form."""
    return [
        (
            item(
                uid="a-slot",
                kind="slot",
                handle="F12",
                summary="Call Ana Sokołowska; ask about the lease, then C:\\New",
                description="Once each week, reached last on 13 November (call).\n+48 555 0100\ndone F12",
                categories=("weekly-client", "slot"),
                alarm=timedelta(hours=15),
            ),
            Stamp(0, datetime(2026, 11, 20, 6, tzinfo=UTC)),
        ),
        (item(uid="b-promise", handle="P3", alarm=timedelta(hours=15), status="COMPLETED"), STAMP),
        (
            item(
                uid="c-birthday",
                kind="occasion",
                summary="生日：王小明",
                on=date(2025, 2, 28),
                yearly=Yearly(2, 29),
                alarm=timedelta(hours=15),
            ),
            STAMP,
        ),
        (
            timed(
                uid="d-lunch",
                kind="event",
                summary="Lunch with Femi Weiss near the court, who asked whether we know a notary",
                starts_at=datetime(2026, 11, 24, 12, tzinfo=BERLIN),
                ends_at=datetime(2026, 11, 24, 13, tzinfo=BERLIN),
                transparent=False,
                private=False,
                url="https://lunch.example/",
                alarm=timedelta(minutes=15),
            ),
            STAMP,
        ),
        (
            timed(
                uid="e-anniversary",
                kind="occasion",
                summary="Anniversary",
                starts_at=datetime(2026, 6, 1, 9, tzinfo=BERLIN),
                yearly=Yearly(6, 1),
            ),
            STAMP,
        ),
        (item(uid="f-gone", kind="task", summary="Look at the list", status="CANCELLED"), STAMP),
    ]


def golden() -> bytes:
    out = io.BytesIO()
    write(
        everything(),
        out,
        name="Follow-ups, mine",
        as_="both",
        color="steelblue",
        refresh=12,
        alarms=True,
        zone=BERLIN,
    )
    return out.getvalue()


def test_the_bytes_are_the_golden_ones() -> None:
    assert golden() == GOLDEN.read_bytes()


def test_an_all_day_item_line_by_line() -> None:
    assert lines(item(handle="P3", categories=("promise",), description="by Friday")) == [
        "BEGIN:VEVENT",
        "UID:u1",
        "DTSTAMP:20261123T070030Z",
        "LAST-MODIFIED:20261123T070030Z",
        "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20261124",
        "DTEND;VALUE=DATE:20261125",
        "SUMMARY:Send draft",
        "DESCRIPTION:by Friday",
        "CATEGORIES:promise",
        "CLASS:PRIVATE",
        "X-RELCADENCE-HANDLE:P3",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "",
    ]


def test_the_header() -> None:
    raw = written(name="Mine, yours; a\nb", color="teal", refresh=12)
    assert raw.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//relcadence//relcadence//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Mine\\, yours\\; a\\nb",
        "X-WR-CALNAME:Mine\\, yours\\; a\\nb",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "COLOR:teal",
        "END:VCALENDAR",
        "",
    ]


def test_empty_properties_are_left_out() -> None:
    raw = written(item(summary="\x07", categories=("", "\x00")), name="\x1b")
    names = {row.split(b":")[0] for row in raw.split(b"\r\n")}
    assert not names & {b"SUMMARY", b"CATEGORIES", b"DESCRIPTION", b"URL", b"NAME", b"X-WR-CALNAME", b"METHOD"}


@pytest.mark.parametrize(
    ("of", "event", "todo"),
    [
        (
            item(on=date(2026, 12, 31)),
            ["DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101"],
            ["DUE;VALUE=DATE:20261231"],
        ),
        (
            item(on=date(2028, 2, 28)),
            ["DTSTART;VALUE=DATE:20280228", "DTEND;VALUE=DATE:20280229"],
            ["DUE;VALUE=DATE:20280228"],
        ),
        (timed(), ["DTSTART:20261124T090000Z"], ["DUE:20261124T090000Z"]),
        (
            timed(starts_at=NINE.astimezone(BERLIN), ends_at=NINE + timedelta(hours=1)),
            ["DTSTART:20261124T090000Z", "DTEND:20261124T100000Z"],
            ["DTSTART:20261124T090000Z", "DUE:20261124T100000Z"],
        ),
        (
            item(on=date(2026, 3, 15), yearly=Yearly(3, 15)),
            ["DTSTART;VALUE=DATE:20260315", "DTEND;VALUE=DATE:20260316", "RRULE:FREQ=YEARLY"],
            ["DTSTART;VALUE=DATE:20260315", "RRULE:FREQ=YEARLY"],
        ),
        (
            item(on=date(2028, 2, 29), yearly=Yearly(2, 29)),
            [
                "DTSTART;VALUE=DATE:20280229",
                "DTEND;VALUE=DATE:20280301",
                "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
            ],
            ["DTSTART;VALUE=DATE:20280229", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"],
        ),
        (
            timed(starts_at=datetime(2026, 7, 1, 9, tzinfo=BERLIN), yearly=Yearly(7, 1)),
            ["DTSTART;TZID=Europe/Berlin:20260701T090000", "RRULE:FREQ=YEARLY"],
            ["DTSTART;TZID=Europe/Berlin:20260701T090000", "RRULE:FREQ=YEARLY"],
        ),
    ],
)
def test_times(of: CalendarItem, event: list[str], todo: list[str]) -> None:
    def told(as_: str) -> list[str]:
        rows = lines(of, as_=as_, zone=BERLIN)
        return [row for row in rows if row.startswith(("DTSTART", "DTEND", "DUE", "RRULE"))]

    assert (told("events"), told("todos")) == (event, todo)


@pytest.mark.parametrize("start", [date(2025, 2, 28), date(2028, 2, 29)])
def test_29_february_comes_every_year_on_the_last_of_february(start: date) -> None:
    rule = next(row for row in lines(item(on=start, yearly=Yearly(2, 29))) if row.startswith("RRULE:"))
    days = list(rrulestr(rule[6:], dtstart=datetime(start.year, start.month, start.day))[:8])
    assert [day.day for day in days] == [29 if day.year % 4 == 0 else 28 for day in days]
    assert [day.year for day in days] == list(range(start.year, start.year + 8))


@pytest.mark.parametrize(
    ("of", "options", "trigger"),
    [
        (item(alarm=timedelta(hours=15)), {}, ["TRIGGER:-PT15H"]),
        (item(alarm=timedelta(hours=15)), {"as_": "todos"}, ["TRIGGER;RELATED=END:-PT15H"]),
        (timed(alarm=timedelta(minutes=15)), {}, ["TRIGGER:-PT15M"]),
        (timed(alarm=timedelta(minutes=5), ends_at=NINE + timedelta(hours=1)), {"as_": "todos"}, ["TRIGGER:-PT5M"]),
        (item(on=DAY, yearly=Yearly(11, 24), alarm=timedelta(hours=1)), {"as_": "todos"}, ["TRIGGER:-PT1H"]),
        (item(alarm=timedelta(hours=15)), {"alarms": False}, []),
        (item(alarm=None), {}, []),
        (item(alarm=timedelta(hours=15), kind="slot"), {}, []),
        (item(alarm=timedelta(hours=15), status="CANCELLED"), {}, []),
    ],
)  # fmt: skip
def test_alarms(of: CalendarItem, options: dict[str, Any], trigger: list[str]) -> None:
    rows = lines(of, **{"alarms": True} | options)
    assert [row for row in rows if row.startswith("TRIGGER")] == trigger
    assert rows.count("BEGIN:VALARM") == len(trigger)


@pytest.mark.parametrize(
    ("status", "event", "todo"),
    [
        ("", [], ["STATUS:NEEDS-ACTION"]),
        ("CANCELLED", ["STATUS:CANCELLED"], ["STATUS:CANCELLED"]),
        (
            "COMPLETED",
            ["STATUS:CONFIRMED"],
            ["COMPLETED:20261123T070030Z", "PERCENT-COMPLETE:100", "STATUS:COMPLETED"],
        ),
        ("TENTATIVE", ["STATUS:TENTATIVE"], ["STATUS:NEEDS-ACTION"]),
    ],
)
def test_status(status: str, event: list[str], todo: list[str]) -> None:
    def told(as_: str) -> list[str]:
        rows = lines(item(status=status), as_=as_)
        return [row for row in rows if row.startswith(("STATUS", "COMPLETED", "PERCENT"))]

    assert (told("events"), told("todos")) == (event, todo)


def onsets(block: list[str]) -> list[tuple[datetime, str, str]]:
    """Each change that one STANDARD or DAYLIGHT block foretells from 2026 to 2059: wall time, offsets."""
    told = dict(row.split(":", 1) for row in block if not row.startswith("RDATE"))
    first = datetime.fromisoformat(told["DTSTART"])
    days = [first, *(datetime.fromisoformat(row[6:]) for row in block if row.startswith("RDATE:"))]
    if "RRULE" in told:
        days = rrulestr(told["RRULE"], dtstart=first).between(datetime(2026, 1, 1), datetime(2060, 1, 1))
    return [(day, told["TZOFFSETFROM"], told["TZOFFSETTO"]) for day in days if 2026 <= day.year < 2060]


def blocks(rows: tuple[str, ...]) -> list[list[str]]:
    starts = [n for n, row in enumerate(rows) if row in ("BEGIN:STANDARD", "BEGIN:DAYLIGHT")]
    return [list(rows[n : rows.index(f"END:{rows[n][6:]}", n)]) for n in starts]


def offset(told: str) -> timedelta:
    span = timedelta(hours=int(told[1:3]), minutes=int(told[3:5]))
    return -span if told[0] == "-" else span


def changes_held(name: str) -> int:
    """Check every onset that the zone's VTIMEZONE foretells against the zone itself; returns how many."""
    zone = ZoneInfo(name)
    told = [onset for block in blocks(vtimezone(zone)) for onset in onsets(block)]
    for wall, before, after in told:
        at = (wall - offset(before)).replace(tzinfo=UTC)
        assert (at - timedelta(seconds=1)).astimezone(zone).utcoffset() == offset(before), (name, wall)
        assert at.astimezone(zone).utcoffset() == offset(after), (name, wall)
    return len(told)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("Europe/Berlin", 68),
        ("America/New_York", 68),
        ("Europe/Dublin", 68),
        ("Australia/Lord_Howe", 68),
        ("Asia/Jerusalem", 68),
        ("America/Nuuk", 68),
        ("Africa/Cairo", 68),
        ("Africa/Casablanca", 70),
        ("Asia/Shanghai", 0),
        ("Asia/Kathmandu", 0),
        ("UTC", 0),
    ],
)
def test_a_zone_foretells_its_changes(name: str, count: int) -> None:
    assert changes_held(name) == count


@pytest.mark.long
def test_every_zone_foretells_its_changes() -> None:
    odd = []
    for name in sorted(available_timezones()):
        changes_held(name)
        if any(row.startswith("RDATE") for row in vtimezone(ZoneInfo(name))):
            odd.append(name)
    assert len(odd) < 10


def test_zone_lines() -> None:
    assert vtimezone(ZoneInfo("America/New_York")) == (
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        "BEGIN:STANDARD",
        "DTSTART:19701101T020000",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        "TZNAME:EST",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700308T020000",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "TZNAME:EDT",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    )


def test_event_and_todo_never_share_a_uid() -> None:
    assert [row for row in lines(item(), as_="both") if row.startswith("UID")] == ["UID:u1", "UID:u1-todo"]


def test_content_differs_where_an_item_does() -> None:
    other = (item(summary="x"), item(status="CANCELLED"), item(on=date(2026, 11, 25)), timed(), item(handle="P1"))
    assert len({content(one) for one in (item(), *other)}) == 6
    assert content(item()) == content(item())
    # Pinned: another value would raise the SEQUENCE of every item in every calendar.
    assert content(item()).hex() == "03ca5aa7944984ac06a9088b9a35d175"


def test_shapes_differ_by_what_alters_the_bytes() -> None:
    assert len({shape(as_, alarms=a) for as_ in ("events", "todos", "both") for a in (True, False)}) == 6


def test_redacted_says_only_the_handle() -> None:
    told = redacted(item(handle="F12", description="secret", categories=("thanks",), url="https://x.example/secret"))
    raw = component(told, STAMP, as_="both", alarms=True).decode()
    assert "SUMMARY:Follow-up F12\r\n" in raw
    assert not any(word in raw for word in ("Send draft", "secret", "thanks", "DESCRIPTION", "CATEGORIES"))


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (item(uid=""), "needs a UID"),
        (item(uid="a b"), "needs a UID"),
        (item(uid="a\r\nb"), "needs a UID"),
        (item(kind="party"), "of the kind 'party'"),
        (item(status="DONE"), "status 'DONE'"),
        (item(on=None), "either a day or a time"),
        (item(starts_at=NINE), "either a day or a time"),
        (item(ends_at=NINE), "end but no time to start"),
        (timed(starts_at=datetime(2026, 11, 24, 9)), "neither in UTC nor in a named zone"),
        (timed(starts_at=NINE.astimezone(timezone(timedelta(hours=2)))), "neither in UTC nor in a named zone"),
        (timed(ends_at=NINE), "ends before it starts"),
        (timed(ends_at=NINE - timedelta(hours=1)), "ends before it starts"),
        (item(yearly=Yearly(11, 25)), "not one of its days"),
        (item(on=date(2026, 3, 1), yearly=Yearly(2, 29)), "not one of its days"),
        (item(on=date(2028, 2, 28), yearly=Yearly(2, 29)), "not one of its days"),
        (item(on=date(1969, 11, 24), yearly=Yearly(11, 24)), "before 1970"),
        (timed(starts_at=NINE.astimezone(BERLIN), yearly=Yearly(11, 24)), "does not describe"),
    ],
)
def test_what_no_reader_would_take_is_refused(of: CalendarItem, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        component(of, STAMP)


@pytest.mark.parametrize("uids", [("b", "a"), ("a", "a")])
def test_items_out_of_order_or_twice_are_refused(uids: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="sorted by UID"):
        written(*(item(uid=uid) for uid in uids))


@pytest.mark.parametrize("color", ["#ff0000", "Steel Blue", "red\r\nX-A:b"])
def test_a_colour_is_a_name(color: str) -> None:
    with pytest.raises(ValueError, match="CSS colour"):
        written(color=color)
