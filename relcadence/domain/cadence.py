"""A cadence: how often somebody is to be reached, and which rule says so.

Calendar cadences (`weekly`, `monthly` …) have fixed windows; `every N days|weeks|months` rolls on from the last
touch; `none` means no rhythm. A window holds both its ends.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from relcadence.errors import say

CALENDAR = ("weekly", "biweekly", "4-weekly", "half-monthly", "monthly", "quarterly", "half-yearly", "yearly")
SYNONYMS = {
    "every week": "weekly", "week": "weekly", "每周": "weekly", "fortnightly": "biweekly", "bi-weekly": "biweekly",
    "every two weeks": "biweekly", "每两周": "biweekly", "four-weekly": "4-weekly", "4 weekly": "4-weekly",
    "every month": "monthly", "month": "monthly", "每月": "monthly", "every quarter": "quarterly",
    "quarter": "quarterly", "每季": "quarterly", "每季度": "quarterly", "half-year": "half-yearly",
    "half yearly": "half-yearly", "every half-year": "half-yearly", "semi-annual": "half-yearly",
    "每半年": "half-yearly", "every year": "yearly", "year": "yearly", "annual": "yearly", "annually": "yearly",
    "每年": "yearly", "never": "none", "off": "none", "no": "none", "无": "none",
}  # fmt: skip
FORMS = "weekly, biweekly, 4-weekly, half-monthly, monthly, quarterly, half-yearly, yearly, every 10 days, none"
DAYS_OF = {
    "weekly": 7, "biweekly": 14, "4-weekly": 28, "half-monthly": 15, "monthly": 30, "quarterly": 91,
    "half-yearly": 182, "yearly": 365, "days": 1, "weeks": 7, "months": 30,
}  # fmt: skip
# Two-weekly and four-weekly windows are counted from this Monday, so that they never drift.
FIRST_MONDAY = date(2001, 1, 1).toordinal()
MONTHS_OF = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
WEEKS_OF = {"weekly": 7, "biweekly": 14, "4-weekly": 28}


class Window(NamedTuple):
    """The days in which one touch keeps the promise of contact; both ends belong to it."""

    start: date
    end: date


class Cadence(NamedTuple):
    """A rhythm: the name of a calendar cadence, or `times` x `name` (days, weeks, months) rolling."""

    name: str
    times: int = 0

    @property
    def rolls(self) -> bool:
        """True for `every N …`."""
        return self.times > 0

    @property
    def days(self) -> int:
        """The nominal interval in days; for comparing cadences and for "half-way"."""
        return DAYS_OF[self.name] * max(1, self.times)

    def __str__(self) -> str:
        if not self.rolls:
            return self.name
        return f"every {self.times} {self.name if self.times > 1 else self.name[:-1]}"


@lru_cache(maxsize=256)
def parse_cadence(text: str) -> Cadence | None:
    """Read a cadence; None for "none". ValueError names the forms that work."""
    words = " ".join(text.lower().split())
    words = SYNONYMS.get(words, words)
    if words == "none":
        return None
    if words in CALENDAR:
        return Cadence(words)
    found = re.fullmatch(r"(?:every )?(\d{1,4}) ?(d|w|m|day|week|month)s?|每(\d{1,4})(天|周|个月)", words)
    if not found:
        raise ValueError(say("“{text}” is not a cadence; write one of: {forms}.", text=text, forms=FORMS))
    count = int(found[1] or found[3])
    unit = {"d": "days", "w": "weeks", "m": "months", "天": "days", "周": "weeks", "个": "months"}[
        (found[2] or found[4])[0]
    ]
    if not 1 <= count * DAYS_OF[unit] <= 3660:
        raise ValueError(say("“{text}” is not a cadence: it must lie between 1 day and 10 years.", text=text))
    return Cadence(unit, count)


def add_interval(day: date, cadence: Cadence, times: int = 1) -> date:
    """`day` plus the nominal interval, `times` times; months keep the day where the month has it.

    The calendar ends with the year 9999, and so does any interval.
    """
    months = MONTHS_OF.get(cadence.name, cadence.times if cadence.name == "months" else 0) * times
    if not months:
        return date.fromordinal(min(max(1, day.toordinal() + cadence.days * times), date.max.toordinal()))
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return date.max if year > 9999 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def window_of(cadence: Cadence, day: date) -> Window:
    """The calendar window that `day` lies in; ValueError for a rolling cadence, which has none."""
    if weeks := WEEKS_OF.get(cadence.name):
        start = day.toordinal() - (day.toordinal() - FIRST_MONDAY) % weeks
        return Window(date.fromordinal(max(1, start)), date.fromordinal(min(start + weeks - 1, date.max.toordinal())))
    if cadence.name == "half-monthly":
        if day.day <= 15:
            return Window(day.replace(day=1), day.replace(day=15))
        return Window(day.replace(day=16), day.replace(day=monthrange(day.year, day.month)[1]))
    if span := MONTHS_OF.get(cadence.name):
        first = (day.month - 1) // span * span + 1
        last = first + span - 1
        return Window(date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]))
    raise ValueError(say("“{cadence}” has no fixed windows.", cadence=cadence))


class Rule(NamedTuple):
    """The cadence that holds for somebody, and where it comes from ("contact", "tag vip", "role client" …)."""

    cadence: Cadence | None
    source: str


def rule_for(
    rules: Mapping[tuple[str, str], str],
    *,
    override: str = "",
    tags: Iterable[str] = (),
    level: int | None = None,
    roles: Iterable[str] = (),
) -> Rule:
    """The nearest rule: the contact's own, else by tag, by level, by role; among several the shortest.

    `rules` maps (scope, name) to a cadence text. A `none` among several gives way to any rhythm, and a rule that
    names nothing is none.
    """
    if override:
        return Rule(parse_cadence(override), "contact")
    steps = (
        [("tag", tag.casefold()) for tag in tags],
        [("level", str(level))] if level is not None else [],
        [("role", role) for role in roles],
    )
    for names in steps:
        found = [Rule(parse_cadence(rules[at]), f"{at[0]} {at[1]}") for at in names if at in rules]
        if found:
            return min(found, key=lambda rule: rule.cadence.days if rule.cadence else 10**6)
    return Rule(None, "no rule")


PRESETS: dict[str, dict[tuple[str, str], str]] = {
    "checklist": {
        ("role", "client"): "weekly",
        ("role", "prospect"): "biweekly",
        ("role", "referrer"): "4-weekly",
        ("role", "colleague"): "monthly",
        ("role", "circle"): "half-yearly",
        ("role", "assistant"): "none",
        ("role", "former"): "quarterly",
        ("role", "professional"): "quarterly",
        ("role", "connection"): "quarterly",
    },
    "quarterly": {
        **{
            ("role", role): "quarterly"
            for role in (
                "client",
                "prospect",
                "referrer",
                "colleague",
                "former",
                "professional",
                "connection",
            )
        },
        ("role", "circle"): "half-yearly",
        ("role", "assistant"): "none",
    },
}
PRESETS["abcd"] = {
    **PRESETS["quarterly"],
    ("level", "4"): "every 3 weeks",
    ("level", "3"): "every 2 months",
    ("level", "2"): "every 6 months",
    ("level", "1"): "yearly",
}
