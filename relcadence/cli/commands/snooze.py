"""`snooze`: put an item off; the cadence stays."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import Handle, new_app
from relcadence.cli.render import Line
from relcadence.language import near_day

app = new_app()
Until = Annotated[
    str, typer.Argument(metavar="[SPAN]", help="3d, 1w, fri, 2026-12-01 (else 3 days)", show_default=False)
]


@app.command()
def snooze(ctx: typer.Context, handle: Handle, until: Until = "") -> None:
    """Put this one off to a later day; the cadence stays as it is."""
    from relcadence.store.changes import items

    context: Context = ctx.obj
    day = typed.later_day(context, until)
    with context.write() as writer:
        item = items.find(writer, handle)
        writer.title = f"snooze {item.handle} to {day.isoformat()}"
        items.snooze(writer, item, day)
    words = context.translate(
        "{handle} comes again on {day}.", handle=item.handle, day=near_day(day, context.translate)
    )
    context.answer({"handle": item.handle, "until": day}, [Line(words)])
