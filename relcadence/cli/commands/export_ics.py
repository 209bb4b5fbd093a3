"""`export ics`: the plan as a calendar file, a feed, or a folder of files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from relcadence.cli import calendar_options as o
from relcadence.cli.context import Context
from relcadence.cli.params import Output
from relcadence.cli.taking import taking
from relcadence.errors import UsageProblem

Feed = Annotated[bool, typer.Option("--feed", help="for subscribers: a day's follow-ups in one entry, no alarms")]
PerKind = Annotated[bool, typer.Option("--calendar-per-kind", help="a file for each kind, named after -o")]
Split = Annotated[bool, typer.Option("--split", help="files by date that Google takes, named after -o")]
Folder = Annotated[
    str, typer.Option("--dir", metavar="DIR", help="a folder with a file an item, for khal, vdirsyncer")
]


@taking(o.SHARED)
def ics(
    ctx: typer.Context,
    output: Output = "-",
    alarm: o.Alarm = "",
    feed: Feed = False,
    per_kind: PerKind = False,
    split: Split = False,
    folder: Folder = "",
    **told: Any,
) -> None:
    """A calendar: each contact's open slot on its planned day, promises, birthdays and appointments.

    Its entries keep their identity: importing or subscribing again doubles nothing, and an unchanged plan gives
    the same bytes. `help calendar` tells which form suits which app.
    """
    context: Context = ctx.obj
    shown = o.shown_of(context, told, alarm=alarm, feed=feed)
    if folder and (output != "-" or per_kind or split):
        raise UsageProblem("--dir makes a folder of single items.", "Leave out -o, --calendar-per-kind and --split.")
    from relcadence.cli import calendar_files as files
    from relcadence.cli.calendar import calendar_items

    items = calendar_items(context, shown)
    if folder:
        files.hand_out_folder(context, items, shown, Path(folder))
        return
    form = files.Form(feed=feed, per_kind=per_kind, split=split)
    files.hand_out(context, items, shown, form, output, contact="" if shown.redact else told["for_"])
