"""What follows from facts for an owner of slots: the rule in force, whom to propose, the first open window.

It never depends on the day today; `kept` writes it down, `changes.slots` follows it with the slot's row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from relcadence.domain.cadence import Cadence, Rule, Window, parse_cadence, rule_for
from relcadence.domain.planner_weight import ROLE_WEIGHTS
from relcadence.domain.quiet import parse_quiet
from relcadence.domain.rhythm import SPOKEN, Due, Ground, asks_for_voice, first_due, first_window, spread
from relcadence.domain.vocabulary import DEFAULT_ROLE
from relcadence.store import basis as settings_of

SPOKEN_SQL = ", ".join(f"'{channel}'" for channel in SPOKEN)
KEEPS_SLOT_SQL = f"tried = 0 AND mass = 0 AND (channel IN ({SPOKEN_SQL}) OR direction = 'out' AND :spoken_only = 0)"

CONTACT = (
    "SELECT id, level, status, account_id, cadence, quiet, city, organisation, channel, rhythm_since, no_contact_on "
    "FROM contact WHERE id"
)
ROLES = "SELECT role FROM role_held WHERE contact_id = ? AND until_on = '' ORDER BY id"
TAGS = "SELECT value FROM label WHERE contact_id = ? AND kind = 'tag'"


class Outlook(NamedTuple):
    """What follows for a contact or account; no `due` where nothing is to be planned."""

    owner: str
    number: int
    rule: Rule
    since: str
    contact_id: int
    last: str
    due: Due | None
    level: int | None = None
    role: str = DEFAULT_ROLE
    quiet: str = ""
    city: str = ""
    organisation: str = ""
    channel: str = ""

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
    quiet: str
    city: str
    organisation: str
    channel: str


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
            return Outlook("contact", number, Rule(None, "no rhythm"), "", number, "", None)
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
            return Outlook("account", number, Rule(None, "no rhythm"), "", 0, "", None)
        cadence, since, main = account
        shortest = min(members, key=lambda each: each.rule.cadence.days if each.rule.cadence else 10**6)
        rule = Rule(parse_cadence(cadence), "account") if cadence else shortest.rule
        longest_unreached = min(members, key=lambda each: (each.kept_on, each.contact_id))
        named = next((each for each in members if each.contact_id == main), longest_unreached)
        levels = [each.level for each in members if each.level]
        roles = tuple(sorted({role for each in members for role in each.roles}))
        shown = named._replace(level=max(levels, default=None), roles=roles)
        last = max(self._kept_on(key, rule) for (key,) in rows)
        return self._outlook("account", number, rule, since or min(each.since for each in members), shown, last)

    def _outlook(self, owner: str, number: int, rule: Rule, since: str, who: _Member, last: str) -> Outlook:
        due = None
        if rule.cadence:
            after = self._closed_until(owner, number)
            due = self._due(rule.cadence, since, who.quiet, last, after, who.contact_id)
        return Outlook(
            owner,
            number,
            rule,
            since,
            who.contact_id,
            last,
            due,
            who.level,
            weightiest(who.roles),
            who.quiet,
            who.city,
            who.organisation,
            who.channel,
        )

    def _due(self, cadence: Cadence, since: str, quiet: str, last: str, after: str, number: int) -> Due | None:
        ground = Ground(self.workdays, date.fromisoformat(since), parse_quiet(quiet))
        return first_due(cadence, ground, last=_day(last), after=_day(after), number=number)

    def _closed_until(self, owner: str, number: int) -> str:
        row = self.connection.execute(
            f"SELECT after_on FROM slot WHERE {owner}_id = ? AND closed_on = ''", (number,)
        ).fetchone()
        return row[0] if row else ""

    def _contact(self, number: int) -> sqlite3.Row | None:
        cursor = self.connection.execute(f"{CONTACT} = ?", (number,))
        cursor.row_factory = sqlite3.Row
        row: sqlite3.Row | None = cursor.fetchone()
        return row

    def _member(self, row: sqlite3.Row) -> _Member | None:
        """The contact as its rhythm sees it; None where nobody may be planned for."""
        if row["status"] != "active" or row["no_contact_on"]:
            return None
        number = row["id"]
        roles = self._column(ROLES, number)
        rule = rule_for(
            self.rules,
            override=row["cadence"],
            tags=self._column(TAGS, number),
            level=row["level"],
            roles=roles or (DEFAULT_ROLE,),
        )
        kept_on = self._kept_on(number, rule)
        own = (row["quiet"], row["city"], row["organisation"], row["channel"])
        return _Member(number, rule, row["rhythm_since"], kept_on, row["level"], roles, *own)

    def _kept_on(self, number: int, rule: Rule) -> str:
        """The day of the last touch that keeps a slot under that rule, or ""."""
        row = self.connection.execute(
            f"SELECT touched_on FROM touch WHERE contact_id = :number AND {KEEPS_SLOT_SQL} "
            "ORDER BY touched_on DESC LIMIT 1",
            {"number": number, "spoken_only": asks_for_voice(rule.source)},
        ).fetchone()
        return row[0] if row else ""

    def _column(self, statement: str, number: int) -> tuple[str, ...]:
        return tuple(value for (value,) in self.connection.execute(statement, (number,)))


class NewBasis(Basis):
    """The same for contacts that the change set has just made: what it asks of them is read for many at once.

    They have no slot yet, and those who share a rhythm and were not reached share its first window.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._windows: dict[tuple[Cadence, str, str], tuple[Window, Sequence[date]] | None] = {}

    def gather(self, numbers: Sequence[int]) -> None:
        """Read what the outlooks of these contacts will ask for."""
        among = f"IN ({', '.join(map(str, numbers))})"
        cursor = self.connection.execute(f"{CONTACT} {among}")
        cursor.row_factory = sqlite3.Row
        self._contacts: dict[int, sqlite3.Row] = {row["id"]: row for row in cursor}
        self._words: dict[str, dict[int, list[str]]] = {ROLES: {}, TAGS: {}}
        for statement, held in self._words.items():
            _select, column, rest = statement.split(" ", 2)
            for number, word in self.connection.execute(
                f"SELECT contact_id, {column} {rest.replace('= ?', among, 1)}"
            ):
                held.setdefault(number, []).append(word)
        self._touched = {
            number
            for (number,) in self.connection.execute(
                f"SELECT DISTINCT contact_id FROM touch WHERE contact_id {among}"
            )
        }

    def _due(self, cadence: Cadence, since: str, quiet: str, last: str, after: str, number: int) -> Due | None:
        if last or cadence.rolls:
            return super()._due(cadence, since, quiet, last, after, number)
        shared = cadence, since, quiet
        if shared not in self._windows:
            ground = Ground(self.workdays, date.fromisoformat(since), parse_quiet(quiet))
            self._windows[shared] = first_window(cadence, ground, None)
        found = self._windows[shared]
        return spread(*found, number) if found else None

    def _closed_until(self, owner: str, number: int) -> str:
        return ""

    def _contact(self, number: int) -> sqlite3.Row | None:
        return self._contacts.get(number)

    def _column(self, statement: str, number: int) -> tuple[str, ...]:
        return tuple(self._words[statement].get(number, ()))

    def _kept_on(self, number: int, rule: Rule) -> str:
        return super()._kept_on(number, rule) if number in self._touched else ""


def weightiest(roles: Sequence[str]) -> str:
    """Of several roles the one that weighs most in the plan."""
    return max(roles or (DEFAULT_ROLE,), key=lambda role: ROLE_WEIGHTS.get(role, 0))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
