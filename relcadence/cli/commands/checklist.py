"""`checklist`: the playbook and how it is kept: states, figures, the evidence behind them, and the user's changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.day_shown import nobody_yet
from relcadence.cli.guard import agree
from relcadence.cli.params import new_app
from relcadence.cli.progress import working
from relcadence.cli.render import Blank, Block, Entry, Fields, Grid, Heading, Line
from relcadence.domain.playbook_words import KIND_WORDS, STATE_WORDS, TITLES, WHYS
from relcadence.domain.reasons import word
from relcadence.domain.text import clean
from relcadence.errors import UsageProblem, say

if TYPE_CHECKING:
    from relcadence.domain.playbook import Point
    from relcadence.domain.scorecard import Period, Score
    from relcadence.language import Translator
    from relcadence.store.queries.seven import Prospect

app = new_app(invoke_without_command=True, help="The 24 habits and how they are kept. Bare, it lists.")
Which = Annotated[str, typer.Argument(metavar="POINT", help="a number or key, such as 10 or meals")]
Every = Annotated[
    str, typer.Option("--every", metavar="CADENCE", help="how often: monthly, quarter, every 10 days …")
]
Roles = Annotated[
    list[str], typer.Option("--role", "--roles", metavar="ROLE", help="whom it is about; repeatable or by commas")
]
Channels = Annotated[list[str], typer.Option("--by", metavar="CHANNEL", help="a touch by this channel fulfils it")]
Minutes = Annotated[int | None, typer.Option("--minutes", metavar="N", help="what it takes")]
Weight = Annotated[int | None, typer.Option("--weight", metavar="N", help="what it weighs in the plan, 0 to 5")]


@app.callback()
def bare(ctx: typer.Context) -> None:
    """The 24 habits and how they are kept: state, figure of the running period, what to do next. Bare, it lists."""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """All points with their state, figure and next step."""
    show_list(ctx.obj)


def show_list(context: Context) -> None:
    """Answer with the scorecard, and the 80 % rule below it."""
    from relcadence.store.queries import share

    scores = _scores(context)
    own = titles(context)
    time = share.share(context.store, context.today)
    _ = context.translate
    data = [as_json(each, own(each.point)) for each in scores]
    rows: list[Block] = [
        Entry(
            str(each.point.number),
            own(each.point),
            _(STATE_WORDS[each.state]),
            _("; ").join((word(each.figure, _), word(each.next_step, _))),
        )
        for each in scores
    ]
    context.answer(data, [*rows, Blank(), Line(word(time, _)), Line(nobody_yet(context) or _(AUDIT), "dim")])


AUDIT = "What stands behind a figure: relcadence checklist audit N"


def titles(context: Context) -> Any:
    """A function that gives the title of a point: the user's own words, else the playbook's in her language."""
    from relcadence.store.queries.points import changes

    own = {key: change.title for key, change in changes(context.store).items()}
    return lambda point: own.get(point.key) or context.translate(TITLES.get(point.key, point.key))


def as_json(score: Score, title: str) -> dict[str, Any]:
    """A row of the scorecard as JSON carries it."""
    shown = score.shown
    return {
        "number": score.point.number,
        "key": score.point.key,
        "title": title,
        "state": score.state,
        "figure": word(score.figure),
        "kept": shown.tally.kept if shown else None,
        "due": shown.tally.due if shown else None,
        "period": _span(shown) if shown else None,
        "running": score.running is not None,
        "next_step": word(score.next_step),
        "history": [{"period": _span(each), "kept": each.tally.kept, "due": each.tally.due} for each in score.closed],
    }


def _span(period: Period) -> str:
    return f"{period.window.start.isoformat()}..{period.window.end.isoformat()}"


def _find(context: Context, text: str) -> Point:
    from relcadence.domain.playbook import point_key
    from relcadence.store.changes.points import find
    from relcadence.store.queries.points import points

    held = points(context.store)
    return find(held, typed.understood(point_key, text, held))


@app.command()
def show(ctx: typer.Context, point: Which) -> None:
    """One point: why, whom it is about, when it is due, what keeps it, and how it was kept."""
    from relcadence.store.queries.points import changes

    context: Context = ctx.obj
    found = _find(context, point)
    (score,) = _scores(context, found.key)
    title = titles(context)(found)
    change = changes(context.store).get(found.key)
    why = change.why if change else ""
    data = {
        **as_json(score, title), "why": why or WHYS.get(found.key, ""), "kind": found.kind, "cadence": found.cadence,
        "roles": found.roles, "evidence": found.evidence, "minutes": found.minutes, "weight": found.weight,
        "on": found.on,
    }  # fmt: skip
    seven = _seven(context) if found.key == "prospect-biweekly" else []
    if found.key == "prospect-biweekly":
        data["seven"] = [
            {"contact": each.name, "contact_id": each.contact_id, "touches": each.way.touches} for each in seven
        ]
    context.answer(data, lambda: [*_page(context, found, score, title, why), *_ways(seven)])


def _seven(context: Context) -> list[Prospect]:
    from relcadence.cli.picturing_people import on_their_way

    return on_their_way(context)


def _ways(prospects: list[Prospect]) -> list[Block]:
    """How far each prospect is on the way to the seventh touch."""
    rows = [[each.name, each.way.dots, str(each.way.touches)] for each in prospects]
    return [Blank(), Grid(("Prospect", "", "Of 7"), rows, {2})] if rows else []


def _page(context: Context, point: Point, score: Score, title: str, why: str) -> list[Block]:
    _ = context.translate
    rows = [
        (_("about"), ", ".join(map(_, point.roles)) or "–"),
        (_("due"), _due(point, _)),
        (_("kept by"), ", ".join(map(_, point.evidence)) or "–"),
        (_("effort"), _("{minutes} minutes", minutes=point.minutes)),
        (_("state"), _(STATE_WORDS[score.state])),
        (_("figure"), word(score.figure, _)),
        (_("next step"), word(score.next_step, _)),
    ]
    blocks: list[Block] = [Heading(f"{point.number}  {title}" if point.number else title)]
    blocks += [Line(why or _(WHYS.get(point.key, ""))), Blank(), Fields(rows)]
    if score.closed:
        past = [[_span(each), f"{each.tally.kept}/{each.tally.due}"] for each in score.closed]
        blocks += [Blank(), Grid(("Period", "Kept"), past, {1})]
    return blocks


def _due(point: Point, translate: Translator) -> str:
    from relcadence.domain.sentences import cadence_sentence

    return translate(KIND_WORDS[point.kind], cadence=cadence_sentence(point.cadence), days=point.days)


def _scores(context: Context, key: str = "") -> list[Score]:
    from relcadence.store.queries import scorecard

    with working(context.translate("Counting")):
        return scorecard.scores(context.store, context.today, key)


@app.command()
def audit(ctx: typer.Context, point: Which) -> None:
    """The touches and dates behind a figure, by period, and who is still open in the running one."""
    context: Context = ctx.obj
    (score,) = _scores(context, _find(context, point).key)
    shown = [*score.closed, *([score.running] if score.running else [])]
    data = [
        {
            "period": _span(each), "kept": each.tally.kept, "due": each.tally.due, "running": each is score.running,
            "evidence": [cite._asdict() for cite in each.tally.cites], "open": each.tally.open,
            "figure": word(score.figure) if each is score.shown else "",
        }
        for each in shown
    ]  # fmt: skip
    context.answer(data, lambda: _cited(context, score, shown))


def _cited(context: Context, score: Score, shown: list[Period]) -> list[Block]:
    _ = context.translate
    if not shown:
        known = [Line(word(score.figure, _))] if score.figure.key != "figure.none" else []
        return [*known, Line(_("Nothing is counted yet: {step}.", step=word(score.next_step, _)))]
    blocks: list[Block] = []
    for each in reversed(shown):
        so_far = " " + _("(so far)") if each is score.running else ""
        blocks.append(Heading(f"{_span(each)}: {each.tally.kept}/{each.tally.due}{so_far}"))
        if each is score.shown:
            blocks.append(Line(word(score.figure, _)))
        rows = [[cite.on, cite.contact or "–", _(cite.what)] for cite in each.tally.cites]
        if rows:
            blocks.append(Grid(("On", "Who", "What"), rows))
        if each.tally.open:
            missing = _("still open: {names}") if each is score.running else _("not kept: {names}")
            blocks.append(Line(missing.format(names=", ".join(map(clean, each.tally.open))), "dim"))
    return blocks


@app.command("set")
def set_(
    ctx: typer.Context, point: Which, every: Every = "", roles: Roles = [], minutes: Minutes = None,  # noqa: B006
    weight: Weight = None,
) -> None:  # fmt: skip
    """Adjust a point: relcadence checklist set 10 --every quarter --role client"""
    context: Context = ctx.obj
    found = _find(context, point)
    values: dict[str, Any] = {
        "cadence": _cadence(every),
        "roles": _words(roles),
        "minutes": minutes,
        "weight": weight,
    }
    given = {name: value for name, value in values.items() if value not in ("", (), None)}
    if not given:
        raise UsageProblem(
            "Nothing is to be changed.", "Say what: --every CADENCE, --role ROLE, --minutes, --weight."
        )
    _adjust(context, found, given)


def _cadence(text: str) -> str:
    cadence = typed.cadence(text) if text else ""
    if cadence == "none":
        raise UsageProblem("A point needs a rhythm.", "Turn it off instead: relcadence checklist off N")
    return cadence


def _words(texts: list[str]) -> tuple[str, ...]:
    return tuple(part.strip() for text in texts for part in text.split(",") if part.strip())


def _adjust(context: Context, found: Point, values: dict[str, Any]) -> None:
    from relcadence.store.changes import points

    with context.write() as writer:
        typed.understood(points.adjust, writer, found, **values)
    words = context.translate(
        "{title}: changed. See: relcadence checklist show {key}", title=found.key, key=found.key
    )
    context.answer({"key": found.key, **values}, [Line(words)])


@app.command()
def off(ctx: typer.Context, point: Which) -> None:
    """Leave a point out: nothing is proposed for it, and it is not counted."""
    _adjust(ctx.obj, _find(ctx.obj, point), {"active": False})


@app.command()
def on(ctx: typer.Context, point: Which) -> None:
    """Take a point in again."""
    _adjust(ctx.obj, _find(ctx.obj, point), {"active": True})


@app.command()
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="what you want to do")],
    every: Every = "monthly",
    roles: Roles = [],  # noqa: B006
    by: Channels = [],  # noqa: B006
    minutes: Minutes = None,
) -> None:
    """Add a point of your own: relcadence checklist add "Walk with old friends" --every quarter --role circle

    With roles it is a move for those people, kept by a touch of the channels or by `log --point KEY`; without it is
    a task that comes again.
    """
    from relcadence.domain.playbook import Change
    from relcadence.domain.text import fold
    from relcadence.store.changes import points

    context: Context = ctx.obj
    key = "-".join(fold(title).split())[:40].strip("-")
    if not key or not title.strip():
        raise UsageProblem("A point needs a title.", 'relcadence checklist add "Walk with old friends"')
    change = Change(key, None, title.strip(), "", _cadence(every), _words(roles), _words(by), minutes=minutes)
    if key in TITLES:
        raise UsageProblem(say("There is a point “{key}” already.", key=key), "See: relcadence checklist")
    with context.write() as writer:
        number = typed.understood(points.add, writer, change)
    words = context.translate(
        "Point {number} is added; a touch counts for it by --point {key}.", number=number, key=key
    )
    context.answer({"number": number, "key": key}, [Line(words)])


@app.command()
def reset(
    ctx: typer.Context,
    point: Annotated[str, typer.Argument(metavar="[POINT]", help="one point; else all that were changed")] = "",
) -> None:
    """Bring a point, or all of them, back to the playbook's own; points of your own go. Undoable."""
    from relcadence.store.changes import points
    from relcadence.store.queries.points import changes

    context: Context = ctx.obj
    keys = [_find(context, point).key] if point else list(changes(context.store))
    if keys and not point:
        agree(context, context.translate("Bring {count} points back to what they were?", count=len(keys)))
    with context.write() as writer:
        back = [key for key in keys if points.reset(writer, key)]
    context.answer(
        {"reset": back},
        [
            Line(
                context.translate.plural(
                    "{number} point is as it was.", "{number} points are as they were.", len(back)
                )
            )
        ],
    )
