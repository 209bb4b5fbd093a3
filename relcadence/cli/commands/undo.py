"""`undo`: take a change back, whole, or bring back what was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli.commands.history import entry_rows, local_time, told
from relcadence.cli.context import Context
from relcadence.cli.guard import agree
from relcadence.cli.params import new_app
from relcadence.cli.progress import working
from relcadence.cli.render import Grid, Line
from relcadence.errors import UsageProblem, say
from relcadence.language import N_

if TYPE_CHECKING:
    from relcadence.store.changes.undo import Caution, Entry

app = new_app()
Which = Annotated[
    int | None, typer.Argument(metavar="[N]", help="the change to take back (else the last)", show_default=False)
]
Listed = Annotated[bool, typer.Option("--list", help="show what can be undone")]
Redo = Annotated[bool, typer.Option("--redo", help="bring back what the last undo took")]
LISTED = 20
FINAL = {
    "erase": N_("The last thing done, erasing a person, can't be undone."),
    "restore": N_(
        "The last thing done was to bring a backup back; this is undone by: relcadence backup restore {kept}"
    ),
    "migrate": N_("The form of the store has changed since."),
}


@app.command()
def undo(ctx: typer.Context, number: Which = None, listed: Listed = False, redo: Redo = False) -> None:
    """Take the last change back, or change N; --redo brings it again. `history` has the numbers.

    A change that others came after is taken back alone, after a question, and only where none of them touched the
    same. What left this computer (mail, a published calendar) is not called back, and an erased person never comes
    back.
    """
    from relcadence.store.changes import undo as changes

    context: Context = ctx.obj
    if redo and number is not None:
        raise UsageProblem("--redo brings back what the last undo took; it needs no number.", "relcadence history")
    if listed:
        entries = [each for each in changes.entries(context.store.connection, LISTED) if not each.undone]
        context.answer(
            [each._asdict() for each in entries], [Grid(("No", "When", "What"), entry_rows(context, entries), {0})]
        )
        return
    connection = context.store.connection
    entry = changes.last_undo(connection) if redo else changes.find(connection, number)
    first, taken_back = changes.origin(connection, entry)
    if not entry.undone and (cautious := changes.caution(connection, entry)):
        _ask(context, first, bool(taken_back), cautious)
    with context.write() as writer, working(context.translate("Writing")):
        changes.apply(writer, entry.id)
    title = first.title or first.command
    words = say("Done again: {title}." if taken_back else "Undone: {title}.", title=told(context, first))
    context.answer({"redone" if taken_back else "undone": first.id, "title": title}, [Line(words)])


def _ask(context: Context, entry: Entry, again: bool, cautious: Caution) -> None:
    """Say what makes this other than the last change, and ask; Refused without a yes."""
    _ = context.translate
    if cautious.final:
        context.say(_(FINAL[cautious.final.kind], kept=cautious.final.kept))
    if cautious.later == 1:
        context.say(_("1 later change stays as it is."))
    elif cautious.later:
        context.say(_("{count} later changes stay as they are.", count=cautious.later))
    about = {"number": entry.id, "title": told(context, entry), "at": local_time(entry.at)}
    question = (
        "Bring back change {number} of {at}: {title}?" if again else "Take back change {number} of {at}: {title}?"
    )
    agree(context, _(question, **about))
