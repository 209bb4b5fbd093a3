"""What a touch can leave behind: a no, which ends a prospect's rhythm, and a complaint, which opens a task."""

from __future__ import annotations

from relcadence.domain.tasks import COMPLAINT_DAYS
from relcadence.store.basis import workdays
from relcadence.store.changes import people
from relcadence.store.changes.writer import Writer


def refuse(writer: Writer, contact: int, reason: str = "") -> bool:
    """Somebody said no: a prospect is one no more, and dormant without another role; True if that ended something.

    A reason marks them do-not-contact as of today.
    """
    roles = people.roles_of(writer, contact)
    ended = "prospect" in roles
    if ended:
        people.set_roles(writer, contact, end=("prospect",))
    if roles == ["prospect"] and writer.row("contact", contact)["status"] == "active":
        writer.change("contact", contact, status="dormant")
    if reason:
        writer.change("contact", contact, no_contact_on=writer.today.isoformat(), no_contact_reason=reason)
    return ended


def complain(writer: Writer, contact: int, touch: int, text: str) -> int:
    """Open the task that a complaint asks for, due within two working days; its number."""
    due = workdays(writer.connection).later(writer.today, COMPLAINT_DAYS)
    return writer.insert_named(
        "task", kind="complaint", contact_id=contact, cause=f"touch:{touch}", text=text,
        release_on=writer.today.isoformat(), due_on=due.isoformat(),
    )  # fmt: skip
