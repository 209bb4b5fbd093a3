"""An import carried out: the decided actions become one change set, each row validated by the schema first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from relcadence.domain.matching import Action, PastTouch, Person, fingerprint
from relcadence.domain.people import Contact, DoNotContact, Touch
from relcadence.errors import BadInput
from relcadence.store.changes import people, touches
from relcadence.store.changes.writer import Writer
from relcadence.store.queries.known import PRINT, UID


def carry_out(writer: Writer, actions: Iterable[Action], contacts: dict[int, Contact], tags: tuple[str, ...]) -> int:
    """Create and update as decided; how many contacts were changed. `contacts` holds those to be updated."""
    changed = 0
    for action in actions:
        if action.kind in ("create", "ask"):
            number = people.add(writer, checked(new_contact(writer.today, action.person, tags), action.person.line))
            _with_it(writer, number, action.person)
            changed += 1
        elif action.kind == "update" and action.contact_id:
            after = checked(updated(contacts[action.contact_id], action, writer.today), action.person.line)
            changed += people.bring_to(writer, action.contact_id, after)
            number = action.contact_id
        elif action.kind == "same" and action.contact_id:
            number = action.contact_id
        else:
            continue
        _remember(writer, number, action.person)
    return changed


def new_contact(today: date, person: Person, tags: tuple[str, ...]) -> Contact:
    """The contact that an imported person becomes."""
    related = f"Related: {', '.join(person.related)}" if person.related else ""
    return Contact(
        name=person.name, roles=person.roles, level=person.level, organisation=person.organisation,
        title=person.title, reach=person.reach, aliases=person.aliases,
        tags=tuple(dict.fromkeys((*person.tags, *tags))), interests=person.interests,
        how_met=f"since {person.met_on}" if person.met_on else "",
        note="\n".join(filter(None, (person.note, related))), language=person.language, channel=person.channel,
        cadence=person.cadence, city=person.city, birthday=person.birthday,
        do_not_contact=_banned(person.do_not_contact, today) if person.do_not_contact else None,
    )  # fmt: skip


def _banned(reason: str, today: date) -> DoNotContact:
    """Do-not-contact as of today; a file's bare "yes" gets words."""
    return DoNotContact(today.isoformat(), "as imported" if reason == "yes" else reason)


def updated(contact: Contact, action: Action, today: date) -> Contact:
    """The contact with the changes of an import."""
    values: dict[str, Any] = {change.field: change.after for change in action.changes}
    if reason := values.get("do_not_contact"):
        values["do_not_contact"] = _banned(reason, today)
    return contact._replace(**values)


def checked(contact: Contact, line: int) -> Contact:
    """The contact if the schema takes it and its cadence can be read; BadInput with the line otherwise."""
    from pydantic import ValidationError

    from relcadence.domain.cadence import parse_cadence
    from relcadence.store import tables

    try:
        cadence = str(parse_cadence(contact.cadence) or "none") if contact.cadence else ""
        tables.Contact.model_validate({name: getattr(contact, name) for name in people.PLAIN} | {"uuid": "-"})
        for way in contact.reach:
            tables.Reach.model_validate({"contact_id": 1, **way._asdict()})
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(
            f"Line {line}: {first['loc'][0]}: {first['msg']}.", "Mend the line, or use --skip-bad."
        ) from None
    except ValueError as error:
        raise BadInput(f"Line {line}: {error}", "Mend the line, or use --skip-bad.") from None
    return contact._replace(cadence=cadence)


def _with_it(writer: Writer, number: int, person: Person) -> None:
    """What else a person of a file brings: the last touch, an anniversary."""
    if person.last_touch_on and person.last_touch_on <= writer.today.isoformat():
        touches.log(writer, Touch(number, person.last_touch_on, "message", note="before the import"))
    if person.anniversary:
        writer.insert_named("occasion", contact_id=number, kind="anniversary", title="", date=person.anniversary)


def _remember(writer: Writer, number: int, person: Person) -> None:
    """Note under which identity the source knows the contact, so that the next import finds it."""
    keys = [PRINT + fingerprint(person)] + ([UID + person.uid] if person.uid else [])
    for key in keys:
        if not writer.rows("SELECT 1 FROM source WHERE key = :key AND contact_id = :id", key=key, id=number):
            seen = json.dumps(list(person.extra), ensure_ascii=False) if person.extra else ""
            writer.insert("source", contact_id=number, name="import", key=key, seen=seen)


def add_touches(writer: Writer, found: Iterable[tuple[int, PastTouch]]) -> int:
    """Log past touches that are not in the book yet; how many."""
    added = 0
    for number, past in found:
        touch = Touch(number, past.on, past.channel, past.direction, past.note, past.minutes)
        if not is_known(writer, touch):
            touches.log(writer, touch)
            added += 1
    return added


def is_known(writer: Any, touch: Touch) -> bool:
    """True if a touch of that contact, day, channel, direction and note is in the book."""
    return bool(
        writer.rows(
            "SELECT 1 FROM touch WHERE contact_id = :id AND touched_on = :day AND channel = :channel "
            "AND direction = :direction AND note = :note",
            id=touch.contact_id, day=touch.on, channel=touch.channel, direction=touch.direction, note=touch.note,
        )
    )  # fmt: skip
