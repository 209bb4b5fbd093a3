"""`service`: what the practice offers, who uses what, and what clients do without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import things, typed
from relcadence.cli.context import Context
from relcadence.cli.params import ContactName, Names, OptionalName, new_app
from relcadence.cli.render import Block, Grid, Heading, Line
from relcadence.errors import say

if TYPE_CHECKING:
    from relcadence.store.queries.things.services import Gap, ServiceRow

app = new_app(invoke_without_command=True, help="What you offer, and which client uses what. Bare, it lists.")
Which = Annotated[str, typer.Argument(metavar="N", help="the service's number, or its title", show_default=False)]
Colleague = Annotated[
    str | None,
    typer.Option("--colleague", click_type=ContactName(), metavar="NAME", help="whom to introduce; empty is nobody"),
]


@app.callback()
def bare(ctx: typer.Context) -> None:
    """What you offer, and which client uses what. Bare, it lists."""
    show_services(ctx.obj)


@app.command("list")
def list_(ctx: typer.Context, everything: things.Everything = False) -> None:
    """The services with the colleague to introduce and how many use them."""
    show_services(ctx.obj, everything=everything)


def show_services(context: Context, *, everything: bool = False) -> None:
    """Answer with the catalogue."""
    from relcadence.store.queries.things import services

    things.listing(
        context,
        services.services(context.store, everything=everything),
        ("No", "Service", "Introduce", "Used by"),
        lambda row: [str(row.id), row.title, row.colleague or say("yourself"), str(row.users or "")],
        right={0, 3},
        empty=context.translate('No service is listed. List one: relcadence service add "Tax" --colleague NAME'),
    )


@app.command()
def show(ctx: typer.Context, which: Which) -> None:
    """One service, and who uses it."""
    from relcadence.store.queries.things import services

    context: Context = ctx.obj
    number = things.number(context, "service", which)
    (row,) = services.services(context.store, number=number)
    users = services.users(context.store, number)
    fields = [("introduce", row.colleague or say("yourself")), ("retired", row.retired_on), ("note", row.note)]
    more: list[Block] = [Heading(context.translate("Used by"))]
    more.append(
        Grid((), [[each.contact, say("since {on}", on=each.since_on)] for each in users])
        if users else Line(say("nobody yet"))
    )  # fmt: skip
    things.page(context, {**row._asdict(), "used_by": [each._asdict() for each in users]}, f"{row.id} {row.title}",
                fields, more)  # fmt: skip


@app.command()
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="what it is called", show_default=False)],
    colleague: Colleague = None,
    note: things.NoteOption = "",
) -> None:
    """List a service: relcadence service add "Tax" --colleague chen"""
    from relcadence.store.changes.things import services

    context: Context = ctx.obj
    introduced = typed.person(context, colleague) if colleague else None
    with context.write() as writer:
        number = services.add(writer, title, colleague=introduced, note=note)
    words = context.translate(
        "Service {number} is listed. Who uses it? relcadence service use {number} NAME", number=number
    )
    context.answer({"id": number}, [Line(words)])


@app.command()
def use(ctx: typer.Context, which: Which, names: Names) -> None:
    """Note that contacts use a service: relcadence service use 2 wang chen"""
    from relcadence.store.changes.things import services

    context: Context = ctx.obj
    number, contacts = things.number(context, "service", which), things.people(context, names)
    with context.write() as writer:
        count = services.use(writer, number, contacts)
    things.answer_changed(context, number, contacts, count)


@app.command()
def stop(ctx: typer.Context, which: Which, names: Names) -> None:
    """Note that contacts use a service no more."""
    from relcadence.store.changes.things import services

    context: Context = ctx.obj
    number, contacts = things.number(context, "service", which), things.people(context, names)
    with context.write() as writer:
        count = services.stop(writer, number, contacts)
    things.answer_changed(context, number, contacts, count, gone=True)


@app.command()
def gaps(ctx: typer.Context, name: OptionalName = "") -> None:
    """What clients do without, and whom to introduce: everybody, or one."""
    from relcadence.store.queries.things import services

    context: Context = ctx.obj
    offered = {row.id: row for row in services.services(context.store)}
    if not offered:
        show_services(context)
        return
    rows = services.gaps(context.store, typed.person(context, name) if name else None)
    things.listing(
        context, rows, ("Client", "Uses", "Could use"),
        lambda row: [
            row.contact, ", ".join(offered[key].title for key in row.uses) or say("none noted"),
            ", ".join(_offer(context, offered[key]) for key in row.lacks) or say("nothing more"),
        ],
        empty=context.translate("There is no client yet. Make one: relcadence edit NAME --role client"),
        data=lambda row: _as_json(row, offered),
    )  # fmt: skip


def _offer(context: Context, service: ServiceRow) -> str:
    if not service.colleague:
        return service.title
    return context.translate("{title} (with {colleague})", title=service.title, colleague=service.colleague)


def _as_json(row: Gap, offered: dict[int, ServiceRow]) -> dict[str, Any]:
    lacks = [
        {"service_id": key, "title": offered[key].title, "colleague": offered[key].colleague or None}
        for key in row.lacks
    ]
    uses = [{"service_id": key, "title": offered[key].title} for key in row.uses]
    return {"contact_id": row.contact_id, "contact": row.contact, "uses": uses, "lacks": lacks}


@app.command()
def edit(
    ctx: typer.Context,
    which: Which,
    title: things.NewTitle = None,
    colleague: Colleague = None,
    note: things.NewNote = None,
) -> None:
    """Change a service: title, colleague to introduce, or note."""
    from relcadence.store.changes.things import retiring

    context: Context = ctx.obj
    number = things.number(context, "service", which)
    values = things.given(title=title, colleague_id=colleague, note=note)
    if colleague is not None:
        values["colleague_id"] = typed.person(context, colleague) if colleague else None
    with context.write() as writer:
        changed = retiring.edit(writer, "service", number, **values)
    things.edited(context, number, values, changed=changed)


@app.command()
def drop(ctx: typer.Context, which: Which) -> None:
    """Retire a service: it is offered no more; who used it stays known."""
    from relcadence.store.changes.things import retiring

    context: Context = ctx.obj
    number = things.number(context, "service", which)
    with context.write() as writer:
        retiring.retire(writer, "service", number)
    context.answer({"id": number}, [Line(context.translate("Service {number} is retired.", number=number))])
