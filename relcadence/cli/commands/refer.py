"""`refer`: who sent whom, what became of it, and who is owed thanks."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from relcadence.cli import things, typed
from relcadence.cli.context import Context
from relcadence.cli.guard import agree
from relcadence.cli.params import Name, On, new_app
from relcadence.cli.render import Line
from relcadence.domain.conduct import WORDS, told_to_referrer
from relcadence.errors import NotFound, UsageProblem, say

app = new_app(invoke_without_command=True, help="Who sent whom, and who is owed thanks. Bare, it lists.")
Number = Annotated[int, typer.Argument(metavar="N", help="the referral's number")]
Matter = Annotated[str | None, typer.Option("--matter", metavar="N", help="the matter it brought; then it is won")]
MayTell = Annotated[
    bool | None, typer.Option("--may-tell/--thanks-only", help="leave to tell the referrer how it went")
]
MakeClient = Annotated[
    bool | None, typer.Option("--client/--keep", help="give the role client, or leave the roles as they are")
]
OUTCOMES = ("client", "declined", "open")


@app.callback()
def bare(ctx: typer.Context) -> None:
    """Who sent whom, and who is owed thanks. Bare, it lists."""
    show_referrals(ctx.obj)


@app.command("list")
def list_(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="those of archived referrers too")] = False,
) -> None:
    """The referrals, newest first."""
    show_referrals(ctx.obj, everything=everything)


def show_referrals(context: Context, *, everything: bool = False) -> None:
    """Answer with the referrals."""
    from relcadence.store.queries.things import referrals

    things.listing(
        context,
        referrals.referrals(context.store, everything=everything),
        ("No", "On", "Referrer", "Sent", "Outcome", "Thanked"),
        lambda each: [
            str(each.referral.id), each.referral.on, each.referrer, each.referred, say(each.referral.outcome),
            each.referral.thanked_on or say("not yet"),
        ],
        right={0},
        data=as_json,
        empty=context.translate("No referral is noted. Note one: relcadence refer add REFERRER REFERRED"),
    )  # fmt: skip


def as_json(each: Any) -> dict[str, Any]:
    """A referral as JSON carries it; `tell` is what the referrer may hear: thanks, open, or the outcome."""
    referral = each.referral
    tell = told_to_referrer(referral.outcome, may_tell=referral.may_tell).removeprefix("tell.")
    names = {"referrer": each.referrer, "referred": each.referred, "matter": each.matter or None}
    return {**referral._asdict(), **names, "tell": tell}


@app.command()
def show(ctx: typer.Context, number: Number) -> None:
    """One referral: what became of it, and what the referrer may be told."""
    from relcadence.store.queries.things import referrals

    context: Context = ctx.obj
    each = referrals.referral(context.store, things.number(context, "referral", str(number)))
    facts = each.referral
    fields = [
        ("on", facts.on),
        ("outcome", say("{outcome}, {on}", outcome=say(facts.outcome), on=facts.closed_on) if facts.closed_on
         else say(facts.outcome)),
        ("matter", f"{facts.matter_id} {each.matter}" if facts.matter_id else ""),
        ("thanked", facts.thanked_on or say("not yet")),
        ("to the referrer", say(WORDS[told_to_referrer(facts.outcome, may_tell=facts.may_tell)])),
        ("note", facts.note),
    ]  # fmt: skip
    title = context.translate("{a} sent {b}", a=each.referrer, b=each.referred)
    things.page(context, as_json(each), title, fields)


@app.command()
def add(
    ctx: typer.Context,
    referrer: Name,
    referred: Annotated[str, typer.Argument(metavar="REFERRED", help="who was sent: a contact, or just a name")],
    on: On = "",
    matter: Matter = None,
    may_tell: MayTell = None,
    note: things.NoteOption = "",
) -> None:
    """Note that somebody was sent: relcadence refer add nakamura "Jo Park" """
    from relcadence.store.changes import referrals

    context: Context = ctx.obj
    if not referred.strip():
        raise UsageProblem("Who was sent?", 'relcadence refer add nakamura "Jo Park"')
    sender = typed.person(context, referrer)
    sent, name = _sent(context, referred)
    day = typed.past_day(context, on)
    won = things.number(context, "matter", matter) if matter else None
    _ask_if_known(context, sender, sent, name)
    reminders = things.guards(context, "gift", [sender], tied=True)
    with context.write() as writer:
        number = referrals.refer(
            writer, sender, referred=sent, name=name, on=day, note=note, matter=won, may_tell=bool(may_tell)
        )
    words = context.translate(
        "Referral {number} is noted. When thanks are said: relcadence refer thank {number}", number=number
    )
    context.answer({"id": number, "reminders": reminders}, [Line(words), *(Line(each, "dim") for each in reminders)])


def _sent(context: Context, referred: str) -> tuple[int | None, str]:
    """The contact that was sent, or just the name where nobody, archived or not, is called so."""
    from relcadence.store.queries.names import candidates

    try:
        return typed.person(context, referred), ""
    except NotFound:
        if candidates(context.store, referred, archived=True):
            raise
        context.say(context.translate("{name} is not a contact yet; only the name is noted.", name=referred))
        return None, referred.strip()


def _ask_if_known(context: Context, sender: int, sent: int | None, name: str) -> None:
    """Ask before the same person is noted as sent by the same referrer again: each referral counts once."""
    from relcadence.domain.text import fold
    from relcadence.store.queries.things import referrals

    for each in referrals.referrals(context.store, sender):
        facts = each.referral
        same = facts.referred_id == sent if sent else facts.referred_id is None and fold(facts.name) == fold(name)
        if same and facts.referrer_id == sender and facts.outcome != "declined":
            question = context.translate(
                "That is noted already, on {on} (referral {number}). Note another?", on=facts.on, number=facts.id
            )
            agree(context, question)


@app.command()
def thank(ctx: typer.Context, number: Number) -> None:
    """Note that the referrer was thanked today."""
    from relcadence.store.changes import referrals

    context: Context = ctx.obj
    with context.write() as writer:
        referrals.thank(writer, number)
    context.answer({"id": number, "thanked_on": context.today}, [Line(context.translate("Thanks are noted."))])


@app.command()
def close(
    ctx: typer.Context,
    number: Number,
    outcome: Annotated[str, typer.Argument(metavar="client|declined")],
    client: MakeClient = None,
) -> None:
    """Note what became of a referral: client or declined; `open` opens it again."""
    from relcadence.store.changes import referrals

    context: Context = ctx.obj
    typed.one_of(outcome, OUTCOMES, "outcome")
    things.number(context, "referral", str(number))
    make_client = outcome == "client" and _becomes_client(context, number, client)
    with context.write() as writer:
        referrals.close_referral(writer, number, outcome, make_client=make_client)
    row = context.store.row("referral", number)
    tell = told_to_referrer(outcome, may_tell=bool(row["may_tell"]))
    lines = [Line(context.translate("Noted."))]
    if outcome != "open":
        lines.append(Line(context.translate("To the referrer: {words}", words=context.translate(WORDS[tell])), "dim"))
    data = {"id": number, "outcome": outcome, "referred_id": row["referred_id"], "tell": tell.removeprefix("tell.")}
    context.answer(data, lines)


def _becomes_client(context: Context, number: int, chosen: bool | None) -> bool:
    """Whether the one who was sent is to get the role client: as chosen, else asked."""
    from relcadence.store.queries.things import referrals

    each = referrals.referral(context.store, number)
    contact = each.referral.referred_id
    if contact and things.has_role(context, contact, "client"):
        return False
    values = {"name": each.referred, "number": number}
    if contact is None:
        return things.offer(
            context, chosen,
            context.translate("{name} is not a contact yet. Add them as a client?", **values),
            context.translate("{name} is no contact; to add them: relcadence refer close {number} client --client",
                              **values),
        )  # fmt: skip
    return things.offer(
        context, chosen,
        context.translate("Give {name} the role client?", **values),
        context.translate("{name} keeps the roles held; to change: relcadence edit #{contact} --role client",
                          name=each.referred, contact=contact),
    )  # fmt: skip


@app.command()
def edit(
    ctx: typer.Context,
    number: Number,
    referrer: Annotated[str | None, typer.Option("--referrer", metavar="NAME", help="who sent")] = None,
    referred: Annotated[str | None, typer.Option("--referred", metavar="NAME", help="who was sent")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="the day")] = None,
    matter: Matter = None,
    may_tell: MayTell = None,
    note: things.NewNote = None,
) -> None:
    """Change a referral: who, when, the matter it brought, leave to tell."""
    from relcadence.store.changes import referrals

    context: Context = ctx.obj
    values = things.given(
        referrer_id=typed.person(context, referrer) if referrer else None,
        referred_id=typed.person(context, referred) if referred else None,
        referred_on=typed.past_day(context, on).isoformat() if on else None,
        matter_id=things.number(context, "matter", matter) if matter else None,
        may_tell=None if may_tell is None else int(may_tell),
        note=note,
    )
    with context.write() as writer:
        changed = referrals.change(writer, number, **values)
    things.edited(context, number, values, changed=changed)


@app.command()
def drop(ctx: typer.Context, number: Number) -> None:
    """Take a referral away that was noted by mistake."""
    from relcadence.store.changes import referrals

    context: Context = ctx.obj
    things.number(context, "referral", str(number))
    with context.write() as writer:
        referrals.drop(writer, number)
    context.answer({"id": number}, [Line(context.translate("Referral {number} is dropped.", number=number))])
