"""`digest`: the day as plain text or Markdown, for cron and mail."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.day import decide_today
from relcadence.cli.params import new_app
from relcadence.deliver.digest import Source
from relcadence.domain.agenda import Today

app = new_app()
FORMATS = ("text", "markdown", "json")
Format = Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(FORMATS))]
Quiet = Annotated[bool, typer.Option("--quiet-if-empty", help="say nothing on a day when nothing is due")]


@app.command()
def digest(ctx: typer.Context, format_: Format = "text", quiet_if_empty: Quiet = False) -> None:
    """The day as text of 80 columns, for cron: 30 7 * * 1-5 relcadence digest --quiet-if-empty"""
    from relcadence.store import delivered

    context: Context = ctx.obj
    typed.one_of(format_, FORMATS, "format")
    agenda = decide_today(context)
    state = delivered.Delivered.open(context.home.state_path)
    last = state.last_digest()
    source = Source(str(context.home.store_path), context.store.people(), last[0] if last else None)
    if quiet_if_empty and agenda.empty() and source.people:
        return
    _send(context, agenda, source, format_)
    sys.stdout.flush()
    state.note_digest(context.today, "stdout", context.now, "")
    if state.warning:
        context.warn(state.warning)


def _send(context: Context, agenda: Today, source: Source, format_: str) -> None:
    from relcadence.deliver import digest as written
    from relcadence.deliver.layout import today_json

    if context.json or format_ == "json":
        context.json = True
        context.answer({**today_json(agenda), "source": source._asdict()}, [])
    elif format_ == "markdown":
        context.pour(written.markdown(context.today, agenda, source, context.translate))
    else:
        context.pour(written.text(context.today, agenda, source, context.translate))
