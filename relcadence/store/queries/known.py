"""What the book knows about people, for matching an import: asked of the store key by key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from relcadence.domain.imported import Person, Told
from relcadence.domain.known import Known
from relcadence.domain.likeness import is_own_line, name_key
from relcadence.domain.matching import fingerprint
from relcadence.domain.people import Reach
from relcadence.store import seen
from relcadence.store.queries import people
from relcadence.store.reading import Store
from relcadence.store.rows import Rows


class Origin(NamedTuple):
    """Where the people of an import come from: the source's name, and the shape of the file ("" says nothing)."""

    name: str
    shape: str = ""


class Memory(NamedTuple):
    """One row of what sources said: its key, the source, and the identity the contact has there."""

    id: int
    name: str
    shape: str
    uid: str
    print: str
    seen: str


def known(store: Store, origin: Origin = Origin("")) -> Known:
    """A `Known` over the store. Names are read once, since they are compared in any order of their words."""
    names: dict[str, list[int]] = {}

    def by_name(key: str) -> Sequence[int]:
        if not names:
            for number, name in store.rows(
                "SELECT id, name FROM contact UNION SELECT contact_id, name FROM alias ORDER BY 1"
            ):
                ids = names.setdefault(name_key(name), [])
                if number not in ids:
                    ids.append(number)
        return names.get(key, ())

    def by_reach(kind: str, key: str) -> Sequence[int]:
        rows = store.rows(
            "SELECT contact_id, kind, value, label FROM reach WHERE kind = :kind AND folded = :key",
            kind=kind,
            key=key,
        )
        return sorted({number for number, *way in rows if kind == "email" or is_own_line(Reach(*way))})

    def told(number: int, person: Person) -> Told:
        rows = memories(store, number)
        mine = same_source(rows, origin, person)
        others = tuple(seen.read(row.seen) for row in rows if row is not mine)
        return Told(seen.read(mine.seen, mine.uid) if mine else None, others)

    return Known(
        by_uid=lambda key: _numbers(store, _BY_UID, key),
        by_email=lambda key: by_reach("email", key),
        by_phone=lambda key: by_reach("phone", key),
        by_name=by_name,
        by_source=lambda key: _numbers(store, "SELECT contact_id FROM source WHERE print = :key", key),
        contact=lambda number: people.contact(store, number),
        told=told,
        is_empty=not store.value("SELECT 1 FROM contact LIMIT 1"),
    )


_BY_UID = "SELECT contact_id FROM source WHERE uid = :key UNION SELECT id FROM contact WHERE uuid = :key"


def _numbers(store: Store, statement: str, key: str) -> Sequence[int]:
    return sorted({number for (number,) in store.rows(statement, key=key)})


def memories(store: Rows, number: int) -> list[Memory]:
    """What sources said of a contact, the newest row last."""
    rows = store.rows(
        "SELECT id, name, shape, uid, print, seen FROM source WHERE contact_id = :id ORDER BY id", id=number
    )
    return [Memory(*row) for row in rows]


def same_source(rows: Sequence[Memory], origin: Origin, person: Person) -> Memory | None:
    """The row of the source that tells of the person now: of the same UID, name, shape or print, in this order."""
    if not rows:
        return None
    print_ = fingerprint(person)
    tests: tuple[Callable[[Memory], object], ...] = (
        lambda row: person.uid and row.uid == person.uid,
        lambda row: row.name == origin.name and not (person.uid and row.uid),
        lambda row: origin.shape and row.shape == origin.shape and not (person.uid and row.uid),
        lambda row: row.print == print_,
    )
    return next((row for test in tests for row in rows if test(row)), None)
