"""The options of a calendar, the same for `export ics` and `publish`, and what they mean."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.params import For
from relcadence.cli.taking import Options
from relcadence.errors import UsageProblem, say

if TYPE_CHECKING:
    from relcadence.cli.calendar import Shown
    from relcadence.cli.context import Context

Days = Annotated[
    int | None,
    typer.Option(
        "--days", metavar="N", min=1, max=1830, help="how far ahead (else 60 for follow-ups, 400 for dates)"
    ),
]
Kinds = Annotated[
    str, typer.Option("--kind", metavar="KIND,...", help="only slot, promise, occasion, card, task, event")
]
As = Annotated[str, typer.Option("--as", metavar="events|todos|both", help="calendar entries or to-dos")]
At = Annotated[str, typer.Option("--at", metavar="TIME|all-day", help="the time of day, such as 09:00")]
Alarm = Annotated[
    str, typer.Option("--alarm", metavar="SPAN|off", help="remind before: 15m, 2h, 1d (never for follow-ups)")
]
Slots = Annotated[str, typer.Option("--slots", metavar="each|day", help="an entry each, or one for all of a day")]
Notes = Annotated[bool, typer.Option("--notes", help="with the note of the last touch; private ones never")]
Redact = Annotated[bool, typer.Option("--redact", help="only “Follow-up F12”, for calendars that others see")]
KeepDone = Annotated[bool, typer.Option("--keep-done", help="keep what was closed in the last 30 days, marked so")]

SHARED: Options = {
    "days": (Days, None),
    "kinds": (Kinds, ""),
    "for_": (For, ""),
    "as_": (As, "events"),
    "at": (At, ""),
    "slots": (Slots, ""),
    "notes": (Notes, False),
    "redact": (Redact, False),
    "keep_done": (KeepDone, False),
}
MINUTES = {"m": 1, "min": 1, "h": 60, "d": 24 * 60}
LONGEST_ALARM = timedelta(days=28)
# Nine in the morning of the day before an all-day item; a quarter of an hour before a timed one.
USUAL_ALARM, USUAL_TIMED_ALARM = timedelta(hours=15), timedelta(minutes=15)


def shown_of(context: Context, told: dict[str, Any], *, alarm: str = "", feed: bool) -> Shown:
    """What the options ask for; `feed` has its own defaults: a day's slots in one entry, no alarms.

    Raises UsageProblem for what cannot be understood, before the store is looked at.
    """
    from relcadence.cli.calendar import Shown

    before, at = parse_alarm(alarm), parse_at(told["at"])
    if feed and before:
        raise UsageProblem("A calendar to subscribe to carries no alarms.", "Set them in the calendar app.")
    bundle = typed.one_of(told["slots"] or ("day" if feed else "each"), ("each", "day"), "form of follow-ups")
    shown = Shown(
        days=told["days"],
        kinds=parse_kinds(told["kinds"]),
        as_=typed.one_of(told["as_"], ("events", "todos", "both"), "form"),  # type: ignore[arg-type]
        at=at,
        alarm=None if feed else _usual(at) if before is None else before or None,
        bundle=bundle == "day",
        notes=told["notes"],
        redact=told["redact"],
        keep_done=told["keep_done"],
    )
    if at:
        from relcadence.cli.zone import zone_of

        shown = shown._replace(zone=zone_of(context))
    return shown._replace(contact_id=typed.person(context, told["for_"])) if told["for_"] else shown


def _usual(at: time | None) -> timedelta:
    return USUAL_TIMED_ALARM if at else USUAL_ALARM


def parse_kinds(text: str) -> tuple[str, ...]:
    """The kinds of items named, all of them for ""."""
    from relcadence.exchange.ics import KINDS

    words = [word.strip().casefold() for word in text.split(",") if word.strip()]
    return tuple(typed.one_of(word, KINDS, "kind") for word in words) or KINDS


def parse_at(text: str) -> time | None:
    """A time of day, such as 09:00; None for all-day. UsageProblem for anything else."""
    word = text.strip().casefold()
    if word in ("", "all-day"):
        return None
    return typed.time_of_day(word, say("Write it like 09:00, or all-day."))


def parse_alarm(text: str) -> timedelta | None:
    """How long before: `15m`, `2h`, `1d`; an empty span for `off`, None for "". UsageProblem for nonsense."""
    word = text.strip().casefold()
    if not word:
        return None
    if word in ("off", "none", "no"):
        return timedelta()
    found = re.fullmatch(r"(\d{1,5}) ?(m|min|h|d)", word, re.ASCII)
    span = timedelta(minutes=int(found[1]) * MINUTES[found[2]]) if found else timedelta()
    if not timedelta() < span <= LONGEST_ALARM:
        raise UsageProblem(
            say("“{text}” is no time to be reminded before.", text=text),
            "Write it like 15m, 2h or 1d, at most 28d; or off.",
        )
    return span
