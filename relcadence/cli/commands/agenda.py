"""`agenda`: the plan of the days ahead."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Annotated

import typer

from relcadence.cli.context import Context
from relcadence.cli.day import decide_span, wanted
from relcadence.cli.day_shown import nothing_due, section_blocks
from relcadence.cli.params import For, new_app
from relcadence.cli.render import Block
from relcadence.deliver.layout import Section, entry
from relcadence.deliver.rows_json import rows_json
from relcadence.domain.agenda import Row
from relcadence.language import full_day

app = new_app()


@app.command()
def agenda(
    ctx: typer.Context,
    days: Annotated[
        int, typer.Option("--days", "-n", metavar="N", min=1, max=366, help="how many days, today the first")
    ] = 7,
    for_: For = "",
) -> None:
    """The plan of the days ahead: each slot on its day, promises, birthdays and appointments on theirs.

    Rows without a handle are projected: they suppose that what comes before is done.
    """
    context: Context = ctx.obj
    keep = wanted(context, for_)
    rows = list(filter(keep, decide_span(context, context.today + timedelta(days=days - 1))))
    context.answer(rows_json(rows), lambda: day_blocks(context, rows, for_))


def day_blocks(context: Context, rows: list[Row], for_: str = "") -> list[Block]:
    """The rows under their days."""
    late = [row for row in rows if (row.planned_on or row.due_on) < context.today]
    ahead = rows[len(late) :]
    sections = []
    if late:
        before = [entry(row, context.translate) for row in late]
        sections.append(Section("late", context.translate("Before today"), before))
    for day, group in groupby(ahead, key=lambda row: row.planned_on or row.due_on):
        entries = [entry(row, context.translate) for row in group]
        sections.append(Section(day.isoformat(), full_day(day, context.translate), entries))
    return section_blocks(sections, context.columns) or nothing_due(context, for_)
