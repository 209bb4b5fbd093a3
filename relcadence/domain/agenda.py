"""What to show for a day or a span: one value that every output renders. Never two rows about one slot.

The store gathers (`Gathered`, and `Who` for those shown), `plan_ahead` finds a day for each slot, and `today_of`
and `span_of` lay out the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from relcadence.domain import planner
from relcadence.domain.cadence import Cadence, parse_cadence
from relcadence.domain.planner_weight import missed_bonus
from relcadence.domain.reasons import Reason
from relcadence.domain.rhythm import Due, Ground, following, present
from relcadence.domain.workdays import DAY, Workdays

LOOK_AHEAD = 7
LETTERS = {"slot": "F", "occasion": "O", "promise": "P", "event": "E"}


class OpenSlot(NamedTuple):
    """An open slot as it is kept: its first open window, whatever the day today."""

    slot_id: int
    contact_id: int
    due: Due
    snoozed: date | None
    cadence: str
    rule: str
    since: date
    weight: int
    city: str = ""
    organisation: str = ""


class Dated(NamedTuple):
    """An item with a day of its own that is never moved: a promise, an occasion, an appointment.

    `number` is that of the handle; `title` the user's words; `kind` one of promise, occasion, event; `what` says
    more: birthday, anniversary …, or the channel of an appointment. `turns` is the age reached on that day.
    """

    kind: str
    number: int
    contact_id: int
    due_on: date
    title: str
    what: str = ""
    turns: int | None = None


class Gathered(NamedTuple):
    """All that the plan of a day depends on. `capacity` is in touches a day, by weekday; `made` those of today."""

    today: date
    workdays: Workdays
    capacity: tuple[int, ...]
    made: int
    slots: list[OpenSlot]
    dated: list[Dated]


class Who(NamedTuple):
    """A contact as a row of the agenda shows it."""

    name: str
    roles: tuple[str, ...]
    channel: str
    phone: str
    email: str
    address: str
    last_on: str
    last_channel: str
    last_direction: str
    last_note: str


class Planned(NamedTuple):
    """A slot with its day (None: after the horizon, or slipping) as of today."""

    slot: OpenSlot
    due: Due
    missed: int
    overdue: bool
    day: date | None
    slips: planner.Slip | None
    projected: bool = False


class Plan(NamedTuple):
    """The plan: every slot of the horizon in order, and the slots that more places today would add, in order."""

    planned: list[Planned]
    if_time_left: list[Planned]


class Row(NamedTuple):
    """One row of an agenda, the same in every output. `reach` is the phone, e-mail or address to use."""

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


class Today(NamedTuple):
    """The agenda of one day, in the order in which it is read."""

    promises: list[Row]
    dated: list[Row]
    to_reach: list[Row]
    if_time_left: list[Row]
    slipping: list[Row]
    coming_up: list[Row]
    capacity: int
    made: int
    working_day: bool

    def empty(self) -> bool:
        """True if nothing needs doing today."""
        return not (self.promises or self.dated or self.to_reach or self.slipping)


def plan_ahead(gathered: Gathered, *, weeks: int = 6) -> Plan:
    """A day for each open slot and for its later windows within the horizon."""
    end = planner.horizon_end(gathered.today, weeks)
    days = _days(gathered, end)
    promised, taken = _dated_days(gathered)
    slots: list[planner.Slot] = []
    candidates: dict[planner.Key, Planned] = {}
    for slot in gathered.slots:
        for at, each in enumerate(_windows(gathered, slot, end)):
            if taken(each):
                continue
            key = slot.slot_id if at == 0 else (slot.slot_id, at)
            candidates[key] = each
            slots.append(
                planner.Slot(
                    key,
                    slot.weight + missed_bonus(each.missed),
                    each.due.release,
                    each.due.ideal,
                    each.due.deadline,
                    each.overdue,
                    slot.city,
                    slot.organisation,
                    slot.contact_id,
                    each.due.start,
                    promised.get(slot.contact_id, frozenset()),
                )
            )
    made = planner.plan(slots, days)
    for key, day in made.placed.items():
        candidates[key] = candidates[key]._replace(day=day)
    for key, slip in made.slips.items():
        candidates[key] = candidates[key]._replace(slips=slip)
    extra = planner.if_time_left(slots, days, made) if gathered.today in days.days else []
    return Plan(list(candidates.values()), [candidates[key] for key in extra if not candidates[key].projected])


def _days(gathered: Gathered, end: date) -> planner.Days:
    days = tuple(gathered.workdays.between(gathered.today, end))
    busy: dict[date, int] = {gathered.today: gathered.made}
    for item in gathered.dated:
        day = max(item.due_on, gathered.today)
        busy[day] = busy.get(day, 0) + 1
    room = tuple(max(0, gathered.capacity[day.weekday()] - busy.get(day, 0)) for day in days)
    return planner.Days(gathered.today, days, room, end)


def _dated_days(gathered: Gathered) -> tuple[dict[int, frozenset[date]], Callable[[Planned], bool]]:
    """The days on which a promise is due, by contact, and whether a dated touch stands for a slot.

    An open appointment takes the place of a contact's next slot; so does a birthday within the slot's window.
    """
    promised: dict[int, set[date]] = {}
    met: set[int] = set()
    occasions: dict[int, list[date]] = {}
    for item in gathered.dated:
        if item.kind == "promise":
            promised.setdefault(item.contact_id, set()).add(item.due_on)
        elif item.kind == "event":
            met.add(item.contact_id)
        elif item.due_on >= gathered.today:
            occasions.setdefault(item.contact_id, []).append(item.due_on)

    def taken(each: Planned) -> bool:
        number = each.slot.contact_id
        if number in met and not each.projected:
            return True
        start = max(each.due.release, gathered.today)
        return any(start <= day <= each.due.deadline for day in occasions.get(number, ()))

    return {number: frozenset(days) for number, days in promised.items()}, taken


def _windows(gathered: Gathered, slot: OpenSlot, end: date) -> Iterable[Planned]:
    """The open slot as of today, then its later windows that begin within the horizon."""
    cadence = _cadence(slot.cadence)
    ground = Ground(gathered.workdays, slot.since)
    due, missed = slot.due, 0
    if due.deadline < gathered.today or slot.snoozed:
        now = present(cadence, ground, due, gathered.today, slot.snoozed)
        due, missed = now
    yield Planned(slot, due, missed, missed > 0 or due.deadline < gathered.today, None, None)
    later = following(cadence, ground, due._replace(ideal=max(due.ideal, gathered.today)))
    while later and later.release <= end:
        yield Planned(slot, later, 0, False, None, None, projected=True)
        later = following(cadence, ground, later)


_CADENCES: dict[str, Cadence] = {}


def _cadence(text: str) -> Cadence:
    if text not in _CADENCES:
        cadence = parse_cadence(text)
        if cadence is None:
            raise ValueError("A slot needs a rhythm.")
        _CADENCES[text] = cadence
    return _CADENCES[text]


def shown_contacts(gathered: Gathered, plan: Plan, until: date) -> set[int]:
    """The contacts that the agenda up to that day names."""
    numbers = {item.contact_id for item in gathered.dated}
    numbers |= {each.slot.contact_id for each in plan.if_time_left}
    return numbers | {
        each.slot.contact_id
        for each in plan.planned
        if _slipping(each) or (each.day is not None and each.day <= until)
    }


def _slipping(each: Planned) -> bool:
    return not each.projected and (each.slips is not None or (each.overdue and each.day is None))


def today_of(gathered: Gathered, plan: Plan, who: Mapping[int, Who]) -> Today:
    """The agenda of today: on a day off no slots."""
    today, soon = gathered.today, gathered.today + DAY * LOOK_AHEAD
    next_day = gathered.workdays.first(today + DAY) or today + DAY
    rows = _Rows(today, who)
    dated = [rows.dated(item) for item in gathered.dated if item.due_on <= soon]
    near = [row for row in dated if row.kind != "promise" and row.due_on < next_day]
    slots = [each for each in plan.planned if each.slips is None]
    ahead = [rows.slot(each) for each in slots if each.day and today < each.day <= soon]
    ahead += [row for row in dated if row.kind != "promise" and row.due_on >= next_day]
    late = {each.slot.slot_id for each in plan.if_time_left}
    slipping = [each for each in plan.planned if _slipping(each) and each.slot.slot_id not in late]
    return Today(
        promises=_by_day(row for row in dated if row.kind == "promise"),
        dated=sorted(near, key=lambda row: (row.kind != "event", row.due_on, row.contact)),
        to_reach=_by_weight(rows, (each for each in slots if each.day == today)),
        if_time_left=[rows.slot(each) for each in plan.if_time_left],
        slipping=_by_weight(rows, slipping),
        coming_up=_by_day(ahead),
        capacity=gathered.capacity[today.weekday()],
        made=gathered.made,
        working_day=gathered.workdays.works(today),
    )


def span_of(gathered: Gathered, plan: Plan, who: Mapping[int, Who], until: date) -> list[Row]:
    """The rows of all days from today to `until`, by day; what is overdue stands first."""
    rows = _Rows(gathered.today, who)
    slots = [rows.slot(each) for each in plan.planned if each.day and each.day <= until]
    dated = [rows.dated(item) for item in gathered.dated if item.due_on <= until]
    return _by_day([*dated, *slots])


def _by_day(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.planned_on or row.due_on, row.kind == "slot", row.contact, row.handle))


def _by_weight(rows: _Rows, slots: Iterable[Planned]) -> list[Row]:
    ordered = sorted(slots, key=lambda each: (not each.overdue, -each.slot.weight, each.due.ideal, each.slot.slot_id))
    return [rows.slot(each) for each in ordered]


class _Rows:
    """Makes rows as of one day."""

    def __init__(self, today: date, who: Mapping[int, Who]) -> None:
        self.today = today
        self.who = who

    def slot(self, each: Planned) -> Row:
        slot, who = each.slot, self.who[each.slot.contact_id]
        channel = propose_channel(who, slot.rule)
        return Row(
            handle="" if each.projected else f"F{slot.slot_id}",
            kind="slot",
            contact=who.name,
            contact_id=slot.contact_id,
            planned_on=each.day,
            due_on=each.due.deadline,
            state=self._state(each.day, each.overdue),
            projected=each.projected,
            reason=self._why(each, who),
            move=channel,
            point="",
            channel=channel,
            last_touch=self._last_touch(who),
            reach=reach_for(who, channel),
        )

    def dated(self, item: Dated) -> Row:
        who = self.who[item.contact_id]
        channel = item.what if item.kind == "event" else propose_channel(who, "")
        late = item.due_on < self.today and item.kind != "occasion"
        return Row(
            handle=f"{LETTERS[item.kind]}{item.number}",
            kind=item.kind,
            contact=who.name,
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
        )

    def _state(self, day: date | None, overdue: bool) -> str:
        if overdue:
            return "overdue"
        if day == self.today:
            return "today"
        return "soon" if day and day <= self.today + DAY * LOOK_AHEAD else "later"

    def _why(self, each: Planned, who: Who) -> Reason:
        values = {"cadence": each.slot.cadence, "missed": each.missed}
        if not who.last_on:
            return Reason("slot.missed_first" if each.missed else "slot.first", values)
        values["days"] = (self.today - date.fromisoformat(who.last_on)).days
        if each.missed:
            return Reason("slot.missed", values)
        return Reason("slot.due", values)

    def _dated_reason(self, item: Dated) -> Reason:
        days = (item.due_on - self.today).days
        when = "today" if days == 0 else "ahead" if days > 0 else "past"
        values = {"days": abs(days), "title": item.title, "what": item.what, "turns": item.turns or 0}
        if item.kind == "occasion" and item.what == "birthday":
            return Reason(f"birthday{'.age' if item.turns else ''}.{when}", values)
        return Reason(f"{item.kind}.{when}", values)

    def _last_touch(self, who: Who) -> Reason | None:
        if not who.last_on:
            return None
        values = {"on": date.fromisoformat(who.last_on), "channel": who.last_channel, "note": who.last_note}
        return Reason(f"last.{who.last_direction}", values)


def propose_channel(who: Who, rule: str) -> str:
    """How to reach somebody: the channel preferred, else the voice where the round asks it, else by turns."""
    if who.channel:
        return who.channel
    written = "email" if who.email else "message"
    if rule == "role referrer" or not who.email:
        return "call" if who.phone or rule == "role referrer" else written
    return written if who.last_channel == "call" or not who.phone else "call"


def reach_for(who: Who, channel: str) -> str:
    """The phone, e-mail or address that the channel needs, else whatever there is."""
    first = {"email": who.email, "article": who.email, "letter": who.address, "card": who.address}.get(channel)
    return first or who.phone or who.email


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
