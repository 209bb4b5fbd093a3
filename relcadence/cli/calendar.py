"""The plan as calendar items: which ones, on which day, under which identity; the words stand in `calendar_words`.

One rule: what an item says follows from facts and its own day, so that a new day alone changes no item.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from relcadence.cli.calendar_words import Words
from relcadence.domain import agenda
from relcadence.domain.lunar import rules_of
from relcadence.domain.occasions import YEARLY, Birthday, day_in, parse_birthday
from relcadence.domain.planning import contacts_of, plan_ahead
from relcadence.domain.text import clean
from relcadence.exchange.ics import KINDS, As, CalendarItem, Yearly, redacted

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.store.queries.calendar import Closed, OccasionRow

SLOT_DAYS, DATED_DAYS, COMING_DAYS, PAST_DAYS = 60, 400, 1100, 30
DOMAIN = "@relcadence"
DEFAULT_MINUTES = 15
# Phones lose series from before; nobody needs the years before the program.
_EARLIEST = 2000


class Shown(NamedTuple):
    """What a calendar is to show, and how. `at` is the time of day (None: all day), in `zone`.

    `days` is how far ahead slots and single dates go; None takes what suits each kind. `alarm` None is no alarm.
    `contact_id` keeps the items about (or given to) one contact. `bundle` makes a day's slots one entry.
    """

    days: int | None = None
    kinds: tuple[str, ...] = KINDS
    contact_id: int | None = None
    as_: As = "events"
    at: time | None = None
    zone: ZoneInfo | None = None
    alarm: timedelta | None = None
    bundle: bool = False
    notes: bool = False
    redact: bool = False
    keep_done: bool = False


def calendar_items(context: Context, shown: Shown = Shown()) -> list[CalendarItem]:
    """The items, sorted by UID: open slots, what is dated, occasions, and with `keep_done` what was closed lately."""
    items = _Items(context, shown).all()
    wanted = (item for item in items if item.kind in shown.kinds)
    if shown.redact:
        wanted = (_redacted(item, context.outgoing("Follow-up")) for item in wanted)
    return sorted(map(_harmless, wanted), key=lambda item: item.uid)


def _harmless(item: CalendarItem) -> CalendarItem:
    """Without what a terminal or a reader would obey: a calendar is also looked at as text."""
    return item._replace(summary=clean(item.summary), description=clean(item.description, lines=True))


def _redacted(item: CalendarItem, word: str) -> CalendarItem:
    """A bundle keeps its list, which then holds handles alone."""
    return item._replace(categories=()) if item.kind == "slot" and not item.handle else redacted(item, word)


class _Items:
    """Gathers once, and makes the items of each kind."""

    def __init__(self, context: Context, shown: Shown) -> None:
        from relcadence.store.queries import agenda as queries
        from relcadence.store.queries import calendar as more

        self.shown, self.today, store = shown, context.today, context.store
        self.slots_until = self.today + timedelta(days=shown.days or SLOT_DAYS)
        self.dated_until = self.today + timedelta(days=shown.days or DATED_DAYS)
        weeks = max(6, (shown.days or SLOT_DAYS) // 7 + 2)
        with store.snapshot():
            gathered = queries.gather(store, self.today, until=self.slots_until, weeks=weeks)
            far = queries.gather(store, self.today, until=self.dated_until)
            plan = plan_ahead(gathered, weeks=weeks)
            self.occasions = more.occasions(store)
            self.days = more.occasion_days(
                store, self.today - timedelta(days=PAST_DAYS), self.today + timedelta(days=shown.days or COMING_DAYS)
            )
            self.closed = more.closed(store, self.today - timedelta(days=PAST_DAYS)) if shown.keep_done else []
            people = contacts_of(far, plan.planned)
            people |= {row.contact_id for row in self.occasions} | {row.contact_id for row in self.closed}
            self.who = queries.who(store, people)
            self.uuids = queries.uuids(store)
            self.given = more.assigned(store, shown.contact_id) if shown.contact_id else set()
            self.words = Words(context.outgoing, self.who, more.made_on(store), notes=shown.notes)
            self.anchor = more.anchor(store)
        self.feb29 = str(store.settings.get("feb29", "feb28"))
        self.lunar = rules_of(store.settings.get("lunar", ""))
        self.rows = agenda.calendar_of(far, plan, self.who, self.dated_until)

    def all(self) -> Iterator[CalendarItem]:
        rows = [row for row in self.rows if row.kind != "occasion" and self._is_wanted(row.contact_id, row.handle)]
        slots = [row for row in rows if row.kind == "slot" and _day(row) <= self.slots_until]
        yield from self._bundles(slots) if self.shown.bundle else map(self._item, slots)
        yield from (self._item(row) for row in rows if row.kind != "slot")
        for occasion in self.occasions:
            if self._is_wanted(occasion.contact_id, f"O{occasion.slot_id}"):
                yield from self._occasion(occasion)
        for closed in self.closed:
            if self._is_wanted(closed.contact_id, closed.handle) and not (
                self.shown.bundle and closed.kind == "slot"
            ):
                yield self._closed(closed)

    def _is_wanted(self, contact_id: int, handle: str) -> bool:
        return self.shown.contact_id in (None, contact_id) or handle in self.given

    def _item(self, row: agenda.Row) -> CalendarItem:
        item = CalendarItem(
            uid=self._identity(row) + DOMAIN,
            kind=row.kind,
            summary=self.words.summary(row),
            description=self.words.description(row),
            categories=(row.point or row.kind,),
            alarm=None if row.kind == "slot" else self.shown.alarm,
            handle=row.handle,
        )
        return self._placed(item, _day(row), row.channel)

    def _identity(self, row: agenda.Row) -> str:
        """The item's own, or for one that is no row of the store (a run of cards) that of its handle or its day."""
        return self.uuids.get(row.handle) or self._derived(row.handle or f"{row.kind} {row.due_on.isoformat()}")

    def _derived(self, key: str) -> str:
        return str(uuid5(UUID(self.anchor), key))

    def _bundles(self, rows: list[agenda.Row]) -> Iterator[CalendarItem]:
        """One all-day entry for the slots of each day, marked free; its identity is the day's."""
        by_day: dict[date, list[agenda.Row]] = defaultdict(list)
        for row in rows:
            by_day[_day(row)].append(row)
        for day, those in by_day.items():
            those.sort(key=lambda row: (row.contact, row.handle))
            owner = "" if self.shown.contact_id is None else f" {self.shown.contact_id}"
            yield CalendarItem(
                uid=self._derived(f"{day.isoformat()}{owner}") + DOMAIN,
                kind="slot",
                summary=self.words.bundle_summary(len(those)),
                description=", ".join(row.handle for row in those) if self.shown.redact else self.words.bundle(those),
                on=day,
                categories=tuple(dict.fromkeys(row.point or row.kind for row in those)),
            )

    def _occasion(self, row: OccasionRow) -> Iterator[CalendarItem]:
        """A series where the sun rules and it comes yearly, else single dates for the coming years."""
        birthday = parse_birthday(row.date)
        item = CalendarItem(
            uid=row.uuid + DOMAIN,
            kind="occasion",
            summary=self.words.occasion_summary(row),
            categories=(row.kind,),
            alarm=self.shown.alarm,
            handle=f"O{row.slot_id}",
        )
        if first := self._first_of_series(row, birthday):
            description = self.words.occasion_description(row, birthday, self.today.year)
            item = item._replace(description=description, yearly=Yearly(birthday.month, birthday.day))
            yield self._placed(item, first, "message")
            return
        yield from self._single_days(row, birthday, item)

    def _first_of_series(self, row: OccasionRow, birthday: Birthday) -> date | None:
        """The day in the year in which the contact was added, which stays; None where no rule says the days."""
        moved = (birthday.month, birthday.day) == (2, 29) and self.feb29 == "mar1"
        if row.kind not in ("birthday", "anniversary") or birthday.calendar != "solar" or moved:
            return None
        return day_in(birthday, max(_EARLIEST, int(row.since_on[:4] or 0), birthday.year or 0), self.feb29)

    def _single_days(self, row: OccasionRow, birthday: Birthday, item: CalendarItem) -> Iterator[CalendarItem]:
        until = self.dated_until if row.kind not in YEARLY else date.max
        days = [day for day in self.days.get(row.id, ()) if day <= until]
        open_days = [day for day in days if day.isoformat() > row.after_on]
        upcoming = next((day for day in open_days if day >= self.today), None)
        uids: set[str] = set()
        for day in days if self.shown.keep_done else open_days:
            uid = item.uid if row.kind not in YEARLY else item.uid.replace(DOMAIN, f"-{day.year}{DOMAIN}")
            # A lunar day can fall twice in one year of the sun.
            uid = uid.replace(DOMAIN, f"-b{DOMAIN}") if uid in uids else uid
            uids.add(uid)
            handle = item.handle if day == upcoming else ""
            words = self.words.single_description(row, birthday, day, handle, self.feb29, self.lunar)
            status = "" if day.isoformat() > row.after_on else "COMPLETED" if row.outcome == "done" else "CANCELLED"
            made = item._replace(uid=uid, handle=handle, description=words, status=status)
            yield self._placed(made, day, "message")

    def _closed(self, row: Closed) -> CalendarItem:
        item = CalendarItem(
            uid=row.uuid + DOMAIN,
            kind=row.kind,
            summary=self.words.closed_summary(row),
            categories=(row.kind,),
            status="COMPLETED" if row.done else "CANCELLED",
            handle=row.handle,
        )
        return self._placed(item, row.on, "message")

    def _placed(self, item: CalendarItem, day: date, channel: str) -> CalendarItem:
        """The item on its day, or at the time of day asked for; only a series names its zone, the rest is in UTC."""
        at, zone = self.shown.at, self.shown.zone
        if at is None or zone is None:
            return item._replace(on=day)
        from relcadence.store.queries.agenda import EFFORT

        start = datetime.combine(day, at, zone)
        end = start + timedelta(minutes=EFFORT.get(channel, DEFAULT_MINUTES))
        if item.yearly is None:
            start, end = start.astimezone(UTC), end.astimezone(UTC)
        return item._replace(starts_at=start, ends_at=end)


def _day(row: agenda.Row) -> date:
    return row.planned_on or row.due_on
