"""`publish`: send the calendar to a server, and keep it there as the plan is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import calendar_options as o
from relcadence.cli.context import Context
from relcadence.cli.guard import agree
from relcadence.cli.params import DryRun, new_app
from relcadence.cli.progress import working
from relcadence.cli.render import Block, Line
from relcadence.cli.taking import taking
from relcadence.errors import RelcadenceError, say

if TYPE_CHECKING:
    from relcadence.exchange.caldav import Plan, Remote, Sent

app = new_app(help="Keep a calendar on a server as the plan is.")
Url = Annotated[str, typer.Argument(metavar="URL", help="the address of one calendar", show_default=False)]
User = Annotated[str, typer.Option("--user", metavar="NAME", help="the name to sign in with", show_default=False)]
Command = Annotated[str, typer.Option("--password-command", metavar="CMD", help="a program that prints the password")]
VARIABLE, SERVICE = "RELCADENCE_CALDAV_PASSWORD", "relcadence-caldav"


@app.callback()
def publish() -> None:
    """Keep a calendar on a server as the plan is."""


@app.command()
@taking(o.SHARED)
def caldav(
    ctx: typer.Context,
    url: Url,
    user: User,
    password_command: Command = "",
    dry_run: DryRun = False,
    **told: Any,
) -> None:
    """Send what is new or changed to a CalDAV calendar and take away what left the plan.

    Entries of yours in that calendar are never touched. The password comes from --password-command,
    RELCADENCE_CALDAV_PASSWORD or the keyring; see `help calendar`.
    """
    from relcadence.cli.calendar import calendar_items
    from relcadence.cli.calendar_files import single_files
    from relcadence.cli.passwords import password
    from relcadence.exchange import caldav as dav

    context: Context = ctx.obj
    shown = o.shown_of(context, told, feed=True)
    dav.check_url(url)
    items = calendar_items(context, shown)
    secret = password(context, variable=VARIABLE, service=SERVICE, user=user, command=password_command)
    remote = dav.Remote(url, user, secret)
    with working(context.translate("Reading")):
        there = remote.entries()
    wanted = dict(single_files(context, shown, items))
    noted = _noted(context, remote)
    plan, ticked = _without_ticked(remote, dav.plan(wanted, there, noted), noted)
    _check(context, plan, kept=len(plan.same) + len(wanted))
    failures = [] if dry_run else _carry_out(context, remote, plan, noted)
    _answer(context, plan, ticked, failures, dry_run=dry_run)


def _collection(remote: Remote) -> str:
    return f"{remote.user} {remote.url}"


def _noted(context: Context, remote: Remote) -> dict[str, Sent]:
    from relcadence.exchange.caldav import Sent
    from relcadence.store.published import Published

    state = Published.open(context.home.state_path)
    noted = {name: Sent(*sent) for name, sent in state.entries(_collection(remote)).items()}
    state.close()
    return noted


def _without_ticked(remote: Remote, plan: Plan, noted: dict[str, Sent]) -> tuple[Plan, list[str]]:
    """The plan without those to-dos that were ticked off on the server since, and their names."""
    from relcadence.exchange.caldav import is_ticked

    changed = [step for step in plan.steps if step.name in noted and noted[step.name].etag != step.etag]
    ticked = [step.name for step in changed if step.kind == "update" and is_ticked(remote.body(step.name))]
    return plan._replace(steps=[step for step in plan.steps if step.name not in ticked]), ticked


def _check(context: Context, plan: Plan, *, kept: int) -> None:
    """A plan that empties the calendar needs a yes: the store may be the wrong one."""
    gone = plan.count("delete")
    if gone and not kept:
        question = context.translate("Nothing is left to show. Take all {count} entries away?", count=gone)
        agree(context, question)


def _carry_out(context: Context, remote: Remote, plan: Plan, noted: dict[str, Sent]) -> list[str]:
    """Send it; what was sent is noted even where the next request fails. The failures."""
    from relcadence.exchange import caldav as dav
    from relcadence.store.published import Published

    outcome = dav.Outcome(dict(noted), [])
    try:
        with working(context.translate("Sending")):
            dav.publish(remote, plan, outcome)
    finally:
        state = Published.open(context.home.state_path)
        state.note(_collection(remote), outcome.sent)
        state.close()
        if state.warning:
            context.warn(state.warning)
    return outcome.failures


def _answer(context: Context, plan: Plan, ticked: list[str], failures: list[str], *, dry_run: bool) -> None:
    counts: dict[str, Any] = {kind: plan.count(kind) for kind in ("create", "update", "delete")}
    counts["same"] = len(plan.same)
    _ = context.translate
    done = _("{create} created, {update} updated, {delete} taken away, {same} unchanged.", **counts)
    planned = _("{create} to create, {update} to update, {delete} to take away, {same} unchanged.", **counts)
    blocks: list[Block] = [Line(planned if dry_run else done)]
    if ticked:
        more = _("{count} to-dos were ticked off on the server and left alone; tell with: relcadence done HANDLE",
                 count=len(ticked))  # fmt: skip
        blocks.append(Line(more, "yellow"))
    context.answer({**counts, "dry_run": dry_run, "ticked": ticked, "failures": failures}, blocks)
    if failures:
        more = say(" (and {number} more)", number=len(failures) - 1) if len(failures) > 1 else ""
        raise RelcadenceError(
            say("The server did not take {failures}{more}.", failures=failures[0], more=more),
            "Run it again; what was sent stays.",
        )
