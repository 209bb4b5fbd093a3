"""People out of a file into the book: the plan is made and shown, doubtful ones are asked about, then it is done."""

from __future__ import annotations

import re
import sys
from collections.abc import Container, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relcadence.cli import importing_plan, typed
from relcadence.cli.guard import OR_LOOK, agree
from relcadence.cli.importing_file import Given, Options, refuse_bad, write_rejects
from relcadence.cli.importing_plan import counted
from relcadence.cli.progress import progress
from relcadence.cli.stores import ensure_store
from relcadence.domain.imported import Action, Problem, Whole
from relcadence.errors import say

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.domain.known import Known
    from relcadence.store.queries.known import Origin
    from relcadence.store.scratch import Scratch

MOST_ASKED = 50
BATCH = 500


def import_people(context: Context, given: Given, options: Options) -> dict[str, Any]:
    """Plan, show, ask and carry out one file of people; what JSON says of it."""
    book, country, origin = _book(context, given, options)
    _decide(context, given, options, book, country)
    refuse_bad(given, options)
    answer = {"file": given.name, "format": given.format, "notes": given.notes, "dry_run": options.dry_run}
    if not context.json:
        context.show(importing_plan.blocks(context, given, whole=options.whole))
    if options.dry_run:
        return {**answer, "done": False, **importing_plan.as_json(given)}
    _ask_about_doubtful(context, given.scratch, book, country)
    counts = given.scratch.counts()
    changing = any(counts.get(kind) for kind in ("create", "update", "ask"))
    if changing:
        agree(context, context.translate("Carry out this plan for {name}?", name=given.name), hint=OR_LOOK)
    answer["rejected"] = write_rejects(context, given, options)
    if changing:
        ensure_store(context)
    if changing or _is_news(context, given.scratch, origin):
        _carry_out(context, given, options, origin)
    return {**answer, "done": changing, **importing_plan.as_json(given)}


def _book(context: Context, given: Given, options: Options) -> tuple[Known, str, Origin]:
    """What is known already, the country whose numbers are dialled, and what the source is called."""
    from relcadence.store.queries.known import Origin, known

    origin = Origin(options.source or source_name(given.name), "" if options.source else given.shape)
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


def _decide(context: Context, given: Given, options: Options, book: Known, country: str) -> None:
    from relcadence.domain.matching import decide_all

    plan = _Plan(context, given.scratch, book, options.tags)
    decide_all(plan, book, country)
    plan.put()


class _Plan:
    """The plan of one file in the making: what cannot be kept is skipped, and says why."""

    def __init__(self, context: Context, scratch: Scratch, book: Known, tags: tuple[str, ...]) -> None:
        self.context = context
        self.scratch = scratch
        self.book = book
        self.tags = tags
        self.actions: list[Action] = []
        self.problems: list[Problem] = []

    @property
    def taken(self) -> Container[int]:
        return self

    def __contains__(self, contact_id: object) -> bool:
        """Whether somebody was recognised as that contact; all decisions are laid aside before it is looked up."""
        self.put()
        return contact_id in self.scratch.taken

    def undecided(self) -> Iterable[Whole]:
        self.put()
        left = self.scratch.left()
        return progress(self.scratch.undecided(), self.context.translate("Comparing"), left)

    def decide(self, action: Action) -> None:
        self.actions.append(self._vetted(action))
        if len(self.actions) == BATCH:
            self.put()

    def put(self) -> None:
        """Lay aside what was decided so far."""
        if not self.actions:
            return
        self.scratch.decide((each, each.kind != "same" or bool(each.kept)) for each in self.actions)
        self.scratch.complain(self.problems, lost=True)
        self.actions.clear()
        self.problems.clear()

    def _vetted(self, action: Action) -> Action:
        from relcadence.store.changes import imports

        today, person = self.context.today, action.person
        try:
            if action.kind in ("create", "ask"):
                imports.refuse_what_cannot_be_kept(imports.new_contact(today, person, self.tags))
            elif action.kind == "update" and action.contact_id:
                after = imports.updated(self.book.contact(action.contact_id), action, today)
                imports.refuse_what_cannot_be_kept(after)
        except ValueError as error:
            self.problems.append(Problem(person.line, str(error)))
            return action._replace(kind="skip", reason=str(error), reason_key="bad")
        if action.kind == "skip":
            self.problems.append(Problem(person.line, say("It has {reason}.", reason=action.reason), fatal=False))
        return action


def _ask_about_doubtful(context: Context, scratch: Scratch, book: Known, country: str) -> None:
    """Have the doubtful ones decided by the user, where there is one to ask."""
    doubtful = scratch.count("kind = 'ask'")
    if not doubtful or doubtful > MOST_ASKED or not sys.stdin.isatty() or context.no_input or context.yes:
        return
    answers = [_ask(context, action, book, country) for action in scratch.actions("kind = 'ask'")]
    scratch.decide((answer, True) for answer in answers)


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


def _is_news(context: Context, scratch: Scratch, origin: Origin) -> bool:
    from relcadence.store.changes import imports

    if not context.home.store_path.exists():
        return False
    known = scratch.actions("contact_id IS NOT NULL")
    return any(imports.is_news(context.store, action, origin) for action in known)


def _carry_out(context: Context, given: Given, options: Options, origin: Origin) -> None:
    from relcadence.store.changes import imports

    counts = given.scratch.counts()
    total = sum(counts.values()) - counts.get("skip", 0)
    with context.write("import") as writer:
        doing = progress(given.scratch.actions("kind <> 'skip'"), context.translate("Writing"), total)
        changed = imports.carry_out(writer, doing, origin, options.tags)
        writer.title = f"import {Path(given.name).name}: {counted(counts)}"
    if changed:
        words = "Imported {name}: {counts}. Take it back with: relcadence undo"
        context.say(context.translate(words, name=given.name, counts=counted(counts)))
    importing_plan.say_withheld(context, writer)
