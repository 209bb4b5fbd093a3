"""`doctor`: look for damage and mistakes, and say how to mend them."""

from __future__ import annotations

import stat
import sys
from typing import NamedTuple

import typer

from relcadence import __version__
from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.render import Grid
from relcadence.errors import RelcadenceError, say

app = new_app()


class Check(NamedTuple):
    """One line of the examination: ok, warn or fail, what was looked at, what was found, and the mend."""

    state: str
    what: str
    found: str
    mend: str = ""


@app.command()
def doctor(ctx: typer.Context) -> None:
    """Examine versions, store, backups and rights; exit 1 if something is broken."""
    context: Context = ctx.obj
    checks = [_versions(), *_store(context)]
    rows = [[check.state, check.what, check.found, check.mend] for check in checks]
    context.answer([check._asdict() for check in checks], [Grid((), rows)])
    if any(check.state == "fail" for check in checks):
        raise typer.Exit(1)


def _versions() -> Check:
    import sqlite3

    python = ".".join(map(str, sys.version_info[:3]))
    return Check("ok", "versions", f"relcadence {__version__}, Python {python}, SQLite {sqlite3.sqlite_version}")


def _store(context: Context) -> list[Check]:
    from relcadence.store import backup

    path = context.home.store_path
    try:
        copy = backup.verify(path)
    except RelcadenceError as trouble:
        return [Check("fail", "store", trouble.what, trouble.hint)]
    checks = [
        Check(
            "ok",
            "store",
            say(
                "{path}: {people} people, {touches} touches, {changes} changes",
                path=path,
                people=copy.people,
                touches=copy.touches,
                changes=copy.changes,
            ),
        )
    ]
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        checks.append(
            Check(
                "warn", "rights", say("others may read {path} ({mode:o})", path=path, mode=mode), f"chmod 600 {path}"
            )
        )
    return [*checks, _backups(context), _dates(context), _load(context), _digest(context)]


def _load(context: Context) -> Check:
    from relcadence.domain.whatif import load_of
    from relcadence.store.queries import agenda

    gathered = agenda.gather(context.store, context.today)
    if gathered.capacity.minutes:
        return Check("ok", "load", say("counted in minutes"))
    load = load_of(gathered, weeks=6, mend=False)
    found = say("the rhythms need {need} touches a week, there is room for {have}", need=load.need, have=load.have)
    return Check("ok", "load", found) if load.fits else Check("warn", "load", found, "relcadence load")


def _digest(context: Context) -> Check:
    from relcadence.cli.troubles import trouble_words
    from relcadence.store.delivered import Delivered

    if words := trouble_words(context, context.translate):
        return Check("warn", "digest", words, "relcadence help digest")
    with Delivered.open(context.home.state_path) as state:
        last = state.last_digest()
    return Check("ok", "digest", say("the last on {day}", day=last[0].isoformat()) if last else say("none yet"))


def _backups(context: Context) -> Check:
    from relcadence.store import backup

    found = backup.found(context.home.store_path.parent / "backups")
    if not found:
        return Check("warn", "backups", say("none"), "relcadence backup")
    return Check("ok", "backups", say("{number}, the newest {name}", number=len(found), name=found[0].name))


def _dates(context: Context) -> Check:
    """Dates are laid out for five years ahead by any change; under one year is a warning."""
    year = context.store.value("SELECT year FROM extent") or 0
    if year + 4 < context.today.year:
        return Check(
            "warn",
            "dates",
            say("birthdays and holidays are laid out as of {year}", year=year),
            say("log or edit anything"),
        )
    return Check("ok", "dates", say("birthdays and holidays are laid out to {year}", year=year + 5))
