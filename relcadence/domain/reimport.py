"""What changed at a source since it was last imported, against what the book made of it: three sides, one answer.

One rule: what changed only at the source is followed; what changed here stays. An empty field says nothing, so it
clears nothing; a value that a source has replaced goes only where no other source tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from relcadence.domain.imported import Change, Person, Told
from relcadence.domain.likeness import name_key, own_key
from relcadence.domain.people import Contact, Reach
from relcadence.domain.text import fold

T = TypeVar("T")
SINGLE = ("name", "organisation", "title", "level", "channel", "language", "city", "birthday")
LISTS = ("roles", "tags", "interests")


def changed_at_source(
    person: Person, told: Told, contact: Contact, country: str
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """The changes that follow the source, and the fields that stay as they are here though the source changed.

    `told.before` is what this source said last and must be there.
    """
    before = told.before or person
    after: dict[str, Any] = {}
    kept: list[str] = []
    for field in SINGLE:
        _follow(field, getattr(person, field), getattr(before, field), getattr(contact, field), after, kept)
    _follow("cadence", person.cadence, _cadence(before.cadence), contact.cadence, after, kept, _cadence)
    if person.do_not_contact and not before.do_not_contact and not contact.do_not_contact:
        after["do_not_contact"] = person.do_not_contact
    for field in LISTS:
        ours, theirs, then = (getattr(each, field) for each in (contact, person, before))
        if field == "roles":
            theirs = tuple(role for role in theirs if role in then or not is_settled(role, contact))
        after[field] = _followed(ours, theirs, then, [getattr(each, field) for each in told.others], fold)
    after["aliases"] = _aliases(person, before, contact, after.get("name", contact.name))
    after["reach"] = _reach(person, told, contact, country)
    note = _note(person.note, before.note, contact.note)
    if note is None:
        kept.append("note")
    else:
        after["note"] = note
    changed = ((field, getattr(contact, field), value) for field, value in after.items())
    return tuple(Change(*each) for each in changed if each[1] != each[2]), tuple(kept)


def _follow(
    field: str,
    theirs: Any,
    before: Any,
    ours: Any,
    after: dict[str, Any],
    kept: list[str],
    key: Callable[[Any], Any] = lambda value: value,
) -> None:
    if not theirs or key(theirs) == before or key(theirs) == ours:
        return
    if (ours or None) == (before or None):
        after[field] = theirs
    else:
        kept.append(field)


def _cadence(text: str) -> str:
    """A cadence as the book writes it; one that cannot be read stays as it is, to be refused with its line."""
    from relcadence.domain.cadence import parse_cadence

    try:
        return str(parse_cadence(text) or "none") if text else ""
    except ValueError:
        return text


def _followed(
    ours: Sequence[T],
    theirs: Sequence[T],
    before: Sequence[T],
    others: Iterable[Sequence[T]],
    key: Callable[[T], Hashable],
) -> tuple[T, ...]:
    """Ours with what is new at the source, without what it has replaced and nobody else tells."""
    held, now, then = ({key(each) for each in side} for side in (ours, theirs, before))
    elsewhere = {key(each) for other in others for each in other}
    gone = then - now - elsewhere if theirs else set()
    new = {key(each): each for each in theirs if key(each) not in then | held}
    return (*(each for each in ours if key(each) not in gone), *new.values())


def _aliases(person: Person, before: Person, contact: Contact, name: str) -> tuple[str, ...]:
    """The other names: new ones of the source, and the name that the source gave up or the book does not follow."""
    told = {name_key(each) for each in (before.name, *before.aliases)}
    new = [each for each in (person.name, *person.aliases) if name_key(each) not in told]
    if name != contact.name:
        new.append(contact.name)
    taken = {name_key(each) for each in (name, *contact.aliases)}
    fresh = {name_key(each): each for each in new if name_key(each) not in taken}
    return (*contact.aliases, *fresh.values())


def _reach(person: Person, told: Told, contact: Contact, country: str) -> tuple[Reach, ...]:
    """The ways to reach: per kind as any list; a way that is only written or labelled otherwise is replaced."""

    def key(way: Reach) -> tuple[str, str]:
        return own_key(way, country)

    before = told.before or person
    result: list[Reach] = []
    kinds = dict.fromkeys(way.kind for way in (*contact.reach, *person.reach))
    for kind in kinds:
        sides = [[way for way in side if way.kind == kind] for side in (contact.reach, person.reach, before.reach)]
        others = [[way for way in other.reach if way.kind == kind] for other in told.others]
        result += _followed(sides[0], sides[1], sides[2], others, key)
    rewritten = {key(way): way for way in person.reach if way not in before.reach}
    result = [rewritten.get(key(way), way) if way in before.reach else way for way in result]
    ranks = {key(way): at for at, way in enumerate(contact.reach)}
    return tuple(sorted(dict.fromkeys(result), key=lambda way: ranks.get(key(way), len(ranks))))


def _note(theirs: str, before: str, ours: str) -> str | None:
    """Our note with the source's new words in the place of its old ones; None where those are not there."""
    if not theirs or theirs == before or theirs in ours:
        return ours
    if before:
        return ours.replace(before, theirs, 1) if before in ours else None
    return f"{ours}\n{theirs}" if ours else theirs


def is_settled(role: str, contact: Contact) -> bool:
    """Client and former client exclude each other; which of them holds is for the book to say."""
    return {"client": "former", "former": "client"}.get(role) in contact.roles
