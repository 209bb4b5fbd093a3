"""The plan as calendar items: words in, identities from the store."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from relcadence.deliver.layout import CHANNEL_WORDS
from relcadence.domain import agenda
from relcadence.domain.planning import plan_ahead
from relcadence.domain.reasons import word
from relcadence.exchange.ics import CalendarItem

if TYPE_CHECKING:
    from relcadence.cli.context import Context


def calendar_items(context: Context, days: int) -> list[CalendarItem]:
    """Each open slot on its planned day, and what is dated, from today to that many days ahead, sorted by UID."""
    from relcadence.store.queries import agenda as queries

    until = context.today + timedelta(days=days)
    weeks = max(6, days // 7 + 2)
    store = context.store
    with store.snapshot():
        gathered = queries.gather(store, context.today, until=until, weeks=weeks)
        plan = plan_ahead(gathered, weeks=weeks)
        shown = {each.slot.contact_id for each in plan.planned} | {item.contact_id for item in gathered.dated}
        who = queries.who(store, shown)
        uuids = queries.uuids(store)
    items = []
    for row in agenda.calendar_of(gathered, plan, who, until):
        uid = uuids[row.handle] + (f"-{row.due_on:%Y%m%d}" if row.kind == "occasion" else "")
        items.append(_item(context, row, f"{uid}@relcadence"))
    return sorted(items, key=lambda item: item.uid)


def _item(context: Context, row: agenda.Row, uid: str) -> CalendarItem:
    """One row of the plan. Reasons that count days from today are left out, since they change every night."""
    _ = context.translate
    lines = [_steady_reason(row), row.reach, _last_touch(context, row), f"relcadence done {row.handle}"]
    return CalendarItem(
        uid=uid,
        kind=row.kind,
        summary=_summary(context, row),
        description="\n".join(filter(None, lines)),
        on=_day(row),
        categories=(row.point or row.kind,),
        handle=row.handle,
    )


def _day(row: agenda.Row) -> date:
    return row.planned_on or row.due_on


def _summary(context: Context, row: agenda.Row) -> str:
    _ = context.translate
    if row.kind == "slot":
        return f"{_(CHANNEL_WORDS.get(row.channel, row.channel)).capitalize()} {row.contact}"
    if row.kind == "promise":
        return _("Promise to {name}: {text}", name=row.contact, text=row.move)
    return f"{row.contact}: {_(row.move)}"


def _steady_reason(row: agenda.Row) -> str:
    """Why, in words that stay the same from day to day."""
    return str(row.reason.values["cadence"]) if row.kind == "slot" else ""


def _last_touch(context: Context, row: agenda.Row) -> str:
    """Day and channel of the last touch; what was said then stays out of calendars."""
    if row.last_touch is None:
        return ""
    silent = row.last_touch._replace(values=row.last_touch.values | {"note": ""})
    return f"{context.translate('last')}: {word(silent, context.translate)}"
