"""What is due is kept, not recomputed: rewritten from facts after every change set and after every undo.

Kept values follow from facts alone, never from the day today; only how many years of dates are laid out ahead
depends on the year of the write.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from relcadence.domain.evidence import counts, evidence
from relcadence.domain.names import sounds
from relcadence.domain.rhythm import usual_gap
from relcadence.domain.text import fold
from relcadence.store import seal, search_index
from relcadence.store.changes.writer import Touched
from relcadence.store.outlook import Outlook

if TYPE_CHECKING:
    from relcadence.domain.lunar import LunarRules

YEARS_AHEAD = 5
DUE = (
    "slot_id", "contact_id", "account_id", "start_on", "end_on", "release_on", "ideal_on", "deadline_on", "last_on",
    "snoozed_until", "cadence", "rule", "since_on", "weight", "role", "level", "quiet", "city", "organisation",
    "channel", "assigned_to", "gap",
)  # fmt: skip


def forget_gone(connection: sqlite3.Connection, touched: Touched) -> None:
    """Forget all that was kept of contacts who are there no more; nothing else is to be asked about them."""
    for numbers in some_of(touched.contacts - touched.made):
        among = f"IN ({', '.join(map(str, numbers))})"
        gone = set(numbers).difference(
            number for (number,) in connection.execute(f"SELECT id FROM contact WHERE id {among}")
        )
        if gone:
            _forget(connection, f"IN ({', '.join(map(str, gone))})")
            touched.contacts -= gone
            touched.described -= gone


def _forget(connection: sqlite3.Connection, among: str) -> None:
    for table in ("name_key", "name_sound", "standing", "fulfilled"):
        connection.execute(f"DELETE FROM {table} WHERE contact_id {among}")
    connection.execute(f"DELETE FROM due WHERE contact_id {among} AND account_id IS NULL")
    search_index.forget(connection, among)


def spread(connection: sqlite3.Connection, touched: Touched) -> None:
    """Name everybody where a rule for all has changed, and the accounts that the contacts belong to."""
    if touched.everybody:
        touched.contacts.update(number for (number,) in connection.execute("SELECT id FROM contact"))
        touched.occasions.update(number for (number,) in connection.execute("SELECT id FROM occasion"))
    for number in touched.contacts - touched.made:
        row = connection.execute("SELECT account_id FROM contact WHERE id = ?", (number,)).fetchone()
        if row and row[0]:
            touched.accounts.add(row[0])


def note_standing(connection: sqlite3.Connection, touched: Touched) -> None:
    """Rewrite the touches counted, the last touch, and the names by which each contact is found."""
    for numbers in some_of(touched.contacts):
        among = f"IN ({', '.join(map(str, numbers))})"
        if not touched.made.issuperset(numbers):
            connection.execute(f"DELETE FROM name_key WHERE contact_id {among}")
            connection.execute(f"DELETE FROM standing WHERE contact_id {among}")
        names = {
            number: {fold(name): 0}
            for number, name in connection.execute(f"SELECT id, name FROM contact WHERE id {among} ORDER BY id")
        }
        for number, alias in connection.execute(f"SELECT contact_id, name FROM alias WHERE contact_id {among}"):
            names[number].setdefault(fold(alias), 1)
        seal.put(
            connection, "name_key", ("contact_id", "folded", "alias"),
            [(number, folded, alias) for number, found in names.items() for folded, alias in found.items()],
        )  # fmt: skip
        reached = {
            number
            for (number,) in connection.execute(f"SELECT DISTINCT contact_id FROM touch WHERE contact_id {among}")
        }
        seal.put(
            connection, "standing", ("contact_id", "touches", "last_on", "gap"),
            [(number, 0, "", 0) for number in names if number not in reached],
        )  # fmt: skip
        for number in reached:
            _count(connection, number)


def note_sounds(connection: sqlite3.Connection, touched: Touched) -> None:
    """Rewrite how the Chinese names of those sound whose names may have changed."""
    for numbers in some_of(touched.contacts if touched.everybody else touched.described | touched.made):
        among = f"IN ({', '.join(map(str, numbers))})"
        if not touched.made.issuperset(numbers):
            connection.execute(f"DELETE FROM name_sound WHERE contact_id {among}")
        named = connection.execute(
            f"SELECT id, name FROM contact WHERE id {among} "
            f"UNION ALL SELECT contact_id, name FROM alias WHERE contact_id {among}"
        )
        rows = {(number, sound) for number, name in named if not name.isascii() for sound in sounds(name)}
        seal.put(connection, "name_sound", ("contact_id", "sound"), sorted(rows))


def some_of(numbers: Iterable[int], step: int = 500) -> Iterator[list[int]]:
    """The numbers in order, so many at a time as one statement names."""
    ordered = sorted(numbers)
    return (ordered[at : at + step] for at in range(0, len(ordered), step))


def _count(connection: sqlite3.Connection, number: int) -> None:
    connection.execute(
        "INSERT INTO standing (contact_id, touches, last_on, last_touch_id, gap) "
        "SELECT :number, (SELECT count(*) FROM touch WHERE contact_id = :number), coalesce(max(touched_on), ''), "
        "max(id), :gap FROM (SELECT id, touched_on FROM touch WHERE contact_id = :number AND tried = 0 "
        "ORDER BY touched_on DESC, id DESC LIMIT 1)",
        {"number": number, "gap": _usual_gap(connection, number)},
    )


def note_fulfilled(connection: sqlite3.Connection, touched: Touched) -> None:
    """Rewrite by what each contact was reached, and when last: by channel, and by the points that were named."""
    for numbers in some_of(touched.contacts):
        among = f"IN ({', '.join(map(str, numbers))})"
        if not touched.made.issuperset(numbers):
            connection.execute(f"DELETE FROM fulfilled WHERE contact_id {among}")
        last: dict[tuple[int, str], tuple[str, int]] = {}
        for number, channel, direction, points, on, times in connection.execute(
            "SELECT contact_id, channel, direction, point, max(touched_on), count(*) FROM touch "
            f"WHERE contact_id {among} AND tried = 0 GROUP BY contact_id, channel, direction, point"
        ):
            if counts(channel=channel, direction=direction, tried=False):
                for key in evidence(channel, points):
                    day, before = last.get((number, key), ("", 0))
                    last[number, key] = max(day, on), before + times
        rows = [(*whose, day, times) for whose, (day, times) in sorted(last.items())]
        seal.put(connection, "fulfilled", ("contact_id", "point", "last_on", "times"), rows)


def _usual_gap(connection: sqlite3.Connection, number: int) -> int:
    """The usual days between touches, 0 where there are too few to tell; the last forty tell enough."""
    rows = connection.execute(
        "SELECT DISTINCT touched_on FROM touch WHERE contact_id = ? AND tried = 0 ORDER BY touched_on DESC LIMIT 40",
        (number,),
    )
    return usual_gap([date.fromisoformat(day) for (day,) in rows])


def _forget_due(connection: sqlite3.Connection, outlook: Outlook) -> None:
    connection.execute(
        f"DELETE FROM due WHERE slot_id IN (SELECT id FROM slot WHERE {outlook.owner}_id = ?)", (outlook.number,)
    )
    connection.execute(
        "DELETE FROM due WHERE account_id = ?" if outlook.owner == "account" else
        "DELETE FROM due WHERE contact_id = ? AND account_id IS NULL",
        (outlook.number,),
    )  # fmt: skip


def note_due(connection: sqlite3.Connection, outlook: Outlook, weight: int) -> None:
    """Rewrite the kept slot of one owner: gone where nothing is due, else its first open window."""
    slot = connection.execute(
        f"SELECT id, snoozed_until FROM slot WHERE {outlook.owner}_id = ? AND closed_on = ''", (outlook.number,)
    ).fetchone()
    _forget_due(connection, outlook)
    if slot is not None and outlook.due is not None:
        note_new_due(connection, [(*slot, outlook, weight)])


def _of_slots(
    connection: sqlite3.Connection, slots: Sequence[tuple[int, str, Outlook, int]]
) -> tuple[dict[int, int | None], dict[int, int]]:
    """Whom these slots are assigned to, and the usual gap of the contacts they propose."""
    marks = ", ".join("?" * len(slots))
    assigned = connection.execute(
        f"SELECT id, assigned_to FROM slot WHERE id IN ({marks})", [slot for slot, *_ in slots]
    ).fetchall()
    gaps = connection.execute(
        f"SELECT contact_id, gap FROM standing WHERE contact_id IN ({marks})",
        [each.contact_id for _, _, each, _ in slots],
    ).fetchall()
    return dict(assigned), dict(gaps)


def note_new_due(connection: sqlite3.Connection, slots: Sequence[tuple[int, str, Outlook, int]]) -> None:
    """Keep what follows for slots of which nothing was kept: (slot, snoozed until, outlook with a `due`, weight)."""
    assigned, gaps = _of_slots(connection, slots)
    rows = [
        (
            slot, each.contact_id, each.number if each.owner == "account" else None,
            *(day.isoformat() for day in each.due), each.last, snoozed, each.cadence, each.rule.source,
            each.since, weight, each.role, each.level, each.quiet, each.city, each.organisation,
            each.channel, assigned[slot], gaps[each.contact_id],
        )
        for slot, snoozed, each, weight in slots
        if each.due
    ]  # fmt: skip
    seal.put(connection, "due", DUE, rows)


def note_occasions(connection: sqlite3.Connection, occasions: Collection[int], year: int) -> None:
    """Lay out the days of each occasion, from the year before to five years ahead."""
    if not occasions:
        return
    from relcadence.domain.occasions import YEARLY, Occasion, age_on, occasion_days, parse_birthday

    feb29, lunar = _rules_of_days(connection)
    start, end = date(max(1, year - 1), 1, 1), date(min(9999, year + YEARS_AHEAD), 12, 31)
    for numbers in some_of(occasions):
        among = f"IN ({', '.join(map(str, numbers))})"
        connection.execute(f"DELETE FROM occasion_on WHERE occasion_id {among}")
        found = connection.execute(
            "SELECT o.id, o.kind, o.date FROM occasion o JOIN contact c ON c.id = o.contact_id "
            f"WHERE o.id {among} AND c.status <> 'archived' AND c.no_contact_on = '' ORDER BY o.id"
        ).fetchall()
        rows: list[tuple[object, ...]] = []
        for number, kind, on in found:
            days = occasion_days(Occasion(kind, "", on, kind in YEARLY), start, end, feb29, lunar)
            born = parse_birthday(on) if kind == "birthday" else None
            rows += [(number, day.isoformat(), born and age_on(born, day, feb29, lunar)) for day in days]
        seal.put(connection, "occasion_on", ("occasion_id", "due_on", "turns"), rows)


def _rules_of_days(connection: sqlite3.Connection) -> tuple[str, LunarRules]:
    """Where a 29 February is kept in common years, and a lunar day in a year that lacks it."""
    from relcadence.domain.lunar import rules_of

    found = dict(connection.execute("SELECT key, value FROM setting WHERE key IN ('feb29', 'lunar')"))
    return json.loads(found.get("feb29", '"feb28"')), rules_of(json.loads(found.get("lunar", '""')))
