"""Quiet periods: the days on which a contact is not to be disturbed.

Written as parts divided by commas: weekdays (`fri`), months (`january`), spans (`2026-12-20..2027-01-05`), and
`only tue thu` for the days preferred.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from relcadence.domain.workdays import WEEKDAYS
from relcadence.errors import say

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FORMS = "fri, january, 2026-12-20..2027-01-05, only tue thu"


class Quiet:
    """The quiet days of one contact, as a question about a day."""

    def __init__(self) -> None:
        self.weekdays: set[int] = set()
        self.months: set[int] = set()
        self.spans: list[tuple[date, date]] = []

    def __call__(self, day: date) -> bool:
        return (
            day.weekday() in self.weekdays
            or day.month in self.months
            or any(start <= day <= end for start, end in self.spans)
        )


@lru_cache(maxsize=512)
def parse_quiet(text: str) -> Callable[[date], bool] | None:
    """The quiet days a text names, or None for "". ValueError for a part that cannot be read, or no day left."""
    quiet = Quiet()
    for part in filter(None, (part.strip().casefold().removeprefix("not ") for part in text.split(","))):
        _take(quiet, part.removeprefix("in ").removeprefix("on "))
    if len(quiet.weekdays) == 7 or len(quiet.months) == 12:
        raise ValueError(say("“{text}” leaves no day at all; for a long rest set the cadence to none.", text=text))
    return quiet if quiet.weekdays or quiet.months or quiet.spans else None


def _take(quiet: Quiet, part: str) -> None:
    if part.startswith("only "):
        quiet.weekdays |= set(range(7)) - {_weekday(word) for word in part.removeprefix("only ").split()}
    elif ".." in part:
        start, _, end = part.partition("..")
        span = _iso(start), _iso(end)
        if span[0] > span[1]:
            raise ValueError(say("“{part}” ends before it begins.", part=part))
        quiet.spans.append(span)
    elif part[:3] in MONTHS and part.isalpha():
        quiet.months.add(MONTHS.index(part[:3]) + 1)
    else:
        quiet.weekdays.add(_weekday(part))


def _weekday(word: str) -> int:
    if word[:3] not in WEEKDAYS or not word.isalpha():
        raise ValueError(say("“{word}” is no quiet period. Write it like: {forms}.", word=word, forms=FORMS))
    return WEEKDAYS.index(word[:3])


def _iso(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(
            say("“{text}” is no date; a span is written 2026-12-20..2027-01-05.", text=text.strip())
        ) from None
