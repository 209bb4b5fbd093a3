"""Other people's readers judge the calendar: it parses without a complaint, and what goes out comes back equal."""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess
import warnings
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import ics
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.exchange.ics import CalendarItem, Stamp, Yearly, write
from relcadence.exchange.ics_text import clean

STAMP = Stamp(3, datetime(2026, 11, 23, 7, tzinfo=UTC))
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
NAMES = ("Ana Sokołowska", "王小明", "O'Neil; Sons, & Co", "C:\\New\\notes", "مرحبا", "👩‍👩‍👧 Weiss", 'say "yes": no')


def calendar(*items: CalendarItem, **options: Any) -> bytes:
    out = io.BytesIO()
    write(((item, STAMP) for item in items), out, **{"name": "Follow-ups"} | options)
    return out.getvalue()


def a_practice() -> list[CalendarItem]:
    """Items of every kind and form, with names that have broken calendars."""
    day = date(2026, 11, 23)
    kinds = ("slot", "promise", "occasion", "card", "task", "event")
    plain = [
        CalendarItem(
            f"{n:02}-{kind}",
            kind,
            f"Call {name}",
            f"Why: {name}\n\nPhone: +1 555 0100, {name}\ndone F{n}",
            on=day + timedelta(days=n),
            categories=("weekly-client", name),
            alarm=timedelta(hours=15),
            handle=f"F{n}",
        )
        for n, (kind, name) in enumerate((kind, name) for kind in kinds for name in NAMES)
    ]
    nine = datetime(2026, 3, 27, 9, tzinfo=BERLIN)
    return [
        *plain,
        CalendarItem("b-1", "occasion", "Birthday", on=date(2025, 2, 28), yearly=Yearly(2, 29)),
        CalendarItem("b-2", "occasion", "Birthday", on=date(2026, 12, 31), yearly=Yearly(12, 31)),
        CalendarItem("e-1", "event", "Lunch", starts_at=nine, ends_at=nine + timedelta(hours=1), transparent=False),
        CalendarItem("e-2", "event", "Call", starts_at=nine, url="https://lease.example/?a=b,c;d"),
        CalendarItem("g-1", "task", "Gone", on=day, status="CANCELLED"),
        CalendarItem("g-2", "task", "Done", on=day, status="COMPLETED"),
    ]


PRACTICE = a_practice()
FORMS = [{"as_": as_, "alarms": alarms} for as_ in ("events", "todos", "both") for alarms in (False, True)]


@pytest.mark.parametrize("form", FORMS)
def test_icalendar_finds_no_fault(form: dict[str, Any]) -> None:
    raw = calendar(*PRACTICE, color="steelblue", refresh=12, zone=BERLIN, **form)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = icalendar.Calendar.from_ical(raw)
    assert [(part.name, part.errors) for part in read.walk() if part.errors] == []
    parts = {"events": ["VEVENT"], "todos": ["VTODO"], "both": ["VEVENT", "VTODO"]}[form["as_"]]
    for part in parts:
        assert [str(one["SUMMARY"]) for one in read.walk(part)] == [item.summary for item in PRACTICE]
    assert len({str(one["UID"]) for part in parts for one in read.walk(part)}) == len(PRACTICE) * len(parts)
    assert len(read.walk("VALARM")) == (35 * len(parts) if form["alarms"] else 0)
    assert not any("METHOD" in part or "ATTENDEE" in part or "ORGANIZER" in part for part in read.walk())


@pytest.mark.parametrize("form", FORMS)
def test_vobject_finds_no_fault(form: dict[str, Any]) -> None:
    raw = calendar(*PRACTICE, color="steelblue", refresh=12, zone=BERLIN, **form)
    read = vobject.readOne(raw.decode())
    read.validate(raiseException=True)
    for name in ("vevent", "vtodo"):
        for part, item in zip(read.contents.get(name, []), PRACTICE, strict=False):
            part.validate(raiseException=True)
            assert part.summary.value == item.summary
            assert (part.description.value if item.description else "") == item.description


def test_ics_finds_no_fault() -> None:
    raw = calendar(*PRACTICE, color="steelblue", refresh=12, as_="both", alarms=True)
    read = ics.Calendar(raw.decode())
    assert len(read.events) == len(read.todos) == len(PRACTICE)
    told = {event.uid: event for event in read.events}
    assert {uid: event.name for uid, event in told.items() if "\\" not in event.name} == {
        item.uid: item.summary for item in PRACTICE if "\\" not in item.summary
    }
    assert told["00-slot"].all_day
    assert told["00-slot"].begin.date() == date(2026, 11, 23)


