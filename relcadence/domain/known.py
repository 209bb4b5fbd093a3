"""What the book knows about people, asked by key: UID, e-mail, phone, name, and what a source told before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from relcadence.domain.imported import Person, Told
from relcadence.domain.likeness import is_own_line, name_key, reach_key
from relcadence.domain.people import Contact, Reach


class Known(NamedTuple):
    """What the book knows, asked by key; each look-up gives the numbers of contacts, none where nothing answers.

    `by_email` takes `email_key`, `by_phone` `normalise_phone`, `by_name` `name_key`. `by_source` takes the
    `fingerprint` of a person that came from the same source before; `by_uid` the UID of any earlier import. `told`
    gives what sources said of a contact before. `is_empty` where there is nobody to know.
    """

    by_uid: Callable[[str], Sequence[int]]
    by_email: Callable[[str], Sequence[int]]
    by_phone: Callable[[str], Sequence[int]]
    by_name: Callable[[str], Sequence[int]]
    by_source: Callable[[str], Sequence[int]]
    contact: Callable[[int], Contact]
    told: Callable[[int, Person], Told] = lambda contact_id, person: Told()
    is_empty: bool = False


def index(
    contacts: Iterable[Contact],
    country: str,
    uids: Iterable[tuple[str, int]] = (),
    fingerprints: Iterable[tuple[str, int]] = (),
) -> Known:
    """A `Known` in memory over these contacts, with (UID, contact id) and (fingerprint, contact id) of the source."""
    tables: dict[str, dict[str, list[int]]] = {part: {} for part in ("uid", "email", "phone", "name", "source")}
    people = {contact.id: contact for contact in contacts}

    def put(part: str, key: str, contact_id: int) -> None:
        ids = tables[part].setdefault(key, [])
        if key and contact_id not in ids:
            ids.append(contact_id)

    for contact in people.values():
        for part, key in evidence(contact.reach, country):
            put(part, key, contact.id)
        for name in (contact.name, *contact.aliases):
            put("name", name_key(name), contact.id)
    for uid, contact_id in uids:
        put("uid", uid, contact_id)
    for print_, contact_id in fingerprints:
        put("source", print_, contact_id)
    asked = {f"by_{part}": (lambda key, table=table: table.get(key, ())) for part, table in tables.items()}
    return Known(contact=people.__getitem__, is_empty=not people, **asked)


def evidence(reach: Iterable[Reach], country: str) -> list[tuple[str, str]]:
    """The e-mail and phone keys that tell who somebody is."""
    keys = [reach_key(way, country) for way in reach if way.kind == "email" or is_own_line(way)]
    return list(dict.fromkeys(key for key in keys if key[1]))
