"""The words of the domain that are shown: values as they are stored, which are the English they are shown in."""

from __future__ import annotations

from relcadence.domain.cadence import CALENDAR
from relcadence.domain.people import Contact
from relcadence.domain.pruning import DECISIONS
from relcadence.domain.sentences import SCOPES
from relcadence.domain.things import EVENT_KINDS, FAVOURS, GUEST_STATES, NOUNS, OCCASION_KINDS, OUTCOMES
from relcadence.domain.vocabulary import BASES, CHANNELS, DIRECTIONS, LEVELS, REACH_KINDS, ROLES, STATUSES

STATES = ("overdue", "today", "soon", "later", "open", "kept", "dropped", "none", "done", "skipped")
CHECKS = ("ok", "warn", "fail")
CADENCES = (*CALENDAR, "none", "no rule")
FOUND = (
    "name", "alias", "organisation", "title", "city", "tag", "interest", "note", "preferences", "how met", "touch",
    "promise", "appointment", "referral",
)  # fmt: skip
EVIDENCE = ("first touch", "thanks", "task done", "professional added", "became a referrer", *DECISIONS)
COPIES = ("daily", "import", "erase", "replaced", "asked for")
FIELDS = tuple(name.replace("_", " ") for name in Contact._fields if name not in ("id", "uuid", "account_id"))
SHOWN = (
    FIELDS,
    CHECKS,
    FOUND,
    COPIES,
    EVIDENCE,
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
