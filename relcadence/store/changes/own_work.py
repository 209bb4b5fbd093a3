"""What ticking off a task of one's own does beside closing it: the note it asks for, or the plan gone through."""

from __future__ import annotations

from relcadence.domain.dates_calendar import add_units
from relcadence.errors import UsageProblem, say
from relcadence.store.changes.items import Item
from relcadence.store.changes.things import plans
from relcadence.store.changes.writer import Writer
from relcadence.store.queries import needs
from relcadence.store.reading import Store


def look_after(writer: Writer, store: Store, item: Item, note: str) -> None:
    """Do what the task is for. UsageProblem where it asks for a note and there is none, NotFound without a plan."""
    task = writer.row("task", item.number)
    need = needs.need(store, task["point"], writer.today) if task["kind"] == "own" else None
    if task["kind"] == "research":
        _note_research(writer, item, item.contact_id, note)
    elif need and need.point == "prospect-research":
        _note_research(writer, item, need.contact_id, note)
    elif need and need.point == "client-plan":
        plan = plans.open_plan(writer, need.contact_id)
        plans.review(writer, plan, add_units(writer.today, 1, "year"))


def _note_research(writer: Writer, item: Item, contact: int, note: str) -> None:
    if not note.strip():
        raise UsageProblem(
            say("{handle} asks for a note: what they need, and how you would help.", handle=item.handle),
            say('Write it: relcadence done {handle} "their lease ends in May; offer a review"', handle=item.handle),
        )
    plans.note_research(writer, contact, note, "")
