"""`duplicates`: contacts that may be one person, with a score and the reasons; those who are two are told apart."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.progress import working
from relcadence.cli.render import Block, Grid, Line
from relcadence.domain.duplicates import LEAST
from relcadence.errors import UsageProblem, say, together

app = new_app()
Least = Annotated[int, typer.Option("--least", metavar="SCORE", min=1, max=100, help="show pairs from that score on")]
NotOne = Annotated[
    tuple[str, str] | None,
    typer.Option("--not", metavar="NAME OTHER", help="these two are two people: propose them no more"),
]


@app.command()
def duplicates(ctx: typer.Context, least: Least = LEAST, not_one: NotOne = None) -> None:
    """Pairs of contacts that may be one person, likeliest first; nothing is merged here.

    With --not the two named are told apart for good; `undo` takes it back.
    """
    context: Context = ctx.obj
    if not_one:
        _tell_apart(context, *not_one)
        return
    from relcadence.domain.duplicates import pairs
    from relcadence.store.queries.duplicates import candidates, told_apart

    with working(context.translate("Comparing")):
        people = candidates(context.store)
        found = pairs(people, least, told_apart(context.store))
    names = {each.id: each.names[0] for each in people}
    data = [
        {
            "first": each.first, "first_name": names[each.first], "second": each.second,
            "second_name": names[each.second], "score": each.score, "reasons": list(each.reasons),
        }
        for each in found
    ]  # fmt: skip
    rows = [
        [str(each.score), f"#{each.first}", names[each.first], f"#{each.second}", names[each.second],
         together(map(say, each.reasons))]
        for each in found
    ]  # fmt: skip
    blocks: list[Block] = [Line(context.translate("No two contacts look like one person."))]
    if found:
        pair = {"a": found[0].first, "b": found[0].second}
        one = context.translate('Look first, then make them one: relcadence merge "#{a}" "#{b}"', **pair)
        two = context.translate('If they are two people: relcadence duplicates --not "#{a}" "#{b}"', **pair)
        blocks = [
            Grid(("Score", "", "Name", "", "Name", "Because of"), rows, {0}), Line(one, "dim"), Line(two, "dim")
        ]  # fmt: skip
    context.answer(data, blocks)


def _tell_apart(context: Context, name: str, other: str) -> None:
    from relcadence.store.changes.merge import tell_apart
    from relcadence.store.queries.names import anybody
    from relcadence.store.queries.people import contact

    first, second = (contact(context.store, anybody(context.store, each)) for each in (name, other))
    if first.id == second.id:
        raise UsageProblem(
            say("“{name}” and “{other}” are one contact, #{id}.", name=name, other=other, id=first.id),
            'Name two, by their numbers where their names are alike: "#12" "#15".',
        )
    with context.write() as writer:
        new = tell_apart(writer, first, second)
    told = {"a": first.name, "b": second.name}
    words = "{a} and {b} are two people; they are not proposed again. Take it back with: relcadence undo"
    said = context.translate(words, **told) if new else context.translate("You have said so of {a} and {b}.", **told)
    context.answer({"first": first.id, "second": second.id, "told_apart": new}, [Line(said)])
