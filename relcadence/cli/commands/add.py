"""`add`: a new contact."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from relcadence.cli import people_options as p
from relcadence.cli.context import Context
from relcadence.cli.guard import agree
from relcadence.cli.params import new_app
from relcadence.cli.render import Line
from relcadence.cli.taking import taking
from relcadence.domain.people import Contact
from relcadence.language import N_

app = new_app()
NewName = Annotated[str, typer.Argument(metavar="NAME", help="the full name", show_default=False)]


@app.command()
@taking(p.SHARED)
def add(
    ctx: typer.Context,
    name: NewName,
    **told: Any,
) -> None:
    """A new contact: relcadence add "Wang Li" --role client --level 2 --phone "+86 138 0013 8000" """
    from relcadence.cli.stores import ensure_store
    from relcadence.store.changes import people
    from relcadence.store.queries.names import namesakes

    context: Context = ctx.obj
    contact = p.apply(context, Contact(name=name), p.given(told))
    ensure_store(context)
    if same := namesakes(context.store, contact.name):
        question = context.translate(
            "There is a {name} already (#{id}). Add another?", name=same[0].name, id=same[0].id
        )
        agree(context, question, refusal=N_("Nobody was added."))
    with context.write() as writer:
        number = people.add(writer, contact)
    words = context.translate("Added {name} (#{number}).", name=contact.name, number=number)
    context.answer({"id": number, "name": contact.name}, [Line(words)])
