"""`erase`: a person gone for good, from everything that this program keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli.context import Context
from relcadence.cli.params import DryRun, Name, new_app
from relcadence.cli.progress import working
from relcadence.cli.render import Block, Fields, Heading, Line
from relcadence.errors import say
from relcadence.language import N_

if TYPE_CHECKING:
    from relcadence.store.erasing import Traces

app = new_app()
Backups = Annotated[
    list[str], typer.Option("--backup", metavar="FILE", help="erase there too; repeatable", show_default=False)
]
ROWS = {
    "alias": "other names", "appointment": "appointments", "card": "cards", "client_plan": "plans",
    "contact": "the contact itself", "guest": "invitations", "label": "tags and interests", "matter": "matters",
    "membership": "memberships", "occasion": "occasions", "plan_step": "steps of plans",
    "point_off": "habits turned off", "promise": "promises", "reach": "ways to reach", "referral": "referrals",
    "research": "research notes", "review": "reviews", "role_held": "roles", "service_use": "services used",
    "slot": "slots", "source": "words of imported files", "task": "tasks", "told_apart": "told apart from others",
    "touch": "touches",
}  # fmt: skip
"""What the rows of a table are called where they are counted."""
Everywhere = Annotated[bool, typer.Option("--everywhere", help="erase in all backups here too, and make none before")]


@app.command()
def erase(
    ctx: typer.Context,
    name: Name,
    backups: Backups = [],  # noqa: B006
    everywhere: Everywhere = False,
    dry_run: DryRun = False,
) -> None:
    """Erase a person for good: contact, touches, history, search index and what calendars were given. No undo.

    A backup is made before, in case of a slip; it holds the person, as older ones do, until it is let go (see `help
    privacy`). --everywhere and --backup FILE erase from backups too. Only the number of people erased is kept.
    """
    from relcadence.cli.copies import before_change
    from relcadence.cli.guard import OR_LOOK, agree, refuse_held
    from relcadence.store import erasing, references
    from relcadence.store.backup_rota import ERASE
    from relcadence.store.queries.names import anybody

    context: Context = ctx.obj
    store = context.store
    number = anybody(store, name)
    refuse_held(context, [number])
    who = store.row("contact", number)
    known = erasing.traces(store, number)
    counts: dict[str, int] = {}
    for table, _ in references.owned(store, number):
        counts[table] = counts.get(table, 0) + 1
    with working(context.translate("Checking")):
        also = _also(context, backups, everywhere, who["uuid"])
    data = {"id": number, "rows": counts, "dry_run": dry_run}
    plan: list[Block] = [
        Heading(f"#{number} {who['name']}"),
        Fields([(context.translate(ROWS.get(table, table)), str(count)) for table, count in sorted(counts.items())]),
    ]
    if dry_run:
        others = _others(context, also, who["uuid"])
        context.answer({**data, "backups_left": list(map(str, others))}, [*plan, *_left(context, others)])
        return
    if not context.json:
        context.show(plan)
    question = say("Erase {name} for good? It cannot be undone.", name=who["name"])
    agree(context, question, hint=OR_LOOK, refusal=N_("Nothing was erased."))
    if not everywhere:
        before_change(context, ERASE)
    with working(context.translate("Erasing")):
        _erase(context, who["uuid"], also, known)
        others = _others(context, also, who["uuid"])
        after = _after(context, known)
    blocks = [*_done(context, after), *_left(context, others)]
    context.answer({**data, "backups_left": list(map(str, others)), **after}, blocks)


def _also(context: Context, backups: list[str], everywhere: bool, uuid: str) -> list[Path]:
    """The backups to erase from: those named, or all here that hold the person and can be read."""
    from relcadence.store import backup, erasing

    if not everywhere:
        return [*map(Path, backups)]
    here = (each for each in erasing.backups_with(context.store.path, uuid) if not backup.is_encrypted(each))
    return list(dict.fromkeys([*map(Path, backups), *(each for each in here if backup.is_good(each))]))


def _erase(context: Context, uuid: str, also: list[Path], known: Traces) -> None:
    from relcadence.store import erasing

    erasing.forget_handed(context.home.state_path, known)
    for path in (*also, context.home.store_path):  # the store last: until then it can be done again
        erasing.erase(path, uuid, today=context.today, now=context.now)


def _others(context: Context, also: list[Path], uuid: str) -> list[Path]:
    """The backups that hold the person, or may hold it, and are not erased from."""
    from relcadence.store import erasing

    taken = {each.resolve() for each in also}
    return [each for each in erasing.backups_with(context.store.path, uuid) if each.resolve() not in taken]


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
    from relcadence.store import backup

    said = []
    for path in others:
        if backup.is_encrypted(path):
            said.append(say("This encrypted backup may hold the person; remove it yourself: {path}", path=path))
        else:
            said.append(say("Still in this backup; erase there with --backup, or remove it: {path}", path=path))
    return [Line(context.translate(each), "yellow") for each in said]
