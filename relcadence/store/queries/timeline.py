"""All that passed with one contact, as dated lines: touches, promises, referrals, matters, roles, levels."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from relcadence.store.queries.cards import in_words
from relcadence.store.reading import Store


class Happened(NamedTuple):
    """One thing of a day. `kind` says what; `what` is a word of the program; `text` what the user wrote of it.

    `private` marks a touch whose note is not told here: `show` has it.
    """

    on: str
    kind: str
    what: str
    text: str
    number: int
    private: bool = False
    minutes: int | None = None


KINDS: tuple[tuple[str, str], ...] = (
    (
        "touch",
        "SELECT touched_on, CASE WHEN tried = 1 THEN 'tried' ELSE direction END || ' ' || channel, note, id, "
        "private, minutes FROM touch WHERE contact_id = :id",
    ),
    ("promised", "SELECT made_on, '', text, id, 0, NULL FROM promise WHERE contact_id = :id"),
    (
        "promise",
        "SELECT closed_on, state, text, id, 0, NULL FROM promise WHERE contact_id = :id AND closed_on <> ''",
    ),
    (
        "sent",
        "SELECT r.referred_on, r.outcome, coalesce(b.name, r.name), r.id, 0, NULL FROM referral r "
        "LEFT JOIN contact b ON b.id = r.referred_id WHERE r.referrer_id = :id",
    ),
    (
        "sent by",
        "SELECT r.referred_on, r.outcome, a.name, r.id, 0, NULL FROM referral r "
        "JOIN contact a ON a.id = r.referrer_id WHERE r.referred_id = :id",
    ),
    ("thanked", "SELECT thanked_on, '', '', id, 0, NULL FROM referral WHERE referrer_id = :id AND thanked_on <> ''"),
    (
        "occasion",
        "SELECT d.due_on, o.kind, o.title, o.id, 0, d.turns FROM occasion o JOIN occasion_on d "
        "ON d.occasion_id = o.id JOIN contact c ON c.id = o.contact_id "
        "WHERE o.contact_id = :id AND d.due_on BETWEEN c.added_on AND :today",
    ),
    ("matter opened", "SELECT opened_on, '', title, id, 0, NULL FROM matter WHERE contact_id = :id"),
    (
        "matter closed",
        "SELECT closed_on, '', title, id, 0, NULL FROM matter WHERE contact_id = :id AND closed_on <> ''",
    ),
    (
        "event",
        "SELECT e.held_on, g.state, e.title, e.id, 0, NULL FROM guest g JOIN event e ON e.id = g.event_id "
        "WHERE g.contact_id = :id AND e.dropped = 0",
    ),
    (
        "card",
        "SELECT k.sent_on, 'sent', r.title, k.id, 0, NULL FROM card k JOIN card_run r ON r.id = k.run_id "
        "WHERE k.contact_id = :id AND k.sent_on <> ''",
    ),
    ("research", "SELECT noted_on, '', problem, id, 0, NULL FROM research WHERE contact_id = :id"),
    ("role", "SELECT since_on, role, '', id, 0, NULL FROM role_held WHERE contact_id = :id"),
    (
        "role ended",
        "SELECT until_on, role, '', id, 0, NULL FROM role_held WHERE contact_id = :id AND until_on <> ''",
    ),
    (
        "level",
        "SELECT level_on, '', level, id, 0, NULL FROM contact "
        "WHERE id = :id AND level IS NOT NULL AND level_on <> ''",
    ),
    ("added", "SELECT added_on, '', '', id, 0, NULL FROM contact WHERE id = :id"),
)


def timeline(store: Store, number: int, today: date) -> list[Happened]:
    """What passed with a contact up to today, the newest first."""
    order = {kind: at for at, (kind, _statement) in enumerate(KINDS)}
    found = sorted(
        _all(store, number, today), key=lambda each: (each.on, -order[each.kind], each.number), reverse=True
    )
    return [each for each in found if each.on <= today.isoformat()]


def _all(store: Store, number: int, today: date) -> Iterator[Happened]:
    for kind, statement in KINDS:
        values = {"id": number, **({"today": today.isoformat()} if ":today" in statement else {})}
        for on, what, text, key, private, minutes in store.rows(statement, **values):
            told = in_words(text) if kind == "card" else str(text or "")
            yield Happened(on, kind, what, "" if private else told, key, bool(private), minutes)
    yield from _levels(store, number)


def _levels(store: Store, number: int) -> Iterator[Happened]:
    """Levels held before the present one, out of the journal, as far as it reaches back; none that was taken back."""
    import json

    rows = store.rows(
        "SELECT r.before, r.id FROM journal_row r JOIN journal j ON j.id = r.journal_id "
        "WHERE r.table_name = 'contact' AND r.row_key = :id AND r.before LIKE '%\"level_on\"%' "
        "AND j.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id)",
        id=str(number),
    )
    for before, key in rows:
        held = json.loads(before)
        if held.get("level") and held.get("level_on"):
            yield Happened(held["level_on"], "level", "", str(held["level"]), key)
