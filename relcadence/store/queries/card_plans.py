"""What a list of cards is planned from, and what their texts speak of.

One rule: whoever is archived, marked do-not-contact, or barred from cards is on no list that goes out.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from relcadence.domain.cards import Person, country_of, home_of
from relcadence.store.public_holidays import country_names
from relcadence.store.queries.cards import FIRST, KINDS, SENDABLE
from relcadence.store.rows import Rows


def people(store: Rows, way: str = "post") -> list[Person]:
    """Everybody a card may go to, with what a plan asks of them; `way` is one of post, email, message."""
    roles: dict[int, list[str]] = {}
    for number, role in store.rows("SELECT contact_id, role FROM role_held WHERE until_on = '' ORDER BY id"):
        roles.setdefault(number, []).append(role)
    rows = store.rows(
        "SELECT c.id, c.name, c.level, c.cards, c.country, CASE WHEN a.kind = 'household' THEN a.id END, "
        f"coalesce(a.main_contact_id = c.id, 0), coalesce({FIRST.format(kinds=KINDS[way])}, ''), "
        "coalesce((SELECT w.label FROM reach w WHERE w.contact_id = c.id AND w.bounced = 0 AND w.kind = 'address' "
        "ORDER BY w.rank, w.id LIMIT 1), '') "
        f"FROM contact c LEFT JOIN account a ON a.id = c.account_id WHERE {SENDABLE} ORDER BY c.id"
    )
    names = country_names() if way == "post" else {}
    return [
        Person(
            number, name, tuple(roles.get(number, ())), level, marks, country, household, bool(main),
            home_of(reach, label) if way == "post" else "", reach, country_of(reach, names),
        )
        for number, name, level, marks, country, household, main, reach, label in rows
    ]  # fmt: skip


def countries(store: Rows) -> list[str]:
    """The countries that contacts are known to live in."""
    return [
        code for (code,) in store.rows("SELECT DISTINCT country FROM contact WHERE country <> '' ORDER BY country")
    ]


def chosen(store: Rows) -> list[str]:
    """The lists of holidays that people were marked for, each list once."""
    rows = store.rows(
        f"SELECT DISTINCT c.cards FROM contact c WHERE c.cards NOT IN ('', 'none') AND {SENDABLE} ORDER BY c.cards"
    )
    return [text for (text,) in rows]


class Place(NamedTuple):
    """Where somebody stands on the present list of a holiday: run, envelope, what became of it."""

    run_id: int
    channel: str
    envelope: int
    state: str


def listed(store: Rows, holiday: str, on: date) -> dict[int, Place]:
    """Who is on a list for that day of the holiday, by whatever way."""
    rows = store.rows(
        "SELECT k.contact_id, r.id, r.channel, coalesce(k.together, k.id), k.state FROM card k "
        "JOIN card_run r ON r.id = k.run_id "
        "WHERE r.holiday = :holiday AND r.holiday_on = :on AND r.state <> 'dropped' ORDER BY k.id",
        holiday=holiday, on=on.isoformat(),
    )  # fmt: skip
    return {number: Place(*place) for number, *place in rows}


def last_list(store: Rows, holiday: str, on: date) -> dict[int, str]:
    """What became of each card the last time the holiday was had before that day: contact -> state."""
    rows = store.rows(
        "SELECT k.contact_id, k.state FROM card k JOIN card_run r ON r.id = k.run_id "
        "WHERE r.holiday = :holiday AND r.state <> 'dropped' AND r.holiday_on = (SELECT max(p.holiday_on) "
        "FROM card_run p WHERE p.holiday = :holiday AND p.state <> 'dropped' AND p.holiday_on < :on) ORDER BY k.id",
        holiday=holiday, on=on.isoformat(),
    )  # fmt: skip
    return dict(rows)


def last_year(store: Rows, holiday: str, on: date) -> str:
    """The day of the last list of that holiday before a day, "" for none."""
    return str(
        store.value(
            "SELECT max(holiday_on) FROM card_run "
            "WHERE holiday = :holiday AND state <> 'dropped' AND holiday_on < :on",
            holiday=holiday, on=on.isoformat(),
        )
        or ""
    )  # fmt: skip


class Success(NamedTuple):
    """A success noted of a contact."""

    title: str
    on: str


def success(store: Rows, number: int) -> Success | None:
    """The newest success of a contact."""
    rows = store.rows(
        "SELECT title, date FROM occasion WHERE contact_id = :number AND kind = 'success' "
        "ORDER BY date DESC, id DESC LIMIT 1",
        number=number,
    )
    return Success(*rows[0]) if rows else None


class Owed(NamedTuple):
    """A referral that thanks are owed for. `name` is who was sent, `matter` what it became ("" where unknown)."""

    id: int
    name: str
    may_tell: bool
    outcome: str
    matter: str
    thanked_on: str


def owed(store: Rows, number: int) -> Owed | None:
    """The newest referral by a contact, one not thanked for before others."""
    rows = store.rows(
        "SELECT r.id, coalesce(c.name, r.name), r.may_tell, r.outcome, coalesce(m.title, ''), r.thanked_on "
        "FROM referral r LEFT JOIN contact c ON c.id = r.referred_id LEFT JOIN matter m ON m.id = r.matter_id "
        "WHERE r.referrer_id = :number ORDER BY r.thanked_on <> '', r.referred_on DESC, r.id DESC LIMIT 1",
        number=number,
    )
    return Owed(rows[0][0], rows[0][1], bool(rows[0][2]), *rows[0][3:]) if rows else None
