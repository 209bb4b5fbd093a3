"""`digest`: the day or the week as text, Markdown, HTML or JSON, printed or sent by mail."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli import digesting, typed
from relcadence.cli.context import Context
from relcadence.cli.day import wanted
from relcadence.cli.params import DryRun, For, Output, new_app
from relcadence.cli.progress import working
from relcadence.errors import UsageProblem

if TYPE_CHECKING:
    from relcadence.cli.digesting import Gathered

app = new_app()
Format = Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, markdown, html or json")]
Quiet = Annotated[bool, typer.Option("--quiet-if-empty", help="say nothing on a day when nothing is due")]
Span = Annotated[str, typer.Option("--span", metavar="day|week", help="week: ahead; from Friday, what slipped")]
Mail = Annotated[bool, typer.Option("--mail", help="send it to you, and to the assistant what was given over")]
Force = Annotated[bool, typer.Option("--force", help="send it again, although it went out today")]
Notify = Annotated[bool, typer.Option("--notify", help="show on the desktop how much waits")]
People = Annotated[str, typer.Option("--people", metavar="full|initials|counts", help="how much it says of people")]


@app.command()
def digest(
    ctx: typer.Context,
    format_: Format = "text",
    span: Span = "day",
    for_: For = "",
    people: People = "",
    quiet_if_empty: Quiet = False,
    output: Output = "-",
    mail: Mail = False,
    force: Force = False,
    notify: Notify = False,
    dry_run: DryRun = False,
) -> None:
    """The day as text of 80 columns, promises first; --span week, --format html, --mail.

    Mail goes to your own address (`config set email`) and to the assistant, never to another contact, and once a
    day. `help digest` tells how mail is set up, `relcadence schedule install` has it sent every morning.
    """
    context: Context = ctx.obj
    typed.one_of(format_, digesting.FORMATS, "format")
    typed.one_of(span, digesting.SPANS, "span")
    typed.one_of(people or "full", digesting.PEOPLE, "measure")
    _check(context, format_, people, mail=mail, force=force, dry_run=dry_run, output=output)
    if mail:
        from relcadence.cli import mailing

        mailing.mail(context, mailing.Wish(span, for_, people, quiet_if_empty, force, dry_run))
    else:
        keep = wanted(context, for_) if for_ else None
        with working(context.translate("Counting")):
            gathered = digesting.gather(context, span, keep)
        if not (quiet_if_empty and gathered.empty and gathered.source.people):
            _print(context, gathered, format_, people or "full", output, own=not for_)
    if notify:
        from relcadence.cli.notifying import notify as show

        show(context)


def _check(
    context: Context, format_: str, people: str, *, mail: bool, force: bool, dry_run: bool, output: str
) -> None:
    if mail and (format_ != "text" or output != "-"):
        raise UsageProblem("A mail has its text and its HTML in one.", "Leave out --format and --output.")
    if (force or dry_run) and not mail:
        raise UsageProblem("--force and --dry-run belong to --mail.", "Add --mail, or leave them out.")
    if people not in ("", "full") and (format_ == "json" or (context.json and not mail)):
        raise UsageProblem("JSON always says all of people.", "Leave out --people, or choose another format.")


def _print(context: Context, gathered: Gathered, format_: str, people: str, output: str, *, own: bool) -> None:
    with working(context.translate("Counting")):
        digest = digesting.compose(context, gathered, context.outgoing, people=people, own=own)
    if context.json or format_ == "json":
        context.json = True
        context.answer(digesting.as_json(context, gathered, digest.lines), [])
    else:
        _hand_out(context, digesting.in_form(digest, format_, context.outgoing), output)
    sys.stdout.flush()
    digesting.note_printed(context, context.home.state_path)


def _hand_out(context: Context, document: str, output: str) -> None:
    if output == "-":
        context.pour(document)
        return
    from pathlib import Path

    from relcadence.cli.render import Line
    from relcadence.exchange.files import write_beside

    path = Path(output)
    written = write_beside(path, lambda file: file.write(document.encode()))
    context.answer({"path": str(path), "written": written}, [Line(context.translate("Wrote {path}.", path=path))])
