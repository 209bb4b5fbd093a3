"""Seals: for each block of rows the sum of their digests, written by triggers in the statement that writes the row.

One rule: a seal follows what is written through a connection that keeps seals, and nothing else. So whatever changes
the bytes of a row in another way (a bad disk, a foreign hand) no longer agrees with its seal; SQLite's own check
sees that only where the structure breaks. A sum costs next to nothing: the old row is taken off, the new one added.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from zlib import crc32

TABLE = "seal"
SCHEMA = "sqlite_schema"
SPAN = 8  # keys that are alike but for their last 8 bits share a block: damage is told to within 256 rows
ROUND = 1 << 32
COMMON = 400  # characters of a statement that is worth remembering; those that name many rows come once
NOTHING = "FE"  # NULL, in hexadecimal
ACTS = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}
_WRITTEN = r"\b(?:INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+(\w+)"


class Sealed(NamedTuple):
    """A table with seals: its columns, and the expression of a row's block."""

    name: str
    columns: tuple[str, ...]
    block: str

    def digest(self, row: str) -> str:
        """The expression of a row's digest; `row` is the table or NEW or OLD. Bytes, for text may be damaged."""
        values = (f"CAST(coalesce({row}.{column}, x'{NOTHING}') AS BLOB)" for column in self.columns)
        return f"row_digest({', '.join(values)})"

    def block_of(self, row: str) -> str:
        """The expression of a row's block: by the integer that leads its key, else all rows in one."""
        return f"{row}.{self.block} >> {SPAN}" if self.block else "0"


ActOn = Callable[[Sealed, str], str]  # a table, and NEW or OLD -> what a trigger is to do


def row_digest(*values: bytes) -> int:
    """CRC-32 of a row, as blobs: a change within 32 bits is always seen, any other but once in four thousand million.

    Joined by an octet that no text has, each value's end is told, as NULL is from empty by another; it is the same
    in every Python.
    """
    return crc32(b"\xff".join(values))


