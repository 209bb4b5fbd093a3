"""Gathers what the agenda is decided from: open slots, dated items, capacity, and who the rows speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from relcadence.domain.agenda import LOOK_AHEAD, Who
from relcadence.domain.demand import WEEKS
from relcadence.domain.gathered import Capacity, Dated, Gathered, OpenSlot
from relcadence.domain.planner import horizon_end
from relcadence.domain.planner_weight import DEFAULT, Weights
from relcadence.domain.rhythm import Due
from relcadence.domain.tasks import OWN
from relcadence.domain.workdays import WEEKDAYS
from relcadence.store.queries.points import slot_weights
from relcadence.store.queries.tasks import open_tasks
from relcadence.store.queries.tasks import uuids as task_uuids
from relcadence.store.reading import Store
from relcadence.store.rows import keys_in

DEFAULT_CAPACITY = 8
OWN_SQL = ", ".join(f"'{kind}'" for kind in OWN)
EFFORT = {
    "call": 15, "email": 10, "meeting": 60, "meal": 90, "visit": 60, "letter": 20, "card": 10, "article": 10,
    "message": 5,
}  # fmt: skip


def gather(
    store: Store, today: date, *, until: date | None = None, weeks: int = WEEKS, tasks: bool = True
) -> Gathered:
    """What the plan from today depends on; dated items up to `until` (the horizon at least)."""
    end = horizon_end(today, weeks)
    until = max(until or today, today + timedelta(days=LOOK_AHEAD), end)
    holds = capacity(store)
    return Gathered(
        today=today,
        workdays=store.workdays,
        capacity=holds,
        made=int(store.value(MINUTES_MADE if holds.minutes else MADE, today=today.isoformat())),
        slots=[*open_slots(store, end), *(open_tasks(store, today, end) if tasks else ())],
        dated=[
            *_promises(store, until), *_occasions(store, today, until), *_appointments(store),
            *_runs(store, today, until),
        ],
        worth=_worth(store),
        factors=factors(store.settings),
        points=slot_weights(store),
    )  # fmt: skip


def capacity(store: Store) -> Capacity:
    """What each day holds: one number for all days or one for each weekday, single days, touches or minutes."""
    value = store.settings.get("capacity", DEFAULT_CAPACITY)
    minutes = isinstance(value, dict) and "minutes" in value
    if minutes:
        value = value["minutes"]
    if isinstance(value, dict):
        by_weekday = tuple(int(value.get(key, DEFAULT_CAPACITY)) for key in WEEKDAYS)
    else:
        by_weekday = (int(value),) * 7
    single = {date.fromisoformat(day): places for day, places in store.rows("SELECT day, capacity FROM day_capacity")}
    return Capacity(by_weekday, single, minutes, EFFORT if minutes else {})


def factors(settings: Mapping[str, Any]) -> Weights:
    """The factors of the weights, the user's own where they are set."""
    own = dict(settings.get("weights", {}))
    roles = {**DEFAULT.roles, **{name: own.pop(name) for name in list(own) if name in DEFAULT.roles}}
    return DEFAULT._replace(roles=roles, **own) if settings.get("weights") else DEFAULT


def _worth(store: Store) -> dict[int, float]:
    """What each referrer brought against the one who brought most, from 0 to 1."""
    rows = store.rows("SELECT referrer_id, count(*) FROM referral WHERE outcome <> 'declined' GROUP BY referrer_id")
    most = max((count for _number, count in rows), default=0)
    return {number: count / most for number, count in rows}


MADE = f"""
    SELECT (SELECT count(DISTINCT coalesce(together, id)) FROM touch
            WHERE touched_on = :today AND contact_id IS NOT NULL AND direction = 'out' AND mass = 0)
         + (SELECT count(*) FROM task WHERE state = 'done' AND closed_on = :today AND kind IN ({OWN_SQL}))
"""
MINUTES_MADE = """
    SELECT coalesce(sum(coalesce(minutes, 10)), 0) FROM touch
    WHERE touched_on = :today AND contact_id IS NOT NULL AND direction = 'out' AND mass = 0 AND together IS NULL
"""
# The dates of a window come as one text: many slots share it, and it is read once.
SLOTS = """
    SELECT slot_id, contact_id, start_on || end_on || release_on || ideal_on || deadline_on, snoozed_until, cadence,
           rule, since_on, role, level, city, organisation, last_on, gap, quiet, channel, account_id, assigned_to
    FROM due WHERE release_on <= :end AND (ideal_on <= :end OR deadline_on <= :end)
"""


class _Dues(dict[str, Due]):
    """Windows by their dates, written one behind the other."""

    def __missing__(self, dates: str) -> Due:
        due = self[dates] = Due(*(date.fromisoformat(dates[at : at + 10]) for at in range(0, len(dates), 10)))
        return due


def open_slots(store: Store, end: date) -> list[OpenSlot]:
    """The open slots that want a day within the horizon; the others are best reached, and may be, after it."""
    day, dues = date.fromisoformat, _Dues()
    return [
        OpenSlot(slot, contact, dues[dates], day(snoozed) if snoozed else None, cadence, rule, day(since), *rest)
        for slot, contact, dates, snoozed, cadence, rule, since, *rest in store.rows(SLOTS, end=end.isoformat())
    ]


