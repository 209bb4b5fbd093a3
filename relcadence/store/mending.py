"""Mending what is made from facts: indexes, kept values, the index of words. One rule: facts are never guessed at."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from relcadence.store import connection as connections
from relcadence.store import damage, seal, search_index
from relcadence.store.changes import slots
from relcadence.store.changes.writer import Writer
from relcadence.store.damage import Place


def mend(path: Path, *, today: date, now: datetime) -> list[Place]:
    """Make anew what is damaged and can be; what was. StoreTrouble, with no change, where facts are damaged too."""
    with connections.transaction(path, now) as connection:
        places = damage.find(connection, path)
        if not places:
            return []
        if lost := [place for place in places if not place.mendable]:
            raise connections.damaged(path, damage.told(lost))
        connection.execute("REINDEX")
        for table in damage.KEPT:
            connection.execute(f"DELETE FROM {table}")
        for table, statement in zip(search_index.TABLES, search_index.STATEMENTS, strict=True):
            connection.execute(f"DROP TABLE {table}")  # its rows could not be taken out one by one
            connection.execute(statement)
        search_index.rebuild(connection)
        _recompute(Writer(connection, path, command_line="", today=today, now=now))
        seal.renew(connection, damage.KEPT)  # damaged rows were taken off their sums as what they had become
        if left := damage.find(connection, path):
            raise connections.damaged(path, damage.told(left))
    return places


def _recompute(writer: Writer) -> None:
    """All kept values from facts; no slot is opened or closed on the way."""
    writer.undoes = 0
    writer.touched.everybody = True
    writer.touched.accounts.update(number for (number,) in writer.rows("SELECT id FROM account"))
    slots.bring_up_to_date(writer)
