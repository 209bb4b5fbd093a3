"""`export ics`: which items, on which day, in which words, under which identity; and what is refused."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from relcadence.cli import calendar_files

Run = Callable[..., Any]


def read(raw: str | bytes) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(raw)


def exported(run: Run, *options: str, today: str | None = None) -> icalendar.Calendar:
    result = run("export", "ics", *options, today=today)
    assert (result.code, result.err) == (0, "")
    return read(result.out)


def parts(calendar: icalendar.Calendar, name: str = "VEVENT") -> dict[str, Any]:
    """The entries by title."""
    return {str(part["SUMMARY"]): part for part in calendar.walk(name)}


def text(run: Run, title: str, *options: str, today: str | None = None) -> list[str]:
    return str(parts(exported(run, *options, today=today))[title]["DESCRIPTION"]).splitlines()


def test_a_file_for_import(run: Run, book: Path) -> None:
    calendar = exported(run)
    assert (calendar["X-WR-CALNAME"], calendar["NAME"], calendar["COLOR"]) == (
        "Follow-ups",
        "Follow-ups",
        "steelblue",
    )
    assert not {"METHOD", "REFRESH-INTERVAL"} & set(calendar)
    found = parts(calendar)
    assert set(found) == {
        "E-mail Wang Li", "Message 王芳", "E-mail Zoë Müller-Łukasz", "Call José Ortega", "E-mail Ann Lee",
        "Promise to Wang Li: send the draft", "Birthday: José Ortega",
    }  # fmt: skip
    assert {str(part["CLASS"]) for part in found.values()} == {"PRIVATE"}
    assert {str(part["TRANSP"]) for part in found.values()} == {"TRANSPARENT"}
    assert all(part["DTEND"].dt - part["DTSTART"].dt == timedelta(days=1) for part in found.values())
    alarms = {title: [str(a["TRIGGER"].to_ical()) for a in part.walk("VALARM")] for title, part in found.items()}
    assert {title for title, told in alarms.items() if told} == {
        "Promise to Wang Li: send the draft", "Birthday: José Ortega",
    }  # fmt: skip


def test_descriptions_say_why_what_was_last_how_and_what_to_type(run: Run, book: Path) -> None:
    assert text(run, "E-mail Wang Li") == [
        "Rhythm: weekly", "Last: 2026-11-02 call", "+1 212 555 0101", "wang.li@harbour.example",
        "When done: relcadence done F8",
    ]  # fmt: skip
    assert text(run, "Promise to Wang Li: send the draft")[0] == "Promised on 2026-11-02"
    assert text(run, "Birthday: José Ortega")[0] == "Born in 1970 (2026: 56, 2027: 57, 2028: 58)"


def test_notes_only_when_asked_for_and_private_ones_never(run: Run, book: Path) -> None:
    assert "asked about the lease" not in run("export", "ics").out
    assert text(run, "E-mail Wang Li", "--notes")[1] == "Last: 2026-11-02 call: asked about the lease"
    run("log", "wang", "--call", "the secret merger", "--private", "--on", "2026-11-03")
    for options in ((), ("--notes",), ("--feed", "--notes"), ("--as", "both", "--notes")):
        assert "secret" not in run("export", "ics", *options).out


def test_a_feed_bundles_the_slots_of_a_day(run: Run, book: Path) -> None:
    calendar = exported(run, "--feed")
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=12)
    assert calendar["X-PUBLISHED-TTL"] == "PT12H"
    assert not calendar.walk("VALARM")
    single = {
        str(part["X-RELCADENCE-HANDLE"]): part["DTSTART"].dt
        for part in exported(run, "--kind", "slot").walk("VEVENT")
    }
    days = [part for part in calendar.walk("VEVENT") if str(part["SUMMARY"]).startswith("Follow-ups: ")]
    told = {}
    for part in days:
        rows = [row for row in str(part["DESCRIPTION"]).splitlines() if not row.startswith("When done")]
        assert str(part["SUMMARY"]) == f"Follow-ups: {len(rows)}"
        assert str(part["TRANSP"]) == "TRANSPARENT"
        told |= {row.split()[0]: part["DTSTART"].dt for row in rows}
    assert told == single
    assert len(days) == len(set(single.values()))


def test_a_series_for_birthdays_anchored_where_the_contact_was_added(run: Run, book: Path) -> None:
    run("add", "Leap", "--birthday", "1980-02-29", "--role", "circle")
    found = parts(exported(run, "--kind", "occasion"))
    jose, leap = found["Birthday: José Ortega"], found["Birthday: Leap"]
    assert (jose["DTSTART"].dt, jose["RRULE"].to_ical()) == (date(2026, 11, 24), b"FREQ=YEARLY")
    assert leap["DTSTART"].dt == date(2026, 2, 28)
    assert dict(leap["RRULE"]) == {"FREQ": ["YEARLY"], "BYMONTH": [2], "BYMONTHDAY": [-1]}
    assert not any(char.isdigit() for title in found for char in title), "no age where it would be wrong next year"


def test_single_dates_for_what_no_rule_says(run: Run, book: Path) -> None:
    run("add", "Leap", "--birthday", "1980-02-29", "--role", "circle")
    run("add", "Moon", "--birthday", "lunar:1979-8-15", "--role", "circle")
    run("config", "set", "feb29", "mar1")
    events = exported(run, "--kind", "occasion").walk("VEVENT")
    days = {
        title: sorted(part["DTSTART"].dt for part in events if part["SUMMARY"] == title)
        for title in ("Birthday: Leap", "Birthday: Moon")
    }
    assert days == {
        "Birthday: Leap": [date(2027, 3, 1), date(2028, 2, 29), date(2029, 3, 1)],
        "Birthday: Moon": [date(2027, 9, 15), date(2028, 10, 3), date(2029, 9, 22)],
    }
    first = min((part for part in events if part["SUMMARY"] == "Birthday: Moon"), key=lambda part: part["DTSTART"].dt)
    assert str(first["DESCRIPTION"]).splitlines()[:2] == ["Turns 48", "Lunar calendar: 1979-8-15"]
    assert len({str(part["UID"]) for part in events}) == len(events)


def revisions(run: Run, *options: str, today: str | None = None) -> dict[str, tuple[Any, ...]]:
    events = exported(run, *options, today=today).walk("VEVENT")
    return {
        str(one["UID"]): (one["DTSTART"].dt, str(one["SUMMARY"]), str(one["DESCRIPTION"]), one["SEQUENCE"])
        for one in events
    }


@pytest.mark.parametrize("options", [(), ("--feed",), ("--as", "both", "--at", "09:00")])
def test_a_new_day_alone_changes_nothing(run: Run, book: Path, options: tuple[str, ...]) -> None:
    before = revisions(run, *options)
    assert run("export", "ics", *options).out == run("export", "ics", *options).out
    for day in ("2026-11-24", "2026-11-25", "2026-12-02"):
        for uid, told in revisions(run, *options, today=day).items():
            if uid in before and told[:3] == before[uid][:3]:
                assert told[3] == before[uid][3], told
            elif uid in before:
                assert told[3] > before[uid][3], told


def test_a_moved_slot_keeps_its_identity(run: Run, book: Path) -> None:
    before = parts(exported(run))["Call José Ortega"]
    run("snooze", str(before["X-RELCADENCE-HANDLE"]), "9d")
    after = parts(exported(run))["Call José Ortega"]
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)
    assert after["DTSTART"].dt > before["DTSTART"].dt


def test_what_is_done_leaves_or_stays_marked(run: Run, book: Path) -> None:
    items = parts(exported(run, "--kind", "slot,promise"))
    before = {str(part["UID"]) for part in items.values()}
    assert run("done", "P1").code == 0
    assert run("done", items["E-mail Wang Li"]["X-RELCADENCE-HANDLE"], "--call").code == 0
    assert run("skip", items["Message 王芳"]["X-RELCADENCE-HANDLE"]).code == 0
    closed = {str(part["UID"]) for part in exported(run, "--kind", "slot,promise").walk("VEVENT")}
    assert len(before - closed) == 3
    todos = parts(exported(run, "--keep-done", "--as", "todos"), "VTODO")
    states = {title: str(part["STATUS"]) for title, part in todos.items() if str(part["STATUS"]) != "NEEDS-ACTION"}
    assert states == {
        "Promise to Wang Li: send the draft": "COMPLETED", "Follow-up: Wang Li": "COMPLETED",
        "Follow-up: 王芳": "CANCELLED", "Follow-up: José Ortega": "COMPLETED",
    }  # fmt: skip
    kept = exported(run, "--keep-done", "--as", "todos").walk("VTODO")
    assert before - closed < {
        str(part["UID"]).removesuffix("-todo") for part in kept if part["STATUS"] != "NEEDS-ACTION"
    }
    events = parts(exported(run, "--keep-done"))
    assert str(events["Follow-up: 王芳"]["STATUS"]) == "CANCELLED"
    assert parts(exported(run, "--keep-done", today="2027-01-10")).keys() & states.keys() == set()


def test_redacted_says_handles_alone(run: Run, book: Path) -> None:
    for options in ((), ("--feed",), ("--as", "todos", "--notes"), ("--keep-done",)):
        raw = run("export", "ics", "--redact", *options).out
        unfolded = raw.replace("\r\n ", "")
        assert "F8" in unfolded
        for secret in ("Wang", "José", "王芳", "draft", "lease", "harbour", "212 555", "weekly", "birthday"):
            assert secret not in unfolded, (secret, options)
    assert "SUMMARY:Follow-up F8\r\n" in run("export", "ics", "--redact").out


def test_only_about_one_contact(run: Run, book: Path) -> None:
    calendar = exported(run, "--for", "wang li")
    assert calendar["X-WR-CALNAME"] == "Follow-ups: wang li"
    assert set(parts(calendar)) == {"E-mail Wang Li", "Promise to Wang Li: send the draft"}
    assert run("export", "ics", "--for", "nobody").code == 3
    bundle = {str(part["UID"]) for part in exported(run, "--for", "wang li", "--feed").walk("VEVENT")}
    whole = {str(part["UID"]) for part in exported(run, "--feed").walk("VEVENT")}
    assert len(bundle - whole) == 1, "a bundle of one contact is another than that of all"


@pytest.mark.parametrize(
    ("by", "start", "end"),
    [
        ("2026-11-27", b"20261127T140000Z", b"20261127T141000Z"),
        ("2027-03-12", b"20270312T140000Z", b"20270312T141000Z"),
        ("2027-03-15", b"20270315T130000Z", b"20270315T131000Z"),
    ],
)
def test_a_time_of_day_is_that_of_the_zone(run: Run, book: Path, by: str, start: bytes, end: bytes) -> None:
    run("config", "set", "zone", "America/New_York")
    run("promise", "add", "#1", "on time", "--by", by)
    part = parts(exported(run, "--at", "09:00"))["Promise to Wang Li: on time"]
    assert (part["DTSTART"].to_ical(), part["DTEND"].to_ical()) == (start, end)


def test_a_series_at_a_time_names_its_zone(run: Run, book: Path) -> None:
    run("config", "set", "zone", "America/New_York")
    start = parts(exported(run, "--at", "09:00"))["Birthday: José Ortega"]["DTSTART"]
    assert (str(start.params["TZID"]), start.to_ical()) == ("America/New_York", b"20261124T090000")


def test_a_zone_is_described_only_where_a_series_needs_it(run: Run, book: Path) -> None:
    run("config", "set", "zone", "America/New_York")
    assert len(exported(run, "--at", "9:00").walk("VTIMEZONE")) == 1
    assert not exported(run, "--at", "9:00", "--kind", "slot").walk("VTIMEZONE")
    assert not exported(run).walk("VTIMEZONE")


@pytest.mark.parametrize(
    ("alarm", "trigger"), [("15m", "-PT15M"), ("2h", "-PT2H"), ("1d", "-PT24H"), ("off", None), ("", "-PT15H")]
)
def test_alarms_on_dated_items(run: Run, book: Path, alarm: str, trigger: str | None) -> None:
    raw = run("export", "ics", "--alarm", alarm).out
    assert raw.count("BEGIN:VALARM") == (2 if trigger else 0)
    assert not trigger or raw.count(f"TRIGGER:{trigger}\r\n") == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--alarm", "soon"), "no time to be reminded"),
        (("--alarm=-15m",), "no time to be reminded"),
        (("--alarm", "0m"), "no time to be reminded"),
        (("--alarm", "99999d"), "no time to be reminded"),
        (("--feed", "--alarm", "15m"), "no alarms"),
        (("--at", "25:00"), "no time of day"),
        (("--at", "nine"), "no time of day"),
        (("--as", "journal"), "no form “journal”"),
        (("--slots", "weekly"), "form of follow-ups"),
        (("--kind", "slot,party"), "no kind “party”"),
        (("--days", "0"), "--days"),
        (("--calendar-per-kind",), "cannot go to stdout"),
        (("--split",), "cannot go to stdout"),
        (("--dir", "x", "-o", "y"), "--dir makes a folder"),
    ],
)
def test_nonsense_is_refused(run: Run, book: Path, options: tuple[str, ...], said: str) -> None:
    result = run("export", "ics", *options)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_zone_that_does_not_exist(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("config", "set", "zone", "Nowhere/Land")
    assert (result.code, "no time zone" in result.err) == (2, True)
    monkeypatch.setenv("TZ", "Nowhere/Land")
    result = run("export", "ics", "--at", "09:00")
    assert (result.code, result.out) == (2, "")
    assert "Nowhere/Land" in result.err


def test_targets_that_cannot_be_written(run: Run, book: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.ics"
    link.symlink_to(tmp_path / "elsewhere.ics")
    for target in (tmp_path, link, tmp_path / "no" / "folder.ics"):
        result = run("export", "ics", "-o", target)
        assert (result.code, result.out) == (1, "")
        assert str(target) in result.err
    assert not (tmp_path / "elsewhere.ics").exists()
    (tmp_path / "file").write_text("mine")
    assert run("export", "ics", "--dir", tmp_path / "file").code == 2
    assert (tmp_path / "file").read_text() == "mine"


def test_an_unchanged_file_is_not_touched(run: Run, book: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.ics"
    assert "Wrote 7 entries" in run("export", "ics", "-o", target).out
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    os.utime(target, (1, 1))
    assert "none changed" in run("export", "ics", "-o", target).out
    assert target.stat().st_mtime == 1


def test_a_calendar_per_kind(run: Run, book: Path, tmp_path: Path) -> None:
    data = run("export", "ics", "-o", tmp_path / "mine.ics", "--calendar-per-kind", "--json").data
    names = [Path(one["path"]).name for one in data["files"]]
    assert names == ["mine-slot.ics", "mine-promise.ics", "mine-occasion.ics"]
    assert sum(one["count"] for one in data["files"]) == 7
    assert read((tmp_path / "mine-promise.ics").read_bytes())["X-WR-CALNAME"] == "Promises"


def test_large_calendars_are_split_by_date(
    run: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_files.calendar, "LARGE", 1500)
    result = run("export", "ics", "-o", tmp_path / "one.ics")
    assert (result.code, "--split" in result.err) == (0, True)
    data = run("export", "ics", "-o", tmp_path / "a.ics", "--split", "--json").data
    files = [Path(one["path"]) for one in data["files"]]
    assert [file.name for file in files] == [f"a-{n}.ics" for n in range(1, len(files) + 1)]
    assert len(files) > 1
    assert all(
        sum(map(len, (part.to_ical() for part in read(file.read_bytes()).walk("VEVENT")))) < 2000 for file in files
    )
    spans = []
    for file in files:
        events = read(file.read_bytes()).walk("VEVENT")
        spans.append([one["DTSTART"].dt for one in events if "RRULE" not in one])
    told = [day for span in spans for day in sorted(span)]
    assert told == sorted(told)
    whole = {str(one["UID"]) for one in read((tmp_path / "one.ics").read_bytes()).walk("VEVENT")}
    assert {str(e["UID"]) for file in files for e in read(file.read_bytes()).walk("VEVENT")} == whole


def test_a_folder_of_files(run: Run, book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vdir"
    folder.mkdir()
    (folder / "dentist.ics").write_text("BEGIN:VCALENDAR\r\nPRODID:other\r\nEND:VCALENDAR\r\n")
    assert run("export", "ics", "--dir", folder).out == f"{folder}: 7 written, 0 unchanged, 0 removed.\n"
    assert run("export", "ics", "--dir", folder).out == f"{folder}: 0 written, 7 unchanged, 0 removed.\n"
    run("done", "P1")
    assert run("export", "ics", "--dir", folder, "--json").data["removed"] == 1
    for file in folder.glob("relcadence-*.ics"):
        assert len(read(file.read_bytes()).walk("VEVENT")) == 1
    run("export", "ics", "--dir", folder, "--as", "both")
    assert len(list(folder.glob("*-todo.ics"))) == 6
    assert (folder / "dentist.ics").exists()


def test_days_cut_what_is_single(run: Run, book: Path) -> None:
    run("promise", "add", "wang li", "far away", "--by", "2027-06-01")
    assert "Promise to Wang Li: far away" in parts(exported(run))
    assert set(parts(exported(run, "--days", "1", "--kind", "promise,occasion"))) == {
        "Promise to Wang Li: send the draft", "Birthday: José Ortega",
    }  # fmt: skip


def test_nobody_makes_an_empty_calendar(run: Run, empty: Path) -> None:
    assert not exported(run).walk("VEVENT")
    assert not exported(run, "--feed").walk("VEVENT")


def test_a_home_that_cannot_be_written_still_gives_the_calendar(run: Run, book: Path) -> None:
    (book / "state.db").write_bytes(b"no database at all" * 100)
    result = run("export", "ics")
    assert (result.code, "warning" in result.err) == (0, True)
    assert len(read(result.out).walk("VEVENT")) == 7
