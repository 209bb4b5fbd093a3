"""Who may be one person: the score and its reasons, and that nobody likely is passed over."""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from relcadence.domain.duplicates import LEAST, MOST_SHARED, Candidate, pairs, score

A = ("email", "ann@x.example")
P = ("phone", "+12125550101")


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        (Candidate(1, ("Ann Lee",), ways=(A,)), Candidate(2, ("A. Lee",), ways=(A,)), 80, 100),
        (Candidate(1, ("Ann Lee",), ways=(A,)), Candidate(2, ("Bob Stone",), ways=(A,)), 0, 49),
        (Candidate(1, ("Ann Lee",)), Candidate(2, ("Lee, Ann",)), 50, 60),
        (Candidate(1, ("Ann Lee",), "Acme"), Candidate(2, ("Ann Lee",), "Beta"), 0, 49),
        (Candidate(1, ("Ann Lee",), "Acme Inc."), Candidate(2, ("Ann Lee",), "ACME"), 70, 80),
        (Candidate(1, ("Ann Lee",), birthday="1980-01-02"), Candidate(2, ("Ann Lee",), birthday="--01-02"), 75, 75),
        (Candidate(1, ("Ann Lee",), birthday="1980-01-02"), Candidate(2, ("Ann Lee",), birthday="1981-01-02"), 0, 49),
        (Candidate(1, ("王丽",), birthday="lunar:8-15"), Candidate(2, ("王丽",), birthday="1979-10-05"), 50, 50),
        (Candidate(1, ("王丽",), birthday="lunar:8-15"), Candidate(2, ("王丽",), birthday="lunar:1979-8-15"), 75, 75),
        (Candidate(1, ("王丽",), birthday="lunar:8-15"), Candidate(2, ("王丽",), birthday="lunar:8-16"), 10, 10),
        (Candidate(1, ("王丽", "Wang Li")), Candidate(2, ("Li Wang",)), 50, 50),
        (Candidate(1, ("王丽", "Wang Li")), Candidate(2, ("Wang Li", "王丽")), 60, 60),
        (Candidate(1, ("王丽", "Lily")), Candidate(2, ("Lily",)), 45, 45),
        (Candidate(1, ("Jon Smith",), "Acme"), Candidate(2, ("John Smith",), "Acme"), 50, 60),
        (Candidate(1, ("J Smith",), ways=(P,)), Candidate(2, ("John Smith",), ways=(P,)), 70, 70),
        (Candidate(1, ("Ann Lee",)), Candidate(2, ("Bob Stone",)), 0, 0),
    ],
)
def test_scores(one: Candidate, other: Candidate, least: int, most: int) -> None:
    assert least <= score(one, other).score <= most
    assert score(one, other).score == score(other, one).score


def test_pairs_come_likeliest_first_and_are_found_by_any_key() -> None:
    people = [
        Candidate(1, ("Ann Lee",), ways=(A,)), Candidate(2, ("A. Lee",), ways=(A,)), Candidate(3, ("Lee Ann",)),
        Candidate(4, ("Margaret Oduya",), "Quay"), Candidate(5, ("Margret Oduya",), "Quay Ltd"),
        Candidate(6, ("Bob Stone",)),
    ]  # fmt: skip
    assert [each[:2] for each in pairs(people)] == [(1, 2), (4, 5), (1, 3)]


def test_two_who_were_told_apart_are_proposed_no_more() -> None:
    people = [Candidate(1, ("王丽", "Wang Li")), Candidate(2, ("Wang Li", "王丽")), Candidate(3, ("Wang Li",))]
    assert [each[:2] for each in pairs(people)] == [(1, 2), (1, 3), (2, 3)]
    assert [each[:2] for each in pairs(people, apart={(1, 2), (2, 3)})] == [(1, 3)]


def test_a_number_that_a_whole_office_shares_is_no_key() -> None:
    names = ["".join(letters) for letters in product("bdfgk", "aeiou", "lmnrs")][:60]
    people = [Candidate(at, (f"{name} {name[::-1]}owitz{at}",), ways=(P,)) for at, name in enumerate(names)]
    assert not [each for each in pairs(people) if "similar name" not in each.reasons]


NAMES = st.sampled_from(["Ann Lee", "Lee Ann", "Bob Stone", "Rob Stone", "王丽", "Wang Li"])
PEOPLE = st.lists(st.tuples(NAMES, st.sampled_from([(), (A,), (P,), (A, P)])), max_size=8)


@given(PEOPLE)
def test_blocking_passes_nobody_over(told: list[tuple[str, tuple[tuple[str, str], ...]]]) -> None:
    assume(all(sum(way in ways for _, ways in told) <= MOST_SHARED for way in (A, P)))
    people = [Candidate(number, (name,), ways=ways) for number, (name, ways) in enumerate(told, 1)]
    every = {
        (one.id, other.id)
        for one in people
        for other in people
        if one.id < other.id and score(one, other).score >= LEAST
    }
    assert {each[:2] for each in pairs(people)} == every
