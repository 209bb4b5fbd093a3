"""What articles and services share: they are retired, not deleted, and take no part in anything new from then on."""

from __future__ import annotations

from typing import Any

from relcadence.errors import Refused, say
from relcadence.store.changes.writer import Writer

OTHERS = {
    "article": "See the others: relcadence article",
    "service": "See the others: relcadence service",
}  # fmt: skip


def edit(writer: Writer, table: str, number: int, **values: Any) -> bool:
    """Change columns of an article or a service; False where nothing differs."""
    writer.title = f"edit {table} {writer.row(table, number)['title']}"
    return writer.change(table, number, **values)


def retire(writer: Writer, table: str, number: int) -> None:
    """It is offered no more; what was done with it stays known."""
    row = held(writer, table, number)
    writer.change(table, number, retired_on=writer.today.isoformat())
    writer.title = f"{table} {row['title']} retired"


def held(writer: Writer, table: str, number: int) -> dict[str, Any]:
    """The row of one that is not retired; Refused otherwise."""
    row = writer.row(table, number)
    if row["retired_on"]:
        words = say("“{title}” was retired on {on}.", title=row["title"], on=row["retired_on"])
        raise Refused(words, OTHERS[table])
    return row
