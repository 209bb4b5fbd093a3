"""Reads fit the schema: every statement in the sources, every query on an empty and on a full store."""

from __future__ import annotations

import ast
import inspect
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest

import relcadence
from relcadence.domain import scorecard
from relcadence.domain.cadence import Window
from relcadence.domain.cards import Person, Seat
from relcadence.domain.members import Facts, Members
from relcadence.domain.people import Contact, DoNotContact, Reach, Touch
from relcadence.domain.playbook import ALL
from relcadence.domain.search import parse
from relcadence.domain.statistics import Span
from relcadence.domain.workdays import Workdays
from relcadence.errors import Ambiguous, NotFound
from relcadence.store import connection, queries, reading, tables, tables_cards, tables_things
from relcadence.store.changes import cards, imports, merge, people, practice
from relcadence.store.changes import referrals as referring
from relcadence.store.changes.things import articles, events, groups, matters, plans, services
from relcadence.store.queries import agenda, known, names, promises, search
from relcadence.store.queries import people as reads
from relcadence.store.queries.things import referrals
from relcadence.store.reading import Store

from .conftest import TODAY, Book

SOURCES = Path(relcadence.__file__).parent
STATEMENT = re.compile(r"\s*(SELECT|WITH|INSERT INTO|DELETE FROM|UPDATE|CREATE TABLE)\s")


class Anything(dict[str, Any]):
    """A value for every named parameter."""

    def __missing__(self, name: str) -> None:
        return None


def statements() -> Iterator[tuple[str, str]]:
    """Every whole SQL statement written in the sources, with the file it stands in."""
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            whole = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts
            if whole and STATEMENT.match(node.value):
                yield f"{path.relative_to(SOURCES)}:{node.lineno}", node.value


def test_every_statement_in_the_sources_fits_the_schema(empty_store: Path) -> None:
    """Each fits the store, or the files beside it, whose tables are stated as SQL."""
    found = list(statements())
    made = [each for each in found if "CREATE TABLE" in each[1]]
    with closing(connection.connect(empty_store)) as opened, closing(sqlite3.connect(":memory:")) as beside:
        for _where, statement in made:
            beside.execute(statement)
        for where, statement in found:
            if (where, statement) not in made and (wrong := _misfit(opened, statement)):
                assert _misfit(beside, statement) is None, f"{where}: {wrong}: {statement}"
    assert len(found) > 60


def _misfit(opened: sqlite3.Connection, statement: str) -> str | None:
    marks = statement.count("?")
    try:
        opened.execute(f"EXPLAIN {statement}", (None,) * marks if marks else Anything())
    except sqlite3.Error as error:
        return str(error)
    return None


FOREIGN = re.compile(
    r"strftime|julianday|unixepoch|\b(date|datetime|time)\(|pragma_|rowid|ifnull|GLOB|group_concat", re.I
)


def test_queries_speak_sql_that_other_engines_know() -> None:
    said = [
        f"{path.name}: {found[0]}"
        for path in sorted((SOURCES / "store" / "queries").rglob("*.py"))
        if path.name != "search.py"  # full-text search is the one exception
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "SELECT" in node.value
        and (found := FOREIGN.search(node.value))
    ]  # fmt: skip
    assert said == []


# What a parameter of a query is given, by its name.
GIVEN: dict[str, Any] = {
    "today": TODAY, "start": TODAY, "since": TODAY, "on": TODAY, "end": date(2027, 12, 31),
    "until": date(2027, 12, 31), "number": 1, "numbers": [1, 2], "plan_id": 1, "slots": [(1, False)],
    "slot": 1, "appointment": 1, "contact_id": 1, "name": "Wang Li", "role": "client",
    "point": "articles", "holiday": "Christmas", "address": "wang@law.example", "typed": "wang", "folded": "wang",
    "span": Span(date(2026, 1, 1), TODAY), "facts": Facts(TODAY, Workdays(), Members(), {}, {}, TODAY),
    "limit": 9, "query": parse(["wang", "role:client", "tag:vip"], TODAY), "asked": ALL, "roles": ("client",),
    "days": {1: TODAY}, "spans": [(point, Window(date(2026, 1, 1), TODAY)) for point in ALL], "key": "thanks",
    "score": scorecard.score(ALL[17], (), TODAY),
}  # fmt: skip
MORE: dict[str, Callable[[Store], Any]] = {
    "gather": lambda store: agenda.gather(store, TODAY, until=date(2027, 2, 1), weeks=12),
    "known": lambda store: [
        ask(key) for ask in known.known(store)[:5] for key in ("uid", "wang@law.example", "li wang", "print")
    ],
    "candidates": lambda store: [
        names.candidates(store, typed, archived=archived)
        for typed in ("wang", "#1", "wang@law.example", "")
        for archived in (False, True)
    ],
    "rows": lambda store: reads.rows(
        store, roles=("client", "referrer"), level=2, tags=("vip", "golf"), status="active",
        silent_since="2026-12-01", numbers=(1, 2),
    ),
    "nobody": lambda store: reads.rows(store, numbers=()),
    "contacts": lambda store: [reads.contact(store, number) for (number,) in store.rows("SELECT id FROM contact")],
    "referrals": lambda store: referrals.referrals(store, 1),
    "promises": lambda store: promises.promises(store, everything=True, contact_id=1),
    "search by a part": lambda store: search.search(store, parse(["ang", "ease"], TODAY), 9),
    "search by a filter": lambda store: search.search(store, parse(["silent:10d", "level:2"], TODAY), 9),
}  # fmt: skip


