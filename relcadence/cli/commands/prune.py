"""`prune`: who brought nothing back, with the evidence, and what to do about each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.guard import agree, refuse_held
from relcadence.cli.params import Name, Names, Output, new_app
from relcadence.cli.render import Entry, Line
from relcadence.domain.pruning import AGAIN_DAYS, DECISIONS
from relcadence.domain.reasons import word
from relcadence.errors import UsageProblem, say

if TYPE_CHECKING:
    from relcadence.domain.pruning import Candidate

app = new_app(invoke_without_command=True, help="Who brought nothing back, and what to do. Bare, it lists.")
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="when to look again: 6m, 2027-06-01 …")]
Every = Annotated[str, typer.Option("--every", metavar="CADENCE", help="the longer rhythm: quarter, half-year …")]


@app.callback()
def bare(ctx: typer.Context) -> None:
    """Who brought nothing back: prospects after seven touches without an answer, referrers without a referral in two
    years, clients without a matter or an answer. Bare, it lists; nothing is let go unless you say so.
    """
    if ctx.invoked_subcommand is None:
        show_candidates(ctx.obj)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """The candidates with the evidence."""
    show_candidates(ctx.obj)


def show_candidates(context: Context) -> None:
    """Answer with the candidates."""
    found = _candidates(context)
    data = [
        {"contact_id": each.contact_id, "contact": each.name, "role": each.role, "reason": word(each.reason)}
        for each in found
    ]
    if not found:
        context.answer(data, [Line(context.translate("Nobody needs a decision."))])
        return
    _ = context.translate
    rows = [Entry(f"#{each.contact_id}", each.name, _(each.role), word(each.reason, _)) for each in found]
    words = _("Decide: relcadence prune keep|client|nurture|archive NAME, or many at once: relcadence prune file")
    context.answer(data, [*rows, Line(words, "dim")])


def _candidates(context: Context) -> list[Candidate]:
    from relcadence.store.queries.pruning import to_prune

    return to_prune(context.store, context.today)


def _decide(context: Context, names: list[str], decision: str, *, until: str = "", every: str = "") -> None:
    from relcadence.store.changes import pruning

    roles = {each.contact_id: each.role for each in _candidates(context)}
    chosen = [typed.person(context, name) for name in names]
    again = typed.later_day(context, until) if until else None
    if decision == "keep":
        again = again or context.today + timedelta(days=AGAIN_DAYS)
    cadence = typed.cadence(every) if every else ""
    if decision == "archive":
        refuse_held(context, chosen)
    if decision == "archive":
        words = "Archive {number} contact?", "Archive {number} contacts?"
        agree(context, context.translate.plural(*words, len(chosen)))
    with context.write() as writer:
        for number in chosen:
            pruning.decide(writer, number, roles.get(number, "prospect"), decision, again=again, cadence=cadence)
        if len(chosen) > 1:
            writer.title = f"prune: {decision} {len(chosen)} people"
    data = {"decision": decision, "contact_ids": chosen, "again_on": again}
    context.answer(data, [Line(_said(context, decision, len(chosen), again))])


def _said(context: Context, decision: str, number: int, again: date | None) -> str:
    _ = context.translate
    if decision == "keep" and again:
        return _("Kept; they come up again from {day} on.", day=again)
    return _(DECIDED[decision], number=number)


DECIDED = {
    "client": "{number} now a client: the rhythm of clients holds from today.",
    "nurture": "{number} on a longer rhythm.",
    "archive": "{number} archived, with their history. Take it back with: relcadence undo",
    "keep": "{number} kept.",
}


@app.command()
def keep(ctx: typer.Context, names: Names, until: Until = "") -> None:
    """Keep them as they are, and look again in half a year or on the day you name."""
    _decide(ctx.obj, names, "keep", until=until)


@app.command()
def client(ctx: typer.Context, name: Name) -> None:
    """A prospect said yes: make a client of them."""
    _decide(ctx.obj, [name], "client")


@app.command()
def nurture(ctx: typer.Context, names: Names, every: Every = "") -> None:
    """Stay in touch on a longer rhythm: relcadence prune nurture wang --every half-year"""
    _decide(ctx.obj, names, "nurture", every=every)


@app.command()
def archive(ctx: typer.Context, names: Names) -> None:
    """Let them go: archived with their history, undoable."""
    _decide(ctx.obj, names, "archive")


@app.command()
def file(ctx: typer.Context, output: Output = "-") -> None:
    """Write the candidates as CSV. Fill in the column `decision`, then: relcadence prune apply FILE"""
    from relcadence.cli.output import deliver
    from relcadence.exchange.spreadsheet_writer import line

    context: Context = ctx.obj
    rows = [[str(each.contact_id), each.name, each.role, word(each.reason), "", ""] for each in _candidates(context)]
    content = b"".join(map(line, (COLUMNS, *rows)))
    deliver(context, output, lambda out: out.write(content), len(rows))


COLUMNS = ("id", "name", "role", "evidence", "decision", "until")


@app.command()
def apply(
    ctx: typer.Context, path: Annotated[str, typer.Argument(metavar="FILE", help="the reviewed CSV; - is stdin")]
) -> None:
    """Carry out a reviewed file: keep, client, nurture or archive in the column `decision`; empty leaves open."""
    from relcadence.store.changes import pruning

    context: Context = ctx.obj
    rows = list(_reviewed(context, path))
    roles = {each.contact_id: each.role for each in _candidates(context)}
    counts = {word: sum(row["decision"] == word for row in rows) for word in DECISIONS}
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    if not rows:
        context.answer({"decided": counts}, [Line(context.translate("No row of the file has a decision."))])
        return
    refuse_held(context, (row["id"] for row in rows if row["decision"] == "archive"))
    agree(context, context.translate("Carry out {told}?", told=told))
    with context.write() as writer:
        for row in rows:
            again = row["until"] or (
                context.today + timedelta(days=AGAIN_DAYS) if row["decision"] == "keep" else None
            )
            pruning.decide(writer, row["id"], roles.get(row["id"], "prospect"), row["decision"], again=again)
        writer.title = f"prune: {told}"
    context.answer({"decided": counts}, [Line(context.translate("Done: {told}.", told=told))])


def _reviewed(context: Context, path: str) -> list[dict[str, Any]]:
    """The rows with a decision; UsageProblem names the line that cannot be followed, and nothing is changed."""
    import csv

    from relcadence.cli.given import text_of

    found = []
    for line, row in enumerate(csv.DictReader(text_of(path).splitlines()), 2):
        decision = (row.get("decision") or "").strip().casefold()
        if not decision:
            continue
        if decision not in DECISIONS:
            known = ", ".join(DECISIONS)
            raise UsageProblem(
                say("Line {line}: “{word}” is no decision.", line=line, word=decision),
                say("It is one of {known}.", known=known),
            )
        until = (row.get("until") or "").strip()
        found.append({"id": _number(context, row, line), "decision": decision,
                      "until": typed.day(context, until) if until else None})  # fmt: skip
    return found


def _number(context: Context, row: dict[str, str], line: int) -> int:
    from relcadence.store.queries.names import LONGEST_NUMBER, names_of

    number = (row.get("id") or "").strip()
    if number.isdecimal() and len(number) <= LONGEST_NUMBER and names_of(context.store, [int(number)]):
        return int(number)
    raise UsageProblem(
        say("Line {line} names nobody of the book: id “{number}”.", line=line, number=number),
        "Write the file again: relcadence prune file -o FILE",
    )
