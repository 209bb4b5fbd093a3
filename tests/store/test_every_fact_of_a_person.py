"""No table of facts is forgotten: what points to a person is moved by merge, told by `about`, gone by erase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import CheckConstraint

from relcadence.domain.merging import merge as united
from relcadence.store import erasing, references, tables
from relcadence.store.changes import merge
from relcadence.store.changes.writer import Writer
from relcadence.store.queries.exported import held_about
from relcadence.store.queries.people import contact as read

FIRST, SECOND, THIRD = 1, 2, 3
TODAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 9, tzinfo=UTC)
MODELS = {str(model.__tablename__): model for model in tables.FACTS}
# What a row needs that its columns and checks do not tell.
NEEDS: dict[str, dict[str, Any]] = {
    "slot": {"closed_on": "2026-01-05", "outcome": "done"},
    "reach": {"kind": "email"},
    "touch": {"touched_on": "2026-11-02"},
    "occasion": {"kind": "anniversary", "date": "--05-24"},
}
# Brought to the one who stays value by value, or closed: the rows of the other are not pointed elsewhere.
NOT_MOVED = {"reach", "alias", "label"}


def pointing() -> list[tuple[str, str]]:
    """Every column of a fact that points to a contact, by a foreign key or loosely."""
    keyed = [
        (table, column.name)
        for table, model in MODELS.items()
        for column in model.__table__.columns  # type: ignore[attr-defined]
        if any(key.target_fullname == "contact.id" for key in column.foreign_keys)
    ]
    return [*keyed, *(each for each in references.LOOSE if each[0] in MODELS)]


def put(writer: Writer, table: str, **given: Any) -> int:
    """A row of that table with as little as its columns and checks allow; what else it points to is made too."""
    values = {**NEEDS.get(table, {}), **given}
    if table == "slot" and not {"contact_id", "account_id", "occasion_id"} & given.keys():
        values["contact_id"] = THIRD
    told = " ".join(str(each.sqltext) for each in MODELS[table].__table__.constraints  # type: ignore[attr-defined]
                    if isinstance(each, CheckConstraint))  # fmt: skip
    for column in MODELS[table].__table__.columns:  # type: ignore[attr-defined]
        name = column.name
        if name == "id" or name in values:
            continue
        target = next((key.target_fullname.partition(".")[0] for key in column.foreign_keys), "")
        words = re.search(rf"\b{name} IN \('([^')]+)'", told)
        if target and not column.nullable:
            values[name] = THIRD if target == "contact" else put(writer, target)
        elif name == "uuid":
            values[name] = str(uuid4())
        elif words and not str(getattr(column.server_default, "arg", "")):
            values[name] = words[1]
        elif f"{name} <> ''" in told:
            values[name] = f"some {name}"
    return writer.insert(table, **values)


@pytest.fixture
def people(book: Any) -> Any:
    for name in ("Ann Lee", "Anne Lee", "Bo Li"):
        book.add(name)
    return book


def held(book: Any, table: str, column: str, number: int) -> list[int]:
    return [key for (key,) in book.rows(f"SELECT id FROM {table} WHERE {column} = :number", number=number)]


def with_row(book: Any, table: str, column: str) -> int:
    key: int = book.change(put, table, **{column: SECOND})
    return key


def left(book: Any) -> Iterator[tuple[str, str]]:
    """The columns that still point to the second."""
    yield from ((table, column) for table, column in pointing() if held(book, table, column, SECOND))


@pytest.mark.parametrize(("table", "column"), pointing())
def test_merge_moves_it(people: Any, table: str, column: str) -> None:
    key = with_row(people, table, column)
    ours, theirs = (people.read(lambda store, number=number: read(store, number)) for number in (FIRST, SECOND))
    people.change(merge.carry_out, united(ours, theirs), theirs)
    assert not list(left(people))
    if table not in NOT_MOVED:
        assert key in held(people, table, column, FIRST)
    people.check()
    people.undo()
    assert key in held(people, table, column, SECOND)


@pytest.mark.parametrize(("table", "column"), pointing())
def test_all_that_is_held_tells_it(people: Any, table: str, column: str) -> None:
    key = with_row(people, table, column)
    told = people.read(lambda store: held_about(store, SECOND))
    mentioned = [each["row"]["id"] for each in told["mentioned"] if each["table"] == table]
    assert key in [row["id"] for row in told["facts"].get(table, [])] + mentioned


@pytest.mark.parametrize(("table", "column"), pointing())
def test_erase_leaves_nothing_that_points_to_them(people: Any, table: str, column: str) -> None:
    with_row(people, table, column)
    uuid = people.value("SELECT uuid FROM contact WHERE id = :id", id=SECOND)
    erasing.erase(people.path, uuid, today=TODAY, now=NOW)
    assert not list(left(people))
    assert people.value("SELECT count(*) FROM contact") == 2
    people.check()


def test_told_apart_goes_where_one_becomes_part_of_the_other(people: Any) -> None:
    ours, theirs, other = (people.read(lambda store, n=n: read(store, n)) for n in (FIRST, SECOND, THIRD))
    assert people.change(merge.tell_apart, ours, theirs)
    assert not people.change(merge.tell_apart, theirs, ours)
    assert people.change(merge.tell_apart, other, theirs)
    people.change(merge.carry_out, united(ours, theirs), theirs)
    assert people.rows("SELECT contact_id, other_id FROM told_apart") == [(FIRST, THIRD)]
