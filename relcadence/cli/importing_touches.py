"""Past touches out of a file into the book: names are resolved as people type them; known ones are passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relcadence.cli import typed
from relcadence.cli.guard import OR_LOOK, agree
from relcadence.cli.importing_file import Given, Options, write_rejects
from relcadence.cli.importing_plan import SHOWN, complaints, say_withheld
from relcadence.cli.progress import progress
from relcadence.cli.render import Heading
from relcadence.domain.imported import PastTouch, Problem
from relcadence.domain.people import Touch
from relcadence.errors import Ambiguous, NotFound, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context

Who = dict[str, int | str]


def import_touches(context: Context, given: Given, options: Options) -> dict[str, Any]:
    """Plan, show and log one file of past touches; what JSON says of it."""
    who: Who = {}
    counts = _plan(context, given, who)
    scratch = given.scratch
    answer = {
        "file": given.name, "format": given.format, "notes": given.notes, "dry_run": options.dry_run,
        "done": False, "counts": counts, "actions": [],
        "problems": (problem._asdict() for problem in scratch.each_problem()),
    }  # fmt: skip
    if not context.json:
        words = "{name}: {new} new touches, {same} same, {out} left out"
        counted = say(
            words, name=given.name, new=counts["create"], same=counts["same"], out=scratch.count_of_problems()
        )
        context.show([Heading(counted), *complaints(scratch.problems(most=-1 if options.whole else SHOWN))])
    if options.dry_run:
        return answer
    new = counts["create"]
    if new:
        agree(context, context.translate("Log these {number} touches?", number=new), hint=OR_LOOK)
    answer["rejected"] = write_rejects(context, given, options)
    if new:
        _carry_out(context, given, who, new)
    return {**answer, "done": bool(new)}


def _plan(context: Context, given: Given, who: Who) -> dict[str, int]:
    """How many are new, known already, and not to be logged; why these are not is laid aside."""
    from relcadence.store.changes import imports

    counts = Counter(create=0, same=0, skip=0)
    for past in given.scratch.touches():
        found = _person(context, past.name, who)
        if isinstance(found, str):
            given.scratch.complain([Problem(past.line, found)])
            counts["skip"] += 1
        elif imports.is_known(context.store, _touch(found, past)):
            counts["same"] += 1
        elif past.on > context.today.isoformat():
            given.scratch.complain([Problem(past.line, say("{on} is still to come.", on=past.on))])
            counts["skip"] += 1
        else:
            counts["create"] += 1
    return dict(counts)


def _carry_out(context: Context, given: Given, who: Who, number: int) -> None:
    from relcadence.store.changes import imports

    with context.write("import") as writer:
        found = _found(context, given, who)
        imports.add_touches(writer, progress(found, context.translate("Writing"), number))
        writer.title = f"import {Path(given.name).name}: {number} touches"
    context.say(context.translate("Logged {number} touches. Take them back with: relcadence undo", number=number))
    say_withheld(context, writer)


def _found(context: Context, given: Given, who: Who) -> Iterator[tuple[int, PastTouch]]:
    """The touches that can be logged, each with its contact."""
    for past in given.scratch.touches():
        found = who[past.name]
        if isinstance(found, int) and past.on <= context.today.isoformat():
            yield found, past


def _touch(number: int, past: PastTouch) -> Touch:
    return Touch(number, past.on, past.channel, past.direction, past.note)


def _person(context: Context, name: str, who: Who) -> int | str:
    """The contact of that name, or why it means nobody or several; asked once for each name."""
    if name not in who:
        try:
            who[name] = typed.person(context, name)
        except (NotFound, Ambiguous) as problem:
            who[name] = problem.what
    return who[name]
