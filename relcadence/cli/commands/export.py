"""`export`: what goes out, one word a format; the formats live in `export_ics` and `export_data`."""

from __future__ import annotations

from relcadence.cli.commands import export_data, export_ics
from relcadence.cli.params import new_app

app = new_app(help="The calendar (ics), people (vcf, csv, labels, markdown, about), everything (json).")
app.command()(export_ics.ics)
app.command("json")(export_data.json_)
for word in (export_data.vcf, export_data.csv, export_data.labels, export_data.markdown, export_data.about):
    app.command()(word)
