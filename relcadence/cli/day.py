"""What the commands of the day share: gathering and deciding; `day_shown` lays the rows out as blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from relcadence.domain import agenda
from relcadence.domain.demand import Planned
from relcadence.domain.planning import plan_ahead
from relcadence.domain.rhythm import asks_for_voice

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.domain.moves import Proposed
    from relcadence.language import Translator

MOST_AHEAD = 10


def decide_today(context: Context, most_ahead: int | None = MOST_AHEAD) -> agenda.Today:
    """The agenda of today, with the first `most_ahead` items of the week to come (None: all)."""
    from relcadence.store.queries import agenda as queries
    from relcadence.store.queries import moves

    with context.store.snapshot():
        gathered = queries.gather(context.store, context.today)
        plan = plan_ahead(gathered)
        picked = agenda.pick_today(gathered, plan, most_ahead)
        who = queries.who(context.store, picked.contacts())
        used_for = moves.moves(context.store, context.today, _wanting(picked))
    return agenda.today_of(gathered, plan, picked, who, used_for)


def used_today(context: Context) -> dict[int, Proposed]:
    """What the slots that today shows are used for, by contact."""
    from relcadence.store.queries import agenda as queries
    from relcadence.store.queries import moves

    gathered = queries.gather(context.store, context.today)
    picked = agenda.pick_today(gathered, plan_ahead(gathered), 0)
    return moves.moves(context.store, context.today, _wanting(picked))


def _wanting(picked: agenda.Picked) -> list[tuple[int, bool]]:
    return _slots([*picked.to_reach, *picked.if_time_left, *picked.slipping[:MOST_AHEAD]])


def _slots(planned: Iterable[Planned]) -> list[tuple[int, bool]]:
    """The contacts whose slots want a move, and whether only speech keeps them."""
    return [(each.slot.contact_id, asks_for_voice(each.slot.rule)) for each in planned if not each.slot.task]


def decide_span(context: Context, until: date) -> list[agenda.Row]:
    """The rows of the plan from today up to a day."""
    from relcadence.store.queries import agenda as queries
    from relcadence.store.queries import moves

    weeks = max(6, (until - context.today).days // 7 + 2)
    with context.store.snapshot():
        gathered = queries.gather(context.store, context.today, until=until, weeks=weeks)
        plan = plan_ahead(gathered, weeks=weeks)
        who = queries.who(context.store, agenda.shown_until(gathered, plan, until))
        now = [each for each in plan.planned if each.day == context.today and not each.projected]
        used_for = moves.moves(context.store, context.today, _slots(now))
    return agenda.span_of(gathered, plan, who, until, used_for)


def wanted(context: Context, name: str) -> Callable[[agenda.Row], bool]:
    """Whether a row is about the contact of that name or was given to it; every row for ""."""
    if not name:
        return lambda row: True
    from relcadence.cli import typed
    from relcadence.store.queries.calendar import assigned

    number = typed.person(context, name)
    given = assigned(context.store, number)
    return lambda row: row.contact_id == number or (row.handle in given and bool(row.handle))


def only(today: agenda.Today, keep: Callable[[agenda.Row], bool]) -> agenda.Today:
    """A day with only the rows to keep."""
    lists: dict[str, Any] = {
        name: list(filter(keep, rows)) for name, rows in today._asdict().items() if isinstance(rows, list)
    }
    return today._replace(**lists)


def warn_of_overload(context: Context) -> None:
    """Say so where the rhythms need more than there is room for in the coming weeks."""
    if words := overload(context, context.translate):
        context.warn(words)


def overload(context: Context, translate: Translator) -> str:
    """What is said where the rhythms need more than there is room for in the coming weeks, else ""."""
    from relcadence.domain.whatif import load_of
    from relcadence.store.queries import agenda as queries

    with context.store.snapshot():
        gathered = queries.gather(context.store, context.today, tasks=False)
    if gathered.capacity.minutes:
        return ""
    load = load_of(gathered, weeks=6, mend=False)
    if load.fits:
        return ""
    words = "Your rhythms need {need} touches a week, you have {have}; some will slip. See: relcadence load"
    return translate(words, need=load.need, have=load.have)


def count_today(context: Context) -> int:
    """How many items wait today: as many as `waiting` lists, without asking what about and who they are."""
    from relcadence.store.queries import agenda as queries

    with context.store.snapshot():
        gathered = queries.gather(context.store, context.today)
    picked = agenda.pick_today(gathered, plan_ahead(gathered), 0)
    promised = [item for item in picked.promises if item.due_on <= context.today]
    return len(promised) + len(picked.dated) + len(picked.to_reach)


def waiting(today: agenda.Today) -> list[agenda.Row]:
    """What waits to be done today, in the order in which it is read: what triage goes through."""
    promised = [row for row in today.promises if row.state in ("overdue", "today")]
    return [*promised, *today.dated, *today.to_reach]
