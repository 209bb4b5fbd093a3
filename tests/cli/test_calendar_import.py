"""`import --touches` of the user's own calendar: what is logged, what is left to her, and what is done by a tick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ME = "me@law.example"


def calendar(*events: str) -> str:
    parts = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{parts}END:VCALENDAR\n"


def at(day: str, uid: str = "m", title: str = "Review", *people: str, more: str = "") -> str:
    lines = [f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART:{day}T150000Z", f"DTEND:{day}T160000Z"]
    lines += [f"ATTENDEE{person}" for person in people]
    return "\n".join([*lines, *filter(None, [more])])


WANG = ";CN=Wang Li:mailto:Wang.Li@harbour.example"
STRANGER = ";CN=Stranger:mailto:s@elsewhere.example"
MINE = calendar(
    at("20261110", "a", "Lease", WANG, f":mailto:{ME}"),
    at("20261112", "b", "Lunch with José Ortega"),
    at("20261102", "w", "Weekly call Zoë Müller-Łukasz", more="RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20261109T150000Z"),
    at("20261113", "c", "Declined", WANG, f";PARTSTAT=DECLINED:mailto:{ME}"),
    at("20261114", "d", "Cancelled", WANG, more="STATUS:CANCELLED"),
    at("20261117", "e", "Meeting a stranger", STRANGER),
    at("20261118", "f", "Dentist"),
    at("20261201", "g", "To come", WANG),
    "UID:h\nSUMMARY:Wang Li\nDTSTART;VALUE=DATE:20261111",
    at("20261119", "i", "与王芳吃饭", more="CLASS:PRIVATE"),
)


@pytest.fixture
def mine(run: Run, book: Path, tmp_path: Path) -> Path:
    """Her calendar, in a practice that knows her address."""
    run("config", "set", "email", ME)
    run("config", "set", "zone", "UTC")
    path = tmp_path / "mine.ics"
    path.write_text(MINE)
    return path


def logged(run: Run, facts: Callable[[], list[str]]) -> list[str]:
    return sorted(line for line in facts() if 'INSERT INTO "touch"' in line)


def test_the_plan(run: Run, mine: Path, facts: Callable[[], list[str]]) -> None:
    before = facts()
    result = run("import", mine, "--touches", "--dry-run")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        f"{mine}: 5 meetings",
        "-" * len(f"{mine}: 5 meetings"),
        "from 2025-11-23; 0 known already; 1 all day; 1 cancelled; 1 declined; 1 names nobody",
        "2026-11-02  call     Zoë Müller-Łukasz  60 min  Weekly call Zoë Müller-Łukasz",
        "2026-11-10  meeting  Wang Li            60 min  Lease",
        "2026-11-12  meal     José Ortega        60 min  Lunch with José Ortega",
        "2026-11-16  call     Zoë Müller-Łukasz  60 min  Weekly call Zoë Müller-Łukasz",
        "2026-11-19  meal     王芳               60 min  与王芳吃饭",
        "",
        "To look at yourself: relcadence log NAME --meeting --on DATE",
        "------------------------------------------------------------",
        "2026-11-17  Meeting a stranger  not in the book: Stranger <s@elsewhere.example>",
    ]
    assert facts() == before


def test_logging_asks_and_twice_adds_nothing(run: Run, mine: Path, facts: Callable[[], list[str]]) -> None:
    before, whole = facts(), run("export", "json").out
    refused = run("import", mine, "--touches")
    assert (refused.code, facts()) == (5, before)
    assert run("import", mine, "--touches", "--yes").code == 0
    touches = logged(run, facts)
    assert len(touches) == len([line for line in before if 'INSERT INTO "touch"' in line]) + 5
    again = run("import", mine, "--touches", "--yes", "--json").data["files"][0]
    assert (again["done"], again["counts"]["create"], again["counts"]["same"]) == (False, 0, 5)
    assert logged(run, facts) == touches
    assert run("undo").code == 0
    assert run("export", "json").out == whole
    assert run("import", mine, "--touches", "--yes", "--json").data["files"][0]["counts"]["create"] == 5


def test_a_private_meeting_is_a_private_note(run: Run, mine: Path) -> None:
    run("import", mine, "--touches", "--yes")
    assert "与王芳吃饭" in run("show", "王芳").out
    assert "与王芳吃饭" not in run("export", "ics", "--notes").out


def test_what_was_logged_by_hand_is_not_logged_again(run: Run, mine: Path) -> None:
    run("log", "wang li", "--meeting", "the lease", "--on", "2026-11-10")
    told = run("import", mine, "--touches", "--dry-run", "--json").data["files"][0]
    assert (told["counts"]["create"], told["counts"]["same"]) == (4, 1)


def test_an_appointment_that_took_place_is_done(run: Run, mine: Path) -> None:
    run("log", "wang li", "--email", "--next", "2026-11-10", today="2026-11-05")
    assert "E1" in run("today").out
    run("import", mine, "--touches", "--yes")
    assert "E1" not in run("today").out


def test_from_stdin_and_further_back(run: Run, mine: Path) -> None:
    old = calendar(at("20240510", "old", "Lease", WANG))
    assert run("import", "-", "--touches", "--dry-run", "--json", stdin=old).data["files"][0]["counts"]["create"] == 0
    told = run("import", "-", "--touches", "--since", "2024-01-01", "--yes", "--json", stdin=old).data["files"][0]
    assert (told["done"], told["counts"]["create"]) == (True, 1)


def test_without_her_address_a_warning(run: Run, book: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_text(MINE)
    assert "config set email" in run("import", path, "--touches", "--dry-run").err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "a web page, perhaps a login page"),
        (b"", "it is empty"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\nEND:VCARD\r\n", "an address book"),
        (b"BEGIN:VCALENDAR\r\n" + b"X-PAD:1234567890\r\n" * 3_000_000, "larger than 50 MB"),
        (b"BEGIN:VCALENDAR\r\n", "no calendar in this file"),
    ],
)
def test_what_is_no_calendar(
    run: Run, book: Path, tmp_path: Path, facts: Callable[[], list[str]], content: bytes, said: str
) -> None:
    path = tmp_path / "calendar.ics"
    path.write_bytes(content)
    before = facts()
    result = run("import", path, "--touches", "--yes")
    assert (result.code, facts()) == (6, before)
    assert str(path) in result.err
    assert said in result.err


def test_a_calendar_without_the_option(run: Run, mine: Path) -> None:
    result = run("import", mine)
    assert (result.code, "--touches" in result.err) == (6, True)


def test_oddities_are_told(run: Run, book: Path, tmp_path: Path) -> None:
    path = tmp_path / "odd.ics"
    path.write_text(MINE.replace("UID:a\n", "no property\n"))
    out = run("import", path, "--touches", "--dry-run").out
    assert "has no UID" in out
    assert "not a property" in out


def test_todos_ticked_off_elsewhere_are_done_here(run: Run, book: Path, tmp_path: Path) -> None:
    path = tmp_path / "todos.ics"
    run("export", "ics", "--as", "todos", "-o", path)
    blocks = path.read_bytes().decode().split("BEGIN:VTODO")
    ticked = [
        block.replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED\r\nCOMPLETED:20261121T090000Z")
        if any(word in block for word in ("Promise to Wang", "Call José", "Birthday: José"))
        else block
        for block in blocks
    ]
    path.write_bytes("BEGIN:VTODO".join(ticked).encode())
    result = run("import", path, "--touches", "--yes")
    assert result.code == 0, result.err
    assert "3 items done" in result.err
    assert run("promise", "list", "--json").data == []
    assert "2026-11-21" in run("show", "jose").out
    again = run("import", path, "--touches", "--yes", "--json").data["files"][0]
    assert (again["done"], again["ticked"]) == (False, [])
