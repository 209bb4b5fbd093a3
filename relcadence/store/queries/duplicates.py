"""Contacts as they are compared with each other: read in a few passes over the tables, not one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from relcadence.domain.duplicates import Candidate
from relcadence.domain.likeness import is_own_line
from relcadence.domain.people import Reach
from relcadence.store.reading import Store

# Their own: a birthday with a title is another's, such as a child's.
BIRTHDAYS = "SELECT contact_id, date FROM occasion WHERE kind = 'birthday' AND title = '' ORDER BY id DESC"


def told_apart(store: Store) -> set[tuple[int, int]]:
    """The pairs of contacts who are two people as the user said, the older number first."""
    return {(min(pair), max(pair)) for pair in store.rows("SELECT contact_id, other_id FROM told_apart")}


def candidates(store: Store, numbers: Iterable[int] = ()) -> list[Candidate]:
    """All contacts but the archived, or those of these numbers."""
    wanted = set(numbers)
    names: dict[int, list[str]] = defaultdict(list)
    ways: dict[int, list[tuple[str, str]]] = defaultdict(list)
    with store.snapshot():
        for number, name in store.rows("SELECT contact_id, name FROM alias ORDER BY id"):
            names[number].append(name)
        for number, kind, value, label, folded in store.rows(
            "SELECT contact_id, kind, value, label, folded FROM reach WHERE kind <> 'address' ORDER BY id"
        ):
            if folded and (kind != "phone" or is_own_line(Reach(kind, value, label))):
                ways[number].append((kind, folded))
        days = dict(store.rows(BIRTHDAYS))
        rows = store.rows("SELECT id, name, organisation, city FROM contact WHERE status <> 'archived' ORDER BY id")
    return [
        Candidate(number, (name, *names[number]), organisation, city, days.get(number, ""), tuple(ways[number]))
        for number, name, organisation, city in rows
        if not wanted or number in wanted
    ]
