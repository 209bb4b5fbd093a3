"""`merge`: make two contacts one; the result is shown first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.guard import OR_LOOK, agree
from relcadence.cli.params import ContactName, DryRun, new_app
from relcadence.cli.render import Block, Fields, Grid, Heading, Line
from relcadence.domain.sentences import field_word
from relcadence.errors import say, together

if TYPE_CHECKING:
    from relcadence.domain.merging import Merged
    from relcadence.domain.people import Contact
from relcadence.language import N_

app = new_app()
Kept = Annotated[
    str,
    typer.Argument(click_type=ContactName(), metavar="NAME", help="who is believed and stays", show_default=False),
]
Other = Annotated[
    str, typer.Argument(click_type=ContactName(), metavar="OTHER", help="who becomes part of it", show_default=False)
]


@app.command()
def merge(ctx: typer.Context, name: Kept, other: Other, dry_run: DryRun = False) -> None:
    """Make OTHER part of NAME: ways to reach, names, tags and the whole history of both; `undo` takes it back.

    Where the two contradict each other NAME is believed, and what OTHER said goes into the note. Numbers such as
    “#12” tell namesakes apart.
    """
    from relcadence.domain.merging import merge as united
    from relcadence.store.changes import merge as changes
    from relcadence.store.queries.names import anybody
    from relcadence.store.queries.people import contact

    context: Context = ctx.obj
    store = context.store
    first, second = (contact(store, anybody(store, each)) for each in (name, other))
    merged = typed.understood(united, first, second, typed.setting(context, "country"))
    data = {
        "id": first.id, "merged": second.id, "name": first.name, "dry_run": dry_run,
        "contact": merged.contact._asdict(), "conflicts": [each._asdict() for each in merged.conflicts],
    }  # fmt: skip
    blocks = _blocks(context, merged, first, second)
    if dry_run:
        context.answer(data, blocks)
        return
    if not context.yes and not context.json:
        context.show(blocks)
    question = context.translate("Make #{b} {other} part of #{a} {name}?", b=second.id, other=second.name, a=first.id,
                                 name=first.name)  # fmt: skip
    agree(context, question, hint=OR_LOOK)
    with context.write() as writer:
        changes.carry_out(writer, merged, second)
    done = context.translate("{other} is part of {name} now. Take it back with: relcadence undo", other=second.name,
                             name=first.name)  # fmt: skip
    context.answer(data, [*(blocks if context.yes else []), Line(done)])


def _blocks(context: Context, merged: Merged, first: Contact, second: Contact) -> list[Block]:
    """The result, what each brings, and what they contradict each other in."""
    from relcadence.store.queries.people import touch_count

    contact = merged.contact
    ours, theirs = (touch_count(context.store, each.id) for each in (first, second))
    fields = [
        (N_("name"), contact.name),
        (N_("also called"), ", ".join(contact.aliases)),
        (N_("roles"), together(map(say, contact.roles))),
        (N_("level"), str(contact.level or "")),
        (N_("organisation"), ", ".join(filter(None, (contact.title, contact.organisation)))),
        *((way.label or way.kind, way.value) for way in contact.reach),
        (N_("birthday"), contact.birthday),
        (N_("tags"), ", ".join(contact.tags)),
        (N_("do not contact"), contact.do_not_contact.reason if contact.do_not_contact else ""),
        (N_("touches"), f"{ours} + {theirs}"),
        (N_("note"), contact.note),
    ]
    blocks: list[Block] = [
        Heading(f"#{first.id} {first.name} + #{second.id} {second.name}"),
        Fields([(label, value) for label, value in fields if value]),
    ]
    if merged.conflicts:
        rows = [[field_word(each.field), each.kept, each.other] for each in merged.conflicts]
        blocks.append(Grid(("They differ in", "Stays", "Goes into the note"), rows))
    return blocks