def asked() -> dict[str, Callable[[Store], Any]]:
    """Every public query, called with what its parameters are named for; and some with all their filters."""
    found = dict(MORE)
    for part in walk_packages(queries.__path__, "relcadence.store.queries."):
        module = import_module(part.name)
        for name, query in inspect.getmembers(module, inspect.isfunction):
            parameters = list(inspect.signature(query).parameters.values())
            if query.__module__ == module.__name__ and name[0] != "_" and parameters[0].name == "store":
                needed = [GIVEN[each.name] for each in parameters[1:] if each.default is each.empty]
                found[f"{part.name.removeprefix('relcadence.store.queries.')}.{name}"] = (
                    lambda store, query=query, needed=needed: query(store, *needed)
                )
    return found


def fill(book: Book) -> None:
    """A row in every table of facts."""
    reach = (Reach("email", "wang@law.example", "work"), Reach("phone", "+1 212 555 0100"))
    one = book.add(
        "Wang Li", "client", level=2, account="Wang & Co", birthday="1980-12-01", aliases=("Lily",),
        tags=("vip", "golf"), interests=("tea",), reach=reach,
    )  # fmt: skip
    two = book.add("Chen Bo", "referrer", do_not_contact=DoNotContact("2026-11-23", "asked"))
    book.log(one, promise="send it", by=TODAY, next=TODAY, note="about the lease", private=True)
    book.change(referring.refer, two, referred=one, name="", on=TODAY, note="")
    book.change(practice.set_value, "capacity", {"mon": 3})
    book.change(practice.add_day_off, TODAY, TODAY, "ski")
    book.change(practice.set_day_capacity, TODAY, 2)
    book.change(lambda writer: writer.insert("source", contact_id=one, name="import", seen="{}"))
    book.change(people.archive, book.add("Old Ann"), "retired")
    book.change(lambda writer: merge.tell_apart(writer, reads.contact(writer, one), reads.contact(writer, two)))
    fill_things(book, one)


def fill_things(book: Book, one: int) -> None:
    """A row in every table of what is kept beside people."""
    book.change(matters.open_matter, one, "lease", on=TODAY, fee=900, referral=1)
    book.change(groups.add, "Bar", "monthly")
    book.change(groups.add_members, 1, [one])
    book.change(events.add, "Concert", TODAY, kind="cultural", group=1)
    book.change(events.invite, 1, [one], "email")
    book.change(articles.add, "Rent caps", ["leases", "golf"])
    book.change(articles.send, 1, [one], on=TODAY)
    book.change(services.add, "Tax", colleague=one)
    book.change(services.use, 1, [one])
    book.change(plans.add, one, "two matters a year", team="Ann", steps=["lunch"], review_on=TODAY)
    book.change(plans.note_research, one, "the lease ends", "renew it")
    seat = Seat(Person(one, "Wang Li"), "client", TODAY, one)
    book.change(cards.plan, cards.Made("New Year", "New Year 2027", date(2027, 1, 1), "post"), [seat])


@pytest.mark.parametrize("name", asked())
def test_queries_answer(book: Book, name: str) -> None:
    fill(book)
    book.read(lambda store: _read(asked()[name](store)))


def _read(answer: Any) -> None:
    """Read an answer to its end: what is lazy has not asked yet."""
    if isinstance(answer, Iterator | tuple):
        for part in answer:
            _read(part)


