"""`cards`: who gets one for which holiday, their labels and texts, and what was sent, came back, or came in."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from relcadence.cli import cards_holidays, cards_out, cards_plan, cards_templates, typed
from relcadence.cli.cards_runs import day_of, envelope_json, one_line, the_run
from relcadence.cli.context import Context
from relcadence.cli.params import Name, Names, On, new_app
from relcadence.cli.render import Blank, Block, Grid, Line
from relcadence.cli.things import SomeNames
from relcadence.domain import cards as domain
from relcadence.errors import Refused, UsageProblem, say
from relcadence.language import near_day, short_day

app = new_app(
    invoke_without_command=True,
    help="Holiday cards: who gets one, labels and texts, and what was sent. Bare, it lists the runs.",
)
Run = Annotated[str, typer.Argument(metavar="RUN", help="as `cards list` shows it, such as C3", show_default=False)]
Everybody = Annotated[bool, typer.Option("--all", help="everybody on the list who has an address")]


@app.callback()
def bare(ctx: typer.Context) -> None:
    """Holiday cards: who gets one, labels and texts, and what was sent. Bare, it lists the runs."""
    show_runs(ctx.obj, everything=False)


@app.command("list")
def list_(
    ctx: typer.Context, everything: Annotated[bool, typer.Option("--all", help="done and dropped ones too")] = False
) -> None:
    """The runs by the day of their holiday."""
    show_runs(ctx.obj, everything=everything)


def show_runs(context: Context, *, everything: bool) -> None:
    """Answer with the runs, open ones or all."""
    from relcadence.store.queries import cards

    rows = cards.runs(context.store, everything=everything)
    context.answer([_run_json(row) for row in rows], lambda: _list(context, rows))


def _list(context: Context, rows: list[Any]) -> list[Block]:
    """The runs, and which holidays are near that no run is planned for."""
    _ = context.translate
    ahead = [
        _("Not planned yet: {title}, {day}. relcadence cards plan \"{key}\"", title=day.title,
          day=near_day(day.on, _), key=day.holiday.key)
        for day in cards_holidays.ahead(context)
    ]  # fmt: skip
    if not rows and not ahead:
        return [Line(_('No cards are planned. Plan some: relcadence cards plan "New Year"'))]
    lines = [
        [row.handle, row.title, near_day(day_of(row.holiday_on), _), _(row.channel), str(row.cards), str(row.sent),
         str(row.returned), short_day(day_of(row.post_by_on), _) if row.post_by_on else "", _(row.state)]
        for row in rows
    ]  # fmt: skip
    titles = ("Run", "Holiday", "On", "By", "Cards", "Out", "Back", "Post by", "State")
    table: list[Block] = [Grid(titles, lines, {4, 5, 6})] if rows else []
    return [*table, *([Blank()] if rows and ahead else []), *map(Line, ahead)]


def _run_json(row: Any) -> dict[str, Any]:
    return {"handle": row.handle, **row._asdict()}


@app.command()
def show(ctx: typer.Context, run: Run) -> None:
    """Who is on the list of a run.

    Where each card goes, why, and what became of it.
    """
    from relcadence.store.queries import cards

    context: Context = ctx.obj
    found = the_run(context, run)
    envelopes = cards.envelopes(cards.cards(context.store, found.id))
    data = {**_run_json(found), "list": [envelope_json(each) for each in envelopes]}
    context.answer(data, lambda: _page(context, found, envelopes))


def _page(context: Context, run: Any, envelopes: list[list[Any]]) -> list[Block]:
    _ = context.translate
    head = _("{handle} {title}, {day}, by {way}: {cards} cards, {sent} sent, {open} to go.",
             handle=run.handle, title=run.title, day=near_day(day_of(run.holiday_on), _), way=_(run.channel),
             cards=run.cards, sent=run.sent, open=run.open)  # fmt: skip
    if run.state != "open":
        head += " " + _("The run is {state}.", state=_(run.state))
    rows = [_card_row(context, members) for members in envelopes]
    return [Line(head), Line(""), Grid(("To", "Card", "Where", "Why"), rows)]


def _card_row(context: Context, members: list[Any]) -> list[str]:
    _ = context.translate
    row = envelope_json(members)
    names = domain.together([each.name for each in members], _.language)
    return [names, _became(context, row), one_line(row["reach"]) or _("missing"), _(row["why"])]


def _became(context: Context, row: dict[str, Any]) -> str:
    _ = context.translate
    if row["state"] == "open":
        day = short_day(day_of(row["post_by_on"]), _)
        words = _("post by {day}", day=day) if row["sendable"] else _("not any more")
    elif row["state"] == "dropped":
        words = _("taken off")
    elif row["state"] == "returned":
        words = _("came back")
    else:
        words = _("sent {day}", day=short_day(day_of(row["sent_on"]), _))
    if row["received_on"]:
        words += ", " + _("theirs came {day}", day=short_day(day_of(row["received_on"]), _))
    return words


app.command()(cards_plan.plan)
app.command()(cards_out.labels)
app.command()(cards_out.csv)
app.command()(cards_out.draft)


@app.command()
def sent(ctx: typer.Context, run: Run, names: SomeNames = [], everybody: Everybody = False, on: On = "") -> None:  # noqa: B006
    """Mark cards as sent: each is a touch.

    Name people, or say --all for everybody who has an address.
    """
    from relcadence.cli.guard import may_touch
    from relcadence.store.changes import cards as changes

    context: Context = ctx.obj
    found = the_run(context, run)
    if bool(names) == everybody:
        raise UsageProblem(
            "Say whose cards were sent, or --all.",
            say("Such as: relcadence cards sent {handle} --all", handle=found.handle),
        )
    numbers = [typed.person(context, name) for name in names]
    may_touch(context, numbers)
    day = typed.past_day(context, on)
    with context.write() as writer:
        went = changes.send(writer, found.id, numbers or None, day)
    if not went:
        raise Refused(
            say("No card of {handle} is left that can be sent.", handle=found.handle),
            say("See: relcadence cards show {handle}", handle=found.handle),
        )
    left = the_run(context, found.handle).open
    _ = context.translate
    words = _.plural("Sent to {number} person.", "Sent to {number} people.", len(went))
    words += " " + (
        _.plural("{number} card is left.", "{number} cards are left.", left) if left else _("None is left.")
    )
    context.answer({"handle": found.handle, "sent_to": went, "on": day, "open": left}, [Line(words)])


@app.command()
def received(ctx: typer.Context, name: Name, on: On = "") -> None:
    """A card came from somebody.

    It is a touch from their side, and is noted beside yours of that season.
    """
    from relcadence.store.changes import cards as changes
    from relcadence.store.queries.cards import in_words

    context: Context = ctx.obj
    number = typed.person(context, name)
    day = typed.past_day(context, on)
    with context.write() as writer:
        title = changes.received(writer, number, day)
        who = str(writer.row("contact", number)["name"])
    _ = context.translate
    words = (
        _("A card from {name} is noted ({title}).", name=who, title=in_words(title))
        if title
        else _("A card from {name} is noted; none of yours lies near it.", name=who)
    )
    context.answer({"contact": who, "contact_id": number, "on": day, "run": title or None}, [Line(words)])


@app.command()
def returned(
    ctx: typer.Context,
    run: Run,
    names: Names,
) -> None:
    """A card came back: its address is marked as bad.

    Next year's list goes without them until there is another address.
    """
    from relcadence.store.changes import cards as changes
    from relcadence.store.queries.names import anybody

    context: Context = ctx.obj
    found = the_run(context, run)
    numbers = [anybody(context.store, name) for name in names]
    with context.write() as writer:
        bad = changes.returned(writer, found.id, numbers)
    _ = context.translate
    lines = [Line(_("Marked as bad: {address}", address=one_line(each))) for each in bad]
    lines.append(Line(_("When you have the new one: relcadence edit NAME --address TEXT")))
    context.answer({"handle": found.handle, "bad": bad}, lines)


@app.command()
def drop(ctx: typer.Context, run: Run, names: SomeNames = []) -> None:  # noqa: B006
    """Let a run go, or take people off its list."""
    from relcadence.store.changes import cards as changes
    from relcadence.store.queries.names import anybody

    context: Context = ctx.obj
    found = the_run(context, run)
    numbers = [anybody(context.store, name) for name in names]
    with context.write() as writer:
        count = changes.drop(writer, found.id, numbers)
    _ = context.translate
    words = (
        _.plural("{number} person is off the list.", "{number} people are off the list.", count)
        if names
        else _("{handle} is let go: {title}.", handle=found.handle, title=found.title)
    )
    context.answer({"handle": found.handle, "dropped": count}, [Line(words)])


app.command()(cards_holidays.holidays)
app.add_typer(cards_templates.app, name="template")
