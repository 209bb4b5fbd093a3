"""`archive`: hide a contact and keep the history."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import Name, new_app
from relcadence.cli.render import Line

app = new_app()
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="why: moved, retired, deceased …")]


@app.command()
def archive(ctx: typer.Context, name: Name, reason: Reason = "") -> None:
    """Hide a contact from the agenda and the lists; nothing is deleted, `restore` brings them back."""
    from relcadence.store.changes import people

    context: Context = ctx.obj
    number = typed.person(context, name)
    with context.write() as writer:
        people.archive(writer, number, reason)
        who = people.name_of(writer, number)
    context.answer({"id": number, "name": who}, [Line(context.translate("{name} is archived.", name=who))])
