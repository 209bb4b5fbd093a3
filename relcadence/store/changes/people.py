"""Changes to people: adding them, and bringing one to the state that an edit asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from relcadence.domain.people import Contact, Reach
from relcadence.errors import Refused, UsageProblem, say
from relcadence.store.changes.writer import Writer, new_uuid
from relcadence.store.rows import Rows

PLAIN = (
    "name", "level", "status", "organisation", "title", "preferences", "how_met", "note", "salutation", "language",
    "channel", "cadence", "quiet", "city", "basis", "cards", "country",
    "offers", "barred_reason", "verified_on",
)  # fmt: skip
COLUMNS = (
    "uuid", *PLAIN, "account_id", "no_contact_on", "no_contact_reason", "shareable", "barred", "added_on",
    "rhythm_since", "level_on", "hold_until", "hold_reason",
)  # fmt: skip
_PLAIN = attrgetter(*PLAIN)
DECEASED = "deceased"
"""The reason of archiving that a merge with somebody active does not take back."""
LISTS = {
    "role_held": ("contact_id", "role", "since_on"),
    "alias": ("contact_id", "name"),
    "label": ("contact_id", "kind", "value"),
    "reach": ("contact_id", "kind", "value", "label", "folded", "rank"),
    "occasion": ("uuid", "contact_id", "kind", "title", "date"),
}


def add(writer: Writer, contact: Contact) -> int:
    """A new contact with all that is known of it. Its rhythm holds from `added_on` (today unless it says)."""
    (number,) = add_many(writer, [contact])
    writer.title = writer.title or f"add {contact.name}"
    return number


def add_many(writer: Writer, contacts: Sequence[Contact]) -> range:
    """New contacts, written table by table; their numbers, which follow each other."""
    rows = [_row(writer, contact) for contact in contacts]
    numbers = writer.insert_many("contact", COLUMNS, rows)
    country, today = _country(writer), writer.today.isoformat()
    found = [_list_rows(number, each, country, today) for number, each in zip(numbers, contacts, strict=True)]
    for table, columns in LISTS.items():
        writer.insert_many(table, columns, [row for lists in found for row in lists[table]])
    return numbers


def _row(writer: Writer, contact: Contact) -> tuple[Any, ...]:
    since = contact.added_on or writer.today.isoformat()
    banned = contact.do_not_contact
    return (
        contact.uuid or new_uuid(),
        *_PLAIN(contact),
        account_named(writer, contact.account),
        banned.on if banned else "",
        banned.reason if banned else "",
        int(contact.shareable),
        ",".join(contact.barred),
        since,
        since,
        contact.level_on or (since if contact.level else ""),
        *(contact.hold or ("", "")),
    )


def _list_rows(number: int, contact: Contact, country: str, today: str) -> dict[str, list[tuple[Any, ...]]]:
    """What stands in tables of its own of a new contact: table -> rows."""
    from relcadence.domain.likeness import reach_key

    ways = {(way.kind, way.value): way for way in contact.reach}.values()
    return {
        "role_held": [(number, role, today) for role in dict.fromkeys(contact.roles)],
        "alias": [(number, name) for name in dict.fromkeys(contact.aliases)],
        "label": [
            (number, kind, value)
            for kind, values in (("tag", contact.tags), ("interest", contact.interests))
            for value in dict.fromkeys(values)
        ],
        "reach": [(number, *way, reach_key(way, country)[1], rank) for rank, way in enumerate(ways)],
        "occasion": [(new_uuid(), number, "birthday", "", contact.birthday)] if contact.birthday else [],
    }


def bring_to(writer: Writer, number: int, contact: Contact) -> bool:
    """Make the contact of that number be as `contact` says; False where it is so already."""
    before = writer.entry
    held = writer.row("contact", number)
    moved = held["level"] != contact.level and held["level_on"] == contact.level_on
    hold_until, hold_reason = contact.hold or ("", "")
    writer.change(
        "contact",
        number,
        **{name: getattr(contact, name) for name in PLAIN},
        account_id=account_named(writer, contact.account),
        no_contact_on=contact.do_not_contact.on if contact.do_not_contact else "",
        no_contact_reason=contact.do_not_contact.reason if contact.do_not_contact else "",
        hold_until=hold_until,
        hold_reason=hold_reason,
        shareable=int(contact.shareable),
        barred=",".join(contact.barred),
        level_on=writer.today.isoformat() if moved else contact.level_on,
    )
    if contact.status != "archived":
        writer.change("contact", number, archived_reason="")
    _lists(writer, number, contact)
    writer.title = writer.title or f"edit {contact.name}"
    return writer.entry != before


def _lists(writer: Writer, number: int, contact: Contact) -> None:
    """Bring the lists of a contact to those given, row by row, so that an undo can tell them apart."""
    _roles(writer, number, contact.roles)
    _values(writer, number, "alias", "name", contact.aliases)
    _values(writer, number, "label", "value", contact.tags, kind="tag")
    _values(writer, number, "label", "value", contact.interests, kind="interest")
    _reach(writer, number, contact.reach)
    _birthday(writer, number, contact.birthday)


def _held(writer: Writer, number: int, statement: str, **fixed: str) -> dict[Any, int]:
    """What a contact has by now: word -> key."""
    rows = writer.rows(statement, id=number, **fixed)
    return {tuple(word) if len(word) > 1 else word[0]: key for *word, key in rows}


ROLES_HELD = "SELECT role, id FROM role_held WHERE contact_id = :id AND until_on = '' ORDER BY id"
WAYS_HELD = "SELECT kind, value, id FROM reach WHERE contact_id = :id"
BIRTHDAY = (
    "SELECT date, id FROM occasion WHERE contact_id = :id AND kind = 'birthday' AND title = '' ORDER BY id DESC"
)


def _roles(writer: Writer, number: int, roles: Iterable[str]) -> None:
    held = _held(writer, number, ROLES_HELD)
    today = writer.today.isoformat()
    for role in dict.fromkeys(roles):
        if role not in held:
            writer.insert("role_held", contact_id=number, role=role, since_on=today)
    for role in held.keys() - set(roles):
        writer.change("role_held", held[role], until_on=today)


def roles_of(rows: Rows, number: int) -> list[str]:
    """The roles that a contact holds at present, in the order in which they came."""
    return [role for role, _key in rows.rows(ROLES_HELD, id=number)]


def set_roles(writer: Writer, number: int, *, give: Iterable[str] = (), end: Iterable[str] = ()) -> None:
    """Give a contact roles and end others, today."""
    ended = set(end)
    held = [role for role in roles_of(writer, number) if role not in ended]
    _roles(writer, number, (*held, *give))


def become_client(writer: Writer, number: int) -> None:
    """A prospect who said yes, or a former client who is back: those roles end, the other begins."""
    set_roles(writer, number, give=("client",), end=("prospect", "former"))


def _values(writer: Writer, number: int, table: str, column: str, wanted: Iterable[str], **fixed: str) -> None:
    where = "".join(f" AND {name} = :{name}" for name in fixed)
    held = _held(
        writer, number, f"SELECT {column}, id FROM {table} WHERE contact_id = :id{where} ORDER BY id", **fixed
    )
    wanted = dict.fromkeys(wanted)
    for value in held.keys() - wanted:
        writer.delete(table, held[value])
    for value in wanted:
        if value not in held:
            writer.insert(table, contact_id=number, **{column: value}, **fixed)


def _reach(writer: Writer, number: int, wanted: tuple[Reach, ...]) -> None:
    from relcadence.domain.likeness import reach_key

    held = _held(writer, number, WAYS_HELD)
    country = _country(writer) if wanted else ""
    ranked = {(way.kind, way.value): (rank, way) for rank, way in enumerate(wanted)}
    for at in held.keys() - ranked.keys():
        writer.delete("reach", held[at])
    for at, (rank, way) in ranked.items():
        if at in held:
            writer.change("reach", held[at], label=way.label, rank=rank)
        else:
            folded = reach_key(way, country)[1]
            writer.insert(
                "reach", contact_id=number, kind=way.kind, value=way.value, label=way.label, folded=folded, rank=rank
            )


def _country(writer: Writer) -> str:
    rows = writer.rows("SELECT value FROM setting WHERE key = 'country'")
    return str(rows[0][0]).strip('"') if rows else ""


def _birthday(writer: Writer, number: int, text: str) -> None:
    held = list(_held(writer, number, BIRTHDAY).values())
    if held and not text:
        remove_occasion(writer, held[-1])
    elif held:
        writer.change("occasion", held[-1], date=text)
    elif text:
        writer.insert_named("occasion", contact_id=number, kind="birthday", title="", date=text)


def remove_occasion(writer: Writer, key: int) -> None:
    """Take an occasion away, with its slots."""
    for (slot,) in writer.rows("SELECT id FROM slot WHERE occasion_id = :id ORDER BY id DESC", id=key):
        writer.delete("slot", slot)
    writer.delete("occasion", key)


def account_named(writer: Writer, name: str) -> int | None:
    """The account of that name, made where there is none; None for ""."""
    if not name:
        return None
    rows = writer.rows("SELECT id FROM account WHERE name = :name ORDER BY id", name=name)
    return rows[0][0] if rows else writer.insert_named("account", name=name)


def make_main(writer: Writer, number: int) -> None:
    """Have this member be proposed first for its account."""
    contact = writer.row("contact", number)
    writer.change("account", contact["account_id"], main_contact_id=number)
    writer.title = writer.title or f"edit {contact['name']}"


def set_account_kind(writer: Writer, number: int, kind: str) -> None:
    """Say what the account of this member is: a household, which gets one card, or a company."""
    contact = writer.row("contact", number)
    writer.change("account", contact["account_id"], kind=kind)
    writer.title = writer.title or f"edit {contact['name']}"


def mark_bounced(writer: Writer, number: int, value: str, *, bounced: bool) -> None:
    """Mark a way to reach a contact as one that failed, or as working again; UsageProblem for one not held."""
    rows = writer.rows("SELECT id FROM reach WHERE contact_id = :id AND value = :value", id=number, value=value)
    if not rows:
        raise UsageProblem(
            say("{name} has no “{value}”.", name=name_of(writer, number), value=value), "See: relcadence show NAME"
        )
    for (key,) in rows:
        writer.change("reach", key, bounced=int(bounced))
    writer.title = writer.title or f"edit {name_of(writer, number)}"


def archive(writer: Writer, number: int, reason: str) -> None:
    """Hide a contact and keep its history."""
    row = writer.row("contact", number)
    if row["status"] == "archived":
        raise Refused(
            say("{name} is archived already.", name=row["name"]),
            say("To bring them back: relcadence restore #{id}", id=number),
        )
    writer.change("contact", number, status="archived", archived_reason=reason)
    writer.title = f"archive {row['name']}"


def restore(writer: Writer, number: int) -> None:
    """Bring an archived contact back; its rhythm holds from today."""
    row = writer.row("contact", number)
    writer.change("contact", number, status="active", archived_reason="")
    writer.title = f"restore {row['name']}"


def name_of(writer: Writer, number: int) -> str:
    """The name of a contact, for titles and messages."""
    return str(writer.row("contact", number)["name"])


def changes_of(before: Contact, after: Contact) -> Mapping[str, tuple[Any, Any]]:
    """What differs between two states of a contact: field -> (before, after)."""
    return {
        name: (old, new)
        for name, old, new in zip(Contact._fields, before, after, strict=True)
        if old != new and name not in ("id", "uuid", "account_id")
    }
