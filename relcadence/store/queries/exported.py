"""What goes out of the store: contacts with what stands beside them, and all that is held about one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from relcadence.domain.people import Contact
from relcadence.store import journal, references
from relcadence.store.queries import people
from relcadence.store.reading import Store


class Exported(NamedTuple):
    """A contact as it goes out: with the anniversary, the unknown lines of its sources, and the last touch (ISO)."""

    contact: Contact
    anniversary: str
    extra: tuple[str, ...]
    last_touch_on: str


def exported(store: Store, numbers: Iterable[int]) -> Iterator[Exported]:
    """The contacts of these numbers, in their order."""
    for number in numbers:
        anniversary = store.value(
            "SELECT date FROM occasion WHERE contact_id = :id AND kind = 'anniversary' ORDER BY id LIMIT 1", id=number
        )
        last = store.value("SELECT last_on FROM standing WHERE contact_id = :id", id=number)
        seen = store.rows("SELECT seen FROM source WHERE contact_id = :id ORDER BY id", id=number)
        extra = dict.fromkeys(line for (text,) in seen for line in json.loads(text).get("extra", ()))
        yield Exported(people.contact(store, number), anniversary or "", tuple(extra), last or "")


def forbidden(store: Store, numbers: Iterable[int]) -> set[int]:
    """Those of these contacts who are not to be contacted."""
    banned = {number for (number,) in store.rows("SELECT id FROM contact WHERE no_contact_on <> ''")}
    return banned.intersection(numbers)


def held_about(store: Store, number: int) -> dict[str, Any]:
    """All rows about one contact by table, what mentions it in rows of others, and the changes that touched it."""
    with store.snapshot():
        own: dict[str, list[dict[str, Any]]] = {}
        for table, row in references.owned(store, number):
            own.setdefault(table, []).append(row)
        mentioned = [
            {"table": reference.table, "column": reference.column, "row": row}
            for reference, row in references.mentions(store, number)
        ]
        return {"facts": dict(sorted(own.items())), "mentioned": mentioned, "history": _history(store, own)}


def _history(store: Store, own: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The change sets that wrote these rows: when, and under which title."""
    numbers = journal.entries_about(
        store.connection, [(table, row.get("id")) for table, rows in own.items() for row in rows]
    )
    rows = [store.rows("SELECT at, title FROM journal WHERE id = :id", id=number)[0] for number in sorted(numbers)]
    return [{"at": at, "title": title} for at, title in rows]
