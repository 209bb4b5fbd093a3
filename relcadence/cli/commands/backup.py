"""`backup`: copy the store, verify a copy, restore one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from relcadence.cli.context import Context
from relcadence.cli.params import Output, new_app
from relcadence.cli.render import Grid, Line
from relcadence.errors import NotFound, Refused, say

app = new_app(invoke_without_command=True, help="Copy the store, verify a copy, restore one. Bare, it makes a copy.")
File = Annotated[str, typer.Argument(metavar="[FILE]", help="a copy (else the newest)", show_default=False)]


@app.callback()
def bare(ctx: typer.Context, output: Output = "") -> None:
    """Make a copy of the store in the folder of backups, or in FILE, and check it."""
    from relcadence.store import backup

    context: Context = ctx.obj
    target = Path(output) if output else context.home.store_path.parent / "backups" / backup.name_at(context.now)
    copy = backup.make(context.home.store_path, target)
    words = context.translate(
        "Copied {people} people and {touches} touches to {path}.",
        people=copy.people,
        touches=copy.touches,
        path=str(target),
    )
    context.answer(_as_json(copy), [Line(words)])


def _as_json(copy: object) -> dict[str, object]:
    return {**copy._asdict(), "path": str(copy.path)}  # type: ignore[attr-defined]


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """The copies there are, newest first."""
    from relcadence.store import backup

    context: Context = ctx.obj
    paths = backup.found(context.home.store_path.parent / "backups")
    if not paths:
        context.answer([], [Line(context.translate("There is no backup yet. Make one: relcadence backup"))])
        return
    rows = [[path.name, f"{path.stat().st_size // 1024} kB"] for path in paths]
    context.answer([{"path": str(path)} for path in paths], [Grid(("Copy", "Size"), rows, {1})])


@app.command()
def verify(ctx: typer.Context, file: File = "") -> None:
    """Read a copy from end to end and say what it holds."""
    from relcadence.store import backup

    context: Context = ctx.obj
    copy = backup.verify(_chosen(context, file))
    words = context.translate(
        "{path} is good: {people} people, {touches} touches, {changes} changes.",
        path=str(copy.path), people=copy.people, touches=copy.touches, changes=copy.changes,
    )  # fmt: skip
    context.answer(_as_json(copy), [Line(words)])


@app.command()
def restore(ctx: typer.Context, file: File = "") -> None:
    """Put a copy in the store's place; the store as it is now is kept among the backups. Not undone by `undo`."""
    from relcadence.errors import StoreTrouble
    from relcadence.store import backup

    context: Context = ctx.obj
    path = _chosen(context, file)
    copy = backup.verify(path)
    try:
        now = backup.verify(context.home.store_path)
        has = context.translate(
            "The store now has {people} people and {touches} touches.", people=now.people, touches=now.touches
        )
    except StoreTrouble as trouble:
        has = context.translate(trouble.what)
    context.say(has)
    question = context.translate(
        "Restore {path} with {people} people and {touches} touches?",
        path=str(path),
        people=copy.people,
        touches=copy.touches,
    )
    if not context.confirm(question):
        raise Refused("Nothing was changed.")
    context.home.make()
    aside = backup.restore(path, context.home.store_path, context.now)
    words = context.translate("Restored {path}.", path=str(path))
    if aside:
        words += " " + context.translate("The store before is kept as {path}.", path=str(aside))
    context.answer({**_as_json(copy), "kept": str(aside) if aside else None}, [Line(words)])


def _chosen(context: Context, file: str) -> Path:
    from relcadence.store import backup

    folder = context.home.store_path.parent / "backups"
    if file:
        path = Path(file)
        return path if path.exists() or not (folder / file).exists() else folder / file
    paths = backup.found(folder)
    if not paths:
        raise NotFound(say("There is no backup in {folder}.", folder=folder), "Make one: relcadence backup")
    return paths[0]
