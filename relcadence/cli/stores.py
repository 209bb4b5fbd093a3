"""Who makes a store, and who refuses: only a home with neither config nor backups gets one unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relcadence.errors import StoreTrouble, say

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

    from relcadence.cli.context import Context


def ensure_store(context: Context) -> bool:
    """Make the store that `add` or `import` needs in a new home; True if it was made.

    StoreTrouble where a config names a store that is not there, or backups lie beside: the disk may only be away.
    """
    if context.home.store_path.exists():
        return False
    refuse_where_one_was(context)
    make_store(context)
    path = str(context.home.store_path)
    context.say(context.translate("Made a store at {path}; see: relcadence init --help", path=path))
    return True


def refuse_where_one_was(context: Context) -> None:
    """Raise StoreTrouble where the store is gone that a config names or that has left backups."""
    traces = "" if context.home.store_path.exists() else traces_of_a_store(context)
    if traces:
        raise StoreTrouble(
            say("There is no store at {path}, but {traces}.", path=context.home.store_path, traces=traces),
            "If the disk is only away, bring it back; else: relcadence backup restore, or relcadence init",
        )


def traces_of_a_store(context: Context) -> str:
    """What tells that there was a store here before, or ""."""
    from relcadence.store.connection import newest_backup

    if context.home.configured and context.home.store_path.parent != context.home.folder:
        return say("{path} names it", path=context.home.config_path)
    backup = newest_backup(context.home.store_path)
    return say("there is a backup of it ({backup})", backup=backup) if backup else ""


def make_store(context: Context) -> None:
    """A new store, with the cadence rules of the checklist in it from the first moment on."""
    from relcadence.store import create

    context.home.make()
    create.create(context.home.store_path, lambda connection: _found(context, connection))
    if words := share_words(context.home.store_path):
        context.warn(words)


def share_words(path: Path, table: str | None = None) -> str:
    """What is to be said of a store on a network share, or ""; `table` as `disk.mount_of` takes it."""
    from relcadence.cli import disk

    mount = disk.mount_of(path, table)
    if mount is None or not disk.is_network(mount):
        return ""
    return say(
        "{path} is on a network share ({kind}), where two at once can damage it; keep it on this machine.",
        path=path, kind=mount.kind,
    )  # fmt: skip


def _found(context: Context, connection: Connection) -> None:
    from relcadence.domain.cadence import PRESETS
    from relcadence.store import changes
    from relcadence.store.changes import practice
    from relcadence.store.changes.undo import FOUNDING
    from relcadence.store.changes.writer import Writer

    writer = Writer(connection, command_line=context.command_line, today=context.today, now=context.now)
    with changes.completing(writer):
        practice.use_preset(writer, PRESETS["checklist"])
        writer.title = FOUNDING
