"""A book to write in: a fresh store, one line for each change, and views of what is written and what is kept."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

import pytest

from relcadence.domain.cadence import PRESETS
from relcadence.domain.people import Contact, Touch
from relcadence.store import changes, connection, create, reading, search_index
from relcadence.store.changes import items, people, practice, slots, touches, undo
from relcadence.store.changes.touches import Beside
from relcadence.store.changes.writer import Writer
from relcadence.store.outlook import Basis
from relcadence.store.queries import facts

TODAY = date(2026, 11, 23)  # a Monday
KEPT = ("due", "occasion_on", "standing", "name_key", "name_sound", "holiday", "extent")
INDEXED = ("person_text", "said_text")
P, R = ParamSpec("P"), TypeVar("R")
KILLED = """
import os, signal, sys
from datetime import datetime, timezone, date
from pathlib import Path
from relcadence.store import changes
from relcadence.store.changes import people
from relcadence.domain.people import Contact
now = datetime(2026, 11, 23, tzinfo=timezone.utc)
with changes.write(Path(sys.argv[1]), command_line="add", today=date(2026, 11, 23), now=now) as writer:
    writer.connection.execute("PRAGMA cache_size = 10")
    for number in range(40):
        people.add(writer, Contact(f"Nobody {number}", note="x" * 90_000))
    os.kill(os.getpid(), signal.SIGKILL)
