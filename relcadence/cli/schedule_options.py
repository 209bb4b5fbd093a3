"""The options of the daily run, the same for `schedule install` and `schedule run`, and what they ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.scheduling import Daily
from relcadence.cli.taking import Options
from relcadence.errors import UsageProblem, say

At = Annotated[str, typer.Option("--at", metavar="HH:MM", help="from which time of the local day on")]
Mail = Annotated[bool, typer.Option("--mail", help="by mail, to you and the assistant; see `help digest`")]
Week = Annotated[bool, typer.Option("--week", help="with --mail: on Mondays and Fridays the week too")]
Notify = Annotated[bool, typer.Option("--notify", help="on the desktop, how much waits")]
Ics = Annotated[str, typer.Option("--ics", metavar="PATH", help="write the calendar to that file")]
Quiet = Annotated[bool, typer.Option("--quiet-if-empty", help="send nothing on a day when nothing is due")]
OPTIONS: Options = {
    "at": (At, "07:30"),
    "mail": (Mail, False),
    "week": (Week, False),
    "notify": (Notify, False),
    "ics": (Ics, ""),
    "quiet_if_empty": (Quiet, False),
}


def daily_of(told: dict[str, Any]) -> Daily:
    """What the options ask for. UsageProblem for a time that is none."""
    at = typed.time_of_day(told["at"], say("Write it like 07:30."))
    if told["week"] and not told["mail"]:
        raise UsageProblem("--week sends mails.", "Add --mail.")
    ics = str(Path(told["ics"]).absolute()) if told["ics"] else ""
    return Daily(at, told["mail"], told["week"], told["notify"], ics, told["quiet_if_empty"])
