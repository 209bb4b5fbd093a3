"""`export`: the calendar, and everything as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from relcadence.cli.context import Context
from relcadence.cli.params import Output, new_app
from relcadence.cli.render import Line

if TYPE_CHECKING:
    from collections.abc import Callable

app = new_app(help="The calendar (ics), and everything (json).")
Days = Annotated[int, typer.Option("--days", min=1, max=1830, help="how far ahead dated items go")]


@app.command()
def ics(ctx: typer.Context, output: Output = "-", days: Days = 60) -> None:
    """A calendar file: each contact's open slot on its planned day, promises, birthdays and appointments.

    Its entries keep their identity: importing or subscribing again doubles nothing, and an unchanged plan gives
    the same bytes.
    """
    from relcadence.cli.calendar import calendar_items
    from relcadence.exchange import ics as calendar
    from relcadence.store.delivered import Delivered

    context: Context = ctx.obj
    items = calendar_items(context, days)
    with Delivered.open(context.home.state_path) as state:
        components = list(
            state.components(
                ((item.uid, calendar.content(item), item) for item in items),
                lambda item, sequence, at: calendar.component(item, calendar.Stamp(sequence, at)),
                context.now,
                calendar.shape(),
            )
        )
        if state.warning:
            context.warn(state.warning)
    name = context.translate("Follow-ups")
    _deliver(context, output, lambda out: calendar.write_components(components, out, name=name), len(items))


@app.command("json")
def json_(ctx: typer.Context, output: Output = "-") -> None:
    """Everything that was said and done, with settings and numbers, as one JSON document; no journal."""
    from relcadence.store.queries.facts import facts

    context: Context = ctx.obj
    everything = facts(context.store)
    text = json.dumps({"relcadence": 1, "facts": everything}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    rows = sum(map(len, everything.values()))
    _deliver(context, output, lambda out: out.write(text.encode()), rows)


def _deliver(context: Context, output: str, write: Callable[[BinaryIO], Any], count: int) -> None:
    """To stdout, or into a file that is written beside and renamed."""
    if output == "-":
        sys.stdout.flush()
        context.pour(b"")
        write(sys.stdout.buffer)
        return
    from relcadence.exchange.files import write_beside

    path = Path(output)
    written = write_beside(path, write)
    words = "Wrote {count} entries to {path}." if written else "{path} is as it was: {count} entries, none changed."
    data = {"path": str(path), "written": written, "count": count}
    context.answer(data, [Line(context.translate(words, count=count, path=str(path)))])
