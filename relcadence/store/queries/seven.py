"""The prospects on their way to the seventh touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from relcadence.domain.cadence import parse_cadence
from relcadence.domain.seven import Step, Way, way
from relcadence.store.reading import Store


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
    steps = _steps(store, since)
    reach = _channels(store, since)
    return [
        Prospect(
            number, name, since[number], cadence, way(steps[number], parse_cadence(cadence), today, reach[number])
        )
        for number, name, _on, cadence, _first, _imported in rows
    ]


def _steps(store: Store, since: dict[int, str]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = defaultdict(list)
    listed = ", ".join(map(str, since)) or "NULL"
    for number, on, channel, direction in store.rows(
        "SELECT contact_id, touched_on, channel, direction FROM touch "
        f"WHERE tried = 0 AND mass = 0 AND contact_id IN ({listed})"
    ):
        if on >= since[number]:
            found[number].append(Step(date.fromisoformat(on), channel, direction == "out"))
    return found


def _channels(store: Store, since: dict[int, str]) -> dict[int, list[str]]:
    """The channels by which each can be reached: those that need no address first."""
    listed = ", ".join(map(str, since)) or "NULL"
    found: dict[int, list[str]] = {number: ["meeting"] for number in since}
    by_kind = {"phone": "call", "email": "email", "address": "letter", "handle": "message"}
    for number, kind in store.rows(f"SELECT DISTINCT contact_id, kind FROM reach WHERE contact_id IN ({listed})"):
        found[number].append(by_kind[kind])
    return found
