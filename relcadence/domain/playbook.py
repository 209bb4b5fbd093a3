"""The 24 points of the playbook as data: numbers, keys, whom each is about, when it is due, what shows it was kept.

Numbers and keys are fixed: users type them, JSON and calendars bear them. All else can be changed by the user
(`with_changes`); adding a point of a known kind is adding a row. Words stand in `playbook_words`.
"""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from relcadence.domain.cadence import parse_cadence
from relcadence.domain.vocabulary import CHANNELS, ROLES
from relcadence.errors import say

KINDS = ("slot", "move", "newcomer", "trigger", "note", "review", "cards", "groups", "delegated")
"""What makes a point due: `slot` the rhythm of its roles; `move` its own period, filling slots; `newcomer` days
after the first touch; `trigger` days after a cause; `note` a paper on each contact; `review` a task that comes
again; `cards`, `groups` and `delegated` things of their own."""


class Point(NamedTuple):
    """A habit. `cadence`: the period of its figure ("" where causes make it due); `days`: time after a cause, in
    working days for a trigger. `evidence`: the channels and point keys that a touch is known by. `level`: the
    lowest that is asked. `asks`: it asks something of the contact. `minutes` of effort; `weight` 0-5 in the plan.
    """

    number: int
    key: str
    kind: str
    roles: tuple[str, ...] = ()
    cadence: str = ""
    evidence: tuple[str, ...] = ()
    days: int = 0
    minutes: int = 10
    weight: int = 0
    level: int = 0
    asks: bool = False
    on: bool = True


KNOWN = ("client", "referrer", "connection")
WORKED_FOR = ("client", "former")
ALL: tuple[Point, ...] = (
    Point(1, "weekly-client", "slot", ("client",), "weekly", minutes=15),
    Point(2, "referrer-round", "slot", ("referrer",), "4-weekly", minutes=15),
    Point(3, "prospect-biweekly", "slot", ("prospect",), "biweekly", minutes=15),
    Point(4, "prospect-research", "note", ("prospect",), "quarterly", days=7, minutes=30, weight=2),
    Point(5, "circle-know", "move", ("circle",), "yearly", ("circle-know",)),
    Point(6, "colleagues", "slot", ("colleague",), "monthly"),
    Point(7, "professionals-list", "review", ("professional",), "monthly", minutes=20),
    Point(8, "share-professionals", "move", KNOWN, "yearly", ("share-professionals",)),
    Point(9, "articles", "move", KNOWN, "monthly", ("article", "articles")),
    Point(10, "meals", "move", KNOWN, "quarterly", ("meal", "meals"), minutes=90),
    Point(11, "invitations", "move", KNOWN, "half-yearly", ("invitations",)),
    Point(12, "materials", "newcomer", (*KNOWN, "prospect", "professional"), "quarterly", ("materials",), days=14),
    Point(13, "seminars", "move", ("connection",), "half-yearly", ("seminars",)),
    Point(14, "congratulations", "trigger", ("client",), "quarterly", ("congratulations",), days=3, weight=5),
    Point(15, "thanks", "trigger", ("referrer",), "quarterly", ("thanks",), days=2, weight=5),
    Point(16, "holiday-cards", "cards", (), "yearly", ("holiday-cards",)),
    Point(17, "groups", "groups", (), "quarterly", minutes=120),
    Point(18, "update-lists", "review", (), "monthly", minutes=30),
    Point(19, "community", "review", (), "monthly", minutes=120),
    Point(20, "assistant", "delegated", ("assistant",), "monthly"),
    Point(21, "prune", "review", ("prospect", "referrer", "client"), "quarterly", minutes=45),
    Point(22, "cross-sell", "move", ("client",), "half-yearly", ("cross-sell",), asks=True),
    Point(23, "client-plan", "note", ("client",), "yearly", minutes=30),
    Point(24, "project-budget", "move", ("client",), "yearly", ("project-budget",), asks=True),
)
POINTS = tuple(point.key for point in ALL)
# Habits that the sources name beside the list: proposed as moves, no rows of the scorecard.
BESIDE: tuple[Point, ...] = (
    Point(0, "ask-referral", "move", (*WORKED_FOR, "referrer"), "yearly", ("ask-referral",), level=3, asks=True),
    Point(0, "ask-reference", "move", WORKED_FOR, "yearly", ("ask-reference",), level=3, asks=True),
)
LAST_OF_THE_LIST = 24
LONG_STANDING_YEARS = 2
SLOT_POINT = {point.roles[0]: point.key for point in ALL if point.kind == "slot"}


