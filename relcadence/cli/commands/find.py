"""`find`: search names, organisations, notes, tags, promises and touches; filters narrow it down."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.render import Grid, Line
from relcadence.errors import UsageProblem, say, several

app = new_app()
WORDS_AROUND = 60
COUNTED = 500  # how many hits beyond the limit are counted
Words = Annotated[list[str], typer.Argument(metavar="WORDS...", help="what to look for", show_default=False)]
Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, max=10000, help="how many hits at most")]


@app.command()
def find(ctx: typer.Context, words: Words, limit: Limit = 50) -> None:
    """Search names, organisations, notes, tags, promises and touches, without regard to case, accents and width.

    All words must occur; one in quotes is a phrase. Filters: role:client level:>=3 silent:>60d tag:tax has:birthday
    no:email city:… org:… status:archived; tag:-tax leaves those out. Private notes are not searched.
    """
    from relcadence.domain.search import parse
    from relcadence.store.queries.search import search

    context: Context = ctx.obj
    query = typed.understood(parse, words, context.today)
    if not query.terms and not query.filters:
        raise UsageProblem("Nothing to look for.", "relcadence find lease")
    hits = search(context.store, query, limit + COUNTED)
    more, hits = len(hits) - limit, hits[:limit]
    rows = [[f"#{hit.contact_id}", hit.contact, say(hit.where), hit.on, _around(hit.words, words)] for hit in hits]
    nothing = Line(
        context.translate("Nothing has “{words}” in it. All people: relcadence list", words=" ".join(words))
    )
    context.answer([hit._asdict() for hit in hits], [Grid((), rows)] if rows else [nothing])
    if more > 0:
        context.warn(_more(more, limit))


def _more(more: int, limit: int) -> str:
    """What is said where not all hits are shown."""
    if more >= COUNTED:
        return say("{number} hits and more are not shown; --limit {all} shows them.", number=more, all=limit + more)
    return several(
        "{number} more hit is not shown; --limit {all} shows all.",
        "{number} more hits are not shown; --limit {all} shows all.",
        more, all=limit + more,
    )  # fmt: skip


def _around(text: str, words: list[str]) -> str:
    """The part of a long text that the words stand in."""
    if len(text) <= WORDS_AROUND:
        return text
    folded = text.casefold()
    at = next((folded.find(word.casefold()) for word in words if word.casefold() in folded), 0)
    start = max(0, at - WORDS_AROUND // 2)
    end = start + WORDS_AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
