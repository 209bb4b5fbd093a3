"""`today`: whom to reach today, how, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli.context import Context
from relcadence.cli.day import (
    MOST_AHEAD,
    count_today,
    decide_today,
    first_steps,
    nothing_due,
    only,
    section_blocks,
    waiting,
    wanted,
)
from relcadence.cli.params import For, new_app
from relcadence.cli.render import Block, Line
from relcadence.cli.troubles import trouble_words
from relcadence.deliver.layout import sections, today_json
from relcadence.language import full_day

app = new_app()
Everything = Annotated[bool, typer.Option("--all", help="all that comes up in the next seven days")]
Count = Annotated[bool, typer.Option("--count", help="only how many items wait today, for a prompt")]


@app.command()
def today(ctx: typer.Context, everything: Everything = False, count: Count = False, for_: For = "") -> None:
    """Whom to reach today, how, and why: promises, dates, and the slots that fit the day.

    The handle in front (F12, P3 …) is what `done`, `snooze` and `skip` take.
    """
    context: Context = ctx.obj
    if count and not for_:
        _answer_count(context, count_today(context))
        return
    keep = wanted(context, for_)
    agenda = only(decide_today(context, None if everything or for_ else MOST_AHEAD), keep)
    if count:
        _answer_count(context, len(waiting(agenda)))
        return
    if words := trouble_words(context, context.translate):
        context.warn(words)

    def blocks() -> list[Block]:
        day = full_day(context.today, context.translate)
        head = Line(day if agenda.working_day else f"{day} ({context.translate('day off')})", "bold")
        body = section_blocks(sections(agenda, context.translate), context.columns)
        if for_:
            return [head, *(body or nothing_due(context, for_))]
        tail: list[Block] = []
        if agenda.working_day and not agenda.capacity:
            words = context.translate(
                "The capacity of today is 0, so no slot is planned: relcadence config set capacity 8"
            )
            tail.append(Line(words, "yellow"))
        if agenda.more:
            tail.append(Line(context.translate("… and {more} more: --all", more=agenda.more), "dim"))
        if agenda.clear_on and agenda.clear_on > context.today:
            day = agenda.clear_on.isoformat()
            tail.append(Line(context.translate("The backlog is worked off by {day}.", day=day), "dim"))
        return [head, *(body or nothing_due(context)), *tail, *first_steps(context)]

    context.answer(today_json(agenda), blocks)


def _answer_count(context: Context, number: int) -> None:
    context.answer({"count": number}, [Line(str(number))])
