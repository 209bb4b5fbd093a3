"""`share`: the list of professionals to hand over, and to whom it was given.

One rule: only those marked shareable stand on it, with nothing but what is meant for others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import things, typed
from relcadence.cli.context import Context
from relcadence.cli.guard import may_touch
from relcadence.cli.output import deliver
from relcadence.cli.params import On, Output, new_app
from relcadence.cli.render import Blank, Block, Line, plain
from relcadence.domain.people import Contact, Reach
from relcadence.domain.text import clean
from relcadence.domain.vocabulary import CHANNELS
from relcadence.errors import UsageProblem, say

if TYPE_CHECKING:
    from relcadence.store.queries.things.shareable import Shared

app = new_app(invoke_without_command=True, help="The professionals you recommend. Bare, it lists who may be named.")
Form = Annotated[str, typer.Option("--as", metavar="text|csv|vcf", help="to read, a table, or vCards")]
By = Annotated[str, typer.Option("--as", metavar="CHANNEL", help=f"how it went: {', '.join(CHANNELS)}")]
FORMS = ("text", "csv", "vcf")
TITLES = ("Name", "What they do", "Organisation", "Job Title", "Phone", "E-mail")
POINT = "share-professionals"


@app.callback()
def bare(ctx: typer.Context) -> None:
    """The professionals you recommend. Bare, it lists who may be named."""
    list_(ctx)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """The professionals, and who of them is marked to be named to others."""
    from relcadence.store.queries.things import shareable

    context: Context = ctx.obj
    things.listing(
        context,
        shareable.professionals(context.store, marked_only=False),
        ("No", "Name", "What they do", "Phone", "E-mail", "Shareable"),
        lambda row: [
            f"#{row.id}", row.name, ", ".join(filter(None, (row.offers or row.title, row.organisation))), row.phone,
            row.email, say("yes") if row.shareable else say("no"),
        ],
        right={0},
        empty=context.translate("There is no professional yet. Add one: relcadence add NAME --role professional"),
        below=[
            Line(context.translate(
                "Mark one: relcadence edit NAME --shareable --offers TEXT; the list: relcadence share professionals"
            ), "dim")
        ],
    )  # fmt: skip


@app.command()
def professionals(ctx: typer.Context, output: Output = "-", form: Form = "text") -> None:
    """The list to hand over: name, what they do, business phone and e-mail of those marked shareable.

    Nothing private is on it: no notes, roles or tags, no private numbers; never those not to be contacted.
    """
    from relcadence.store.queries.things import shareable

    context: Context = ctx.obj
    typed.one_of(form, FORMS, "form")
    rows = shareable.professionals(context.store)
    if not rows:
        raise UsageProblem(
            "Nobody is marked shareable.", 'Mark them: relcadence edit NAME --shareable --offers "what they do"'
        )
    if context.json and output == "-":
        context.answer([row._asdict() for row in rows], [])
        return
    content = _written(context, rows, form)
    deliver(context, output, lambda out: out.write(content), len(rows))


def _written(context: Context, rows: list[Shared], form: str) -> bytes:
    """The list in its form, in the user's language."""
    if form == "vcf":
        from relcadence.exchange.vcard_writer import CardOf, cards

        return b"".join(cards((CardOf(_contact(row)) for row in rows), "3.0"))
    if form == "csv":
        from relcadence.exchange.spreadsheet_writer import line

        cells = [[row.name, row.offers, row.organisation, row.title, row.phone, row.email] for row in rows]
        return b"".join(map(line, [[context.translate(title) for title in TITLES], *cells]))
    return plain(_blocks(rows)).encode("utf-8", "replace")


def _contact(row: Shared) -> Contact:
    """A contact with nothing but what may be handed over; an identity of its own, which tells nothing."""
    from uuid import NAMESPACE_URL, uuid5

    ways = (Reach("phone", row.phone, "work"), Reach("email", row.email, "work"))
    return Contact(
        row.name, uuid=str(uuid5(NAMESPACE_URL, f"relcadence:{row.name}:{row.phone}:{row.email}")),
        organisation=row.organisation, title=row.title, note=row.offers,
        reach=tuple(way for way in ways if way.value),
    )  # fmt: skip


def _blocks(rows: list[Shared]) -> list[Block]:
    """The list to read: each with what is known, a line each."""
    blocks: list[Block] = []
    for row in rows:
        place = ", ".join(filter(None, (row.title, row.organisation)))
        lines = filter(None, map(clean, (row.name, row.offers, place, row.phone, row.email)))
        blocks += [Blank(), *map(Line, lines)]
    return blocks


@app.command()
def given(
    ctx: typer.Context,
    names: things.SomeNames = [],  # noqa: B006
    filter_: things.Filter = "",
    channel: By = "email",
    on: On = "",
) -> None:
    """Log that you gave the list to people: relcadence share given wang chen"""
    from relcadence.domain.people import Touch
    from relcadence.store.changes import touches
    from relcadence.store.changes.things.circular import is_circular

    context: Context = ctx.obj
    contacts = things.people(context, names, filter_)
    typed.one_of(channel, CHANNELS, "channel")
    may_touch(context, contacts)
    day = typed.past_day(context, on).isoformat()
    note, mass = context.outgoing("the list of professionals"), is_circular(len(contacts))
    with context.write() as writer:
        writer.title = "list of professionals given"
        for contact in contacts:
            touches.log(writer, Touch(contact, day, channel, note=note, point=POINT, mass=mass))
    said = context.translate("Logged as given to {names}.", names=things.names_of(context, contacts))
    data: dict[str, Any] = {"contacts": contacts, "on": day}
    context.answer(data, [Line(said)])
