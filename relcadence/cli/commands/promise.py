"""`promise`: what you said you would do."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

import typer

from relcadence.cli import touching, typed
from relcadence.cli.context import Context
from relcadence.cli.guard import may_touch
from relcadence.cli.params import Handle, Name, new_app
from relcadence.cli.render import Grid, Line
from relcadence.errors import UsageProblem, say
from relcadence.language import near_day

app = new_app(invoke_without_command=True, help="What you said you would do. Bare, it lists the open ones.")


@app.callback()
def bare(ctx: typer.Context) -> None:
    """What you said you would do. Bare, it lists the open ones."""
    show_promises(ctx.obj, everything=False)


@app.command("list")
def list_(
    ctx: typer.Context, everything: Annotated[bool, typer.Option("--all", help="kept and dropped ones too")] = False
) -> None:
    """The open promises by due day."""
    show_promises(ctx.obj, everything=everything)


def show_promises(context: Context, *, everything: bool) -> None:
    """Answer with the promises, open ones or all."""
    from relcadence.store.queries import promises

    rows = promises.promises(context.store, everything=everything)
    if not rows:
        words = context.translate('No promise is open. Make one: relcadence promise add NAME "text" --by fri')
        context.answer([], [Line(words)])
        return
    context.answer(
        [_as_json(row) for row in rows],
        [
            Grid(
                ("Handle", "Due", "To", "Promise", "State"),
                [[f"P{row.id}", row.due_on, row.contact, row.text, _state(context, row)] for row in rows],
            )
        ],
    )


def _as_json(row: Any) -> dict[str, Any]:
    return {"handle": f"P{row.id}", **row._asdict()}


def _state(context: Context, row: Any) -> str:
    late = row.state == "open" and row.due_on < context.today.isoformat()
    return context.translate("overdue" if late else row.state)


@app.command()
def add(
    ctx: typer.Context,
    name: Name,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="what you said; - reads it from stdin")],
    by: touching.By = "",
) -> None:
    """Note a promise: relcadence promise add wang "send the draft" --by fri"""
    from relcadence.store.changes import touches

    context: Context = ctx.obj
    contact_id = typed.person(context, name)
    words = touching.note_text(text).strip()
    if not words:
        raise UsageProblem("A promise needs words.", 'relcadence promise add NAME "send the draft" --by fri')
    may_touch(context, (contact_id,))
    due = typed.day(context, by) if by else context.today + timedelta(days=touching.PROMISE_DAYS)
    with context.write() as writer:
        number = touches.promise(writer, contact_id, words, due)
    said = context.translate("P{number}: due {day}.", number=number, day=near_day(due, context.translate))
    context.answer({"handle": f"P{number}", "due_on": due}, [Line(said)])


@app.command()
def keep(ctx: typer.Context, handle: Handle) -> None:
    """Mark a promise as kept."""
    _settle(ctx.obj, handle, "kept")


@app.command()
def drop(ctx: typer.Context, handle: Handle) -> None:
    """Let a promise go."""
    _settle(ctx.obj, handle, "dropped")


def _settle(context: Context, handle: str, state: str) -> None:
    from relcadence.store.changes import items

    with context.write() as writer:
        item = items.find(writer, handle)
        if item.letter != "P":
            raise UsageProblem(
                say("{handle} is no promise.", handle=item.handle),
                "Promises have handles like P3: relcadence promise",
            )
        items.settle_promise(writer, item.number, state)
        writer.title = f"promise {item.handle} {state}"
    words = context.translate("{handle} is {state}.", handle=item.handle, state=say(state))
    context.answer({"handle": item.handle, "state": state}, [Line(words)])
