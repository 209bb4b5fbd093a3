"""`erase`: a person gone for good, from everything that this program keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli.context import Context
from relcadence.cli.params import DryRun, Name, new_app
from relcadence.cli.render import Block, Fields, Heading, Line
from relcadence.errors import Refused

if TYPE_CHECKING:
    from relcadence.store.erasing import Traces

app = new_app()
Backups = Annotated[
    list[str], typer.Option("--backup", metavar="FILE", help="erase there too; repeatable", show_default=False)
]


@app.command()
def erase(ctx: typer.Context, name: Name, backups: Backups = [], dry_run: DryRun = False) -> None:  # noqa: B006
    """Erase a person for good: contact, touches, history, search index and what calendars were given. No undo.

    Backups are erased from only where --backup names them; the others that hold the person are listed. Only the
    number of people erased is kept.
    """
    from relcadence.store import erasing, references
    from relcadence.store.queries.names import anybody

    context: Context = ctx.obj
    store = context.store
    number = anybody(store, name)
    who = store.row("contact", number)
    known = erasing.traces(store, number)
    counts: dict[str, int] = {}
    for table, _ in references.owned(store, number):
        counts[table] = counts.get(table, 0) + 1
    others = [each for each in erasing.backups_with(store.path, who["uuid"]) if each not in map(Path, backups)]
    data = {"id": number, "rows": counts, "dry_run": dry_run, "backups_left": [str(each) for each in others]}
    plan: list[Block] = [
        Heading(f"#{number} {who['name']}"),
        Fields([(table.replace("_", " "), str(count)) for table, count in sorted(counts.items())]),
    ]
    if dry_run:
        context.answer(data, [*plan, *_left(context, others)])
        return
    if not context.json:
        from relcadence.cli.importing import show

        show(context, plan)
    if not context.confirm(context.translate("Erase {name} for good? It cannot be undone.", name=who["name"])):
        raise Refused("Nothing was erased.")
    for path in (context.home.store_path, *map(Path, backups)):
        erasing.erase(path, who["uuid"], today=context.today, now=context.now)
    erasing.forget_handed(context.home.state_path, known)
    after = _after(context, known)
    context.answer({**data, **after}, [*_done(context, after), *_left(context, others)])


def _after(context: Context, known: Traces) -> dict[str, Any]:
    """What the store holds of it now: a count, and what others' notes say."""
    from relcadence.store import erasing, reading

    opened = reading.open(context.home.store_path)
    try:
        left = erasing.left_with_others(opened, known.words)
        return {"erased_so_far": erasing.erasures(opened), "named_by_others": [each._asdict() for each in left]}
    finally:
        opened.close()


def _done(context: Context, after: dict[str, Any]) -> list[Block]:
    blocks: list[Block] = [Line(context.translate("Erased; nothing can bring it back."))]
    if left := after["named_by_others"]:
        where = ", ".join(f"{each['table']} {each['key']} ({each['contact']})" for each in left)
        words = "Others' own notes still name the person; edit them if need be: {where}"
        blocks.append(Line(context.translate(words, where=where), "yellow"))
    return blocks


def _left(context: Context, others: list[Path]) -> list[Block]:
    """The backups that still hold the person."""
    words = context.translate("Still in this backup; name it with --backup to erase there too:")
    return [Line(f"{words} {path}", "yellow") for path in others]