class Sealing(sqlite3.Connection):
    """A connection that keeps seals: before its first statement that writes to a table it lays that table's triggers.

    It looks at `execute` and `executemany`, which is how the store is written; to lay all of them beforehand would
    cost a short command a tenth of its time.
    """

    _seen: set[str] | None = None
    _laid: set[tuple[str, str]]
    _act_on: ActOn
    _sums: Counter[tuple[str, int]] | None = None
    _tables: dict[str, Sealed]

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run one statement."""
        self._look_at(sql)
        cursor = super().execute(sql, parameters)
        if sql.startswith("ROLLBACK"):
            self._look_again()
        return cursor

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """Run one statement for each row of parameters."""
        self._look_at(sql)
        return super().executemany(sql, parameters)

    def keep(self) -> None:
        """From now on every row written takes its seal with it; without it this is a plain connection."""
        teach(self)
        self._laid, self._tables = set(), {}
        self.act_on(_add)

    def act_on(self, change: ActOn) -> None:
        """Have each change of a row do what `change` says of it, in the place of what it did before."""
        for name, act in self._laid:
            super().execute(f"DROP TRIGGER temp.seal_{name}_{act}")
        self._seen, self._laid, self._act_on = set(), set(), change

    def put(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
        """Add rows. Those that all lie beyond what is there are sealed right after; their digests, in their order.

        So no trigger has to watch each of them, which takes as long as to write it. Without a digest where there is
        one row only, or where a key lies before one that is held.
        """
        sql = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        table = self._table(name) if self._seen is not None and len(rows) > 1 else None
        held = table and super().execute(f"SELECT max({table.block}) FROM {name}").fetchone()[0]
        if table is None or not _lie_beyond(held, table, columns, rows):
            self.executemany(sql, rows)
            return []
        self._unwatch(name)
        super().executemany(sql, rows)
        found = super().execute(
            f"SELECT {table.block_of(name)}, {table.digest(name)} FROM {name} WHERE {table.block} > ? "
            f"ORDER BY {table.block}", (held or 0,),
        ).fetchall()  # fmt: skip
        if len(found) != len(rows):
            raise sqlite3.IntegrityError(f"{name}: not all rows were added at the end")
        sums: Counter[tuple[str, int]] = Counter()
        for block, digest in found:
            sums[name, block] += digest
        self._seal(sums)
        return [digest for _, digest in found]

    def gather(self) -> None:
        """From now on sums are held back, until `settle` writes them."""
        sums: Counter[tuple[str, int]] = Counter()
        self._sums = sums

        def gather(table: str, block: int, digest: int) -> None:
            sums[table, block] += digest

        self.create_function("gather_digest", 3, gather)
        self.act_on(lambda table, row: f"SELECT gather_digest({_terms(table, row)});")

    def settle(self) -> None:
        """Write the sums held back, and hold back none from now on."""
        sums, self._sums = self._sums, None
        self._seal(sums or Counter())
        self.act_on(_add)

    def _seal(self, sums: Counter[tuple[str, int]]) -> None:
        if self._sums is not None:
            self._sums.update(sums)
        else:
            rows = [(*place, digest % ROUND) for place, digest in sums.items()]
            super().executemany(_INTO.format(values="?, ?, ?"), rows)

    def _table(self, name: str) -> Sealed | None:
        """What seals need to know of a table; None for one without seals or without a number that leads its key."""
        if name not in self._tables:
            self._tables.update((each.name, each) for each in tables(self, name))
        table = self._tables.get(name)
        return table if table and table.block else None

    def _look_at(self, sql: str) -> None:
        if self._seen is None or sql in self._seen:
            return
        if len(sql) < COMMON:
            self._seen.add(sql)
        for name in re.findall(_WRITTEN, sql, re.IGNORECASE):
            acts = [act for act in ACTS if (name, act) not in self._laid]
            for table in tables(self, name) if acts else ():
                self._lay(table, acts)

    def _look_again(self) -> None:
        """Know that triggers are gone which were laid in what a rollback, to a savepoint too, has taken back."""
        if self._seen is not None:
            self._seen.clear()
            laid = super().execute("SELECT tbl_name, name FROM sqlite_temp_schema WHERE type = 'trigger'")
            self._laid = {(name, trigger.rpartition("_")[2]) for name, trigger in laid}

    def _lay(self, table: Sealed, acts: Iterable[str]) -> None:
        for act in acts:
            self._laid.add((table.name, act))
            body = " ".join(self._act_on(table, row) for row in ACTS[act])
            trigger = f"CREATE TEMP TRIGGER seal_{table.name}_{act} AFTER {act} ON main.{table.name}"
            super().execute(f"{trigger} BEGIN {body} END")

    def _unwatch(self, name: str) -> None:
        """No longer act on rows that are added to a table, until a statement adds one by itself."""
        if (name, "INSERT") in self._laid and self._seen is not None:
            super().execute(f"DROP TRIGGER temp.seal_{name}_INSERT")
            self._laid.remove((name, "INSERT"))
            self._seen.clear()


def put(
    connection: sqlite3.Connection, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[int]:
    """Add rows as `Sealing.put` does."""
    assert isinstance(connection, Sealing)
    return connection.put(name, columns, rows)


def _lie_beyond(held: int | None, table: Sealed, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bool:
    """Whether the keys of all rows are higher than what is held; one that SQLite gives always is."""
    if table.block not in columns:
        return True
    at = columns.index(table.block)
    return bool(min(row[at] for row in rows) > (held or 0))


@contextmanager
def together(connection: sqlite3.Connection) -> Iterator[None]:
    """Write the seals of all that the block writes at its end, in half the time: for many rows in one transaction.

    Where the block fails the transaction must be rolled back, and the rows with it.
    """
    assert isinstance(connection, Sealing)
    connection.gather()
    yield
    connection.settle()


def tables(connection: sqlite3.Connection, name: str = "") -> list[Sealed]:
    """All tables with rows of their own, or that one; the index for search is checked by its own means."""
    rows = connection.execute(
        "SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list t JOIN pragma_table_info(t.name) c "
        "WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> :seal "
        "AND (:name = '' OR t.name = :name) ORDER BY t.name, c.cid",
        {"seal": TABLE, "name": name},
    )
    columns: dict[str, list[str]] = {}
    blocks: dict[str, str] = {}
    for table, column, kind, place in rows:
        columns.setdefault(table, []).append(column)
        if place == 1 and kind == "INTEGER":
            blocks[table] = column
    return [Sealed(name, tuple(held), blocks.get(name, "")) for name, held in columns.items()]


def teach(connection: sqlite3.Connection) -> None:
    """Let the connection know the digest of a row."""
    connection.create_function("row_digest", -1, row_digest, deterministic=True)


_INTO = (
    f"INSERT INTO {TABLE} (table_name, block, digest) VALUES ({{values}}) "
    f"ON CONFLICT (table_name, block) DO UPDATE SET digest = (digest + excluded.digest) % {ROUND};"
)


def _add(table: Sealed, row: str) -> str:
    """The statement that adds a row's digest to its block, or takes it off."""
    return _INTO.format(values=_terms(table, row))


