"""`assign`: give an open item to somebody else's hand, or take it back."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import Handle, OptionalName, new_app
from relcadence.cli.render import Line
from relcadence.errors import UsageProblem

app = new_app()
Nobody = Annotated[bool, typer.Option("--nobody", help="take it back into your own hand")]


@app.command()
def assign(ctx: typer.Context, handle: Handle, name: OptionalName = "", nobody: Nobody = False) -> None:
    """Give an item to your assistant or a colleague: relcadence assign F12 mei

    It stays in your own plan, marked; `today --for mei` and `export ics --for mei` show what is hers. Whoever does
    it, you tick it off with `done`.
    """
    from relcadence.store.changes import assigning, items

    context: Context = ctx.obj
    if bool(name) == nobody:
        raise UsageProblem("To whom?", "relcadence assign HANDLE NAME, or --nobody to take it back.")
    number = None if nobody else typed.person(context, name)
    with context.write() as writer:
        item = items.find(writer, handle)
        to = assigning.assign(writer, item, number)
    _ = context.translate
    words = (
        _("{handle} is for {name}.", handle=item.handle, name=to)
        if to
        else _("{handle} is yours again.", handle=item.handle)
    )
    context.answer({"handle": item.handle, "assignee": to}, [Line(words)])
