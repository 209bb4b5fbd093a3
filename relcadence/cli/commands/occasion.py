"""`occasion`: birthdays, anniversaries, holidays and successes of people, by their next day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import things, typed
from relcadence.cli.context import Context
from relcadence.cli.params import Name, new_app
from relcadence.cli.render import Line
from relcadence.domain.occasions import YEARLY, Occasion, make_occasion
from relcadence.domain.reasons import is_round
from relcadence.domain.things import OCCASION_KINDS
from relcadence.errors import UsageProblem, say
from relcadence.language import near_day

if TYPE_CHECKING:
    from relcadence.store.queries.things.occasions import OccasionRow

app = new_app(invoke_without_command=True, help="Birthdays, anniversaries, successes. Bare, it lists those to come.")
Number = Annotated[int, typer.Argument(metavar="N", help="the occasion's number")]
Kind = Annotated[str, typer.Argument(metavar="KIND", help=", ".join(OCCASION_KINDS))]
Days = Annotated[int, typer.Option("--days", metavar="N", min=1, max=1800, help="how many days ahead")]
AHEAD = 90


@app.callback()
def bare(ctx: typer.Context) -> None:
    """Birthdays, anniversaries, successes. Bare, it lists those to come."""
    show_occasions(ctx.obj, AHEAD)


@app.command("list")
def list_(ctx: typer.Context, days: Days = AHEAD, everything: things.Everything = False) -> None:
    """The occasions to come, by day, and the successes of the last month."""
    show_occasions(ctx.obj, None if everything else days)


def show_occasions(context: Context, days: int | None) -> None:
    """Answer with the occasions of so many days ahead, or all."""
    from relcadence.store.queries.things import occasions

    until = None if days is None else context.today + timedelta(days=days)
    rows = occasions.occasions(context.store, context.today, until=until)
    empty = context.translate("No occasion comes up. Note one: relcadence occasion add NAME birthday 1980-02-20")
    things.listing(
        context, rows, ("No", "On", "Who", "What", "Date"),
        lambda row: [str(row.id), row.next_on or row.date, row.contact, what(context, row),
                     row.date if row.date != row.next_on else ""],
        empty=empty, right={0},
    )  # fmt: skip


def what(context: Context, row: OccasionRow) -> str:
    """An occasion in words, with the years it turns."""
    words = row.title or context.translate(row.kind)
    if row.title and row.kind in ("birthday", "success"):
        words = context.translate("{kind}: {title}", kind=context.translate(row.kind), title=row.title)
    if row.turns and is_round(row.turns):
        return context.translate("{what}, turns {turns}, a round one", what=words, turns=row.turns)
    return context.translate("{what}, turns {turns}", what=words, turns=row.turns) if row.turns else words


@app.command()
def show(ctx: typer.Context, number: Number) -> None:
    """One occasion: its date and the next day it falls on."""
    from datetime import date

    context: Context = ctx.obj
    row = _row(context, number)
    fields = [
        ("what", what(context, row)),
        ("date", row.date),
        ("next", near_day(date.fromisoformat(row.next_on), context.translate) if row.next_on else ""),
    ]
    things.page(context, row._asdict(), row.contact, fields)


def _row(context: Context, number: int) -> OccasionRow:
    from relcadence.store.queries.things import occasions

    things.number(context, "occasion", str(number))
    return occasions.occasions(context.store, context.today, number=number)[0]


@app.command()
def add(
    ctx: typer.Context,
    name: Name,
    kind: Kind,
    day: Annotated[
        str, typer.Argument(metavar="DATE", help="1980-02-20, --05-24, lunar:8-15; for a success yesterday")
    ],
    title: Annotated[str, typer.Argument(metavar="[TITLE]", help="what it is", show_default=False)] = "",
) -> None:
    """Note an occasion: relcadence occasion add wang success yesterday "won the appeal" """
    from relcadence.store.changes.things import occasions

    context: Context = ctx.obj
    typed.one_of(kind, OCCASION_KINDS, "kind of occasion")
    contact = typed.person(context, name)
    occasion = _understood(context, kind, title.strip(), day)._replace(contact_id=contact)
    with context.write() as writer:
        number = occasions.add(writer, occasion)
    row = _row(context, number)
    said = context.translate("Noted as occasion {number}: {name}, {what}.", number=number, what=what(context, row),
                             name=row.contact)  # fmt: skip
    context.answer({"id": number, "date": row.date, "next_on": row.next_on or None}, [Line(said)])


def _understood(context: Context, kind: str, title: str, day: str) -> Occasion:
    """The occasion that was typed. Days of the year as for birthdays; single ones as any date, kept as solar."""
    if kind in ("holiday", "success", "free") and not title:
        raise UsageProblem(
            say("A {kind} needs a title.", kind=say(kind)),
            'relcadence occasion add NAME success DATE "won the appeal"',
        )
    if kind in YEARLY:
        return typed.understood(make_occasion, kind, title, day)
    if day.strip().casefold().startswith("lunar"):
        single = typed.understood(make_occasion, kind, title, day)
        return single._replace(on=_solar(single.on))
    return Occasion(kind, title, typed.day(context, day, past=kind == "success").isoformat(), recurring=False)


def _solar(text: str) -> str:
    from relcadence.domain.occasions import day_in, parse_birthday

    day = parse_birthday(text)
    found = day_in(day, day.year or 0)
    if found is None:
        raise UsageProblem(say("“{text}” lies outside the lunar calendar.", text=text), "Write the solar date.")
    return found.isoformat()


@app.command()
def edit(
    ctx: typer.Context,
    number: Number,
    day: Annotated[str | None, typer.Option("--date", metavar="DATE", help="another date")] = None,
    title: things.NewTitle = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=", ".join(OCCASION_KINDS))] = None,
) -> None:
    """Change an occasion's date, title or kind."""
    from relcadence.store.changes.things import occasions

    context: Context = ctx.obj
    values: dict[str, Any] = things.given(date=day, words=title, kind=kind)
    row = _row(context, number)
    wanted = typed.one_of(values.get("kind", row.kind), OCCASION_KINDS, "kind of occasion")
    new = _understood(context, wanted, values.get("words", row.title).strip(), values.get("date", row.date))
    with context.write() as writer:
        changed = occasions.edit(writer, new._replace(id=number, contact_id=row.contact_id))
    if day:
        values["date"] = new.on
    if title is not None:
        values["title"] = values.pop("words")
    things.edited(context, number, values, changed=changed)


@app.command()
def drop(ctx: typer.Context, number: Number) -> None:
    """Take an occasion away."""
    from relcadence.store.changes.things import occasions

    context: Context = ctx.obj
    row = _row(context, number)
    with context.write() as writer:
        occasions.drop(writer, number)
    said = context.translate("Dropped: {name}, {what}.", what=what(context, row), name=row.contact)
    context.answer({"id": number}, [Line(said)])
