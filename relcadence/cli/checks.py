"""What `doctor` looks at outside the store: versions, rights, disk, clock, language, schedule and mail."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from relcadence import __version__
from relcadence.errors import RelcadenceError, UsageProblem, say, several

if TYPE_CHECKING:
    from relcadence.cli.context import Context

OK, WARN, FAIL = "ok", "warn", "fail"


class Check(NamedTuple):
    """One line of the examination: ok, warn or fail, what was looked at, what was found, the mend, and one to run."""

    state: str
    what: str
    found: str
    mend: str = ""
    fix: Callable[[], object] | None = None


def outside(context: Context) -> Iterator[Check]:
    """The lines that need no store."""
    yield _versions()
    yield from _config(context)
    yield from _rights(context)
    yield _disk(context)
    yield from _share(context)
    yield _language(context)
    yield _schedule(context)
    yield from _mail(context)


def _versions() -> Check:
    import sqlite3

    python = ".".join(map(str, sys.version_info[:3]))
    words = "relcadence {version}, Python {python}, SQLite {sqlite}"
    return Check(OK, "versions", say(words, version=__version__, python=python, sqlite=sqlite3.sqlite_version))


def _config(context: Context) -> Iterator[Check]:
    home = context.home
    if home.warnings:
        yield Check(WARN, "config", " ".join(home.warnings), say("edit {path}", path=home.config_path))
    elif home.configured:
        yield Check(OK, "config", str(home.config_path))


def _rights(context: Context) -> Iterator[Check]:
    """Everything of this program's is the owner's alone: files 0600, folders 0700."""
    open_to_others = [path for path in _ours(context) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    for path in open_to_others:
        wanted = 0o700 if path.is_dir() else 0o600
        mode = f"{stat.S_IMODE(path.stat().st_mode):o}"
        found = say("others may read {path} ({mode})", path=path, mode=mode)
        yield Check(WARN, "rights", found, f"chmod {wanted:o} {path}", partial(path.chmod, wanted))
    if not open_to_others and context.home.store_path.exists():
        yield Check(OK, "rights", say("files and folders are yours alone"))


def _ours(context: Context) -> list[Path]:
    home, backups = context.home, context.home.store_path.parent / "backups"
    folders = {home.folder, home.config_path.parent, home.store_path.parent, backups}
    files = {home.store_path, home.state_path, home.config_path}
    files |= set(backups.iterdir()) if backups.is_dir() else set()
    return sorted(path for path in folders | files if path.exists() and not path.is_symlink())


def _disk(context: Context) -> Check:
    from relcadence.cli import disk

    sealed = disk.is_encrypted(disk.mount_of(_existing(context.home.store_path)))
    if sealed is None:
        return Check(
            OK, "disk", say("the system does not tell whether the disk is encrypted"), "relcadence help privacy"
        )
    if sealed:
        return Check(OK, "disk", say("encrypted"))
    found = say("not encrypted: who has the machine, or the disk out of it, reads the store")
    return Check(WARN, "disk", found, "relcadence help privacy")


def _share(context: Context) -> Iterator[Check]:
    from relcadence.cli import disk

    path = context.home.store_path
    mount = disk.mount_of(_existing(path))
    if mount and disk.is_network(mount):
        found = say(
            "{path} is on a network share ({kind}), where two at once can damage it", path=path, kind=mount.kind
        )
        yield Check(WARN, "share", found, say("keep the store on this machine, and a backup there"))
    if service := disk.synced_by(path):
        found = say("{path} lies in {folder}, which copies it while it is written", path=path, folder=service)
        yield Check(WARN, "share", found, say("keep the store elsewhere, and an encrypted backup there"))


def _existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(each for each in (path, *path.absolute().parents) if each.exists())


def clock(context: Context, newest: str) -> Check:
    """Whether the clock agrees with the journal, and which zone the day is of."""
    zone = str(context.store.settings.get("zone") or "") or say("the computer's own")
    words = "{today}, zone {zone}, now {now} UTC"
    found = say(words, today=context.today, zone=zone, now=f"{context.now:%Y-%m-%d %H:%M}")
    if newest and datetime.fromisoformat(newest) > context.now + timedelta(hours=1):
        behind = say(
            "the newest change is of {at}, ahead of the clock ({now} UTC)", at=newest, now=f"{context.now:%F %R}"
        )
        return Check(WARN, "clock", behind, say("set the clock"))
    return Check(OK, "clock", found)


def _language(context: Context) -> Check:
    from relcadence.language import DOMAIN, FOLDER

    translate = context.translator()
    if not translate.foreign:
        return Check(OK, "language", translate.language)
    import gettext

    if gettext.find(DOMAIN, FOLDER, [translate.language]):
        return Check(OK, "language", translate.language)
    found = say("there is no catalogue for {language}; English is shown", language=translate.language)
    return Check(WARN, "language", found, "relcadence config set language en")


def _schedule(context: Context) -> Check:
    from relcadence.deliver.schedules import mark_of, schedulers

    mark = mark_of(str(context.home.folder))
    try:
        there = [name for name, each in schedulers(context.environ).items() if each.installed(mark)]
    except (RelcadenceError, OSError) as error:
        return Check(WARN, "schedule", say("it can't be asked: {reason}", reason=error), "relcadence schedule")
    if there:
        return Check(OK, "schedule", ", ".join(there))
    return Check(OK, "schedule", say("none is set up"), "relcadence schedule install --at 07:30")


def _mail(context: Context) -> Iterator[Check]:
    from relcadence.cli.mail_settings import mail_settings

    if not context.home.mail:
        return
    try:
        settings = mail_settings(context)
    except UsageProblem as problem:
        yield Check(WARN, "mail", problem.what, problem.hint)
        return
    yield Check(OK, "mail", say("set up, by {transport}", transport=settings.transport))


def backups(context: Context, changed_at: str) -> Iterator[Check]:
    """Whether there is a good and recent copy to go back to."""
    from relcadence.store import backup, backup_rota

    folder = context.home.store_path.parent / "backups"
    found = backup_rota.listed(folder)
    if not context.store.settings.get("auto_backup", True):
        yield Check(WARN, "backups", say("none are made by themselves"), "relcadence config set auto_backup yes")
    if not found:
        yield Check(WARN, "backups", say("none yet"), "relcadence backup")
        return
    plain = [each for each in found if not each.encrypted]
    bad = [] if not plain or backup.is_good(plain[0].path) else [plain[0]]
    for each in bad:
        yield Check(FAIL, "backups", say("{path} is damaged", path=each.path), "relcadence backup")
    newest, age = found[0], _days_old(context, found[0].made_at)
    words = several(
        "{number} copy, the newest {name}", "{number} copies, the newest {name}", len(found), name=newest.path.name
    )
    if age is not None and age > 7 and changed_at > f"{newest.made_at:%Y-%m-%dT%H:%M:%S}":
        old = say("the newest, {name}, is {days} days old and the store has changed", name=newest.path.name, days=age)
        yield Check(WARN, "backups", old, "relcadence backup")
    elif not bad:
        yield Check(OK, "backups", say("{copies}; it is good", copies=words) if plain[:1] == [newest] else words)


def _days_old(context: Context, made_at: datetime | None) -> int | None:
    return None if made_at is None else (context.now.replace(tzinfo=None) - made_at).days
