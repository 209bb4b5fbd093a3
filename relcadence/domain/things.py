"""The vocabularies of what a practice keeps beside people: the same words in store, JSON and on the command line."""

from __future__ import annotations

OCCASION_KINDS = ("birthday", "anniversary", "holiday", "success", "free")
OUTCOMES = ("open", "client", "declined")
FAVOURS = ("meal", "event", "gift")
EVENT_KINDS = ("cultural", "sports", "seminar", "community", "group", "other")
GUEST_STATES = ("listed", "invited", "accepted", "declined", "came", "missed")
TASK_KINDS = (
    "congratulate", "thank", "close-loop", "materials", "research", "complaint", "reply", "review", "means", "own",
)  # fmt: skip
TASK_STATES = ("open", "done", "dropped")
NOUNS = (
    "event", "group", "article", "service", "matter", "referral", "occasion", "research note", "kind of occasion",
    "kind of event", "outcome", "form",
)  # fmt: skip
"""What a sentence that speaks of any of these things calls it."""
