"""The words of the domain that are shown: values as they are stored, with the English they are shown in."""

from __future__ import annotations

from relcadence.domain.people import BASES, CHANNELS, ROLES, STATUSES

STATES = ("overdue", "today", "soon", "later", "open", "kept", "dropped", "none", "done", "skipped")
DIRECTIONS = ("in", "out")
CADENCES = (
    "weekly", "biweekly", "4-weekly", "half-monthly", "monthly", "quarterly", "half-yearly", "yearly", "none",
)  # fmt: skip
SHOWN = (ROLES, CHANNELS, STATUSES, BASES, STATES, DIRECTIONS, CADENCES)
