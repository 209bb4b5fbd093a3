"""Who may be meant by an address or a title of the user's calendar."""

from __future__ import annotations

from collections.abc import Iterable

from relcadence.domain.meetings import Book, name_words
from relcadence.store.changes import meetings
from relcadence.store.reading import Store


def book(store: Store) -> Book:
    """E-mails, names and aliases of everybody who is not archived, and what is logged."""
    emails = store.rows(
        "SELECT r.folded, c.id FROM reach r JOIN contact c ON c.id = r.contact_id "
        "WHERE r.kind = 'email' AND c.status <> 'archived' ORDER BY c.id"
    )
    names = store.rows(
        "SELECT k.folded, c.id FROM name_key k JOIN contact c ON c.id = k.contact_id "
        "WHERE c.status <> 'archived' ORDER BY c.id"
    )
    return Book(
        _by_key(emails),
        _by_key((name_words(name), number) for name, number in names),
        lambda uid, on: meetings.is_logged(store, uid, on),
        lambda number, on: meetings.is_met(store, number, on),
    )


def _by_key(rows: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for key, number in rows:
        if key and number not in found.get(key, ()):
            found[key] = (*found.get(key, ()), number)
    return found
