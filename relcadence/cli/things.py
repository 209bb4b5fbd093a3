"""What the commands of things share: finding one, naming people, listing, showing, asking with an answer ready.

One rule: where nobody can be asked, nothing is done beyond what was said, and the program says how to do it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from relcadence.cli import typed
from relcadence.cli.guard import agree
from relcadence.cli.params import ContactName
from relcadence.cli.render import Block, Fields, Grid, Line
from relcadence.errors import UsageProblem, say, together

if TYPE_CHECKING:
    from relcadence.cli.context import Context

T = TypeVar("T")
Filter = Annotated[
    str, typer.Option("--filter", metavar="FILTER", help='also all of these: "role:client level:>=2 tag:vip"')
]
SomeNames = Annotated[list[str], typer.Argument(click_type=ContactName(), metavar="[NAME]...", show_default=False)]
Everything = Annotated[bool, typer.Option("--all", help="also those that are over")]


def _note(words: str | None) -> str | None:
    """What was given as a note; `-` is read from stdin."""
    from relcadence.cli.touching import note_text

    return note_text(words) if words else words


NoteOption = Annotated[
    str, typer.Option("--note", metavar="TEXT", help="a few words; - reads them from stdin", callback=_note)
]
NewNote = Annotated[
    str | None,
    typer.Option("--note", metavar="TEXT", help="a few words, - from stdin; empty takes them away", callback=_note),
]
FIELDS = {
    "title": "title", "name": "name", "note": "note", "place": "place", "kind": "kind", "date": "date",
    "link": "link", "topics": "topics", "fee": "fee", "goal": "goal", "team": "team", "problem": "problem",
    "help": "help",
    "cadence": "rhythm", "colleague_id": "colleague", "held_on": "day", "review_on": "review", "opened_on": "opened",
    "closed_on": "day of closing", "referrer_id": "referrer", "referred_id": "who was sent", "referred_on": "day",
    "matter_id": "matter", "may_tell": "leave to tell",
}  # fmt: skip
NEVER_EMPTY = {"title", "name", "goal", "problem"}
NewTitle = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="another title")]


def number(context: Context, noun: str, text: str) -> int:
    """The number of the thing that was typed, by number or title."""
    from relcadence.store.queries.things.found import number_of

    return number_of(context.store, noun, text)


def people(context: Context, names: Iterable[str], filter_: str = "") -> list[int]:
    """The contacts named, then those that a filter leaves and who may be contacted. UsageProblem for nobody."""
    found = [typed.person(context, name) for name in names]
    if filter_:
        found += _filtered(context, filter_)
    if not found:
        raise UsageProblem("Nobody was named.", "Name them, or choose them: --filter role:client")
    return list(dict.fromkeys(found))


def _filtered(context: Context, filter_: str) -> list[int]:
    """Those whom a filter leaves, without those not to be contacted."""
    from relcadence.domain.search import parse
    from relcadence.store.queries.exported import forbidden
    from relcadence.store.queries.search import search

    query = typed.understood(parse, filter_.split(), context.today)
    if query.terms:
        raise UsageProblem(
            say("“{words}” is no filter.", words=" ".join(query.terms)),
            "Write it like role:client level:>=2 tag:vip.",
        )
    numbers = [hit.contact_id for hit in search(context.store, query, 10**9)]
    left_out = forbidden(context.store, numbers)
    if left_out:
        context.say(
            context.translate.plural(
                "{number} is not to be contacted and left out.", "{number} are not to be contacted and left out.",
                len(left_out),
            )
        )  # fmt: skip
    return [each for each in numbers if each not in left_out]


def offer(context: Context, chosen: bool | None, question: str, otherwise: str) -> bool:
    """Whether to do what goes along: as chosen, else by asking; where nobody can be asked it is not, and said."""
    if chosen is not None:
        return chosen
    if context.yes or context.can_ask:
        return context.confirm(question)
    context.say(otherwise)
    return False


def has_role(context: Context, contact: int, role: str) -> bool:
    """Whether a contact holds a role at present."""
    from relcadence.store.queries.people import holds_role

    return holds_role(context.store, contact, role)


def name_of(context: Context, contact: int) -> str:
    """The name of a contact."""
    return str(context.store.row("contact", contact)["name"])


def answer_changed(context: Context, number: int, contacts: list[int], count: int, *, gone: bool = False) -> None:
    """Answer who was added to a thing, or taken out of it; `count` is how many that changed."""
    names = names_of(context, contacts)
    words = context.translate("Added: {names}.", names=names)
    if gone:
        words = context.translate("Taken out: {names}.", names=names)
    said = words if count else context.translate("Nothing was changed.")
    context.answer({"id": number, "contacts": contacts, "changed": count}, [Line(said)])


def names_of(context: Context, contacts: Sequence[int], most: int = 4) -> str:
    """The names of contacts in one line, the first few of many."""
    return some([name_of(context, each) for each in contacts[:most]], len(contacts))


def some(names: Sequence[str], total: int) -> str:
    """Names in one line, and how many more there are where they are the first of many."""
    shown = ", ".join(names)
    return say("{names} and {number} more", names=shown, number=total - len(names)) if total > len(names) else shown


def listing(
    context: Context,
    rows: Sequence[T],
    columns: Sequence[str],
    cells: Callable[[T], Sequence[str]],
    *,
    empty: str,
    right: Collection[int] = (),
    data: Callable[[T], Any] = lambda row: row._asdict(),  # type: ignore[attr-defined]
    below: Sequence[Block] = (),
) -> None:
    """Answer with rows as a table, or the sentence that says how to make the first one."""
    if not rows:
        context.answer([], [Line(empty)])
        return
    context.answer([data(row) for row in rows], lambda: [Grid(columns, [cells(row) for row in rows], right), *below])


def page(
    context: Context, data: Any, title: str, fields: Iterable[tuple[str, str]], more: Iterable[Block] = ()
) -> None:
    """Answer with one thing: its title, the fields that hold something, and what belongs to it."""
    shown = [(label, value) for label, value in fields if value]
    context.answer(data, [Line(title, "bold"), *([Fields(shown)] if shown else []), *more])


def edited(context: Context, number: int, values: dict[str, Any], *, changed: bool) -> None:
    """Answer to an edit: which fields were changed, or that nothing differs."""
    if not changed:
        context.answer({"id": number, "changed": {}}, [Line(context.translate("Nothing was changed."))])
        return
    said = context.translate("Changed: {fields}.", fields=together(say(FIELDS.get(name, name)) for name in values))
    context.answer({"id": number, "changed": values}, [Line(said)])


def given(**values: Any) -> dict[str, Any]:
    """The options of an edit that were given; UsageProblem for none."""
    found = {name: value for name, value in values.items() if value is not None}
    if not found:
        raise UsageProblem("Nothing was said to change.", "See what can be: the same words with --help.")
    for name in NEVER_EMPTY & found.keys():
        found[name] = found[name].strip()
        if not found[name]:
            raise UsageProblem("It cannot go without words.", "Give others, or leave the option out.")
    return found


def guards(context: Context, move: str, contacts: Iterable[int], *, tied: bool = False) -> list[str]:
    """The reminders of the professional rules beside a move with these contacts, each once; shown by the caller."""
    from relcadence.domain.conduct import WORDS, basis_of, guard
    from relcadence.store.queries.people import contact

    rules = typed.setting(context, "rules")
    found: dict[str, None] = {}
    for each in contacts:
        who = contact(context.store, each)
        found |= dict.fromkeys(guard(rules, move, who.roles, basis=basis_of(who.basis, who.roles), tied=tied))
    return [context.translate(WORDS[key]) for key in found]


def may_do(context: Context, move: str, contacts: Iterable[int]) -> None:
    """Ask before a move that is barred for one of the contacts; Refused without a yes."""
    for each in contacts:
        row = context.store.row("contact", each)
        if move in row["barred"].split(","):
            question = context.translate(
                "For {name} that is barred ({reason}). Go on all the same?",
                name=row["name"], reason=row["barred_reason"],
            )  # fmt: skip
            agree(context, question)
