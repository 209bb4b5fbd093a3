"""`backup`: copy the store, verify a copy, restore one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli.context import Context
from relcadence.cli.guard import agree
from relcadence.cli.params import Output, new_app
from relcadence.cli.progress import working
from relcadence.cli.render import Block, Grid, Line
from relcadence.cli.things import some
from relcadence.errors import NotFound, RelcadenceError, StoreTrouble, UsageProblem, say, several

if TYPE_CHECKING:
    from relcadence.store.backup import Cipher, Copy
    from relcadence.store.backup_loss import Loss

app = new_app(invoke_without_command=True, help="Copy the store, verify a copy, restore one. Bare, it makes a copy.")
File = Annotated[str, typer.Argument(metavar="[FILE]", help="a copy (else the newest)", show_default=False)]
Encrypt = Annotated[bool, typer.Option("--encrypt", help="lock the copy with a passphrase (age format)")]
To = Annotated[
    list[str],
    typer.Option("--to", metavar="KEY", help="lock it to a public key (age1…, ssh-…) or a file of them; repeatable"),
]
Command = Annotated[
    str, typer.Option("--passphrase-command", metavar="COMMAND", help="a command that prints the passphrase")
]
Identity = Annotated[str, typer.Option("--identity", metavar="FILE", help="the secret key a copy was locked to")]
NAMED = 5


@app.callback()
def bare(
    ctx: typer.Context,
    output: Output = "",
    encrypt: Encrypt = False,
    to: To = [],  # noqa: B006
    passphrase_command: Command = "",
) -> None:
    """Make a copy of the store in the folder of backups, or in FILE, and check it.

    Copies are also made unasked, before the first change of a day, an import, an erasure, a new schema: 7 daily, 4
    weekly and 12 monthly ones stay. Those you ask for stay until you remove them. See `relcadence help privacy`.
    """
    from relcadence.store import backup

    context: Context = ctx.obj
    if ctx.invoked_subcommand:
        return
    cipher: Cipher | None = None
    if encrypt or to or passphrase_command:
        from relcadence.cli.encryption import encryptor

        cipher = encryptor(context, to, passphrase_command)
    name = backup.name_at(context.now) + (".age" if cipher else "")
    target = Path(output) if output else _folder(context) / name
    if output == "-":
        raise UsageProblem("A backup goes into a file.", "Name it: relcadence backup -o FILE")
    with working(context.translate("Copying")):
        copy = backup.make(context.home.store_path, target, cipher)
    context.answer({**_as_json(copy), "encrypted": bool(cipher)}, [Line(_copied(context, copy, bool(cipher)))])


def _copied(context: Context, copy: Copy, encrypted: bool) -> str:
    values = {"people": copy.people, "touches": copy.touches, "path": str(copy.path)}
    if encrypted:
        return context.translate("Copied to {path}, encrypted (people: {people}, touches: {touches}).", **values)
    return context.translate("Copied to {path} (people: {people}, touches: {touches}).", **values)


def _folder(context: Context) -> Path:
    return context.home.store_path.parent / "backups"


def _as_json(copy: Copy) -> dict[str, Any]:
    return {**copy._asdict(), "path": str(copy.path)}


@app.command()
def daily(ctx: typer.Context) -> None:
    """Make today's copy unless there is one, and let go of those no longer kept; any change does this by itself."""
    from relcadence.store import backup, backup_rota

    context: Context = ctx.obj
    if not backup_rota.is_due(_folder(context), context.now):
        context.answer({"path": None}, [Line(context.translate("Today's copy is made already."))])
        return
    copy = backup.make_unasked(context.home.store_path, context.now, backup_rota.DAILY)
    context.answer(_as_json(copy), [Line(_copied(context, copy, False))])


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """The copies there are, newest first: when, why and how many people."""
    from relcadence.store import backup_rota

    context: Context = ctx.obj
    found = [_listed(each) for each in backup_rota.listed(_folder(context))]
    if not found:
        context.answer([], [Line(context.translate("There is no backup yet. Make one: relcadence backup"))])
        return
    rows = [
        [Path(each["path"]).name, say(each["kind"] or "asked for"), f"{each['size'] // 1024} kB", _held(each)]
        for each in found
    ]
    context.answer(found, [Grid(("Copy", "Made for", "Size", "People"), rows, {2, 3})])


def _listed(kept: Any) -> dict[str, Any]:
    from relcadence.store import backup

    data = {
        "path": str(kept.path), "made_at": kept.made_at and f"{kept.made_at:%Y-%m-%dT%H:%M:%SZ}", "kind": kept.kind,
        "encrypted": kept.encrypted, "size": kept.path.stat().st_size, "people": None, "touches": None,
    }  # fmt: skip
    if not kept.encrypted:
        try:
            data |= {
                key: value
                for key, value in backup.count(kept.path)._asdict().items()
                if key in data and key != "path"
            }
        except RelcadenceError:
            data["kind"] = "unreadable"
    return data


def _held(row: dict[str, Any]) -> str:
    return say("encrypted") if row["encrypted"] else "?" if row["people"] is None else str(row["people"])


