"""`log -`: many touches out of stdin, a line each; all are written in one change set, or none."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from relcadence.cli import typed
from relcadence.cli.guard import may_touch
from relcadence.cli.render import Grid, Line
from relcadence.cli.touching import EARLIEST
from relcadence.domain.people import Touch
from relcadence.errors import Ambiguous, BadInput, NotFound, UsageProblem, say, several

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.exchange.log_lines import LogLine


class Noted(NamedTuple):
    """A line understood: its number in the text, whom it names, and the touch it tells."""

    line: int
    contact: str
    touch: Touch


def log_lines(context: Context, day: date) -> None:
    """Write down the touches of stdin; `day` is that of the lines that name none. BadInput names each bad line."""
    if context.can_ask:
        context.say(
            context.translate("A touch a line, such as: yesterday wang call asked about the lease. End: Ctrl-D")
        )
    noted = _read(context, sys.stdin.read(), day)
    may_touch(context, {each.touch.contact_id for each in noted})
    fresh = _write(context, noted)
    known = [each for each in noted if each not in fresh]
    for each in known:
        context.say(context.translate("Line {line} is in the book already.", line=each.line))
    said = context.translate.plural("Logged {number} touch.", "Logged {number} touches.", len(fresh))
    rows = [[each.touch.on, each.contact, each.touch.channel, each.touch.note] for each in fresh]
    data = {"touches": [_as_json(each) for each in fresh], "known": [each.line for each in known]}
    context.answer(data, [Line(said), Grid((), rows)])


def _as_json(each: Noted) -> dict[str, object]:
    touch = each.touch
    return {
        "line": each.line, "contact": each.contact, "contact_id": touch.contact_id, "on": touch.on,
        "channel": touch.channel, "note": touch.note,
    }  # fmt: skip


def _read(context: Context, text: str, day: date) -> list[Noted]:
    from relcadence.exchange import log_lines

    noted, problems = [], []
    for line in log_lines.lines(text):
        try:
            noted.append(_understood(context, line, day))
        except (UsageProblem, NotFound, Ambiguous) as problem:
            problems.append(
                {"line": line.number, "reason": problem.what, "candidates": problem.details.get("candidates", [])}
            )
    if problems:
        for each in problems:
            context.say(context.translate("Line {line}: {reason}", line=each["line"], reason=each["reason"]))
        raise BadInput(
            several("{number} line cannot be read.", "{number} lines cannot be read.", len(problems)),
            "Nothing was written. Mend them and try again: DATE NAME CHANNEL NOTE",
            problems=problems,
        )
    if not noted:
        raise BadInput(
            "There is no touch to read in stdin.", "A line each: yesterday wang call asked about the lease"
        )
    return noted


def _understood(context: Context, line: tuple[int, str], day: date) -> Noted:
    """The one reading of a line that names somebody."""
    from relcadence.domain.dates import parse_date
    from relcadence.exchange import log_lines

    number, text = line

    def days(words: str) -> list[date]:
        read = partial(parse_date, words, context.today, past=True)
        return typed.days_meant(lambda order: read(order=order), typed.day_orders(context))

    reading, who = _one(context, typed.understood(log_lines.readings, text, days))
    on = reading.on or day
    if on > context.today:
        raise UsageProblem(say("{on} is still to come.", on=on.isoformat()))
    if on.year < EARLIEST:
        raise UsageProblem(say("{on} lies too far back.", on=on.isoformat()))
    name = str(context.store.row("contact", who)["name"])
    return Noted(number, name, Touch(who, on.isoformat(), reading.channel, note=reading.note))


def _one(context: Context, readings: list[LogLine]) -> tuple[LogLine, int]:
    """The reading whose name somebody has; a name that is somebody's whole name is not half a date."""
    from relcadence.domain.text import fold
    from relcadence.store.queries.names import candidates

    found: dict[tuple[date | None, int], LogLine] = {}
    problems = []
    for reading in readings:
        try:
            at = reading.on, typed.person(context, reading.name)
        except (NotFound, Ambiguous) as problem:
            problems.append(problem)
            continue
        found.setdefault(at, reading)
        whole = any(one.folded == fold(reading.name) for one in candidates(context.store, reading.name))
        if whole and reading.on is None:
            return reading, at[1]
    if not found:
        raise problems[0]
    if len(found) > 1:
        raise UsageProblem("It can be read in several ways; write the day like 2026-11-20 and the whole name.")
    ((at, reading),) = found.items()
    return reading, at[1]


def _write(context: Context, noted: list[Noted]) -> list[Noted]:
    """Log what is not in the book yet; a bare touch without a note may well be a second one of its day."""
    from relcadence.store.changes import touches
    from relcadence.store.changes.imports import is_known

    fresh = []
    with context.write() as writer:
        for each in noted:
            if not (each.touch.note and is_known(writer, each.touch)):
                writer.title = ""
                touches.log(writer, each.touch)
                fresh.append(each)
        writer.title = f"log {len(fresh)} touches" if len(fresh) > 1 else writer.title
    return fresh
