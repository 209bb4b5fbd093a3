"""Time going wrong: clocks set back, zones changed, odd days, the ends of the calendar. No crash, double or loss."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Places = Callable[[], list[Any]]
SANE = {0, 1, 2, 3, 5, 6}
# Days typed in every place where one can be typed: what is said of them, and whether anything may be written.
TYPED = [
    "0001-01-01", "0001-12-31", "9999-12-31", "9999-01-01", "1582-10-10", "1900-02-28", "1900-02-29", "2024-02-29",
    "2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "0000-01-01", "10000-01-01", "-1-1-1", "2/29", "29.2.",
    "in 99999w", "in 999999999999999999d", "every", "九千年", "1e9", "2026-W53-1", "٢٠٢٦-٠١-٠١", "+002026-01-01",
]  # fmt: skip
PLACES = [
    ("log", "zoë", "--call", "--on", "{day}"),
    ("log", "zoë", "--call", "--next", "{day}"),
    ("log", "zoë", "--call", "--promise", "send it", "--by", "{day}"),
    ("promise", "add", "zoë", "send it", "--by", "{day}"),
    ("snooze", "F3", "{day}"),
    ("add", "Mia Chen", "--birthday", "{day}"),
    ("config", "day", "{day}", "3"),
    ("config", "dayoff", "{day}"),
    ("today", "--today", "{day}"),
]


@pytest.mark.parametrize("words", PLACES, ids=" ".join)
def test_a_day_of_any_kind_is_taken_or_refused_in_a_sentence(
    run: Run, book: Path, places: Places, words: tuple[str, ...]
) -> None:
    for day in TYPED:
        ended = run(*(word.format(day=day) for word in words))
        assert ended.code in SANE, (day, ended)
        assert "unexpected" not in ended.err and "Traceback" not in ended.err, (day, ended.err)
        assert ended.code == 0 or ended.err, day
        if ended.code == 0 and words[0] != "today":
            assert run("today").code == 0, day
            assert run("agenda", "--days", "30").code == 0, day
            assert run("undo", "--yes").code == 0, day
    assert places() == []


IMPORTED = [
    "0001-01-01",
    "9999-12-31",
    "2026-02-29",
    "--02-29",
    "1900-02-29",
    "10000-01-01",
    "0000-00-00",
    "not a day",
]


@pytest.mark.parametrize("day", IMPORTED)
def test_an_imported_day_of_any_kind_loses_no_person(run: Run, book: Path, tmp_path: Path, day: str) -> None:
    card = f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Mia Chen\r\nBDAY:{day}\r\nANNIVERSARY:{day}\r\nEND:VCARD\r\n"
    (tmp_path / "mia.vcf").write_text(card)
    (tmp_path / "people.csv").write_text(f"Name,Birthday,Last contact\nBo Chen,{day},{day}\n")
    (tmp_path / "touches.csv").write_text(f"Date,Name,Channel,Note\n{day},Wang Li,call,long ago\n")
    for name, codes in (("mia.vcf", {0}), ("people.csv", {0}), ("touches.csv", {0, 6})):
        ended = run("import", str(tmp_path / name), "--yes")
        assert ended.code in codes, (name, ended)
        assert "unexpected" not in ended.err
    names = {row["name"] for row in run("list", "--json").data}
    assert {"Mia Chen", "Bo Chen", "Wang Li"} <= names
    for line in ("today", "agenda --days 40", "export ics", "export json", "digest"):
        assert run(*line.split()).code == 0, line


@pytest.mark.parametrize("year", [1900, 2024, 2027, 2028, 2100, 2199])
def test_29_february_has_one_day_in_every_year(run: Run, book: Path, year: int) -> None:
    assert run("add", "Leap Chen", "--role", "client", "--birthday", "1880-02-29", today=f"{year}-02-01").code == 0
    rows = run("agenda", "--days", "40", "--json", today=f"{year}-02-10").data
    days = [row["planned_on"] for row in rows if row["contact"] == "Leap Chen" and row["kind"] == "occasion"]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    assert days == [f"{year}-02-29" if leap else f"{year}-02-28"]


def test_a_clock_set_back_loses_nothing_and_doubles_nothing(run: Run, book: Path, places: Places) -> None:
    def slots() -> list[tuple[str, str]]:
        found = run("agenda", "--days", "60", "--json").data
        return sorted((row["handle"], row["contact"]) for row in found if row["handle"])

    assert run("log", "wang li", "later", "--call", today="2027-03-01").code == 0
    assert run("log", "wang li", "earlier", "--call", today="2026-11-23").code == 0
    assert run("done", "F3", today="2026-01-05").code == 0
    assert run("done", "F3", today="2026-01-05").code != 0
    notes = run("show", "wang li").out
    assert "later" in notes and "earlier" in notes
    found = slots()
    assert len(found) == len(set(found)) == len({handle for handle, _ in found})
    for _ in range(3):
        assert run("undo", "--yes", today="2020-01-01").code == 0
    assert places() == []


def test_stamps_of_a_calendar_never_fall(run: Run, book: Path) -> None:
    def sequence() -> int:
        out = run("export", "ics").out
        return sum(int(line.partition(":")[2]) for line in out.splitlines() if line.startswith("SEQUENCE:"))

    first = sequence()
    assert run("snooze", "F3", "2w").code == 0
    second = sequence()
    assert run("undo", "--yes", today="2020-06-01").code == 0
    assert sequence() >= second >= first


NIGHTS = [
    ("America/New_York", "2026-03-08"), ("America/New_York", "2026-11-01"), ("Europe/Berlin", "2026-10-25"),
    ("Australia/Lord_Howe", "2026-04-05"), ("Africa/Cairo", "2026-04-24"), ("Asia/Beirut", "2026-03-29"),
    ("Pacific/Apia", "2011-12-30"), ("Pacific/Kiritimati", "2026-01-01"), ("America/Nuuk", "2026-03-28"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "day"), NIGHTS, ids=lambda each: str(each))
def test_nights_on_which_clocks_change(run: Run, book: Path, places: Places, zone: str, day: str) -> None:
    assert run("config", "set", "zone", zone).code == 0
    before = date.fromisoformat(day).toordinal() - 1
    for number in range(before, before + 3):
        on = date.fromordinal(number).isoformat()
        assert run("log", "wang li", f"night of {on}", "--call", "--next", on, today=on).code == 0
        assert run("digest", today=on).code == 0
        ended = run("export", "ics", today=on)
        assert ended.code == 0
        assert ended.out.count("BEGIN:VEVENT") == ended.out.count("END:VEVENT") > 0
    touches = [row["note"] for row in run("show", "wang li", "--json").data["last_touches"]]
    assert len([note for note in touches if note.startswith("night of")]) == 3
    assert places() == []


def test_a_zone_changed_in_between_keeps_every_day(run: Run, book: Path) -> None:
    before = run("today", "--json").data
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Shanghai"):
        assert run("config", "set", "zone", zone).code == 0
        assert run("today", "--json").data == before
    assert run("config", "set", "zone", "Mars/Base").code == 2


@pytest.mark.parametrize("today", ["1950-01-01", "1970-01-01", "2038-01-19", "2038-01-20", "2199-12-31"])
def test_the_ends_of_the_calendar_of_today(run: Run, book: Path, places: Places, today: str) -> None:
    for line in ("today", "agenda --days 60", "digest", "list", "load", "export ics", "log zoë --call", "undo --yes"):
        ended = run(*line.split(), today=today)
        assert ended.code == 0, (line, ended)
    assert places() == []
