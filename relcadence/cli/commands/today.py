"""`today`: whom to reach today, how, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli.context import Context
from relcadence.cli.day import MOST_AHEAD, count_today, decide_today, only, waiting, wanted
from relcadence.cli.params import For, new_app
from relcadence.cli.troubles import trouble_words
from relcadence.deliver.rows_json import today_json

if TYPE_CHECKING:
    from relcadence.cli.render import Block

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
        from relcadence.cli.day_shown import today_blocks

        return today_blocks(context, agenda, for_)

    context.answer(today_json(agenda), blocks)


def _answer_count(context: Context, number: int) -> None:
    def blocks() -> list[Block]:
        from relcadence.cli.render import Line

        return [Line(str(number))]

    context.answer({"count": number}, blocks)