"""


class DueRow(NamedTuple):
    """A kept slot, as the tests look at it."""

    slot_id: int
    contact_id: int
    start: str
    deadline: str
    snoozed: str
    cadence: str
    since: str


class Book:
    """A store at `path`, written and read through its public doors; `today` may be set between two changes."""

    def __init__(self, path: Path, today: date = TODAY) -> None:
        self.path = path
        self.today = today

    def change(self, act: Callable[Concatenate[Writer, P], R], *args: P.args, **more: P.kwargs) -> R:
        """One change set made of one act."""
        now = datetime(self.today.year, self.today.month, self.today.day, 9, tzinfo=UTC)
        with changes.write(self.path, command_line="test", today=self.today, now=now) as writer:
            return act(writer, *args, **more)

    def add(self, name: str = "Wang Li", *roles: str, **fields: Any) -> int:
        return self.change(people.add, Contact(name, roles=roles, **fields))

    def edit(self, number: int, **fields: Any) -> bool:
        from relcadence.store.queries import people as reads

        before = self.read(lambda store: reads.contact(store, number))
        return self.change(people.bring_to, number, before._replace(**fields))

    def log(
        self, number: int, on: date | str = "", channel: str = "call", others: tuple[int, ...] = (), **fields: Any
    ) -> int:
        beside = Beside(**{name: fields.pop(name) for name in Beside._fields if name in fields})
        touch = Touch(number, str(on or self.today), channel, **fields)
        return self.change(touches.log, touch, others, beside)

    def done(self, handle: str, **fields: Any) -> None:
        """`done` as the command does it: the touch first, then the item."""

        def act(writer: Writer) -> None:
            item = items.find(writer, handle)
            touches.log(writer, Touch(item.contact_id, self.today.isoformat(), "call", **fields))
            items.close(writer, item)

        self.change(act)

    def skip(self, handle: str) -> None:
        self.change(lambda writer: items.skip(writer, items.find(writer, handle)))

    def snooze(self, handle: str, until: date) -> None:
        self.change(lambda writer: items.snooze(writer, items.find(writer, handle), until))

    def delete(self, table: str, key: int) -> None:
        self.change(lambda writer: writer.delete(table, key))

    def undo(self, number: int | None = None) -> undo.Entry:
        return self.change(undo.apply, number)

    def use(self, preset: str) -> None:
        self.change(practice.use_preset, PRESETS[preset])

    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    def read(self, question: Callable[[reading.Store], R]) -> R:
        store = reading.open(self.path)
        try:
            return question(store)
        finally:
            store.close()

    def rows(self, statement: str, **values: Any) -> list[Any]:
        return self.read(lambda store: store.rows(statement, **values))

    def value(self, statement: str, **values: Any) -> Any:
        return self.read(lambda store: store.value(statement, **values))

    def facts(self) -> str:
        """All facts as `export json` gives them out."""
        return json.dumps(self.read(facts.facts), ensure_ascii=False, indent=1)

    def due(self, number: int) -> DueRow | None:
        """The kept slot of a contact, or of the account that stands for it."""
        rows = self.rows(
            "SELECT slot_id, contact_id, start_on, deadline_on, snoozed_until, cadence, since_on FROM due "
            "WHERE contact_id = :number AND account_id IS NULL "
            "OR account_id = (SELECT account_id FROM contact WHERE id = :number)",
            number=number,
        )
        assert len(rows) <= 1
        return DueRow(*rows[0]) if rows else None

    def handle(self, number: int) -> str:
        due = self.due(number)
        assert due
        return f"F{due.slot_id}"

    def open_slots(self, owner: str = "contact") -> dict[int, int]:
        """Owner -> its open slot."""
        return dict(self.rows(f"SELECT {owner}_id, id FROM slot WHERE {owner}_id IS NOT NULL AND closed_on = ''"))

    def check(self) -> None:
        """What must hold after every change: kept values follow from facts alone, and every rhythm has a slot."""
        with closing(connection.connect(self.path, write=True)) as opened:
            opened.execute("BEGIN IMMEDIATE")
            kept = _kept(opened)
            basis = Basis(opened)
            for owner in ("contact", "account"):
                for (number,) in opened.execute(f"SELECT id FROM {owner}").fetchall():
                    slot = opened.execute(
                        f"SELECT d.slot_id FROM due d JOIN slot s ON s.id = d.slot_id WHERE s.{owner}_id = ?",
                        (number,),
                    ).fetchall()
                    assert len(slot) == (basis.outlook(owner, number).due is not None), (owner, number)
            for table in KEPT:
                opened.execute(f"DELETE FROM {table}")
            search_index.rebuild(opened)
            _recompute(opened, date(kept["extent"][0][3], 1, 1) if kept["extent"] else self.today)
            afresh = _kept(opened)
            opened.execute("ROLLBACK")
            assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        assert kept == afresh


def _kept(opened: Any) -> dict[str, list[Any]]:
    rows = {table: opened.execute(f"SELECT * FROM {table}").fetchall() for table in KEPT}
    rows |= {table: opened.execute(f"SELECT rowid, * FROM {table}").fetchall() for table in INDEXED}
    return {table: sorted(found, key=repr) for table, found in rows.items()}


def _recompute(opened: Any, today: date) -> None:
    """All kept values from facts and the year of the last write; no slot is opened or closed on the way."""
    writer = Writer(opened, command_line="", today=today, now=datetime(2026, 1, 1, tzinfo=UTC))
    writer.undoes = 0
    writer.touched.everybody = True
    writer.touched.accounts.update(number for (number,) in opened.execute("SELECT id FROM account"))
    slots.bring_up_to_date(writer)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store just made; copy it, never write to it."""
    path = tmp_path_factory.mktemp("store") / "relcadence.db"
    create.create(path)
    return path


@pytest.fixture
def book(empty_store: Path, tmp_path: Path) -> Book:
    """A book with the rhythms of the checklist and nobody in it."""
    path = tmp_path / "relcadence.db"
    shutil.copy(empty_store, path)
    made = Book(path)
    made.use("checklist")
    return made


@pytest.fixture
def new_book(empty_store: Path, tmp_path: Path) -> Callable[[], Book]:
    """Makes one empty book after another, for tests that draw many."""
    made = iter(range(10**6))

    def make() -> Book:
        path = tmp_path / f"{next(made)}.db"
        shutil.copy(empty_store, path)
        return Book(path)

    return make


@pytest.fixture
def killed_while_writing() -> Callable[[Path], Path]:
    """Lets a writer be killed before its commit, with pages already in the file; gives its hot journal."""

    def kill(path: Path) -> Path:
        ended = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
        assert ended.returncode == -9
        return path.with_name(path.name + "-journal")

    return kill
