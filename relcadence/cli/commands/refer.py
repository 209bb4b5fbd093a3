"""`refer`: who sent whom, and who is owed thanks."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import Name, On, new_app
from relcadence.cli.render import Grid, Line
from relcadence.errors import NotFound, say

app = new_app(invoke_without_command=True, help="Who sent whom, and who is owed thanks. Bare, it lists.")
Number = Annotated[int, typer.Argument(metavar="N", help="the referral's number")]
OUTCOMES = ("open", "client", "declined")


@app.callback()
def bare(ctx: typer.Context) -> None:
    """Who sent whom, and who is owed thanks. Bare, it lists."""
    show_referrals(ctx.obj)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """All referrals, newest first."""
    show_referrals(ctx.obj)


def show_referrals(context: Context) -> None:
    """Answer with all referrals."""
    from relcadence.store.queries import people

    rows = people.referrals(context.store)
    if not rows:
        words = context.translate("No referral is noted. Note one: relcadence refer add REFERRER REFERRED")
        context.answer([], [Line(words)])
        return
    data = [{**each.referral._asdict(), "referrer": each.referrer, "referred": each.referred} for each in rows]
    lines = [
        [str(each.referral.id), each.referral.on, each.referrer, each.referred, say(each.referral.outcome),
         each.referral.thanked_on or say("not yet")]
        for each in rows
    ]  # fmt: skip
    context.answer(data, [Grid(("No", "On", "Referrer", "Sent", "Outcome", "Thanked"), lines, {0})])


@app.command()
def add(
    ctx: typer.Context,
    referrer: Name,
    referred: Annotated[str, typer.Argument(metavar="REFERRED", help="who was sent: a contact, or just a name")],
    on: On = "",
    note: Annotated[str, typer.Option("--note", help="a few words")] = "",
) -> None:
    """Note that somebody was sent: relcadence refer add nakamura "Jo Park" """
    from relcadence.store.changes import practice

    context: Context = ctx.obj
    sender = typed.person(context, referrer)
    sent, name = _sent(context, referred)
    day = typed.day(context, on, past=True) if on else context.today
    with context.write() as writer:
        number = practice.refer(writer, sender, referred=sent, name=name, on=day, note=note)
    words = context.translate(
        "Referral {number} is noted. When thanks are said: relcadence refer thank {number}", number=number
    )
    context.answer({"id": number}, [Line(words)])


def _sent(context: Context, referred: str) -> tuple[int | None, str]:
    """The contact that was sent, or just the name where nobody here is called so."""
    try:
        return typed.person(context, referred), ""
    except NotFound:
        context.say(context.translate("{name} is not a contact yet; only the name is noted.", name=referred))
        return None, referred


@app.command()
def thank(ctx: typer.Context, number: Number) -> None:
    """Note that the referrer was thanked today."""
    from relcadence.store.changes import practice

    context: Context = ctx.obj
    with context.write() as writer:
        practice.thank(writer, number)
    context.answer({"id": number, "thanked_on": context.today}, [Line(context.translate("Thanks are noted."))])


@app.command()
def close(
    ctx: typer.Context, number: Number, outcome: Annotated[str, typer.Argument(metavar="client|declined")]
) -> None:
    """Note what became of a referral: client or declined."""
    from relcadence.store.changes import practice

    context: Context = ctx.obj
    typed.one_of(outcome, OUTCOMES, "outcome")
    with context.write() as writer:
        practice.close_referral(writer, number, outcome)
    context.answer({"id": number, "outcome": outcome}, [Line(context.translate("Noted."))])
