"""`history`: what was changed, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli.context import Context
from relcadence.cli.deeds import deed
from relcadence.cli.params import new_app
from relcadence.cli.render import Grid, Line
from relcadence.errors import say
from relcadence.language import N_

if TYPE_CHECKING:
    from relcadence.store.changes.undo import Entry

app = new_app()
Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, max=10000, help="how many at most")]
FINAL = {
    "erase": N_("a person erased (can't be undone)"),
    "restore": N_("a backup brought back (to go back: relcadence backup restore {kept})"),
    "migrate": N_("the form of the store changed (undo ends here)"),
}


@app.command()
def history(ctx: typer.Context, limit: Limit = 20) -> None:
    """The changes made, newest first; `undo N` takes one back. Acts without a number can't be undone."""
    from relcadence.store.changes import undo

    context: Context = ctx.obj
    connection = context.store.connection
    entries = undo.entries(connection, limit)
    entries = _with_final_acts(context, entries)[:limit]
    if not entries:
        context.answer([], [Line(context.translate("Nothing was changed yet."))])
        return
    context.answer(
        [each._asdict() for each in entries], [Grid(("No", "When", "What"), entry_rows(context, entries), {0})]
    )


def _with_final_acts(context: Context, entries: list[Entry]) -> list[Entry]:
    """The entries with the final acts among them, each above the change set that it came after."""
    from relcadence.store import final_acts
    from relcadence.store.changes.undo import Entry

    oldest = entries[-1].id if entries else 0
    found: list[Entry] = []
    acts = final_acts.since(context.store.connection, oldest)
    for entry in (*entries, None):
        while acts and (entry is None or acts[0].after_id >= entry.id):
            act = acts.pop(0)
            title = context.translate(FINAL[act.kind], kept=act.kept)
            found.append(Entry(0, act.at, title, "", None, False))
        found += [entry] if entry else []
    return found


def entry_rows(context: Context, entries: Iterable[Entry]) -> list[list[str]]:
    """Number, local time and title of each change; those taken back are marked. A final act has no number."""
    return [
        [
            str(entry.id or ""),
            local_time(entry.at),
            say("{deed} (undone)", deed=told(context, entry)) if entry.undone else told(context, entry),
        ]
        for entry in entries
    ]


def told(context: Context, entry: Entry) -> str:
    """What a change did, in the user's language; else the command line that made it."""
    title = entry.title or entry.command
    return context.worded(deed(title)) if context.translate.foreign else title


def local_time(at: str) -> str:
    """An instant of the journal as a clock on the wall shows it here."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
