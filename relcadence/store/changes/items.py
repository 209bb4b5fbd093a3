"""Items of the agenda by their handle: follow-up F, occasion O, promise P, appointment E, task T, run of cards C.

A handle is the letter of its kind and a number that is never used again.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from relcadence.domain.cadence import parse_cadence, window_of
from relcadence.domain.quiet import parse_quiet
from relcadence.domain.rhythm import Due, Ground, present
from relcadence.errors import NotFound, Refused, UsageProblem, say
from relcadence.store.basis import workdays
from relcadence.store.changes import cards
from relcadence.store.changes.slots import close_slot
from relcadence.store.changes.triggers import open_round
from relcadence.store.changes.writer import Writer
from relcadence.store.rows import Rows

TABLES = {"F": "slot", "O": "slot", "P": "promise", "E": "appointment", "T": "task", "C": "card_run"}


class Item(NamedTuple):
    """An open item: what kind, which row, and whom it is about."""

    handle: str
    letter: str
    number: int
    contact_id: int


def find(writer: Rows, handle: str) -> Item:
    """The open item of that handle. UsageProblem for no handle, NotFound with the reason where it is not open."""
    found = re.fullmatch(r"([FOPETC])(\d{1,15})", handle.strip().upper())
    if not found:
        raise UsageProblem(
            say("“{handle}” is no handle.", handle=handle), "Handles look like F12; see: relcadence today"
        )
    letter, number = found[1], int(found[2])
    row = writer.find(TABLES[letter], number)
    if row is None or ((letter == "O") != bool(row.get("occasion_id")) and letter in "FO"):
        raise NotFound(
            say("There is no {letter}{number}.", letter=letter, number=number), "See the open ones: relcadence today"
        )
    closed = row.get("outcome") or ("" if row.get("state", "open") == "open" else row["state"])
    if closed:
        raise NotFound(
            say("{letter}{number} is closed ({closed}).", letter=letter, number=number, closed=closed),
            "See the open ones: relcadence today",
        )
    return Item(f"{letter}{number}", letter, number, _contact_of(writer, letter, row))


def _contact_of(writer: Rows, letter: str, row: dict[str, Any]) -> int:
    if letter == "C":
        return 0
    if letter in "PET" or row["contact_id"]:
        return int(row["contact_id"] or 0)
    if letter == "O":
        return int(writer.row("occasion", row["occasion_id"])["contact_id"])
    due = writer.rows("SELECT contact_id FROM due WHERE slot_id = :id", id=row["id"])
    if not due:
        raise NotFound(say("F{id} has no rhythm at present.", id=row["id"]), "See the open ones: relcadence today")
    return int(due[0][0])


def close(writer: Writer, item: Item) -> None:
    """Tick an item off. A slot is closed by the touch itself; one done before its time is closed here."""
    if item.letter == "P":
        settle_promise(writer, item.number, "kept")
    elif item.letter == "E":
        writer.change("appointment", item.number, state="done")
    elif item.letter == "T":
        settle_task(writer, item.number, "done")
    elif item.letter == "C":
        cards.finish(writer, item.number)
    elif item.letter == "O":
        close_slot(writer, item.number, "done", through=occasion_day(writer, item.number))
    else:
        window = kept_window(writer, item.number)
        if window and window.start > writer.today:
            close_slot(writer, item.number, "done", through=window.end)


def skip(writer: Writer, item: Item) -> None:
    """Let this one go, and count it: the window or the occurrence of today is closed."""
    if item.letter == "P":
        settle_promise(writer, item.number, "dropped")
    elif item.letter == "E":
        writer.change("appointment", item.number, state="dropped")
    elif item.letter == "T":
        settle_task(writer, item.number, "dropped")
    elif item.letter == "C":
        cards.drop(writer, item.number)
    elif item.letter == "O":
        close_slot(writer, item.number, "skipped", through=occasion_day(writer, item.number))
    else:
        window = _present_window(writer, item.number)
        close_slot(writer, item.number, "skipped", through=window.end if window else writer.today)


def snooze(writer: Writer, item: Item, until: date) -> None:
    """Put an item off to a day ahead; the cadence stays."""
    if until <= writer.today:
        raise UsageProblem(say("{until} does not lie ahead.", until=until), "Give a span like 3d or a day to come.")
    if item.letter == "P":
        writer.change("promise", item.number, due_on=until.isoformat())
    elif item.letter == "E":
        writer.change("appointment", item.number, due_on=until.isoformat())
    elif item.letter == "T":
        writer.change("task", item.number, snoozed_until=until.isoformat())
    elif item.letter == "C":
        cards.snooze(writer, item.number, until)
    elif item.letter == "O":
        raise Refused(
            say("{handle} stays on its day.", handle=item.handle), "Skip it, or tick it off when it is done."
        )
    else:
        writer.change("slot", item.number, snoozed_until=until.isoformat())


def settle_promise(writer: Writer, number: int, state: str) -> None:
    """Close a promise as kept or dropped."""
    writer.change("promise", number, state=state, closed_on=writer.today.isoformat())


def settle_task(writer: Writer, number: int, state: str) -> None:
    """Close a task as done or dropped; one that comes round again is followed by that of its next period."""
    task = writer.row("task", number)
    if task["state"] != "open":
        return
    writer.change("task", number, state=state, closed_on=writer.today.isoformat())
    rhythm = parse_cadence(task["cadence"]) if task["cadence"] else None
    if rhythm:
        over = writer.today if rhythm.rolls else window_of(rhythm, writer.today).end
        if state == "done" and not rhythm.rolls and task["release_on"] > writer.today.isoformat():
            over = window_of(rhythm, date.fromisoformat(task["release_on"])).end
        open_round(writer, task["kind"], task["point"], task["cadence"], after=over.isoformat())


def occasion_day(writer: Writer, slot_id: int) -> date:
    """The day that an occasion's slot stands for: the first one on or after today, or the last before."""
    rows = writer.rows(
        "SELECT d.due_on FROM occasion_on d JOIN slot s ON s.occasion_id = d.occasion_id WHERE s.id = :id "
        "AND d.due_on > s.after_on ORDER BY d.due_on < :today, d.due_on LIMIT 1",
        id=slot_id, today=writer.today.isoformat(),
    )  # fmt: skip
    return date.fromisoformat(rows[0][0]) if rows else writer.today


def kept_window(writer: Writer, slot_id: int) -> Due | None:
    """The first open window of a slot as it is kept."""
    rows = writer.rows(
        "SELECT start_on, end_on, release_on, ideal_on, deadline_on FROM due WHERE slot_id = :id", id=slot_id
    )
    return Due(*map(date.fromisoformat, rows[0])) if rows else None


def _present_window(writer: Writer, slot_id: int) -> Due | None:
    due = kept_window(writer, slot_id)
    if due is None:
        return None
    cadence, since, quiet = writer.rows("SELECT cadence, since_on, quiet FROM due WHERE slot_id = :id", id=slot_id)[0]
    rhythm = parse_cadence(cadence)
    ground = Ground(workdays(writer.connection), date.fromisoformat(since), parse_quiet(quiet))
    return present(rhythm, ground, due, writer.today).due if rhythm else due
