"""Tasks that follow from a cause, opened and closed in the transaction of the cause and undone with it.

A success asks for a card, a referral for thanks, its outcome for closing the loop, a first touch for materials, a new
prospect for research. Only causes dated on or after the day the contact was added fire, and none that is imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from relcadence.domain.cadence import parse_cadence, window_of
from relcadence.domain.playbook import Point
from relcadence.domain.tasks import CLOSE_LOOP_DAYS, REPLY_DAYS
from relcadence.domain.workdays import DAY, Workdays
from relcadence.store.basis import workdays
from relcadence.store.changes import people
from relcadence.store.changes.writer import Touched, Writer
from relcadence.store.queries.points import points

ROUND = {"client-plan": "own", "prospect-research": "own", "articles": "means"}
"""Points whose papers or means are looked after once a week, and the kind of that task."""


class Cause(NamedTuple):
    """What fires: the kind of task, its point, whom it is about, the row that caused it, its day, and words."""

    kind: str
    point: str
    contact_id: int
    row: str
    on: str
    text: str = ""


def follow(writer: Writer) -> None:
    """Open the tasks that the rows of this change set cause, and close those that they are evidence for."""
    causes = writer.touched.causes
    if writer.undoes is not None:
        return
    if writer.withholds:
        withhold(writer.touched)
        writer.withheld += len(writer.touched.withheld)
        return
    held = {point.key: point for point in points(writer)}
    _keep_round(writer, held)
    if not causes and not writer.touched.ended:
        return
    days = workdays(writer.connection)
    for table, key in list(causes):
        row = writer.find(table, key)
        if row is None:
            continue
        _close(writer, table, row)
        for cause in _caused(writer, table, row):
            if _fires(writer, cause, held):
                _open(writer, cause, _due(cause, held, days, writer.today))
    _drop_ended(writer)


def withhold(touched: Touched) -> None:
    """Pass over what was caused so far; each contact counts once for each kind of cause."""
    touched.withheld.update((table, contact) for (table, _key), contact in touched.causes.items())
    touched.causes.clear()


def _caused(writer: Writer, table: str, row: dict[str, Any]) -> Iterator[Cause]:
    """What a row asks for, whether it fires or not."""
    if table == "occasion" and row["kind"] == "success":
        yield Cause(
            "congratulate", "congratulations", row["contact_id"], f"occasion:{row['id']}", row["date"], row["title"]
        )
    elif table == "role_held" and row["role"] == "prospect" and not row["until_on"]:
        fresh = writer.value("SELECT 1 FROM research WHERE contact_id = :id LIMIT 1", id=row["contact_id"])
        if not fresh:
            yield Cause("research", "prospect-research", row["contact_id"], f"role_held:{row['id']}", row["since_on"])
    elif table == "touch" and row["contact_id"] and row["needs_reply"]:
        note = "" if row["private"] else row["note"]
        yield Cause("reply", "", row["contact_id"], f"touch:{row['id']}", row["touched_on"], note)
    elif table == "touch" and row["contact_id"] and not row["tried"]:
        if _first_touch(writer, row) and "materials" not in row["point"].split():
            yield Cause("materials", "materials", row["contact_id"], f"touch:{row['id']}", row["touched_on"])
    elif table == "referral":
        if not row["thanked_on"]:
            yield Cause("thank", "thanks", row["referrer_id"], f"referral:{row['id']}", row["referred_on"])
        if row["closed_on"]:
            yield Cause("close-loop", "", row["referrer_id"], f"referral:{row['id']}", row["closed_on"])


def _first_touch(writer: Writer, row: dict[str, Any]) -> bool:
    before = writer.value(
        "SELECT 1 FROM touch WHERE contact_id = :contact AND tried = 0 AND id <> :id LIMIT 1",
        contact=row["contact_id"], id=row["id"],
    )  # fmt: skip
    return before is None


def _fires(writer: Writer, cause: Cause, held: dict[str, Point]) -> bool:
    """True for a cause of somebody who is to be approached, of the point's roles, not before the day of adding."""
    contact = writer.row("contact", cause.contact_id)
    if contact["status"] == "archived" or contact["no_contact_on"] or cause.on < contact["added_on"]:
        return False
    point = held.get(cause.point)
    if point and not point.on:
        return False
    if point and cause.kind != "thank" and not set(point.roles) & set(people.roles_of(writer, cause.contact_id)):
        return False
    off = writer.value(
        "SELECT 1 FROM point_off WHERE contact_id = :id AND point = :point", id=cause.contact_id, point=cause.point
    )
    opened = writer.value("SELECT 1 FROM task WHERE cause = :row AND kind = :kind", row=cause.row, kind=cause.kind)
    return not off and not opened


