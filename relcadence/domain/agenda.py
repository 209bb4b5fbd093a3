"""What to show for a day or a span: one value that every output renders. Never two rows about one slot.

The store gathers (and gives `Who` for those shown), `planning` finds a day for each slot, and `today_of` and
`span_of` lay out the rows.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from relcadence.domain.agenda_rows import LOOK_AHEAD, NOBODY, Row, Rows, Who, propose_channel, reach_for
from relcadence.domain.demand import Planned, taken_on
from relcadence.domain.gathered import Dated, Gathered
from relcadence.domain.moves import Proposed
from relcadence.domain.planning import Plan, contacts_of, disturbs
from relcadence.domain.workdays import DAY

__all__ = [
    "LOOK_AHEAD", "NOBODY", "Picked", "Row", "Today", "Who", "calendar_of", "pick_today", "propose_channel",
    "reach_for", "shown_until", "span_of", "today_of",
]  # fmt: skip


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
    placed = plan.until(soon)
    left = {each.slot.slot_id for each in plan.if_time_left}
    asked = {slot.owner for slot in gathered.slots if slot.task and slot.contact_id and plan.day_of(slot)}
    promised = {item.owner for item in dated if item.kind == "promise" and item.due_on <= today}
    ahead: list[Dated | Planned] = [item for item in dated if item.kind != "promise" and item.due_on >= next_day]
    later = (each for each in placed if each.projected or each.slot.slot_id not in left)
    ahead += [each for each in later if each.day and each.day > today]
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
        slipping=_by_weight(
            each
            for each in plan.slipping()
            if not disturbs(each, today)
            and each.slot.slot_id not in left
            and each.slot.owner not in asked
            and (each.slot.task or each.slot.owner not in promised)
        ),
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
    rows = Rows(gathered.today, who, moves)
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
    return contacts_of(gathered, plan.until(until))


def span_of(
    gathered: Gathered, plan: Plan, who: Mapping[int, Who], until: date, moves: Mapping[int, Proposed] = {}
) -> list[Row]:
    """The rows of all days from today to `until`, by day; what is overdue stands first."""
    rows = Rows(gathered.today, who, moves)
    slots = [rows.slot(each) for each in plan.until(until)]
    dated = [rows.dated(item) for item in gathered.dated if item.due_on <= until]
    return _by_day([*dated, *slots])


def _by_day(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.planned_on or row.due_on, row.kind == "slot", row.contact, row.handle))


def calendar_of(gathered: Gathered, plan: Plan, who: Mapping[int, Who], until: date) -> list[Row]:
    """What a calendar shows: every open slot up to `until`, planned or not, and what is dated; of the tasks those
    that were given to somebody, since the user's own come with each morning's agenda.
    """
    rows = Rows(gathered.today, who)
    open_now = [each for each in plan.planned if not each.projected]
    wanted = [each for each in open_now if each.slot.task is None or each.slot.assigned_to]
    slots = [each._replace(day=each.day or _stand_in(gathered, each)) for each in wanted]
    promised = {(item.owner, item.due_on) for item in gathered.dated if item.kind == "promise"}
    slots = [each for each in slots if (each.slot.owner, each.day) not in promised]
    shown = [rows.slot(each) for each in slots if each.day and each.day <= until]
    return shown + [rows.dated(item) for item in gathered.dated if item.due_on <= until]


def _stand_in(gathered: Gathered, each: Planned) -> date:
    """The day of a slot that found none: its last one, or the next working day where that has passed."""
    day = each.due.deadline if each.slips else each.due.ideal
    return max(day, gathered.workdays.first(gathered.today) or gathered.today)
