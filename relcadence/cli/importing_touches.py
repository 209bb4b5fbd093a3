"""Past touches out of a file into the book: names are resolved as people type them; known ones are passed over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from relcadence.cli import typed
from relcadence.cli.importing import SHOWN, Given, Options, agree, show, write_rejects
from relcadence.cli.progress import progress
from relcadence.cli.render import Block, Heading, Line
from relcadence.domain.imported import PastTouch, Problem
from relcadence.domain.people import Touch
from relcadence.errors import Ambiguous, NotFound, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context

Found = list[tuple[int, PastTouch]]


def import_touches(context: Context, given: Given, options: Options) -> dict[str, Any]:
    """Plan, show and log one file of past touches; what JSON says of it."""
    from relcadence.store.changes import imports

    found, lost = _resolved(context, given.reading.touches)
    today = context.today.isoformat()
    new = [each for each in found if not imports.is_known(context.store, _touch(*each))]
    lost += [Problem(past.line, say("{on} is still to come.", on=past.on)) for _, past in new if past.on > today]
    same = len(found) - len(new)
    new = [each for each in new if each[1].on <= today]
    answer = {
        "file": given.name, "format": given.reading.format, "notes": given.reading.notes, "dry_run": options.dry_run,
        "done": False, "counts": {"create": len(new), "same": same, "skip": len(lost)}, "actions": [],
        "problems": [problem._asdict() for problem in (*given.reading.problems, *lost)],
    }  # fmt: skip
    if not context.json:
        out = sorted((*given.reading.problems, *lost), key=lambda problem: problem.line)
        words = "{name}: {new} new touches, {same} same, {out} left out"
        counted = say(words, name=given.name, new=len(new), same=same, out=len(out))
        blocks: list[Block] = [Heading(counted)]
        blocks += [
            Line(say("line {line}: {reason}", line=problem.line, reason=problem.reason), "yellow")
            for problem in out[:SHOWN]
        ]
        show(context, blocks)
    if options.dry_run:
        return answer
    if not new:
        return {**answer, "rejected": write_rejects(context, given, lost, options)}
    agree(context, context.translate("Log these {number} touches?", number=len(new)))
    with context.write() as writer:
        imports.add_touches(writer, progress(new, context.translate("Writing")))
        writer.title = f"import {Path(given.name).name}: {len(new)} touches"
    context.say(context.translate("Logged {number} touches. Take them back with: relcadence undo", number=len(new)))
    return {**answer, "done": True, "rejected": write_rejects(context, given, lost, options)}


def _touch(number: int, past: PastTouch) -> Touch:
    return Touch(number, past.on, past.channel, past.direction, past.note)


def _resolved(context: Context, touches: list[PastTouch]) -> tuple[Found, list[Problem]]:
    """Each touch with its contact, and the lines whose name means nobody or several."""
    known: dict[str, int | str] = {}
    found: Found = []
    lost = []
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
            lost.append(Problem(past.line, who))
    return found, lost
