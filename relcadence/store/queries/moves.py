"""Gathers what moves are chosen from: the means at hand, and how things stand with the people of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from relcadence.domain.conduct import WRITTEN, allowed_moves, basis_of, guard, rules_of
from relcadence.domain.moves import (
    ASKED_TO_A_MEAL,
    Article,
    Coming,
    Means,
    Offer,
    Person,
    Proposed,
    propose_for_day,
    with_seven,
)
from relcadence.domain.playbook import BESIDE
from relcadence.store.queries.points import points
from relcadence.store.reading import Store

LOW_SCORE = 7


def moves(store: Store, today: date, slots: Sequence[tuple[int, bool]]) -> dict[int, Proposed]:
    """What the slots of a day are used for, by contact; `slots`: contact and whether only speech keeps it."""
    if not slots:
        return {}
    people = _people(store, today, [number for number, _voice in slots])
    asked = [(people[number], voice) for number, voice in slots if number in people]
    found = propose_for_day(asked, (*points(store), *BESIDE), means(store, today), store.workdays, today)
    prospects = [number for number in people if "prospect" in people[number].roles]
    if prospects:
        from relcadence.store.queries import seven

        for each in seven.prospects(store, today, prospects):
            found[each.contact_id] = with_seven(each.way, found.get(each.contact_id))
    return found


def means(store: Store, today: date) -> Means:
    """The articles, events, services and shareable contacts at hand, and the meals of today and this week."""
    monday = today - timedelta(days=today.weekday())
    days = {"today": today.isoformat(), "monday": monday.isoformat()}
    articles = store.rows(
        "SELECT id, title, topics FROM article WHERE retired_on = '' ORDER BY added_on DESC, id DESC"
    )
    events = store.rows(
        "SELECT id, title, kind, held_on FROM event WHERE dropped = 0 AND held_on > :today ORDER BY held_on, id",
        **days,
    )
    services = store.rows(
        "SELECT s.id, s.title, coalesce(c.name, '') FROM service s LEFT JOIN contact c ON c.id = s.colleague_id "
        "WHERE s.retired_on = '' ORDER BY s.id"
    )
    return Means(
        tuple(Article(key, title, tuple(topics.split(","))) for key, title, topics in articles),
        tuple(Coming(key, title, kind, date.fromisoformat(on)) for key, title, kind, on in events),
        tuple(Offer(*row) for row in services),
        int(store.value("SELECT count(*) FROM contact WHERE shareable = 1 AND status <> 'archived'")),
        _meals(store, days["today"], days["today"]),
        _meals(store, days["monday"], (monday + timedelta(days=6)).isoformat()),
        int(store.value("SELECT count(DISTINCT contact_id) FROM guest WHERE invited_on = :today", **days)),
    )


def _meals(store: Store, start: str, end: str) -> int:
    """The meals of these days: eaten, and asked for or agreed on; a shared one counted once."""
    ((eaten, agreed, asked),) = store.rows(
        "SELECT (SELECT count(*) FROM touch WHERE touched_on BETWEEN :start AND :end AND channel = 'meal' "
        "AND together IS NULL AND tried = 0), "
        "(SELECT count(*) FROM appointment WHERE due_on BETWEEN :start AND :end AND channel = 'meal' "
        "AND state = 'open'), "
        "(SELECT count(*) FROM touch WHERE touched_on BETWEEN :start AND :end AND point = :asked)",
        start=start, end=end, asked=ASKED_TO_A_MEAL,
    )  # fmt: skip
    return int(eaten + max(agreed, asked))


SENT = (
    "(SELECT channel || ' ' || point FROM touch t WHERE t.contact_id = c.id AND tried = 0 AND direction = 'out' "
    "ORDER BY touched_on DESC, id DESC LIMIT 1"
)
# With the day of the first touch, and by what the last two to them are known.
PEOPLE = f"""
    SELECT c.id, c.level, c.added_on, c.basis, c.barred, c.channel,
           (SELECT min(touched_on) FROM touch t WHERE t.contact_id = c.id AND tried = 0), {SENT}), {SENT} OFFSET 1)
    FROM contact c
"""


def _people(store: Store, today: date, numbers: Sequence[int]) -> dict[int, Person]:
    listed = ", ".join(map(str, sorted(set(numbers))))
    rules = str(store.settings.get("rules") or rules_of(store.settings.get("country", "")))
    roles = _sets(store, f"SELECT contact_id, role FROM role_held WHERE until_on = '' AND contact_id IN ({listed})")
    interests = _sets(store, f"SELECT contact_id, value FROM label WHERE contact_id IN ({listed})")
    had = _sets(
        store, f"SELECT contact_id, article_id FROM touch WHERE article_id IS NOT NULL AND +contact_id IN ({listed})"
    )
    invited = _sets(
        store, f"SELECT contact_id, event_id FROM guest WHERE state <> 'listed' AND contact_id IN ({listed})"
    )
    uses = _sets(store, f"SELECT contact_id, service_id FROM service_use WHERE contact_id IN ({listed})")
    off = _sets(store, f"SELECT contact_id, point FROM point_off WHERE contact_id IN ({listed})")
    done: dict[int, dict[str, date]] = defaultdict(dict)
    for number, point, last in store.rows(
        f"SELECT contact_id, point, last_on FROM fulfilled WHERE contact_id IN ({listed})"
    ):
        done[number][point] = date.fromisoformat(last)
    complaints = {
        number for (number,) in store.rows("SELECT contact_id FROM task WHERE kind = 'complaint' AND state = 'open'")
    }
    owed = _owed(store, today, listed) | complaints
    found = {}
    for number, level, added, basis, barred, channel, first, *last_two in store.rows(
        f"{PEOPLE} WHERE c.id IN ({listed})"
    ):
        held = tuple(sorted(roles[number])) or ("connection",)
        found[number] = Person(
            number, held, level, date.fromisoformat(added), date.fromisoformat(first) if first else None,
            done[number], tuple(frozenset(known.split()) for known in last_two if known is not None),
            tuple(sorted(interests[number])), frozenset(had[number]), frozenset(invited[number]),
            frozenset(uses[number]), frozenset(off[number]), frozenset(filter(None, barred.split(","))),
            allowed_moves(rules, basis_of(basis, held)) == WRITTEN, number in owed,
            number in complaints, channel,
            guard(rules, "meal", held, basis=basis_of(basis, held)),
        )  # fmt: skip
    return found


def _sets(store: Store, statement: str) -> dict[int, set[Any]]:
    found: dict[int, set[Any]] = defaultdict(set)
    for number, value in store.rows(statement):
        found[number].add(value)
    return found


def _owed(store: Store, today: date, listed: str) -> set[int]:
    """Those with an overdue promise or a last score that was low."""
    rows: Iterable[tuple[int]] = store.rows(
        "SELECT contact_id FROM promise WHERE state = 'open' AND due_on < :today "
        f"AND contact_id IN ({listed}) "
        "UNION SELECT contact_id FROM touch t WHERE score IS NOT NULL AND score < :low AND contact_id IN "
        f"({listed}) AND NOT EXISTS (SELECT 1 FROM touch n WHERE n.contact_id = t.contact_id AND n.score IS NOT NULL "
        "AND (n.touched_on > t.touched_on OR n.touched_on = t.touched_on AND n.id > t.id))",
        today=today.isoformat(), low=LOW_SCORE,
    )  # fmt: skip
    return {number for (number,) in rows}
