"""The open tasks as the plan takes them: those of a cause, and those that come round again.

A task of one's own that looks for its object (an article, a plan, a note) is open only where there is one; that of
handing over materials only in its time, and not while a slot of the contact, which proposes just that, comes in it.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from relcadence.domain.cadence import parse_cadence
from relcadence.domain.gathered import OpenSlot
from relcadence.domain.rhythm import Due, Ground, first_due
from relcadence.domain.tasks import Task, window
from relcadence.store.queries import needs
from relcadence.store.reading import Store


class Row(NamedTuple):
    """A task as it is kept, with what the plan wants to know of its contact."""

    id: int
    kind: str
    point: str
    contact_id: int | None
    cause: str
    text: str
    release_on: str
    due_on: str
    cadence: str
    after_on: str
    snoozed_until: str
    assigned_to: int | None
    account_id: int | None
    city: str
    organisation: str
    quiet: str
    level: int | None


OPEN = """
    SELECT t.id, t.kind, t.point, t.contact_id, t.cause, t.text, t.release_on, t.due_on, t.cadence, t.after_on,
           t.snoozed_until, t.assigned_to, c.account_id, coalesce(c.city, ''), coalesce(c.organisation, ''),
           coalesce(c.quiet, ''), c.level
    FROM task t LEFT JOIN contact c ON c.id = t.contact_id
    WHERE t.state = 'open' AND (t.contact_id IS NULL OR c.status <> 'archived' AND c.no_contact_on = '')
      AND NOT (t.kind = 'materials' AND (t.due_on < :today OR EXISTS (
          SELECT 1 FROM due d WHERE d.deadline_on <= t.due_on
          AND (d.contact_id = t.contact_id OR d.account_id = c.account_id))))
"""


def open_tasks(store: Store, today: date, end: date) -> list[OpenSlot]:
    """The tasks that want a day by `end`, as slots with a number below zero; none while the book is empty."""
    if not store.value("SELECT 1 FROM contact WHERE status <> 'archived' LIMIT 1"):
        return []
    rows = [Row(*row) for row in store.rows(f"{OPEN} ORDER BY t.due_on, t.id", today=today.isoformat())]
    return [slot for row in rows if (slot := _slot(store, row, today)) and slot.due.release <= end]


def tasks_about(store: Store, number: int, today: date) -> list[OpenSlot]:
    """The open tasks about a contact, for a page on them."""
    return [slot for slot in open_tasks(store, today, date.max) if slot.contact_id == number]


def _slot(store: Store, row: Row, today: date) -> OpenSlot | None:
    due = _due(store, row, today)
    task = _worded(store, row, today)
    if due is None or task is None:
        return None
    return OpenSlot(
        -row.id, row.contact_id or task.about, due, _day(row.snoozed_until), row.cadence, "",
        date.fromisoformat(row.release_on), "", row.level, row.city, row.organisation, quiet=row.quiet,
        account_id=row.account_id, assigned_to=row.assigned_to, task=task,
    )  # fmt: skip


def _due(store: Store, row: Row, today: date) -> Due | None:
    release = date.fromisoformat(row.release_on)
    rhythm = parse_cadence(row.cadence) if row.cadence else None
    if rhythm is None:
        due = date.fromisoformat(row.due_on)
        return window(release, due, store.workdays, today, row.id, _day(row.snoozed_until))
    ground = Ground(store.workdays, release)
    return first_due(rhythm, ground, last=None, after=_day(row.after_on), number=row.id)


def _worded(store: Store, row: Row, today: date) -> Task | None:
    """The task with the key of its words; None where it looks for an object and there is none."""
    if row.kind == "review":
        known = row.point in ("professionals-list", "update-lists", "community", "prune")
        return Task(row.id, row.kind, row.point, f"task.{row.point}" if known else "task.own", row.text or row.point)
    if row.kind in ("means", "own"):
        need = needs.need(store, row.point, today)
        return need and Task(row.id, row.kind, need.point, need.reason, need.text, about=need.contact_id)
    if row.cause.startswith("referral:"):
        return _of_referral(store, row)
    return Task(row.id, row.kind, row.point, f"task.{row.kind}", row.text, row.due_on, row.release_on)


def _of_referral(store: Store, row: Row) -> Task:
    """Thanks, or word of how it went: who was sent is read when it is shown, not named once archived or erased."""
    found = store.rows(
        "SELECT CASE WHEN c.status = 'archived' THEN '' ELSE coalesce(c.name, r.name) END, "
        "CASE r.may_tell WHEN 1 THEN r.outcome ELSE '' END "
        "FROM referral r LEFT JOIN contact c ON c.id = r.referred_id WHERE r.id = :id",
        id=int(row.cause.partition(":")[2]),
    )
    name, told = found[0] if found else ("", "")
    form = ".tell" if told and row.kind == "close-loop" and name else "" if name else ".one"
    return Task(row.id, row.kind, row.point, f"task.{row.kind}{form}", name, row.due_on, row.release_on, told)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def uuids(store: Store) -> Iterator[tuple[str, str]]:
    """Handle and identity of each open task."""
    for number, uuid in store.rows("SELECT id, uuid FROM task WHERE state = 'open'"):
        yield f"T{number}", uuid
