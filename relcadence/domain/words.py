"""The words of the domain that are shown: values as they are stored, which are the English they are shown in."""

from __future__ import annotations

from relcadence.domain.people import BASES, CHANNELS, LEVELS, REACH_KINDS, ROLES, STATUSES, Contact
from relcadence.domain.things import EVENT_KINDS, FAVOURS, GUEST_STATES, NOUNS, OCCASION_KINDS, OUTCOMES
from relcadence.errors import say, several

STATES = ("overdue", "today", "soon", "later", "open", "kept", "dropped", "none", "done", "skipped")
POINT_STATES = ("not_started", "idle", "kept", "slipping", "broken", "off")
CHECKS = ("ok", "warn", "fail")
DIRECTIONS = ("in", "out")
CADENCES = (
    "weekly", "biweekly", "4-weekly", "half-monthly", "monthly", "quarterly", "half-yearly", "yearly", "none",
    "no rule",
)  # fmt: skip
SCOPES = ("role", "level", "tag", "contact")
FOUND = (
    "name", "alias", "organisation", "title", "city", "tag", "interest", "note", "preferences", "how met", "touch",
    "promise", "appointment", "referral",
)  # fmt: skip
COPIES = ("daily", "import", "erase", "replaced", "asked for")
FIELDS = tuple(name.replace("_", " ") for name in Contact._fields if name not in ("id", "uuid", "account_id"))
SHOWN = (
    FIELDS,
    POINT_STATES,
    CHECKS,
    FOUND,
    COPIES,
    ROLES,
    CHANNELS,
    STATUSES,
    BASES,
    LEVELS,
    STATES,
    DIRECTIONS,
    CADENCES,
    SCOPES,
    REACH_KINDS,
    OCCASION_KINDS,
    EVENT_KINDS,
    GUEST_STATES,
    OUTCOMES,
    FAVOURS,
    NOUNS,
)
_ROLLING = {
    "day": ("every {number} day", "every {number} days"),
    "week": ("every {number} week", "every {number} weeks"),
    "month": ("every {number} month", "every {number} months"),
}


def cadence_sentence(cadence: str) -> str:
    """A cadence as it is kept (`weekly`, `every 10 days`) in words that can be translated."""
    every, _, rest = cadence.partition(" ")
    number, _, unit = rest.partition(" ")
    if every != "every" or not number.isdecimal():
        return say(cadence)
    one, many = _ROLLING[unit.removesuffix("s")]
    return several(one, many, int(number))


def rule_sentence(rule: str) -> str:
    """The rule that gives a cadence (`role client`, `tag vip`, `contact`) in words that can be translated."""
    scope, _, name = rule.partition(" ")
    if scope not in SCOPES or not name:
        return say(rule)
    return say("{scope} {name}", scope=say(scope), name=say(name) if scope == "role" else name)


def field_word(field: str) -> str:
    """The name of a field of a contact in words that can be translated."""
    return say(field.replace("_", " "))
