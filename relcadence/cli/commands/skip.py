"""`skip`: let an item go this once."""

from __future__ import annotations

import typer

from relcadence.cli.context import Context
from relcadence.cli.params import Handle, new_app
from relcadence.cli.render import Line

app = new_app()


@app.command()
def skip(ctx: typer.Context, handle: Handle) -> None:
    """Let this one go: its window is closed and counted as skipped; the cadence goes on. A promise is dropped."""
    from relcadence.store.changes import items

    context: Context = ctx.obj
    with context.write() as writer:
        item = items.find(writer, handle)
        writer.title = f"skip {item.handle}"
        items.skip(writer, item)
    context.answer({"handle": item.handle}, [Line(context.translate("{handle} is let go.", handle=item.handle))])
