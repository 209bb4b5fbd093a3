"""A person gone for good: from facts, journal, index, what was handed out, and the free pages of the file.

One rule: nothing of this is journalled, and nothing can bring it back. What stays is a count without names.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from relcadence.errors import NotFound, StoreTrouble, say
from relcadence.store import backup, final_acts, journal, references, search_index
from relcadence.store import connection as connections
from relcadence.store.changes import slots
from relcadence.store.changes.writer import Writer
from relcadence.store.delivered import Delivered
from relcadence.store.outbox import Outbox
from relcadence.store.queries.facts import TABLES
from relcadence.store.rows import KEY_OF, Rows

ERASED = "erased"
NOT_WRITTEN = ("setting", "source", "slot", "alias", "reach")  # kept for the program, or another's own names
FEW = 20  # change sets of more people, such as imports, keep their title where it names nobody


class Traces(NamedTuple):
    """What tells of a person: names and ways to reach, and the identities of all rows that are about them."""

    words: tuple[str, ...]
    uuids: tuple[str, ...]


class Left(NamedTuple):
    """Words of the person in what belongs to others: table, key, and whose it is."""

    table: str
    key: int
    contact: str


class _Eraser(Writer):
    """A writer that leaves no image behind."""

    def _journal_all(self, images: Sequence[journal.Image]) -> None:
        return


def traces(rows: Rows, number: int) -> Traces:
    """The words and identities by which a person is known."""
    own = list(references.owned(rows, number))
    words = [row["name"] for table, row in own if table in ("contact", "alias")]
    words += [row["value"] for table, row in own if table == "reach"]
    uuids = [row["uuid"] for _, row in own if row.get("uuid")]
    return Traces(tuple(dict.fromkeys(words)), tuple(uuids))


def erase(path: Path, uuid: str, *, today: date, now: datetime) -> int:
    """Erase the contact of that identity from a store; how many rows of facts went. NotFound if it is not there."""
    with connections.transaction(path, now) as connection:
        writer = _Eraser(connection, command_line="", today=today, now=now)
        number = writer.value("SELECT id FROM contact WHERE uuid = :uuid", uuid=uuid)
        if number is None:
            raise NotFound(say("That person is not in {path}.", path=path))
        gone = _erase_facts(writer, number)
        slots.bring_up_to_date(writer)
        search_index.tidy(connection)
        final_acts.note(connection, final_acts.ERASE, now)
    write_anew(path)
    return gone


def write_anew(path: Path) -> None:
    """Write the file without what nothing points to any more; StoreTrouble says that all the same nobody is back."""
    try:
        with closing(connections.connect(path, write=True)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise StoreTrouble(
            say(
                "The person is erased from {path}, but the file could not be written anew ({reason}); "
                "words of the person may lie unused in it.",
                path=path,
                reason=error,
            ),
            "Make room, then run: relcadence doctor --fix",
        ) from error


def _erase_facts(writer: Writer, number: int) -> int:
    known = traces(writer, number)
    own = list(references.owned(writer, number))
    named = [("task", row) for row in _tasks_named(writer, known.words)]
    _erase_journal(writer, number, [*own, *named], known.words)
    for table, row in named:
        writer.change(table, row["id"], text=ERASED)
    _keep_shared_minutes(writer, number)
    for reference, row in references.mentions(writer, number):
        key = row[KEY_OF.get(reference.table, "id")]
        writer.change(reference.table, key, **{reference.column: None})
    account = writer.row("contact", number)["account_id"]
    for table, row in own:
        key = row[KEY_OF.get(table, "id")]
        if writer.find(table, key):
            writer.delete(table, key)
    if account and not writer.rows("SELECT 1 FROM contact WHERE account_id = :id LIMIT 1", id=account):
        for (slot,) in writer.rows("SELECT id FROM slot WHERE account_id = :id", id=account):
            writer.delete("slot", slot)
        _erase_journal(writer, 0, [("account", writer.row("account", account))], ())
        writer.delete("account", account)
    return len(own)


def _tasks_named(writer: Writer, words: Iterable[str]) -> list[dict[str, Any]]:
    """Tasks about others that the program named after the person, such as thanks for who was sent."""
    keys = [key for word in words for (key,) in writer.rows("SELECT id FROM task WHERE text = :word", word=word)]
    return [writer.row("task", key) for key in dict.fromkeys(keys)]


def _keep_shared_minutes(writer: Writer, number: int) -> None:
    """The minutes of a meeting stand with its first touch; where that one goes, the next takes them."""
    shared = writer.rows(
        "SELECT t.id, t.minutes, min(o.id) FROM touch t JOIN touch o ON o.together = t.id "
        "WHERE t.contact_id = :id AND o.contact_id <> :id GROUP BY t.id", id=number,
    )  # fmt: skip
    for first, minutes, heir in shared:
        for (other,) in writer.rows("SELECT id FROM touch WHERE together = :first", first=first):
            writer.change("touch", other, together=None if other == heir else heir)
        writer.change("touch", heir, minutes=minutes)


def _erase_journal(
    writer: Writer, number: int, own: Iterable[tuple[str, dict[str, Any]]], words: Iterable[str]
) -> None:
    """Take the row images of a person out of the journal, and the words of change sets that were about them."""
    keys = {(table, str(row[KEY_OF.get(table, "id")])) for table, row in own}
    connection = writer.connection
    columns = {each.column for each in references.to(writer, "contact")}
    marked = " OR ".join(
        f"before LIKE '%\"{column}\":{number},%' OR before LIKE '%\"{column}\":{number}}}%' "
        f"OR after LIKE '%\"{column}\":{number},%' OR after LIKE '%\"{column}\":{number}}}%'"
        for column in sorted(columns)
    )
    rows = [
        (row_id, table, key)
        for row_id, table, key in connection.execute(
            f"SELECT id, table_name, row_key FROM journal_row WHERE {marked}"
        )
    ]
    keys |= {(table, key) for _, table, key in rows}
    entries = journal.forget(connection, keys)
    for entry in entries:
        connection.execute(
            "DELETE FROM journal WHERE id = :id AND NOT EXISTS (SELECT 1 FROM journal_row WHERE journal_id = :id)",
            {"id": entry},
        )
    folded = [word.casefold() for name in words for word in (name, *name.split()) if len(word) > 1]
    for entry, title, command in connection.execute("SELECT id, title, command FROM journal").fetchall():
        said = f"{title}\n{command}".casefold()
        few = entry in entries and journal.count(connection, entry, "contact") < FEW
        if few or any(word in said for word in folded):
            connection.execute("UPDATE journal SET title = ?, command = ? WHERE id = ?", (ERASED, ERASED, entry))


def left_with_others(rows: Rows, words: Iterable[str]) -> list[Left]:
    """Where notes, touches and promises of others name the person; these are theirs, and are not erased."""
    found: list[Left] = []
    for table, who, columns in _worded(rows):
        text = " || char(10) || ".join(columns)
        for word in words:
            hits = rows.rows(
                f"SELECT t.id, coalesce((SELECT name FROM contact WHERE id = {who}), '') FROM {table} t "
                f"WHERE instr({text}, :word) > 0",
                word=word,
            )
            found += [Left(table, key, name) for key, name in hits]
    return list(dict.fromkeys(found))


def _worded(rows: Rows) -> Iterator[tuple[str, str, list[str]]]:
    """The tables in which people write of others: table, the expression of whose a row is, the columns of words."""
    for table in TABLES:
        kinds = dict(rows.rows("SELECT name, type FROM pragma_table_info(:table)", table=table))
        names = ("name",) if table in ("contact", "account") else ()
        columns = [each for each in kinds if kinds[each] == "TEXT" and not each.endswith("_on") and each not in names]
        own = next((each for each in ("contact_id", "referrer_id") if each in kinds), "")
        if columns and table not in NOT_WRITTEN:
            yield table, f"t.{own}" if own else "t.id" if table == "contact" else "NULL", columns


def backups_with(store: Path, uuid: str) -> list[Path]:
    """The backups beside the store that hold the person, newest first; one that cannot be read is named too."""
    return [path for path in backup.found(store.parent / "backups") if _may_hold(path, uuid)]


def _may_hold(path: Path, uuid: str) -> bool:
    try:
        with closing(connections.raw(path, "ro")) as opened:
            return opened.execute("SELECT 1 FROM contact WHERE uuid = ?", (uuid,)).fetchone() is not None
    except sqlite3.Error:
        return True


class Handed(Delivered):
    """The delivered state as erasing sees it. Open it with `Handed.open`."""

    def forget_about(self, known: Traces) -> None:
        """Erase each item whose identity or bytes tell of the person."""
        marks = [word.encode() for word in (*known.uuids, *known.words)]
        rows = self._rows("SELECT uid, content, coalesce(component, x'') FROM item")
        self.forget(
            {uid for uid, *parts in rows if any(mark in each for mark in marks for each in (uid.encode(), *parts))}
        )


def forget_handed(state: Path, known: Traces) -> None:
    """Erase the person from what was handed out to calendars and sent by mail."""
    handed = Handed.open(state)
    assert isinstance(handed, Handed)
    with handed:
        handed.forget_about(known)
    with Outbox.open(state) as outbox:
        outbox.forget_receivers(known.words)


def erasures(rows: Rows) -> int:
    """How many people were ever erased from the store."""
    return final_acts.count(rows.connection, final_acts.ERASE)
