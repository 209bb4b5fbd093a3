"""The journal of what was added together: its runs stand for rows that undo, redo, erase and doctor still find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from sqlite3 import IntegrityError
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relcadence.domain.known import index
from relcadence.domain.matching import PastTouch, Person, decide
from relcadence.domain.people import Reach
from relcadence.errors import Refused, RelcadenceError
from relcadence.store import connection, damage, erasing, journal, seal, search_index
from relcadence.store.changes import imports, people, undo
from relcadence.store.queries.exported import held_about
from relcadence.store.queries.known import Origin

from .conftest import TODAY, Book

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BY_BOOK = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
DRAWN = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
NAMES = ("Wang Li", "José Núñez", "王丽", "Zoë Łukasz", "Mia Chen", "O'Brien", "Ann", "Bo Ek")
PERSON = st.builds(
    dict,
    roles=st.lists(st.sampled_from(["client", "prospect", "referrer", "former"]), max_size=2, unique=True),
    tags=st.lists(st.sampled_from(["vip", "golf"]), max_size=2, unique=True),
    birthday=st.sampled_from(["", "1980-02-29", "--12-01"]),
    anniversary=st.sampled_from(["", "2001-05-06"]),
    last_touch_on=st.sampled_from(["", "2026-10-05"]),
    organisation=st.sampled_from(["", "Wang & Co"]),
    reached=st.booleans(),
)


def person(number: int, drawn: dict[str, Any]) -> Person:
    """The person of a line; no two of a file are one."""
    reach = (Reach("email", f"n{number}@post.example"),) if drawn["reached"] else ()
    lists = {name: tuple(drawn[name]) for name in ("roles", "tags")}
    said = {name: drawn[name] for name in ("birthday", "anniversary", "last_touch_on", "organisation")}
    return Person(number + 2, f"{NAMES[number % len(NAMES)]} {number}", reach=reach, **lists, **said)


def bring_in(book: Book, found: list[dict[str, Any]]) -> None:
    """Import these people into a book."""
    told = [person(number, drawn) for number, drawn in enumerate(found)]
    actions = decide(told, index((), ""))

    def act(writer: Any) -> None:
        imports.carry_out(writer, actions, Origin("people", "name"))
        writer.title = "import"

    book.change(act)


def few(count: int) -> list[dict[str, Any]]:
    """As many people with something in every table an import writes."""
    each = {"roles": ["client"], "tags": ["vip"], "birthday": "1980-02-29", "anniversary": "2001-05-06",
            "last_touch_on": "2026-10-05", "organisation": "", "reached": True}  # fmt: skip
    return [each] * count


LATER: dict[str, Callable[[Book, int], Any]] = {
    "edit": lambda book, number: book.edit(number, level=2),
    "tag": lambda book, number: book.edit(number, tags=("other",)),
    "archive": lambda book, number: book.change(people.archive, number, "retired"),
    "log": lambda book, number: book.log(number),
    "skip": lambda book, number: book.skip(book.handle(number)),
    "add": lambda book, number: book.add("Somebody Else", "client", birthday="--03-03"),
    "there and back": lambda book, number: (book.edit(number, level=2), book.edit(number, level=None)),
}


@BY_BOOK
@given(st.lists(PERSON, max_size=12), st.lists(PERSON, min_size=1, max_size=3))
def test_an_import_is_taken_back_and_made_again(
    new_book: Callable[[], Book], found: list[dict[str, Any]], before: list[dict[str, Any]]
) -> None:
    book = new_book()
    book.use("checklist")
    book.change(
        people.add_many, [imports.new_contact(TODAY, person(90 + at, each), ()) for at, each in enumerate(before)]
    )
    empty = book.facts()
    bring_in(book, found)
    full = book.facts()
    for _ in range(2):
        if full != empty:
            book.undo()
            assert book.facts() == empty
            book.check()
            book.change(lambda writer: undo.apply(writer, undo.last_undo(writer.connection).id))
        assert book.facts() == full
        book.check()
    assert damage_of(book) == []


@BY_BOOK
@given(
    st.lists(PERSON, min_size=2, max_size=6),
    st.lists(st.tuples(st.sampled_from(sorted(LATER)), st.integers(1, 6)), min_size=1, max_size=4),
)
def test_an_import_stands_as_long_as_a_later_change_stands_on_it(
    new_book: Callable[[], Book], found: list[dict[str, Any]], later: list[tuple[str, int]]
) -> None:
    book = new_book()
    book.use("checklist")
    empty = book.facts()
    bring_in(book, found)
    imported, full = book.value("SELECT max(id) FROM journal"), book.facts()
    touched = False
    for what, number in later:
        try:
            LATER[what](book, 1 + number % len(found))
        except (AssertionError, RelcadenceError):
            continue
        touched = touched or what != "add"
    state = book.facts()
    if touched:
        with pytest.raises(Refused, match="a later change touched the same"):
            book.undo(imported)
        assert book.facts() == state
    while book.value("SELECT max(id) FROM journal WHERE undoes IS NULL") > imported:
        if book.read(lambda store: undo.find(store.connection, None)).id == imported:
            break
        book.undo()
    assert book.facts() == full
    book.undo(imported)
    assert book.facts() == empty
    book.check()


def test_a_row_changed_there_and_back_since_stands_in_the_way(book: Book) -> None:
    bring_in(book, few(3))
    full = book.facts()
    book.edit(2, level=2)
    book.edit(2, level=None, level_on="")
    assert book.facts() == full
    with pytest.raises(Refused, match="a later change touched the same contact"):
        book.undo(book.value("SELECT id FROM journal WHERE title = 'import'"))


def test_a_change_that_leaves_the_imported_rows_alone_stays_when_they_go(book: Book) -> None:
    bring_in(book, few(3))
    imported = book.value("SELECT max(id) FROM journal")
    other = book.add("Somebody Else", "client")
    book.undo(imported)
    assert [each for (each,) in book.rows("SELECT id FROM contact")] == [other]
    book.check()


def test_the_journal_holds_of_added_rows_no_word(book: Book) -> None:
    bring_in(book, few(5))
    runs = book.rows("SELECT table_name, row_key, last_key, before, after FROM journal_row WHERE last_key > 0")
    assert {table for table, *_ in runs} == {"contact", "role_held", "label", "reach", "occasion", "touch", "source",
                                             "slot"}  # fmt: skip
    for table, first, last, before, after in runs:
        assert before == "" and len(after) == journal.WIDTH * (last - int(first) + 1)
        with opened_to_write(book) as opened:
            assert journal.Image(table, first, last, before, after).digests == seal.digests(
                opened, table, int(first), last
            )
    assert not book.rows("SELECT 1 FROM journal_row WHERE table_name = 'contact' AND last_key IS NULL")


@pytest.mark.parametrize("gone", [1, 3, 5])
def test_of_an_erased_person_nothing_is_left_in_a_run(book: Book, gone: int) -> None:
    bring_in(book, few(5))
    imported = book.value("SELECT max(id) FROM journal")
    book.edit(gone, note="tall", tags=("vip", "golf"))
    digests = digests_of(book, gone)
    assert digests and all(each in images(book) for each in digests)
    uuid = book.value("SELECT uuid FROM contact WHERE id = :id", id=gone)
    erasing.erase(book.path, uuid, today=TODAY, now=NOW)
    assert not any(each in images(book) for each in digests)
    assert NAMES[(gone - 1) % len(NAMES)] not in images(book) and "tall" not in images(book)
    assert damage_of(book) == []
    left = book.facts()
    book.undo(imported)
    assert book.value("SELECT count(*) FROM contact") == 0
    book.change(lambda writer: undo.apply(writer, undo.last_undo(writer.connection).id))
    assert book.facts() == left
    book.check()


def test_erasing_everybody_who_was_imported_leaves_no_run(book: Book) -> None:
    bring_in(book, few(2))
    for (uuid,) in book.rows("SELECT uuid FROM contact ORDER BY id"):
        erasing.erase(book.path, uuid, today=TODAY, now=NOW)
    assert book.rows("SELECT table_name FROM journal_row WHERE last_key > 0") == []


def test_what_is_held_of_a_person_tells_of_the_import(book: Book) -> None:
    bring_in(book, few(4))
    bring_in_more = book.add("Somebody Else")
    told = book.read(lambda store: held_about(store, 2))["history"]
    assert [each["title"] for each in told] == ["import"]
    assert [each["title"] for each in book.read(lambda store: held_about(store, bring_in_more))["history"]] == [
        "add Somebody Else"
    ]


MEDDLED = (
    "UPDATE journal_row SET after = replace(after, substr(after, 9, 8), '00000000') WHERE last_key > 0",
    "UPDATE journal_row SET last_key = last_key - 1, after = substr(after, 9) WHERE table_name = 'contact' "
    "AND last_key > 0",
    "UPDATE journal_row SET row_key = '2', last_key = last_key + 1 WHERE table_name = 'contact' AND last_key > 0",
    "UPDATE contact SET note = 'by another hand' WHERE id = 2",
    "DELETE FROM label WHERE id = 2",
)


@pytest.mark.parametrize("statement", MEDDLED, ids=[each[:60] for each in MEDDLED])
def test_a_run_or_a_row_that_is_not_as_it_was_written_is_found_and_nothing_is_taken_back(
    book: Book, statement: str
) -> None:
    bring_in(book, few(5))
    assert damage_of(book) == []
    with closing(connection.raw(book.path, "rw")) as opened:
        assert opened.execute(statement).rowcount
    table = statement.split()[1 if statement.startswith("UPDATE") else 2]
    assert {place.table for place in damage_of(book)} - {damage.INDEX} == {table}
    state = book.facts()
    with pytest.raises(Refused, match="a later change touched the same"):
        book.undo()
    assert book.facts() == state


def test_a_person_among_many_is_found_by_the_number_alone(book: Book) -> None:
    bring_in(book, few(30))
    with opened_to_write(book) as opened:
        entry = book.value("SELECT max(id) FROM journal")
        for number in (1, 2, 29, 30):
            assert journal.entries_about(opened, [("contact", number)]) == {entry}
        assert journal.entries_about(opened, [("contact", 31), ("contact", 0), ("setting", "30")]) == set()
        assert journal.count(opened, entry, "contact") == 30


ROWS = st.lists(st.tuples(st.integers(1, 600), st.sampled_from(["", "tea", "王丽", "\n"])), max_size=6)


@DRAWN
@given(st.lists(st.tuples(st.sampled_from(["put", "one", "change", "delete", "back"]), ROWS), max_size=8))
def test_seals_hold_however_rows_are_put(new_book: Callable[[], Book], acts: list[Any]) -> None:
    book = new_book()
    with labelled(book) as opened:
        for what, rows in acts:
            carry_out(opened, what, rows)
    assert damage_of(book) == []


@DRAWN
@given(st.lists(st.tuples(st.sampled_from(["put", "one", "change", "delete"]), ROWS), max_size=8))
def test_seals_hold_that_are_written_at_the_end(new_book: Callable[[], Book], acts: list[Any]) -> None:
    book = new_book()
    with labelled(book) as opened, seal.together(opened):
        for what, rows in acts:
            held = {key for (key,) in opened.execute("SELECT id FROM label")}
            carry_out(opened, what, [row for row in rows if row[0] not in held])
    assert damage_of(book) == []


@contextmanager
def labelled(book: Book) -> Iterator[Any]:
    """A store in which labels may be written, by its connection."""
    with connection.transaction(book.path, NOW) as opened:
        opened.execute("INSERT INTO contact (id, uuid, name) VALUES (1, 'u', 'Wang Li')")
        yield opened
        search_index.rebuild(opened)


def carry_out(opened: Any, what: str, told: list[tuple[int, str]]) -> None:
    """Write labels in one of the ways there are; what is there already is refused, and taken back by itself."""
    rows = [(key, 1, "tag", value) for key, value in dict(told).items()]
    columns = ("id", "contact_id", "kind", "value")
    opened.execute("SAVEPOINT one")
    try:
        if what in ("put", "back"):
            seal.put(opened, "label", columns, rows)
        for key, *values in rows:
            if what == "one":
                opened.execute("INSERT INTO label VALUES (?, ?, ?, ?)", (key, *values))
            elif what == "change":
                opened.execute("UPDATE label SET value = value || '!' WHERE id >= ?", (key,))
            elif what == "delete":
                opened.execute("DELETE FROM label WHERE id <= ?", (key,))
        if what == "back":
            raise IntegrityError
    except IntegrityError:
        opened.execute("ROLLBACK TO one")
    opened.execute("RELEASE one")


def test_past_touches_are_logged_once_each_and_found_by_their_words(book: Book) -> None:
    bring_in(book, few(3))
    told = [(1, PastTouch(line, f"2026-09-{line:02}", "x", "call", note=f"word{line}")) for line in range(2, 20)]
    state = book.facts()
    assert book.change(imports.add_touches, [*told, *told[:4], (2, told[0][1])]) == 19
    assert book.change(imports.add_touches, told) == 0
    assert book.value("SELECT count(*) FROM said_text WHERE said_text MATCH 'word2'") == 2
    book.check()
    book.undo()
    assert book.facts() == state
    book.check()


def test_an_inbound_touch_among_many_wakes_somebody_dormant(book: Book) -> None:
    number = book.add("Wang Li", "client", status="dormant")
    told = [
        (number, PastTouch(line, f"2026-09-{line:02}", "x", "call", way)) for line, way in ((2, "out"), (3, "in"))
    ]
    book.change(imports.add_touches, told)
    assert book.value("SELECT status FROM contact WHERE id = :id", id=number) == "active"


def images(book: Book) -> str:
    """All that the journal holds."""
    return repr(book.rows("SELECT * FROM journal")) + repr(book.rows("SELECT * FROM journal_row"))


def digests_of(book: Book, number: int) -> list[str]:
    """The digests that runs hold of the rows of a contact that were not changed since."""
    found = []
    with opened_to_write(book) as opened:
        for table in ("role_held", "reach", "source"):
            for (key,) in book.rows(f"SELECT id FROM {table} WHERE contact_id = :id", id=number):
                found += [f"{each:08x}" for each in seal.digests(opened, table, key, key).values()]
    return found


def damage_of(book: Book) -> list[damage.Place]:
    with closing(connection.connect(book.path)) as opened:
        return damage.find(opened, book.path)


@contextmanager
def opened_to_write(book: Book) -> Iterator[Any]:
    with closing(connection.connect(book.path, write=True)) as opened:
        yield opened
