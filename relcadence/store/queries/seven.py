"""The prospects on their way to the seventh touch."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from relcadence.domain.cadence import parse_cadence
from relcadence.domain.seven import Steps, Way, way
from relcadence.store.reading import Store
from relcadence.store.rows import keys_in


class Prospect(NamedTuple):
    """A prospect and the way: since when counted, and the rhythm in force."""

    contact_id: int
    name: str
    since_on: str
    cadence: str
    way: Way


PROSPECTS = """
    SELECT c.id, c.name, r.since_on, coalesce(d.cadence, a.cadence, 'none'),
           (SELECT min(touched_on) FROM touch t WHERE t.contact_id = c.id AND t.tried = 0),
           EXISTS (SELECT 1 FROM source s WHERE s.contact_id = c.id)
    FROM role_held r JOIN contact c ON c.id = r.contact_id
    LEFT JOIN due d ON d.contact_id = c.id AND d.account_id IS NULL
    LEFT JOIN due a ON a.account_id = c.account_id
    WHERE r.role = 'prospect' AND r.until_on = '' AND c.status <> 'archived'
"""


def prospects(store: Store, today: date, numbers: Collection[int] | None = None) -> list[Prospect]:
    """The prospects (of these numbers, where they are given) by name; the touches of an imported one count from the
    first on record, of all others from the day on which they became one.
    """
    chosen = "" if numbers is None else f"AND c.id IN ({', '.join(map(str, sorted(numbers))) or 'NULL'})"
    rows = store.rows(f"{PROSPECTS} {chosen} ORDER BY c.name, c.id")
    since = {
        number: min(filter(None, (on, first if imported else on))) for number, _n, on, _c, first, imported in rows
    }
    reach = _channels(store, since)
    found = []
    for number, name, _on, cadence, _first, _imported in rows:
        steps = _steps(store, number, since[number])
        rhythm = parse_cadence(cadence)
        found.append(Prospect(number, name, since[number], cadence, way(steps, rhythm, today, reach[number])))
    return found


STEPS = """
    SELECT count(DISTINCT CASE direction WHEN 'out' THEN touched_on END),
           max(CASE direction WHEN 'out' THEN touched_on END), max(CASE direction WHEN 'in' THEN touched_on END)
    FROM touch WHERE contact_id = :id AND touched_on >= :since AND tried = 0 AND mass = 0
"""
LATELY = """
    SELECT channel FROM touch
    WHERE contact_id = :id AND touched_on >= :since AND tried = 0 AND mass = 0 AND direction = 'out'
    ORDER BY touched_on DESC, id DESC LIMIT 3
"""


def _steps(store: Store, number: int, since: str) -> Steps:
    ((days, last, answered),) = store.rows(STEPS, id=number, since=since)
    lately = tuple(channel for (channel,) in store.rows(LATELY, id=number, since=since))
    return Steps(days, _day(last), _day(answered), lately)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _channels(store: Store, since: dict[int, str]) -> dict[int, list[str]]:
    """The channels by which each can be reached: those that need no address first."""
    listed = keys_in(since)
    found: dict[int, list[str]] = {number: ["meeting"] for number in since}
    by_kind = {"phone": "call", "email": "email", "address": "letter", "handle": "message"}
    for number, kind in store.rows(f"SELECT DISTINCT contact_id, kind FROM reach WHERE contact_id IN ({listed})"):
        found[number].append(by_kind[kind])
    return found
