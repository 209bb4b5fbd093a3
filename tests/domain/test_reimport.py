"""Three sides of a re-import: what the source said before, what it says now, and what the book made of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain.imported import Person, Told
from relcadence.domain.people import Contact, DoNotContact, Reach
from relcadence.domain.reimport import changed_at_source

OLD, NEW, HERE = "old", "new", "here"


def after(
    person: Person, before: Person, contact: Contact, *others: Person
) -> tuple[dict[str, Any], tuple[str, ...]]:
    changes, kept = changed_at_source(person, Told(before, others), contact, "US")
    assert all(change.before == getattr(contact, change.field) for change in changes)
    return {change.field: change.after for change in changes}, kept


@pytest.mark.parametrize(
    ("before", "now", "here", "result", "kept"),
    [
        (OLD, OLD, OLD, None, ()),
        (OLD, NEW, OLD, NEW, ()),
        (OLD, OLD, HERE, None, ()),
        (OLD, NEW, HERE, None, ("title",)),
        (OLD, NEW, NEW, None, ()),
        (OLD, "", OLD, None, ()),
        (OLD, OLD, "", None, ()),
        ("", NEW, "", NEW, ()),
        ("", NEW, HERE, None, ("title",)),
    ],
)
def test_a_single_value(before: str, now: str, here: str, result: str | None, kept: tuple[str, ...]) -> None:
    person, then = Person(1, "A B", title=now), Person(1, "A B", title=before)
    changes, stayed = after(person, then, Contact("A B", title=here))
    assert (changes.get("title"), stayed) == (result, kept)


@pytest.mark.parametrize(
    ("before", "now", "here", "result"),
    [
        ("ab", "ab", "ab", "ab"),
        ("ab", "ab", "a", "a"),
        ("ab", "abc", "a", "ac"),
        ("ab", "a", "ab", "a"),
        ("ab", "a", "abx", "ax"),
        ("ab", "", "ab", "ab"),
        ("", "a", "a", "a"),
        ("ab", "bc", "ab", "bc"),
    ],
)
def test_a_list(before: str, now: str, here: str, result: str) -> None:
    person, then = Person(1, "A B", tags=tuple(now)), Person(1, "A B", tags=tuple(before))
    changes, _ = after(person, then, Contact("A B", tags=tuple(here)))
    assert changes.get("tags", tuple(here)) == tuple(result)


def test_what_another_source_still_tells_stays() -> None:
    changes, _ = after(
        Person(1, "A B", tags=("x",)), Person(1, "A B", tags=("x", "y")), Contact("A B", tags=("x", "y")),
        Person(1, "A B", tags=("y",)),
    )  # fmt: skip
    assert changes == {}


def test_an_address_that_was_replaced_and_one_that_is_labelled_anew() -> None:
    old, new, phone = Reach("email", "a@old.example"), Reach("email", "a@new.example"), Reach("phone", "212 555 0101")
    mobile = phone._replace(label="mobile")
    changes, _ = after(
        Person(1, "A B", reach=(new, mobile)),
        Person(1, "A B", reach=(old, phone)),
        Contact("A B", reach=(old, phone)),
    )
    assert changes == {"reach": (mobile, new)}


@pytest.mark.parametrize(
    ("now", "before", "here", "result"),
    [
        ("likes coffee", "likes tea", "likes tea", "likes coffee"),
        ("likes coffee", "likes tea", "mine\nlikes tea\nalso mine", "mine\nlikes coffee\nalso mine"),
        ("likes coffee", "likes tea", "all mine", None),
        ("likes tea", "likes tea", "all mine", "all mine"),
        ("new", "", "mine", "mine\nnew"),
    ],
)
def test_a_note(now: str, before: str, here: str, result: str | None) -> None:
    changes, kept = after(Person(1, "A B", note=now), Person(1, "A B", note=before), Contact("A B", note=here))
    assert changes.get("note", here) == (here if result is None else result)
    assert kept == (("note",) if result is None else ())


def test_a_new_name_keeps_the_old_one_as_another_name() -> None:
    changes, _ = after(Person(1, "Ann Roth"), Person(1, "Ann Lee"), Contact("Ann Lee"))
    assert changes == {"name": "Ann Roth", "aliases": ("Ann Lee",)}


def test_a_cadence_is_compared_as_it_is_kept() -> None:
    changes, kept = after(
        Person(1, "A B", cadence="monthly"), Person(1, "A B", cadence="every week"), Contact("A B", cadence="weekly")
    )
    assert (changes, kept) == ({"cadence": "monthly"}, ())


def test_do_not_contact_is_never_lifted_nor_brought_back() -> None:
    marked, plain = Person(1, "A B", do_not_contact="yes"), Person(1, "A B")
    assert after(plain, marked, Contact("A B", do_not_contact=DoNotContact("2026-01-01", "asked")))[0] == {}
    assert after(marked, marked, Contact("A B"))[0] == {}
    assert after(marked, plain, Contact("A B"))[0] == {"do_not_contact": "yes"}


def test_a_role_given_up_at_the_source_is_given_up() -> None:
    person, before = Person(1, "A B", roles=("client",)), Person(1, "A B", roles=("prospect",))
    assert after(person, before, Contact("A B", roles=("prospect",)))[0] == {"roles": ("client",)}
    assert after(person, before, Contact("A B", roles=("former",)))[0] == {}


SIDES = st.builds(
    lambda **said: Person(1, **said), name=st.sampled_from(["A B", "A C"]), title=st.sampled_from(["", "x", "y"]),
    tags=st.lists(st.sampled_from("abc"), unique=True).map(tuple), note=st.sampled_from(["", "n", "m"]),
    roles=st.lists(st.sampled_from(["client", "former", "circle"]), unique=True).map(tuple),
)  # fmt: skip
HELD = st.builds(
    lambda **held: Contact(**held), name=st.sampled_from(["A B", "A D"]), title=st.sampled_from(["", "x", "z"]),
    note=st.sampled_from(["", "n"]),
    tags=st.lists(st.sampled_from("abd"), unique=True).map(tuple),
    roles=st.lists(st.sampled_from(["client", "circle"]), unique=True).map(tuple),
)  # fmt: skip


@given(SIDES, HELD)
def test_a_source_that_says_the_same_changes_nothing(person: Person, contact: Contact) -> None:
    assert changed_at_source(person, Told(person), contact, "") == ((), ())


@given(SIDES, SIDES, HELD)
def test_followed_once_is_followed(person: Person, before: Person, contact: Contact) -> None:
    changes, _ = changed_at_source(person, Told(before), contact, "")
    followed = contact._replace(**{change.field: change.after for change in changes})
    assert changed_at_source(person, Told(person), followed, "") == ((), ())
    again = {change.field for change in changed_at_source(person, Told(before), followed, "")[0]}
    assert not again - {"aliases", "note"}
