"""Copies made unasked: daily before the first change of a day, and before what is bulk or destroys.

One rule: a daily copy never stops a change; the copy before an import or an erasure does, for it is the way back.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from relcadence.errors import RelcadenceError, say
from relcadence.store import backup_rota as rota

if TYPE_CHECKING:
    from pathlib import Path

    from relcadence.cli.context import Context

# Copying and checking takes some 5 ms a megabyte; from here on a process of its own does it.
AT_ONCE = 16 * 1024 * 1024


def before_change(context: Context, act: str = "") -> Path | None:
    """Make the copy that is due before a change (`act`: one of rota.ACTS), if any; where it lies."""
    store = context.home.store_path
    due = rota.is_due(store.parent / "backups", context.now)
    if not (due or act) or not _wanted(context):
        return None
    if not act and store.stat().st_size > AT_ONCE:
        _elsewhere(context)
        return None
    from relcadence.cli.progress import working
    from relcadence.store import backup

    try:
        with working(context.translate("Copying")):
            return backup.make_unasked(store, context.now, act if act == rota.ERASE or not due else rota.DAILY).path
    except RelcadenceError as error:
        if act:
            raise
        context.warn(say("Today's backup was not made. {why} {hint}", why=error.what, hint=error.hint))
        return None


def _wanted(context: Context) -> bool:
    """Not where the user wants none, and not of a store that is away or has nobody in it."""
    from contextlib import closing

    from relcadence.store import reading

    if not context.home.store_path.exists():
        return False
    with closing(reading.open(context.home.store_path)) as store:  # not the context's, which remembers its settings
        return bool(store.settings.get("auto_backup", True) and store.holds("contact"))


def _elsewhere(context: Context) -> None:
    """Have the daily copy made by a process of its own, which outlives this one and says nothing."""
    words = [sys.executable, "-P", "-m", "relcadence", "backup", "daily", "--no-input"]
    silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0o600) for number in range(3)]
    try:
        os.posix_spawn(sys.executable, words, dict(context.environ), file_actions=silent, setsid=True)
    except OSError as error:
        context.warn(say("Today's backup was not made. {why} {hint}", why=str(error), hint="relcadence backup"))
