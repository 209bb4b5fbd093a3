"""What `doctor` looks at in the store: whether it is whole, what it holds, and whether it is kept up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from relcadence.cli import checks
from relcadence.cli.checks import FAIL, OK, WARN, Check
from relcadence.errors import RelcadenceError, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context

QUIET_DAYS = 30
SHARE_WITHOUT = 0.2


def store(context: Context) -> Iterator[Check]:
    """The lines on the store; one that fails where it can't be read."""
    from relcadence.store import backup
    from relcadence.store.queries import upkeep

    path = context.home.store_path
    try:
        held = backup.count(path)
        context.store.holds("contact")
    except RelcadenceError as trouble:
        yield Check(FAIL, "store", trouble.what, trouble.hint)
        return
    words = "{path}: {people} people, {touches} touches, {changes} changes"
    counts = {"people": held.people, "touches": held.touches, "changes": held.changes}
    yield Check(OK, "store", say(words, path=path, **counts))
    yield from _integrity(context)
    yield _schema(context)
    newest = upkeep.last_change_at(context.store)
    yield from checks.backups(context, newest)
    yield checks.clock(context, newest)
    yield _dates(context)
    yield _load(context)
    yield _digest(context)
    yield from _stale(context)


def _integrity(context: Context) -> Iterator[Check]:
    """Every row against its seal, every reference, every index."""
    from relcadence.store import damage, mending

    path = context.home.store_path
    places = damage.find(context.store.connection, path)
    if not places:
        yield Check(OK, "integrity", say("every row is as it was written"))
    safe = all(place.mendable for place in places)
    for place in places:
        if safe:
            rewrite = partial(mending.mend, path, today=context.today, now=context.now)
            yield Check(WARN, "integrity", place.what, say("relcadence doctor --fix writes it anew"), rewrite)
        else:
            yield Check(FAIL, "integrity", place.what, "relcadence backup restore")


def _schema(context: Context) -> Check:
    from relcadence.store.connection import SCHEMA_VERSION
    from relcadence.store.queries import upkeep

    version = upkeep.schema(context.store)
    if version == SCHEMA_VERSION:
        return Check(OK, "schema", str(version))
    return Check(
        OK, "schema", say("{version}; the next change brings it to {known}", version=version, known=SCHEMA_VERSION)
    )


def _dates(context: Context) -> Check:
    """Dates are laid out for five years ahead by any change; under one year is a warning."""
    from relcadence.store.queries import upkeep

    year = upkeep.laid_out_from(context.store)
    if year + 4 < context.today.year:
        found = say("birthdays and holidays are laid out as of {year}", year=year)
        return Check(WARN, "dates", found, say("log or edit anything"))
    return Check(OK, "dates", say("birthdays and holidays are laid out to {year}", year=year + 5))


def _load(context: Context) -> Check:
    from relcadence.domain.whatif import load_of
    from relcadence.store.queries import agenda

    gathered = agenda.gather(context.store, context.today)
    if gathered.capacity.minutes:
        return Check(OK, "load", say("counted in minutes"))
    load = load_of(gathered, weeks=6, mend=False)
    found = say("the rhythms need {need} touches a week, there is room for {have}", need=load.need, have=load.have)
    state = OK if load.fits and load.have >= max(load.need, 1) else WARN
    return Check(state, "load", found, "relcadence load" if state == WARN else "")


def _digest(context: Context) -> Check:
    from relcadence.cli.troubles import trouble_words
    from relcadence.store.delivered import Delivered

    if words := trouble_words(context, context.translate):
        return Check(WARN, "digest", words, "relcadence help digest")
    with Delivered.open(context.home.state_path) as state:
        last = state.last_digest()
    return Check(OK, "digest", say("the last on {day}", day=last[0].isoformat()) if last else say("none yet"))


def _stale(context: Context) -> Iterator[Check]:
    """Whether touches are still written down, and people can be reached."""
    from relcadence.store.queries import upkeep

    last = upkeep.last_touch_on(context.store)
    quiet = last is not None and (context.today - last).days > QUIET_DAYS
    if quiet:
        yield Check(WARN, "stale", say("no touch was written down since {day}", day=last), "relcadence triage")
    people, without = context.store.people(), upkeep.unreachable(context.store)
    words = "{without} of {people} people have neither e-mail nor phone nor handle"
    found = say(words, without=without, people=people)
    if people and without / people > SHARE_WITHOUT:
        yield Check(WARN, "stale", found, "relcadence list")
    elif not quiet:
        yield Check(OK, "stale", found)
