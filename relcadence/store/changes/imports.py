"""An import carried out: the decided actions become one change set, with the memory of what the source said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import Any

from relcadence.domain.imported import Action, PastTouch, Person
from relcadence.domain.matching import fingerprint
from relcadence.domain.people import Contact, DoNotContact, Touch
from relcadence.domain.vocabulary import LEVELS
from relcadence.store import seal, seen
from relcadence.store.changes import people, slots, touches
from relcadence.store.changes.writer import Touched, Writer, new_uuid
from relcadence.store.queries import people as queries
from relcadence.store.queries.known import Memory, Origin, memories, same_source
from relcadence.store.rows import Rows

BEFORE = "before the import"
BATCH = 2000
_TEXTS = attrgetter(*(name for name in people.PLAIN if name != "level"))
SAID = ("name", "shape", "uid", "print", "seen")


def carry_out(
    writer: Writer,
    actions: Iterable[Action],
    origin: Origin,
    tags: tuple[str, ...] = (),
) -> int:
    """Create and update as decided, and remember what the source said; how many contacts were changed.

    What cannot be kept is to be left out beforehand: `refuse_what_cannot_be_kept` tells. Kept values follow batch by
    batch, so that memory does not grow with the file; all is one change set still.
    """
    changed = 0
    waiting = iter(actions)
    with seal.together(writer.connection):
        while batch := list(islice(waiting, BATCH)):
            new = [action.person for action in batch if action.contact_id is None and action.kind != "skip"]
            changed += _create(writer, new, origin, tags)
            changed += sum(_update(writer, action, origin) for action in batch if action.contact_id is not None)
            slots.bring_up_to_date(writer)
            writer.touched = Touched()
    return changed


def _create(writer: Writer, new: Sequence[Person], origin: Origin, tags: tuple[str, ...]) -> int:
    """New contacts with what else the file brings of them."""
    numbers = people.add_many(writer, [_cadence(new_contact(writer.today, person, tags)) for person in new])
    known = list(zip(numbers, new, strict=True))
    today = writer.today.isoformat()
    days = [(new_uuid(), number, "anniversary", "", each.anniversary) for number, each in known if each.anniversary]
    writer.insert_many("occasion", ("uuid", "contact_id", "kind", "title", "date"), days)
    reached = [(number, each.last_touch_on, "message", BEFORE) for number, each in known if each.last_touch_on]
    writer.insert_many(
        "touch", ("contact_id", "touched_on", "channel", "note"), [row for row in reached if row[1] <= today]
    )
    writer.insert_many("source", ("contact_id", *SAID), [(number, *_said(each, origin)) for number, each in known])
    return len(new)


def _update(writer: Writer, action: Action, origin: Origin) -> bool:
    """One contact brought to what its source says now; whether the contact itself changed."""
    number = action.contact_id
    assert number is not None
    changed = False
    if action.kind == "update":
        after = updated(queries.contact(writer, number), action, writer.today)
        changed = people.bring_to(writer, number, _cadence(after))
    mine = same_source(memories(writer, number), origin, action.person)
    _with_it(writer, number, action.person, mine)
    _remember(writer, number, action.person, origin, mine)
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
    """The contact with the changes of an import; lists take what is added and lose what is taken away."""
    values: dict[str, Any] = {change.field: change.after for change in action.changes}
    for change in action.changes:
        held = getattr(contact, change.field)
        if isinstance(held, tuple) and held != change.before and change.field != "do_not_contact":
            stays = [each for each in held if each in change.after or each not in change.before]
            values[change.field] = tuple(dict.fromkeys((*stays, *change.after)))
    if reason := values.get("do_not_contact"):
        values["do_not_contact"] = _banned(reason, today)
    return contact._replace(**values)


def refuse_what_cannot_be_kept(contact: Contact) -> None:
    """Raise ValueError, a full sentence, where the schema or a rule does not take the contact."""
    _cadence(contact)
    if _is_plain(contact):
        return
    from relcadence.store.border import problem_of

    values = {name: getattr(contact, name) for name in people.PLAIN}
    if problem := problem_of("contact", {**values, "uuid": "-"}):
        raise ValueError(problem)
    for way in contact.reach:
        if problem := problem_of("reach", {"contact_id": 1, **way._asdict()}):
            raise ValueError(problem)


def _is_plain(contact: Contact) -> bool:
    """Whether all that is said is text that can be written, which the border, slow to load, need not look at."""
    try:
        "".join((*_TEXTS(contact), *(part for way in contact.reach for part in way))).encode()
    except (TypeError, UnicodeEncodeError):
        return False
    return contact.level in (None, *LEVELS) and not contact.verified_on


def _cadence(contact: Contact) -> Contact:
    """The contact with its cadence in the form that is kept; ValueError where it is none."""
    if not contact.cadence:
        return contact
    from relcadence.domain.cadence import parse_cadence

    return contact._replace(cadence=str(parse_cadence(contact.cadence) or "none"))


def _with_it(writer: Writer, number: int, person: Person, mine: Memory | None) -> None:
    """What else a person of a file brings: the last touch, an anniversary; neither comes back once it was known."""
    before = seen.read(mine.seen) if mine else Person(0, "")
    if person.anniversary != before.anniversary:
        _anniversary(writer, number, before.anniversary, person.anniversary)
    on = person.last_touch_on
    if on and on != before.last_touch_on and on <= writer.today.isoformat():
        rows = writer.rows(
            "SELECT 1 FROM touch WHERE contact_id = :id AND touched_on >= :on LIMIT 1", id=number, on=on
        )
        if not rows:
            touches.log(writer, Touch(number, on, "message", note=BEFORE))


def _anniversary(writer: Writer, number: int, before: str, after: str) -> None:
    """Follow the source where the book has what it said before; the first that any source tells is taken."""
    held = dict(
        writer.rows("SELECT date, id FROM occasion WHERE contact_id = :id AND kind = 'anniversary'", id=number)
    )
    if before in held and after:
        writer.change("occasion", held[before], date=after)
    elif after and not held and not before:
        writer.insert_named("occasion", contact_id=number, kind="anniversary", title="", date=after)


def _remember(writer: Writer, number: int, person: Person, origin: Origin, mine: Memory | None) -> None:
    """Note what the source says of the contact now, so that the next import knows what changed there."""
    values = dict(zip(SAID, _said(person, origin), strict=True))
    if mine:
        writer.change("source", mine.id, **{**values, "uid": person.uid or mine.uid})
    else:
        writer.insert("source", contact_id=number, **values)


def _said(person: Person, origin: Origin) -> tuple[str, ...]:
    """The columns SAID of what a source says of a person."""
    return origin.name, origin.shape, person.uid, fingerprint(person), seen.write(person)


def is_news(store: Rows, action: Action, origin: Origin) -> bool:
    """Whether the source says anything of a contact that is not remembered yet, be it nothing for the book."""
    if action.contact_id is None:
        return False
    mine = same_source(memories(store, action.contact_id), origin, action.person)
    return mine is None or mine.seen != seen.write(action.person)


def add_touches(writer: Writer, found: Iterable[tuple[int, PastTouch]]) -> int:
    """Log past touches that are not in the book yet, or told twice; how many.

    What they say is found from batch to batch; what is due follows once, when the change set ends.
    """
    added = 0
    waiting = iter(found)
    with seal.together(writer.connection):
        while batch := list(islice(waiting, BATCH)):
            new: dict[tuple[Any, ...], Touch] = {}
            for number, past in batch:
                touch = Touch(number, past.on, past.channel, past.direction, past.note, past.minutes)
                if not is_known(writer, touch):
                    new.setdefault(_telling(touch), touch)
            touches.log_past(writer, [*new.values()])
            slots.note_said(writer)
            added += len(new)
    return added


def _telling(touch: Touch) -> tuple[Any, ...]:
    """What makes two past touches one."""
    return touch.contact_id, touch.on, touch.channel, touch.direction, touch.note


def is_known(writer: Rows, touch: Touch) -> bool:
    """True if a touch of that contact, day, channel, direction and note is in the book."""
    return bool(
        writer.rows(
            "SELECT 1 FROM touch WHERE contact_id = :id AND touched_on = :day AND channel = :channel "
            "AND direction = :direction AND note = :note",
            id=touch.contact_id, day=touch.on, channel=touch.channel, direction=touch.direction, note=touch.note,
        )
    )  # fmt: skip
