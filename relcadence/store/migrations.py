"""Older stores brought to the present schema: numbered steps, each in one transaction of its own, a backup first.

One rule: a step is never edited once it is released. It says in SQL what it does to the tables as they were then, and
takes nothing from the modules that tell how they are now.

    def _to_2(connection):
        \"\"\"Contacts have a pronoun.\"\"\"
        connection.execute("ALTER TABLE contact ADD COLUMN pronoun TEXT NOT NULL DEFAULT ''")

    STEPS = {2: _to_2}

A change of anything else than columns at the end makes the table anew under another name, copies the rows, drops the
old one and renames. Kept values that a step touches are written anew by the step.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from relcadence.errors import StoreTrouble, say
from relcadence.store import connection as connections
from relcadence.store import seal

Step = Callable[[sqlite3.Connection], None]
STEPS: Mapping[int, Step] = {}  # the schema it leads to -> the step; nothing older than schema 1 was released


def bring_up(path: Path, now: datetime) -> Path | None:
    """Bring an older store to the present schema; where its backup lies, or None where nothing was to do.

    Interrupted at any point, the next call goes on with the first step that is not done. StoreTrouble where a step
    is missing, the store is damaged, or it can't be backed up: it is left as it is then.
    """
    with closing(connections.connect(path)) as opened:
        held = version(opened)
        if held >= connections.SCHEMA_VERSION:
            return None
        _refuse_what_cannot_be_brought_up(path, opened, held)
    from relcadence.store import backup

    copy = path.parent / "backups" / backup.name_at(now)
    backup.make(path, copy)
    with closing(_plain(path)) as opened, connections.readable_errors(path):
        for number in range(held + 1, connections.SCHEMA_VERSION + 1):
            _take(opened, number, now)
    return copy


def as_present(opened: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """The store as it reads in the present schema: itself, or a copy in memory brought up: a read changes nothing.

    The connection given is closed where another one is returned.
    """
    held = version(opened)
    if held >= connections.SCHEMA_VERSION:
        return opened
    with closing(opened), connections.readable_errors(path):
        _refuse_what_cannot_be_brought_up(path, opened, held)
        memory = sqlite3.connect(":memory:", isolation_level=None)
        opened.backup(memory)
        for number in range(held + 1, connections.SCHEMA_VERSION + 1):
            STEPS[number](memory)
        seal.renew(memory)
        memory.execute("PRAGMA query_only = ON")
    return memory


def version(opened: sqlite3.Connection) -> int:
    """The schema that a store has."""
    return int(opened.execute("PRAGMA user_version").fetchone()[0])


def _refuse_what_cannot_be_brought_up(path: Path, opened: sqlite3.Connection, held: int) -> None:
    if any(number not in STEPS for number in range(held + 1, connections.SCHEMA_VERSION + 1)):
        raise StoreTrouble(
            say("The store at {path} has schema {version}, which no release wrote.", path=path, version=held),
            "Bring it over with the relcadence that wrote it: relcadence export json, then import.",
        )
    from relcadence.store import damage

    if places := damage.find(opened, path):
        raise connections.damaged(path, damage.told(places))


def _plain(path: Path) -> sqlite3.Connection:
    """The store open to be changed in its form: no triggers, and tables may be made anew under old references."""
    opened = connections.raw(path, "rw")
    for pragma in connections.WRITE_PRAGMAS:
        opened.execute(pragma)
    opened.execute("PRAGMA foreign_keys = OFF")
    return opened


def _take(opened: sqlite3.Connection, number: int, now: datetime) -> None:
    """One step, whole or not at all; nothing where another process was quicker."""
    from relcadence.store import final_acts

    opened.execute("BEGIN IMMEDIATE")
    try:
        if version(opened) < number:
            STEPS[number](opened)
            if wrong := opened.execute("PRAGMA foreign_key_check").fetchone():
                raise StoreTrouble(
                    say("Schema {version} would leave a row of {table} that points to nothing.", version=number,
                        table=wrong[0]),
                    "The store was left as it is; keep to the relcadence before, and tell its makers.",
                )  # fmt: skip
            final_acts.note(opened, final_acts.MIGRATE, now)
            seal.renew(opened)
            opened.execute(f"PRAGMA user_version = {number}")
        opened.execute("COMMIT")
    except BaseException:
        if opened.in_transaction:
            opened.execute("ROLLBACK")
        raise
