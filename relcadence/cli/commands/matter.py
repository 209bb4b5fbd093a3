"""`matter`: the work for clients, opened and closed, with its fee and the referral that brought it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli import things, typed
from relcadence.cli.context import Context
from relcadence.cli.params import Name, On, new_app
from relcadence.cli.render import Line
from relcadence.errors import say

if TYPE_CHECKING:
    from relcadence.store.queries.things.matters import MatterRow

app = new_app(invoke_without_command=True, help="Work for clients, with fees. Bare, it lists what is open.")
Which = Annotated[str, typer.Argument(metavar="N", help="the matter's number, or its title", show_default=False)]
Fee = Annotated[
    int | None, typer.Option("--fee", metavar="AMOUNT", min=0, max=10**12, help="in whole units of your currency")
]
From = Annotated[str, typer.Option("--from", metavar="N", help="the referral that brought it")]
MakeClient = Annotated[
    bool | None, typer.Option("--client/--keep", help="give the role client, or leave the roles as they are")
]
MakeFormer = Annotated[
    bool | None, typer.Option("--former/--keep", help="after the last one: a former client now, or a client still")
]


@app.callback()
def bare(ctx: typer.Context) -> None:
    """Work for clients, with fees. Bare, it lists what is open."""
    show_matters(ctx.obj)


@app.command("list")
def list_(ctx: typer.Context, everything: things.Everything = False) -> None:
    """The open matters by client; with --all the closed ones too."""
    show_matters(ctx.obj, everything=everything)


def show_matters(context: Context, *, everything: bool = False) -> None:
    """Answer with the matters."""
    from relcadence.store.queries.things import matters

    things.listing(
        context,
        matters.matters(context.store, everything=everything),
        ("No", "Client", "Matter", "Opened", "Closed", "Fee"),
        lambda row: [str(row.id), row.contact, row.title, row.opened_on, row.closed_on, fee(row.fee)],
        right={0, 5},
        empty=context.translate('No matter is open. Open one: relcadence matter open NAME "lease of the shop"'),
    )


def fee(amount: int | None) -> str:
    """A fee with its thousands apart; nothing where it is not known."""
    return "" if amount is None else f"{amount:,}"


@app.command()
def show(ctx: typer.Context, which: Which) -> None:
    """One matter."""
    context: Context = ctx.obj
    row = _row(context, things.number(context, "matter", which))
    fields = [
        ("client", row.contact),
        ("opened", row.opened_on),
        ("closed", row.closed_on),
        ("fee", fee(row.fee)),
        ("from", say("referral {number}", number=row.referral_id) if row.referral_id else ""),
        ("note", row.note),
    ]
    things.page(context, row._asdict(), f"{row.id} {row.title}", fields)


def _row(context: Context, number: int) -> MatterRow:
    from relcadence.store.queries.things import matters

    return matters.matters(context.store, number=number)[0]


@app.command("open")
def open_(
    ctx: typer.Context,
    name: Name,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="what it is", show_default=False)],
    on: On = "",
    amount: Fee = None,
    referral: From = "",
    client: MakeClient = None,
    note: things.NoteOption = "",
) -> None:
    """Open a matter: relcadence matter open wang "lease of the shop" --fee 4800 --from 3"""
    from relcadence.store.changes.things import matters

    context: Context = ctx.obj
    contact = typed.person(context, name)
    came_from = things.number(context, "referral", referral) if referral else None
    day = typed.past_day(context, on)
    make_client = _becomes_client(context, contact, client)
    with context.write() as writer:
        number = matters.open_matter(
            writer, contact, title, on=day, fee=amount, note=note, referral=came_from, make_client=make_client
        )
    said = context.translate("Matter {number} is open: {title}, for {name}.", number=number, title=title,
                             name=things.name_of(context, contact))  # fmt: skip
    context.answer({"id": number, "contact_id": contact, "client": make_client}, [Line(said)])


def _becomes_client(context: Context, contact: int, chosen: bool | None) -> bool:
    if things.has_role(context, contact, "client"):
        return False
    values = {"name": things.name_of(context, contact), "id": contact}
    return things.offer(
        context, chosen,
        context.translate("{name} is no client at present. Give the role client?", **values),
        context.translate("{name} keeps the roles held; to change: relcadence edit #{id} --role client", **values),
    )  # fmt: skip


@app.command()
def close(
    ctx: typer.Context,
    which: Which,
    amount: Fee = None,
    on: On = "",
    former: MakeFormer = None,
) -> None:
    """Close a matter, with its fee. After a client's last one it asks whether they become a former client."""
    from relcadence.store.changes.things import matters

    context: Context = ctx.obj
    row = _row(context, things.number(context, "matter", which))
    day = typed.past_day(context, on)
    last = not matters.open_besides(context.store, row.contact_id, row.id)
    make_former = not row.closed_on and last and _becomes_former(context, row, former)
    with context.write() as writer:
        matters.close_matter(writer, row.id, on=day, fee=amount, make_former=make_former)
    said = context.translate("Matter {number} is closed: {title}.", number=row.id, title=row.title)
    context.answer({"id": row.id, "contact_id": row.contact_id, "former": make_former}, [Line(said)])


def _becomes_former(context: Context, row: MatterRow, chosen: bool | None) -> bool:
    if not things.has_role(context, row.contact_id, "client"):
        return False
    values = {"name": row.contact, "id": row.contact_id}
    return things.offer(
        context, chosen,
        context.translate("That was the last open matter of {name}. A former client now?", **values),
        context.translate("{name} stays a client; to change: relcadence edit #{id} --role former --role=-client",
                          **values),
    )  # fmt: skip


@app.command()
def edit(
    ctx: typer.Context,
    which: Which,
    title: things.NewTitle = None,
    amount: Fee = None,
    opened: Annotated[str | None, typer.Option("--opened", metavar="DATE", help="the day it was opened")] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="it is open again")] = False,
    note: things.NewNote = None,
) -> None:
    """Change a matter: title, fee, day or note; or open it again."""
    from relcadence.store.changes.things import matters

    context: Context = ctx.obj
    number = things.number(context, "matter", which)
    values = things.given(
        title=title,
        fee=amount,
        opened_on=typed.past_day(context, opened).isoformat() if opened else None,
        closed_on="" if reopen else None,
        note=note,
    )
    with context.write() as writer:
        changed = matters.edit(writer, number, **values)
    things.edited(context, number, values, changed=changed)
