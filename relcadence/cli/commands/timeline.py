"""`timeline`: all that passed with somebody, the newest first, by year."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import Name, new_app
from relcadence.cli.render import Block, Grid, Heading, Line
from relcadence.cli.things import name_of
from relcadence.domain.text import clean
from relcadence.domain.vocabulary import LEVELS
from relcadence.errors import say, together

if TYPE_CHECKING:
    from relcadence.store.queries.timeline import Happened

app = new_app()
Since = Annotated[str, typer.Option("--since", metavar="DATE", help="nothing from before that day")]

WORDS = {
    "promised": say("promised"),
    "promise": say("promise {what}"),
    "sent": say("sent you somebody"),
    "sent by": say("sent to you by"),
    "thanked": say("thanked for sending somebody"),
    "matter opened": say("matter opened"),
    "matter closed": say("matter closed"),
    "card": say("card sent"),
    "research": say("research note"),
    "role": say("became {what}"),
    "role ended": say("no longer {what}"),
    "event": say("event"),
    "level": say("level"),
    "added": say("added to the book"),
}


@app.command()
def timeline(ctx: typer.Context, name: Name, since: Since = "") -> None:
    """All that passed with somebody: touches, promises, referrals, occasions, matters, cards, roles and levels.

    The newest first, by year. What a private note says only `show` tells.
    """
    from relcadence.store.queries import timeline as queries
    from relcadence.store.queries.names import anybody

    context: Context = ctx.obj
    start = typed.day(context, since, past=True).isoformat() if since else ""
    with context.store.snapshot():
        number = anybody(context.store, name)
        found = [each for each in queries.timeline(context.store, number, context.today) if each.on >= start]
        who = name_of(context, number)
    context.answer([_as_json(each) for each in found], lambda: _blocks(context, who, found))


def _as_json(each: Happened) -> dict[str, Any]:
    return each._asdict()


def _blocks(context: Context, who: str, found: Iterable[Happened]) -> list[Block]:
    blocks: list[Block] = [Line(clean(who), "bold")]
    for year, rows in groupby(found, key=lambda each: each.on[:4]):
        blocks += [Heading(year), Grid((), [_row(each) for each in rows])]
    if len(blocks) == 1:
        blocks.append(Line(context.translate("Nothing is on record. Log a touch: relcadence log NAME --call")))
    return blocks


def _row(each: Happened) -> list[str]:
    marks = [say("private")] if each.private else []
    if each.kind == "touch" and each.minutes:
        marks.append(say("{minutes} min", minutes=each.minutes))
    return [each.on[5:], _what(each), _text(each), together(marks)]


def _what(each: Happened) -> str:
    if each.kind == "touch":
        way, _space, channel = each.what.partition(" ")
        return say(
            {"in": say("{channel} from them"), "tried": say("{channel}, not reached"), "out": say("{channel}")}[way],
            channel=say(channel),
        )
    if each.kind == "occasion":
        return say(each.what)
    return say(WORDS[each.kind], what=say(each.what)) if each.what else say(WORDS[each.kind])


def _text(each: Happened) -> str:
    if each.kind == "level":
        return say("{level} ({name})", level=each.text, name=say(LEVELS[int(each.text)]))
    if each.kind == "occasion" and each.minutes:
        return say("turned {turns}", turns=each.minutes)
    return each.text