def long_standing(first_on: date | None, added_on: date, day: date) -> bool:
    """True for somebody known two years and more on a day: since the first touch, or since they were added."""
    return (day - min(first_on or added_on, added_on)).days >= LONG_STANDING_YEARS * 365


class Change(NamedTuple):
    """What the user changed of a point, or a point of her own. None and empty leave the default."""

    key: str
    number: int | None = None
    title: str = ""
    why: str = ""
    cadence: str = ""
    roles: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    on: bool | None = None
    minutes: int | None = None
    weight: int | None = None


def with_changes(changes: Iterable[Change] = ()) -> tuple[Point, ...]:
    """The points as the user has them: the list with her changes, then her own by number."""
    by_key = {change.key: change for change in changes}
    points = [_changed(point, by_key.pop(point.key)) if point.key in by_key else point for point in ALL]
    own = sorted(by_key.values(), key=lambda change: change.number or 0)
    return (*points, *map(_own, own))


def _changed(point: Point, change: Change) -> Point:
    return point._replace(
        cadence=change.cadence or point.cadence,
        roles=change.roles or point.roles,
        on=point.on if change.on is None else change.on,
        minutes=change.minutes or point.minutes,
        weight=point.weight if change.weight is None else change.weight,
    )


def _own(change: Change) -> Point:
    """A point of the user's own: a move known by its key or channels, or without roles a task that comes again."""
    return Point(
        change.number or 0,
        change.key,
        "move" if change.roles else "review",
        change.roles,
        change.cadence,
        (change.key, *change.channels),
        minutes=change.minutes or 10,
        weight=change.weight or 0,
        on=change.on is not False,
    )


def check(change: Change) -> None:
    """ValueError, in a sentence, for a change that makes no sense."""
    if change.cadence and parse_cadence(change.cadence) is None:
        raise ValueError(
            say("A point needs a rhythm; turn it off instead: relcadence checklist off {key}", key=change.key)
        )
    for role in change.roles:
        if role not in ROLES:
            raise ValueError(say("“{role}” is no role. It is one of {known}.", role=role, known=", ".join(ROLES)))
    for channel in change.channels:
        if channel not in CHANNELS:
            known = ", ".join(CHANNELS)
            raise ValueError(say("“{channel}” is no channel. It is one of {known}.", channel=channel, known=known))
    if change.minutes is not None and not 1 <= change.minutes <= 1440:
        raise ValueError("The minutes of a point lie between 1 and 1440.")
    if change.weight is not None and not 0 <= change.weight <= 5:
        raise ValueError("The weight of a point lies between 0 and 5.")


def point_key(text: str, known: Iterable[Point] = ALL) -> str:
    """The key of a point typed by key or by number; ValueError names near ones."""
    word = text.strip().casefold()
    points = (*known, *BESIDE)
    for point in points:
        if word == point.key or (point.number and word == str(point.number)):
            return point.key
    keys = [point.key for point in points]
    near = ", ".join(get_close_matches(word, keys, 2) or keys)
    most = max(point.number for point in points)
    raise ValueError(
        say(
            "“{text}” is no point of the playbook. It is {near}, or a number from 1 to {most}.",
            text=text,
            near=near,
            most=most,
        )
    )
