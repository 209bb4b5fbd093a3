"""`skip`: let an item go this once."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli.context import Context
from relcadence.cli.params import Handle, new_app
from relcadence.cli.render import Line
from relcadence.errors import Refused, say

app = new_app()
Never = Annotated[bool, typer.Option("--never", help="never propose this habit to this contact again")]


@app.command()
def skip(ctx: typer.Context, handle: Handle, never: Never = False) -> None:
    """Let this one go: its window is closed and counted as skipped; the cadence goes on. A promise is dropped.

    --never keeps the slot and has the habit that it proposes (a meal, an article) never proposed to this contact.
    """
    if never:
        _never(ctx.obj, handle)
        return
    from relcadence.store.changes import items

    context: Context = ctx.obj
    with context.write() as writer:
        item = items.find(writer, handle)
        writer.title = f"skip {item.handle}"
        items.skip(writer, item)
    context.answer({"handle": item.handle}, [Line(context.translate("{handle} is let go.", handle=item.handle))])


def _never(context: Context, handle: str) -> None:
    """Turn the point that an item proposes off for its contact; Refused where it proposes none."""
    from relcadence.cli import finishing
    from relcadence.store.changes import items
    from relcadence.store.changes.points import switch

    item, proposed = finishing.look(context, handle)
    if not proposed.habit or not item.contact_id:
        raise Refused(
            say("{handle} proposes no habit that could be left out.", handle=item.handle),
            "Let it go once without --never, or change the rhythm: relcadence edit NAME --cadence none",
        )
    with context.write() as writer:
        name = writer.row("contact", item.contact_id)["name"]
        writer.title = f"never {proposed.habit}: {name}"
        switch(writer, item.contact_id, proposed.habit, on=False)
        if item.letter == "T":
            items.skip(writer, item)
    words = context.translate(
        "“{point}” is proposed to {name} no more. Again: relcadence edit NAME --point {point}=on",
        point=proposed.habit, name=name,
    )  # fmt: skip
    context.answer({"handle": item.handle, "point": proposed.habit, "contact_id": item.contact_id}, [Line(words)])
