"""What to show for a day or a span: one value that every output renders. Never two rows about one slot.

The store gathers (and gives `Who` for those shown), `planning` finds a day for each slot, and `today_of` and
`span_of` lay out the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from relcadence.domain.gathered import Dated, Gathered
from relcadence.domain.moves import Proposed
from relcadence.domain.planning import Plan, Planned, contacts_of, slipping, taken_on
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
    None. `assignee` is the name of whoever the item was given to, "" for the user.
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


class Today(NamedTuple):
    """The agenda of one day, in the order in which it is read."""

    promises: list[Row]
    dated: list[Row]
    to_reach: list[Row]
    if_time_left: list[Row]
    slipping: list[Row]
    coming_up: list[Row]
    more: int
    capacity: int
    made: int
    working_day: bool
    minutes: bool
    taken: int
    clear_on: date | None

    def empty(self) -> bool:
        """True if nothing needs doing today."""
        return not (self.promises or self.dated or self.to_reach or self.slipping)


class Picked(NamedTuple):
    """What an agenda of today speaks of, section by section, before names are known. `more`: left out at the end."""

    promises: list[Dated]
    dated: list[Dated]
    to_reach: list[Planned]
    if_time_left: list[Planned]
    slipping: list[Planned]
    coming_up: list[Dated | Planned]
    more: int

    def contacts(self) -> set[int]:
        """The numbers of all contacts named, those that items were given to among them."""
        dated = [*self.promises, *self.dated]
        planned = [*self.to_reach, *self.if_time_left, *self.slipping]
        return {number for item in [*dated, *planned, *self.coming_up] for number in _named(item)}


def pick_today(gathered: Gathered, plan: Plan, most_ahead: int | None = None) -> Picked:
    """The items of today, each section in its order; of what comes up in a week the first `most_ahead`."""
    today, soon = gathered.today, gathered.today + DAY * LOOK_AHEAD
    next_day = gathered.workdays.first(today + DAY) or today + DAY
    dated = [item for item in gathered.dated if item.due_on <= soon]
    placed = [each for each in plan.planned if each.day]
    left = {each.slot.slot_id for each in plan.if_time_left}
    ahead: list[Dated | Planned] = [item for item in dated if item.kind != "promise" and item.due_on >= next_day]
    later = (each for each in placed if each.projected or each.slot.slot_id not in left)
    ahead += [each for each in later if each.day and today < each.day <= soon]
    ahead.sort(key=_when)
    shown = ahead[:most_ahead]
    return Picked(
        promises=sorted((item for item in dated if item.kind == "promise"), key=_when),
        dated=sorted(
            (item for item in dated if item.kind != "promise" and item.due_on < next_day),
            key=lambda item: (item.kind != "event", item.due_on, item.number),
        ),
        to_reach=_by_weight(each for each in placed if each.day == today),
        if_time_left=plan.if_time_left,
        slipping=_by_weight(each for each in plan.planned if slipping(each, today) and each.slot.slot_id not in left),
        coming_up=shown,
        more=len(ahead) - len(shown),
    )


def _named(item: Dated | Planned) -> Iterable[int]:
    about = item if isinstance(item, Dated) else item.slot
    return filter(None, (about.contact_id, about.assigned_to))


def _when(item: Dated | Planned) -> tuple[date, bool, int, int]:
    """By day, what is dated before slots, the heavier before the lighter."""
    if isinstance(item, Dated):
        return item.due_on, False, 0, item.number
    return item.day or item.due.deadline, True, -item.weight, item.slot.slot_id


def _by_weight(slots: Iterable[Planned]) -> list[Planned]:
    return sorted(slots, key=lambda each: (not each.overdue, -each.weight, each.due.ideal, each.slot.slot_id))


def today_of(
    gathered: Gathered, plan: Plan, picked: Picked, who: Mapping[int, Who], moves: Mapping[int, Proposed] = {}
) -> Today:
    """The agenda of today: on a day off no slots. `moves`: what the slots of today are used for, by contact."""
    rows = _Rows(gathered.today, who, moves)
    return Today(
        promises=rows.each(picked.promises),
        dated=rows.each(picked.dated),
        to_reach=rows.each(picked.to_reach),
        if_time_left=rows.each(picked.if_time_left),
        slipping=rows.each(picked.slipping),
        coming_up=rows.each(picked.coming_up),
        more=picked.more,
        capacity=gathered.capacity.of(gathered.today),
        made=gathered.made,
        working_day=gathered.workdays.works(gathered.today),
        minutes=gathered.capacity.minutes,
        taken=taken_on(gathered)[gathered.today],
        clear_on=plan.clear_on,
    )


def shown_until(gathered: Gathered, plan: Plan, until: date) -> set[int]:
    """The contacts that the plan up to a day names."""
    return contacts_of(gathered, (each for each in plan.planned if each.day and each.day <= until))


def span_of(
    gathered: Gathered, plan: Plan, who: Mapping[int, Who], until: date, moves: Mapping[int, Proposed] = {}
) -> list[Row]:
    """The rows of all days from today to `until`, by day; what is overdue stands first."""
    rows = _Rows(gathered.today, who, moves)
    slots = [rows.slot(each) for each in plan.planned if each.day and each.day <= until]
    dated = [rows.dated(item) for item in gathered.dated if item.due_on <= until]
    return _by_day([*dated, *slots])


def _by_day(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.planned_on or row.due_on, row.kind == "slot", row.contact, row.handle))


class _Rows:
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
    """The phone, e-mail or address that the channel needs, else whatever there is."""
    first = {
        "email": who.email,
        "article": who.email,
        "letter": who.address,
        "card": who.address,
        "message": who.handle,
    }.get(channel)
    return first or who.phone or who.email or who.handle


def calendar_of(gathered: Gathered, plan: Plan, who: Mapping[int, Who], until: date) -> list[Row]:
    """What a calendar shows: every open slot up to `until`, planned or not, and what is dated."""
    rows = _Rows(gathered.today, who)
    slots = [each._replace(day=each.day or _stand_in(gathered, each)) for each in plan.planned if not each.projected]
    shown = [rows.slot(each) for each in slots if each.day and each.day <= until]
    return shown + [rows.dated(item) for item in gathered.dated if item.due_on <= until]


def _stand_in(gathered: Gathered, each: Planned) -> date:
    """The day of a slot that found none: its last one, or the next working day where that has passed."""
    day = each.due.deadline if each.slips else each.due.ideal
    return max(day, gathered.workdays.first(gathered.today) or gathered.today)
