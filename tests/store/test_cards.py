"""Runs of cards in the store: planned, sent, come back, taken off, undone, and the people on them gone or merged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from relcadence.domain.cards import Person, Rules, Seat, choose, seats
from relcadence.domain.holidays import HOLIDAYS, named
from relcadence.domain.merging import merge as merged
from relcadence.domain.people import DoNotContact, Reach
from relcadence.domain.workdays import Workdays
from relcadence.errors import NotFound, Refused, UsageProblem
from relcadence.store import erasing
from relcadence.store.changes import cards, merge, people
from relcadence.store.queries import card_plans as plans
from relcadence.store.queries import cards as reads
from relcadence.store.queries import people as person_reads

from .conftest import TODAY, Book

HOLIDAY = named("New Year", HOLIDAYS)
ON = date(2027, 1, 1)
MADE = cards.Made("New Year", "New Year 2027", ON, "post")


def street(number: int) -> tuple[Reach, ...]:
    return (Reach("address", f"{number} Elm Street"),)


def plan(book: Book, made: cards.Made = MADE, **asked: Any) -> list[Seat]:
    """Plan as the command does; who came on the list."""
    found = book.read(lambda store: plans.people(store, made.way))
    listed = book.read(lambda store: plans.listed(store, made.holiday, made.on))
    last = book.read(lambda store: plans.last_list(store, made.holiday, made.on))
    chosen, _left = choose(found, HOLIDAY, Rules(), last=last, **asked)
    placed = {number: (at.envelope, at.channel == made.way and at.state == "open") for number, at in listed.items()}
    made_seats = seats(chosen, placed, found, (made.on, made.way), Rules(), Workdays())
    if made_seats:
        book.change(cards.plan, made, made_seats)
    return made_seats


def states(book: Book, run: int = 1) -> dict[str, str]:
    return {card.name: card.state for card in book.read(lambda store: reads.cards(store, run))}


def the_run(book: Book, number: int = 1) -> reads.Run:
    return book.read(lambda store: reads.runs(store, number=number))[0]


@pytest.fixture
def three(book: Book) -> Sequence[int]:
    """Three clients, of whom two share a house."""
    return [
        book.add("Ann", "client", reach=street(1)),
        book.add("Bob", "client", reach=street(1)),
        book.add("Cy", "client", reach=street(2)),
    ]


def test_a_run_is_counted_in_envelopes(book: Book, three: Sequence[int]) -> None:
    plan(book)
    assert the_run(book)[2:] == (
        "New Year 2027", "New Year", "2027-01-01", "post", "2026-11-23", "", None, "open", 2, 2, 0, 0, 0,
        "2026-12-25",
    )  # fmt: skip
    envelopes = reads.envelopes(book.read(lambda store: reads.cards(store, 1)))
    assert [[card.name for card in each] for each in envelopes] == [["Ann", "Bob"], ["Cy"]]
    book.check()


def test_planned_again_it_adds_newcomers_and_nobody_twice(book: Book, three: Sequence[int]) -> None:
    assert len(plan(book)) == 3
    before = book.facts()
    assert plan(book) == []
    assert book.facts() == before
    book.add("Di", "client", reach=street(1))
    book.add("Ed", "client", reach=street(3))
    assert [seat.person.name for seat in plan(book)] == ["Di", "Ed"]
    assert (the_run(book).cards, len(states(book))) == (3, 5)
    email = MADE._replace(way="email")
    assert plan(book, email) == []  # by another way neither


def test_whose_house_has_its_card_gets_no_second_one(book: Book, three: Sequence[int]) -> None:
    plan(book)
    book.change(cards.send, 1, [three[0]])
    book.add("Di", "client", reach=street(1))
    assert plan(book) == []


def test_who_gets_none_ever(book: Book) -> None:
    book.add("Banned", "client", reach=street(1), do_not_contact=DoNotContact("2026-11-01", "asked"))
    gone = book.add("Gone", "client", reach=street(2))
    book.change(people.archive, gone, "deceased")
    barred = book.add("Barred", "client", reach=street(3))
    book.change(lambda writer: writer.change("contact", barred, barred="gift, card"))
    gifts = book.add("No gifts", "client", reach=street(4))
    book.change(lambda writer: writer.change("contact", gifts, barred="gift"))
    book.add("Asleep", "client", reach=street(5), status="dormant")
    assert [each.name for each in book.read(plans.people)] == ["No gifts", "Asleep"]
    assert plan(book, named=[1, gone, barred])[0].person.name == "No gifts"
    assert states(book).keys() == {"No gifts", "Asleep"}


@pytest.mark.parametrize("fate", ["archived", "banned"])
def test_whom_no_card_may_go_to_any_more_is_passed_over(book: Book, three: Sequence[int], fate: str) -> None:
    plan(book)
    if fate == "archived":
        book.change(people.archive, three[2], "deceased")
    else:
        book.edit(three[2], do_not_contact=DoNotContact("2026-11-23", "asked"))
    assert [run.open for run in book.read(lambda store: reads.coming(store, ON))] == [1]
    assert book.change(cards.send, 1) == ["Ann", "Bob"]
    assert states(book) == {"Ann": "sent", "Bob": "sent", "Cy": "open"}
    assert the_run(book).state == "done"


def test_a_card_sent_is_a_touch_with_the_whole_house(book: Book, three: Sequence[int]) -> None:
    plan(book)
    assert book.change(cards.send, 1, [three[1]], date(2026, 11, 20)) == ["Ann", "Bob"]
    found = book.rows("SELECT contact_id, touched_on, channel, note, mass, point, together FROM touch ORDER BY id")
    assert found == [
        (1, "2026-11-20", "card", "New Year 2027", 0, "holiday-cards", None),
        (2, "2026-11-20", "card", "New Year 2027", 0, "holiday-cards", 1),
    ]
    assert (the_run(book).open, the_run(book).sent, the_run(book).state) == (1, 1, "open")
    assert book.change(cards.finish, 1) == 1
    assert (the_run(book).state, book.value("SELECT closed_on FROM card_run")) == ("done", "2026-11-23")
    assert book.read(lambda store: reads.coming(store, ON)) == []
    book.check()


@pytest.mark.parametrize(("count", "mass"), [(10, 0), (11, 1)])
def test_more_than_ten_are_a_mailing(book: Book, count: int, mass: int) -> None:
    """A mailing keeps its own point and no slot; the same however few are marked at a time."""
    for at in range(count):
        book.add(f"Client {at}", "client", reach=street(at))
    plan(book)
    before = book.due(1)
    book.change(cards.send, 1, [1])
    assert book.rows("SELECT mass FROM touch") == [(mass,)]
    assert (book.due(1) == before) is bool(mass)


def test_every_change_is_taken_back_whole(book: Book, three: Sequence[int]) -> None:
    steps: list[Any] = [
        lambda: plan(book),
        lambda: book.change(cards.send, 1),
        lambda: book.change(cards.returned, 1, [three[0]]),
        lambda: book.change(cards.received, three[2], TODAY),
        lambda: book.change(cards.drop, 1),
    ]
    pages = [book.facts()]
    for step in steps:
        step()
        pages.append(book.facts())
    assert len(set(pages)) == len(pages)
    for before in reversed(pages[:-1]):
        book.undo()
        assert book.facts() == before
        book.check()


def test_what_came_back_marks_the_address_of_all_who_share_it(book: Book, three: Sequence[int]) -> None:
    plan(book)
    book.change(cards.send, 1)
    assert book.change(cards.returned, 1, [three[1]]) == ["1 Elm Street"]
    assert book.rows("SELECT contact_id, bounced FROM reach ORDER BY id") == [(1, 1), (2, 1), (3, 0)]
    assert states(book) == {"Ann": "returned", "Bob": "returned", "Cy": "sent"}
    assert (the_run(book).returned, the_run(book).sent) == (1, 2)


def test_the_next_year_starts_from_this_list_less_the_returned(book: Book, three: Sequence[int]) -> None:
    friend = book.add("Friend", reach=street(9))
    plan(book, named=[friend])
    book.change(cards.drop, 1, [three[2]])
    book.change(cards.send, 1)
    book.change(cards.returned, 1, [three[0]])
    book.wait(365)
    later = MADE._replace(title="New Year 2028", on=date(2028, 1, 1))
    assert [(seat.person.name, seat.why) for seat in plan(book, later)] == [("Friend", "last")]
    book.edit(three[0], reach=(*street(1), *street(7)))
    assert [seat.person.name for seat in plan(book, later)] == ["Ann"]


def test_a_dropped_run_counts_for_nothing(book: Book, three: Sequence[int]) -> None:
    plan(book)
    assert book.change(cards.drop, 1) == 3
    assert book.read(lambda store: reads.coming(store, ON)) == []
    assert len(plan(book)) == 3
    assert [run.state for run in book.read(lambda store: reads.runs(store, everything=True))] == ["dropped", "open"]


def test_a_snooze_moves_the_run_up_to_its_holiday(book: Book, three: Sequence[int]) -> None:
    plan(book)
    coming = book.read(lambda store: reads.coming(store, date(2026, 12, 25)))
    assert [(each.id, each.title, each.post_by_on, each.open) for each in coming] == [
        (1, "New Year 2027", "2026-12-25", 2)
    ]
    book.change(cards.snooze, 1, date(2026, 12, 28))
    assert book.read(lambda store: reads.coming(store, date(2026, 12, 27))) == []
    assert [each.post_by_on for each in book.read(lambda store: reads.coming(store, ON))] == ["2026-12-28"]
    with pytest.raises(UsageProblem, match=r"^New Year 2027 is on 2027-01-01\.$"):
        book.change(cards.snooze, 1, date(2027, 1, 2))


def test_a_card_that_came_in_stands_beside_ours_of_that_season(book: Book, three: Sequence[int]) -> None:
    plan(book)
    book.today = date(2026, 12, 30)
    assert book.change(cards.received, three[0], book.today) == "New Year 2027"
    assert book.rows("SELECT direction, note, point FROM touch") == [("in", "New Year 2027", "")]
    assert [card.received_on for card in book.read(lambda store: reads.cards(store, 1))] == ["2026-12-30", "", ""]
    book.today = date(2027, 6, 1)
    assert book.change(cards.received, three[0], book.today) == ""


def refusals(three: Sequence[int]) -> dict[str, Any]:
    return {
        "There is no run C9.": (cards.send, 9),
        "The card to Ann was sent on 2026-11-23.": (cards.send, 1, [1]),
        "Other is not on the list of New Year 2027.": (cards.send, 1, [4]),
        "Cy was taken off the list.": (cards.send, 1, [3]),
        "No card of New Year 2027 was sent to Cy.": (cards.returned, 1, [3]),
        "No card of that run can be sent: addresses are missing.": (cards.finish, 1),
    }


def test_what_cannot_be(book: Book, three: Sequence[int]) -> None:
    book.add("Other")
    plan(book)
    book.change(cards.send, 1, [three[0]])
    book.change(cards.drop, 1, [three[2]])
    before = book.facts()
    for sentence, (act, *words) in refusals(three).items():
        with pytest.raises((Refused, NotFound)) as caught:
            book.change(act, *words)
        assert (caught.value.what, bool(caught.value.hint)) == (sentence, True)
    book.change(cards.drop, 1)
    for act in (cards.send, cards.drop):
        with pytest.raises(Refused, match="was dropped"):
            book.change(act, 1)  # type: ignore[operator]
    book.undo()
    assert book.facts() == before


def test_two_who_are_one_person_have_one_card(book: Book, three: Sequence[int]) -> None:
    plan(book)
    first, second = (book.read(lambda store, at=at: person_reads.contact(store, at)) for at in three[1:])
    book.change(merge.carry_out, merged(first, second), second)
    assert states(book) == {"Ann": "open", "Bob": "open"}
    assert the_run(book).cards == 1
    book.check()


def test_who_is_erased_leaves_the_others_their_envelope(book: Book, three: Sequence[int]) -> None:
    plan(book)
    uuid = book.value("SELECT uuid FROM contact WHERE id = :id", id=three[0])
    erasing.erase(book.path, uuid, today=TODAY, now=datetime(2026, 11, 23, tzinfo=UTC))
    assert states(book) == {"Bob": "open", "Cy": "open"}
    assert the_run(book).cards == 2
    assert book.change(cards.send, 1) == ["Bob", "Cy"]


def test_the_home_of_an_office_is_none(book: Book) -> None:
    book.add("Ann", "client", reach=(Reach("address", "1 Elm Street", "office"),))
    found = book.read(plans.people)
    assert found == [Person(1, "Ann", ("client",), reach="1 Elm Street")]
