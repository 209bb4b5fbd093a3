"""The whole book as one JSON document: every fact with its number, one row a line; read back it is the same book.

    {"relcadence": 1, "facts": {
    "account": [
    {"cadence": "", "id": 1, …}
    ],
    …
    }}

Tables and columns are sorted, so that the same book gives the same bytes. No journal, kept values, delivery state or
time of export is in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from relcadence.domain.text import harmless_json
from relcadence.errors import BadInput, say

VERSION = 1
_START = '{"relcadence":'


def write(tables: Iterable[tuple[str, Iterable[Mapping[str, Any]]]], out: BinaryIO) -> int:
    """Write the rows of each table, which come sorted by name; how many rows."""
    out.write(f'{_START} {VERSION}, "facts": {{\n'.encode())
    count = 0
    for number, (table, rows) in enumerate(tables):
        comma = ",\n" if number else ""
        out.write(f"{comma}{json.dumps(table)}: [".encode())
        before = "\n"
        for row in rows:
            line = harmless_json(json.dumps(row, ensure_ascii=False, sort_keys=True))
            out.write(f"{before}{line}".encode())
            before = ",\n"
            count += 1
        out.write(b"\n]")
    out.write(b"\n}}\n")
    return count


def is_book(data: bytes) -> bool:
    """Whether the bytes begin as a whole book does."""
    return "".join(data[:100].decode("utf-8", "replace").split()).startswith(_START)


def read(data: bytes) -> dict[str, list[dict[str, Any]]]:
    """Table -> rows of a whole book; BadInput with the line where it is none, or of a later version."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise BadInput(
            say("The book is damaged or cut off (line {line}).", line=line),
            "Export it again: relcadence export json",
            line=line,
        ) from None
    version, facts = document.get("relcadence"), document.get("facts")
    if version != VERSION:
        raise BadInput(
            say("The book is of version {version}; this program reads {known}.", version=version, known=VERSION),
            "Update relcadence.",
        )
    whole = isinstance(facts, dict) and all(
        isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in facts.values()
    )
    if not whole:
        raise BadInput("The book has no rows where they belong.", "Export it again: relcadence export json")
    return dict(facts)
