"""What ticking an item off means: the touch it was by what the agenda proposed, or a piece of one's own work.

The user who names another channel did something else: then only what she says counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from relcadence.domain.tasks import CHANNEL, OWN, POINT
from relcadence.errors import UsageProblem, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.domain.people import Touch
    from relcadence.store.changes.items import Item
    from relcadence.store.changes.writer import Writer


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
    from relcadence.domain.rhythm import asks_for_voice
    from relcadence.store.queries import moves

    found = moves.moves(context.store, context.today, [(item.contact_id, asks_for_voice(rule))])
    if item.contact_id not in found:
        return Proposed(channel)
    move = found[item.contact_id].first
    values = move.why.values
    if move.point == "meals":  # to ask somebody to a meal is not yet to share it
        return Proposed(channel, agreed="meal", habit=move.point)
    return Proposed(move.channel or channel, move.point, values.get("article"), values.get("event"), habit=move.point)


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


def note_research(writer: Writer, item: Item, note: str) -> None:
    """The words given with a research task are the note that it asks for; UsageProblem without any."""
    if not note.strip():
        raise UsageProblem(
            say("{handle} asks for a note: what they need, and how you would help.", handle=item.handle),
            say('Write it: relcadence done {handle} "their lease ends in May; offer a review"', handle=item.handle),
        )
    writer.insert("research", contact_id=item.contact_id, noted_on=writer.today.isoformat(), problem=note.strip())
