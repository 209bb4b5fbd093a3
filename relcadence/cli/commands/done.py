"""`done`: tick off an item of the agenda, and log the touch it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from relcadence.cli import aftermath as a
from relcadence.cli import touching as t
from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.guard import may_touch
from relcadence.cli.params import Handle, new_app
from relcadence.cli.render import Line
from relcadence.cli.taking import taking

if TYPE_CHECKING:
    from relcadence.domain.people import Touch
    from relcadence.store.changes.items import Item
    from relcadence.store.changes.touches import Beside
    from relcadence.store.changes.writer import Writer

app = new_app()


@app.command()
@taking({**t.OPTIONS, **a.OPTIONS})
def done(
    ctx: typer.Context,
    handle: Handle,
    note: t.NotePart = "",
    **told: Any,
) -> None:
    """Tick off an item by its handle. The touch is logged with the channel proposed, unless you name another.

    A promise (P3) is kept, and a touch is logged only if you name a channel or a note. A task of your own (T3) is
    ticked off; the note given with a task of research is the note it asks for.
    """
    _done(ctx.obj, handle, t.told({"note": note, **told}))


def _done(context: Context, handle: str, what: t.Told) -> None:
    from relcadence.cli import finishing
    from relcadence.store.changes import items
    from relcadence.store.changes.things import events

    item, proposed = finishing.look(context, handle)
    what = t.noted(context, what)
    if proposed.own_work:
        _own_work(context, item, what.note)
        return
    touch = t.touch_of(context, item.contact_id, what, proposed.channel)
    event = None
    if not (what.point or what.inbound or what.tried or what.refused):
        touch, event = finishing.credited(item, proposed, touch, named=bool(what.channels))
    others_ids = tuple(typed.person(context, other) for other in what.others)
    beside = t.beside(context, what)._replace(agreed=proposed.agreed)
    logs = item.letter != "P" or bool(what.channels or touch.note)
    left = a.left(context, what, item.contact_id)
    if logs and touch.direction == "out":
        may_touch(context, (item.contact_id, *others_ids))
    with context.write() as writer:
        item = items.find(writer, handle)
        writer.title = f"done {item.handle}: {_about(writer, item)}"
        told = a.carry_out(writer, touch, _log(writer, touch, others_ids, beside), left) if logs else {}
        if event:
            events.mark_invited(writer, event, item.contact_id, touch.on)
        if not what.tried:
            items.close(writer, item)
    after = t.outcome_lines(context, item.contact_id, touch if logs else None)
    said = [_said(context, item.handle, after, tried=what.tried), *a.words(context, item.contact_id, told)]
    context.answer({"handle": item.handle, **after, **told}, list(map(Line, said)))


def _own_work(context: Context, item: Item, note: str) -> None:
    """Tick off a task of one's own; what research asks for is the note itself."""
    from relcadence.store.changes import items, own_work

    with context.write() as writer:
        item = items.find(writer, item.handle)
        writer.title = f"done {item.handle}"
        if item.letter == "T":
            own_work.look_after(writer, context.store, item, note)
        items.close(writer, item)
    words = context.translate("{handle} is done.", handle=item.handle)
    context.answer({"handle": item.handle, "contact_id": item.contact_id or None}, [Line(words)])


def _about(writer: Writer, item: Item) -> str:
    return str(writer.row("contact", item.contact_id)["name"])


def _log(writer: Writer, touch: Touch, others: tuple[int, ...], beside: Beside) -> int:
    from relcadence.store.changes import touches

    return touches.log(writer, touch, others, beside)


def _said(context: Context, handle: str, after: dict[str, str], *, tried: bool) -> str:
    _ = context.translate
    if tried:
        return _("{handle} stays open: nobody was reached; it comes again in two working days.", handle=handle)
    return t.with_next(_("{handle} is done: {name}.", handle=handle, name=after["contact"]), after)
