"""Cards out of the store: runs with their counts, and the cards of one.

One rule: whoever is archived, marked do-not-contact, or barred from cards is on no list that goes out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from relcadence.errors import say
from relcadence.store.rows import Rows

# Whether a card may go to contact c.
SENDABLE = (
    "c.status <> 'archived' AND c.no_contact_on = '' AND ',' || replace(c.barred, ' ', '') || ',' NOT LIKE '%,card,%'"
)


class Run(NamedTuple):
    """A run with its counts, in envelopes; `post_by_on` is the nearest day of those still to be posted, or ""."""

    id: int
    uuid: str
    title: str
    holiday: str
    holiday_on: str
    channel: str
    made_on: str
    snoozed_until: str
    assigned_to: int | None
    state: str
    cards: int
    open: int
    sent: int
    returned: int
    received: int
    post_by_on: str

    @property
    def handle(self) -> str:
        """The handle that `done`, `skip` and `snooze` take."""
        return f"C{self.id}"


class Coming(NamedTuple):
    """A run that still has cards to post; `post_by_on` is the day it is snoozed to, if that is later."""

    id: int
    uuid: str
    title: str
    post_by_on: str
    holiday_on: str
    open: int
    assigned_to: int | None


class Card(NamedTuple):
    """One person on the list of a run. `envelope` is the same for those who share one, `reach` where it goes.

    `sendable` is false for whom no card may go to any more.
    """

    id: int
    contact_id: int
    name: str
    envelope: int
    state: str
    why: str
    post_by_on: str
    sent_on: str
    received_on: str
    sendable: bool
    reach: str
    salutation: str
    language: str
    organisation: str


RUNS = f"""
    SELECT r.id, r.uuid, r.title, r.holiday, r.holiday_on, r.channel, r.made_on, r.snoozed_until, r.assigned_to,
           r.state,
           count(DISTINCT CASE WHEN k.state <> 'dropped' THEN coalesce(k.together, k.id) END),
           count(DISTINCT CASE WHEN k.state = 'open' AND {SENDABLE} THEN coalesce(k.together, k.id) END),
           count(DISTINCT CASE WHEN k.sent_on <> '' THEN coalesce(k.together, k.id) END),
           count(DISTINCT CASE WHEN k.state = 'returned' THEN coalesce(k.together, k.id) END),
           count(DISTINCT CASE WHEN k.received_on <> '' THEN coalesce(k.together, k.id) END),
           coalesce(min(CASE WHEN k.state = 'open' AND {SENDABLE} THEN k.post_by_on END), '')
    FROM card_run r LEFT JOIN card k ON k.run_id = r.id LEFT JOIN contact c ON c.id = k.contact_id
"""
GROUPED = "GROUP BY r.id, r.uuid, r.title, r.holiday, r.holiday_on, r.channel, r.made_on, r.snoozed_until, r.state"


def runs(store: Rows, *, everything: bool = False, number: int | None = None) -> list[Run]:
    """The open runs (or all, or one) by the day of the holiday."""
    rows = store.rows(
        f"{RUNS} WHERE (:everything = 1 OR r.state = 'open') AND (:number IS NULL OR r.id = :number) "
        f"{GROUPED} ORDER BY r.holiday_on, r.id",
        everything=int(everything or number is not None), number=number,
    )  # fmt: skip
    return [Run(*row)._replace(title=in_words(row[2])) for row in rows]


def in_words(title: str) -> str:
    """The title of a run, such as “New Year 2027”, as words that can be translated."""
    holiday, _, year = title.rpartition(" ")
    return say("{holiday} {year}", holiday=say(holiday), year=year) if holiday and year.isdecimal() else title


def coming(store: Rows, until: date) -> list[Coming]:
    """The open runs with cards to post by that day, the nearest first."""
    found = [
        Coming(
            run.id, run.uuid, run.title, max(run.post_by_on, run.snoozed_until), run.holiday_on, run.open,
            run.assigned_to,
        )
        for run in runs(store)
        if run.open
    ]  # fmt: skip
    return sorted((each for each in found if each.post_by_on <= until.isoformat()), key=lambda each: each.post_by_on)


# Where a card of each way goes: the first address that works.
FIRST = """
    (SELECT w.value FROM reach w WHERE w.contact_id = c.id AND w.bounced = 0 AND w.kind IN ({kinds})
     ORDER BY w.rank, w.id LIMIT 1)
"""
KINDS = {"post": "'address'", "email": "'email'", "message": "'handle', 'phone'"}


def cards(store: Rows, number: int, *, everybody: bool = True) -> list[Card]:
    """The cards of a run, those who share an envelope behind each other; or only those still to be sent."""
    way = store.value("SELECT channel FROM card_run WHERE id = :number", number=number) or "post"
    rows = store.rows(
        "SELECT k.id, k.contact_id, c.name, coalesce(k.together, k.id), k.state, k.why, k.post_by_on, k.sent_on, "
        f"k.received_on, {SENDABLE}, coalesce({FIRST.format(kinds=KINDS[way])}, ''), c.salutation, c.language, "
        "c.organisation FROM card k JOIN contact c ON c.id = k.contact_id "
        f"WHERE k.run_id = :number AND (:everybody = 1 OR (k.state = 'open' AND {SENDABLE})) "
        "ORDER BY k.post_by_on, coalesce(k.together, k.id), k.id",
        number=number, everybody=int(everybody),
    )  # fmt: skip
    return [Card._make(row)._replace(sendable=bool(row[9])) for row in rows]


def envelopes(found: Iterable[Card]) -> list[list[Card]]:
    """The cards by envelope, in order."""
    grouped: dict[int, list[Card]] = {}
    for card in found:
        grouped.setdefault(card.envelope, []).append(card)
    return list(grouped.values())
