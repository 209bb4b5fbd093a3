"""`report`: the practice on one page to look at or print."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli import typed
from relcadence.cli.commands.stats import By, Since, asked_span
from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.progress import working
from relcadence.cli.render import Line

app = new_app()
Out = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="the page to write; - is stdout")]
Language = Annotated[str, typer.Option("--language", metavar="CODE", help="such as en or zh; else yours")]
Redact = Annotated[bool, typer.Option("--redact", help="initials in the place of names, none of your own words")]
PAGE = "practice.html"


@app.command()
def report(
    ctx: typer.Context, output: Out = PAGE, since: Since = "", by: By = "week", language: Language = "",
    redact: Redact = False,
) -> None:  # fmt: skip
    """The practice on one HTML page: in short, the habits, the cadence calendar, levels, who sent whom, prospects,
    cards and lists. It needs no network and no script; printing it from a browser gives a PDF.

    Private notes, and other notes, are not on it. It names people: --redact leaves initials.
    """
    from relcadence.cli.picturing_report import practice
    from relcadence.deliver import report as page
    from relcadence.settings import parse_language

    context: Context = ctx.obj
    reader = context.translator(typed.understood(parse_language, language)) if language else context.outgoing
    span = asked_span(context, since, by)
    with working(context.translate("Counting")):
        found = practice(context, span)
    if redact:
        found = page.redacted(found)
    _hand_out(context, page.html(found, reader), output)


def _hand_out(context: Context, document: str, output: str) -> None:
    if output == "-":
        context.pour(document)
        return
    from pathlib import Path

    from relcadence.exchange.files import write_beside

    path = Path(output)
    written = write_beside(path, lambda file: file.write(document.encode("utf-8", "replace")))
    words = (
        "Wrote {path}. Open it in a browser; printing it there gives a PDF." if written else "{path} is as it was."
    )
    context.answer({"path": str(path), "written": written}, [Line(context.translate(words, path=path))])
