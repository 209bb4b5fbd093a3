"""Reads whom the figures of the playbook are about, and the touches that can count for them: no more than is asked.

The statements are a sieve: they let through all that a rule of the domain may count, and the rule decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from relcadence.domain.cadence import Window
from relcadence.domain.evidence import counts, evidence
from relcadence.domain.members import Held, Member, Members, Shown, Touches
from relcadence.domain.playbook import Point
from relcadence.domain.vocabulary import CHANNELS
from relcadence.store.reading import Store
from relcadence.store.rows import listed_in

ACTIVE = "c.status = 'active' AND c.no_contact_on = ''"
HIDDEN = "status = 'archived' OR no_contact_on <> ''"
PROMOTED = (
    "r.role = 'referrer' AND EXISTS (SELECT 1 FROM role_held p WHERE p.contact_id = r.contact_id "
    "AND p.role = 'professional' AND p.since_on < r.since_on)"
)
MEMBERS = f"""
    SELECT c.id, c.name, c.account_id, c.added_on, c.rhythm_since, c.quiet, coalesce(d.cadence, a.cadence, '')
    FROM contact c
    LEFT JOIN due d ON d.contact_id = c.id AND d.account_id IS NULL
    LEFT JOIN due a ON a.account_id = c.account_id
    WHERE {ACTIVE}
"""


def holders(store: Store, roles: Collection[str], newcomers: Collection[str] = ()) -> Members:
    """Those who ever held one of the roles, by name; with their first touch where they held one of `newcomers`."""
    if not roles:
        return Members()
    held: dict[int, tuple[Held, ...]] = {}
    listed, given = listed_in(roles)
    for number, role, since, until in store.each(
        f"SELECT contact_id, role, since_on, until_on FROM role_held WHERE role IN ({listed}) ORDER BY id", **given
    ):
        held[number] = (*held.get(number, ()), _held(role, since, until))
    chosen = f"AND c.id IN (SELECT contact_id FROM role_held WHERE role IN ({listed}))"
    return Members(
        _members(store, held, _first(store, newcomers), f"{MEMBERS} {chosen} ORDER BY c.name, c.id", given)
    )


def with_rhythm(store: Store) -> Members:
    """Those who have a rhythm of their own or with their account, by name; without their roles."""
    return Members(_members(store, {}, {}, f"{MEMBERS} AND coalesce(d.slot_id, a.slot_id) > 0 ORDER BY c.name, c.id"))


def _members(
    store: Store,
    held: Mapping[int, tuple[Held, ...]],
    first: Mapping[int, date],
    statement: str,
    given: Mapping[str, str] = {},
) -> list[Member]:
    off: dict[int, set[str]] = defaultdict(set)
    for number, point in store.each("SELECT contact_id, point FROM point_off"):
        off[number].add(point)
    return [
        Member(
            number, name, (account, 0) if account else (None, number), held.get(number, ()), _day(added),
            _day(since), cadence, quiet, first.get(number), frozenset(off.get(number, ())),
        )
        for number, name, account, added, since, quiet, cadence in store.each(statement, **given)
    ]  # fmt: skip


def _first(store: Store, roles: Collection[str]) -> dict[int, date]:
    """The day of the first touch of those who ever held one of the roles."""
    if not roles:
        return {}
    listed, given = listed_in(roles)
    found = store.each(
        "SELECT r.contact_id, "
        "(SELECT min(t.touched_on) FROM touch t WHERE t.contact_id = r.contact_id AND t.tried = 0) "
        f"FROM (SELECT DISTINCT contact_id FROM role_held WHERE role IN ({listed})) r",
        **given,
    )
    return {number: _day(on) for number, on in found if on}


def touches(store: Store, days: Mapping[int, date]) -> Touches:
    """The touches that may keep a slot, by contact: of each from a day of their own on; as the index has them."""
    found: dict[int, list[Shown]] = defaultdict(list)
    numbers: dict[date, list[int]] = defaultdict(list)
    for number, day in days.items():
        numbers[day].append(number)
    for day, all_of_them in numbers.items():
        for some in batched(sorted(all_of_them)):
            for number, on, channel, direction, mass in store.each(
                "SELECT contact_id, touched_on, channel, direction, mass FROM touch "
                f"WHERE contact_id IN ({', '.join(map(str, some))}) AND touched_on >= :since "
                "AND tried = 0 ORDER BY contact_id, touched_on, id",
                since=day.isoformat(),
            ):
                if counts(channel=channel, direction=direction, tried=False):
                    kind = evidence(channel, "")
                    found[number].append(Shown(_day(on), channel, direction == "out", bool(mass), kind))
    return found


def batched(numbers: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    """The numbers, so many at a time as one statement names."""
    return (numbers[at : at + size] for at in range(0, len(numbers), size))


def shown(store: Store, spans: Iterable[tuple[Point, Window]]) -> Touches:
    """The touches by which points are shown to be kept, each point's within its days."""
    found: dict[int, dict[tuple[str, int], Shown]] = defaultdict(dict)
    for point, (start, end) in spans:
        listed, given = listed_in(point.roles)
        asked = f"{SHOWN} AND f.contact_id IN (SELECT contact_id FROM role_held WHERE role IN ({listed}))"
        days = {"start": start.isoformat(), "end": end.isoformat()}
        for key in point.evidence:
            for known in _known_by(key, point.key):
                for number, on, touch, channel, direction, mass, named in store.each(
                    f"{asked} AND {known}", key=key, **days, **given
                ):
                    if counts(channel=channel, direction=direction, tried=False):
                        shows = evidence(channel, named)
                        found[number][on, touch] = Shown(_day(on), channel, direction == "out", bool(mass), shows)
    return {number: [each for _key, each in sorted(of_one.items())] for number, of_one in found.items()}


# What is kept of each contact's evidence tells whose touches need no look.
SHOWN = """
    SELECT t.contact_id, t.touched_on, t.id, t.channel, t.direction, t.mass, t.point
    FROM fulfilled f JOIN touch t ON t.contact_id = f.contact_id AND t.touched_on BETWEEN :start AND :end
    WHERE f.point = :key AND f.last_on >= :start AND t.tried = 0
"""
BY_CHANNEL = "t.channel = :key"
BY_NAME = "' ' || t.point || ' ' LIKE '% ' || :key || ' %'"


def _known_by(key: str, point: str) -> list[str]:
    """How touches with a key of evidence are found: by a channel, or by a point that was named."""
    named = [BY_NAME] if key == point or key not in CHANNELS else []
    return [*named, BY_CHANNEL] if key in CHANNELS else named


def silenced(store: Store, numbers: Collection[int]) -> set[int]:
    """Those of some contacts whom nothing may propose to reach."""
    return {
        number
        for some in batched(sorted(numbers))
        for (number,) in store.each(
            f"SELECT id FROM contact WHERE id IN ({', '.join(map(str, some))}) AND ({HIDDEN})"
        )
    }


@lru_cache(maxsize=8192)
def _held(role: str, since: str, until: str) -> Held:
    return Held(role, _day(since), _day(until) if until else date.max)


@lru_cache(maxsize=8192)
def _day(text: Any) -> date:
    return date.fromisoformat(text)
