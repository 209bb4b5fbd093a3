"""What ticking an item off means: the touch it was by what the agenda proposed, or a piece of one's own work.

The user who names another channel did something else: then only what she says counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from relcadence.domain.moves import ASKED_TO_A_MEAL
from relcadence.domain.playbook import SLOT_POINT
from relcadence.domain.tasks import CHANNEL, OWN, POINT

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.domain.moves import Proposal
    from relcadence.domain.people import Touch
    from relcadence.store.changes.items import Item

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
        return item, Proposed(agenda.agreed_channel(context.store, item.number))
    who = agenda.who(context.store, [item.contact_id])[item.contact_id]
    if item.letter == "F":
        rule = agenda.rule_of(context.store, item.number)
        return item, _move(context, item, rule, propose_channel(who, rule))
    return item, Proposed(propose_channel(who, ""))


def _task(context: Context, item: Item) -> Proposed:
    from relcadence.domain.agenda import propose_channel
    from relcadence.store.queries import agenda

    task = context.store.row("task", item.number)
    kind = task["kind"]
    channel = CHANNEL.get(kind, "")
    if not channel and item.contact_id and kind not in OWN:
        channel = propose_channel(agenda.who(context.store, [item.contact_id])[item.contact_id], "")
    return Proposed(channel, POINT.get(kind, ""), kind=kind, habit=task["point"])


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


def credited(item: Item, proposed: Proposed, touch: Touch, *, named: bool) -> tuple[Touch, int | None]:
    """The touch with what it is evidence for, and the event it invites to. Thanks are thanks by any channel; where
    another channel is named, only an article that was sent is still the one proposed.
    """
    if item.letter == "T":
        return touch._replace(point=proposed.point), None
    if named and not (proposed.article and touch.channel == proposed.channel):
        return touch, None
    article = touch.article_id or proposed.article
    return touch._replace(point=proposed.point, article_id=article), proposed.event