def _terms(table: Sealed, row: str) -> str:
    """Table, block, and what is to be added to its sum, for NEW or OLD."""
    term = table.digest(row) if row == "NEW" else f"{ROUND} - {table.digest(row)}"
    return f"'{table.name}', {table.block_of(row)}, {term}"


def found(connection: sqlite3.Connection, table: Sealed) -> dict[int, int]:
    """The sums as the rows are: block -> digest. The connection must have been taught."""
    name = table.name
    rows = connection.execute(
        f"SELECT {table.block_of(name)}, sum({table.digest(name)}) % {ROUND} FROM {name} NOT INDEXED GROUP BY 1"
    )
    return dict(rows.fetchall())


def held(connection: sqlite3.Connection) -> dict[tuple[str, int], int]:
    """The seals as they were written: table and block -> digest."""
    rows = connection.execute(f"SELECT table_name, block, digest FROM {TABLE}")
    return {(table, block): digest % ROUND for table, block, digest in rows}


def of_schema(connection: sqlite3.Connection) -> int:
    """The digest of the schema: what each table, index and check is."""
    rows = connection.execute("SELECT CAST(name AS BLOB), CAST(sql AS BLOB) FROM sqlite_schema WHERE sql IS NOT NULL")
    return crc32(repr(sorted(row for row in rows if not row[0].startswith(b"sqlite"))).encode())


def renew(connection: sqlite3.Connection, names: Collection[str] = ()) -> None:
    """Seal the store, or these tables, as they are, on purpose: new, in another schema, mended, damage accepted."""
    teach(connection)
    connection.executemany(f"DELETE FROM {TABLE} WHERE table_name = ?", [(SCHEMA,), *((name,) for name in names)])
    if not names:
        connection.execute(f"DELETE FROM {TABLE}")
    for table in tables(connection):
        if not names or table.name in names:
            rows = [(table.name, block, digest) for block, digest in found(connection, table).items()]
            connection.executemany(f"INSERT INTO {TABLE} (table_name, block, digest) VALUES (?, ?, ?)", rows)
    connection.execute(f"INSERT INTO {TABLE} VALUES (?, 0, ?)", (SCHEMA, of_schema(connection)))


def digests(connection: sqlite3.Connection, name: str, first: int, last: int) -> dict[int, int]:
    """The digests of the rows of a table from one number through another, by their numbers."""
    teach(connection)
    (table,) = tables(connection, name)
    rows = connection.execute(
        f"SELECT {table.block}, {table.digest(name)} FROM {name} WHERE {table.block} BETWEEN ? AND ? "
        f"ORDER BY {table.block}",
        (first, last),
    )
    return dict(rows.fetchall())
