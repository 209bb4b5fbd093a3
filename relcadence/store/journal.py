"""Row images: what a change set says of each row it touched, written and found in one place.

An image of one row has the changed columns before and after, as JSON objects ("" = no row). A run stands for rows of
one table that were added together under numbers that follow each other; it has no more of them than a digest each,
for what they hold stands in their table until an image of one row takes it away. One rule: whoever looks for the
images of a row asks here, and is told of both.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from relcadence.store import seal

AT_A_TIME = 500
WIDTH = 8  # hexadecimal digits of a digest
GONE = "-" * WIDTH  # in the place of the digest of a row that was erased
COLUMNS = ("table_name", "row_key", "last_key", "before", "after")
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Image(NamedTuple):
    """One image as it is kept; with a `last_key` it is a run, and `after` has the digests of its rows."""

    table: str
    key: str
    last_key: int | None
    before: str
    after: str

    @property
    def columns(self) -> frozenset[str] | None:
        """The columns changed; None where a row was made or taken away."""
        return frozenset(json.loads(self.after)) if self.before and self.after else None

    @property
    def keys(self) -> range:
        """The numbers of the rows of a run, erased ones among them."""
        assert self.last_key is not None
        return range(int(self.key), self.last_key + 1)

    @property
    def digests(self) -> dict[int, int]:
        """The digests of the rows of a run as they were added, by number, without those that were erased."""
        said = zip(self.keys, _parts(self.after), strict=True)
        return {key: int(part, 16) for key, part in said if part != GONE}


def of_row(table: str, key: Any, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Image:
    """The image of one row; None for no row."""
    return Image(table, str(key), None, _state(before), _state(after))


def of_rows(table: str, keys: range, digests: Iterable[int]) -> Image:
    """The image of rows that were added together."""
    return Image(table, str(keys[0]), keys[-1], "", "".join(f"{each:0{WIDTH}x}" for each in digests))


def write(connection: sqlite3.Connection, entry: int, images: Sequence[Image]) -> None:
    """Add images to a change set."""
    seal.put(connection, "journal_row", ("journal_id", *COLUMNS), [(entry, *each) for each in images])


def newest_first(connection: sqlite3.Connection, entry: int) -> Iterator[Image]:
    """The images of a change set from the last to the first; others may be written meanwhile."""
    before = 1 << 62
    while found := connection.execute(
        f"SELECT id, {', '.join(COLUMNS)} FROM journal_row WHERE journal_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
        (entry, before, AT_A_TIME),
    ).fetchall():
        yield from (Image(*each) for _, *each in found)
        before = found[-1][0]


def gathered(images: Iterable[Image]) -> Iterator[list[Image]]:
    """The images as they come, each by itself but for rows taken away under numbers that follow each other."""
    held: list[Image] = []
    for each in images:
        if held and (len(held) == AT_A_TIME or not _follows(held[-1], each)):
            yield held
            held = []
        held.append(each)
    if held:
        yield held


def _follows(before: Image, each: Image) -> bool:
    """Whether both are of rows taken away from one table, and the number of the one follows that of the other."""
    if before.after or each.after or before.table != each.table or not each.key.isdecimal():
        return False
    return int(each.key) == int(before.key) + 1


def overlap(connection: sqlite3.Connection, entry: int, later: Collection[int]) -> str:
    """The table in which later change sets touched the same columns of a row as that one; "" where there is none."""
    among = ", ".join(map(str, later))
    if not among:
        return ""
    pairs = connection.execute(
        "SELECT mine.table_name, mine.before, mine.after, other.before, other.after FROM journal_row mine "
        "JOIN journal_row other ON other.table_name = mine.table_name AND other.row_key = mine.row_key "
        f"WHERE mine.journal_id = ? AND other.journal_id IN ({among}) "
        "AND mine.last_key IS NULL AND other.last_key IS NULL",
        (entry,),
    )
    for table, *states in pairs:
        mine, other = (Image(table, "", None, *states[at : at + 2]).columns for at in (0, 2))
        if mine is None or other is None or mine & other:
            return str(table)
    return _in_runs(connection, str(entry), among) or _in_runs(connection, among, str(entry))


def _in_runs(connection: sqlite3.Connection, theirs: str, among: str) -> str:
    """The table in which images `among` those change sets are of rows that a run of `theirs` stands for."""
    runs = connection.execute(
        "SELECT DISTINCT table_name, row_key, last_key FROM journal_row "
        f"WHERE journal_id IN ({theirs}) AND last_key IS NOT NULL"
    ).fetchall()
    for table, first, last in runs:
        met = connection.execute(
            f"SELECT 1 FROM journal_row WHERE journal_id IN ({among}) AND table_name = ? "
            "AND CAST(row_key AS INTEGER) <= ? AND coalesce(last_key, CAST(row_key AS INTEGER)) >= ? LIMIT 1",
            (table, last, int(first)),
        ).fetchone()
        if met:
            return str(table)
    return ""


def entries_about(connection: sqlite3.Connection, rows: Iterable[tuple[str, Any]]) -> set[int]:
    """The change sets that say something of these rows (table, key)."""
    return {entry for _number, entry, _image in _about(connection, rows)}


def forget(connection: sqlite3.Connection, rows: Collection[tuple[str, str]]) -> set[int]:
    """Take what is said of these rows (table, key) out of all change sets; the numbers of those that said something.

    A run goes on standing for the others.
    """
    found = {number: (entry, each) for number, entry, each in _about(connection, rows)}
    for number, (_entry, each) in found.items():
        if left := _without(each, rows):
            connection.execute("UPDATE journal_row SET after = ? WHERE id = ?", (left, number))
        else:
            connection.execute("DELETE FROM journal_row WHERE id = ?", (number,))
    return {entry for entry, _image in found.values()}


def _about(connection: sqlite3.Connection, rows: Iterable[tuple[str, Any]]) -> Iterator[tuple[int, int, Image]]:
    """The images of these rows, and the runs that stand for one of them among others: number, entry, image."""
    for table, key in sorted({(table, str(key)) for table, key in rows}):
        whole = int(key) if key.isdecimal() else 0
        found = connection.execute(
            f"SELECT id, journal_id, {', '.join(COLUMNS)} FROM journal_row WHERE table_name = ? AND "
            "(row_key = ? AND last_key IS NULL OR last_key >= ?) ORDER BY id",
            (table, key, whole),
        )
        for number, entry, *each in found.fetchall():
            image = Image(*each)
            if image.last_key is None or whole in image.digests:
                yield number, entry, image


def count(connection: sqlite3.Connection, entry: int, table: str) -> int:
    """How many images of rows of a table a change set has."""
    images = connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM journal_row WHERE journal_id = ? AND table_name = ?", (entry, table)
    )
    return sum(1 if each[2] is None else len(Image(*each).digests) for each in images)


def _without(each: Image, rows: Collection[tuple[str, str]]) -> str:
    """What a run says after it has forgotten these rows; "" where nothing is left of the image."""
    if each.last_key is None:
        return ""
    said = zip(each.keys, _parts(each.after), strict=True)
    left = [GONE if (each.table, str(key)) in rows else part for key, part in said]
    return "" if set(left) == {GONE} else "".join(left)


def _parts(said: str) -> Iterator[str]:
    return (said[at : at + WIDTH] for at in range(0, len(said), WIDTH))


def _state(values: Mapping[str, Any] | None) -> str:
    return "" if values is None else _AS_JSON(values)
