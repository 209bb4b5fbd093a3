"""The rows of an agenda: one item with who, why and how, the same in every output. Made by `Rows` as of one day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from relcadence.domain.demand import Planned
from relcadence.domain.gathered import Dated
from relcadence.domain.moves import Proposed
from relcadence.domain.playbook import SLOT_POINT
from relcadence.domain.reasons import Reason, age_of
from relcadence.domain.rhythm import SPOKEN, asks_for_voice
from relcadence.domain.tasks import CHANNEL, OWN, Task
from relcadence.domain.workdays import DAY

LOOK_AHEAD = 7
LETTERS = {"slot": "F", "occasion": "O", "promise": "P", "event": "E", "card": "C", "task": "T"}


class Who(NamedTuple):
    """A contact as a row of the agenda shows it."""

    name: str
    channel: str
    phone: str
    email: str
    address: str
    handle: str
    last_on: str
    last_channel: str
    last_direction: str
    last_note: str


NOBODY = Who("", "", "", "", "", "", "", "", "", "")
"""Stands for the contact of what is about nobody: a task of one's own, a run of cards."""


class Row(NamedTuple):
    """One row of an agenda, the same in every output. `reach` is the phone, e-mail or address to use.

    `reason` says why now, `proposal` what to do with a slot and `alternative` what else; a plain touch where it is
    None; `guards` are keys of the conduct rules to be reminded of. `assignee` is the name of whoever the item was
    given to, "" for the user.
    """

    handle: str
    kind: str
    contact: str
    contact_id: int
    planned_on: date | None
    due_on: date
    state: str
    projected: bool
    reason: Reason
    move: str
    point: str
    channel: str
    last_touch: Reason | None
    reach: str
    assignee: str = ""
    proposal: Reason | None = None
    alternative: Reason | None = None
    guards: tuple[str, ...] = ()


class Rows:
    """Makes rows as of one day."""

    def __init__(self, today: date, who: Mapping[int, Who], moves: Mapping[int, Proposed] = {}) -> None:
        self.today = today
        self.who = {0: NOBODY, **who}
        self.moves = moves

    def each(self, items: Sequence[Dated] | Sequence[Planned] | Sequence[Dated | Planned]) -> list[Row]:
        return [self.dated(item) if isinstance(item, Dated) else self.slot(item) for item in items]

    def slot(self, each: Planned) -> Row:
        if each.slot.task:
            return self._task(each, each.slot.task)
        slot, who = each.slot, self.who[each.slot.contact_id]
        channel = propose_channel(who, slot.rule)
        move = None if each.projected else self.moves.get(slot.contact_id)
        if move and move.first.channel:
            channel = move.first.channel
        return Row(
            handle="" if each.projected else f"F{slot.slot_id}",
            kind="slot",
            contact=who.name,
            contact_id=slot.contact_id,
            planned_on=each.day,
            due_on=each.due.deadline,
            state=self._state(each.day, each.overdue),
            projected=each.projected,
            reason=self._why(each),
            move=move.first.point if move else channel,
            point=move.first.point if move else SLOT_POINT.get(slot.role, ""),
            channel=channel,
            last_touch=self._last_touch(who),
            reach=reach_for(who, channel),
            assignee="" if each.projected else self._assignee(slot.assigned_to),
            proposal=move.first.why if move else None,
            alternative=move.other.why if move and move.other else None,
            guards=move.first.guards if move else (),
        )

    def _task(self, each: Planned, task: Task) -> Row:
        slot, who = each.slot, self.who[each.slot.contact_id]
        due = date.fromisoformat(task.due_on) if task.due_on else each.due.deadline
        channel = CHANNEL.get(task.kind) or ("" if task.kind in OWN else propose_channel(who, ""))
        values = {"text": task.text, "days": (due - self.today).days, "on": task.on, "outcome": task.outcome}
        return Row(
            handle="" if each.projected else f"T{task.id}",
            kind="task",
            contact=who.name,
            contact_id=slot.contact_id,
            planned_on=each.day,
            due_on=due,
            state=self._state(each.day, each.overdue),
            projected=each.projected,
            reason=Reason(task.reason, values),
            move=task.kind,
            point=task.point,
            channel=channel,
            last_touch=self._last_touch(who),
            reach=reach_for(who, channel) if channel else "",
            assignee="" if each.projected else self._assignee(slot.assigned_to),
        )

    def dated(self, item: Dated) -> Row:
        who = self.who[item.contact_id]
        channel = {"event": item.what, "card": "card"}.get(item.kind) or propose_channel(who, "")
        late = item.due_on < self.today and item.kind != "occasion"
        return Row(
            handle=f"{LETTERS[item.kind]}{item.number}",
            kind=item.kind,
            contact=who.name or item.title,
            contact_id=item.contact_id,
            planned_on=item.due_on,
            due_on=item.due_on,
            state=self._state(item.due_on, late),
            projected=False,
            reason=self._dated_reason(item),
            move=item.title or item.what,
            point="",
            channel=channel,
            last_touch=self._last_touch(who),
            reach=reach_for(who, channel),
            assignee=self._assignee(item.assigned_to),
        )

    def _assignee(self, number: int | None) -> str:
        return self.who[number].name if number and number in self.who else ""

    def _state(self, day: date | None, overdue: bool) -> str:
        if overdue:
            return "overdue"
        if day == self.today:
            return "today"
        return "soon" if day and day <= self.today + DAY * LOOK_AHEAD else "later"

    def _why(self, each: Planned) -> Reason:
        values = {"cadence": each.slot.cadence, "missed": each.missed}
        if not each.slot.last_on:
            return Reason("slot.missed_first" if each.missed else "slot.first", values)
        values["days"] = (self.today - date.fromisoformat(each.slot.last_on)).days
        reached = "voice" if asks_for_voice(each.slot.rule) else "slot"
        return Reason(f"{reached}.{'missed' if each.missed else 'due'}", values)

    def _dated_reason(self, item: Dated) -> Reason:
        days = (item.due_on - self.today).days
        when = "today" if days == 0 else "ahead" if days > 0 else "past"
        values = {"days": abs(days), "title": item.title, "what": item.what, "turns": item.turns or 0}
        if item.kind == "occasion" and item.what == "birthday":
            return Reason(f"birthday{age_of(item.turns)}.{when}", values)
        return Reason(f"{item.kind}.{when}", values)

    def _last_touch(self, who: Who) -> Reason | None:
        if not who.last_on:
            return None
        values = {"on": date.fromisoformat(who.last_on), "channel": who.last_channel, "note": who.last_note}
        return Reason(f"last.{who.last_direction}", values)


def propose_channel(who: Who, rule: str) -> str:
    """How to reach somebody: the channel preferred, else the voice where the round asks it, else by turns."""
    voice = asks_for_voice(rule)
    if who.channel and (not voice or who.channel in SPOKEN):
        return who.channel
    written = "email" if who.email else "message"
    if voice or not who.email:
        return "call" if who.phone or voice else written
    return written if who.last_channel == "call" or not who.phone else "call"


def reach_for(who: Who, channel: str) -> str:
    """The phone, e-mail or address that the channel needs, else whatever there is; post needs an address."""
    if channel in ("letter", "card"):
        return who.address
    first = {"email": who.email, "article": who.email, "message": who.handle}.get(channel)
    return first or who.phone or who.email or who.handle