def _promises(store: Store, until: date) -> list[Dated]:
    rows = store.rows(
        "SELECT p.id, p.contact_id, p.due_on, p.text, c.account_id, p.assigned_to FROM promise p "
        "JOIN contact c ON c.id = p.contact_id "
        "WHERE p.state = 'open' AND p.due_on <= :until AND c.status <> 'archived' AND c.no_contact_on = '' "
        "ORDER BY p.due_on, p.id",
        until=until.isoformat(),
    )
    return [
        Dated("promise", number, contact, date.fromisoformat(on), text, account_id=account, assigned_to=given)
        for number, contact, on, text, account, given in rows
    ]


def _occasions(store: Store, today: date, until: date) -> list[Dated]:
    rows = store.rows(
        "SELECT s.id, o.contact_id, d.due_on, o.title, o.kind, d.turns, c.account_id, s.assigned_to "
        "FROM occasion_on d "
        "JOIN occasion o ON o.id = d.occasion_id JOIN slot s ON s.occasion_id = o.id AND s.closed_on = '' "
        "JOIN contact c ON c.id = o.contact_id "
        "WHERE d.due_on BETWEEN :today AND :until AND d.due_on > s.after_on AND o.kind <> 'success' "
        "ORDER BY d.due_on, s.id",
        today=today.isoformat(), until=until.isoformat(),
    )  # fmt: skip
    return [
        Dated("occasion", number, contact, date.fromisoformat(on), title, kind, turns, account, given)
        for number, contact, on, title, kind, turns, account, given in rows
    ]


def _appointments(store: Store) -> list[Dated]:
    """All open ones, however far ahead: until they have taken place nothing else is proposed."""
    rows = store.rows(
        "SELECT a.id, a.contact_id, a.due_on, a.text, a.channel, c.account_id, a.assigned_to FROM appointment a "
        "JOIN contact c ON c.id = a.contact_id "
        "WHERE a.state = 'open' AND c.status <> 'archived' AND c.no_contact_on = '' ORDER BY a.due_on, a.id"
    )
    return [
        Dated("event", number, who, date.fromisoformat(on), text, channel, account_id=account, assigned_to=given)
        for number, who, on, text, channel, account, given in rows
    ]


def _runs(store: Store, today: date, until: date) -> list[Dated]:
    """Runs of cards, each one item however many people it goes to, until the holiday is over."""
    if not store.value("SELECT 1 FROM card_run WHERE state = 'open' LIMIT 1"):
        return []
    from relcadence.store.queries.cards import coming

    return [
        Dated(
            "card", run.id, 0, date.fromisoformat(run.post_by_on), run.title, str(run.open),
            assigned_to=run.assigned_to,
        )
        for run in coming(store, until)
        if run.holiday_on >= today.isoformat()
    ]  # fmt: skip


def rule_of(store: Store, slot: int) -> str:
    """The rule that an open slot's cadence comes from, or ""."""
    return str(store.value("SELECT rule FROM due WHERE slot_id = :slot", slot=slot) or "")


def agreed_channel(store: Store, appointment: int) -> str:
    """How people meet at an appointment."""
    return str(store.value("SELECT channel FROM appointment WHERE id = :appointment", appointment=appointment))


WAY = "FROM reach r WHERE r.contact_id = c.id AND r.bounced = 0 AND r.kind"
WHO = f"""
    SELECT c.id, c.name, c.channel,
           (SELECT value {WAY} = 'phone' ORDER BY rank, id LIMIT 1),
           (SELECT value {WAY} = 'email' ORDER BY rank, id LIMIT 1),
           (SELECT value {WAY} = 'address' ORDER BY rank, id LIMIT 1),
           (SELECT CASE WHEN label = '' THEN value ELSE label || ' ' || value END {WAY} = 'handle'
            ORDER BY rank, id LIMIT 1),
           t.touched_on, t.channel, t.direction, CASE WHEN t.private = 1 THEN '' ELSE t.note END
    FROM contact c JOIN standing s ON s.contact_id = c.id LEFT JOIN touch t ON t.id = s.last_touch_id
"""


def who(store: Store, numbers: Iterable[int]) -> dict[int, Who]:
    """Those contacts as the rows show them; private notes stay out."""
    listed = keys_in(numbers)
    return {
        number: Who(*(text or "" for text in words))
        for number, *words in store.rows(f"{WHO} WHERE c.id IN ({listed})")
    }


def uuids(store: Store) -> dict[str, str]:
    """The identity of each open item outside this store, by handle."""
    found = {
        f"{'O' if occasion else 'F'}{number}": uuid
        for number, uuid, occasion in store.rows("SELECT id, uuid, occasion_id FROM slot WHERE closed_on = ''")
    }
    found |= {f"P{number}": uuid for number, uuid in store.rows("SELECT id, uuid FROM promise WHERE state = 'open'")}
    found |= {
        f"E{number}": uuid for number, uuid in store.rows("SELECT id, uuid FROM appointment WHERE state = 'open'")
    }
    return found | dict(task_uuids(store))
