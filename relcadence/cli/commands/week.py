"""`week`: this week at a glance."""

from __future__ import annotations

from datetime import timedelta

import typer

from relcadence.cli.commands.agenda import day_blocks
from relcadence.cli.context import Context
from relcadence.cli.day import decide_span
from relcadence.cli.params import new_app
from relcadence.deliver.rows_json import rows_json

app = new_app()


@app.command()
def week(ctx: typer.Context) -> None:
    """The plan from today to Sunday; on a Sunday, of the week to come."""
    context: Context = ctx.obj
    left = 6 - context.today.weekday() or 7
    rows = decide_span(context, context.today + timedelta(days=left))
    context.answer(rows_json(rows), lambda: day_blocks(context, rows))
