"""What a file tells, laid aside while it is read and planned: on disk, so that memory does not grow with the file.

It is a database without a name: SQLite makes it where temporary files go, readable by the user alone, and it is gone
with the process, however that ends. One rule: only the run that wrote it reads it.
"""

from __future__ import annotations

import marshal
import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from relcadence.domain.imported import Action, PastTouch, Person, Problem, Whole
from relcadence.domain.matching import REASONS
from relcadence.domain.people import Reach

STEP = 500
TABLES = (
    "CREATE TABLE told (line INTEGER PRIMARY KEY, body BLOB, lines BLOB)",
    "CREATE TABLE key (hash INTEGER, line INTEGER)",
    "CREATE TABLE decided (line INTEGER PRIMARY KEY, kind TEXT, contact_id INTEGER, shown INTEGER, action BLOB)",
    "CREATE TABLE problem (line INTEGER, fatal INTEGER, lost INTEGER, body BLOB)",
)
_REACH = Person._fields.index("reach")


class Scratch:
    """The people or touches of a file by their lines, what is wrong with it, and what was decided."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect("", isolation_level=None)
        for statement in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", *TABLES):
            self.connection.execute(statement)

    def lay(self, told: Sequence[tuple[Person | PastTouch, Iterable[object]]]) -> None:
        """Lay aside people or touches, each with the keys by which two tellings of one person are known."""
        self.connection.executemany(
            "INSERT INTO told (line, body) VALUES (?, ?)", [(each.line, _packed(each)) for each, _ in told]
        )
        self.connection.executemany(
            "INSERT INTO key (hash, line) VALUES (?, ?)",
            [(hash(key), each.line) for each, keys in told for key in keys],
        )

    def complain(self, problems: Iterable[Problem], *, lost: bool = False) -> None:
        """Lay problems aside; with `lost`, or where it is fatal, the line is left out for it."""
        self.connection.executemany(
            "INSERT INTO problem (line, fatal, lost, body) VALUES (?, ?, ?, ?)",
            ((each.line, each.fatal, lost or each.fatal, pickle.dumps(each)) for each in problems),
        )

    def problems(self, *, fatal: bool = False, most: int = -1) -> list[Problem]:
        """What is wrong, by line: all of it or what is fatal, so many at most."""
        rows = self.connection.execute(
            "SELECT body FROM problem WHERE fatal >= ? ORDER BY line, rowid LIMIT ?", (fatal, most)
        )
        return [pickle.loads(body) for (body,) in rows]

    def count_of_problems(self) -> int:
        """How many things are wrong."""
        return int(self.connection.execute("SELECT count(*) FROM problem").fetchone()[0])

    def each_problem(self) -> Iterator[Problem]:
        """All that is wrong, by line, some at a time."""
        last = (-1, 0)
        while rows := self.connection.execute(
            "SELECT line, rowid, body FROM problem WHERE (line, rowid) > (?, ?) ORDER BY line, rowid LIMIT ?",
            (*last, STEP),
        ).fetchall():
            yield from (pickle.loads(body) for _, _, body in rows)
            last = rows[-1][:2]

    def lost(self) -> set[int]:
        """The lines that are left out."""
        return {line for (line,) in self.connection.execute("SELECT DISTINCT line FROM problem WHERE lost")}

    def alike(self) -> Iterator[list[Person]]:
        """The people who hang together by keys they share, group by group, each by line."""
        rows = self.connection.execute(
            "SELECT hash, line FROM key WHERE hash IN "
            "(SELECT hash FROM key GROUP BY hash HAVING min(line) <> max(line)) ORDER BY hash, line"
        )
        parents: dict[int, int] = {}
        before = (None, 0)
        for key, line in rows:
            parents.setdefault(line, line)
            if before[0] == key:
                parents[_root(parents, line)] = _root(parents, before[1])
            before = (key, line)
        groups: dict[int, list[int]] = {}
        for line in sorted(parents):
            groups.setdefault(_root(parents, line), []).append(line)
        for lines in groups.values():
            among = ", ".join(map(str, lines))
            found = self.connection.execute(f"SELECT body FROM told WHERE line IN ({among}) ORDER BY line")
            yield [_person(body) for (body,) in found.fetchall()]

    def replace(self, people: Iterable[Person], found: Iterable[Whole]) -> None:
        """Put in the place of these people what they are: each once, with the further lines that tell of them."""
        self.connection.executemany("DELETE FROM told WHERE line = ?", [(person.line,) for person in people])
        self.connection.executemany(
            "INSERT INTO told (line, body, lines) VALUES (?, ?, ?)",
            [(person.line, _packed(person), marshal.dumps(lines)) for person, lines in found],
        )

    def touches(self) -> Iterator[PastTouch]:
        """The touches that were laid aside, by line."""
        rows = self._by_line("SELECT line, body FROM told WHERE line > ? ORDER BY line LIMIT ?")
        return (PastTouch(*marshal.loads(body)) for _, body in rows)

    def undecided(self) -> Iterator[Whole]:
        """The people on whom nothing is decided, by line; decisions may be made meanwhile."""
        rows = self._by_line(
            "SELECT line, body, lines FROM told t WHERE line > ? AND NOT EXISTS "
            "(SELECT 1 FROM decided WHERE line = t.line) ORDER BY line LIMIT ?"
        )
        return ((_person(body), _lines(lines)) for _, body, lines in rows)

    def left(self) -> int:
        """How many people there are on whom nothing is decided."""
        told, decided = ("SELECT count(*) FROM told", "SELECT count(*) FROM decided")
        return int(self.connection.execute(f"SELECT ({told}) - ({decided})").fetchone()[0])

    def decide(self, actions: Iterable[tuple[Action, bool]]) -> None:
        """Note what is to be done, in the place of an earlier decision, and whether it is worth showing."""
        self.connection.executemany(
            "INSERT OR REPLACE INTO decided (line, kind, contact_id, shown, action) VALUES (?, ?, ?, ?, ?)",
            ((each.person.line, each.kind, each.contact_id, shown, _noted(each)) for each, shown in actions),
        )

    def actions(self, where: str = "1") -> Iterator[Action]:
        """What is to be done, by line; `where` is a condition on the columns `kind` and `shown`."""
        rows = self._by_line(
            "SELECT t.line, t.body, d.action FROM decided d JOIN told t ON t.line = d.line "
            f"WHERE t.line > ? AND {where} ORDER BY t.line LIMIT ?"
        )
        return (_action(body, action) for _, body, action in rows)

    def count(self, where: str = "1") -> int:
        """How many actions there are of that condition."""
        return int(self.connection.execute(f"SELECT count(*) FROM decided WHERE {where}").fetchone()[0])

    def counts(self) -> dict[str, int]:
        """How many actions of each kind."""
        return dict(self.connection.execute("SELECT kind, count(*) FROM decided GROUP BY kind"))

    @cached_property
    def taken(self) -> Taken:
        """The contacts whom somebody of the file was recognised as."""
        return Taken(self.connection)

    def _by_line(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT that begins after a line and is limited, some at a time."""
        last = -1
        while rows := self.connection.execute(statement, (last, STEP)).fetchall():
            yield from rows
            last = rows[-1][0]


