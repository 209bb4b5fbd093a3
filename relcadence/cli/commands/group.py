"""`group`: the bodies that clients and connections belong to, their members, rhythm and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import things, typed
from relcadence.cli.context import Context
from relcadence.cli.params import Names, new_app
from relcadence.cli.render import Block, Grid, Heading, Line
from relcadence.domain.sentences import cadence_sentence
from relcadence.errors import UsageProblem, say

if TYPE_CHECKING:
    from relcadence.store.queries.things.groups import GroupRow

app = new_app(invoke_without_command=True, help="Bodies you go to, and who of yours belongs there. Bare, it lists.")
member = new_app(help="Who of your contacts belongs to a group.")
app.add_typer(member, name="member")
Which = Annotated[str, typer.Argument(metavar="N", help="the group's number, or its name", show_default=False)]
Every = Annotated[str, typer.Option("--every", metavar="CADENCE", help="how often it meets: month, quarter, 2 weeks")]
Place = Annotated[str, typer.Option("--place", metavar="TEXT", help="where it meets")]
MEMBERS_SHOWN = 3


@app.callback()
def bare(ctx: typer.Context) -> None:
    """Bodies you go to, and who of yours belongs there. Bare, it lists."""
    show_groups(ctx.obj)


@app.command("list")
def list_(ctx: typer.Context, everything: things.Everything = False) -> None:
    """The groups with members among your contacts, rhythm, next meeting and the last you went to."""
    show_groups(ctx.obj, everything=everything)


def show_groups(context: Context, *, everything: bool = False) -> None:
    """Answer with the groups."""
    from relcadence.store.queries.things import groups

    things.listing(
        context,
        groups.groups(context.store, context.today, everything=everything),
        ("No", "Group", "Meets", "Next", "Last attended", "Members"),
        lambda row: [
            str(row.id), row.name, cadence_sentence(row.cadence), row.next_on or say("not set"),
            row.last_on or say("never"), _members(context, row),
        ],
        right={0},
        data=as_json,
        empty=context.translate('No group is noted. Note one: relcadence group add "Bar association" --every month'),
    )  # fmt: skip


def as_json(row: GroupRow) -> dict[str, Any]:
    """A group as JSON carries it."""
    return {**row._asdict(), "members": [each._asdict() for each in row.members]}


def _members(context: Context, row: GroupRow) -> str:
    return things.names_of(context, [each.contact_id for each in row.members], MEMBERS_SHOWN)


@app.command()
def show(ctx: typer.Context, which: Which) -> None:
    """One group with its members."""
    from relcadence.store.queries.things import groups

    context: Context = ctx.obj
    number = things.number(context, "group", which)
    (row,) = groups.groups(context.store, context.today, number=number)
    fields = [
        ("meets", cadence_sentence(row.cadence)),
        ("place", row.place),
        ("next", row.next_on or say("not set")),
        ("last attended", row.last_on or say("never")),
        ("ended", row.ended_on),
        ("note", row.note),
    ]
    more: list[Block] = []
    if row.members:
        lines = [[each.contact, each.since_on] for each in row.members]
        more = [Heading(context.translate("Members you know")), Grid((), lines)]
    things.page(context, as_json(row), f"{row.id} {row.name}", fields, more)


@app.command()
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="what it is called", show_default=False)],
    every: Every = "month",
    place: Place = "",
    note: things.NoteOption = "",
) -> None:
    """Note a group: relcadence group add "Bar association" --every month"""
    from relcadence.store.changes.things import groups

    context: Context = ctx.obj
    cadence = _cadence(every)
    with context.write() as writer:
        number = groups.add(writer, name, cadence, place=place, note=note)
    words = context.translate(
        "Group {number} is noted. Who belongs to it? relcadence group member add {number} NAME", number=number
    )
    context.answer({"id": number, "cadence": cadence}, [Line(words)])


def _cadence(text: str) -> str:
    """The rhythm that was typed; UsageProblem for none at all."""
    cadence = typed.cadence(text)
    if cadence == "none":
        raise UsageProblem(
            "A group meets now and then.", "Say how often: --every quarter, or end it: relcadence group end N"
        )
    return cadence


@member.command("add")
def member_add(ctx: typer.Context, which: Which, names: Names) -> None:
    """Note that contacts belong to a group."""
    from relcadence.store.changes.things import groups

    context: Context = ctx.obj
    number, contacts = things.number(context, "group", which), things.people(context, names)
    with context.write() as writer:
        count = groups.add_members(writer, number, contacts)
    things.answer_changed(context, number, contacts, count)


@member.command("remove")
def member_remove(ctx: typer.Context, which: Which, names: Names) -> None:
    """Note that contacts belong to a group no more."""
    from relcadence.store.changes.things import groups

    context: Context = ctx.obj
    number, contacts = things.number(context, "group", which), things.people(context, names)
    with context.write() as writer:
        count = groups.remove_members(writer, number, contacts)
    things.answer_changed(context, number, contacts, count, gone=True)


@app.command()
def meeting(
    ctx: typer.Context,
    which: Which,
    day: Annotated[str, typer.Argument(metavar="DATE", help="its day", show_default=False)],
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="what it is about")] = "",
    place: Place = "",
) -> None:
    """Note the next meeting: relcadence group meeting bar 2026-12-10"""
    from relcadence.store.changes.things import groups

    context: Context = ctx.obj
    number, on = things.number(context, "group", which), typed.day(context, day)
    with context.write() as writer:
        event = groups.meet(writer, number, on, title=title, place=place)
    words = context.translate("Event {number} is planned for {on}.", number=event, on=on.isoformat())
    context.answer({"id": number, "event_id": event, "held_on": on}, [Line(words)])


@app.command()
def attended(
    ctx: typer.Context,
    which: Which,
    day: Annotated[str, typer.Argument(metavar="[DATE]", help="its day", show_default=False)] = "",
) -> None:
    """Note that you were there: on that day, else at the last meeting set, else today."""
    from relcadence.store.changes.things import groups

    context: Context = ctx.obj
    number = things.number(context, "group", which)
    on = typed.day(context, day, past=True) if day else None
    with context.write() as writer:
        event, held_on = groups.attended(writer, number, on)
    words = context.translate("You were there on {on}: noted.", on=held_on)
    context.answer({"id": number, "event_id": event, "held_on": held_on}, [Line(words)])


@app.command()
def edit(
    ctx: typer.Context,
    which: Which,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="another name")] = None,
    every: Annotated[str | None, typer.Option("--every", metavar="CADENCE", help="how often it meets")] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="TEXT", help="where it meets")] = None,
    note: things.NewNote = None,
) -> None:
    """Change a group: name, rhythm, place or note."""
    from relcadence.store.changes.things import groups

    context: Context = ctx.obj
    number = things.number(context, "group", which)
    values = things.given(name=name, cadence=_cadence(every) if every else None, place=place, note=note)
    with context.write() as writer:
        changed = groups.edit(writer, number, **values)
    things.edited(context, number, values, changed=changed)


@app.command()
def end(ctx: typer.Context, which: Which) -> None:
    """You go there no more; meetings to come are called off."""
    from relcadence.store.changes.things import groups

    context: Context = ctx.obj
    number = things.number(context, "group", which)
    with context.write() as writer:
        groups.end(writer, number)
    context.answer({"id": number}, [Line(context.translate("Group {number} is ended.", number=number))])
