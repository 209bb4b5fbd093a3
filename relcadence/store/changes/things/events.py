"""Events and their guests: inviting, answers, who came; a touch is written where one was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from relcadence.domain.people import Touch
from relcadence.errors import Refused, UsageProblem, say
from relcadence.store.changes import touches
from relcadence.store.changes.things.circular import is_circular
from relcadence.store.changes.writer import Writer

POINT_OF = {"cultural": "invitations", "sports": "invitations", "seminar": "seminars"}


def add(
    writer: Writer,
    title: str,
    on: date,
    *,
    kind: str,
    place: str = "",
    note: str = "",
    group: int | None = None,
    attended: bool = False,
) -> int:
    """A new event. UsageProblem for a day gone by, unless it was attended, and for one attended in days to come."""
    if not title.strip():
        raise UsageProblem("An event needs a title.", 'relcadence event add "Concert" 2026-12-12 --kind cultural')
    if attended and on > writer.today:
        raise UsageProblem(say("{on} is still to come.", on=on), "Leave --attended out until you were there.")
    if not attended and on < writer.today:
        raise UsageProblem(
            say("{on} has gone by; an event is planned for today or ahead.", on=on),
            "Were you there? Add --attended.",
        )
    writer.title = writer.title or f"event {title} on {on.isoformat()}"
    return writer.insert_named(
        "event", title=title.strip(), kind=kind, held_on=on.isoformat(), place=place, note=note, group_id=group,
        attended=int(attended),
    )  # fmt: skip


def edit(writer: Writer, number: int, **values: Any) -> bool:
    """Change title, day, kind, place, group or note of an event; False where nothing differs."""
    row = {**writer.row("event", number), **values}
    if "held_on" in values and row["held_on"] < writer.today.isoformat() and not row["attended"]:
        raise UsageProblem(say("{on} has gone by.", on=row["held_on"]), "Name a day from today on.")
    if row["attended"] and row["held_on"] > writer.today.isoformat():
        raise UsageProblem(say("{on} is still to come.", on=row["held_on"]), "This event was attended already.")
    writer.title = f"edit event {row['title']}"
    return writer.change("event", number, **values)


def drop(writer: Writer, number: int) -> int:
    """Call an event off; how many had been invited."""
    row = held(writer, number)
    writer.change("event", number, dropped=1)
    writer.title = f"event {row['title']} dropped"
    return len(
        writer.rows("SELECT id FROM guest WHERE event_id = :id AND state IN ('invited', 'accepted')", id=number)
    )


def held(writer: Writer, number: int) -> dict[str, Any]:
    """The row of an event that was not called off; Refused otherwise."""
    row = writer.row("event", number)
    if row["dropped"]:
        raise Refused(say("“{title}” was called off.", title=row["title"]), "See the others: relcadence event")
    return row


def invite(writer: Writer, number: int, contacts: Sequence[int], channel: str, note: str = "") -> list[int]:
    """Invite contacts who were not yet, and log it; by no channel ("") they only stand on the list.

    The contacts that are new; `note` stands with the touches, else the title and the day. UsageProblem for an event
    that is over.
    """
    row = held(writer, number)
    if row["held_on"] < writer.today.isoformat():
        raise UsageProblem(
            say("“{title}” was on {on}: it is too late to invite.", title=row["title"], on=row["held_on"]),
            say("Who came? relcadence event came {number} NAME", number=number),
        )
    writer.title = f"invited to {row['title']}" if channel else f"guest list of {row['title']}"
    known = dict(writer.rows("SELECT contact_id, state FROM guest WHERE event_id = :id", id=number))
    new = [each for each in dict.fromkeys(contacts) if known.get(each, "") in (("", "listed") if channel else ("",))]
    for contact in new:
        if channel:
            _set(writer, number, contact, "invited", invited_on=writer.today.isoformat())
            touch = Touch(
                contact, writer.today.isoformat(), channel, note=note or f"{row['title']}, {row['held_on']}"
            )
            touches.log(writer, touch._replace(mass=is_circular(len(new)), point=POINT_OF.get(row["kind"], "")))
        else:
            _set(writer, number, contact, "listed")
    return new


def mark_invited(writer: Writer, number: int, contact: int, on: str) -> None:
    """Note on the guest list that a touch already logged was the invitation; `on` is its ISO day."""
    _set(writer, number, contact, "invited", invited_on=on)


def _set(writer: Writer, number: int, contact: int, state: str, **values: str) -> None:
    guest = writer.value(
        "SELECT id FROM guest WHERE event_id = :event AND contact_id = :contact", event=number, contact=contact
    )
    if guest is None:
        writer.insert("guest", event_id=number, contact_id=contact, state=state, **values)
    else:
        writer.change("guest", guest, state=state, **values)


def answer(writer: Writer, number: int, contacts: Sequence[int], state: str) -> None:
    """Note that guests accepted or declined; UsageProblem for somebody who is not on the list."""
    row = held(writer, number)
    for contact in contacts:
        known = writer.value(
            "SELECT state FROM guest WHERE event_id = :id AND contact_id = :contact", id=number, contact=contact
        )
        if known is None:
            name = writer.row("contact", contact)["name"]
            raise UsageProblem(
                say("{name} is not on the list of “{title}”.", name=name, title=row["title"]),
                say("Invite first: relcadence event invite {number} NAME", number=number),
            )
        _set(writer, number, contact, state, answered_on=writer.today.isoformat())
    writer.title = f"{state}: {row['title']}"


def came(writer: Writer, number: int, contacts: Sequence[int], *, log: bool = True) -> int | None:
    """Note who came, invited or not, and log the meeting of that day with all of them; the number of the touch."""
    row = _over(writer, number)
    new = [each for each in dict.fromkeys(contacts) if not _has(writer, number, each, "came")]
    for contact in new:
        _set(writer, number, contact, "came")
    writer.title = f"came to {row['title']}"
    if not (log and new):
        return None
    writer.change("event", number, attended=1)
    first, *others = new
    return touches.log(writer, Touch(first, row["held_on"], "meeting", note=row["title"]), tuple(others))


def missed(writer: Writer, number: int, contacts: Sequence[int] | None) -> int:
    """Note who did not come (None: all invited of whom nothing is known); how many."""
    row = _over(writer, number)
    if contacts is None:
        contacts = [
            each
            for (each,) in writer.rows(
                "SELECT contact_id FROM guest WHERE event_id = :id AND state IN ('invited', 'accepted')", id=number
            )
        ]
    for contact in contacts:
        _set(writer, number, contact, "missed")
    writer.title = f"missed {row['title']}"
    return len(contacts)


def attended(writer: Writer, number: int) -> None:
    """Note that the user was there."""
    row = _over(writer, number)
    writer.change("event", number, attended=1)
    writer.title = f"attended {row['title']}"


def _over(writer: Writer, number: int) -> dict[str, Any]:
    row = held(writer, number)
    if row["held_on"] > writer.today.isoformat():
        raise UsageProblem(
            say("“{title}” is still to come, on {on}.", title=row["title"], on=row["held_on"]),
            "Note it when it is over.",
        )
    return row


def _has(writer: Writer, number: int, contact: int, state: str) -> bool:
    return bool(
        writer.rows(
            "SELECT 1 FROM guest WHERE event_id = :id AND contact_id = :contact AND state = :state",
            id=number, contact=contact, state=state,
        )
    )  # fmt: skip
