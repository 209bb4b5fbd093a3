"""The 24 points of the playbook: their fixed numbers and keys, which users type and calendars bear."""

from __future__ import annotations

from difflib import get_close_matches

from relcadence.errors import say

POINTS = (
    "weekly-client", "referrer-round", "prospect-biweekly", "prospect-research", "circle-know", "colleagues",
    "professionals-list", "share-professionals", "articles", "meals", "invitations", "materials", "seminars",
    "congratulations", "thanks", "holiday-cards", "groups", "update-lists", "community", "assistant", "prune",
    "cross-sell", "client-plan", "project-budget",
)  # fmt: skip


def point_key(text: str) -> str:
    """The key of a point typed by key or by number; ValueError names near ones."""
    word = text.strip().casefold()
    if word.isdecimal() and 1 <= int(word) <= len(POINTS):
        return POINTS[int(word) - 1]
    if word in POINTS:
        return word
    near = get_close_matches(word, POINTS, 2) or POINTS
    known = ", ".join(near)
    raise ValueError(
        say("“{text}” is no point of the playbook. It is {known}, or a number from 1 to 24.", text=text, known=known)
    )
