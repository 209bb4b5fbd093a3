"""`stats`: the practice in figures: touches, windows, levels, channels, prospects, referrers, time, load, replies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli import picturing, picturing_people, picturing_touches, typed
from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.progress import working
from relcadence.domain.statistics import PERIODS, span_of

if TYPE_CHECKING:
    from relcadence.domain.statistics import Span

app = new_app(invoke_without_command=True, help="The practice in figures. Bare, it shows all of them.")
Since = Annotated[str, typer.Option("--since", metavar="DATE", help="from that day on; else 13 weeks, or 12 months")]
By = Annotated[str, typer.Option("--by", metavar="week|month", help="touches by week or by month")]
Csv = Annotated[bool, typer.Option("--csv", help="as a table with commas")]
MOST = 8
"""Rows of a long list that the overview shows."""

PICTURES: dict[str, tuple[str, Callable[[Context, picturing.Asked], picturing.Picture]]] = {
    "touches": ("Touches by weekday and week, as a heat map.", picturing_touches.touches),
    "windows": ("Windows kept and missed, by role.", picturing_people.windows),
    "pyramid": ("The four levels of clients and referrers.", picturing_people.pyramid),
    "channels": ("How you reach people, and how they reach you.", picturing_touches.channels),
    "prospects": ("Prospects on their way to the seventh touch.", picturing_people.prospects),
    "referrers": ("Who sent whom in 36 months, and what it brought.", picturing_people.referrers),
    "time": ("Time with people against time on your own, by the 80 % rule.", picturing_touches.time),
    "load": ("What the rhythms want in the weeks ahead, and the room there is.", picturing_people.load),
    "replies": ("How quickly you answer, and what still waits.", picturing_touches.replies),
}


@app.callback()
def bare(ctx: typer.Context, since: Since = "", by: By = "week", csv: Csv = False) -> None:
    """The practice in figures: touches, windows, levels, channels, prospects, referrers, time, the load, replies.

    Bare, it shows all of them; each has a word of its own. The page to look at and print: relcadence report
    """
    context: Context = ctx.obj
    asked = picturing.Asked(asked_span(context, since, by), None if csv or context.json else MOST)
    with working(context.translate("Counting")):
        drawn = [draw(context, asked) for _help, draw in PICTURES.values()]
    picturing.show_all(context, drawn, csv=csv)


def _command(name: str) -> None:
    said, draw = PICTURES[name]

    @app.command(name, help=said)
    def command(ctx: typer.Context, since: Since = "", by: By = "week", csv: Csv = False) -> None:
        context: Context = ctx.obj
        asked = picturing.Asked(asked_span(context, since, by))
        with working(context.translate("Counting")):
            drawn = draw(context, asked)
        picturing.show(context, drawn, csv=csv)


for _name in PICTURES:
    _command(_name)


def asked_span(context: Context, since: str, by: str = "week") -> Span:
    """The span that was typed, up to today."""
    start: date | None = typed.day(context, since, past=True) if since else None
    return typed.understood(span_of, context.today, typed.one_of(by, PERIODS, "period"), start)
