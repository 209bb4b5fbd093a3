"""Other people's readers judge what `export ics` gives out, in every form, with names that have broken calendars."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import icalendar
import ics
import pytest
import vobject

from relcadence.domain.text import clean

Run = Callable[..., Any]
NAMES = (
    "O'Neil; Sons, & Co",
    "C:\\New\\notes",
    "王小明 🙂",
    'say "yes": no',
    "BEGIN:VEVENT",
    "x" * 300,
    "مرحبا \u200f",
)
FORMS = [
    (),
    ("--feed",),
    ("--as", "todos"),
    ("--as", "both", "--at", "09:00", "--alarm", "1h"),
    ("--slots", "day", "--keep-done"),
    ("--redact",),
]


@pytest.fixture
def practice(run: Run) -> None:
    """One client of each name, with a birthday and a promise."""
    run("init", "--yes", today="2026-11-02")
    run("config", "set", "zone", "Europe/Berlin", today="2026-11-02")
    for at, name in enumerate(NAMES, 1):
        birthday = ("1980-02-29", "lunar:8-15", "--05-24")[at % 3]
        assert run("add", name, "--role", "client", "--birthday", birthday, today="2026-11-02").code == 0
        assert run("promise", "add", f"#{at}", f"tell {name}", "--by", "2026-12-01", today="2026-11-02").code == 0
    run("done", "P1")


def entries(calendar: icalendar.Calendar) -> list[Any]:
    return [*calendar.walk("VEVENT"), *calendar.walk("VTODO")]


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_no_reader_finds_a_fault(run: Run, practice: None, form: tuple[str, ...]) -> None:
    raw = run("export", "ics", *form).out
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = icalendar.Calendar.from_ical(raw)
    assert [part.errors for part in read.walk() if part.errors] == []
    uids = [str(part["UID"]) for part in entries(read)]
    assert len(uids) == len(set(uids)) > 0
    assert all(len(line) <= 75 for line in raw.encode().split(b"\r\n"))
    vobject.readOne(raw).validate(raiseException=True)
    told = ics.Calendar(raw)
    assert len(told.events) + len(told.todos) == len(uids)
    forbidden = ("ATTENDEE", "ORGANIZER", "METHOD")
    assert not any(name in part for part in read.walk() for name in forbidden)


def test_names_come_back_equal(run: Run, practice: None) -> None:
    titles = {str(part["SUMMARY"]) for part in entries(icalendar.Calendar.from_ical(run("export", "ics").out))}
    for name in NAMES[1:]:
        assert clean(f"Promise to {name.strip()}: tell {name}") in titles
