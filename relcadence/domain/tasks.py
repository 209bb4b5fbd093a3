"""Tasks: what a cause asks for within some days, and what comes round again; planned like slots."""

from datetime import date
from typing import NamedTuple

from relcadence.domain.rhythm import GOLDEN, Due
from relcadence.domain.workdays import Workdays

CLOSE_LOOP_DAYS = 5
COMPLAINT_DAYS = 2
REPLY_DAYS = 1
MOST_MISSED = 4
"""What the windows missed may add to a task of the user's own: it waits rather than a person."""


class Task(NamedTuple):
    """An open task as the plan takes it: `reason` is the key of its words, `text` what they speak of, `due_on` its
    last day ("" where it comes again), `on` the day of its cause, `about` whom a round of own work has come to.
    """

    id: int
    kind: str
    point: str
    reason: str
    text: str = ""
    due_on: str = ""
    on: str = ""
    outcome: str = ""
    about: int = 0


OWN = ("research", "review", "means", "own")
"""Kinds that are the user's own work: ticking one off is no touch."""
CHANNEL = {"thank": "card", "congratulate": "card", "close-loop": "call", "complaint": "call"}
POINT = {
    "thank": "thanks", "congratulate": "congratulations", "close-loop": "close-loop", "materials": "materials",
}  # fmt: skip
"""What the touch that ends a task is evidence for."""
WEIGHTS = {
    "complaint": 120, "reply": 115, "thank": 110, "congratulate": 100, "close-loop": 60, "materials": 25,
    "research": 15, "review": 15, "own": 15, "means": 10,
}  # fmt: skip
"""What a task weighs in the plan: what is owed to somebody comes before any slot, own work after most."""


def window(release: date, due: date, workdays: Workdays, today: date, number: int, snoozed: date | None) -> Due:
    """The days of a task that a cause made: from `release` to `due`, the wished one set apart by its number.

    Once it is late, or put off beyond its day, it stands for the next working day alone.
    """
    start = max(filter(None, (release, today, snoozed)))
    days = workdays.between(start, due)
    if not days:
        start = workdays.first(start) or start
        return Due(release, start, start, start, start)
    return Due(release, due, days[0], days[int(number * GOLDEN % 1 * len(days))], days[-1])
