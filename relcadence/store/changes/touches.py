"""Logging a touch, and what goes with it: promises made, the next appointment, waking somebody dormant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from relcadence.domain.people import Touch
from relcadence.errors import UsageProblem, say
from relcadence.store.changes.writer import Writer

PUT_OFF_AFTER_TRY = 2
COLUMNS = (
    "contact_id", "touched_on", "channel", "direction", "note", "minutes", "tried", "work", "private", "mass",
    "point", "together", "article_id", "score", "needs_reply",
)  # fmt: skip


class Beside(NamedTuple):
    """What a touch brings with it: a promise (text, due day) and an appointment (day, channel)."""

    promise: str = ""
    by: date | None = None
    next: date | None = None
    agreed: str = "meeting"


def log(writer: Writer, touch: Touch, others: tuple[int, ...] = (), beside: Beside = Beside()) -> int:
    """Write down one touch with one contact or several; the number of the first row.

    Raises UsageProblem for a day to come: what lies ahead is an appointment.
    """
    if date.fromisoformat(touch.on) > writer.today:
        raise UsageProblem(say("{on} is still to come.", on=touch.on), "Write down an appointment with --next DATE.")
    names = [str(writer.row("contact", number)["name"]) for number in (touch.contact_id, *others)]
    writer.title = writer.title or say("{channel} {names}", channel=say(touch.channel), names=" and ".join(names))
    if touch.private:
        writer.command_line = writer.command_line.split(" ", 2)[0] + " (a private note)"
    first = _insert(writer, touch)
    for number in others:
        _insert(writer, touch._replace(contact_id=number, minutes=None, score=None, together=first))
    for number in (touch.contact_id, *others):
        if touch.direction == "in":
            _wake(writer, number)
        if touch.tried:
            _put_off(writer, number, date.fromisoformat(touch.on))
    if beside.promise:
        made = date.fromisoformat(touch.on)
        promise(writer, touch.contact_id, beside.promise, beside.by or writer.today, made=made)
    if beside.next:
        appoint(writer, touch.contact_id, beside.next, beside.agreed)
    return first


def log_past(writer: Writer, past: Sequence[Touch]) -> None:
    """Write down touches that lie behind, each with one contact; what is due follows them when all is written."""
    writer.insert_many("touch", COLUMNS, [_row(touch) for touch in past])
    for number in dict.fromkeys(touch.contact_id for touch in past if touch.direction == "in"):
        _wake(writer, number)


def own_time(writer: Writer, on: date, minutes: int | None, note: str) -> int:
    """Time spent on one's own development work, with nobody."""
    writer.title = f"own time: {note}"
    return writer.insert("touch", contact_id=None, touched_on=on.isoformat(), minutes=minutes, note=note)


def _insert(writer: Writer, touch: Touch) -> int:
    return writer.insert("touch", **dict(zip(COLUMNS, _row(touch), strict=True)))


def _row(touch: Touch) -> tuple[Any, ...]:
    return (
        touch.contact_id, touch.on, touch.channel, touch.direction, touch.note, touch.minutes, int(touch.tried),
        int(touch.work), int(touch.private), int(touch.mass), touch.point, touch.together, touch.article_id,
        touch.score, int(touch.needs_reply),
    )  # fmt: skip


def _wake(writer: Writer, number: int) -> None:
    """An inbound touch wakes somebody dormant."""
    if writer.row("contact", number)["status"] == "dormant":
        writer.change("contact", number, status="active")


def _put_off(writer: Writer, number: int, tried_on: date) -> None:
    """Nobody was reached: the slot comes again two working days after the try."""
    from relcadence.store.basis import workdays

    row = writer.row("contact", number)
    again = workdays(writer.connection).later(tried_on, PUT_OFF_AFTER_TRY)
    if again <= writer.today:
        return
    for slot, snoozed in writer.rows(
        "SELECT id, snoozed_until FROM slot WHERE closed_on = '' AND (contact_id = :id OR account_id = :account)",
        id=number, account=row["account_id"],
    ):  # fmt: skip
        writer.change("slot", slot, snoozed_until=max(snoozed, again.isoformat()))


def promise(writer: Writer, number: int, text: str, by: date, *, made: date | None = None) -> int:
    """Something said, on the day `made` (today), that is to be done for a contact by a day; UsageProblem for a day
    before that.
    """
    made = made or writer.today
    if by < made:
        raise UsageProblem(
            say("A promise made on {on} cannot have been due on {by}, before it.", on=made, by=by),
            "Name a day from then on, such as --by fri.",
        )
    writer.title = writer.title or f"promise {writer.row('contact', number)['name']}: {text}"
    return writer.insert_named(
        "promise", contact_id=number, text=text, made_on=made.isoformat(), due_on=by.isoformat()
    )


def appoint(writer: Writer, number: int, on: date, channel: str = "meeting", text: str = "") -> int:
    """An appointment; UsageProblem for a day gone by."""
    if on < writer.today:
        raise UsageProblem(say("{on} has gone by.", on=on), "An appointment lies today or ahead.")
    return writer.insert_named("appointment", contact_id=number, due_on=on.isoformat(), channel=channel, text=text)
