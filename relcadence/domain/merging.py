"""Two contacts that are one person: what the merged one is, and where the two contradict each other.

One rule: the first is believed; what only the second knows is added; what contradicts is named, and kept in the note.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from relcadence.domain import birthdays
from relcadence.domain.likeness import name_key, own_key
from relcadence.domain.people import Contact, Reach
from relcadence.domain.text import fold
from relcadence.errors import say

SINGLE = (
    "level", "organisation", "title", "account", "preferences", "how_met", "salutation", "language", "channel",
    "cadence", "quiet", "city", "birthday", "basis", "cards", "country",
    "offers", "barred_reason",
)  # fmt: skip
UNSAID = {"basis": "unknown"}


class Conflict(NamedTuple):
    """A field in which the two differ: what is kept, and what the other said."""

    field: str
    kept: str
    other: str


class Merged(NamedTuple):
    """The one contact that two become, and what they disagreed on."""

    contact: Contact
    conflicts: tuple[Conflict, ...]


def merge(first: Contact, second: Contact, country: str = "") -> Merged:
    """The first with what the second adds. Raises ValueError where both are the same contact."""
    if first.id == second.id:
        raise ValueError(say("{name} is one contact already.", name=first.name))
    values: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for field in SINGLE:
        ours, theirs = _said(first, field), _said(second, field)
        if field == "birthday" and birthdays.is_same(ours, theirs):
            ours = theirs = birthdays.fuller(ours, theirs)
        values[field] = ours or theirs or getattr(first, field)
        if ours and theirs and ours != theirs:
            conflicts.append(Conflict(field, str(ours), str(theirs)))
    values["roles"] = _united(first.roles, second.roles)
    values["tags"] = _united(first.tags, second.tags)
    values["interests"] = _united(first.interests, second.interests)
    values["aliases"] = _aliases(first, second)
    values["reach"] = _reach(first.reach, second.reach, country)
    values["note"] = "\n".join(filter(None, (first.note, second.note if second.note not in first.note else "", *(
        f"{each.field}: {each.other}" for each in conflicts
    ))))  # fmt: skip
    values["barred"] = _united(first.barred, second.barred)
    values["shareable"] = first.shareable or second.shareable
    values["level_on"] = first.level_on if first.level else second.level_on
    values["verified_on"] = max(first.verified_on, second.verified_on)
    values["hold"] = max((each.hold for each in (first, second) if each.hold), default=None)
    values["do_not_contact"] = first.do_not_contact or second.do_not_contact
    if "archived" in (first.status, second.status) and first.status != second.status:
        values["status"] = first.status if second.status == "archived" else second.status
    return Merged(first._replace(**values), tuple(conflicts))


def _said(contact: Contact, field: str) -> Any:
    value = getattr(contact, field)
    return None if value == UNSAID.get(field) else value


def _united(ours: Iterable[str], theirs: Iterable[str]) -> tuple[str, ...]:
    words = {fold(each): each for each in (*reversed((*theirs,)), *reversed((*ours,)))}
    return tuple(each for each in dict.fromkeys((*ours, *theirs)) if words[fold(each)] == each)


def _aliases(first: Contact, second: Contact) -> tuple[str, ...]:
    """The names of both but the one that stays; two of the same words in another order are one."""
    taken = {name_key(first.name)}
    kept = []
    for each in (*first.aliases, second.name, *second.aliases):
        if name_key(each) not in taken:
            taken.add(name_key(each))
            kept.append(each)
    return tuple(kept)


def _reach(ours: tuple[Reach, ...], theirs: tuple[Reach, ...], country: str) -> tuple[Reach, ...]:
    taken = {own_key(way, country) for way in ours}
    return (*ours, *(way for way in theirs if own_key(way, country) not in taken))
