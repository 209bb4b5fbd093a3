"""`log`: write down a touch in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli import touching as t
from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.guard import may_touch
from relcadence.cli.params import OptionalName, new_app
from relcadence.cli.render import Line
from relcadence.errors import UsageProblem

if TYPE_CHECKING:
    from relcadence.domain.people import Touch
    from relcadence.store.changes.touches import Beside

app = new_app()
OwnTime = Annotated[str, typer.Option("--own", metavar="TEXT", help="time of your own, with nobody: what you did")]


@app.command()
def log(
    ctx: typer.Context,
    name: OptionalName = "",
    note: t.NotePart = "",
    call: t.Call = False,
    email: t.Email = False,
    meeting: t.Meeting = False,
    meal: t.Meal = False,
    visit: t.Visit = False,
    letter: t.Letter = False,
    card: t.Card = False,
    article: t.Article = False,
    message: t.Message = False,
    as_: t.As = "",
    others: t.With = [],  # noqa: B006
    on: t.Day = "",
    inbound: t.Inbound = False,
    tried: t.Tried = False,
    minutes: t.Minutes = None,
    work: t.Work = False,
    private: t.Private = False,
    point: t.Point = "",
    promise: t.Promise = "",
    by: t.By = "",
    next: t.Next = "",
    own: OwnTime = "",
) -> None:
    """Write down a touch: relcadence log wang --call "asked about the lease" --promise "send draft" --by fri"""
    context: Context = ctx.obj
    what = t.told(locals())
    if own:
        _log_own_time(context, what, own, name)
        return
    if not name:
        raise UsageProblem("Whom did you reach?", "relcadence log NAME --call, or --own TEXT for time of your own.")
    contact_id = typed.person(context, name)
    others_ids = tuple(dict.fromkeys(typed.person(context, other) for other in what.others))
    if contact_id in others_ids:
        raise UsageProblem("--with names the same person again.", "Name the others.")
    if not what.channels:
        raise UsageProblem("How did you reach them?", "Add --call, --email, --meeting, --meal, --message …")
    touch = t.touch_of(context, contact_id, what, "")
    if touch.direction == "out":
        may_touch(context, (contact_id, *others_ids))
    _write(context, touch, others_ids, t.beside(context, what))


def _write(context: Context, touch: Touch, others: tuple[int, ...], beside: Beside) -> None:
    from relcadence.store.changes import touches

    with context.write() as writer:
        number = touches.log(writer, touch, others, beside)
        title = writer.title
    after = t.outcome_lines(context, touch.contact_id)
    _ = context.translate
    line = _("Logged: {title}.", title=title)
    if after["next_due_on"]:
        line += " " + _("Next by {day} ({cadence}).", day=after["next_due_on"], cadence=after["cadence"])
    context.answer({"touch_id": number, **after}, [Line(line)])


def _log_own_time(context: Context, what: t.Told, own: str, name: str) -> None:
    from relcadence.store.changes import touches

    if name:
        raise UsageProblem("Time of your own is with nobody.", "Leave the name out, or leave --own out.")
    if what._replace(on="", minutes=None, work=False) != t.Told([], ""):
        raise UsageProblem("Time of your own has no channel, note or promise.", "It takes --minutes and --on.")
    on = typed.day(context, what.on, past=True) if what.on else context.today
    with context.write() as writer:
        number = touches.own_time(writer, on, what.minutes, own)
    context.answer(
        {"touch_id": number},
        [Line(context.translate("Logged: {minutes} minutes of your own.", minutes=what.minutes or "?"))],
    )
