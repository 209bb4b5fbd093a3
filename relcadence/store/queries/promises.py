"""Promises out of the store."""

from __future__ import annotations

from typing import NamedTuple

from relcadence.store.reading import Store


class PromiseRow(NamedTuple):
    """A promise with the name of the one it was made to."""

    id: int
    contact_id: int
    contact: str
    text: str
    made_on: str
    due_on: str
    state: str


def owed(store: Store, contact_id: int) -> int:
    """How many promises and appointments are open with a contact."""
    return int(
        store.value(
            "SELECT (SELECT count(*) FROM promise WHERE contact_id = :id AND state = 'open') + "
            "(SELECT count(*) FROM appointment WHERE contact_id = :id AND state = 'open')",
            id=contact_id,
        )
    )


def promises(store: Store, *, everything: bool = False, contact_id: int | None = None) -> list[PromiseRow]:
    """The open promises (or all) by due day, of everybody or of one contact."""
    rows = store.rows(
        "SELECT p.id, p.contact_id, c.name, p.text, p.made_on, p.due_on, p.state FROM promise p "
        "JOIN contact c ON c.id = p.contact_id WHERE (:everything = 1 OR p.state = 'open') "
        "AND (:contact IS NULL OR p.contact_id = :contact) ORDER BY p.state <> 'open', p.due_on, p.id",
        everything=int(everything), contact=contact_id,
    )  # fmt: skip
    return [PromiseRow(*row) for row in rows]
