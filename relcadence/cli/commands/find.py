"""`find`: search names, organisations, notes, tags, promises and touches."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.render import Grid, Line
from relcadence.domain.text import fold
from relcadence.errors import UsageProblem

app = new_app()
WORDS_AROUND = 60
Words = Annotated[list[str], typer.Argument(metavar="WORDS...", help="what to look for", show_default=False)]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=10000, help="how many hits at most")]


@app.command()
def find(ctx: typer.Context, words: Words, limit: Limit = 50) -> None:
    """Search names (without regard to case and accents), organisations, notes, tags, promises and touches."""
    from relcadence.store.queries import people

    context: Context = ctx.obj
    typed = " ".join(words).strip()
    if not typed:
        raise UsageProblem("Nothing to look for.", "relcadence find lease")
    hits = people.find(context.store, fold(typed), typed, limit)
    rows = [[f"#{hit.contact_id}", hit.contact, hit.where, hit.on, _around(hit.words, typed)] for hit in hits]
    nothing = Line(context.translate("Nothing has “{words}” in it.", words=typed))
    context.answer([hit._asdict() for hit in hits], [Grid((), rows)] if rows else [nothing])


def _around(text: str, typed: str) -> str:
    """The part of a long text that the words stand in."""
    if len(text) <= WORDS_AROUND:
        return text
    start = max(0, text.casefold().find(typed.casefold()) - WORDS_AROUND // 2)
    end = start + WORDS_AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
