"""export ics and export json: what leaves the program, and that it is the same until something changes."""

import json
import re
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def _events(text: str) -> list[Any]:
    from icalendar import Calendar

    return list(Calendar.from_ical(text).walk("VEVENT"))


def _by_uid(text: str) -> dict[str, Any]:
    return {str(event["UID"]): event for event in _events(text)}


def test_three_other_parsers_read_it_without_complaint(run: Run, book: Path, tmp_path: Path) -> None:
    run("add", 'Tom "T;ab", Back\\slash\\N', "--role", "client", "--note", "x", "--birthday", "--02-29")
    run("promise", "add", "tom", "semi; comma, line\nbreak \\n", "--by", "fri")
    target = tmp_path / "out.ics"
    assert run("export", "ics", "-o", target).code == 0
    data = target.read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        events = _events(data.decode())
    assert len(events) >= 8
    for event in events:
        assert not event.errors
        assert type(event["DTSTART"].dt) is date
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
        assert (event["CLASS"], event["TRANSP"]) == ("PRIVATE", "TRANSPARENT")
    assert "semi; comma, line break \\n" in " ".join(" ".join(str(event["SUMMARY"]).split()) for event in events)

    import vobject

    whole = vobject.readOne(data.decode())
    assert len(whole.vevent_list) == len(events)

    import ics

    assert len(ics.Calendar(data.decode()).events) == len(events)


def test_lines_are_folded_and_end_as_the_format_wants(run: Run, book: Path, tmp_path: Path) -> None:
    run("add", "名" * 200, "--role", "client")
    run("export", "ics", "-o", tmp_path / "out.ics")
    data = (tmp_path / "out.ics").read_bytes()
    assert data.endswith(b"END:VCALENDAR\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    data.decode()


def test_every_open_slot_and_what_is_dated_is_in_it(run: Run, book: Path) -> None:
    shown = {str(event["X-RELCADENCE-HANDLE"]) for event in _events(run("export", "ics", "--days", "60").out)}
    rows = run("agenda", "--days", "60", "--json").data
    slots = {row["handle"] for row in rows if row["handle"] and row["kind"] != "task"}
    assert slots <= shown
    assert {handle[0] for handle in shown} == {"F", "P", "O"}


def test_days_bound_the_dated_items(run: Run, book: Path) -> None:
    run("promise", "add", "jose", "in spring", "--by", "2027-03-01")
    assert "in spring" not in run("export", "ics", "--days", "60").out
    assert "in spring" in run("export", "ics", "--days", "120").out


def test_unchanged_it_is_the_same_bytes(run: Run, book: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.ics"
    assert run("export", "ics", "-o", target, "--json").data["written"] is True
    first, stamp = target.read_bytes(), target.stat().st_mtime_ns
    assert run("export", "ics", "-o", target, "--json").data["written"] is False
    assert (target.read_bytes(), target.stat().st_mtime_ns) == (first, stamp)
    assert run("export", "ics").out.encode() == first


def test_a_new_night_changes_nothing_that_is_not_moved(run: Run, book: Path) -> None:
    first = _by_uid(run("export", "ics").out)
    later = _by_uid(run("export", "ics", today="2026-11-24").out)
    same = [uid for uid in first.keys() & later.keys() if first[uid]["DTSTART"].dt == later[uid]["DTSTART"].dt]
    assert len(same) >= 3
    for uid in same:
        assert first[uid].to_ical() == later[uid].to_ical(), uid


def test_uids_stay_and_the_sequence_rises_where_something_changes(run: Run, book: Path) -> None:
    first = _by_uid(run("export", "ics").out)
    uid = next(uid for uid, event in first.items() if event["X-RELCADENCE-HANDLE"] == "P1")
    run("snooze", "P1", "fri")
    moved = _by_uid(run("export", "ics").out)
    assert moved[uid]["DTSTART"].dt == date(2026, 11, 27)
    assert (first[uid]["SEQUENCE"], moved[uid]["SEQUENCE"]) == (0, 1)
    assert all(
        moved[other]["SEQUENCE"] == 0
        for other in moved
        if moved[other]["DTSTART"] == first.get(other, {}).get("DTSTART")
    )
    run("undo")
    back = _by_uid(run("export", "ics").out)
    assert back[uid]["DTSTART"].dt == date(2026, 11, 23)
    assert back[uid]["SEQUENCE"] == 2, "a stamp only ever rises"
    run("done", "P1")
    assert uid not in _by_uid(run("export", "ics").out)


def test_uids_tell_nothing_of_people_and_none_comes_twice(run: Run, book: Path) -> None:
    uids = re.findall(r"^UID:(.*)\r?$", run("export", "ics").out, re.MULTILINE)
    assert len(uids) == len(set(uids))
    assert all(re.fullmatch(r"[0-9a-f-]{36}(-\d{8})?@relcadence\r?", uid) for uid in uids)


def test_the_file_is_the_owners_own_and_replaced_whole(run: Run, book: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.ics"
    target.write_text("what was there before")
    target.chmod(0o644)
    assert run("export", "ics", "-o", target).code == 0
    assert target.stat().st_mode & 0o777 == 0o600 or target.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert run("export", "ics", "-o", tmp_path).code != 0


def test_everything_as_json(run: Run, book: Path) -> None:
    whole = json.loads(run("export", "json").out)
    assert whole["relcadence"] == 1
    facts = whole["facts"]
    assert [row["name"] for row in facts["contact"]][:2] == ["Wang Li", "Zoë Müller-Łukasz"]
    assert {"touch", "promise", "referral", "slot", "setting", "cadence_rule", "occasion", "reach"} <= set(facts)
    assert not {"journal", "journal_row", "due", "standing", "holiday"} & set(facts)
    assert run("export", "json").out == run("export", "json", today="2027-01-01").out


def test_bare_export_says_what_there_is(run: Run, book: Path) -> None:
    ended = run("export")
    assert "ics" in ended.out + ended.err and "json" in ended.out + ended.err


@pytest.mark.parametrize("format_", ["ics", "json"])
def test_an_empty_book_exports_too(run: Run, empty: Path, format_: str) -> None:
    ended = run("export", format_)
    assert ended.code == 0
    if format_ == "ics":
        assert _events(ended.out) == []
