"""`pyramid`: the four levels of clients and referrers, who is ready to rise and who is sliding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.render import Block, Entry, Grid, Heading, Line
from relcadence.domain.reasons import word
from relcadence.domain.vocabulary import LEVELS, ROLES
from relcadence.errors import say

if TYPE_CHECKING:
    from relcadence.domain.levels import Move, Pyramid

app = new_app()
WIDEST = 30
DEFAULT = ("client", "referrer")


@app.command()
def pyramid(
    ctx: typer.Context,
    roles: Annotated[list[str], typer.Option("--role", metavar="ROLE", help="of whom; else clients, referrers")] = [],  # noqa: B006
) -> None:
    """The four levels, with those who are ready to rise and those who are sliding, and the evidence for it.

    Moving somebody is your act: relcadence edit NAME --level 3
    """
    from relcadence.domain import levels
    from relcadence.store.queries import levels as queries

    context: Context = ctx.obj
    wanted = tuple(typed.one_of(role, ROLES, "role") for role in roles) or DEFAULT
    found = levels.pyramid(queries.ties(context.store, context.today, wanted), context.today)
    context.answer(as_json(found, wanted), lambda: blocks(context, found))


def as_json(found: Pyramid, roles: tuple[str, ...]) -> dict[str, Any]:
    """The pyramid as JSON carries it."""
    return {
        "roles": roles,
        "levels": [
            {"level": level, "count": len(ties), "contact_ids": [tie.contact_id for tie in ties]}
            for level, ties in found.levels
        ],
        "rising": list(map(_move_json, found.rising)),
        "sliding": list(map(_move_json, found.sliding)),
    }


def _move_json(move: Move) -> dict[str, Any]:
    tie = move.tie
    return {
        "contact_id": tie.contact_id, "contact": tie.name, "level": tie.level, "to": move.to,
        "reason": word(move.reason),
    }  # fmt: skip


def blocks(context: Context, found: Pyramid) -> list[Block]:
    """The pyramid drawn, widest at the bottom, and the two lists below it."""
    _ = context.translate
    most = max((len(ties) for _level, ties in found.levels), default=0) or 1
    rows = []
    for level, ties in found.levels:
        bar = "■" * -(-len(ties) * WIDEST // most)
        label = say(LEVELS[level]) if level else say("unknown")
        rows.append([str(level or "–"), label, bar.center(WIDEST), str(len(ties))])
    drawn: list[Block] = [Grid((), rows, {3})]
    for title, moves in ((_("Ready to rise"), found.rising), (_("Sliding"), found.sliding)):
        if moves:
            drawn.append(Heading(title))
            drawn += [
                Entry(
                    f"#{each.tie.contact_id}", each.tie.name, f"{each.tie.level} -> {each.to}", word(each.reason, _)
                )
                for each in moves
            ]
    if not any(ties for _level, ties in found.levels):
        return [Line(_("Nobody is here yet: relcadence add NAME --role client --level 2"))]
    return drawn
