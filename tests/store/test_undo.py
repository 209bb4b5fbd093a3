"""Undo is the inverse change set: whole, refused where something later stands on it, and itself undoable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relcadence.domain.people import DoNotContact, Reach
from relcadence.domain.vocabulary import CHANNELS, ROLES
from relcadence.errors import NotFound, Refused, RelcadenceError
from relcadence.store.changes import items, people, practice, referrals, touches, undo

from .conftest import TODAY, Book

D = date.fromisoformat
WORKING = ["mon-fri", "mon-thu", "mon,tue,sun"]


def wanted(book: Book) -> int:
    """A client with something in every table that a contact can have rows in."""
    return book.add(
        "Wang Li", "client", "referrer", level=2, account="Wang & Co", birthday="1980-02-29", aliases=("Lily",),
        tags=("vip",), interests=("golf",),
        reach=(Reach("email", "wang@law.example"), Reach("phone", "+1 212 555 0100")),
    )  # fmt: skip


ONE_BY_ONE: dict[str, Callable[[Book, int], Any]] = {
    "add": lambda book, number: book.add("Chen Bo", "client", birthday="--12-01", account="Chen & Co"),
    "edit": lambda book, number: book.edit(
        number,
        name="Wang Lin",
        level=None,
        roles=("prospect",),
        tags=(),
        aliases=("Lin",),
        birthday="",
        account="",
        interests=("tea", "golf"),
        reach=(Reach("email", "lin@law.example"),),
        cadence="monthly",
    ),
    "do not contact": lambda book, number: book.edit(number, do_not_contact=DoNotContact("2026-11-23", "asked")),
    "archive": lambda book, number: book.change(people.archive, number, "retired"),
    "log": lambda book, number: book.log(number, promise="send it", by=TODAY, next=TODAY),
    "tried": lambda book, number: book.log(number, tried=True),
    "own time": lambda book, number: book.change(touches.own_time, TODAY, 60, "website"),
    "done": lambda book, number: book.done(book.handle(number)),
    "skip": lambda book, number: book.skip(book.handle(number)),
    "snooze": lambda book, number: book.snooze(book.handle(number), D("2026-12-01")),
    "promise": lambda book, number: book.change(touches.promise, number, "send it", TODAY),
    "appointment": lambda book, number: book.change(touches.appoint, number, TODAY),
    "rule": lambda book, number: book.change(practice.set_rule, "role", "client", "biweekly"),
    "new rule": lambda book, number: book.change(practice.set_rule, "tag", "vip", "every 10 days"),
    "rule gone": lambda book, number: book.change(practice.set_rule, "role", "client", ""),
    "preset": lambda book, number: book.use("abcd"),
    "setting": lambda book, number: book.change(practice.set_value, "capacity", {"mon": 3}),
    "working days": lambda book, number: book.change(practice.set_value, "workdays", "mon-thu"),
    "days off": lambda book, number: book.change(practice.add_day_off, TODAY, TODAY + timedelta(days=9), "ski"),
    "capacity of a day": lambda book, number: book.change(practice.set_day_capacity, TODAY, 2),
    "referral": lambda book, number: book.change(
        referrals.refer, number, referred=None, name="Mr Gao", on=TODAY, note=""
    ),
    "account": lambda book, number: book.change(
        lambda writer: writer.change("account", 1, main_contact_id=number, cadence="yearly")
    ),
    "touch deleted": lambda book, number: book.delete("touch", 1),
}


@pytest.mark.parametrize("what", ONE_BY_ONE)
def test_every_change_can_be_taken_back_and_made_again(book: Book, what: str) -> None:
    number = wanted(book)
    book.log(number, "2026-11-18")
    before = book.facts()
    ONE_BY_ONE[what](book, number)
    book.check()
    after = book.facts()
    assert after != before
    done = book.undo()
    assert book.facts() == before
    book.check()
    redo = book.undo(book.value("SELECT id FROM journal WHERE undoes = :id", id=done.id))
    assert redo.undoes == done.id
    assert book.facts() == after
    book.check()
    book.undo()
    assert book.facts() == before


def test_undo_takes_the_newest_that_is_not_undone(book: Book) -> None:
    one, two = book.add("Wang Li"), book.add("Chen Bo")
    assert book.undo().title == "add Chen Bo"
    assert book.undo().title == "add Wang Li"
    assert book.value("SELECT count(*) FROM contact") == 0
    assert (one, two) == (1, 2)
    book.undo()  # the preset of the fixture
    with pytest.raises(NotFound, match="nothing to undo"):
        book.undo()


def test_the_history_tells_what_is_undone(book: Book) -> None:
    book.add("Wang Li")
    book.undo()
    told = book.read(lambda store: undo.entries(store.connection))
    assert [(entry.id, entry.title, entry.undoes, entry.undone) for entry in told] == [
        (3, "undo 2: add Wang Li", 2, False),
        (2, "add Wang Li", None, True),
        (1, told[2].title, None, False),
    ]
    book.undo(3)
    told = book.read(lambda store: undo.entries(store.connection, 3))
    assert [(entry.id, entry.undone) for entry in told] == [(4, False), (3, True), (2, False)]


def test_a_change_is_not_undone_twice(book: Book) -> None:
    book.add("Wang Li")
    book.undo()
    with pytest.raises(Refused, match="undone already"):
        book.undo(2)


def test_an_unknown_change_is_not_found(book: Book) -> None:
    with pytest.raises(NotFound):
        book.undo(99)


STANDS_ON: list[tuple[str, Callable[[Book, int], Any], Callable[[Book, int], Any]]] = [
    ("a column changed again", lambda b, n: b.edit(n, level=3), lambda b, n: b.edit(n, level=4)),
    ("a touch with somebody added", lambda b, n: b.add("Chen Bo"), lambda b, n: b.log(n + 1)),
    (
        "a column that was left at its default",
        lambda b, n: b.change(touches.promise, n, "send it", TODAY),
        lambda b, n: b.change(lambda writer: items.settle_promise(writer, 1, "kept")),
    ),
    ("a contact edited after it was added", lambda b, n: b.add("Chen Bo"), lambda b, n: b.edit(n + 1, note="tall")),
    ("a slot closed since", lambda b, n: b.log(n), lambda b, n: (b.wait(7), b.log(n))),
    (
        "a row deleted since",
        lambda b, n: b.edit(n, tags=("vip", "golf")),
        lambda b, n: b.edit(n, tags=("vip",)),
    ),
    (
        "another row in the place of a deleted one",
        lambda b, n: b.change(practice.set_rule, "role", "client", ""),
        lambda b, n: b.change(practice.set_rule, "role", "client", "monthly"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "first", "later"), STANDS_ON, ids=[what for what, *_ in STANDS_ON])
def test_undo_is_refused_where_something_later_stands_on_it(
    book: Book, what: str, first: Callable[[Book, int], Any], later: Callable[[Book, int], Any]
) -> None:
    number = wanted(book)
    first(book, number)
    entry = book.value("SELECT max(id) FROM journal")
    later(book, number)
    before = book.facts()
    with pytest.raises(Refused, match="can't be undone alone"):
        book.undo(entry)
    assert book.facts() == before
    book.undo()
    book.undo(entry)
    book.check()


def test_a_change_of_other_columns_does_not_stand_in_the_way(book: Book) -> None:
    number = wanted(book)
    book.edit(number, level=3)
    book.edit(number, city="Boston")
    book.undo(book.value("SELECT max(id) - 1 FROM journal"))
    assert book.rows("SELECT level, city FROM contact") == [(2, "Boston")]


def test_a_column_changed_there_and_back_since_stands_in_the_way(book: Book) -> None:
    number = wanted(book)
    for level in (3, 4, 3):
        book.edit(number, level=level)
    with pytest.raises(Refused):
        book.undo(book.value("SELECT max(id) - 2 FROM journal"))


def test_undo_of_an_older_touch_leaves_the_slot_that_a_newer_one_made(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.wait(7)
    book.log(number)
    before = book.due(number)
    book.log(number, "2026-11-24")
    book.undo()
    assert book.due(number) == before


def test_undo_never_leaves_a_rhythm_without_a_slot(book: Book) -> None:
    number = book.add("Wang Li", "assistant")
    book.edit(number, roles=("assistant", "client"))
    entry = book.value("SELECT max(id) FROM journal")
    book.change(practice.set_rule, "role", "assistant", "monthly")
    book.undo(entry)
    due = book.due(number)
    assert due and due.cadence == "monthly"


def test_a_country_moves_deadlines_and_undo_brings_them_back(book: Book) -> None:
    book.change(practice.set_rule, "role", "client", "half-monthly")
    number = book.add("Wang Li", "client")
    book.wait(23)  # 16 December
    book.log(number)
    plain = book.due(number)
    assert plain and (plain.start, plain.deadline) == ("2027-01-01", "2027-01-15")
    book.log(number, "2026-12-01")
    book.change(practice.set_rule, "role", "client", "weekly")
    book.change(practice.set_rule, "role", "client", "half-monthly")
    book.change(practice.add_day_off, D("2027-01-14"), D("2027-01-15"), "ski")
    moved = book.due(number)
    assert moved and moved.deadline == "2027-01-13"
    book.undo()
    assert book.value("SELECT count(*) FROM holiday") == 0
    book.change(practice.set_value, "country", "US")
    assert book.value("SELECT count(*) FROM holiday WHERE day = '2026-12-25'") == 1
    book.check()
    book.undo()
    assert book.value("SELECT count(*) FROM holiday") == 0
    back = book.due(number)
    assert back and back.deadline == plain.deadline
    book.check()


def test_a_window_full_of_days_off_does_not_exist_until_they_are_taken_back(book: Book) -> None:
    number = book.add("Wang Li", "client")
    handle = book.handle(number)
    book.change(practice.add_day_off, D("2026-11-23"), D("2026-12-06"), "away")
    due = book.due(number)
    assert due and (due.start, f"F{due.slot_id}") == ("2026-12-07", handle)
    book.undo()
    due = book.due(number)
    assert due and (due.start, f"F{due.slot_id}") == ("2026-11-23", handle)


def test_an_account_with_another_name_is_found_by_it(book: Book) -> None:
    wanted(book)
    book.change(lambda writer: writer.change("account", 1, name="Gao & Co"))
    book.check()


NAMES = st.sampled_from(["Wang Li", "Chen Bo", "José Álvarez", "王丽", "O'Neill"])
SOME_ROLES = st.lists(st.sampled_from(ROLES), max_size=2, unique=True).map(tuple)
SOME_DAYS = st.integers(0, 40)
WHICH = st.integers(0, 9)
CADENCES = st.sampled_from(["", "weekly", "monthly", "every 10 days", "every 2 months", "none"])
ACTS = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 40)),
    st.tuples(
        st.just("add"), NAMES, SOME_ROLES,
        st.fixed_dictionaries({}, optional={
            "cadence": CADENCES, "level": st.integers(1, 4), "account": st.sampled_from(["Wang & Co", "Chen & Co"]),
            "birthday": st.sampled_from(["--02-29", "1980-12-01", "lunar:8-15"]), "tags": st.just(("vip",)),
            "status": st.sampled_from(["active", "dormant"]), "added_on": st.just("2026-10-05"),
        }),
    ),
    st.tuples(
        st.just("log"), WHICH, SOME_DAYS, st.sampled_from(CHANNELS),
        st.fixed_dictionaries({}, optional={
            "direction": st.just("in"), "tried": st.just(True), "mass": st.just(True),
            "promise": st.just("send it"), "next": st.just("today"), "others": WHICH,
        }),
    ),
    st.tuples(
        st.just("edit"), WHICH,
        st.fixed_dictionaries({}, optional={
            "name": NAMES, "roles": SOME_ROLES, "cadence": CADENCES, "level": st.none() | st.integers(1, 4),
            "account": st.sampled_from(["", "Wang & Co", "Chen & Co"]), "tags": st.sampled_from([(), ("vip",)]),
            "birthday": st.sampled_from(["", "--02-29", "1980-12-01"]), "aliases": st.sampled_from([(), ("Lily",)]),
            "status": st.sampled_from(["active", "dormant", "archived"]), "quiet": st.sampled_from(["", "fri"]),
            "do_not_contact": st.sampled_from([None, DoNotContact("2026-11-23", "asked")]),
        }),
    ),
    st.tuples(st.sampled_from(["done", "skip", "snooze", "archive", "restore", "untouch"]), WHICH),
    st.tuples(st.just("promise"), WHICH, st.sampled_from(["kept", "dropped"])),
    st.tuples(st.just("rule"), st.sampled_from(ROLES), CADENCES),
    st.tuples(st.just("tag rule"), CADENCES),
    st.tuples(st.just("preset"), st.sampled_from(["checklist", "quarterly", "abcd"])),
    st.tuples(st.just("set"), st.sampled_from([("workdays", day) for day in WORKING] + [("feb29", "mar1")])),
    st.tuples(st.just("off"), SOME_DAYS, st.integers(0, 20)),
    st.tuples(st.just("main"), WHICH),
)  # fmt: skip


class Acting:
    """Does drawn acts on a book; what the program refuses changes nothing."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def one(self, table: str, which: int, where: str = "1") -> int:
        rows = self.book.rows(f"SELECT id FROM {table} WHERE {where} ORDER BY id")
        if not rows:
            raise NotFound(f"There is no {table} yet.")
        return int(rows[which % len(rows)][0])

    def act(self, what: str, *told: Any) -> None:
        getattr(self, what.replace(" ", "_"))(*told)

    def begin(self) -> None:
        """A practice small enough that drawn acts meet the same people often."""
        self.book.use("checklist")
        self.book.add("Wang Li", "client", account="Wang & Co", birthday="1980-02-29")
        self.book.add("Chen Bo", "referrer")
        self.book.add("Ana Díaz", "assistant", cadence="every 10 days")

    def wait(self, days: int) -> None:
        self.book.wait(days)

    def add(self, name: str, roles: tuple[str, ...], fields: dict[str, Any]) -> None:
        self.book.add(name, *roles, **fields)

    def log(self, which: int, ago: int, channel: str, told: dict[str, Any]) -> None:
        fields = dict(told)
        number = self.one("contact", which)
        if "next" in fields:
            fields["next"] = self.book.today
        if "others" in fields:
            other = self.one("contact", fields.pop("others"))
            fields["others"] = (other,) if other != number else ()
        self.book.log(number, self.book.today - timedelta(days=ago), channel, **fields)

    def edit(self, which: int, fields: dict[str, Any]) -> None:
        self.book.edit(self.one("contact", which), **fields)

    def handle(self, which: int) -> str:
        number = self.one("slot", which, "closed_on = ''")
        occasion = self.book.value("SELECT occasion_id FROM slot WHERE id = :id", id=number)
        return f"{'O' if occasion else 'F'}{number}"

    def done(self, which: int) -> None:
        self.book.done(self.handle(which))

    def skip(self, which: int) -> None:
        self.book.skip(self.handle(which))

    def snooze(self, which: int) -> None:
        self.book.snooze(self.handle(which), self.book.today + timedelta(days=3 * which + 1))

    def archive(self, which: int) -> None:
        self.book.change(people.archive, self.one("contact", which), "retired")

    def restore(self, which: int) -> None:
        self.book.change(people.restore, self.one("contact", which, "status = 'archived'"))

    def untouch(self, which: int) -> None:
        self.book.delete("touch", self.one("touch", which))

    def promise(self, which: int, state: str) -> None:
        key = self.one("promise", which)
        self.book.change(lambda writer: items.settle_promise(writer, key, state))

    def rule(self, role: str, cadence: str) -> None:
        self.book.change(practice.set_rule, "role", role, cadence)

    def tag_rule(self, cadence: str) -> None:
        self.book.change(practice.set_rule, "tag", "vip", cadence)

    def preset(self, name: str) -> None:
        self.book.use(name)

    def set(self, setting: tuple[str, str]) -> None:
        self.book.change(practice.set_value, *setting)

    def off(self, ahead: int, days: int) -> None:
        start = self.book.today + timedelta(days=ahead)
        self.book.change(practice.add_day_off, start, start + timedelta(days=days), "away")

    def main(self, which: int) -> None:
        account, member = self.one("account", which), self.one("contact", which)
        self.book.change(lambda writer: writer.change("account", account, main_contact_id=member))

    def undo(self, which: int) -> None:
        self.book.undo(self.one("journal", which))


