"""`import`: bring in vCards, spreadsheets, past touches and whole books; the plan first, then a question."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.day import warn_of_overload
from relcadence.cli.importing import import_people
from relcadence.cli.importing_file import Given, Options, opened, refuse_bad
from relcadence.cli.params import DryRun, new_app
from relcadence.cli.stores import refuse_where_one_was
from relcadence.domain.vocabulary import ROLES
from relcadence.errors import UsageProblem, say

MANY = 2000
app = new_app()
Files = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="vCard, CSV or our own JSON; - is stdin", show_default=False)
]
RoleOption = Annotated[str, typer.Option("--role", metavar="ROLE", help="the role of those whose file names none")]
TagOption = Annotated[list[str], typer.Option("--tag", metavar="TAG", help="a tag for all of the file; repeatable")]
Mapping = Annotated[
    list[str],
    typer.Option("--map", metavar="COLUMN=FIELD", help='such as "Kunde=name", or a saved NAME; repeatable'),
]
SaveMap = Annotated[str, typer.Option("--save-map", metavar="NAME", help="keep these --map options under a name")]
Dates = Annotated[str, typer.Option("--dates", metavar="dmy|mdy", help="how 3/4/1972 is read")]
Encoding = Annotated[str, typer.Option("--encoding", metavar="NAME", help="such as cp1252, where it is found wrong")]
Delimiter = Annotated[str, typer.Option("--delimiter", metavar="CHAR", help="what separates columns")]
Source = Annotated[
    str, typer.Option("--source", metavar="NAME", help="what to remember the source by; else by the file")
]
Touches = Annotated[
    bool, typer.Option("--touches", help="a calendar (.ics): log its past meetings, take in ticked to-dos")
]
Since = Annotated[str, typer.Option("--since", metavar="DATE", help="how far back in a calendar, else a year")]
SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help="take the good ones; the others are written to FILE.rejected")
]

Rejects = Annotated[str, typer.Option("--rejects", metavar="FILE", help="where to write them instead")]
Whole = Annotated[bool, typer.Option("--all", help="show the whole plan, not its first rows")]


@app.command("import")
def import_(
    ctx: typer.Context,
    files: Files,
    role: RoleOption = "",
    tags: TagOption = [],  # noqa: B006
    mapping: Mapping = [],  # noqa: B006
    save_map: SaveMap = "",
    dates: Dates = "",
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    source: Source = "",
    touches: Touches = False,
    since: Since = "",
    skip_bad: SkipBad = False,
    rejects: Rejects = "",
    whole: Whole = False,
    dry_run: DryRun = False,
) -> None:
    """Bring people in from vCard (.vcf) and CSV files of any program, past touches from a CSV, a whole book.

    The plan is shown first. Importing a file again brings what changed there and leaves what you changed here;
    `undo` takes an import back.
    """
    context: Context = ctx.obj
    if role:
        typed.one_of(role, ROLES, "role")
    columns = _columns(context, mapping)
    delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    if rejects and len(files) > 1:
        raise UsageProblem("--rejects is for one file.", "Import the files one by one, or leave it out.")
    options = Options(
        role, tuple(tags), columns, dates, encoding, delimiter, source, skip_bad, dry_run, whole, rejects
    )  # fmt: skip
    read = [opened(context, name, options, calendars=touches) for name in files]
    for given in read:
        refuse_bad(given, options)
    refuse_where_one_was(context)
    had_store = context.home.store_path.exists()
    answers = [_import(context, given, options, since) for given in read]
    if any(answer["done"] for answer in answers):
        _tell_of_the_load(context, sum(given.scratch.count() for given in read))
    if save_map and not dry_run:
        _save_map(context, save_map, columns)
    made = not had_store and context.home.store_path.exists()
    context.answer({"store_made": made, "files": answers}, [])


def _tell_of_the_load(context: Context, people: int) -> None:
    """Say so where the rhythms ask for too much; of very many people only where to look, since it takes its time."""
    if people <= MANY:
        warn_of_overload(context)
    else:
        context.say(context.translate("See whether there is time for all of them: relcadence load"))


def _import(context: Context, given: Given, options: Options, since: str) -> dict[str, Any]:
    if given.format == "ics":
        from relcadence.cli.calendar_import import import_calendar

        return import_calendar(context, given.name, given.document.whole(), since=since, dry_run=options.dry_run)
    if given.format == "json":
        from relcadence.cli.importing_book import import_book

        return import_book(context, given, options)
    if given.format == "touches.csv":
        from relcadence.cli.importing_touches import import_touches

        return import_touches(context, given, options)
    return import_people(context, given, options)


def _columns(context: Context, mapping: list[str]) -> dict[str, str]:
    """The columns by their header, as given or as saved under a name."""
    columns: dict[str, str] = {}
    for text in mapping:
        column, equals, field = text.rpartition("=")
        if equals and column.strip():
            columns[column.strip()] = field.strip()
        elif not equals and (saved := _saved_maps(context).get(text)):
            columns.update(saved)
        else:
            names = ", ".join(_saved_maps(context)) or say("none so far")
            hint = say('Such as --map "Kunde=name"; saved ones are: {names}.', names=names)
            raise UsageProblem(say("“{text}” is not COLUMN=FIELD, nor the name of saved columns.", text=text), hint)
    return columns


def _saved_maps(context: Context) -> dict[str, dict[str, str]]:
    if not context.home.store_path.exists():
        return {}
    return dict(context.store.settings.get("import_maps") or {})


def _save_map(context: Context, name: str, columns: dict[str, str]) -> None:
    from relcadence.store.changes import practice

    if not columns:
        raise UsageProblem("There is no --map to save.", 'Such as --map "Kunde=name" --save-map NAME')
    with context.write() as writer:
        practice.set_value(writer, "import_maps", {**_saved_maps(context), name: columns})
        writer.title = f"save the columns {name}"
    context.say(context.translate("Saved; use them with --map {name}", name=name))
