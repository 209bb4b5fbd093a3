"""`schedule`: have the digest come every morning, by cron, systemd or launchd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.guard import agree
from relcadence.cli.params import DryRun, new_app
from relcadence.cli.render import Blank, Block, Heading, Line
from relcadence.cli.schedule_options import OPTIONS, daily_of
from relcadence.cli.scheduling import is_due, job_of
from relcadence.cli.scheduling import run as run_daily
from relcadence.cli.taking import taking
from relcadence.errors import RelcadenceError, UsageProblem

if TYPE_CHECKING:
    from relcadence.deliver.schedules import Change, Scheduler

app = new_app(invoke_without_command=True, help="Have the digest come every morning. Bare, it shows what is set up.")
With = Annotated[str, typer.Option("--with", metavar="cron|systemd|launchd", help="else what the machine has")]


@app.callback()
def bare(ctx: typer.Context) -> None:
    """Have the digest come every morning. Bare, it shows what is set up."""
    if ctx.invoked_subcommand is None:
        _show(ctx.obj)


@app.command()
@taking(OPTIONS)
def install(ctx: typer.Context, with_: With = "", dry_run: DryRun = False, **told: Any) -> None:
    """Tell the machine to see to the digest every day; what is written is shown first.

    The machine asks every quarter of an hour, and the digest of a day goes out once, at the first asking after
    --at: so a laptop asleep at that time, or a clock that is changed, loses none. `help cron` has the rule.
    """
    context: Context = ctx.obj
    daily = daily_of(told)
    job = job_of(context, daily)
    chosen = _chosen(context, with_)
    changes = typed.understood(chosen.plan, job)
    there = _installed(context, job.mark)
    same = there == {chosen.name: changes}
    if not (daily.mail or daily.notify or daily.ics):
        words = "Without --mail, --notify or --ics the digest is only printed, and {scheduler} may show it nowhere."
        context.warn(context.translate(words, scheduler=chosen.name))
    if not dry_run and not same:
        if daily.mail:
            _check_mail(context)
        _ask(context, chosen, changes)
        for name in there.keys() - {chosen.name}:
            _all(context)[name].remove(job.mark)
        chosen.install(job)
    _answer(context, chosen, changes, dry_run=dry_run, same=same)


@app.command()
def status(ctx: typer.Context) -> None:
    """What is set up on this machine for this home, and when the last digest went out."""
    _show(ctx.obj)


@app.command()
def remove(ctx: typer.Context, dry_run: DryRun = False) -> None:
    """Take it away again; what others wrote stays as it is, byte for byte."""
    from relcadence.deliver.schedules import mark_of
    from relcadence.store.outbox import Outbox

    context: Context = ctx.obj
    mark = mark_of(str(context.home.folder))
    there = _installed(context, mark)
    blocks = [block for changes in there.values() for block in _blocks(changes)]
    if not there:
        context.answer({"removed": []}, [Line(context.translate("Nothing is set up for this home."))])
        return
    if not dry_run:
        if not context.json:
            context.say(_text(blocks))
        agree(context, context.translate("Take this away?"))
        for name in there:
            _all(context)[name].remove(mark)
        with Outbox.open(context.home.state_path) as outbox:
            outbox.clear_failures()
    done = Line(context.translate("It was taken away."))
    context.answer({"removed": list(there), "dry_run": dry_run}, [done] if not dry_run else blocks)


@app.command()
@taking(OPTIONS)
def run(ctx: typer.Context, **told: Any) -> None:
    """What the machine calls: does what is due today and was not done yet, and says nothing otherwise."""
    context: Context = ctx.obj
    daily = daily_of(told)
    due = is_due(context, daily.at)
    printed = run_daily(context, daily) if due else None
    context.answer({"due": due, "digest": printed}, [])


def _all(context: Context) -> dict[str, Scheduler]:
    from relcadence.deliver.schedules import schedulers

    return schedulers(context.environ)


def _chosen(context: Context, name: str) -> Scheduler:
    """The scheduler named, else the best that this machine has."""
    known = _all(context)
    if name:
        return known[typed.one_of(name, known, "scheduler")]
    for each in known.values():
        if each.there():
            return each
    raise RelcadenceError(
        "This machine has neither cron nor systemd nor launchd for you.",
        "Install cron, or call `relcadence schedule run` every quarter of an hour by other means.",
    )


def _installed(context: Context, mark: str) -> dict[str, list[Change]]:
    """What is written for this home now, by scheduler."""
    found = {name: each.installed(mark) for name, each in _all(context).items()}
    return {name: changes for name, changes in found.items() if changes}


def _check_mail(context: Context) -> None:
    """A schedule whose mails could never be sent is told before it is written."""
    from relcadence.cli.mail_settings import mail_settings
    from relcadence.cli.mailing import Wish, receivers

    try:
        mail_settings(context)
        receivers(context, Wish())
    except UsageProblem as problem:
        raise UsageProblem(problem.what, problem.hint) from None


def _ask(context: Context, chosen: Scheduler, changes: list[Change]) -> None:
    if not context.json:
        context.say(_text(_blocks(changes)))
    agree(context, context.translate("Write this for {scheduler}?", scheduler=chosen.name))


def _answer(context: Context, chosen: Scheduler, changes: list[Change], *, dry_run: bool, same: bool) -> None:
    _ = context.translate
    data = {"with": chosen.name, "changes": changes, "dry_run": dry_run, "unchanged": same}
    if same:
        context.answer(data, [Line(_("It is set up so already; nothing was changed."))])
    elif dry_run:
        context.answer(data, _blocks(changes))
    else:
        context.answer(data, [Line(_("It is set up with {scheduler}.", scheduler=chosen.name))])


def _blocks(changes: list[Change]) -> list[Block]:
    blocks: list[Block] = []
    for change in changes:
        blocks += [Heading(change.place), *(Line(line) for line in change.text.splitlines())]
    return blocks


def _text(blocks: list[Block]) -> str:
    from relcadence.cli.render import plain

    return plain([*blocks, Blank()])


def _show(context: Context) -> None:
    from relcadence.cli.troubles import trouble_words
    from relcadence.deliver.schedules import mark_of
    from relcadence.store.delivered import Delivered

    _ = context.translate
    there = _installed(context, mark_of(str(context.home.folder)))
    with Delivered.open(context.home.state_path) as state:
        last = state.last_digest()
    trouble = trouble_words(context, context.translate)
    blocks: list[Block] = [block for changes in there.values() for block in _blocks(changes)]
    if not there:
        blocks.append(Line(_("Nothing is set up for this home: relcadence schedule install --at 07:30")))
    said = _("No digest went out yet.")
    if last:
        said = _("Last digest: {day}, at {time}.", day=last[0], time=f"{last[1].astimezone():%H:%M}")
    blocks += [Blank(), Line(said), *([Line(trouble, "yellow")] if trouble else [])]
    data: dict[str, Any] = {"installed": there, "last_on": last[0] if last else None, "trouble": trouble}
    context.answer(data, blocks)