@app.command()
def verify(ctx: typer.Context, file: File = "", identity: Identity = "", passphrase_command: Command = "") -> None:
    """Read a copy from end to end, the seals of its rows too, and say what it holds."""
    from relcadence.store import backup

    context: Context = ctx.obj
    path = _chosen(context, file)
    cipher = _cipher(context, path, identity, passphrase_command)
    with working(context.translate("Checking")):
        copy = backup.verify(path, cipher)
    words = context.translate(
        "{path} is good (people: {people}, touches: {touches}, changes: {changes}).",
        path=str(copy.path), people=copy.people, touches=copy.touches, changes=copy.changes,
    )  # fmt: skip
    context.answer(_as_json(copy), [Line(words)])


@app.command()
def restore(ctx: typer.Context, file: File = "", identity: Identity = "", passphrase_command: Command = "") -> None:
    """Put a copy (else the newest good one) in the store's place, after showing what would be lost.

    The store as it is now is kept among the backups. `undo` does not take a restore back; restoring that copy does.
    """
    from relcadence.store import backup

    context: Context = ctx.obj
    path, copy, cipher = _to_restore(context, file, identity, passphrase_command)
    values = {"path": str(path), "people": copy.people, "touches": copy.touches}
    lost = _preview(context, path, cipher)
    agree(context, say("Restore {path} (people: {people}, touches: {touches})?", **values))
    context.home.make()
    with working(context.translate("Restoring")):
        aside = backup.restore(path, context.home.store_path, context.now, cipher)
    blocks: list[Block] = [Line(context.translate("Restored {path}.", path=str(path)))]
    if aside and aside.suffix == ".db":
        words = "The store before is kept; to go back: relcadence backup restore {name}"
        blocks.append(Line(context.translate(words, name=aside.name)))
    elif aside:
        blocks.append(Line(context.translate("The damaged store is kept as {path}.", path=str(aside))))
    context.answer(
        {**_as_json(copy), "kept": str(aside) if aside else None, "lost": lost._asdict() if lost else None}, blocks
    )


def _to_restore(
    context: Context, file: str, identity: str, passphrase_command: str
) -> tuple[Path, Copy, Cipher | None]:
    """The copy named, else the newest good one, read from end to end; and what decrypts it."""
    from relcadence.store import backup

    if not file:
        path, copy = _newest_good(context)
        return path, copy, None
    path = _chosen(context, file)
    cipher = _cipher(context, path, identity, passphrase_command)
    with working(context.translate("Checking")):
        return path, backup.verify(path, cipher), cipher


def _preview(context: Context, path: Path, cipher: Cipher | None) -> Loss | None:
    """Say what the restore would take; None where the store can't be read."""
    from contextlib import closing

    from relcadence.store import backup, backup_loss

    try:
        with closing(backup.opened(path, cipher)) as copy:
            lost = backup_loss.loss(context.home.store_path, copy)
    except StoreTrouble as trouble:
        context.say(trouble.what)
        return None
    for sentence in _told(lost):
        context.say(sentence)
    return lost


def _told(lost: Loss) -> list[str]:
    from relcadence.cli.commands.history import local_time

    told: list[str] = []
    if not lost.kindred:
        told.append(say("The store is no later state of this copy: all of it would be replaced."))
    elif lost.changes:
        words = "{number} change since {at} would be lost.", "{number} changes since {at} would be lost."
        told.append(several(*words, lost.changes, at=local_time(lost.since) if lost.since else say("the beginning")))
    else:
        told.append(say("The store has nothing that this copy lacks."))
    if lost.people:
        names = some(lost.people[:NAMED], len(lost.people))
        words = "{number} contact would be lost: {names}", "{number} contacts would be lost: {names}"
        told.append(several(*words, len(lost.people), names=names))
    if lost.touches:
        told.append(several("{number} touch would be lost.", "{number} touches would be lost.", lost.touches))
    if lost.erased:
        words = "{number} person erased since would come back.", "{number} people erased since would come back."
        told.append(several(*words, lost.erased))
    return told


def _cipher(context: Context, path: Path, identity: str, command: str) -> Cipher | None:
    from relcadence.store import backup

    if not backup.is_encrypted(path):
        return None
    from relcadence.cli.encryption import decryptor

    return decryptor(context, path, identity, command)


def _chosen(context: Context, file: str) -> Path:
    from relcadence.store import backup

    folder = _folder(context)
    if file:
        path = Path(file)
        return path if path.exists() or not (folder / file).exists() else folder / file
    paths = backup.found(folder)
    if not paths:
        raise NotFound(say("There is no backup in {folder}.", folder=folder), "Make one: relcadence backup")
    return paths[0]


def _newest_good(context: Context) -> tuple[Path, Copy]:
    """The newest copy that is good from end to end; those passed over are named."""
    from relcadence.store import backup

    _chosen(context, "")
    for path in backup.found(_folder(context)):
        if backup.is_encrypted(path):
            context.say(say("{path} is encrypted; name it to restore it.", path=path))
            continue
        try:
            with working(context.translate("Checking")):
                return path, backup.verify(path)
        except StoreTrouble:
            context.say(say("{path} is damaged and passed over.", path=path))
    raise StoreTrouble("No backup there can be restored as it is.", "See: relcadence backup list")
