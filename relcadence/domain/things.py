"""The vocabularies of what a practice keeps beside people: the same words in store, JSON and on the command line."""

from __future__ import annotations

EVENT_KINDS = ("cultural", "sports", "seminar", "community", "group", "other")
GUEST_STATES = ("listed", "invited", "accepted", "declined", "came", "missed")
TASK_KINDS = (
    "congratulate", "thank", "close-loop", "materials", "research", "complaint", "review", "means", "decide", "own",
)  # fmt: skip
TASK_STATES = ("open", "done", "dropped")
