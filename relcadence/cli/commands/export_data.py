"""`export` of people: vCards, tables, labels, a dossier, all that is held about one person, and the whole book."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import labels as made
from relcadence.cli import typed
from relcadence.cli.choosing import OPTIONS, chosen
from relcadence.cli.context import Context
from relcadence.cli.guard import agree
from relcadence.cli.output import counted, deliver
from relcadence.cli.params import Name, Output
from relcadence.cli.progress import progress
from relcadence.cli.taking import taking
from relcadence.cli.things import some
from relcadence.domain.text import harmless_json
from relcadence.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relcadence.store.queries.exported import Exported

    Tables = Iterator[tuple[str, Iterator[dict[str, Any]]]]

Everybody = Annotated[bool, typer.Option("--all", help="also those not to be contacted")]
Version = Annotated[str, typer.Option("--version", metavar="3.0|4.0", help="of the vCards")]
Excel = Annotated[bool, typer.Option("--excel", help="marked so that Excel reads it as UTF-8")]
SHOWN_MISSING = 12
HeldFormat = Annotated[str, typer.Option("--format", metavar="markdown|json", help="for the eye or for a program")]


def json_(ctx: typer.Context, output: Output = "-") -> None:
    """Everything that was said and done, with settings and numbers, as one JSON document; no journal.

    `import` of it into an empty home gives the same book. Private notes are in it.
    """
    from relcadence.exchange import book
    from relcadence.store.queries import facts

    context: Context = ctx.obj
    store = context.store
    with store.snapshot():
        count = facts.count(store)
        tables = _counted(context, output, facts.by_table(store), count)
        deliver(context, output, lambda out: book.write(tables, out), count)


def _counted(context: Context, output: str, tables: Tables, total: int) -> Tables:
    """The tables with rows that are counted on their way out, all in one line."""
    steps = iter(counted(context, output, range(total), total))

    def passing(row: dict[str, Any]) -> dict[str, Any]:
        next(steps, None)
        return row

    for table, rows in tables:
        yield table, map(passing, rows)
    next(steps, None)  # the one past the last wipes the line


@taking(OPTIONS)
def vcf(
    ctx: typer.Context,
    output: Output = "-",
    version: Version = "3.0",
    everybody: Everybody = False,
    **told: Any,
) -> None:
    """The address book as vCards, for phones and mail programs; private notes and pictures are not in it.

    Left out are the archived, and those marked do-not-contact unless --all is given.
    """
    from relcadence.exchange.vcard_writer import CardOf, cards

    context: Context = ctx.obj
    typed.one_of(version, ("3.0", "4.0"), "version of vCards")
    people = _people(context, told, everybody=everybody)
    out_going = (CardOf(each.contact, each.anniversary, each.extra) for each in counted(context, output, people))
    deliver(context, output, lambda out: out.writelines(cards(out_going, version)), len(people))


@taking(OPTIONS)
def csv(
    ctx: typer.Context,
    output: Output = "-",
    excel: Excel = False,
    everybody: Everybody = False,
    **told: Any,
) -> None:
    """People as a table for spreadsheets, in which no cell is a formula; `import` reads it back.

    Left out are the archived, and those marked do-not-contact unless --all is given.
    """
    from relcadence.exchange.spreadsheet_writer import table
    from relcadence.exchange.vcard_writer import CardOf

    context: Context = ctx.obj
    people = _people(context, told, everybody=everybody)
    out_going = [CardOf(each.contact, each.anniversary, each.extra) for each in people]
    last = [each.last_touch_on for each in people]
    deliver(context, output, lambda out: out.writelines(table(out_going, last, excel=excel)), len(people))


@taking(OPTIONS)
def labels(
    ctx: typer.Context,
    output: Output = "-",
    format_: made.Format = "text",
    sheet: made.Sheet = "",
    everybody: Everybody = False,
    **told: Any,
) -> None:
    """Postal addresses for cards, as text or as a sheet that a browser prints; names who has none."""
    from relcadence.exchange.labels import Label

    context: Context = ctx.obj
    chosen_sheet = made.sheet_of(context, format_, sheet)
    people = [each.contact for each in _people(context, told, everybody=everybody)]
    found = [Label(each.name, address) for each in people if (address := each.first("address"))]
    if missing := [each.name for each in people if not each.first("address")]:
        names = some(missing[:SHOWN_MISSING], len(missing))
        context.warn(context.translate("{number} have no address: {names}", number=len(missing), names=names))
    content = made.document(found, format_, chosen_sheet)
    deliver(context, output, lambda out: out.write(content), len(found))


def markdown(ctx: typer.Context, name: Name, output: Output = "-") -> None:
    """A dossier on one person to read before a meeting; private notes are not in it."""
    from relcadence.cli.dossier import page

    context: Context = ctx.obj
    text = page(context, typed.person(context, name))
    deliver(context, output, lambda out: out.write(text.encode("utf-8", "replace")), 1)


def about(ctx: typer.Context, name: Name, output: Output = "-", format_: HeldFormat = "markdown") -> None:
    """All that is held about one person, private notes included, for their request by law. Asks first."""
    from relcadence.exchange.dossier import everything
    from relcadence.store.erasing import backups_with
    from relcadence.store.queries.exported import held_about
    from relcadence.store.queries.names import anybody
    from relcadence.store.queries.people import contact

    context: Context = ctx.obj
    typed.one_of(format_, ("markdown", "json"), "format")
    number = anybody(context.store, name)
    who = contact(context.store, number)
    question = context.translate("This shows private notes on {name} too. Go on?", name=who.name)
    agree(context, question, refusal=N_("Nothing was shown."))
    held: dict[str, Any] = held_about(context.store, number)
    held["backups"] = [str(path) for path in backups_with(context.home.store_path, who.uuid)]
    if format_ == "json":
        text = harmless_json(json.dumps(held, ensure_ascii=False, indent=1)) + "\n"
    else:
        said = context.outgoing("All that is held about this person, as of {day}.", day=context.today.isoformat())
        text = everything(who.name, said, held)
    count = sum(map(len, held["facts"].values()))
    deliver(context, output, lambda out: out.write(text.encode("utf-8", "replace")), count)


def _people(context: Context, told: dict[str, Any], *, everybody: bool) -> list[Exported]:
    """The contacts that the options leave, by name; those not to be contacted only where everybody is asked for."""
    from relcadence.store.queries.exported import exported, forbidden

    numbers = [row.id for row in chosen(context, told)]
    left_out = set() if everybody else forbidden(context.store, numbers)
    if left_out:
        words = "{number} not to be contacted are left out; --all brings them."
        context.say(context.translate(words, number=len(left_out)))
    wanted = [number for number in numbers if number not in left_out]
    with context.store.snapshot():
        return list(progress(exported(context.store, wanted), context.translate("Reading"), len(wanted)))
