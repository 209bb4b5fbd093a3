"""`edit`: change a contact, by options or in the editor."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import typer

from relcadence.cli import people_marks as m
from relcadence.cli import people_options as p
from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import Name, new_app
from relcadence.cli.render import Block, Grid, Line
from relcadence.cli.taking import taking
from relcadence.domain.people import Contact
from relcadence.domain.sentences import field_word
from relcadence.errors import UsageProblem, say, several
from relcadence.language import N_

app = new_app()
Main = Annotated[bool, typer.Option("--main", help="propose this member first for the account")]
Household = Annotated[
    bool | None,
    typer.Option(
        "--household/--no-household", help="the account is a household: one card for all", show_default=False
    ),
]
Points = Annotated[
    list[str], typer.Option("--point", metavar="N=off", help="never propose a habit to this one; 10=on does again")
]

ACCOUNT_KINDS = {"household": N_("{account} is a household"), "company": N_("{account} is a company")}


class Beside(NamedTuple):
    """What an edit says beside the contact itself: ways that bounced, points turned off or on, the main member,
    and what kind the account is (company, household, or "" for no change).
    """

    bounced: list[str]
    points: list[str]
    main: bool
    kind: str


@app.command()
@taking({**p.SHARED, **p.ONLY_EDITED})
def edit(
    ctx: typer.Context,
    name: Name,
    bounced: m.Bounced = [],  # noqa: B006
    point: Points = [],  # noqa: B006
    main: Main = False,
    household: Household = None,
    **told: Any,
) -> None:
    """Change a contact. Without options the page opens in your editor; lists take --tag vip and --tag=-vip."""
    kind = "" if household is None else "household" if household else "company"
    _edit(ctx.obj, name, p.given(told), Beside(bounced, point, main, kind))


def _edit(context: Context, name: str, options: dict[str, Any], beside: Beside) -> None:
    from relcadence.store.queries import people

    number = typed.person(context, name)
    before = people.contact(context.store, number)
    points = switches(context, beside.points)
    if options or any(beside):
        renamed = before._replace(name=options.pop("new_name", before.name))
        after = p.apply(context, renamed, options)
    else:
        after = _in_editor(context, before)
    if (beside.main or beside.kind) and not after.account:
        raise UsageProblem(say("{name} belongs to no account.", name=after.name), 'Name it: --account "Tidewater"')
    _save(context, before, after, beside, points)


def _in_editor(context: Context, before: Contact) -> Contact:
    """The contact as it stands after the editor is closed, or as before where it was given up."""
    from relcadence.cli import editor, form

    def read(text: str) -> Contact:
        after = p.checked(form.read(text, before, context.today, context.translate), before, context.today)
        return p.with_marks(context, after, before)

    instead = say("Say what to change: relcadence edit --help")
    return editor.understood(context, form.write(before, context.translate), read, instead=instead) or before


def switches(context: Context, options: list[str]) -> dict[str, bool]:
    """Point key -> whether it is to be proposed, from options like `10=off`; UsageProblem for anything else."""
    from relcadence.domain.playbook import point_key
    from relcadence.store.queries.points import points

    known = points(context.store) if options else ()
    found = {}
    for option in options:
        key, _equals, state = option.partition("=")
        if state not in ("on", "off"):
            raise UsageProblem(say("“{option}” turns no point off or on.", option=option), "Such as --point 10=off")
        found[typed.understood(point_key, key, known)] = state == "on"
    return found


def _save(context: Context, before: Contact, after: Contact, beside: Beside, points: dict[str, bool]) -> None:
    from relcadence.store.changes import people
    from relcadence.store.changes.points import switch

    changed = people.changes_of(before, after)
    if not changed and not any(beside):
        context.answer({"id": before.id, "changed": {}}, [Line(context.translate("Nothing was changed."))])
        return
    with context.write() as writer:
        people.bring_to(writer, before.id, after)
        if beside.main:
            people.make_main(writer, before.id)
        if beside.kind:
            people.set_account_kind(writer, before.id, beside.kind)
        for key, on in points.items():
            switch(writer, before.id, key, on=on)
        for way in beside.bounced:
            people.mark_bounced(writer, before.id, way.removeprefix("-"), bounced=not way.startswith("-"))
    if after.do_not_contact and not before.do_not_contact:
        _say_what_waits(context, after)
    rows = [[field_word(field), _short(old), "->", _short(new)] for field, (old, new) in changed.items()]
    rows += [[key, say("proposed again") if on else say("proposed no more")] for key, on in points.items()]
    if beside.main:
        rows.append([say("main"), context.translate("proposed first for {account}", account=after.account)])
    if beside.kind:
        rows.append([say("account"), context.translate(ACCOUNT_KINDS[beside.kind], account=after.account)])
    rows += [
        [say("works again") if way[:1] == "-" else say("bounced"), way.removeprefix("-")] for way in beside.bounced
    ]
    blocks: list[Block] = [Line(context.translate("Changed {name}:", name=after.name)), Grid((), rows)]
    context.answer({"id": before.id, "changed": {field: new for field, (_old, new) in changed.items()}}, blocks)


def _say_what_waits(context: Context, contact: Contact) -> None:
    """Promises and appointments leave the day with the mark; nobody is to lose sight of them."""
    from relcadence.store.queries.promises import owed

    if number := owed(context.store, contact.id):
        context.say(several(
            "{number} promise or appointment with {name} leaves the day; see: relcadence show {name}",
            "{number} promises and appointments with {name} leave the day; see: relcadence show {name}",
            number, name=contact.name,
        ))  # fmt: skip


def _short(value: object) -> str:
    """A value in one line for the list of changes."""
    if isinstance(value, tuple):
        return ", ".join(getattr(each, "value", None) or str(each) for each in value) or say("nothing")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return str(value) if value else say("nothing")
