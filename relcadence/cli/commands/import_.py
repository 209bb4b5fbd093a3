"""`import`: bring in vCards, spreadsheets and past touches; the plan first, then a question."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.day import warn_of_overload
from relcadence.cli.params import DryRun, new_app
from relcadence.cli.render import Block, Grid, Heading, Line
from relcadence.cli.stores import ensure_store
from relcadence.domain.people import ROLES
from relcadence.errors import Ambiguous, BadInput, NotFound, Refused, RelcadenceError, UsageProblem

if TYPE_CHECKING:
    from relcadence.domain.matching import Action, PastTouch, Problem
    from relcadence.exchange.reading import Reading

app = new_app()
Files = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="vCard or CSV by content; - is stdin", show_default=False)
]
RoleOption = Annotated[str, typer.Option("--role", metavar="ROLE", help="the role of those whose file names none")]
TagOption = Annotated[list[str], typer.Option("--tag", metavar="TAG", help="a tag for all of the file; repeatable")]
Mapping = Annotated[list[str], typer.Option("--map", metavar="COLUMN=FIELD", help='such as "Kunde=name"; repeatable')]
Dates = Annotated[str, typer.Option("--dates", metavar="dmy|mdy", help="how 3/4/1972 is read")]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="take the good ones where some cannot be read")]
SHOWN = 40
VERBS = {"create": "new", "update": "update", "same": "same", "ask": "ask", "skip": "skip"}


@app.command("import")
def import_(
    ctx: typer.Context,
    files: Files,
    role: RoleOption = "",
    tags: TagOption = [],  # noqa: B006
    mapping: Mapping = [],  # noqa: B006
    dates: Dates = "",
    skip_bad: SkipBad = False,
    dry_run: DryRun = False,
) -> None:
    """Bring people in from vCard (.vcf) and CSV files of any program, and past touches from a CSV.

    The plan is shown first. Importing a file twice changes nothing; `undo` takes an import back.
    """
    context: Context = ctx.obj
    if role:
        typed.one_of(role, ROLES, "role")
    columns = dict(_column(each) for each in mapping)
    answers = []
    read = [(name, _read(context, name, columns, dates)) for name in files]
    for name, reading in read:
        _refuse_bad(name, reading.problems, skip_bad)
    made = False if dry_run else ensure_store(context)
    for name, reading in read:
        if reading.format == "touches.csv":
            answers.append(_import_touches(context, name, reading, dry_run))
        else:
            answers.append(_import_people(context, name, reading, role, tuple(tags), dry_run))
    if any(answer["done"] for answer in answers):
        warn_of_overload(context)
    context.answer({"store_made": made, "files": answers}, [])


def _column(text: str) -> tuple[str, str]:
    column, equals, field = text.rpartition("=")
    if not equals or not column.strip():
        raise UsageProblem(f"“{text}” is not COLUMN=FIELD.", 'Such as --map "Kunde=name"')
    return column.strip(), field.strip()


def _read(context: Context, name: str, columns: dict[str, str], dates: str) -> Reading:
    from relcadence.exchange import reading

    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise RelcadenceError(f"{name} cannot be read: {error.strerror}.", "Check the path.") from error
    try:
        return reading.read(
            data, this_year=context.today.year, mapping=columns or None, day_order=dates or None, source=name
        )
    except BadInput as problem:
        raise BadInput(f"{name}: {problem.what}", problem.hint, **problem.details) from None


def _refuse_bad(name: str, problems: list[Problem], skip_bad: bool) -> None:
    bad = [problem for problem in problems if problem.fatal]
    if bad and not skip_bad:
        more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
        what = (
            f"{name}: number {bad[0].line} cannot be taken: {bad[0].reason.rstrip('.')}{more}. Nothing was changed."
        )
        details = [{"line": problem.line, "reason": problem.reason} for problem in bad]
        raise BadInput(what, "Mend it, or take the good ones with --skip-bad.", problems=details)


def _import_people(
    context: Context, name: str, reading: Reading, role: str, tags: tuple[str, ...], dry_run: bool
) -> dict[str, Any]:
    from relcadence.domain.matching import decide
    from relcadence.store.changes import imports

    people = [person._replace(roles=person.roles or ((role,) if role else ())) for person in reading.people]
    if context.home.store_path.exists():
        from relcadence.store.queries.known import known

        book = known(context.store)
        country = typed.setting(context, "country")
    else:
        from relcadence.domain.known import index

        book, country = index((), ""), ""
    actions = decide(people, book, country=country)
    answer = _answer(name, reading, actions, dry_run)
    counts = Counter(action.kind for action in actions)
    if not context.json:
        _show(context, _plan_blocks(context, name, reading, actions))
    if dry_run or not counts["create"] + counts["update"] + counts["ask"]:
        return answer
    _agree(context, context.translate("Carry out this plan for {name}?", name=name))
    contacts = {
        action.contact_id: book.contact(action.contact_id)
        for action in actions
        if action.kind == "update" and action.contact_id
    }
    with context.write() as writer:
        imports.carry_out(writer, actions, contacts, tags)
        writer.title = f"import {Path(name).name}: {_counted(counts)}"
    context.say(
        context.translate(
            "Imported {name}: {counts}. Take it back with: relcadence undo", name=name, counts=_counted(counts)
        )
    )
    return {**answer, "done": True}


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[kind]} {VERBS[kind]}" for kind in VERBS if counts[kind]) or "nobody"


def _agree(context: Context, question: str) -> None:
    if not context.confirm(question, hint="Add --yes to carry it out, or --dry-run to see the plan only."):
        raise Refused("Nothing was changed.")


def _answer(name: str, reading: Reading, actions: list[Action], dry_run: bool) -> dict[str, Any]:
    """What JSON says of one file."""
    return {
        "file": name,
        "format": reading.format,
        "notes": reading.notes,
        "dry_run": dry_run,
        "done": False,
        "counts": dict(Counter(action.kind for action in actions)),
        "actions": [
            {
                "line": action.person.line, "name": action.person.name, "action": action.kind,
                "contact_id": action.contact_id, "reason": action.reason, "reason_key": action.reason_key,
                "candidates": list(action.candidates),
                "changes": {change.field: change.after for change in action.changes},
            }
            for action in actions
        ],
        "problems": [problem._asdict() for problem in reading.problems],
    }  # fmt: skip


def _plan_blocks(context: Context, name: str, reading: Reading, actions: list[Action]) -> list[Block]:
    counts = Counter(action.kind for action in actions)
    blocks: list[Block] = [Heading(f"{name}: {_counted(counts)}"), Line("; ".join(reading.notes), "dim")]
    shown = [action for action in actions if action.kind != "same"]
    rows = [
        [
            str(action.person.line),
            VERBS[action.kind],
            action.person.name,
            ", ".join(action.person.roles),
            _detail(action),
        ]
        for action in shown[:SHOWN]
    ]
    if rows:
        blocks.append(Grid((), rows, {0}))
    if len(shown) > SHOWN:
        blocks.append(Line(context.translate("… and {number} more", number=len(shown) - SHOWN), "dim"))
    blocks += [Line(f"line {problem.line}: {problem.reason}", "yellow") for problem in reading.problems[:SHOWN]]
    return blocks


def _detail(action: Action) -> str:
    if action.kind == "update":
        return "; ".join(f"{change.field}: {_short(change.after)}" for change in action.changes)
    if action.kind == "ask":
        return f"{action.reason} as #{', #'.join(map(str, action.candidates))}; becomes a new contact"
    return action.reason if action.kind == "skip" else action.person.organisation


def _short(value: Any) -> str:
    """A value in a few words."""
    if isinstance(value, tuple):
        return ", ".join(getattr(each, "value", None) or str(each) for each in value)
    return str(value).replace("\n", " ")[:60]


def _show(context: Context, blocks: list[Block]) -> None:
    from relcadence.cli import render

    render.show(blocks, sys.stdout, terminal=context.terminal, width=context.width)


def _import_touches(context: Context, name: str, reading: Reading, dry_run: bool) -> dict[str, Any]:
    from relcadence.domain.people import Touch
    from relcadence.store.changes import imports

    found, lost = _resolved(context, reading.touches)
    new = [
        (number, past) for number, past in found
        if not imports.is_known(context.store, Touch(number, past.on, past.channel, past.direction, past.note))
    ]  # fmt: skip
    ahead = [past for _number, past in new if past.on > context.today.isoformat()]
    new = [(number, past) for number, past in new if past.on <= context.today.isoformat()]
    answer = {
        "file": name, "format": reading.format, "notes": reading.notes, "dry_run": dry_run, "done": False,
        "counts": {"create": len(new), "same": len(found) - len(new) - len(ahead), "skip": len(lost) + len(ahead)},
        "actions": [], "problems": [problem._asdict() for problem in reading.problems],
    }  # fmt: skip
    if not context.json:
        counted = f"{name}: {len(new)} new touches, {len(found) - len(new) - len(ahead)} same, {len(lost)} left out"
        blocks: list[Block] = [Heading(counted), *(Line(f"line {at}: {why}", "yellow") for at, why in lost[:SHOWN])]
        blocks += [Line(f"line {past.line}: {past.on} is still to come", "yellow") for past in ahead[:SHOWN]]
        _show(context, blocks)
    if dry_run or not new:
        return answer
    _agree(context, context.translate("Log these {number} touches?", number=len(new)))
    with context.write() as writer:
        imports.add_touches(writer, new)
        writer.title = f"import {Path(name).name}: {len(new)} touches"
    context.say(context.translate("Logged {number} touches. Take them back with: relcadence undo", number=len(new)))
    return {**answer, "done": True}


def _resolved(
    context: Context, touches: list[PastTouch]
) -> tuple[list[tuple[int, PastTouch]], list[tuple[int, str]]]:
    """Each touch with its contact, and the lines whose name means nobody or several."""
    known: dict[str, int | str] = {}
    found, lost = [], []
    for past in touches:
        if past.name not in known:
            try:
                known[past.name] = typed.person(context, past.name)
            except (NotFound, Ambiguous) as problem:
                known[past.name] = problem.what
        who = known[past.name]
        if isinstance(who, int):
            found.append((who, past))
        else:
            lost.append((past.line, who))
    return found, lost
