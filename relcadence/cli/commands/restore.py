"""`restore`: bring an archived contact back."""

from __future__ import annotations

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import Name, new_app
from relcadence.cli.render import Line

app = new_app()


@app.command()
def restore(ctx: typer.Context, name: Name) -> None:
    """Bring an archived contact back; the rhythm holds from today."""
    from relcadence.store.changes import people

    context: Context = ctx.obj
    number = typed.person(context, name, archived=True)
    with context.write() as writer:
        people.restore(writer, number)
        who = people.name_of(writer, number)
    context.answer({"id": number, "name": who}, [Line(context.translate("{name} is back.", name=who))])
