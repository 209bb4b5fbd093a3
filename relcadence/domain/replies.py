"""How quickly one answers: the days between what came in and the first word that went back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import NamedTuple


class Inbound(NamedTuple):
    """Something that came in and wants an answer; `answered_on` is None while it waits."""

    touch_id: int
    contact_id: int
    contact: str
    received_on: date
    channel: str
    note: str
    answered_on: date | None = None

    def days(self, today: date) -> int:
        """Days until the answer, or waiting so far."""
        return ((self.answered_on or today) - self.received_on).days


class ReplyTimes(NamedTuple):
    """The figures: how many were answered, how many wait, and the days answers took (None without any)."""

    answered: int
    waiting: int
    median_days: float | None
    longest_days: int | None


def figures(inbound: Iterable[Inbound], today: date) -> ReplyTimes:
    """The figures of what came in."""
    rows = list(inbound)
    days = [each.days(today) for each in rows if each.answered_on]
    return ReplyTimes(len(days), len(rows) - len(days), median(days) if days else None, max(days, default=None))
