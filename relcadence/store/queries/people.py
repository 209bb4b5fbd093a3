"""People out of the store: one contact whole, or rows of many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from relcadence.domain.people import Contact, DoNotContact, Hold, Reach, Touch
from relcadence.store.reading import Store
from relcadence.store.rows import Rows, keys_in, listed_in


class Row(NamedTuple):
    """One line of `list`. `due_on` and `release_on` are "" without a rhythm; `state` is found with today."""

    id: int
    name: str
    organisation: str
    status: str
    level: int | None
    roles: tuple[str, ...]
    tags: tuple[str, ...]
    touches: int
    last_touch_on: str
    cadence: str
    since_on: str
    window: tuple[str, str, str, str, str] | None
    snoozed_until: str
    quiet: str


ROWS = """
    SELECT c.id, c.name, c.organisation, c.status, c.level, s.touches, s.last_on,
           coalesce(d.cadence, a.cadence, ''), coalesce(d.since_on, a.since_on, ''),
           coalesce(d.start_on, a.start_on), coalesce(d.end_on, a.end_on), coalesce(d.release_on, a.release_on),
           coalesce(d.ideal_on, a.ideal_on), coalesce(d.deadline_on, a.deadline_on),
           coalesce(d.snoozed_until, a.snoozed_until, ''), coalesce(d.quiet, a.quiet, '')
    FROM contact c
    JOIN standing s ON s.contact_id = c.id
    LEFT JOIN due d ON d.contact_id = c.id AND d.account_id IS NULL
    LEFT JOIN due a ON a.account_id = c.account_id
