"""A whole book brought in: the facts of an export, row for row with their numbers, in the place of what is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from relcadence.errors import BadInput, say
from relcadence.store.border import columns, problem_of
from relcadence.store.changes.writer import Writer
from relcadence.store.queries.facts import TABLES
from relcadence.store.rows import KEY_OF

Facts = Mapping[str, Sequence[Mapping[str, Any]]]


def check(facts: Facts) -> None:
    """Raise BadInput, naming table and row, where the schema does not take what the document holds."""
    if unknown := sorted(set(facts) - set(TABLES)):
        raise BadInput(
            say("The book has a part “{unknown}” that is not known here.", unknown=unknown[0]), "Update relcadence."
        )
    for table, rows in facts.items():
        names = columns(table)
        for number, row in enumerate(rows, 1):
            if odd := sorted(set(row) - names):
                raise _bad(table, number, say("“{odd}” is not known here.", odd=odd[0]))
            if row.get(KEY_OF.get(table, "id")) is None:
                raise _bad(table, number, say("it has no number."))
            if problem := problem_of(table, row):
                raise _bad(table, number, problem)


def _bad(table: str, number: int, why: str) -> BadInput:
    return BadInput(
        say("Row {number} of “{table}” cannot be taken: {why}", number=number, table=table, why=why),
        "Export the book again: relcadence export json",
        row=number,
    )


def bring_in(writer: Writer, facts: Facts) -> None:
    """Put the facts in the place of all that is there; one change set. BadInput where they contradict each other."""
    writer.connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in reversed(TABLES):
        key = KEY_OF.get(table, "id")
        for (held,) in writer.rows(f"SELECT {key} FROM {table}"):
            writer.delete(table, held)
    for table in TABLES:
        for number, row in enumerate(facts.get(table, ()), 1):
            try:
                writer.insert(table, **row)
            except sqlite3.IntegrityError as error:
                raise _bad(table, number, f"{error}.") from None
    for table, row_id, other, _ in writer.rows("PRAGMA foreign_key_check"):
        raise BadInput(
            say(
                "Row {row_id} of “{table}” points to a row of “{other}” that is not there.",
                row_id=row_id,
                table=table,
                other=other,
            ),
            "Export the book again: relcadence export json",
        )
    writer.title = f"import a whole book: {len(facts.get('contact', ()))} people"
