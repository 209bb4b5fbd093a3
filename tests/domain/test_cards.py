"""Who gets a card, why, in whose envelope, and by when it is posted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.domain.cards import (
    LEADS,
    Person,
    Recipient,
    Rules,
    address_as,
    choose,
    country_of,
    envelopes,
    home_of,
    lead_days,
    post_by,
    seats,
    together,
)
from relcadence.domain.holidays import HOLIDAYS, Holiday, named
from relcadence.domain.workdays import Workdays
from relcadence.store.public_holidays import country_names

NEW_YEAR, SPRING, CHRISTMAS = (named(name, HOLIDAYS) for name in ("New Year", "Spring Festival", "Christmas"))
DIWALI = Holiday("Diwali", "Diwali", country="IN", days=(date(2027, 10, 29),))
THANKS = Holiday("Thanksgiving Day", "Thanksgiving Day", country="US", days=(date(2027, 11, 25),))
WORKDAYS = Workdays(off=frozenset({date(2026, 12, 25)}))
BOTH = ("New Year", "Spring Festival")
CLIENT = Person(1, "Wang Li", ("client",))
WORKED_OUT = [
    # by rule: clients, referrers, level 2 up
    (CLIENT, NEW_YEAR, ("New Year",), "client"),
    (CLIENT._replace(roles=("prospect", "referrer")), NEW_YEAR, ("New Year",), "referrer"),
    (CLIENT._replace(roles=("former",), level=2), NEW_YEAR, ("New Year",), "level"),
    (CLIENT._replace(roles=("former",), level=1), NEW_YEAR, ("New Year",), ""),
    (CLIENT._replace(roles=()), NEW_YEAR, ("New Year",), ""),
    # a culture that is not known: a New Year card, whatever the holidays chosen
    (CLIENT, SPRING, BOTH, ""),
    (CLIENT, NEW_YEAR, BOTH, "client"),
    (CLIENT, NEW_YEAR, ("Spring Festival",), "client"),
    (CLIENT, NEW_YEAR, (), ""),
    # never guessed from a name
    (CLIENT._replace(name="王丽"), SPRING, BOTH, ""),
    # a country that is known: its own day, and not two cards for one new year
    (CLIENT._replace(country="CN"), SPRING, BOTH, "client"),
    (CLIENT._replace(country="CN"), NEW_YEAR, BOTH, ""),
    (CLIENT._replace(country="CN"), NEW_YEAR, ("New Year",), "client"),
    (CLIENT._replace(country="CN"), SPRING, ("New Year",), ""),
    (CLIENT._replace(country="DE"), SPRING, BOTH, ""),
    (CLIENT._replace(country="DE"), NEW_YEAR, BOTH, "client"),
    (CLIENT._replace(country="US"), THANKS, ("Thanksgiving Day (US)",), "client"),
    (CLIENT, THANKS, ("Thanksgiving Day (US)",), ""),
    # no religion follows from a country
    (CLIENT._replace(country="US"), CHRISTMAS, ("Christmas",), ""),
    # the choice of the recipient stands above all rules
    (CLIENT._replace(marks="Christmas"), CHRISTMAS, (), "marked"),
    (CLIENT._replace(marks="Christmas"), NEW_YEAR, ("New Year",), ""),
    (CLIENT._replace(marks="Diwali (IN), New Year"), DIWALI, (), "marked"),
    (CLIENT._replace(marks="none"), NEW_YEAR, ("New Year",), ""),
    (CLIENT._replace(marks="none", country="CN"), SPRING, BOTH, ""),
    (CLIENT._replace(roles=(), marks="Spring Festival"), SPRING, (), "marked"),
]


@pytest.mark.parametrize(("person", "holiday", "chosen", "why"), WORKED_OUT)
def test_who_gets_one_and_why(person: Person, holiday: Holiday, chosen: tuple[str, ...], why: str) -> None:
    found, left = choose([person], holiday, Rules(chosen))
    assert found == ([Recipient(person, why)] if why else [])
    assert left == []


@pytest.mark.parametrize(
    ("person", "before", "why", "became"),
    [
        (CLIENT._replace(roles=()), "sent", "last", ""),
        (CLIENT._replace(roles=()), "open", "last", ""),
        (CLIENT._replace(roles=()), "", "", ""),
        (CLIENT, "sent", "client", ""),
        (CLIENT, "dropped", "", "dropped"),
        (CLIENT._replace(marks="New Year"), "dropped", "marked", ""),
        (CLIENT, "returned", "", "returned"),
        (CLIENT._replace(marks="New Year"), "returned", "", "returned"),
        (CLIENT._replace(reach="1 Elm Street"), "returned", "client", ""),  # another address by now
        (CLIENT._replace(marks="none"), "sent", "", ""),
        (CLIENT._replace(marks="Christmas"), "sent", "", ""),
    ],
)
def test_the_list_of_the_last_time_is_carried_on(person: Person, before: str, why: str, became: str) -> None:
    last = {person.id: before} if before else {}
    found, left = choose([person], NEW_YEAR, Rules(), last=last)
    assert [each.why for each in found] == ([why] if why else [])
    assert [each.became for each in left] == ([became] if became else [])


def test_roles_narrow_the_list_and_names_widen_it() -> None:
    people = [CLIENT, Person(2, "Bo", ("referrer",)), Person(3, "Cy"), Person(4, "Di", ("client",), marks="none")]

    def names(**asked: object) -> list[str]:
        return [each.person.name for each in choose(people, NEW_YEAR, Rules(), **asked)[0]]  # type: ignore[arg-type]

    assert names() == ["Wang Li", "Bo"]
    assert names(roles=["referrer"]) == ["Bo"]
    assert names(named=[3, 4]) == ["Wang Li", "Bo", "Cy", "Di"]
    assert names(roles=["referrer"], named=[3]) == ["Bo", "Cy"]


@pytest.mark.parametrize(
    ("on", "way", "country", "expected"),
    [
        ("2027-02-06", "post", "", "2027-01-29"),  # seven days are a Saturday: the Friday before
        ("2027-02-06", "post", "US", "2027-01-29"),
        ("2027-02-06", "post", "CN", "2027-01-15"),
        ("2027-02-06", "post", "DE", "2027-01-12"),  # a lead of its own
        ("2027-02-06", "email", "CN", "2027-02-05"),
        ("2027-02-05", "message", "", "2027-02-05"),
        ("2027-01-01", "post", "", "2026-12-24"),  # the 25th is a holiday
        ("2027-01-01", "email", "", "2027-01-01"),
    ],
)
def test_the_last_day_to_post(on: str, way: str, country: str, expected: str) -> None:
    rules = Rules(country="US", leads={**LEADS, "DE": 25})
    assert str(post_by(date.fromisoformat(on), way, country, rules, WORKDAYS)) == expected


def test_a_country_in_the_address_says_how_far_it_goes() -> None:
    people = [CLIENT._replace(country="CN", sent_to="US"), Person(2, "Bo", ("client",), sent_to="GB")]
    found = seats([Recipient(each, "client") for each in people], {}, people, (date(2027, 2, 6), "post"),
                  Rules(country="US"), WORKDAYS)  # fmt: skip
    assert {seat.person.id: str(seat.post_by) for seat in found} == {1: "2027-01-29", 2: "2027-01-15"}


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("66 Lotus Lane\nShanghai 200120\nChina", "CN"),
        ("10 High Street, London SW1A 1AA, United Kingdom.", "GB"),
        ("上海市浦东新区荷花路6号，中国", "CN"),
        ("1 Elm Street, Newark, New Jersey", ""),
        ("1 Elm Street, Atlanta, Georgia", ""),
        ("China Street 4, Boston", ""),
        ("", ""),
    ],
)
def test_the_country_that_an_address_names(address: str, code: str) -> None:
    assert country_of(address, country_names()) == code


def test_where_nothing_is_worked_the_day_stays() -> None:
    assert str(post_by(date(2027, 2, 6), "post", "", Rules(), Workdays(frozenset()))) == "2027-01-30"


HOME = home_of("8 Elm Street, Apt 4\nBoston", "")
RUTH = Person(1, "Ruth", ("client",), 2, household=7, main=True, home=HOME)
SAM = Person(2, "Sam", ("client",), 3, household=7)
EVE = Person(3, "Eve", ("client",), home=HOME)
OLE = Person(4, "Ole", ("client",), home="9 elm street boston")


@pytest.mark.parametrize(
    ("people", "way", "heads"),
    [
        ([RUTH, SAM, OLE], "post", {1: 1, 2: 1, 4: 4}),
        ([SAM, EVE, RUTH], "post", {1: 1, 2: 1, 3: 1}),  # by the account and by the address
        ([SAM, EVE, RUTH], "email", {1: 1, 2: 1, 3: 3}),  # an e-mail knows no street
        ([SAM, RUTH._replace(main=False)], "post", {2: 2, 1: 2}),  # the higher level first
        ([EVE, EVE._replace(id=9)], "post", {3: 3, 9: 3}),
        # whom two households have in common makes them one
        ([SAM._replace(level=4), EVE._replace(level=4), RUTH._replace(main=False)], "post", {2: 2, 3: 2, 1: 2}),
        ([OLE._replace(home=""), EVE._replace(home="")], "post", {3: 3, 4: 4}),
    ],
)
def test_one_card_a_household(people: list[Person], way: str, heads: dict[int, int]) -> None:
    assert envelopes(people, way) == heads


@pytest.mark.parametrize(
    ("address", "label", "home"),
    [
        ("8 Elm Street,\nApt. 4", "", "8 elm street apt 4"),
        ("8 ELM STREET  apt 4", "home", "8 elm street apt 4"),
        ("8 Elm Street", "Work", ""),
        ("8 Elm Street", "office", ""),
        ("上海市浦东新区荷花路6号", "公司", ""),
        ("上海市 浦东新区", "", "上海市 浦东新区"),
        ("", "", ""),
    ],
)
def test_one_home_and_no_office(address: str, label: str, home: str) -> None:
    assert home_of(address, label) == home


def _seats(people: list[Person], placed: dict[int, tuple[int, bool]]) -> list[tuple[int, int, int | None]]:
    day = (date(2027, 1, 1), "post")
    found = seats([Recipient(each, "client") for each in people], placed, people, day, Rules(), WORKDAYS)
    return [(seat.person.id, seat.head, seat.envelope) for seat in found]


def test_newcomers_sit_with_their_household() -> None:
    assert _seats([SAM, RUTH, OLE], {}) == [(1, 1, None), (2, 1, None), (4, 4, None)]
    assert _seats([SAM, RUTH, OLE], {1: (50, True)}) == [(2, 2, 50), (4, 4, None)]
    assert _seats([SAM, RUTH, OLE], {1: (50, False)}) == [(4, 4, None)]  # it has its card already
    assert _seats([SAM, EVE, RUTH], {2: (50, True)}) == [(1, 1, 50), (3, 1, 50)]
    assert _seats([SAM, RUTH], {1: (50, True), 2: (50, True)}) == []


persons = st.lists(
    st.builds(
        Person, id=st.integers(1, 12), name=st.just("x"), roles=st.sampled_from([(), ("client",), ("referrer",)]),
        level=st.sampled_from([None, 1, 2, 4]), marks=st.sampled_from(["", "none", "New Year"]),
        country=st.sampled_from(["", "CN", "US"]), household=st.sampled_from([None, 1, 2]), main=st.booleans(),
        home=st.sampled_from(["", "a", "b"]), reach=st.sampled_from(["", "a street"]),
    ), unique_by=lambda person: person.id,
)  # fmt: skip


@given(persons, st.data())
@settings(max_examples=150, deadline=None)
def test_nobody_twice_and_one_card_a_household(people: list[Person], data: st.DataObject) -> None:
    found, left = choose(people, NEW_YEAR, Rules(), last=data.draw(st.dictionaries(
        st.integers(1, 12), st.sampled_from(["open", "sent", "returned", "dropped"]))))  # fmt: skip
    made = seats(found, {}, people, (date(2027, 1, 1), "post"), Rules(), WORKDAYS)
    assert len({seat.person.id for seat in made}) == len(made) == len(found)
    assert not {seat.person.id for seat in made} & {each.person.id for each in left}
    heads = {seat.head for seat in made}
    households = [next(s.person.household for s in made if s.person.id == head) for head in heads]
    known = [each for each in households if each]
    assert len(known) == len(set(known))
    first = {seat.head: at for at, seat in reversed(list(enumerate(made)))}
    assert all(made[at].person.id == head for head, at in first.items())  # the head stands first
    placed = {seat.person.id: (seat.head, True) for seat in made}
    assert seats(found, placed, people, (date(2027, 1, 1), "post"), Rules(), WORKDAYS) == []


@pytest.mark.parametrize(
    ("salutation", "language", "spoken"),
    [
        ("", "en", "Wang Li"),
        ("Lily", "en", "Lily"),
        ("Lily", "zh_CN", "Lily"),
        ("en:Ms Wang; zh:王总", "en", "Ms Wang"),
        ("en:Ms Wang; zh:王总", "zh_CN", "王总"),
        ("en: Ms Wang；zh：王总", "zh", "王总"),
        ("zh:王总", "en", "Wang Li"),
        ("Lily; zh:王总", "fr", "Lily"),
        ("en:Ms Wang", "", "Ms Wang"),
    ],
)
def test_how_somebody_is_addressed(salutation: str, language: str, spoken: str) -> None:
    assert address_as(salutation, "Wang Li", language) == spoken


def test_several_names_on_one_envelope() -> None:
    assert together(["Ruth"], "en") == "Ruth"
    assert together(["Ruth", "Sam", "Eve"], "en") == "Ruth, Sam & Eve"
    assert together(["王丽", "陈波"], "zh_CN") == "王丽、陈波"


def test_lead_days_as_they_are_typed() -> None:
    assert lead_days("post=5, cn=25，email=1") == {"post": 5, "CN": 25, "email": 1}
    assert lead_days("") == {}
    for wrong in ("post", "post=", "post=91", "x=3", "post=-1", "china=9"):
        with pytest.raises(ValueError, match=r"Lead days are written like post=7,abroad=21,CN=25\."):
            lead_days(wrong)
