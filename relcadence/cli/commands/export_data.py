"""`export json`: everything that was said and done, as data."""

from __future__ import annotations

import json

import typer

from relcadence.cli.context import Context
from relcadence.cli.output import deliver
from relcadence.cli.params import Output


def json_(ctx: typer.Context, output: Output = "-") -> None:
    """Everything that was said and done, with settings and numbers, as one JSON document; no journal."""
    from relcadence.store.queries.facts import facts

    context: Context = ctx.obj
    everything = facts(context.store)
    text = json.dumps({"relcadence": 1, "facts": everything}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    rows = sum(map(len, everything.values()))
    deliver(context, output, lambda out: out.write(text.encode()), rows)
