"""`month`: the month in the terminal, with what was done and what comes on each day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.render import Block, Line
from relcadence.domain.dates_calendar import month_end
from relcadence.domain.month import Day, month_of, parse_month
from relcadence.domain.text import display_width, pad
from relcadence.errors import UsageProblem
from relcadence.language import SHORT_DAYS

app = new_app()
MOST_AHEAD = 366
"""Days ahead that a plan is made for."""
Which = Annotated[str, typer.Argument(metavar="[MONTH]", help="such as 2026-11; else this month", show_default=False)]
MADE, PLANNED, DATED = "✓", "○", "●"


@app.command()
def month(ctx: typer.Context, which: Which = "") -> None:
    """The month: touches made, slots planned, dated items and days off. Of a month gone by what was done is shown,
    of the coming ones, up to a year ahead, what is planned. The rows behind it: agenda
    """
    context: Context = ctx.obj
    first = typed.understood(parse_month, which, context.today)
    if (month_end(first) - context.today).days > MOST_AHEAD:
        raise UsageProblem(
            "There is no plan for so far ahead.", "Name a month within a year: relcadence month 2026-12"
        )
    days = _days(context, first)
    context.answer([each._asdict() for each in days], lambda: _blocks(context, first, days))


def _days(context: Context, first: date) -> list[Day]:
    from relcadence.domain.planning import plan_ahead
    from relcadence.domain.statistics import Span
    from relcadence.store.queries import agenda
    from relcadence.store.queries.statistics import touches_by_day

    last = month_end(first)
    weeks = max(6, (last - context.today).days // 7 + 2)
    with context.store.snapshot():
        made = touches_by_day(context.store, Span(first, last))
        gathered = agenda.gather(context.store, context.today, until=last, weeks=weeks)
    return month_of(first, made, gathered, plan_ahead(gathered, weeks=weeks))


def _blocks(context: Context, first: date, days: Sequence[Day]) -> list[Block]:
    _ = context.translate
    cells = [[""] for _day in range(first.weekday())] + [_cell(each, context.today) for each in days]
    cells += [[""] for _day in range(-len(cells) % 7)]
    titles = [_(name) for name in SHORT_DAYS]
    lines, width = _laid_out(cells, titles, (context.columns or 80) // 7)
    key = _(
        "{made} touches made, {planned} planned, {dated} dated; * a day off, > today",
        made=MADE,
        planned=PLANNED,
        dated=DATED,
    )
    title = _("{year}-{month}", year=f"{first:%Y}", month=f"{first:%m}")
    rule = "-" * min(7 * width, display_width(lines[0]))
    return [Line(title, "bold"), Line("\n".join([lines[0], rule, *lines[1:]])), Line(key, "dim")]


def _cell(each: Day, today: date) -> list[str]:
    """The lines of a day: its number with its marks, and below it the counts there are."""
    mark = (">" if each.on == today else " ") + f"{each.on.day:2}" + ("*" if each.off else "")
    counts = [
        f"{sign}{number}"
        for sign, number in ((MADE, each.made), (PLANNED, each.planned), (DATED, each.dated))
        if number
    ]
    return [mark, *counts]


def _laid_out(cells: Sequence[list[str]], titles: Sequence[str], room: int) -> tuple[list[str], int]:
    """The weeks as lines, and the width of a cell: counts beside each other where they fit, else below each other."""
    side = [[cell[0], " " + " ".join(cell[1:])] if len(cell) > 1 else cell for cell in cells]
    wide = max(display_width(line) for cell in side for line in cell) + 1
    chosen, width = (
        (side, wide) if wide <= room else ([[cell[0], *(f" {each}" for each in cell[1:])] for cell in cells], 0)
    )
    width = width or max(display_width(line) for cell in chosen for line in cell) + 1
    width = max(width, *(display_width(title) + 2 for title in titles))
    lines = ["".join(pad(f" {title}", width) for title in titles).rstrip()]
    for at in range(0, len(chosen), 7):
        week = chosen[at : at + 7]
        lines += [
            "".join(pad(cell[row] if row < len(cell) else "", width) for cell in week).rstrip()
            for row in range(max(map(len, week)))
        ]
    return lines, width
