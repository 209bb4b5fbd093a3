"""`event`: what you invite people to and go to, with guest lists and answers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import things, typed
from relcadence.cli.context import Context
from relcadence.cli.guard import may_touch
from relcadence.cli.params import new_app
from relcadence.cli.render import Block, Grid, Heading, Line
from relcadence.domain.things import EVENT_KINDS
from relcadence.domain.vocabulary import CHANNELS
from relcadence.errors import UsageProblem, say
from relcadence.language import near_day

if TYPE_CHECKING:
    from relcadence.store.queries.things.events import EventRow

app = new_app(invoke_without_command=True, help="Concerts, matches, seminars, with guest lists. Bare, it lists.")
Which = Annotated[str, typer.Argument(metavar="N", help="the event's number, or its title", show_default=False)]
KindOption = Annotated[str, typer.Option("--kind", metavar="KIND", help=", ".join(EVENT_KINDS))]
Place = Annotated[str, typer.Option("--place", metavar="TEXT", help="where")]
GroupOption = Annotated[str, typer.Option("--group", metavar="NAME", help="the group whose meeting it is")]
By = Annotated[str, typer.Option("--as", metavar="CHANNEL", help=f"how they were invited: {', '.join(CHANNELS)}")]
OnlyList = Annotated[bool, typer.Option("--only-list", help="put them on the list, invite nobody yet")]
ANSWERS = ("accepted", "declined")
COUNTED = {
    "came": "{number} came", "missed": "{number} missed", "accepted": "{number} accepted",
    "declined": "{number} declined", "invited": "{number} invited", "listed": "{number} on the list",
}  # fmt: skip


@app.callback()
def bare(ctx: typer.Context) -> None:
    """Concerts, matches, seminars, with guest lists. Bare, it lists."""
    show_events(ctx.obj)


@app.command("list")
def list_(ctx: typer.Context, everything: things.Everything = False) -> None:
    """The events to come by day, then those of the last two months."""
    show_events(ctx.obj, everything=everything)


def show_events(context: Context, *, everything: bool = False) -> None:
    """Answer with the events."""
    from relcadence.store.queries.things import events

    things.listing(
        context,
        events.events(context.store, context.today, everything=everything),
        ("No", "On", "Event", "Kind", "Place", "Guests"),
        lambda row: [str(row.id), row.held_on, row.title, say(row.kind), row.place, guests(context, row)],
        right={0},
        data=lambda row: as_json(context, row),
        empty=context.translate(
            'No event is planned. Plan one: relcadence event add "Concert" 2026-12-12 --kind cultural'
        ),
    )


def as_json(context: Context, row: EventRow) -> dict[str, Any]:
    """An event as JSON carries it; `asks` says that it is over and nobody said who came."""
    return {**row._asdict(), "asks": row.asks(context.today)}


def guests(context: Context, row: EventRow) -> str:
    """The guests in words; after the event, the question who came."""
    _ = context.translate
    if row.dropped:
        return _("called off")
    if row.asks(context.today):
        return _("{number} invited: who came?", number=row.invited + row.accepted)
    parts = [_(COUNTED[state], number=number) for state in COUNTED if (number := getattr(row, state))]
    if row.attended and not parts:
        return _("you were there")
    return ", ".join(parts)


@app.command()
def show(ctx: typer.Context, which: Which) -> None:
    """One event with its guests."""
    from relcadence.store.queries.things import events

    context: Context = ctx.obj
    row = events.event(context.store, things.number(context, "event", which))
    invited = events.guests(context.store, row.id)
    fields = [
        ("on", near_day(date.fromisoformat(row.held_on), context.translate)),
        ("kind", say(row.kind)),
        ("place", row.place),
        ("group", row.group),
        ("you", say("were there") if row.attended else ""),
        ("note", row.note),
        ("guests", guests(context, row)),
    ]
    more: list[Block] = []
    if invited:
        lines = [[each.contact, say(each.state), each.since(row.held_on)] for each in invited]
        more = [Heading(context.translate("Guests")), Grid((), lines)]
    data = {**as_json(context, row), "guests": [each._asdict() for each in invited]}
    things.page(context, data, f"{row.id} {row.title}", fields, more)


@app.command()
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="what it is", show_default=False)],
    day: Annotated[str, typer.Argument(metavar="DATE", help="its day", show_default=False)],
    kind: KindOption = "other",
    place: Place = "",
    group: GroupOption = "",
    attended: Annotated[bool, typer.Option("--attended", help="it is over, and you were there")] = False,
    note: things.NoteOption = "",
) -> None:
    """Plan an event, or note one you went to: relcadence event add "Concert" 2026-12-12 --kind cultural"""
    from relcadence.store.changes.things import events

    context: Context = ctx.obj
    typed.one_of(kind, EVENT_KINDS, "kind of event")
    on = typed.day(context, day, past=attended)
    number_of_group = things.number(context, "group", group) if group else None
    with context.write() as writer:
        number = events.add(
            writer, title, on, kind=kind, place=place, note=note, group=number_of_group, attended=attended
        )
    words = context.translate("Event {number} is noted. You were there.", number=number)
    if not attended:
        words = context.translate(
            "Event {number} is planned. Invite: relcadence event invite {number} NAME", number=number
        )
    context.answer({"id": number, "held_on": on}, [Line(words)])


@app.command()
def invite(
    ctx: typer.Context,
    which: Which,
    names: things.SomeNames = [],  # noqa: B006
    filter_: things.Filter = "",
    channel: By = "email",
    only_list: OnlyList = False,
) -> None:
    """Invite people, and log it: relcadence event invite 3 wang chen --filter "role:client level:>=2" """
    from relcadence.store.changes.things import events

    context: Context = ctx.obj
    number = things.number(context, "event", which)
    contacts = _guests_of(context, names, filter_)
    typed.one_of(channel, CHANNELS, "channel")
    if names and not only_list:
        named = [typed.person(context, name) for name in names]
        may_touch(context, named)
        things.may_do(context, "event", named)
    reminders = [] if only_list else things.guards(context, "event", contacts)
    row = context.store.row("event", number)
    note = context.outgoing("invitation: {title}, {day}", title=row["title"], day=row["held_on"])
    with context.write() as writer:
        new = events.invite(writer, number, contacts, "" if only_list else channel, note)
    _answer_invited(context, number, new, len(contacts) - len(new), reminders, only_list=only_list)


def _guests_of(context: Context, names: list[str], filter_: str) -> list[int]:
    """Those named, and those of a filter for whom events are not barred."""
    named = [typed.person(context, name) for name in names]
    found = things.people(context, names, filter_)
    barred = [each for each in found if each not in named and _is_barred(context, each)]
    if barred:
        words = context.translate("Left out, events are barred for them: {names}.",
                                  names=things.names_of(context, barred))  # fmt: skip
        context.say(words)
    if len(barred) == len(found):
        raise UsageProblem("Nobody is left to invite.", "Name somebody, or choose by another --filter.")
    return [each for each in found if each not in barred]


def _is_barred(context: Context, contact: int) -> bool:
    return "event" in context.store.row("contact", contact)["barred"].split(",")


def _answer_invited(
    context: Context, number: int, new: list[int], known: int, reminders: list[str], *, only_list: bool
) -> None:
    _ = context.translate
    said = _("Nobody new: all of them were on the list.")
    if new:
        names = things.names_of(context, new)
        said = _("On the list: {names}.", names=names) if only_list else _("Invited: {names}.", names=names)
    lines = [Line(said), *(Line(each, "dim") for each in reminders)]
    data = {"id": number, "invited": new, "already": known, "reminders": reminders}
    context.answer(data, lines)


@app.command()
def answer(
    ctx: typer.Context,
    which: Which,
    words: Annotated[list[str], typer.Argument(metavar="NAME... accepted|declined", show_default=False)],
) -> None:
    """Note an answer: relcadence event answer 3 wang accepted"""
    from relcadence.store.changes.things import events

    context: Context = ctx.obj
    *names, state = words
    if state not in ANSWERS or not names:
        raise UsageProblem("Who answered, and what?", "relcadence event answer N NAME accepted (or declined)")
    number = things.number(context, "event", which)
    contacts = things.people(context, names)
    with context.write() as writer:
        events.answer(writer, number, contacts, state)
    said = context.translate("{names}: {state}.", names=things.names_of(context, contacts),
                             state=context.translate(state))  # fmt: skip
    context.answer({"id": number, "contacts": contacts, "state": state}, [Line(said)])


@app.command()
def came(
    ctx: typer.Context,
    which: Which,
    names: things.SomeNames,
    no_touch: Annotated[bool, typer.Option("--no-touch", help="note who came, log no meeting")] = False,
) -> None:
    """Note who came; it is logged as a meeting of that day: relcadence event came 3 wang chen"""
    from relcadence.store.changes.things import events

    context: Context = ctx.obj
    number = things.number(context, "event", which)
    contacts = things.people(context, names)
    with context.write() as writer:
        touch = events.came(writer, number, contacts, log=not no_touch)
    said = context.translate("Came: {names}.", names=things.names_of(context, contacts))
    context.answer({"id": number, "contacts": contacts, "touch_id": touch}, [Line(said)])


@app.command()
def missed(ctx: typer.Context, which: Which, names: things.SomeNames = []) -> None:  # noqa: B006
    """Note who did not come; without names, all invited of whom nothing is known."""
    from relcadence.store.changes.things import events

    context: Context = ctx.obj
    number = things.number(context, "event", which)
    contacts = things.people(context, names) if names else None
    with context.write() as writer:
        count = events.missed(writer, number, contacts)
    said = context.translate.plural("{number} did not come.", "{number} did not come.", count)
    context.answer({"id": number, "missed": count}, [Line(said)])


@app.command()
def attended(ctx: typer.Context, which: Which) -> None:
    """Note that you were there."""
    from relcadence.store.changes.things import events

    context: Context = ctx.obj
    number = things.number(context, "event", which)
    with context.write() as writer:
        events.attended(writer, number)
    context.answer({"id": number}, [Line(context.translate("You were there: noted."))])


@app.command()
def edit(
    ctx: typer.Context,
    which: Which,
    title: things.NewTitle = None,
    day: Annotated[str | None, typer.Option("--date", metavar="DATE", help="another day")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=", ".join(EVENT_KINDS))] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="TEXT", help="where")] = None,
    note: things.NewNote = None,
) -> None:
    """Change an event: title, day, kind, place or note."""
    from relcadence.store.changes.things import events

    context: Context = ctx.obj
    number = things.number(context, "event", which)
    values = things.given(
        title=title,
        held_on=typed.day(context, day).isoformat() if day else None,
        kind=typed.one_of(kind, EVENT_KINDS, "kind of event") if kind else None,
        place=place,
        note=note,
    )
    with context.write() as writer:
        changed = events.edit(writer, number, **values)
    things.edited(context, number, values, changed=changed)


@app.command()
def drop(ctx: typer.Context, which: Which) -> None:
    """Call an event off; what was logged stays."""
    from relcadence.store.changes.things import events

    context: Context = ctx.obj
    number = things.number(context, "event", which)
    with context.write() as writer:
        count = events.drop(writer, number)
    said = context.translate("Event {number} is called off.", number=number)
    if count:
        said = context.translate.plural(
            "Event {event} is called off. {number} guest was invited: tell them.",
            "Event {event} is called off. {number} guests were invited: tell them.", count, event=number,
        )  # fmt: skip
    context.answer({"id": number, "invited": count}, [Line(said)])
