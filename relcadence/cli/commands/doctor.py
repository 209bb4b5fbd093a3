"""`doctor`: look for damage and mistakes, say how to mend them, and mend what is safe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.progress import working
from relcadence.cli.render import Grid
from relcadence.errors import say

if TYPE_CHECKING:
    from relcadence.cli.checks import Check

app = new_app()
Fix = Annotated[bool, typer.Option("--fix", help="mend what is safe: rights, kept values, missing folders")]


@app.command()
def doctor(ctx: typer.Context, fix: Fix = False) -> None:
    """Examine versions, store, backups, rights, disk, clock, schedule and load; exit 1 if something is broken.

    Every row is read and compared with its seal, which takes some seconds for a million. --fix mends what takes
    nothing away: rights, missing folders, what is computed from your entries. Damaged entries need a backup.
    """
    context: Context = ctx.obj
    mended: set[str] = set()
    if fix:
        mended = _mend(context)
    found = _examine(context)
    rows = [[say(each.state), say(each.what), each.found, each.mend] for each in found]
    context.answer([_as_json(each, each.what in mended) for each in found], [Grid((), rows)])
    if any(check.state == "fail" for check in found):
        raise typer.Exit(1)


def _examine(context: Context) -> list[Check]:
    from relcadence.cli import checks, checks_store

    with working(context.translate("Examining")):
        return [*checks.outside(context), *checks_store.store(context)]


def _mend(context: Context) -> set[str]:
    """Run each mend there is, once; which lines they were of."""
    folder = context.home.store_path.parent / "backups"
    mended = set()
    if context.home.store_path.exists() and not folder.exists():
        folder.mkdir(mode=0o700)
        context.say(say("Mended: {what}.", what=folder))
    for check in _examine(context):
        if check.fix is None or (check.what == "integrity" and check.what in mended):
            continue
        with working(context.translate("Mending")):
            check.fix()
        mended.add(check.what)
        context.say(say("Mended: {what}.", what=check.found))
    return mended


def _as_json(check: Check, mended: bool) -> dict[str, object]:
    return {"state": check.state, "what": check.what, "found": check.found, "mend": check.mend, "mended": mended}
