"""`undo`: take a change back, whole."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli.commands.history import entry_rows
from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.render import Grid, Line

app = new_app()
Which = Annotated[
    int | None, typer.Argument(metavar="[N]", help="the change to take back (else the last)", show_default=False)
]
Listed = Annotated[bool, typer.Option("--list", help="show what can be undone")]


@app.command()
def undo(ctx: typer.Context, number: Which = None, listed: Listed = False) -> None:
    """Take the last change back, or change N. Undoing an undo brings the change again."""
    from relcadence.store.changes import undo as changes

    context: Context = ctx.obj
    if listed:
        entries = [entry for entry in changes.entries(context.store.connection, 20) if not entry.undone]
        context.answer(
            [entry._asdict() for entry in entries], [Grid(("No", "When", "What"), entry_rows(entries), {0})]
        )
        return
    with context.write() as writer:
        entry = changes.apply(writer, number)
    what = context.translate("Undone: {title}.", title=entry.title or entry.command)
    context.answer({"undone": entry.id, "title": entry.title}, [Line(what)])
