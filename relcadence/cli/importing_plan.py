"""The plan of an import before the eye: counts, what is new or changes with its line, what was not understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from relcadence.cli.render import Block, Grid, Heading, Line
from relcadence.domain.sentences import field_word
from relcadence.errors import say, together
from relcadence.language import N_

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.cli.importing_file import Given
    from relcadence.domain.imported import Action, Problem
    from relcadence.store.changes.writer import Writer

SHOWN = 40
TOGETHER = 1000  # rows that are set in columns of one width
VERBS = {"create": N_("new"), "update": N_("update"), "same": N_("same"), "ask": N_("ask"), "skip": N_("skip")}
COUNTED = {
    "create": "{number} new", "update": "{number} update", "same": "{number} same", "ask": "{number} ask",
    "skip": "{number} skip",
}  # fmt: skip


def say_withheld(context: Context, writer: Writer) -> None:
    """Tell how many tasks what was brought in would have asked for."""
    if writer.withheld:
        words = "{number} tasks that such news would ask for were not opened: imported history asks for nothing."
        context.say(context.translate(words, number=writer.withheld))


def counted(counts: Mapping[str, int]) -> str:
    """How many of each kind, in words."""
    return together(say(COUNTED[kind], number=counts[kind]) for kind in COUNTED if counts.get(kind)) or say("nobody")


def blocks(context: Context, given: Given, *, whole: bool = False) -> Iterator[Block]:
    """The plan: its first rows, or all of them where the `whole` is asked for; what stays the same is not shown."""
    scratch = given.scratch
    yield Heading(together((given.name, counted(scratch.counts())), ": "))
    yield Line(together(given.notes, "; "), "dim")
    rows = (row for action in scratch.actions("shown") for row in _rows(action))
    number = scratch.count("shown")
    if whole:
        while some := list(islice(rows, TOGETHER)):
            yield Grid((), some, {0})
    elif some := [row for action in islice(scratch.actions("shown"), SHOWN) for row in _rows(action)]:
        yield Grid((), some, {0})
    if number > SHOWN and not whole:
        yield Line(context.translate("… and {number} more; --all shows them", number=number - SHOWN), "dim")
    yield from complaints(scratch.problems(most=-1 if whole else SHOWN))


def complaints(problems: list[Problem]) -> list[Block]:
    """What was not taken or not understood, by line."""
    words = "line {line}: {reason}"
    return [Line(say(words, line=problem.line, reason=problem.reason), "yellow") for problem in problems]


def as_json(given: Given) -> dict[str, Any]:
    """What JSON says of one file of people; read one by one while it is written."""
    return {
        "counts": given.scratch.counts(),
        "actions": (
            {
                "line": action.person.line, "name": action.person.name, "action": action.kind,
                "contact_id": action.contact_id, "reason": action.reason, "reason_key": action.reason_key,
                "candidates": list(action.candidates), "lines": list(action.lines), "kept": list(action.kept),
                "changes": {change.field: change.after for change in action.changes},
            }
            for action in given.scratch.actions()
        ),
        "problems": (problem._asdict() for problem in given.scratch.each_problem()),
    }  # fmt: skip


def _rows(action: Action) -> Iterator[list[str]]:
    for detail in _details(action):
        roles = together(map(say, action.person.roles))
        yield [str(action.person.line), say(VERBS[action.kind]), action.person.name, roles, detail]


def _details(action: Action) -> list[str]:
    """What is to be said of an action, a line for each field that changes."""
    kept = [say("{field}: changed there and here; yours stays", field=field_word(field)) for field in action.kept]
    if action.kind == "update":
        return [
            say("{field}: {change}", field=field_word(each.field), change=_change(each.before, each.after))
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
        told = ", ".join(sign + (getattr(each, "value", None) or str(each)) for sign, each in moves)
        return told or say("reordered")
    return f"{_short(before)} -> {_short(after)}" if before else _short(after)


def _short(value: Any) -> str:
    return str(value).replace("\n", " ")[:60]
