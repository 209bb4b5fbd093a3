"""Kept: the full-text index of what is known of people and of what was said; rewritten row by row with the facts.

It holds folded text, a space around each Chinese character, so that phrases of them are found. Private notes are
not in it. There are no triggers: they may not write to such a table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from relcadence.domain.search import spaced

_TOKENS = "tokenize = 'unicode61 remove_diacritics 0'"
STATEMENTS = (
    f"CREATE VIRTUAL TABLE person_text USING fts5(name, place, tags, note, ways, {_TOKENS})",
    f"CREATE VIRTUAL TABLE said_text USING fts5(words, {_TOKENS}, columnsize = 0)",
)
TABLES = ("person_text", "said_text")
KINDS = ("touch", "promise", "appointment", "referral")
MANY = 500  # contacts that one statement names
STEP = 8  # a row of what was said is found by its key times this, plus its kind
_WORDS = {
    "touch": "SELECT id, note FROM touch WHERE private = 0 AND note <> '' AND contact_id IS NOT NULL",
    "promise": "SELECT id, text FROM promise WHERE text <> ''",
    "appointment": "SELECT id, text FROM appointment WHERE text <> ''",
    "referral": "SELECT id, trim(name || ' ' || note) FROM referral WHERE name || note <> ''",
}
_PEOPLE = """
    SELECT c.id,
      c.name || coalesce((SELECT char(10) || group_concat(name, char(10)) FROM alias WHERE contact_id = c.id), ''),
      c.organisation || char(10) || c.title || char(10) || c.city || char(10) || coalesce(a.name, ''),
      coalesce((SELECT group_concat(value, char(10)) FROM label WHERE contact_id = c.id), ''),
      c.note || char(10) || c.preferences || char(10) || c.how_met,
      coalesce((SELECT group_concat(value || ' ' || folded, char(10)) FROM reach WHERE contact_id = c.id), '')
    FROM contact c LEFT JOIN account a ON a.id = c.account_id
"""
_PUT_PERSON = "INSERT INTO person_text (rowid, name, place, tags, note, ways) VALUES (?, ?, ?, ?, ?, ?)"
_PUT_SAID = "INSERT INTO said_text (rowid, words) VALUES (?, ?)"


def note(
    connection: sqlite3.Connection, people: Iterable[int], accounts: Iterable[int], said: Iterable[tuple[str, int]]
) -> None:
    """Rewrite what is indexed of these contacts, of the members of these accounts, and of these rows (table, key)."""
    members = (connection.execute("SELECT id FROM contact WHERE account_id = ?", (each,)) for each in accounts)
    numbers = sorted({*people, *(number for found in members for (number,) in found)})
    for at in range(0, len(numbers), MANY):
        among = f"IN ({', '.join(map(str, numbers[at : at + MANY]))})"
        connection.execute(f"DELETE FROM person_text WHERE rowid {among}")
        described = connection.execute(f"{_PEOPLE} WHERE c.id {among} ORDER BY c.id").fetchall()
        connection.executemany(_PUT_PERSON, _folded(described))
    for table, key in said:
        row_id = key * STEP + KINDS.index(table)
        connection.execute("DELETE FROM said_text WHERE rowid = ?", (row_id,))
        rows = connection.execute(f"{_WORDS[table]} AND id = ?", (key,))
        connection.executemany(_PUT_SAID, ((row_id, spaced(words)) for _, words in rows))


def forget(connection: sqlite3.Connection, among: str) -> None:
    """Take contacts out of the index; `among` is a condition such as `IN (1, 2)`."""
    connection.execute(f"DELETE FROM person_text WHERE rowid {among}")


def rebuild(connection: sqlite3.Connection) -> None:
    """Write the whole index anew from the facts."""
    connection.execute("DELETE FROM person_text")
    connection.execute("DELETE FROM said_text")
    connection.executemany(_PUT_PERSON, _folded(connection.execute(_PEOPLE)))
    for kind, table in enumerate(KINDS):
        rows = connection.execute(_WORDS[table])
        connection.executemany(_PUT_SAID, ((key * STEP + kind, spaced(words)) for key, words in rows))
    tidy(connection)


def differs(connection: sqlite3.Connection) -> str:
    """What the index has other than the facts would make of it, or ""; asks FTS5 by writing, so on a copy."""
    said = ((key * STEP + kind, spaced(words)) for kind, table in enumerate(KINDS)
            for key, words in connection.execute(_WORDS[table]))  # fmt: skip
    for table, wanted in (("person_text", _folded(connection.execute(_PEOPLE))), ("said_text", said)):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
        held = connection.execute(f"SELECT rowid, * FROM {table}")
        if sorted(held.fetchall()) != sorted(wanted):
            return f"{table} holds other words"
    return ""


def tidy(connection: sqlite3.Connection) -> None:
    """Merge the index into one piece; words of deleted rows are gone from it only then."""
    for table in TABLES:
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


def _folded(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    return ((number, *map(spaced, texts)) for number, *texts in rows)
