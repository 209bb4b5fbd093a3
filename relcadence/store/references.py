"""Which rows belong to a contact: found by the references that the schema states, so that no table is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from relcadence.store.rows import KEY_OF, Rows

ASSIGNED = ("appointment", "card_run", "promise", "slot", "task")  # the tables of items that can be given to somebody
# Columns that point to a contact without a foreign key.
LOOSE = (("account", "main_contact_id"), *((table, "assigned_to") for table in ASSIGNED))
JOURNAL = ("journal", "journal_row")


class Reference(NamedTuple):
    """A column that points to the key of another table. `optional`: it may be NULL."""

    table: str
    column: str
    optional: bool


def to(rows: Rows, target: str) -> list[Reference]:
    """The columns that point to a table, by table and column."""
    found = []
    tables = rows.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' ORDER BY name"
    )
    for (table,) in tables:
        if table in JOURNAL:
            continue
        mandatory = {name for _, name, _, not_null, *_ in rows.rows(f"PRAGMA table_info({table})") if not_null}
        for _, _, other, column, *_ in rows.rows(f"PRAGMA foreign_key_list({table})"):
            if other == target:
                found.append(Reference(table, column, column not in mandatory))
    return sorted(found)


def owned(rows: Rows, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows that are about a contact and nobody else: (table, row), those that others point to last.

    A row belongs to the contact that its `contact_id` or `referrer_id` names, or its one mandatory reference.
    """
    yield from _below(rows, "contact", number)
    yield "contact", rows.row("contact", number)


def _below(rows: Rows, target: str, key: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for reference in to(rows, target):
        if not belongs(reference):
            continue
        for found in rows_of(rows, reference, key):
            yield from _below(rows, reference.table, found[KEY_OF.get(reference.table, "id")])
            yield reference.table, found


def belongs(reference: Reference) -> bool:
    """Whether a row that points so is about what it points to: not one that only mentions it."""
    return not reference.optional or reference.column in ("contact_id", "occasion_id")


def mentions(rows: Rows, number: int) -> Iterator[tuple[Reference, dict[str, Any]]]:
    """The rows of others that only mention the contact, or a row that is about the contact."""
    loose = [Reference(table, column, True) for table, column in LOOSE]
    for reference in (*(each for each in to(rows, "contact") if not belongs(each)), *loose):
        for found in rows_of(rows, reference, number):
            yield reference, found
    for table, row in owned(rows, number):
        for reference in to(rows, table) if table != "contact" else ():
            if not belongs(reference):
                yield from ((reference, found) for found in rows_of(rows, reference, row[KEY_OF.get(table, "id")]))


def rows_of(rows: Rows, reference: Reference, key: int) -> list[dict[str, Any]]:
    """The rows that point to that key through that column."""
    cursor = rows.connection.execute(
        f"SELECT * FROM {reference.table} WHERE {reference.column} = ? ORDER BY 1", (key,)
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
