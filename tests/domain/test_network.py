"""Who sent whom on paper: nobody stands on anybody, everybody is there, and what is left out is said."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain.network import MOST, Tie, network_of

PEOPLE = st.integers(1, 30)
TIES = st.lists(
    st.tuples(PEOPLE, PEOPLE, st.integers(0, 50_000), st.sampled_from(["open", "client", "declined"]))
    .filter(lambda each: each[0] != each[1])
    .map(lambda each: Tie(*each)),
    max_size=40,
)
FORWARD = TIES.map(lambda ties: [tie for tie in ties if tie.referrer < tie.referred])


def people_of(ties: list[Tie]) -> set[int]:
    return {person for tie in ties for person in tie[:2]}


@given(TIES)
def test_everybody_stands_once_in_one_family_and_nobody_on_another(ties: list[Tie]) -> None:
    network = network_of(ties)
    placed = Counter(place.person for family in network.families for place in family.places)
    assert placed == Counter(people_of(ties))
    for family in network.families:
        by_column: dict[int, list[float]] = {}
        for place in family.places:
            assert 0 <= place.column < family.columns and 0 <= place.row <= family.rows - 1
            by_column.setdefault(place.column, []).append(place.row)
        for rows in by_column.values():
            rows.sort()
            assert all(after - before >= 1 for before, after in pairwise(rows))


@given(FORWARD)
def test_without_a_circle_every_tie_leads_to_the_right(ties: list[Tie]) -> None:
    for family in network_of(ties).families:
        column = {place.person: place.column for place in family.places}
        assert all(column[tie.referrer] < column[tie.referred] for tie in family.ties)


@given(TIES)
def test_fees_are_neither_lost_nor_doubled_and_the_picture_is_always_the_same(ties: list[Tie]) -> None:
    network = network_of(ties)
    assert sum(family.fees for family in network.families) == sum(tie.fees for tie in ties)
    assert network_of(ties) == network


def test_a_chain_goes_right_and_those_sent_by_one_stand_below_each_other() -> None:
    (family,) = network_of([Tie(1, 2, 10, "client"), Tie(1, 3, 5, "open"), Tie(2, 4, 0, "open")]).families
    assert {place.person: (place.column, place.row) for place in family.places} == {
        1: (0, 0.5), 2: (1, 0), 4: (2, 0), 3: (1, 1),
    }  # fmt: skip
    assert (family.columns, family.rows, family.fees) == (3, 2, 15)


def test_one_person_sent_twice_is_one_tie_with_both_fees() -> None:
    (family,) = network_of([Tie(1, 2, 10, "declined"), Tie(1, 2, 7, "client"), Tie(1, 2, 0, "open")]).families
    assert family.ties == (Tie(1, 2, 17, "client"),)


def test_what_brought_most_comes_first_and_what_does_not_fit_is_counted() -> None:
    ties = [Tie(10 * at, 10 * at + 1, at, "client") for at in range(1, 200)]
    network = network_of(ties)
    assert [family.fees for family in network.families][:3] == [199, 198, 197]
    assert sum(len(family.places) for family in network.families) == MOST
    assert network.left_out == 2 * 199 - MOST


def test_a_family_larger_than_the_picture_is_shown_all_the_same() -> None:
    network = network_of([Tie(1, other, 0, "open") for other in range(2, 300)])
    assert (len(network.families[0].places), network.left_out) == (299, 0)


def test_a_long_chain_needs_no_depth() -> None:
    (family,) = network_of([Tie(at, at + 1, 0, "open") for at in range(1, 3000)]).families
    assert (family.columns, family.rows) == (3000, 1)
