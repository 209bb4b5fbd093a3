"""`list`: contacts by role, level, tag, state, silence."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.choosing import OPTIONS, chosen
from relcadence.cli.context import Context
from relcadence.cli.day_shown import nobody_yet
from relcadence.cli.params import new_app
from relcadence.cli.render import Entry, Grid, Line
from relcadence.cli.taking import taking
from relcadence.domain.sentences import cadence_sentence
from relcadence.domain.standing import Standing, standing
from relcadence.errors import say, together

app = new_app()
SORTS = ("name", "due", "last", "touches", "level")
Sort = Annotated[str, typer.Option("--sort", metavar="FIELD", help=", ".join(SORTS))]


@app.command("list")
@taking(OPTIONS)
def list_(
    ctx: typer.Context,
    due: Annotated[bool, typer.Option("--due", help="whose day has come, the overdue among them")] = False,
    cadence: Annotated[
        str, typer.Option("--cadence", metavar="CADENCE", help="on that cadence, such as weekly or none")
    ] = "",
    sort: Sort = "name",
    drifting: Annotated[bool, typer.Option("--drifting", help="silent for twice their own usual gap")] = False,
    stale: Annotated[bool, typer.Option("--stale", help="records to look after, and how to mend each")] = False,
    **told: Any,
) -> None:
    """Contacts, one a line: roles, level, cadence, when they are due and when they were last reached."""
    context: Context = ctx.obj
    if stale:
        _stale(context)
        return
    typed.one_of(sort, SORTS, "order")
    rows = chosen(context, told)
    found = [(row, _standing(context, row)) for row in rows]
    if due:
        found = [(row, how) for row, how in found if how.state in ("overdue", "today")]
    if cadence:
        wanted = typed.cadence(cadence)
        found = [(row, how) for row, how in found if (row.cadence or "none") == wanted]
    if drifting:
        drifters = _drifting(context)
        found = [(row, how) for row, how in found if row.id in drifters]
    found.sort(key=_key(sort))
    _answer(context, found)


def _drifting(context: Context) -> set[int]:
    """Those who are silent for more than twice their own usual gap, overdue or not."""
    from relcadence.domain.levels import drifts
    from relcadence.store.queries.levels import ties

    return {tie.contact_id for tie in ties(context.store, context.today) if drifts(tie)}


def _stale(context: Context) -> None:
    """Answer with the records that want looking after."""
    from relcadence.domain.reasons import word
    from relcadence.store.queries.levels import stale

    found = stale(context.store, context.today)
    data = [
        {"id": each.contact_id, "name": each.name, "reason": word(each.reason), "mend": each.mend} for each in found
    ]
    _ = context.translate
    if not found:
        context.answer(data, [Line(_("All records are fresh."))])
        return
    rows = [Entry(f"#{each.contact_id}", each.name, word(each.reason, _), each.mend) for each in found]
    words = _("Found right: relcadence edit NAME --verified. The same person twice: relcadence duplicates")
    context.answer(data, [*rows, Line(words, "dim")])


def _standing(context: Context, row: Any) -> Standing:
    return standing(
        row.window, row.cadence, row.since_on, row.snoozed_until, row.quiet, context.store.workdays, context.today
    )


def _key(sort: str) -> Any:
    return {
        "name": lambda each: (each[0].name, each[0].id),
        "due": lambda each: (each[1].due_on is None, each[1].due_on, each[0].name),
        "last": lambda each: (each[0].last_touch_on, each[0].name),
        "touches": lambda each: (-each[0].touches, each[0].name),
        "level": lambda each: (-(each[0].level or 0), each[0].name),
    }[sort]


def _answer(context: Context, found: list[tuple[Any, Standing]]) -> None:
    data = [contact_json(row, how) for row, how in found]
    if not found:
        words = nobody_yet(context) or context.translate("Nobody fits. All people: relcadence list")
        context.answer(data, [Line(words)])
        return
    lines = [
        [
            f"#{row.id}", row.name, together(map(say, row.roles)), str(row.level or ""),
            cadence_sentence(row.cadence or "none"),
            how.due_on.isoformat() if how.due_on else "", "" if how.state == "none" else say(how.state),
            row.last_touch_on, ", ".join(row.tags),
        ]
        for row, how in found
    ]  # fmt: skip
    titles = ("No", "Name", "Roles", "Level", "Cadence", "Due", "State", "Last touch", "Tags")
    count = context.translate.plural("{number} contact", "{number} contacts", len(found))
    context.answer(data, [Grid(titles, lines, {0, 3}), Line(count, "dim")])


def contact_json(row: Any, how: Standing) -> dict[str, Any]:
    """A contact as JSON carries it in lists."""
    return {
        "id": row.id, "name": row.name, "organisation": row.organisation, "roles": row.roles, "level": row.level,
        "status": row.status, "state": how.state, "due_on": how.due_on, "last_touch_on": row.last_touch_on or None,
        "touches": row.touches, "cadence": row.cadence or "none", "tags": row.tags,
    }  # fmt: skip
