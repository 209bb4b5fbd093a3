"""`export`: what goes out, one word a format; the formats live in `export_ics` and `export_data`. Bare, it lists."""

from __future__ import annotations

import typer

from relcadence.cli.commands import export_data, export_ics
from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.render import Grid

FORMATS = {
    "ics": "the calendar: open slots, promises, birthdays, appointments",
    "vcf": "people as vCards",
    "csv": "people as a spreadsheet",
    "json": "everything that was said and done, to move or keep",
    "labels": "postal addresses to print",
    "markdown": "the dossier of one person",
    "about": "all that is held about one person",
}
app = new_app(
    invoke_without_command=True,
    help="The calendar (ics), people (vcf, csv, labels, markdown, about), everything (json). Bare, it lists.",
)


@app.callback()
def bare(ctx: typer.Context) -> None:
    """The formats there are."""
    context: Context = ctx.obj
    context.answer(FORMATS, [Grid((), [[word, context.translate(what)] for word, what in FORMATS.items()])])


app.command()(export_ics.ics)
app.command("json")(export_data.json_)
for word in (export_data.vcf, export_data.csv, export_data.labels, export_data.markdown, export_data.about):
    app.command()(word)
