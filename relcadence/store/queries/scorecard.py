"""Gathers what the scorecard is counted from: people and their roles, touches as evidence, tasks, cards, papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from relcadence.domain import figures, scorecard
from relcadence.domain.evidence import counts, evidence
from relcadence.domain.figures import Done, Facts, Held, Member, Shown
from relcadence.domain.playbook import ALL, Point
from relcadence.domain.reasons import Reason
from relcadence.domain.scorecard import Period, Score
from relcadence.store.queries.points import points
from relcadence.store.reading import Store

MONTHS = 160
"""Days for which every touch is read: five periods of a month or less."""
THANKS_DAYS = next(point.days for point in ALL if point.key == "thanks")
YEARS = 5 * 366
"""Days for which the evidence of rarer moves is read."""


def scores(store: Store, today: date) -> list[Score]:
    """The rows of the scorecard, by number: the playbook's 24, then the user's own."""
    with store.snapshot():
        return scores_of(store, gather(store, today))


def scores_of(store: Store, facts: Facts) -> list[Score]:
    """The same from facts that were gathered."""
    held = [_with_rule(store, point) for point in points(store)]
    return [_special(scorecard.score(point, counted(point, facts), facts.today), facts) for point in held]


def counted(point: Point, facts: Facts) -> list[Period]:
    """The periods of a point with their counts."""
    start = figures.since(point, facts)
    if start is None or not point.on:
        return []
    windows = scorecard.periods(point, start, facts.today)
    return [Period(window, figures.count(point, window, facts)) for window in windows]


def _with_rule(store: Store, point: Point) -> Point:
    """A slot's point with the cadence that its role has."""
    if point.kind != "slot":
        return point
    rule = store.value("SELECT cadence FROM cadence_rule WHERE scope = 'role' AND name = :role", role=point.roles[0])
    return point._replace(cadence=rule or "none", on=point.on and bool(rule) and rule != "none")


def _special(score: Score, facts: Facts) -> Score:
    """Point 3 has two figures, never mixed: how many are named, and how many were reached."""
    if score.point.key != "prospect-biweekly" or score.shown is None or not score.point.on:
        return score
    window, tally = score.shown
    named = sum(
        any(each.role == "prospect" and each.until == date.max for each in who.roles) for who in facts.members
    )
    days = len(facts.workdays.between(facts.today, window.end)) if window.end >= facts.today else 0
    figure = Reason("figure.prospects", {"named": named, "kept": tally.kept, "due": tally.due, "days": days})
    if named < scorecard.NAMED:
        return score._replace(figure=figure, next_step=Reason("step.name", {}))
    return score._replace(figure=figure)


def gather(store: Store, today: date) -> Facts:
    """All that the figures are taken from."""
    members = _members(store)
    began = min((member.added_on for member in members), default=today)
    starts = store.rows("SELECT point, min(release_on) FROM task WHERE kind = 'review' GROUP BY point")
    return Facts(
        today,
        store.workdays,
        members,
        _touches(store, today),
        _rows(store),
        began,
        {point: date.fromisoformat(on) for point, on in starts},
    )


def _members(store: Store) -> list[Member]:
    roles: dict[int, list[Held]] = defaultdict(list)
    for number, role, since, until in store.rows("SELECT contact_id, role, since_on, until_on FROM role_held"):
        roles[number].append(Held(role, _day(since), _day(until) if until else date.max))
    off: dict[int, set[str]] = defaultdict(set)
    for number, point in store.rows("SELECT contact_id, point FROM point_off"):
        off[number].add(point)
    first = {number: _day(on) for number, on in store.rows(FIRST) if on}
    return [
        Member(
            number, name, (account, 0) if account else (None, number), tuple(roles[number]), _day(added), _day(since),
            cadence, quiet, first.get(number), frozenset(off[number]),
        )
        for number, name, account, added, since, quiet, cadence in store.rows(MEMBERS)
    ]  # fmt: skip


FIRST = "SELECT id, (SELECT min(touched_on) FROM touch t WHERE t.contact_id = c.id AND tried = 0) FROM contact c"
MEMBERS = """
    SELECT c.id, c.name, c.account_id, c.added_on, c.rhythm_since, c.quiet, coalesce(d.cadence, a.cadence, '')
    FROM contact c
    LEFT JOIN due d ON d.contact_id = c.id AND d.account_id IS NULL
    LEFT JOIN due a ON a.account_id = c.account_id
    WHERE c.status = 'active' AND c.no_contact_on = '' ORDER BY c.name, c.id
"""


def _touches(store: Store, today: date) -> dict[int, list[Shown]]:
    found: dict[int, list[Shown]] = defaultdict(list)
    for key, number, on, channel, direction, mass, named in store.rows(
        "SELECT id, contact_id, touched_on, channel, direction, mass, point FROM touch "
        "WHERE tried = 0 AND contact_id IS NOT NULL AND (touched_on > :recent OR touched_on > :rare "
        "AND (point <> '' OR channel IN ('meal', 'article', 'card'))) ORDER BY touched_on, id",
        recent=(today - timedelta(days=MONTHS)).isoformat(), rare=(today - timedelta(days=YEARS)).isoformat(),
    ):  # fmt: skip
        if counts(channel=channel, direction=direction, tried=False):
            shown = Shown(key, _day(on), channel, direction == "out", bool(mass), evidence(channel, named))
            found[number].append(shown)
    return found


def _rows(store: Store) -> dict[str, list[Done]]:
    found: dict[str, list[Done]] = defaultdict(list)
    hidden = {number for (number,) in store.rows(f"SELECT id FROM contact WHERE {HIDDEN}")}
    for key, statement in ROWS:
        for due, done, contact, what, number in store.rows(statement):
            if not done and number in hidden:  # nobody is reminded of what is still owed to them
                continue
            day = _due(store, due or done)
            found[key].append(Done(key, day, _day(done) if done else None, contact or "", what or "", number or 0))
    return found


HIDDEN = "status = 'archived' OR no_contact_on <> ''"


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
        (point, f"SELECT closed_on, closed_on, '', point, 0 FROM task WHERE point = '{point}' AND state = 'done'")
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
        "JOIN contact c ON c.id = r.contact_id WHERE r.role = 'professional' AND r.since_on > c.added_on",
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
        "WHERE d.together IS NULL AND r.state <> 'dropped' AND d.state <> 'dropped'",
    ),
    (
        "assistant",
        "SELECT due_on, closed_on, '', text, 0 FROM promise WHERE assigned_to IS NOT NULL AND state <> 'dropped' "
        f"AND (closed_on <> '' OR contact_id NOT IN (SELECT id FROM contact WHERE {HIDDEN})) "
        "UNION ALL SELECT due_on, closed_on, '', text, 0 FROM task WHERE assigned_to IS NOT NULL AND due_on <> '' "
        "AND state <> 'dropped'",
    ),
)


def _day(text: Any) -> date:
    return date.fromisoformat(text)
