"""The scorecard, and what it is counted from: people, touches as evidence, tasks, cards, papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from relcadence.domain import figures, scorecard
from relcadence.domain.cadence import Window
from relcadence.domain.members import Done, Facts, Members
from relcadence.domain.playbook import ALL, Point
from relcadence.domain.scorecard import Period, Score
from relcadence.store.queries import members as people
from relcadence.store.queries.list_figures import with_list
from relcadence.store.queries.points import points
from relcadence.store.reading import Store

THANKS_DAYS = next(point.days for point in ALL if point.key == "thanks")


def scores(store: Store, today: date, key: str = "") -> list[Score]:
    """The rows of the scorecard, by number: the playbook's 24, then the user's own; with a key only of that point."""
    with store.snapshot():
        return scores_of(store, today, key)


def scores_of(store: Store, today: date, key: str = "") -> list[Score]:
    """The same within a snapshot that is held."""
    held = [_with_rule(store, point) for point in points(store) if key in ("", point.key)]
    facts = gather(store, today, held)
    return [with_list(store, scorecard.score(point, counted(point, facts), today), facts) for point in held]


def states(store: Store, today: date) -> Counter[str]:
    """How many points are in which state."""
    with store.snapshot():
        held = [_with_rule(store, point) for point in points(store)]
        facts = gather(store, today, held)
        return Counter(scorecard.score(point, counted(point, facts), today).state for point in held)


def counted(point: Point, facts: Facts) -> list[Period]:
    """The periods of a point with their counts."""
    start = figures.since(point, facts)
    if start is None or not point.on:
        return []
    windows = list(scorecard.periods(point, start, facts.today))
    return [Period(*each) for each in zip(windows, figures.counts(point, windows, facts), strict=True)]


def _with_rule(store: Store, point: Point) -> Point:
    """A slot's point with the cadence that its role has."""
    if point.kind != "slot":
        return point
    rule = store.value("SELECT cadence FROM cadence_rule WHERE scope = 'role' AND name = :role", role=point.roles[0])
    return point._replace(cadence=rule or "none", on=point.on and bool(rule) and rule != "none")


def gather(store: Store, today: date, asked: Iterable[Point]) -> Facts:
    """All that the figures of these points are taken from."""
    live = {point: _span(point, today) for point in asked if point.on}
    newcomers = [point for point in live if point.kind == "newcomer"]
    who = people.holders(
        store,
        {role for point in live if point.kind in OF_PEOPLE for role in point.roles},
        {role for point in live if point.kind == "newcomer" or point.key == "seminars" for role in point.roles},
    )
    found = {point.key: rows(store, point.key, span.start) for point, span in live.items()}
    starts = store.rows("SELECT point, min(release_on) FROM task WHERE kind = 'review' GROUP BY point")
    return Facts(
        today, store.workdays, who, people.touches(store, _needed(who, live)), found, _began(store) or today,
        people.shown(store, ((point, span) for point, span in live.items() if point.evidence)),
        _known(store) if newcomers else None,
        {point: date.fromisoformat(on) for point, on in starts},
        {key for key, done in found.items() if done or rows(store, key)},
    )  # fmt: skip


OF_PEOPLE = ("slot", "move", "newcomer", "note")
"""The kinds of points that are counted by people."""


def _span(point: Point, today: date) -> Window:
    """The days of the periods that a point is shown for, and before them those that a newcomer has."""
    windows = list(scorecard.periods(point, date.min, today))
    if not windows:
        return Window(today, today)
    return Window(windows[0].start - timedelta(days=point.days), windows[-1].end)


def _needed(who: Members, live: Mapping[Point, Window]) -> dict[int, date]:
    """From which day on the touches of those with a slot are looked at: their own windows begin before the period."""
    since: dict[int, date] = {}
    for point, span in live.items():
        if point.kind == "slot":
            for member in who.holders(point.roles):
                day = figures.reaching_back((member.cadence or point.cadence,), span.start)
                since[member.contact_id] = min(day, since.get(member.contact_id, day))
    return since


def _began(store: Store) -> date | None:
    """The day the first contact was added."""
    return _maybe(store.value(f"SELECT min(c.added_on) FROM contact c WHERE {people.ACTIVE}"))


def _known(store: Store) -> date | None:
    """The first day on which somebody was added who has been reached since."""
    statement = "SELECT min(c.added_on) FROM standing s JOIN contact c ON c.id = s.contact_id WHERE s.last_on <> ''"
    return _maybe(store.value(f"{statement} AND {people.ACTIVE}"))


def _maybe(text: str | None) -> date | None:
    return _day(text) if text else None