def test_icalendar_reads_times_as_meant() -> None:
    read = icalendar.Calendar.from_ical(calendar(*PRACTICE))
    told = {str(event["UID"]): event for event in read.walk("VEVENT")}
    assert (told["00-slot"].start, told["00-slot"].end) == (date(2026, 11, 23), date(2026, 11, 24))
    assert told["e-1"].start == datetime(2026, 3, 27, 8, tzinfo=UTC)
    assert told["e-1"].end == datetime(2026, 3, 27, 9, tzinfo=UTC)
    for event in told.values():
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == STAMP.stamped_at
        assert (event["SEQUENCE"], str(event["CLASS"])) == (3, "PRIVATE")


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, ZoneInfo("Africa/Cairo"), ZoneInfo("Asia/Shanghai")])
@pytest.mark.parametrize("month", [1, 7])
def test_a_yearly_time_keeps_its_hour_after_2038(zone: ZoneInfo, month: int) -> None:
    start = datetime(2026, month, 15, 9, tzinfo=zone)
    item = CalendarItem("a", "occasion", "Anniversary", starts_at=start, yearly=Yearly(month, 15))
    raw = calendar(item, zone=zone)
    # vobject keeps the first zone of a name for ever, and knows the real ones without looking.
    raw = raw.replace(zone.key.encode(), f"Nowhere/{zone.key}-{month}".encode())
    event = vobject.readOne(raw.decode()).vevent
    for n, at in enumerate(event.getrruleset(addRDate=True)[:30]):
        year = 2026 + n
        assert (at.year, at.hour) == (year, 9)
        there = at.replace(tzinfo=event.dtstart.value.tzinfo)
        assert there.utcoffset() == datetime(year, month, 15, 9, tzinfo=zone).utcoffset()


# vobject and icalendar hold every character; only what `clean` takes away is lost.
ANY_TEXT = st.text(st.characters(), max_size=200) | st.text('\\nN;,:\r\n" \t租é🙂\x00\x85\u2028', max_size=200)


def comes_back(text: str) -> None:
    raw = calendar(CalendarItem("a", "task", text, text, on=date(2026, 11, 23)), name=text)
    expected = clean(text)
    event = icalendar.Calendar.from_ical(raw).walk("VEVENT")[0]
    assert (str(event.get("SUMMARY", "")), str(event.get("DESCRIPTION", ""))) == (expected, expected)
    read = vobject.readOne(raw.decode())
    for part, name in ((read.vevent, "summary"), (read.vevent, "description"), (read, "x-wr-calname")):
        assert [told.value for told in part.contents.get(name, [])] == ([expected] if expected else [])


@given(ANY_TEXT)
@settings(deadline=None, max_examples=150)
def test_any_text_comes_back(text: str) -> None:
    comes_back(text)


@pytest.mark.parametrize("seed", range(3))
def test_ten_thousand_characters_come_back(seed: int) -> None:
    dice = random.Random(seed)
    letters = [*'ab ;,:\\\n\tnN"', "é", "租", "🙂", "\u200f", "\u2028", "\x85", "\x1b", "\r"]
    comes_back("".join(dice.choices(letters, k=10_000)))


@given(st.lists(st.text(st.characters(), max_size=40), max_size=5))
@settings(deadline=None, max_examples=60)
def test_categories_come_back(names: list[str]) -> None:
    raw = calendar(CalendarItem("a", "task", "x", on=date(2026, 11, 23), categories=tuple(names)))
    event = icalendar.Calendar.from_ical(raw).walk("VEVENT")[0]
    assert event.categories == [name for name in map(clean, names) if name]


ICAL_JS = """
const read = chunks => JSON.parse(Buffer.concat(chunks).toString());
const chunks = [];
process.stdin.on("data", chunk => chunks.push(chunk)).on("end", async () => {
  const loaded = await import(require.resolve("ical.js"));
  const ICAL = loaded.default;
  const root = new ICAL.Component(ICAL.parse(read(chunks)));
  for (const zone of root.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const told = root.getAllSubcomponents("vevent").map(one => {
    const event = new ICAL.Event(one);
    const times = [];
    const walk = event.iterator();
    for (let n = 0, at; n < 20 && (at = walk.next()); n++) times.push(at.toUnixTime());
    return [event.uid, event.summary, event.description, times];
  });
  console.log(JSON.stringify(told));
});
"""


def with_ical_js(raw: bytes) -> list[Any]:
    node = shutil.which("node")
    if not node or subprocess.run([node, "-e", "require.resolve('ical.js')"], capture_output=True).returncode:
        pytest.skip("no ical.js here")
    run = subprocess.run(
        [node, "-e", ICAL_JS], input=json.dumps(raw.decode()), capture_output=True, text=True, check=True
    )
    return list(json.loads(run.stdout))


def test_ical_js_finds_no_fault() -> None:
    told = with_ical_js(calendar(*PRACTICE, color="steelblue", refresh=12, alarms=True))
    assert [(uid, summary, description or "") for uid, summary, description, _ in told] == [
        (item.uid, item.summary, item.description) for item in PRACTICE
    ]


def test_ical_js_keeps_the_hour_after_2038() -> None:
    items = [
        CalendarItem(
            f"a-{month}",
            "occasion",
            "x",
            starts_at=datetime(2026, month, 15, 9, tzinfo=BERLIN),
            yearly=Yearly(month, 15),
        )
        for month in (1, 7)
    ]
    for _, _, _, times in with_ical_js(calendar(*items, zone=BERLIN)):
        assert [datetime.fromtimestamp(at, BERLIN).hour for at in times] == [9] * 20
