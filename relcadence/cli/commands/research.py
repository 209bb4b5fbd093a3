"""`research`: what prospects struggle with, and how you would help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli import things, typed
from relcadence.cli.context import Context
from relcadence.cli.params import Name, new_app
from relcadence.cli.render import Line
from relcadence.cli.touching import note_text

if TYPE_CHECKING:
    from relcadence.store.queries.things.plans import ResearchRow

app = new_app(invoke_without_command=True, help="What somebody needs, and how you would help. Bare, it lists.")
Number = Annotated[int, typer.Argument(metavar="N", help="the note's number")]


@app.callback()
def bare(ctx: typer.Context) -> None:
    """What somebody needs, and how you would help. Bare, it lists."""
    list_(ctx)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """The research notes, newest first."""
    from relcadence.store.queries.things import plans

    context: Context = ctx.obj
    things.listing(
        context,
        plans.research(context.store),
        ("No", "On", "Who", "Problem or opportunity", "How you would help"),
        lambda row: [str(row.id), row.noted_on, row.contact, row.problem, row.help],
        right={0},
        empty=context.translate(
            'There is no research note. Write one: relcadence research add NAME "their problem" --help-with "how"'
        ),
    )


@app.command()
def show(ctx: typer.Context, number: Number) -> None:
    """One research note."""
    context: Context = ctx.obj
    row = _row(context, number)
    fields = [("noted", row.noted_on), ("problem", row.problem), ("help", row.help)]
    things.page(context, row._asdict(), row.contact, fields)


def _row(context: Context, number: int) -> ResearchRow:
    from relcadence.store.queries.things import plans

    return plans.research(context.store, number=things.number(context, "research note", str(number)))[0]


@app.command()
def add(
    ctx: typer.Context,
    name: Name,
    problem: Annotated[
        str, typer.Argument(metavar="TEXT", help="their problem or opportunity; - reads it from stdin")
    ],
    help_with: Annotated[str, typer.Option("--help-with", metavar="TEXT", help="how you would help")] = "",
) -> None:
    """Note what somebody needs: relcadence research add zoe "the lease ends in June" --help-with "renegotiate it" """
    from relcadence.store.changes.things import plans

    context: Context = ctx.obj
    contact = typed.person(context, name)
    with context.write() as writer:
        number = plans.note_research(writer, contact, note_text(problem), help_with)
    said = context.translate("Research note {number} on {name} is kept.", number=number,
                             name=things.name_of(context, contact))  # fmt: skip
    context.answer({"id": number, "contact_id": contact}, [Line(said)])


@app.command()
def edit(
    ctx: typer.Context,
    number: Number,
    problem: Annotated[str | None, typer.Option("--problem", metavar="TEXT", help="their problem")] = None,
    help_with: Annotated[str | None, typer.Option("--help-with", metavar="TEXT", help="how you would help")] = None,
) -> None:
    """Change a research note."""
    from relcadence.store.changes.things import plans

    context: Context = ctx.obj
    row = _row(context, number)
    values = things.given(problem=problem, help=help_with)
    with context.write() as writer:
        changed = plans.edit_research(writer, row.id, **values)
    things.edited(context, number, values, changed=changed)


@app.command()
def drop(ctx: typer.Context, number: Number) -> None:
    """Take a research note away."""
    from relcadence.store.changes.things import plans

    context: Context = ctx.obj
    row = _row(context, number)
    with context.write() as writer:
        plans.drop_research(writer, row.id)
    context.answer({"id": number}, [Line(context.translate("Research note {number} is dropped.", number=number))])
