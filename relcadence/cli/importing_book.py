"""A whole book out of its JSON document into a home without people; what was there of settings gives way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relcadence.cli.guard import OR_LOOK, agree
from relcadence.cli.importing_file import Given, Options
from relcadence.cli.render import Heading
from relcadence.cli.stores import ensure_store
from relcadence.errors import Refused, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context


def import_book(context: Context, given: Given, options: Options) -> dict[str, Any]:
    """Plan, show and carry out; Refused where there are people already. What JSON says of it."""
    from relcadence.exchange import book
    from relcadence.store.changes import whole

    facts = book.read(given.document.whole())
    people, touches = len(facts.get("contact", ())), len(facts.get("touch", ()))
    if context.home.store_path.exists() and context.store.holds("contact"):
        raise Refused(
            say(
                "There are people in {path} already; a whole book goes into an empty home only.",
                path=context.home.store_path,
            ),
            "Set RELCADENCE_HOME to a new folder, or bring single people in as vCard or CSV.",
        )
    counts = {table: len(rows) for table, rows in sorted(facts.items()) if rows}
    answer = {
        "file": given.name, "format": "json", "notes": given.notes, "dry_run": options.dry_run, "done": False,
        "counts": counts, "actions": [], "problems": [],
    }  # fmt: skip
    if not context.json:
        title = context.translate("{name}: a whole book, {people} people and {touches} touches",
                                  name=given.name, people=people, touches=touches)  # fmt: skip
        context.show([Heading(title)])
    whole.check(facts)
    if options.dry_run:
        return answer
    agree(context, context.translate("Bring it in?"), hint=OR_LOOK)
    ensure_store(context)
    with context.write("import") as writer:
        whole.bring_in(writer, facts)
    context.say(
        context.translate("Brought in {people} people and {touches} touches.", people=people, touches=touches)
    )
    return {**answer, "done": True}