def _due(cause: Cause, held: dict[str, Point], days: Workdays, today: date) -> date:
    """Working days after today for what is owed, the last working day of the span for what is offered."""
    point = held.get(cause.point)
    if point is None:
        return days.later(today, {"reply": REPLY_DAYS}.get(cause.kind, CLOSE_LOOP_DAYS))
    if point.kind == "trigger":
        return days.later(today, point.days)
    end = date.fromisoformat(cause.on) + timedelta(days=point.days)
    return max(days.between(today, end), default=max(today, end))


def _open(writer: Writer, cause: Cause, due: date) -> None:
    writer.insert_named(
        "task", kind=cause.kind, point=cause.point, contact_id=cause.contact_id, cause=cause.row, text=cause.text,
        release_on=writer.today.isoformat(), due_on=due.isoformat(),
    )  # fmt: skip


def _close(writer: Writer, table: str, row: dict[str, Any]) -> None:
    """Close the tasks that a row is evidence for."""
    if table == "research":
        _settle(writer, "research", row["contact_id"])
    elif table == "referral" and row["thanked_on"]:
        _settle(writer, "thank", row["referrer_id"], cause=f"referral:{row['id']}")
    elif table == "touch" and row["contact_id"] and row["direction"] == "out" and not row["tried"]:
        shown = {row["channel"], *row["point"].split()}
        if not row["mass"]:
            _settle(writer, "reply", row["contact_id"], by=row["touched_on"])
        if "materials" in shown:
            _settle(writer, "materials", row["contact_id"])
        if "close-loop" in shown:
            _settle(writer, "close-loop", row["contact_id"])
        if shown & {"card", "letter", "congratulations"} and not row["mass"]:
            _settle(writer, "congratulate", row["contact_id"], by=row["touched_on"])
        if shown & {"card", "letter", "thanks"} and not row["mass"]:
            _thank(writer, row)


def _thank(writer: Writer, touch: dict[str, Any]) -> None:
    """Written thanks are for every referral of theirs that waits for them, and say so there."""
    for (number,) in writer.rows(
        "SELECT id FROM referral WHERE referrer_id = :id AND thanked_on = '' AND referred_on <= :on",
        id=touch["contact_id"], on=touch["touched_on"],
    ):  # fmt: skip
        writer.change("referral", number, thanked_on=touch["touched_on"])
        _settle(writer, "thank", touch["contact_id"], cause=f"referral:{number}")


def _settle(writer: Writer, kind: str, contact: int, *, cause: str = "", by: str = "9999-12-31") -> None:
    """Mark the open tasks of that kind about a contact as done, those of one cause where it is named."""
    for (number,) in writer.rows(
        "SELECT id FROM task WHERE state = 'open' AND kind = :kind AND contact_id = :id AND release_on <= :by "
        "AND (:cause = '' OR cause = :cause)",
        kind=kind, id=contact, cause=cause, by=by,
    ):  # fmt: skip
        writer.change("task", number, state="done", closed_on=writer.today.isoformat())


def _drop_ended(writer: Writer) -> None:
    """A role that ended takes its open tasks with it."""
    for contact in sorted(writer.touched.ended):
        if "prospect" not in people.roles_of(writer, contact):
            for (number,) in writer.rows(
                "SELECT id FROM task WHERE state = 'open' AND kind = 'research' AND contact_id = :id", id=contact
            ):
                writer.change("task", number, state="dropped", closed_on=writer.today.isoformat())


def _keep_round(writer: Writer, held: dict[str, Point]) -> None:
    """One open task for each habit that comes round again, from its first full period on; none where it is off."""
    opened = dict(writer.rows("SELECT point, id FROM task WHERE state = 'open' AND cadence <> ''"))
    wanted = {key: ("review", point.cadence) for key, point in held.items() if point.on and point.kind == "review"}
    wanted |= {key: (kind, "weekly") for key, kind in ROUND.items() if held[key].on}
    for key, number in opened.items():
        row_cadence = writer.row("task", number)["cadence"]
        if key not in wanted or wanted[key][1] != row_cadence:
            writer.change("task", number, state="dropped", closed_on=writer.today.isoformat())
    for key, (kind, cadence) in wanted.items():
        number = opened.get(key)
        if number is None or writer.row("task", number)["state"] != "open":
            open_round(writer, kind, key, cadence)


def open_round(writer: Writer, kind: str, point: str, cadence: str, *, after: str = "") -> int:
    """Open the task of a habit that comes round: from the next full period, or after the one that was closed."""
    rhythm = parse_cadence(cadence)
    if rhythm is None:
        raise ValueError("A task that comes round needs a rhythm.")
    first = writer.today if rhythm.rolls else window_of(rhythm, writer.today).end + DAY
    release = writer.today if after else first
    return writer.insert_named(
        "task", kind=kind, point=point, cadence=cadence, release_on=release.isoformat(), after_on=after
    )