def test_row_images_name_columns_of_the_schema_and_hold_what_it_takes(book: Book) -> None:
    fill(book)
    models = {str(model.__tablename__): model for model in tables.FACTS}
    images = book.rows("SELECT table_name, row_key, before, iif(last_key IS NULL, after, '') FROM journal_row")
    things = {str(model.__tablename__) for model in (*tables_things.THINGS, *tables_cards.CARDS)}
    assert {table for table, *_ in images} - things == set(models) - things
    for table, key, *states in images:
        for state in filter(None, states):
            values = json.loads(state)
            assert set(values) <= set(models[table].model_fields), table
            whole = book.rows(f"SELECT * FROM {table} WHERE {'key' if table == 'setting' else 'id'} = :key", key=key)
            held = dict(zip(models[table].model_fields, whole[0], strict=True)) if whole else {}
            models[table].model_validate({**held, **values})


def test_a_contact_comes_out_as_it_went_in(book: Book) -> None:
    went = Contact(
        name="王丽", roles=("referrer", "client"), level=3, organisation="Wang & Co", title="Partner",
        account="Household", reach=(Reach("phone", "+86 10 5550 0100", "work"), Reach("email", "li@law.example")),
        aliases=("Lily", "Wang Li"), tags=("vip", "golf"), interests=("tea",), preferences="mornings",
        how_met="a seminar", note="two\nlines", salutation="Dear Li", language="zh_CN", channel="message",
        cadence="monthly", city="Shanghai", birthday="lunar:8-15", basis="prior relation",
        do_not_contact=DoNotContact("2026-11-01", "asked"), added_on="2026-10-05", shareable=True,
        offers="tax for farms", barred=("meal", "gift"), barred_reason="judge",
        level_on="2026-10-01", verified_on="2026-10-02",
    )  # fmt: skip
    number = book.change(people.add, went)
    came = book.read(lambda store: reads.contact(store, number))
    assert came == went._replace(id=number, uuid=came.uuid, account_id=1)
    assert not book.change(people.bring_to, number, came)
    assert book.value("SELECT count(*) FROM journal") == 2


def test_the_lists_of_a_contact_keep_the_order_given(book: Book) -> None:
    number = book.add("Wang Li", reach=(Reach("email", "a@law.example"), Reach("email", "b@law.example")))
    turned = (Reach("email", "b@law.example"), Reach("phone", "+1 212 555 0100"), Reach("email", "a@law.example"))
    book.edit(number, reach=turned)
    assert book.read(lambda store: reads.contact(store, number)).reach == turned


def test_rows_are_filtered(book: Book) -> None:
    one = book.add("Wang Li", "client", "circle", tags=("vip", "golf"), level=2)
    two = book.add("Chen Bo", "referrer", tags=("vip",))
    three = book.add("Ana Díaz", status="dormant")
    book.change(people.archive, book.add("Old Ann", "client"), "retired")
    book.log(one)
    book.wait(10)
    book.log(two)

    def found(**asked: Any) -> list[int]:
        return [row.id for row in book.read(lambda store: reads.rows(store, **asked))]

    assert found() == [three, two, one]
    assert found(roles=("client",)) == [one]
    assert found(roles=("client", "referrer")) == [two, one]
    assert found(tags=("vip",)) == [two, one]
    assert found(tags=("vip", "golf")) == [one]
    assert found(level=2) == [one]
    assert found(status="dormant") == [three]
    assert len(found(status="archived")) == 1
    assert found(silent_since="2026-11-30") == [three, one]


