"""`duplicates`: contacts that may be one person, with a score and the reasons."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.render import Block, Grid, Line
from relcadence.domain.duplicates import LEAST

app = new_app()
Least = Annotated[int, typer.Option("--least", metavar="SCORE", min=1, max=100, help="show pairs from that score on")]


@app.command()
def duplicates(ctx: typer.Context, least: Least = LEAST) -> None:
    """Pairs of contacts that may be one person, likeliest first; nothing is merged here."""
    from relcadence.domain.duplicates import pairs
    from relcadence.store.queries.duplicates import candidates

    context: Context = ctx.obj
    people = candidates(context.store)
    names = {each.id: each.names[0] for each in people}
    found = pairs(people, least)
    data = [
        {
            "first": each.first, "first_name": names[each.first], "second": each.second,
            "second_name": names[each.second], "score": each.score, "reasons": list(each.reasons),
        }
        for each in found
    ]  # fmt: skip
    if not found:
        context.answer(data, [Line(context.translate("No two contacts look like one person."))])
        return
    rows = [
        [str(each.score), f"#{each.first}", names[each.first], f"#{each.second}", names[each.second],
         ", ".join(each.reasons)]
        for each in found
    ]  # fmt: skip
    hint = context.translate("Look first, then make them one: relcadence merge “#{a}” “#{b}”", a=found[0].first,
                             b=found[0].second)  # fmt: skip
    blocks: list[Block] = [Grid(("Score", "", "Name", "", "Name", "Because of"), rows, {0}), Line(hint, "dim")]
    context.answer(data, blocks)
