"""What a slot is used for: the most overdue fitting point, within means, limits and what lies between two people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain.moves import (
    NOTICE,
    Article,
    Coming,
    Means,
    Offer,
    Person,
    propose,
    propose_for_day,
    with_seven,
)
from relcadence.domain.playbook import ALL, BESIDE, Point
from relcadence.domain.reasons import word
from relcadence.domain.seven import Steps, way
from relcadence.domain.workdays import Workdays

TODAY = date(2026, 11, 25)
POINTS = (*ALL, *BESIDE)
LEASES = Article(1, "Rent caps 2027", ("leases", "rent"))
TAX = Article(2, "Tax for bakers", ("tax",))
CONCERT = Coming(1, "Spring concert", "cultural", date(2026, 12, 10))
SEMINAR = Coming(2, "Leases by law", "seminar", date(2026, 12, 11))
TAX_LAW = Offer(1, "tax law", "Chen")
ALL_MEANS = Means((LEASES, TAX), (CONCERT, SEMINAR), (TAX_LAW,), 4)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def person(**facts: Any) -> Person:
    """A client of level 2, added three years ago, for whom everything was done lately but what is said."""
    done = {key: ago(1) for point in POINTS for key in point.evidence if key != "materials"}
    known = {"contact_id": 1, "roles": ("client",), "level": 2, "added_on": ago(1100), "done": done}
    return Person(**{**known, **facts, "done": {**done, **facts.pop("done", {})}})  # type: ignore[arg-type]


def told(who: Person, means: Means = ALL_MEANS, *, voice: bool = False) -> list[str]:
    """The proposals in words."""
    found = propose(who, POINTS, means, Workdays(), TODAY, voice=voice)
    return [word(each.why) for each in found if each] if found else []


PROPOSALS = [
    (person(), []),
    (
        person(done={"article": ago(80), "articles": ago(80)}, interests=("rent",)),
        ["send “Rent caps 2027”: it fits rent (last 2026-09-06)"],
    ),
    (
        person(done={"article": ago(80), "articles": ago(80)}, interests=("rent",), had=frozenset({1})),
        [],
    ),
    (
        person(done={"article": ago(80), "articles": ago(80)}),
        ["send “Rent caps 2027” (last 2026-09-06)"],
    ),
    (person(done={"meal": ago(100), "meals": ago(100)}), ["ask to lunch, on 2026-11-30 or later (last 2026-08-17)"]),
    (
        person(done={"meal": ago(100), "meals": ago(100)}, level=3),
        ["ask to dinner, on 2026-11-30 or later (last 2026-08-17)"],
    ),
    (
        person(done={"meal": ago(100), "meals": ago(100)}, level=None),
        ["ask for a coffee, on 2026-11-30 or later (last 2026-08-17)"],
    ),
    (person(done={"meal": ago(100), "meals": ago(100)}, off=frozenset({"meals"})), []),
    (person(done={"meal": ago(100), "meals": ago(100)}, barred=frozenset({"meal"})), []),
    (person(done={"meal": ago(100), "meals": ago(100)}, written_only=True), []),
    (person(done={"invitations": ago(200)}), ["invite to “Spring concert” on 2026-12-10 (last 2026-05-09)"]),
    (person(done={"invitations": ago(200)}, invited=frozenset({1})), []),
    (
        person(roles=("connection",), done={"seminars": ago(200)}),
        ["invite to “Leases by law” on 2026-12-11 (last 2026-05-09)"],
    ),
    (person(roles=("connection",), added_on=ago(300), done={"seminars": ago(200)}), []),
]


@pytest.mark.parametrize(("who", "expected"), PROPOSALS)
def test_the_move_that_is_due_and_fits(who: Person, expected: list[str]) -> None:
    assert told(who) == expected


def test_asking_waits_a_quarter_and_for_what_is_owed() -> None:
    due = {"cross-sell": ago(400), "project-budget": ago(500), "ask-referral": ago(1), "ask-reference": ago(400)}
    assert told(person(done=due)) == [], "something was asked yesterday"
    due = {**due, "ask-referral": ago(100), "ask-reference": ago(150)}
    assert told(person(done=due)) == ["offer to introduce Chen for tax law (last 2025-10-21)"]
    assert told(person(done=due, uses=frozenset({1}))) == ["offer help with project and budget (last 2025-07-13)"]
    assert told(person(done=due, owed=True)) == []


def test_only_friends_are_asked_for_an_introduction() -> None:
    due = {"ask-referral": ago(400), "cross-sell": ago(100), "project-budget": ago(100), "ask-reference": ago(100)}
    assert told(person(done=due, level=2)) == []
    assert told(person(done=due, level=3)) == ["ask whom they know who may need you (last 2025-10-21)"]


def test_newcomers_get_the_materials_first_and_only_in_time() -> None:
    late_meal = {"meal": ago(400), "meals": ago(400)}
    who = person(added_on=ago(10), first_on=ago(10), done=late_meal)
    assert told(who)[0] == "hand over your card and brochure"
    assert told(person(added_on=ago(20), first_on=ago(20))) == []
    assert told(person(added_on=ago(5), first_on=ago(10))) == [], "reached before they were added: imported history"
    assert told(person(added_on=ago(10), first_on=ago(10), done={"materials": ago(3)})) == []


def test_what_keeps_a_slot_by_voice_is_never_an_article() -> None:
    who = person(roles=("referrer",), done={"article": ago(80), "articles": ago(80)})
    assert told(who) and told(who, voice=True) == []


def test_no_move_comes_a_third_time_running() -> None:
    due = {"meal": ago(100), "meals": ago(100)}
    meal = frozenset({"meal"})
    assert told(person(done=due, last_two=(meal, frozenset({"call"}))))
    assert told(person(done=due, last_two=(meal, meal))) == []


def test_without_means_nothing_is_proposed() -> None:
    who = person(done={key: ago(1000) for point in ALL for key in point.evidence})
    assert {each.split(" (")[0] for each in told(who, Means())} <= {
        "ask to lunch, on 2026-11-30 or later", "offer help with project and budget",
    }  # fmt: skip


def test_meals_stay_within_a_day_and_a_week() -> None:
    hungry = [(person(contact_id=at, done={"meal": ago(100), "meals": ago(100)}), False) for at in range(1, 6)]
    found = propose_for_day(hungry, POINTS, Means(), Workdays(), TODAY)
    assert [number for number, each in found.items() if each.first.point == "meals"] == [1]
    assert not propose_for_day(hungry, POINTS, Means(meals_this_week=3), Workdays(), TODAY)


def test_day_one_does_not_propose_eight_lunches() -> None:
    """A point never done is due within its period after the adding, spread evenly over it."""
    added = TODAY
    due_on = []
    for number in range(1, 201):
        who = Person(number, ("client",), 2, added)
        due_on.append(next(day for day in range(400) if _meal_due(who, added + timedelta(days=day))))
    assert sum(day == 0 for day in due_on) <= 4
    assert max(due_on) <= 91
    assert all(sum(start <= day < start + 13 for day in due_on) <= 40 for start in range(0, 91, 13))


def _meal_due(who: Person, day: date) -> bool:
    meals = next(point for point in ALL if point.key == "meals")
    found = propose(who, (meals,), Means(), Workdays(), day)
    return found is not None


@given(
    st.integers(1, 10_000), st.sampled_from(["client", "referrer", "connection", "prospect", "circle"]),
    st.sampled_from([None, 1, 2, 3, 4]), st.integers(0, 900), st.booleans(), st.booleans(),
)  # fmt: skip
def test_proposals_respect_what_is_off_and_never_ask_twice(
    number: int, role: str, level: int | None, added: int, owed: bool, written: bool
) -> None:
    who = Person(number, (role,), level, ago(added), ago(added), owed=owed, written_only=written)
    found = propose(who, POINTS, ALL_MEANS, Workdays(), TODAY)
    if found is None:
        return
    points = {point.key: point for point in POINTS}
    made = [each for each in found if each]
    assert sum(points[each.point].asks for each in made) <= 1
    assert not (owed and any(points[each.point].asks for each in made))
    assert not (written and {each.point for each in made} & {"meals", "invitations", "seminars"})
    assert all(role in points[each.point].roles for each in made)
    off = who._replace(off=frozenset(each.point for each in made))
    again = propose(off, POINTS, ALL_MEANS, Workdays(), TODAY)
    assert not again or not {each.point for each in again if each} & off.off


def test_a_meal_is_asked_for_days_ahead() -> None:
    days = Workdays()
    assert days.later(TODAY, NOTICE) == date(2026, 11, 30)


def test_a_prospect_is_told_how_far_the_way_is_and_when_to_decide() -> None:
    seven = Steps(7, ago(7))
    decided = with_seven(way(seven, None, TODAY), None)
    assert word(decided.first.why) == (
        "7 touches without an answer: client, keep on, nurture or drop? relcadence prune"
    )
    answered = with_seven(way(seven._replace(answered_on=ago(3)), None, TODAY), None)
    assert answered.first.point == "prospect-biweekly"


def test_a_point_of_ones_own_is_a_move() -> None:
    own = Point(25, "walk", "move", ("client",), "quarterly", ("walk", "visit"))
    found = propose(Person(1, ("client",), 2, ago(400)), (own,), Means(), Workdays(), TODAY)
    assert found and (found.first.point, found.first.channel) == ("walk", "visit")
