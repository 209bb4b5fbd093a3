"""The daily run: what the machine is told to do every quarter of an hour, and what is then done once a day.

One rule: each part (mail, calendar, notification, print) goes out once a local day, and one that failed is tried
again at the next asking, whatever became of the others.
"""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from relcadence.errors import RelcadenceError, StoreTrouble, say
from relcadence.store.outbox import FAILED, SENDING, SENT, Key, Outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from relcadence.cli.context import Context
    from relcadence.deliver.schedules import Job
    from relcadence.home import Home

    Part = Callable[[], dict[str, Any] | None]

MONDAY, FRIDAY = 0, 4


class Daily(NamedTuple):
    """What a day brings: from which hour on, and which parts."""

    at: time
    mail: bool = False
    week: bool = False
    notify: bool = False
    ics: str = ""
    quiet_if_empty: bool = False

    def words(self) -> tuple[str, ...]:
        """The command line that does it."""
        flags = {"--mail": self.mail, "--week": self.week, "--notify": self.notify,
                 "--quiet-if-empty": self.quiet_if_empty}  # fmt: skip
        chosen = [name for name, wanted in flags.items() if wanted]
        return ("schedule", "run", "--at", f"{self.at:%H:%M}", *chosen, *(("--ics", self.ics) if self.ics else ()))


def job_of(context: Context, daily: Daily) -> Job:
    """What the machine is to run, from nothing: no PATH, no home, no language of its own."""
    from relcadence.deliver.schedules import Job, job_words
    from relcadence.domain.daily import minutes

    environment = home_variables(context.home)
    language = context.translate.language
    if not context.home.language and not context.store.settings.get("language") and language != "en":
        environment["LC_ALL"] = f"{language}.UTF-8"
    return Job(job_words(daily.words()), environment, minutes(daily.at), str(context.home.folder))


def home_variables(home: Home) -> dict[str, str]:
    """The variables that lead to this home again, where it is the platform's too."""
    config = home.config_path.parent
    if config == home.folder:
        return {"RELCADENCE_HOME": str(home.folder)}
    return {"XDG_DATA_HOME": str(home.folder.parent), "XDG_CONFIG_HOME": str(config.parent)}


def is_due(context: Context, at: time) -> bool:
    """True where the hour of this local day has come; of a day that was named by the user it always has."""
    from relcadence.domain import daily

    local = local_now(context)
    return local.date() != context.today or daily.is_due(local, at)


def local_now(context: Context) -> datetime:
    """The wall clock where the user is."""
    from relcadence.cli.context import zone_of_store

    if name := zone_of_store(context):
        from zoneinfo import ZoneInfo

        return context.now.astimezone(ZoneInfo(name))
    return context.now.astimezone()


def run(context: Context, daily: Daily) -> dict[str, Any] | None:
    """Do the parts of today that were not done yet; the digest that was printed, as JSON carries it.

    The first failure is raised when all were tried.
    """
    _ = context.store  # one that is not there is told as such, not as a day that cannot be noted
    failure: RelcadenceError | None = None
    printed = None
    for part in _parts(context, daily):
        try:
            printed = part() or printed
        except RelcadenceError as error:
            failure = failure or error
    if failure:
        raise failure
    return printed


def _parts(context: Context, daily: Daily) -> Iterator[Part]:
    if daily.mail:
        yield lambda: _mail(context, daily, "day")
    if daily.week and context.today.weekday() in (MONDAY, FRIDAY):
        yield lambda: _mail(context, daily, "week")
    if daily.ics:
        yield lambda: _once(context, Key(context.today, daily.ics, "calendar"), lambda: _calendar(context, daily.ics))
    if daily.notify:
        yield lambda: _once(context, Key(context.today, "desktop", "notice"), lambda: _notice(context))
    if not (daily.mail or daily.ics or daily.notify):
        yield lambda: _once(context, Key(context.today, "stdout", "print"), lambda: _print(context, daily))


def _mail(context: Context, daily: Daily, span: str) -> None:
    from relcadence.cli import mailing

    _sent, failure = mailing.send(context, mailing.Wish(span, quiet_if_empty=daily.quiet_if_empty, scheduled=True))
    if failure:
        raise failure


def _once(context: Context, key: Key, act: Part) -> dict[str, Any] | None:
    """Do it unless it was done today; what cannot be noted is not done, for it would be done all day."""
    with Outbox.open(context.home.state_path) as outbox, outbox.lock():
        noted = outbox.find(key)
        if noted and noted.done:
            return None
        if not outbox.put(key, SENDING, context.now):
            raise StoreTrouble(
                say("What was done today cannot be noted in {path}, so nothing was done.", path=str(outbox.path)),
                "Make that folder writable.",
            )
        try:
            printed = act()
        except RelcadenceError as error:
            outbox.put(key, FAILED, context.now, error=context.translate(error.what))
            raise
        outbox.put(key, SENT, context.now)
        return printed


def _calendar(context: Context, path: str) -> None:
    from relcadence.cli.calendar import Shown, calendar_items
    from relcadence.cli.calendar_files import write_feed
    from relcadence.exchange.ics import KINDS

    shown = Shown(kinds=KINDS, bundle=True)
    write_feed(context, calendar_items(context, shown), shown, Path(path))


def _notice(context: Context) -> None:
    from relcadence.cli.notifying import notify

    notify(context)


def _print(context: Context, daily: Daily) -> dict[str, Any] | None:
    from relcadence.cli import digesting

    gathered = digesting.gather(context)
    if gathered.source.people and gathered.empty and (daily.quiet_if_empty or not gathered.agenda.working_day):
        return None
    digest = digesting.compose(context, gathered, context.translate)
    if not context.json:
        context.pour(digesting.in_form(digest, "text", context.translate))
    digesting.note_printed(context, context.home.state_path)
    return digesting.as_json(context, gathered, digest.lines)