def test_a_role_that_ended_is_no_role(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.edit(number, roles=("former",))
    assert book.read(lambda store: reads.contact(store, number)).roles == ("former",)
    assert book.rows("SELECT role, until_on FROM role_held ORDER BY id") == [("client", "2026-11-23"), ("former", "")]
    assert not book.read(lambda store: reads.rows(store, roles=("client",)))


def test_private_notes_stay_out_of_the_rows_of_the_agenda_and_of_find(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.log(number, note="his divorce", private=True)
    assert book.read(lambda store: agenda.who(store, [number]))[number].last_note == ""
    assert book.read(lambda store: search.search(store, parse(["divorce"], TODAY), 9)) == []
    assert book.read(lambda store: reads.touches(store, number))[0].note == "his divorce"


def test_touches_come_newest_first(book: Book) -> None:
    number = book.add("Wang Li")
    for day in ("2026-11-02", "2026-11-20", "2026-11-11", "2026-11-20"):
        book.log(number, day)
    found = book.read(lambda store: reads.touches(store, number, limit=3))
    assert [(touch.on, touch.id) for touch in found] == [("2026-11-20", 4), ("2026-11-20", 2), ("2026-11-11", 3)]
    assert book.rows("SELECT last_on, last_touch_id FROM standing") == [("2026-11-20", 4)]


MADE = [
    ({}, 1),
    ({"direction": "in"}, 0),
    ({"mass": True}, 0),
    ({"tried": True}, 1),
    ({"others": (2,)}, 1),
]


@pytest.mark.parametrize(("touch", "made"), MADE)
def test_the_touches_made_today(book: Book, touch: dict[str, Any], made: int) -> None:
    number = book.add("Wang Li")
    book.add("Chen Bo")
    book.log(number, "2026-11-22")
    book.log(number, **touch)
    assert book.read(lambda store: agenda.gather(store, TODAY)).made == made


TYPED = [
    ("wang li", 1),
    ("WANG", 1),
    ("lily", 1),
    ("#2", 2),
    ("wang@law.example", 1),
    (" WANG@law.example ", 1),
    ("王", 3),
]


@pytest.mark.parametrize(("typed", "number"), TYPED)
def test_a_name_is_found(book: Book, typed: str, number: int) -> None:
    _three(book)
    assert book.read(lambda store: names.contact_id(store, typed)) == number


def _three(book: Book) -> None:
    book.add("Wang Li", aliases=("Lily",), reach=(Reach("email", "wang@law.example"),))
    book.add("Chen_Bo 100%")
    book.add("王丽")


def test_several_of_a_name_are_listed_and_none_is_picked(book: Book) -> None:
    for place in ("Boston", "Shanghai"):
        book.add("Li Wei", organisation=place)
    with pytest.raises(Ambiguous) as caught:
        book.read(lambda store: names.contact_id(store, "li"))
    assert caught.value.exit_code == 4
    assert caught.value.candidates == ["1 Li Wei (Boston)", "2 Li Wei (Shanghai)"]


@pytest.mark.parametrize("typed", ["nobody", "", " ", "%", "_", "#9", "x@law.example"])
def test_nobody_is_found_by_what_means_nobody(book: Book, typed: str) -> None:
    book.add("Wang Li")
    with pytest.raises(NotFound):
        book.read(lambda store: names.contact_id(store, typed))


def test_the_archived_are_found_only_where_they_are_asked_for(book: Book) -> None:
    number = book.add("Wang Li")
    book.change(people.archive, number, "retired")
    with pytest.raises(NotFound) as caught:
        book.read(lambda store: names.contact_id(store, "wang"))
    assert "restore" in caught.value.hint
    assert book.read(lambda store: names.contact_id(store, "wang", archived=True)) == number


def test_a_chinese_name_is_found_by_its_sound_where_nothing_else_fits(book: Book) -> None:
    book.add("王芳")
    book.add("王丽", aliases=("方丽",))
    book.add("Wolf Fischer")
    assert book.read(lambda store: names.contact_id(store, "wang f")) == 1
    assert book.read(lambda store: names.contact_id(store, "WF")) == 1
    assert book.read(lambda store: names.contact_id(store, "fangli")) == 2
    assert book.read(lambda store: names.contact_id(store, "wo fi")) == 3
    with pytest.raises(Ambiguous):
        book.read(lambda store: names.contact_id(store, "wang"))
    assert reading.complete_names(book.path, "wangf") == [("王芳", "")]
    book.edit(1, name="Wang Fang")
    with pytest.raises(NotFound):
        book.read(lambda store: names.contact_id(store, "wf"))
    book.check()


def test_a_touch_needs_no_pinyin(book: Book) -> None:
    book.add("王芳")
    code = (
        "import sys; from pathlib import Path; from datetime import UTC, date, datetime\n"
        "from relcadence.store import changes; from relcadence.store.changes import touches\n"
        "from relcadence.domain.people import Touch\n"
        "now = datetime(2026, 11, 23, tzinfo=UTC)\n"
        "with changes.write(Path(sys.argv[1]), command_line='', today=date(2026, 11, 23), now=now) as writer:\n"
        "    touches.log(writer, Touch(1, '2026-11-23', 'call'))\n"
        "print('pypinyin' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code, str(book.path)], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


def test_names_are_completed_those_last_reached_first(book: Book) -> None:
    for name in ("Wang Li", "Wang Bo", "Wang_a", "Chen"):
        book.add(name)
    book.log(2)
    book.change(people.archive, 1, "retired")
    assert reading.complete_names(book.path, "wang") == [("Wang Bo", ""), ("Wang_a", "")]
    assert reading.complete_names(book.path, "wang_") == [("Wang_a", "")]


def test_a_touch_is_known_by_all_that_was_told_of_it(book: Book) -> None:
    number = book.add("Wang Li")
    book.log(number, "2026-11-20", "email", note="lease")
    known_one = Touch(number, "2026-11-20", "email", note="lease")
    asked = [
        known_one,
        known_one._replace(note=""),
        known_one._replace(on="2026-11-21"),
        known_one._replace(channel="call"),
    ]
    assert [book.read(lambda store, one=one: imports.is_known(store, one)) for one in asked] == [
        True,
        False,
        False,
        False,
    ]
