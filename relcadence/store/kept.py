"""What is due is kept, not recomputed: rewritten from facts after every change set and after every undo.

Kept values follow from facts alone, never from the day today; only how many years of dates are laid out ahead
depends on the year of the write.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import date

from relcadence.domain.rhythm import usual_gap
from relcadence.domain.text import fold
from relcadence.store.changes.writer import Touched
from relcadence.store.outlook import Outlook

YEARS_AHEAD = 5


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
    for number in touched.contacts:
        if number not in touched.made:
            connection.execute("DELETE FROM name_key WHERE contact_id = ?", (number,))
            connection.execute("DELETE FROM standing WHERE contact_id = ?", (number,))
        row = connection.execute("SELECT name FROM contact WHERE id = ?", (number,)).fetchone()
        if row is None:
            continue
        names = {fold(row[0]): 0}
        for (alias,) in connection.execute("SELECT name FROM alias WHERE contact_id = ?", (number,)):
            names.setdefault(fold(alias), 1)
        connection.executemany(
            "INSERT INTO name_key (contact_id, folded, alias) VALUES (?, ?, ?)",
            [(number, folded, alias) for folded, alias in names.items()],
        )
        connection.execute(
            "INSERT INTO standing (contact_id, touches, last_on, last_touch_id, gap) "
            "SELECT :number, (SELECT count(*) FROM touch WHERE contact_id = :number), coalesce(max(touched_on), ''), "
            "max(id), :gap FROM (SELECT id, touched_on FROM touch WHERE contact_id = :number AND tried = 0 "
            "ORDER BY touched_on DESC, id DESC LIMIT 1)",
            {"number": number, "gap": _usual_gap(connection, number)},
        )


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


def note_due(connection: sqlite3.Connection, outlook: Outlook, weight: int, *, first: bool = False) -> None:
    """Rewrite the kept slot of one owner: gone where nothing is due, else its first open window.

    `first` says that nothing can have been kept of it before.
    """
    slot = connection.execute(
        f"SELECT id, snoozed_until, assigned_to FROM slot WHERE {outlook.owner}_id = ? AND closed_on = ''",
        (outlook.number,),
    ).fetchone()
    if not first:
        _forget_due(connection, outlook)
    if slot is None or outlook.due is None:
        return
    due = outlook.due
    connection.execute(
        "INSERT INTO due (slot_id, contact_id, account_id, start_on, end_on, release_on, ideal_on, deadline_on, "
        "last_on, snoozed_until, cadence, rule, since_on, weight, role, level, quiet, city, organisation, "
        "channel, assigned_to, gap) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "(SELECT gap FROM standing WHERE contact_id = ?))",
        (
            slot[0], outlook.contact_id, outlook.number if outlook.owner == "account" else None,
            *(day.isoformat() for day in due), outlook.last, slot[1], outlook.cadence, outlook.rule.source,
            outlook.since, weight, outlook.role, outlook.level, outlook.quiet, outlook.city, outlook.organisation,
            outlook.channel, slot[2], outlook.contact_id,
        ),
    )  # fmt: skip


def note_occasions(connection: sqlite3.Connection, occasions: Collection[int], year: int) -> None:
    """Lay out the days of each occasion, from the year before to five years ahead."""
    if not occasions:
        return
    from relcadence.domain.occasions import YEARLY, Occasion, age_on, occasion_days, parse_birthday

    row = connection.execute("SELECT value FROM setting WHERE key = 'feb29'").fetchone()
    feb29 = "mar1" if row and "mar1" in row[0] else "feb28"
    start, end = date(max(1, year - 1), 1, 1), date(min(9999, year + YEARS_AHEAD), 12, 31)
    for number in occasions:
        connection.execute("DELETE FROM occasion_on WHERE occasion_id = ?", (number,))
        found = connection.execute(
            "SELECT o.kind, o.date FROM occasion o JOIN contact c ON c.id = o.contact_id "
            "WHERE o.id = ? AND c.status <> 'archived' AND c.no_contact_on = ''",
            (number,),
        ).fetchone()
        if found:
            kind, on = found
            days = occasion_days(Occasion(kind, "", on, kind in YEARLY), start, end, feb29)
            born = parse_birthday(on) if kind == "birthday" else None
            connection.executemany(
                "INSERT INTO occasion_on (occasion_id, due_on, turns) VALUES (?, ?, ?)",
                [(number, day.isoformat(), born and age_on(born, day, feb29)) for day in days],
            )
