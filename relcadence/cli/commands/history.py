"""`history`: what was changed, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.render import Grid, Line

if TYPE_CHECKING:
    from relcadence.store.changes.undo import Entry

app = new_app()
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=10000, help="how many")]


@app.command()
def history(ctx: typer.Context, limit: Limit = 20) -> None:
    """The changes made, newest first; `undo N` takes one back."""
    from relcadence.store.changes import undo

    context: Context = ctx.obj
    entries = undo.entries(context.store.connection, limit)
    if not entries:
        context.answer([], [Line(context.translate("Nothing was changed yet."))])
        return
    context.answer([entry._asdict() for entry in entries], [Grid(("No", "When", "What"), entry_rows(entries), {0})])


def entry_rows(entries: Iterable[Entry]) -> list[list[str]]:
    """Number, local time and title of each change; those taken back are marked."""
    return [
        [
            str(entry.id),
            datetime.fromisoformat(entry.at).astimezone().strftime("%Y-%m-%d %H:%M"),
            (entry.title or entry.command) + (" (undone)" if entry.undone else ""),
        ]
        for entry in entries
    ]
