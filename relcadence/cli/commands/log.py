"""`log`: write down a touch in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import aftermath as a
from relcadence.cli import touching as t
from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.guard import may_touch
from relcadence.cli.params import OptionalName, new_app
from relcadence.cli.render import Line
from relcadence.cli.taking import taking
from relcadence.errors import UsageProblem

if TYPE_CHECKING:
    from relcadence.domain.people import Touch
    from relcadence.store.changes.touches import Beside

app = new_app()
OwnTime = Annotated[str, typer.Option("--own", metavar="TEXT", help="time of your own, with nobody: what you did")]


@app.command()
@taking({**t.OPTIONS, **a.OPTIONS})
def log(
    ctx: typer.Context,
    name: OptionalName = "",
    note: t.NotePart = "",
    own: OwnTime = "",
    **told: Any,
) -> None:
    """Write down a touch: relcadence log wang --call "asked about the lease" --promise "send draft" --by fri

    On a terminal what is left out is asked for. `log -` reads many from stdin, a line each, all or none:
    2026-11-20 wang call asked about the lease
    """
    what = t.told({"note": note, **told})
    if own:
        _log_own_time(ctx.obj, what, own, name)
    elif name == "-":
        _log_lines(ctx.obj, what)
    else:
        _log(ctx.obj, what, name)


def _log(context: Context, what: t.Told, name: str) -> None:
    contact_id = _person(context, name)
    others_ids = tuple(dict.fromkeys(typed.person(context, other) for other in what.others))
    if contact_id in others_ids:
        raise UsageProblem("--with names the same person again.", "Name the others.")
    what = t.noted(context, _completed(context, what, contact_id, ask_what=not name))
    touch = t.touch_of(context, contact_id, what, "")
    if touch.direction == "out":
        may_touch(context, (contact_id, *others_ids))
    beside = t.beside(context, what)
    _write(context, touch, others_ids, beside, a.left(context, what, contact_id))


def _person(context: Context, name: str) -> int:
    from relcadence.cli import questions

    if name:
        return typed.person(context, name)
    if questions.are_welcome(context):
        return questions.who(context)
    raise UsageProblem("Whom did you reach?", "relcadence log NAME --call, or --own TEXT for time of your own.")


def _completed(context: Context, what: t.Told, contact_id: int, *, ask_what: bool) -> t.Told:
    """What was told, with the channel (and the note, where nothing was said of the touch) asked for if need be."""
    if what.channels:
        return what
    from relcadence.cli import questions

    if not questions.are_welcome(context):
        raise UsageProblem("How did you reach them?", "Add --call, --email, --meeting, --meal, --message …")
    what = what._replace(channels=[questions.how(context, contact_id)])
    return what._replace(note=questions.what(context)) if ask_what and not (what.note or what.edit) else what


def _log_lines(context: Context, what: t.Told) -> None:
    from relcadence.cli.log_lines import log_lines

    if what._replace(on="") != t.Told([], ""):
        raise UsageProblem(
            "`log -` reads who, how and what from stdin.", "It takes --on alone, for lines without a day."
        )
    log_lines(context, typed.past_day(context, what.on))


def _write(context: Context, touch: Touch, others: tuple[int, ...], beside: Beside, left: a.Left) -> None:
    from relcadence.store.changes import touches

    with context.write() as writer:
        number = touches.log(writer, touch, others, beside)
        title = writer.title
        told = a.carry_out(writer, touch, number, left)
    after = t.outcome_lines(context, touch.contact_id, touch)
    line = t.with_next(context.translate("Logged: {title}.", title=title), after)
    more = [Line(words) for words in a.words(context, touch.contact_id, told)]
    context.answer({"touch_id": number, **after, **told}, [Line(line), *more])


def _log_own_time(context: Context, what: t.Told, own: str, name: str) -> None:
    from relcadence.store.changes import touches

    if name:
        raise UsageProblem("Time of your own is with nobody.", "Leave the name out, or leave --own out.")
    if what._replace(on="", minutes=None, work=False) != t.Told([], ""):
        raise UsageProblem("Time of your own has no channel, note or promise.", "It takes --minutes and --on.")
    on = typed.past_day(context, what.on)
    with context.write() as writer:
        number = touches.own_time(writer, on, what.minutes, own)
    context.answer(
        {"touch_id": number},
        [Line(context.translate("Logged: {minutes} minutes of your own.", minutes=what.minutes or "?"))],
    )
