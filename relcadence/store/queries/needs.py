"""What the user's own tasks look for: means that are lacking, a client without a plan, a prospect without a note."""

from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.cadence import parse_cadence
from relcadence.store.queries.points import points
from relcadence.store.reading import Store
from relcadence.store.rows import listed_in

FEW = 3
"""People of a role from which on a lack of means is worth a task."""


class Need(NamedTuple):
    """What is to be done: its point, the key of its words, what they speak of, and about whom (0: nobody)."""

    point: str
    reason: str
    text: str = ""
    contact_id: int = 0


def need(store: Store, point: str, today: date) -> Need | None:
    """What is wanting for a point: `means` for any of the moves, else a plan or a note; None where all is there."""
    if point == "client-plan":
        return _oldest(store, PLANLESS, point, "task.plan", today)
    if point == "prospect-research":
        return _oldest(store, NOTELESS, point, "task.note", today)
    return _means(store, today)


def _oldest(store: Store, statement: str, point: str, reason: str, today: date) -> Need | None:
    """The one who has waited longest for a paper that is out of date by the rhythm of its point."""
    held = next(each for each in points(store) if each.key == point)
    rhythm = parse_cadence(held.cadence) if held.on else None
    if rhythm is None:
        return None
    rows = store.rows(
        statement,
        fresh=(today - timedelta(days=rhythm.days)).isoformat(),
        settled=(today - timedelta(days=held.days or rhythm.days // 4)).isoformat(),
    )
    if not rows:
        return None
    number, before = rows[0]
    return Need(point, reason if before else f"{reason}.first", contact_id=number)


ACTIVE = "c.status = 'active' AND c.no_contact_on = ''"
PLANLESS = f"""
    SELECT c.id, (SELECT max(made_on) FROM client_plan p WHERE p.contact_id = c.id AND ended_on = '')
    FROM role_held r JOIN contact c ON c.id = r.contact_id
    WHERE r.role = 'client' AND r.until_on = '' AND r.since_on <= :settled AND {ACTIVE}
      AND c.id NOT IN (SELECT contact_id FROM point_off WHERE point = 'client-plan')
      AND c.id NOT IN (SELECT contact_id FROM client_plan WHERE ended_on = ''
        AND (made_on > :fresh OR reviewed_on > :fresh))
    ORDER BY coalesce((SELECT max(reviewed_on) FROM client_plan p WHERE p.contact_id = c.id), ''),
             coalesce(c.level, 0) DESC, c.id
    LIMIT 1
"""
NOTELESS = f"""
    SELECT c.id, (SELECT max(noted_on) FROM research p WHERE p.contact_id = c.id)
    FROM role_held r JOIN contact c ON c.id = r.contact_id
    WHERE r.role = 'prospect' AND r.until_on = '' AND r.since_on <= :settled AND {ACTIVE}
      AND c.id NOT IN (SELECT contact_id FROM point_off WHERE point = 'prospect-research')
      AND c.id NOT IN (SELECT contact_id FROM research WHERE noted_on > :fresh)
      AND c.id NOT IN (SELECT contact_id FROM task WHERE kind = 'research' AND state = 'open')
    ORDER BY coalesce((SELECT max(noted_on) FROM research p WHERE p.contact_id = c.id), ''), c.id
    LIMIT 1
"""


def _means(store: Store, today: date) -> Need | None:
    """The first of the moves that people are there for and that lacks its means."""
    active = {point.key: point for point in points(store) if point.on}
    day = today.isoformat()
    for point, statement, reason in WANTED:
        if point in active and _people(store, active[point].roles) >= FEW and not store.value(statement, today=day):
            topic = store.value(TOPIC) if point == "articles" else ""
            return Need(point, f"{reason}.on" if topic else reason, topic or "")
    return None


def _people(store: Store, roles: tuple[str, ...]) -> int:
    listed, given = listed_in(roles)
    return int(
        store.value(
            "SELECT count(*) FROM (SELECT 1 FROM role_held r JOIN contact c ON c.id = r.contact_id "
            f"WHERE r.until_on = '' AND r.role IN ({listed}) AND {ACTIVE} LIMIT {FEW}) held",
            **given,
        )
    )


TOPIC = f"""
    SELECT l.value FROM label l JOIN contact c ON c.id = l.contact_id
    WHERE l.kind = 'interest' AND {ACTIVE} GROUP BY l.value ORDER BY count(*) DESC, l.value LIMIT 1
"""
WANTED = (
    ("articles", "SELECT 1 FROM article WHERE retired_on = '' LIMIT 1", "task.means.articles"),
    (
        "invitations",
        "SELECT 1 FROM event WHERE kind IN ('cultural', 'sports') AND dropped = 0 AND held_on >= :today LIMIT 1",
        "task.means.invitations",
    ),
    (
        "seminars",
        "SELECT 1 FROM event WHERE kind = 'seminar' AND dropped = 0 AND held_on >= :today LIMIT 1",
        "task.means.seminars",
    ),
    ("cross-sell", "SELECT 1 FROM service WHERE retired_on = '' LIMIT 1", "task.means.cross-sell"),
)
