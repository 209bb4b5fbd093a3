"""Planned through the scratch, a file becomes what it does in memory; and many new contacts what single ones do."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relcadence.domain.imported import Action, Person, Problem
from relcadence.domain.matching import decide, decide_all, index, keys, merged
from relcadence.domain.people import Contact, Reach
from relcadence.store.changes import imports, people
from relcadence.store.queries import facts
from relcadence.store.queries.known import Origin, known
from relcadence.store.scratch import Scratch

from .conftest import Book

NAMES = st.sampled_from(["Ann Lee", "A. Lee", "Bo Li", "王丽", "Wang Li", "ann@x.example", ""])
WAYS = st.sampled_from(
    [Reach("email", f"{name}@x.example") for name in ("ann", "bo", "li")]
    + [Reach("phone", f"+1 212 555 010{at}", "mobile") for at in range(3)]
)
PERSON = st.fixed_dictionaries(
    {
        "name": NAMES,
        "uid": st.sampled_from(["", "", "u1", "u2"]),
        "organisation": st.sampled_from(["", "Acme", "Acme Ltd", "Beta"]),
        "reach": st.lists(WAYS, max_size=2, unique=True).map(tuple),
        "tags": st.lists(st.sampled_from(["vip", "golf"]), max_size=2, unique=True).map(tuple),
        "birthday": st.sampled_from(["", "1980-01-02", "--01-02"]),
        "anniversary": st.sampled_from(["", "2001-05-06"]),
        "last_touch_on": st.sampled_from(["", "2026-10-01", "2027-01-01"]),
    }
)
PEOPLE = st.lists(PERSON, max_size=12).map(lambda told: [Person(at, **each) for at, each in enumerate(told, 2)])


class Plan(Scratch):
    """The scratch as a plan, decisions written at once."""

    def decide(self, action: Any) -> None:
        super().decide([(action, True)])


def planned(told: list[Person], book: Any) -> list[Action]:
    scratch = Plan()
    scratch.lay([(person, keys(person, "US")) for person in told])
    for group in scratch.alike():
        scratch.replace(group, merged(group, "US"))
    decide_all(scratch, book, "US")
    return list(scratch.actions())


HELD = [
    Contact("Ann Lee", id=1, organisation="Acme", reach=(Reach("email", "ann@x.example"),)),
    Contact("Bo Li", id=2, birthday="1980-01-02"),
    Contact("Wang Li", id=3, aliases=("王丽",)),
]


@settings(max_examples=60, deadline=None)
@given(PEOPLE, st.booleans())
def test_the_plan_is_that_of_memory(told: list[Person], with_book: bool) -> None:
    held = index(HELD if with_book else (), "US", uids=[("u1", 2)] if with_book else ())
    assert planned(told, held) == decide(told, held, country="US")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=PEOPLE)
def test_many_at_once_are_what_one_by_one_they_are(new_book: Any, told: list[Person]) -> None:
    """New contacts of an import against the same added singly; identities are drawn, and left out."""
    named = [person for person in told if person.name]
    together: Book = new_book()
    together.use("checklist")
    actions = [Action("create", person, reason_key="new") for person in named]
    together.change(imports.carry_out, actions, Origin("file"))
    together.check()
    singly: Book = new_book()
    singly.use("checklist")
    for person in named:
        singly.change(people.add, imports.new_contact(singly.today, person, ()))
    for table in ("contact", "reach", "alias", "role_held", "label"):
        assert rows(together, table) == rows(singly, table), table


def rows(book: Book, table: str) -> list[dict[str, Any]]:
    held = book.read(facts.facts)[table]
    return [{name: value for name, value in row.items() if name != "uuid"} for row in held]


def test_importing_again_through_the_store_changes_nothing(book: Book) -> None:
    told = [Person(2, "Ann Lee", reach=(Reach("email", "ann@x.example"),)), Person(3, "Bo Li", organisation="Acme")]
    origin = Origin("file")
    before = book.read(lambda store: decide(told, known(store, origin)))
    book.change(imports.carry_out, before, origin)
    again = book.read(lambda store: decide(told, known(store, origin)))
    assert [action.kind for action in again] == ["same", "same"]


def test_problems_are_told_by_line_and_lost_ones_known() -> None:
    scratch = Scratch()
    scratch.complain([Problem(9, "cut off"), Problem(3, "odd birthday", fatal=False)])
    scratch.complain([Problem(5, "nameless", fatal=False)], lost=True)
    assert [problem.line for problem in scratch.problems()] == [3, 5, 9]
    assert [problem.line for problem in scratch.problems(fatal=True)] == [9]
    assert scratch.lost() == {5, 9}