"""


def rows(
    store: Store,
    *,
    roles: tuple[str, ...] = (),
    level: int | None = None,
    tags: tuple[str, ...] = (),
    status: str = "",
    silent_since: str = "",
    numbers: tuple[int, ...] | None = None,
) -> list[Row]:
    """The contacts that have one of the roles, all of the tags, that level and status, by name.

    `status` "" is everybody but the archived; `silent_since` keeps those without a touch on or after that day.
    """
    where = ["c.status <> 'archived'" if not status else "c.status = :status"]
    values: dict[str, Any] = {"status": status}
    if roles:
        names, given = listed_in(roles)
        values.update(given)
        where.append(f"c.id IN (SELECT contact_id FROM role_held WHERE until_on = '' AND role IN ({names}))")
    for at, tag in enumerate(tags):
        where.append(f"c.id IN (SELECT contact_id FROM label WHERE kind = 'tag' AND value = :tag{at})")
        values[f"tag{at}"] = tag
    if level is not None:
        where.append("c.level = :level")
        values["level"] = level
    if silent_since:
        where.append("s.last_on < :silent")
        values["silent"] = silent_since
    if numbers is not None:
        where.append(f"c.id IN ({keys_in(numbers)})")
    wanted = " AND ".join(where)
    found = store.rows(f"{ROWS} WHERE {wanted} ORDER BY c.name, c.id", **values)
    chosen = f"(SELECT c.id FROM contact c JOIN standing s ON s.contact_id = c.id WHERE {wanted})"
    held = _lists_of(store, "role", f"role_held WHERE until_on = '' AND contact_id IN {chosen}", values)
    tagged = _lists_of(store, "value", f"label WHERE kind = 'tag' AND contact_id IN {chosen}", values)
    return [_row(each, tuple(held.get(each[0], ())), tuple(tagged.get(each[0], ()))) for each in found]


def _lists_of(store: Store, column: str, table: str, values: dict[str, Any]) -> dict[int, list[str]]:
    """A list of words for each contact, in the order in which they were given."""
    lists: dict[int, list[str]] = {}
    for number, word in store.rows(f"SELECT contact_id, {column} FROM {table} ORDER BY id", **values):
        lists.setdefault(number, []).append(word)
    return lists


def _row(each: tuple[Any, ...], roles: tuple[str, ...], tags: tuple[str, ...]) -> Row:
    number, name, organisation, status, level, touches, last, cadence, since = each[:9]
    window = each[9:14] if each[9] is not None else None
    return Row(
        number, name, organisation, status, level, roles, tags, touches, last, cadence, since, window, *each[14:]
    )  # fmt: skip


def contact(store: Rows, number: int) -> Contact:
    """One contact, whole."""
    row = store.rows(
        "SELECT c.name, c.uuid, c.level, c.status, c.organisation, c.title, c.account_id, coalesce(a.name, ''), "
        "c.preferences, c.how_met, c.note, c.salutation, c.language, c.channel, c.cadence, c.quiet, c.city, c.basis, "
        "c.no_contact_on, c.no_contact_reason, c.added_on, c.cards, c.country, "
        "c.shareable, c.offers, c.barred, c.barred_reason, c.level_on, c.verified_on, c.hold_until, c.hold_reason "
        "FROM contact c LEFT JOIN account a ON a.id = c.account_id WHERE c.id = :id",
        id=number,
    )[0]
    (name, uuid, level, status, organisation, title, account_id, account, preferences, how_met, note, salutation,
     language, channel, cadence, quiet, city, basis, no_contact_on, no_contact_reason, added_on, cards,
     country, *marks) = row  # fmt: skip
    return Contact(
        name=name, id=number, uuid=uuid, roles=_column(store, _ROLES, number), level=level, status=status,
        organisation=organisation, title=title, account_id=account_id, account=account,
        reach=tuple(Reach(*each) for each in store.rows(_REACH, id=number)),
        aliases=_column(store, "SELECT name FROM alias WHERE contact_id = :id ORDER BY id", number),
        tags=_column(store, _LABELS.format(kind="tag"), number),
        interests=_column(store, _LABELS.format(kind="interest"), number),
        preferences=preferences, how_met=how_met, note=note, salutation=salutation, language=language,
        channel=channel, cadence=cadence, quiet=quiet, city=city,
        birthday=store.value(_BIRTHDAY, id=number) or "", basis=basis,
        do_not_contact=DoNotContact(no_contact_on, no_contact_reason) if no_contact_on else None, added_on=added_on,
        cards=cards, country=country, **_marks(*marks),
    )  # fmt: skip


def _marks(
    shareable: int,
    offers: str,
    barred: str,
    barred_reason: str,
    level_on: str,
    verified_on: str,
    hold_until: str,
    hold_reason: str,
) -> dict[str, Any]:
    return {
        "shareable": bool(shareable), "offers": offers, "barred": tuple(filter(None, barred.split(","))),
        "barred_reason": barred_reason, "level_on": level_on, "verified_on": verified_on,
        "hold": Hold(hold_until, hold_reason) if hold_until else None,
    }  # fmt: skip


_ROLES = "SELECT role FROM role_held WHERE contact_id = :id AND until_on = '' ORDER BY id"
_REACH = "SELECT kind, value, label FROM reach WHERE contact_id = :id ORDER BY rank, id"
_LABELS = "SELECT value FROM label WHERE contact_id = :id AND kind = '{kind}' ORDER BY id"
_BIRTHDAY = (
    "SELECT date FROM occasion WHERE contact_id = :id AND kind = 'birthday' AND title = '' ORDER BY id LIMIT 1"
)


def _column(store: Rows, statement: str, number: int) -> tuple[str, ...]:
    return tuple(value for (value,) in store.rows(statement, id=number))


def touches(store: Store, number: int, limit: int = 10) -> list[Touch]:
    """The newest touches with a contact, newest first."""
    found = store.rows(
        "SELECT contact_id, touched_on, channel, direction, note, minutes, tried, work, private, mass, point, id, "
        "together, score, needs_reply, article_id FROM touch WHERE contact_id = :id "
        "ORDER BY touched_on DESC, id DESC LIMIT :limit",
        id=number, limit=limit,
    )  # fmt: skip
    return [Touch._make((*row[:6], *map(bool, row[6:10]), *row[10:14], bool(row[14]), row[15])) for row in found]


class SlotRow(NamedTuple):
    """The open slot of a contact or of its account, with the rule behind its cadence."""

    id: int
    rule: str


def open_slot(store: Rows, number: int) -> SlotRow | None:
    """The slot that a touch with this contact would keep, or None without a rhythm."""
    rows = store.rows(
        "SELECT d.slot_id, d.rule FROM due d WHERE d.contact_id = :id OR d.account_id = "
        "(SELECT account_id FROM contact WHERE id = :id) ORDER BY d.account_id IS NULL LIMIT 1",
        id=number,
    )
    return SlotRow(*rows[0]) if rows else None


def touch_count(store: Store, number: int) -> int:
    """How many touches with a contact are on record, the tries among them."""
    return int(store.value("SELECT count(*) FROM touch WHERE contact_id = :id", id=number))


def holds_role(store: Rows, number: int, role: str) -> bool:
    """True where a contact has that role at present."""
    return role in _column(store, _ROLES, number)


def bounced(store: Store, number: int) -> list[str]:
    """The ways to a contact that no longer reach them."""
    return list(_column(store, "SELECT value FROM reach WHERE contact_id = :id AND bounced = 1 ORDER BY id", number))


def not_to_contact(store: Store, numbers: Iterable[int]) -> list[tuple[str, DoNotContact]]:
    """Those of these contacts who are not to be approached: name, and since when and why."""
    found = store.rows(
        "SELECT name, no_contact_on, no_contact_reason FROM contact "
        f"WHERE id IN ({keys_in(numbers)}) AND no_contact_on <> '' ORDER BY id"
    )
    return [(name, DoNotContact(on, reason)) for name, on, reason in found]


def held(store: Store, numbers: Iterable[int], today: date) -> list[tuple[str, Hold]]:
    """Those of these contacts whom a duty keeps, its last day included: name, and through when and why."""
    found = store.rows(
        "SELECT name, hold_until, hold_reason FROM contact "
        f"WHERE id IN ({keys_in(numbers)}) AND hold_until >= :today ORDER BY id",
        today=today.isoformat(),
    )
    return [(name, Hold(until, reason)) for name, until, reason in found]


class AccountMember(NamedTuple):
    """One of those who have a slot together; `proposed` marks whom the agenda names for it."""

    contact_id: int
    contact: str
    proposed: bool


def members(store: Store, number: int) -> list[AccountMember]:
    """All of the account that a contact belongs to, the archived left out, by name; empty without one."""
    rows = store.rows(
        "SELECT c.id, c.name, d.contact_id FROM contact c LEFT JOIN due d ON d.account_id = c.account_id "
        "WHERE c.account_id = (SELECT account_id FROM contact WHERE id = :id) AND c.status <> 'archived' "
        "ORDER BY c.name, c.id",
        id=number,
    )
    return [AccountMember(each, name, each == proposed) for each, name, proposed in rows]


def occasions(store: Store, number: int) -> list[tuple[str, str, str]]:
    """The occasions of a contact: kind, title, date in text form."""
    return store.rows("SELECT kind, title, date FROM occasion WHERE contact_id = :id ORDER BY kind, id", id=number)
