"""What is due is kept, not recomputed: rewritten from facts after every change set and after every undo.

Kept values follow from facts alone, never from the day today; only how many years of dates are laid out ahead
depends on the year of the write.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from relcadence.domain.cadence import Rule, parse_cadence, rule_for
from relcadence.domain.people import DEFAULT_ROLE
from relcadence.domain.rhythm import SPOKEN, Due, Ground, first_due
from relcadence.domain.text import fold
from relcadence.store import basis as settings_of
from relcadence.store.changes.writer import Touched

YEARS_AHEAD = 5
SPOKEN_SQL = ", ".join(f"'{channel}'" for channel in SPOKEN)
KEEPS_SLOT_SQL = f"tried = 0 AND mass = 0 AND (channel IN ({SPOKEN_SQL}) OR direction = 'out' AND :spoken_only = 0)"


class Outlook(NamedTuple):
    """What follows for an owner of slots: the rule in force, whom to propose, and the first open window."""

    owner: str
    number: int
    rule: Rule
    since: str
    contact_id: int
    last: str
    due: Due | None
    level: int | None
    roles: tuple[str, ...]

    @property
    def cadence(self) -> str:
        """The cadence in force as text; "none" without a rhythm."""
        return str(self.rule.cadence or "none")


class _Member(NamedTuple):
    contact_id: int
    rule: Rule
    since: str
    kept_on: str
    level: int | None
    roles: tuple[str, ...]


class Basis:
    """Reads facts and says what follows from them; rules and working days are read once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.rules = settings_of.rules(connection)
        self.workdays = settings_of.workdays(connection)

    def outlook(self, owner: str, number: int) -> Outlook:
        """The outlook of a contact or an account; without a `due` where nothing is to be planned."""
        return self.of_contact(number) if owner == "contact" else self.of_account(number)

    def of_contact(self, number: int) -> Outlook:
        """The outlook of one contact; none while it belongs to an account, which has the slot in its place."""
        row = self._contact(number)
        member = self._member(row) if row else None
        if row is None or member is None:
            return Outlook("contact", number, Rule(None, "no rhythm"), "", number, "", None, None, ())
        rule = member.rule if row["account_id"] is None else Rule(None, "account")
        return self._outlook("contact", number, rule, member.since, member, member.kept_on)

    def of_account(self, number: int) -> Outlook:
        """The outlook of an account: its own cadence or its members' shortest, kept by a touch with any."""
        account = self.connection.execute(
            "SELECT cadence, rhythm_since, main_contact_id FROM account WHERE id = ?", (number,)
        ).fetchone()
        rows = self.connection.execute("SELECT id FROM contact WHERE account_id = ?", (number,)).fetchall()
        found = (self._contact(key) for (key,) in rows)
        members = [member for row in found if row and (member := self._member(row))]
        if not account or not members:
            return Outlook("account", number, Rule(None, "no rhythm"), "", 0, "", None, None, ())
        cadence, since, main = account
        shortest = min(members, key=lambda each: each.rule.cadence.days if each.rule.cadence else 10**6)
        rule = Rule(parse_cadence(cadence), "account") if cadence else shortest.rule
        longest_unreached = min(members, key=lambda each: (each.kept_on, each.contact_id))
        named = next((each for each in members if each.contact_id == main), longest_unreached)
        levels = [each.level for each in members if each.level]
        roles = tuple(sorted({role for each in members for role in each.roles}))
        shown = named._replace(level=max(levels, default=None), roles=roles)
        last = max(each.kept_on for each in members)
        return self._outlook("account", number, rule, since or min(each.since for each in members), shown, last)

    def _outlook(self, owner: str, number: int, rule: Rule, since: str, who: _Member, last: str) -> Outlook:
        due = None
        if rule.cadence:
            ground = Ground(self.workdays, date.fromisoformat(since))
            due = first_due(
                rule.cadence,
                ground,
                last=_day(last),
                after=_day(self._closed_until(owner, number)),
                number=who.contact_id,
            )
        return Outlook(owner, number, rule, since, who.contact_id, last, due, who.level, who.roles)

    def _closed_until(self, owner: str, number: int) -> str:
        row = self.connection.execute(
            f"SELECT after_on FROM slot WHERE {owner}_id = ? AND closed_on = ''", (number,)
        ).fetchone()
        return row[0] if row else ""

    def _contact(self, number: int) -> sqlite3.Row | None:
        cursor = self.connection.execute(
            "SELECT id, level, status, account_id, cadence, rhythm_since, no_contact_on FROM contact WHERE id = ?",
            (number,),
        )
        cursor.row_factory = sqlite3.Row
        row: sqlite3.Row | None = cursor.fetchone()
        return row

    def _member(self, row: sqlite3.Row) -> _Member | None:
        """The contact as its rhythm sees it; None where nobody may be planned for."""
        if row["status"] != "active" or row["no_contact_on"]:
            return None
        number = row["id"]
        roles = self._column("SELECT role FROM role_held WHERE contact_id = ? AND until_on = '' ORDER BY id", number)
        rule = rule_for(
            self.rules,
            override=row["cadence"],
            tags=self._column("SELECT value FROM label WHERE contact_id = ? AND kind = 'tag'", number),
            level=row["level"],
            roles=roles or (DEFAULT_ROLE,),
        )
        kept_on = self.connection.execute(
            f"SELECT touched_on FROM touch WHERE contact_id = :number AND {KEEPS_SLOT_SQL} "
            "ORDER BY touched_on DESC LIMIT 1",
            {"number": number, "spoken_only": asks_for_voice(rule)},
        ).fetchone()
        return _Member(number, rule, row["rhythm_since"], kept_on[0] if kept_on else "", row["level"], roles)

    def _column(self, statement: str, number: int) -> tuple[str, ...]:
        return tuple(value for (value,) in self.connection.execute(statement, (number,)))


