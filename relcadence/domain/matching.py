"""Is this imported person somebody we know? Decides create, update, same, ask or skip; changes nothing.

One rule: an import adds what is missing and follows what changed at its source; it never overwrites what was changed
in the book, and it never makes one of two people because they share a name.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from relcadence.domain import birthdays
from relcadence.domain.imported import Action, Change, PastTouch, Person, Problem, Told, Whole
from relcadence.domain.known import Known, evidence, index
from relcadence.domain.likeness import (
    email_key,
    is_address,
    is_plainly_another,
    name_key,
    normalise_phone,
    own_key,
    reach_key,
    same_organisation,
)
from relcadence.domain.people import Contact, Reach
from relcadence.domain.reimport import changed_at_source, is_settled
from relcadence.domain.text import fold
from relcadence.errors import say

T = TypeVar("T")

__all__ = [
    "Action", "Change", "Known", "PastTouch", "Person", "Problem", "Told",
    "decide", "decide_all", "email_key", "fingerprint", "index", "keys", "merged", "name_key", "normalise_phone",
    "recognised",
]  # fmt: skip


REASONS = {
    "uid": say("the same UID as in an earlier import"),
    "email": say("the same e-mail address"),
    "phone": say("the same phone number"),
    "source": say("imported from this source before"),
    "organisation": say("the same name and organisation"),
    "handle": say("the same name and the same handle"),
    "several": say("several contacts answer to it"),
    "other_name": say("the same e-mail address, but quite another name"),
    "name_only": say("only the name is the same"),
    "another": say("the same name, but another organisation or birthday"),
    "new": say("not yet in the book"),
    "nameless": say("neither a name nor an e-mail address"),
    "chosen": say("you said so"),
}


def fingerprint(person: Person) -> str:
    """What a source is remembered by where it gives no UID, e-mail or phone: name, organisation and birthday."""
    from hashlib import sha256

    text = "\n".join((fold(person.name), fold(person.organisation), person.birthday))
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


class Plan(Protocol):
    """Where the people of a file wait until it is decided what is to be done with each."""

    @property
    def taken(self) -> Container[int]:
        """The contacts whom somebody of the file was recognised as."""

    def undecided(self) -> Iterable[Whole]:
        """Those on whom nothing is decided, by line, each with the further lines that tell of them."""

    def decide(self, action: Action) -> None:
        """Note what is to be done with the person of the action."""


def decide_all(plan: Plan, known: Known, country: str = "") -> None:
    """Decide on everybody of a plan. E-mail and phone decide before names do, for the whole file, so that no namesake
    takes the place of the right one.

    `country` ("US", "CN" …) says how its national phone numbers are dialled.
    """
    for rule in (_at_once, _by_print, _by_telling, _by_name):
        for person, lines in plan.undecided():
            if action := rule(person, known, country, plan.taken):
                plan.decide(action._replace(lines=lines))


def decide(people: Iterable[Person], known: Known, *, country: str = "") -> list[Action]:
    """One action for each person of a file, in its order; people the file tells of twice are first made one."""
    plan = _InMemory(merged(people, country))
    decide_all(plan, known, country)
    return [plan.actions[person.line] for person, _ in plan.told]


class _InMemory:
    """A plan for few people."""

    def __init__(self, told: list[Whole]) -> None:
        self.told = told
        self.taken: set[int] = set()
        self.actions: dict[int, Action] = {}

    def undecided(self) -> Iterable[Whole]:
        return (each for each in self.told if each[0].line not in self.actions)

    def decide(self, action: Action) -> None:
        self.actions[action.person.line] = action
        self.taken |= set() if action.contact_id is None else {action.contact_id}


def keys(person: Person, country: str) -> list[tuple[str, str]]:
    """The e-mail, phone and UID keys of a person: who shares one in a file may be one, see `merged`."""
    return evidence(person.reach, country) + ([("uid", person.uid)] if person.uid else [])


def merged(people: Iterable[Person], country: str = "") -> list[Whole]:
    """The people of a file, each once, with the further lines that tell of them: equal e-mail, phone or UID is one.

    What two plainly different names share makes nobody one: it is an office's mailbox, a switchboard, a running
    number.
    """
    groups: dict[int, Whole] = {}
    moved: dict[int, int] = {}
    owner: dict[tuple[str, str], int] = {}
    for number, person in enumerate(people):
        held = keys(person, country)
        met = {_home(owner[key], moved) for key in held if key in owner}
        hits = sorted(group for group in met if not is_plainly_another(person.name, groups[group][0].name))
        home = hits[0] if hits else number
        groups[home] = _joined([groups.pop(hit) for hit in hits] + [(person, ())], country)
        moved.update((hit, home) for hit in hits[1:])
        owner.update((key, home) for key in held if key not in owner)
    return [groups[number] for number in sorted(groups)]


def _home(number: int, moved: Mapping[int, int]) -> int:
    while number in moved:
        number = moved[number]
    return number


def _joined(parts: Sequence[Whole], country: str) -> Whole:
    (whole, lines), *others = parts
    for person, further in others:
        whole, lines = _one_of(whole, person, country), (*lines, person.line, *further)
    return whole, lines


def _one_of(first: Person, second: Person, country: str) -> Person:
    """Two tellings of one person as one: the first is believed, the second fills and adds."""
    named, other = (second, first) if is_address(first.name) and second.name else (first, second)
    filled: dict[str, Any] = {field: getattr(first, field) or getattr(second, field) for field in _FILLED}
    added: dict[str, Any] = {field: _added(getattr(first, field), getattr(second, field), fold) for field in _ADDED}
    return first._replace(
        **filled,
        **added,
        name=named.name,
        aliases=_more_aliases(named.name, first.aliases, (*second.aliases, other.name)),
        reach=_more_reach(first.reach, second.reach, country),
        birthday=birthdays.fuller(first.birthday, second.birthday),
        note=_more_note(first.note, second.note),
        last_touch_on=max(first.last_touch_on, second.last_touch_on),
    )


_MOST = 100  # no person has more names or numbers; a file made to hurt has
_FILLED = (
    "uid", "organisation", "title", "level", "cadence", "channel", "language", "city", "anniversary",
    "do_not_contact", "met_on",
)  # fmt: skip
_ADDED = ("roles", "tags", "interests", "related", "extra")
_CONTACT_FILLED = ("organisation", "title", "level", "cadence", "channel", "language", "city", "do_not_contact")
_CONTACT_ADDED = ("tags", "interests")


def _at_once(person: Person, known: Known, country: str, taken: Container[int]) -> Action | None:
    """The action that strong evidence decides, or that nothing at all speaks of somebody known."""
    action = None if known.is_empty and person.name else _by_strong_evidence(person, known, country)
    if action or known.is_empty:
        return action or _action("create", person, "new")
    somebody = known.by_name(name_key(person.name)) or known.by_source(fingerprint(person))
    return None if somebody else _action("create", person, "new")


def _by_strong_evidence(person: Person, known: Known, country: str) -> Action | None:
    """The action that UID, e-mail or phone decide, in this order; None where they say nothing."""
    if not person.name:
        return _action("skip", person, "nameless")
    held = keys(person, country)
    for kind, look_up in (("uid", known.by_uid), ("email", known.by_email), ("phone", known.by_phone)):
        ids = dict.fromkeys(id_ for part, value in held if part == kind for id_ in look_up(value))
        possible = [id_ for id_ in ids if not is_plainly_another(person.name, known.contact(id_).name)]
        likeliest = _likeliest(person, possible, known) if len(possible) > 1 else possible
        if len(likeliest) == 1:
            return recognised(person, likeliest[0], kind, known, country)
        if likeliest or (ids and kind == "email"):
            reason = "several" if likeliest else "other_name"
            return _action("ask", person, reason, candidates=tuple(likeliest or ids))
    return None


def _likeliest(person: Person, ids: Sequence[int], known: Known) -> Sequence[int]:
    """Of several who share an address: the one this source made, else those of the name, else all."""
    before = known.by_source(fingerprint(person))
    if own := [id_ for id_ in ids if id_ in before]:
        return own[:1]
    key = name_key(person.name)
    return [id_ for id_ in ids if name_key(known.contact(id_).name) == key] or ids


def _by_print(person: Person, known: Known, country: str, taken: Container[int]) -> Action | None:
    """The action where a source told of a person of this name, organisation and birthday before."""
    ids = (contact_id for contact_id in known.by_source(fingerprint(person)) if contact_id not in taken)
    return next((recognised(person, contact_id, "source", known, country) for contact_id in ids), None)


def _by_telling(person: Person, known: Known, country: str, taken: Container[int]) -> Action | None:
    """The action where this very source told of one person of the name before, whatever else it says now."""
    key = name_key(person.name)
    namesakes = [id_ for id_ in known.by_name(key) if id_ not in taken]
    told = ((id_, known.told(id_, person).before) for id_ in namesakes)
    before = [(id_, said) for id_, said in told if said and name_key(said.name) == key]
    if len(before) != 1 or birthdays.is_other(person.birthday, before[0][1].birthday):
        return None
    return recognised(person, before[0][0], "source", known, country)


def _by_name(person: Person, known: Known, country: str, taken: Container[int]) -> Action:
    """The action where only the name can tell; a contact answers to one person of a file."""
    namesakes = [id_ for id_ in known.by_name(name_key(person.name)) if id_ not in taken]
    for reason, agrees in (("organisation", _same_place), ("handle", _same_handle)):
        ids = [id_ for id_ in namesakes if agrees(person, known.contact(id_))]
        if len(ids) == 1:
            return recognised(person, ids[0], reason, known, country)
        if ids:
            return _action("ask", person, "several", candidates=tuple(ids))
    possible = tuple(id_ for id_ in namesakes if not _contradict(person, known.contact(id_)))
    if possible:
        return _action("ask", person, "name_only", candidates=possible)
    return _action("create", person, "another" if namesakes else "new")


def _action(kind: str, person: Person, reason: str, candidates: tuple[int, ...] = ()) -> Action:
    return Action(kind, person, reason=REASONS[reason], reason_key=reason, candidates=candidates)


def recognised(person: Person, contact_id: int, reason: str, known: Known, country: str) -> Action:
    """The action for a person who is that contact: what changed at its source, else what is missing."""
    told, contact = known.told(contact_id, person), known.contact(contact_id)
    kept: tuple[str, ...] = ()
    if told.before:
        changes, kept = changed_at_source(person, told, contact, country)
    else:
        is_first = contact_id not in known.by_source(fingerprint(person))
        changes = _missing(person, contact, country, is_first)
    said = REASONS.get(reason, reason)
    return Action("update" if changes else "same", person, contact_id, changes, said, (), reason, kept=kept)


def _same_place(person: Person, contact: Contact) -> bool:
    agrees = same_organisation(person.organisation, contact.organisation)
    return agrees and not birthdays.is_other(person.birthday, contact.birthday)


def _same_handle(person: Person, contact: Contact) -> bool:
    ours = {reach_key(way, "") for way in person.reach if way.kind == "handle"}
    return any(reach_key(way, "") in ours for way in contact.reach if way.kind == "handle")


def _contradict(person: Person, contact: Contact) -> bool:
    both_placed = person.organisation and contact.organisation
    other_place = both_placed and not same_organisation(person.organisation, contact.organisation)
    return bool(other_place) or birthdays.is_other(person.birthday, contact.birthday)


def _missing(person: Person, contact: Contact, country: str, is_first: bool) -> tuple[Change, ...]:
    """The fields of the contact that the person fills; a note is added only the first time a source tells it."""
    after: dict[str, Any] = {field: getattr(contact, field) or getattr(person, field) for field in _CONTACT_FILLED}
    after |= {field: _added(getattr(contact, field), getattr(person, field), fold) for field in _CONTACT_ADDED}
    after["name"] = person.name if is_address(contact.name) and not is_address(person.name) else contact.name
    after["aliases"] = _more_aliases(after["name"], contact.aliases, (*person.aliases, person.name))
    after["roles"] = _added(contact.roles, [role for role in person.roles if not is_settled(role, contact)], str)
    after["reach"] = _more_reach(contact.reach, person.reach, country)
    after["birthday"] = birthdays.fuller(contact.birthday, person.birthday)
    after["note"] = _more_note(contact.note, person.note) if is_first else contact.note or person.note
    changed = ((field, getattr(contact, field), value) for field, value in after.items())
    return tuple(Change(field, before, value) for field, before, value in changed if value and value != before)


def _added(ours: Iterable[T], theirs: Iterable[T], key: Callable[[T], object]) -> tuple[T, ...]:
    """Ours, then those of theirs whose key is new, up to a hundred."""
    taken = {key(item) for item in ours}
    more = {key(item): item for item in reversed((*theirs,))}
    new = [item for word, item in reversed(more.items()) if word not in taken]
    return (*ours, *new[: max(0, _MOST - len(taken))])


def _more_aliases(name: str, ours: tuple[str, ...], theirs: Iterable[str]) -> tuple[str, ...]:
    real = [word for word in theirs if word and not is_address(word)]
    return _added((name, *ours), real, name_key)[1:]


def _more_reach(ours: tuple[Reach, ...], theirs: Iterable[Reach], country: str) -> tuple[Reach, ...]:
    return _added(ours, theirs, lambda way: own_key(way, country))


def _more_note(ours: str, theirs: str) -> str:
    return ours if theirs in ours else f"{ours}\n{theirs}" if ours else theirs