def entries(book: Book) -> int:
    return int(book.value("SELECT coalesce(max(id), 0) FROM journal"))


DRAWN = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@DRAWN
@given(st.lists(ACTS, min_size=1, max_size=14))
def test_after_undoing_all_nothing_is_left_of_it(new_book: Callable[[], Book], acts: list[tuple[Any, ...]]) -> None:
    """Each single undo gives back the facts as they were before that change, byte for byte."""
    book = new_book()
    acting = Acting(book)
    acting.begin()
    before: list[tuple[int, str]] = []
    for act in acts:
        state, entry = book.facts(), entries(book)
        try:
            acting.act(*act)
        except RelcadenceError:
            assert book.facts() == state
        if entries(book) > entry:
            before.append((entries(book), state))
        else:
            assert book.facts() == state
        book.check()
    for entry, state in reversed(before):
        assert book.undo().id == entry
        assert book.facts() == state
        book.check()


@DRAWN
@given(st.lists(ACTS | st.tuples(st.just("undo"), WHICH), min_size=2, max_size=14))
def test_kept_values_follow_from_facts_whatever_is_undone(
    new_book: Callable[[], Book], acts: list[tuple[Any, ...]]
) -> None:
    book = new_book()
    acting = Acting(book)
    acting.begin()
    owners: dict[int, tuple[Any, ...]] = {}
    for act in acts:
        state = book.facts()
        try:
            acting.act(*act)
        except RelcadenceError:
            assert book.facts() == state
        book.check()
        for key, *owner in book.rows("SELECT id, uuid, contact_id, account_id, occasion_id FROM slot"):
            assert owners.setdefault(key, tuple(owner)) == tuple(owner)