def rows(store: Store, key: str, since: date = date.min) -> list[Done]:
    """The rows that count for a point; cards only of a day on, since there are thousands of them."""
    found = [
        (_due(store, due or done), _maybe(done), contact or "", what or "", number or 0)
        for name, statement in ROWS
        if name == key
        for due, done, contact, what, number in store.rows(statement, since=since.isoformat())
    ]
    waiting = {number for _due_on, done, _contact, _what, number in found if not done and number}
    silenced = people.silenced(store, waiting)  # nobody is reminded of what is still owed to them
    return [Done(key, *each) for each in found if each[1] or each[4] not in silenced]


def _due(store: Store, text: str) -> date:
    """A day by which something is due: as written, or (with a +) the working days of thanks after it."""
    if text.startswith("+"):
        return store.workdays.later(_day(text[1:]), THANKS_DAYS)
    return _day(text)


ROWS: Iterable[tuple[str, str]] = (
    (
        "thanks",
        "SELECT coalesce((SELECT min(t.due_on) FROM task t WHERE t.cause = 'referral:' || r.id "
        "AND t.kind = 'thank'), '+' || r.referred_on), r.thanked_on, c.name, 'thanks', c.id FROM referral r "
        "JOIN contact c ON c.id = r.referrer_id WHERE r.referred_on >= c.added_on",
    ),
    (
        "congratulations",
        "SELECT t.due_on, (SELECT min(touched_on) FROM touch w WHERE w.contact_id = t.contact_id AND w.tried = 0 "
        "AND w.direction = 'out' AND w.touched_on >= t.release_on AND (w.channel IN ('card', 'letter') "
        "OR ' ' || w.point || ' ' LIKE '% congratulations %')), c.name, t.text, c.id "
        "FROM task t JOIN contact c ON c.id = t.contact_id WHERE t.kind = 'congratulate'",
    ),
    (
        "prospect-research",
        "SELECT noted_on, noted_on, c.name, problem, c.id FROM research r JOIN contact c ON c.id = r.contact_id "
        "ORDER BY noted_on",
    ),
    (
        "client-plan",
        "SELECT made_on, CASE WHEN reviewed_on > made_on THEN reviewed_on ELSE made_on END, c.name, goal, c.id "
        "FROM client_plan p JOIN contact c ON c.id = p.contact_id WHERE ended_on = '' ORDER BY 2",
    ),
    *(
        (
            point,
            f"SELECT closed_on, closed_on, '', 'task done', 0 FROM task WHERE point = '{point}' AND state = 'done'",
        )
        for point in ("professionals-list", "update-lists", "prune")
    ),
    (
        "prune",
        "SELECT reviewed_on, reviewed_on, c.name, decision, c.id FROM review v JOIN contact c ON c.id = v.contact_id "
        "WHERE v.point = 'prune'",
    ),
    (
        "professionals-list",
        "SELECT since_on, since_on, c.name, 'professional added', c.id FROM role_held r "
        "JOIN contact c ON c.id = r.contact_id WHERE r.role = 'professional' AND (r.since_on > c.added_on "
        "OR NOT EXISTS (SELECT 1 FROM source s WHERE s.contact_id = c.id)) "
        "UNION ALL SELECT since_on, since_on, c.name, 'became a referrer', c.id FROM role_held r "
        f"JOIN contact c ON c.id = r.contact_id WHERE {people.PROMOTED}",
    ),
    ("community", "SELECT held_on, held_on, '', title, 0 FROM event WHERE kind = 'community' AND attended = 1"),
    (
        "groups",
        "SELECT held_on, CASE attended WHEN 1 THEN held_on ELSE '' END, g.name, title, 0 FROM event e "
        "JOIN groups g ON g.id = e.group_id WHERE dropped = 0",
    ),
    (
        "holiday-cards",
        "SELECT d.post_by_on, d.sent_on, c.name, r.title, c.id FROM card d JOIN card_run r ON r.id = d.run_id "
        "JOIN contact c ON c.id = d.contact_id "
        "WHERE d.together IS NULL AND r.state <> 'dropped' AND d.state <> 'dropped' AND d.post_by_on >= :since",
    ),
    (
        "assistant",
        "SELECT due_on, closed_on, '', text, 0 FROM promise WHERE assigned_to IS NOT NULL AND state <> 'dropped' "
        f"AND (closed_on <> '' OR contact_id NOT IN (SELECT id FROM contact WHERE {people.HIDDEN})) "
        "UNION ALL SELECT due_on, closed_on, '', text, 0 FROM task WHERE assigned_to IS NOT NULL AND due_on <> '' "
        "AND state <> 'dropped'",
    ),
)


def _day(text: Any) -> date:
    return date.fromisoformat(text)
