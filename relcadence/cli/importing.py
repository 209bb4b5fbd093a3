"""People out of a file into the book: the plan is made and shown, doubtful ones are asked about, then it is done."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from relcadence.cli import typed
from relcadence.cli.progress import progress
from relcadence.cli.render import Block, Grid, Heading, Line
from relcadence.cli.stores import ensure_store
from relcadence.domain.imported import Action, Problem
from relcadence.errors import BadInput, Refused, say, together
from relcadence.language import N_

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.domain.known import Known
    from relcadence.exchange.reading import Reading
    from relcadence.store.queries.known import Origin

SHOWN = 40
MOST_ASKED = 50
VERBS = {"create": N_("new"), "update": N_("update"), "same": N_("same"), "ask": N_("ask"), "skip": N_("skip")}
COUNTED = {
    "create": "{number} new", "update": "{number} update", "same": "{number} same", "ask": "{number} ask",
    "skip": "{number} skip",
}  # fmt: skip


class Options(NamedTuple):
    """What was asked for on the command line, the same for all files of a run."""

    role: str = ""
    tags: tuple[str, ...] = ()
    mapping: Mapping[str, str] = MappingProxyType({})
    dates: str = ""
    encoding: str = ""
    delimiter: str = ""
    source: str = ""
    skip_bad: bool = False
    dry_run: bool = False


class Given(NamedTuple):
    """One file as it was given and read."""

    name: str
    data: bytes
    reading: Reading


def import_people(context: Context, given: Given, options: Options) -> dict[str, Any]:
    """Plan, show, ask and carry out one file of people; what JSON says of it."""
    book, country, origin = _book(context, given, options)
    actions = _decide(context, given, options, book, country)
    actions, bad = _vetted(context, actions, book, options)
    refuse_bad(given.name, bad, options.skip_bad)
    answer = _answer(given, actions, bad, options.dry_run)
    if not context.json:
        show(context, _plan_blocks(context, given, actions, bad))
    if options.dry_run:
        return answer
    actions = _asked(context, actions, book, country)
    counts = Counter(action.kind for action in actions)
    changing = counts["create"] + counts["update"] + counts["ask"]
    if changing:
        agree(context, context.translate("Carry out this plan for {name}?", name=given.name))
        ensure_store(context)
    if changing or _is_news(context, actions, origin):
        _carry_out(context, given, actions, options, origin)
    answer["rejected"] = write_rejects(context, given, bad, options)
    return {**answer, "done": bool(changing)}


def _book(context: Context, given: Given, options: Options) -> tuple[Known, str, Origin]:
    """What is known already, the country whose numbers are dialled, and what the source is called."""
    from relcadence.store.queries.known import Origin, known

    origin = Origin(options.source or source_name(given.name), "" if options.source else given.reading.shape)
    if context.home.store_path.exists():
        return known(context.store, origin), typed.setting(context, "country"), origin
    from relcadence.domain.known import index

    return index((), ""), "", origin


def source_name(name: str) -> str:
    """What a file is called however often it was saved: its name without folder, ending, copies and dates.

    >>> source_name("/tmp/Contacts (2).vcf"), source_name("people-2026-11-23.csv")
    ('contacts', 'people')
    """
    stem = "stdin" if name == "-" else Path(name).stem
    return (
        re.sub(r"[\s_-]*(\(\d+\)|copy|\d{4}-?\d\d-?\d\d)", "", stem, flags=re.IGNORECASE).strip().casefold() or stem
    )


def _decide(context: Context, given: Given, options: Options, book: Known, country: str) -> list[Action]:
    from relcadence.domain.matching import decide

    default = (options.role,) if options.role else ()
    people = [person._replace(roles=person.roles or default) for person in given.reading.people]
    words = context.translate("Comparing")
    return decide(list(progress(people, words)), book, country=country)


def _vetted(
    context: Context, actions: list[Action], book: Known, options: Options
) -> tuple[list[Action], list[Problem]]:
    """The actions that can be carried out, the others as skipped; and why, with what could not be read at all."""
    from relcadence.store.changes import imports

    refuse = imports.refuse_what_cannot_be_kept
    good, bad = [], []
    for action in actions:
        try:
            if action.kind in ("create", "ask"):
                refuse(imports.new_contact(context.today, action.person, options.tags))
            elif action.kind == "update" and action.contact_id:
                refuse(imports.updated(book.contact(action.contact_id), action, context.today))
        except ValueError as error:
            bad.append(Problem(action.person.line, str(error)))
            action = action._replace(kind="skip", reason=str(error), reason_key="bad")
        else:
            if action.kind == "skip":
                bad.append(Problem(action.person.line, say("It has {reason}.", reason=action.reason), fatal=False))
        good.append(action)
    return good, bad


def refuse_bad(name: str, problems: list[Problem], skip_bad: bool) -> None:
    """BadInput with line and reason where something cannot be taken, unless the good ones are wanted all the same."""
    bad = [problem for problem in problems if problem.fatal]
    if not bad or skip_bad:
        return
    words = "{name}: number {line} cannot be taken. {reason} Nothing was changed."
    if len(bad) > 1:
        words = "{name}: number {line} and {more} more cannot be taken. {reason} Nothing was changed."
    what = say(words, name=name, line=bad[0].line, more=len(bad) - 1, reason=bad[0].reason)
    details = [{"line": problem.line, "reason": problem.reason} for problem in bad]
    hint = "Mend it, or take the good ones with --skip-bad; the others then go to a file of their own."
    raise BadInput(what, hint, problems=details)


def _asked(context: Context, actions: list[Action], book: Known, country: str) -> list[Action]:
    """The doubtful ones decided by the user, where there is one to ask."""
    doubtful = sum(action.kind == "ask" for action in actions)
    if not doubtful or not _can_ask(context) or doubtful > MOST_ASKED:
        return actions
    return [_ask(context, action, book, country) if action.kind == "ask" else action for action in actions]


def _can_ask(context: Context) -> bool:
    return sys.stdin.isatty() and not (context.no_input or context.yes)


def _ask(context: Context, action: Action, book: Known, country: str) -> Action:
    from relcadence.domain.matching import recognised

    people = [book.contact(number) for number in action.candidates]
    named = ", ".join(
        f"#{each.id} {each.name}" + (f" ({each.organisation})" * bool(each.organisation)) for each in people
    )
    question = context.translate(
        "Line {line}: is {name} the same as {people}? The number, n for a new contact, s to leave out",
        line=action.person.line, name=action.person.name, people=named,
    )  # fmt: skip
    while True:
        said = context.ask(question, "n").strip().lstrip("#").casefold()
        if said in ("n", "new"):
            return action
        if said in ("s", "skip"):
            return action._replace(kind="skip", reason=say("left out as you said"), reason_key="chosen")
        if said.isdecimal() and int(said) in action.candidates:
            return recognised(action.person, int(said), "chosen", book, country)._replace(lines=action.lines)


def _is_news(context: Context, actions: list[Action], origin: Origin) -> bool:
    from relcadence.store.changes import imports

    if not context.home.store_path.exists():
        return False
    return any(imports.is_news(context.store, action, origin) for action in actions)


def _carry_out(context: Context, given: Given, actions: list[Action], options: Options, origin: Origin) -> None:
    from relcadence.store.changes import imports

    counts = Counter(action.kind for action in actions)
    with context.write() as writer:
        doing = progress(actions, context.translate("Writing"))
        changed = imports.carry_out(writer, doing, origin, options.tags)
        writer.title = f"import {Path(given.name).name}: {counted(counts)}"
    if changed:
        words = "Imported {name}: {counts}. Take it back with: relcadence undo"
        context.say(context.translate(words, name=given.name, counts=counted(counts)))


def write_rejects(context: Context, given: Given, bad: list[Problem], options: Options) -> str | None:
    """Write what was left out to FILE.rejected, in the format of the file; its path, or None without any."""
    lines = {problem.line for problem in given.reading.problems if problem.fatal} | {problem.line for problem in bad}
    if not lines or not options.skip_bad:
        return None
    from relcadence.exchange.files import write_beside
    from relcadence.exchange.rejects import rejected

    path = Path("stdin.rejected" if given.name == "-" else f"{given.name}.rejected")
    content = rejected(
        given.data, lines, mapping=options.mapping or None, encoding=options.encoding or None,
        delimiter=options.delimiter or None,
    )  # fmt: skip
    write_beside(path, lambda out: out.write(content))
    words = "{number} could not be taken; they are in {path}, to be mended and imported again."
    context.say(context.translate(words, number=len(lines), path=str(path)))
    return str(path)


def counted(counts: Counter[str]) -> str:
    """How many of each kind, in words."""
    return together(say(COUNTED[kind], number=counts[kind]) for kind in COUNTED if counts[kind]) or say("nobody")


def agree(context: Context, question: str) -> None:
    """Ask for a yes; Refused without one."""
    if not context.confirm(question, hint="Add --yes to carry it out, or --dry-run to see the plan only."):
        raise Refused("Nothing was changed.")


def show(context: Context, blocks: list[Block]) -> None:
    """Put the plan before the user, ahead of the question."""
    context.show(blocks)


def _answer(given: Given, actions: list[Action], bad: list[Problem], dry_run: bool) -> dict[str, Any]:
    """What JSON says of one file."""
    return {
        "file": given.name,
        "format": given.reading.format,
        "notes": given.reading.notes,
        "dry_run": dry_run,
        "done": False,
        "counts": dict(Counter(action.kind for action in actions)),
        "actions": [
            {
                "line": action.person.line, "name": action.person.name, "action": action.kind,
                "contact_id": action.contact_id, "reason": action.reason, "reason_key": action.reason_key,
                "candidates": list(action.candidates), "lines": list(action.lines), "kept": list(action.kept),
                "changes": {change.field: change.after for change in action.changes},
            }
            for action in actions
        ],
        "problems": [problem._asdict() for problem in (*given.reading.problems, *bad)],
    }  # fmt: skip


def _plan_blocks(context: Context, given: Given, actions: list[Action], bad: list[Problem]) -> list[Block]:
    counts = Counter(action.kind for action in actions)
    blocks: list[Block] = [
        Heading(together((given.name, counted(counts)), ": ")),
        Line(together(given.reading.notes, "; "), "dim"),
    ]
    shown = [action for action in actions if action.kind != "same" or action.kept]
    rows = [
        [
            str(action.person.line),
            say(VERBS[action.kind]),
            action.person.name,
            together(map(say, action.person.roles)),
            detail,
        ]
        for action in shown[:SHOWN]
        for detail in _details(action)
    ]
    if rows:
        blocks.append(Grid((), rows, {0}))
    if len(shown) > SHOWN:
        blocks.append(Line(context.translate("… and {number} more", number=len(shown) - SHOWN), "dim"))
    told = given.reading.problems + bad
    blocks += [
        Line(say("line {line}: {reason}", line=problem.line, reason=problem.reason), "yellow")
        for problem in told[:SHOWN]
    ]
    return blocks


def _details(action: Action) -> list[str]:
    """What is to be said of an action, a line for each field that changes."""
    kept = [say("{field}: changed there and here; yours stays", field=say(field)) for field in action.kept]
    if action.kind == "update":
        return [
            say("{field}: {change}", field=say(each.field), change=_change(each.before, each.after))
            for each in action.changes
        ] + kept
    if action.kind == "ask":
        same = ", ".join(f"#{number}" for number in action.candidates)
        return [say("{reason} as {numbers}; becomes a new contact", reason=action.reason, numbers=same)]
    if action.kind == "same":
        return kept
    return [action.reason if action.kind == "skip" else action.person.organisation]


def _change(before: Any, after: Any) -> str:
    """A change in a few words: what is added and taken away, or old -> new."""
    if isinstance(after, tuple):
        held, now = list(before or ()), list(after)
        moves = [("+", each) for each in now if each not in held] + [("-", each) for each in held if each not in now]
        return ", ".join(sign + (getattr(each, "value", None) or str(each)) for sign, each in moves) or say(
            "reordered"
        )
    return f"{_short(before)} -> {_short(after)}" if before else _short(after)


def _short(value: Any) -> str:
    return str(value).replace("\n", " ")[:60]