def asks_for_voice(rule: Rule) -> bool:
    """True for the round of referrers: a call, visit, meeting or meal keeps it, a mere e-mail does not."""
    return rule.source == "role referrer"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def spread(connection: sqlite3.Connection, touched: Touched) -> None:
    """Name everybody where a rule for all has changed, and the accounts that the contacts belong to."""
    if touched.everybody:
        touched.contacts.update(number for (number,) in connection.execute("SELECT id FROM contact"))
        touched.occasions.update(number for (number,) in connection.execute("SELECT id FROM occasion"))
    for number in touched.contacts:
        row = connection.execute("SELECT account_id FROM contact WHERE id = ?", (number,)).fetchone()
        if row and row[0]:
            touched.accounts.add(row[0])


def note_standing(connection: sqlite3.Connection, contacts: Iterable[int]) -> None:
    """Rewrite the touches counted, the last touch, and the names by which each contact is found."""
    for number in contacts:
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
            "INSERT INTO standing (contact_id, touches, last_on, last_touch_id) "
            "SELECT :number, (SELECT count(*) FROM touch WHERE contact_id = :number), coalesce(max(touched_on), ''), "
            "max(id) FROM (SELECT id, touched_on FROM touch WHERE contact_id = :number "
            "ORDER BY touched_on DESC, id DESC LIMIT 1)",
            {"number": number},
        )


def note_due(connection: sqlite3.Connection, outlook: Outlook, weight: int) -> None:
    """Rewrite the kept slot of one owner: gone where nothing is due, else its first open window."""
    slot = connection.execute(
        f"SELECT id, snoozed_until FROM slot WHERE {outlook.owner}_id = ? AND closed_on = ''", (outlook.number,)
    ).fetchone()
    connection.execute(
        f"DELETE FROM due WHERE slot_id IN (SELECT id FROM slot WHERE {outlook.owner}_id = ?)", (outlook.number,)
    )
    connection.execute(
        "DELETE FROM due WHERE account_id = ?" if outlook.owner == "account" else
        "DELETE FROM due WHERE contact_id = ? AND account_id IS NULL",
        (outlook.number,),
    )  # fmt: skip
    if slot is None or outlook.due is None:
        return
    due = outlook.due
    connection.execute(
        "INSERT INTO due (slot_id, contact_id, account_id, start_on, end_on, release_on, ideal_on, deadline_on, "
        "snoozed_until, cadence, rule, since_on, weight) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            slot[0], outlook.contact_id, outlook.number if outlook.owner == "account" else None,
            *(day.isoformat() for day in due), slot[1], outlook.cadence, outlook.rule.source, outlook.since, weight,
        ),
    )  # fmt: skip


def note_occasions(connection: sqlite3.Connection, occasions: Collection[int], year: int) -> None:
    """Lay out the days of each occasion, from the year before to five years ahead."""
    if not occasions:
        return
    from relcadence.domain.occasions import YEARLY, Occasion, occasion_days

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
            connection.executemany(
                "INSERT INTO occasion_on (occasion_id, due_on) VALUES (?, ?)",
                [(number, day.isoformat()) for day in days],
            )