class Taken:
    """Answers whether a contact is taken, without a list of them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        connection.execute("CREATE INDEX IF NOT EXISTS decided_contact ON decided (contact_id)")

    def __contains__(self, contact_id: object) -> bool:
        row = self.connection.execute("SELECT 1 FROM decided WHERE contact_id = ? LIMIT 1", (contact_id,)).fetchone()
        return row is not None


_NOBODY = Person(0, "")
_NEW = Action("create", _NOBODY, reason=REASONS["new"], reason_key="new")


def _root(parents: dict[int, int], line: int) -> int:
    while parents[line] != line:
        parents[line] = line = parents[parents[line]]
    return line


def _packed(each: Person | PastTouch) -> bytes:
    if isinstance(each, PastTouch):
        return marshal.dumps(tuple(each))
    return marshal.dumps((*each[:_REACH], tuple(map(tuple, each.reach)), *each[_REACH + 1 :]))


def _person(body: bytes) -> Person:
    told: tuple[Any, ...] = marshal.loads(body)
    return Person._make((*told[:_REACH], tuple(Reach(*way) for way in told[_REACH]), *told[_REACH + 1 :]))


def _noted(action: Action) -> bytes | None:
    """An action without its person; None for the most common, which says no more than its kind."""
    bare = action._replace(person=_NOBODY)
    return None if bare == _NEW else pickle.dumps(bare)


def _action(body: bytes, noted: bytes | None) -> Action:
    action: Action = pickle.loads(noted) if noted else _NEW
    return action._replace(person=_person(body))


def _lines(packed: bytes | None) -> tuple[int, ...]:
    return marshal.loads(packed) if packed else ()
