"""What ticking an item off means: the touch it was by what the agenda proposed, or a piece of one's own work.

The user who names another channel did something else: then only what she says counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from relcadence.domain.moves import ASKED_TO_A_MEAL
from relcadence.domain.playbook import SLOT_POINT
from relcadence.domain.tasks import CHANNEL, OWN, POINT
from relcadence.errors import UsageProblem, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.domain.moves import Proposal
    from relcadence.domain.people import Touch
    from relcadence.store.changes.items import Item
    from relcadence.store.changes.writer import Writer
    from relcadence.store.reading import Store

NAMED_BY_NONE = (*SLOT_POINT.values(), "prune")
"""Points that a touch is evidence for, or not, without being named."""


class Proposed(NamedTuple):
    """What the agenda proposes for an item: the channel, the points it serves, the article or event it is about.

    `kind` is that of a task, "" for all else; `agreed` the channel of an appointment that comes of it; `habit` the
    point behind the proposal, whether or not this touch is evidence for it.
    """

    channel: str
    point: str = ""
    article: int | None = None
    event: int | None = None
    kind: str = ""
    agreed: str = "meeting"
    habit: str = ""

    @property
    def own_work(self) -> bool:
        """True for a task that is no touch with anybody, and for a run of cards, which logs its own."""
        return self.kind in (*OWN, "cards")


def look(context: Context, handle: str) -> tuple[Item, Proposed]:
    """The item as it stands, and what the agenda proposes for it."""
    from relcadence.domain.agenda import propose_channel
    from relcadence.store.changes import items
    from relcadence.store.queries import agenda

    item = items.find(context.store, handle)
    if item.letter == "T":
        return item, _task(context, item)
    if item.letter == "C":
        return item, Proposed("card", kind="cards")
    if item.letter == "E":
        return item, Proposed(context.store.value("SELECT channel FROM appointment WHERE id = :id", id=item.number))
    who = agenda.who(context.store, [item.contact_id])[item.contact_id]
    if item.letter == "F":
        rule = context.store.value("SELECT rule FROM due WHERE slot_id = :id", id=item.number) or ""
        return item, _move(context, item, rule, propose_channel(who, rule))
    return item, Proposed(propose_channel(who, ""))


def _task(context: Context, item: Item) -> Proposed:
    from relcadence.domain.agenda import propose_channel
    from relcadence.store.queries import agenda

    kind = context.store.value("SELECT kind FROM task WHERE id = :id", id=item.number)
    channel = CHANNEL.get(kind, "")
    if not channel and item.contact_id and kind not in OWN:
        channel = propose_channel(agenda.who(context.store, [item.contact_id])[item.contact_id], "")
    point = context.store.value("SELECT point FROM task WHERE id = :id", id=item.number)
    return Proposed(channel, POINT.get(kind, ""), kind=kind, habit=point)


def _move(context: Context, item: Item, rule: str, channel: str) -> Proposed:
    move = _as_shown(context, item, rule)
    if move is None:
        return Proposed(channel)
    values = move.why.values
    if move.point == "meals":  # to ask somebody to a meal is not yet to share it
        return Proposed(channel, ASKED_TO_A_MEAL, agreed="meal", habit=move.point)
    point = "" if move.point in NAMED_BY_NONE else move.point
    return Proposed(move.channel or channel, point, values.get("article"), values.get("event"), habit=move.point)


def _as_shown(context: Context, item: Item, rule: str) -> Proposal | None:
    """The move that today shows for a slot: where the limits of a day bear on it, as the whole day is decided."""
    from relcadence.cli.day import used_today
    from relcadence.domain.moves import LIMITED
    from relcadence.domain.rhythm import asks_for_voice
    from relcadence.store.queries import moves

    alone = moves.moves(context.store, context.today, [(item.contact_id, asks_for_voice(rule))]).get(item.contact_id)
    if alone and {each.point for each in alone if each} & LIMITED:
        alone = used_today(context).get(item.contact_id, alone)
    return alone.first if alone else None


def credited(item: Item, proposed: Proposed, touch: Touch, *, named: bool) -> Touch:
    """The touch with what it is evidence for. Thanks are thanks by any channel; where another channel is named, only
    an article that was sent is still the one proposed.
    """
    if item.letter == "T":
        return touch._replace(point=proposed.point)
    if named and not (proposed.article and touch.channel == proposed.channel):
        return touch
    return touch._replace(point=proposed.point, article_id=touch.article_id or proposed.article)


def finish(writer: Writer, item: Item, proposed: Proposed, touch: Touch | None) -> None:
    """Tick the item off: what it says of an event, a note or a task goes with it."""
    from relcadence.store.changes import items

    if proposed.event and touch:
        _invite(writer, proposed.event, item.contact_id, touch.on)
    items.close(writer, item)


def _invite(writer: Writer, event: int, contact: int, on: str) -> None:
    listed = writer.value(
        "SELECT id FROM guest WHERE event_id = :event AND contact_id = :contact", event=event, contact=contact
    )
    if listed is None:
        writer.insert("guest", event_id=event, contact_id=contact, state="invited", invited_on=on)
    else:
        writer.change("guest", listed, state="invited", invited_on=on)


def look_after(writer: Writer, store: Store, item: Item, note: str) -> None:
    """Do what a task of one's own is for: the note it asks for, or the plan gone through."""
    from relcadence.store.changes.things import plans
    from relcadence.store.queries import needs

    task = writer.row("task", item.number)
    if task["kind"] == "research":
        note_research(writer, item, item.contact_id, note)
        return
    need = needs.need(store, task["point"], writer.today) if task["kind"] == "own" else None
    if need and need.point == "prospect-research":
        note_research(writer, item, need.contact_id, note)
    elif need and need.point == "client-plan":
        plan = plans.open_plan(writer, need.contact_id)
        plans.review(writer, plan, writer.today.replace(year=writer.today.year + 1, day=min(writer.today.day, 28)))


def note_research(writer: Writer, item: Item, contact: int, note: str) -> None:
    """The words given with a research task are the note that it asks for; UsageProblem without any."""
    if not note.strip():
        raise UsageProblem(
            say("{handle} asks for a note: what they need, and how you would help.", handle=item.handle),
            say('Write it: relcadence done {handle} "their lease ends in May; offer a review"', handle=item.handle),
        )
    writer.insert("research", contact_id=contact, noted_on=writer.today.isoformat(), problem=note.strip())
