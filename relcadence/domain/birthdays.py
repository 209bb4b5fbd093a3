"""Two birthdays in their text form compared: may they be one day, and which of the two tells more.

One rule: a year that one of them lacks is no contradiction, and a lunar day and a solar one may always be the same.
"""

from __future__ import annotations


def is_same(one: str, other: str) -> bool:
    """Whether both name the same day of the same calendar, and years that do not differ; "" is no day."""
    return bool(one and other) and one.rpartition(":")[0] == other.rpartition(":")[0] and not is_other(one, other)


def is_other(one: str, other: str) -> bool:
    """Whether the two cannot be one day."""
    if not one or not other:
        return False
    (calendar, year, day), (their_calendar, their_year, their_day) = _parts(one), _parts(other)
    other_year = year and their_year and year != their_year
    return calendar == their_calendar and (day != their_day or bool(other_year))


def fuller(ours: str, theirs: str) -> str:
    """Of two birthdays ours, save where it is not there or lacks the year that theirs tells for the same day."""
    return theirs if not ours or (is_same(ours, theirs) and not _parts(ours)[1]) else ours


def _parts(birthday: str) -> tuple[str, str, str]:
    """(calendar, year or "", day) of the text form of a birthday."""
    calendar, _, text = birthday.rpartition(":")
    year, _, day = text.partition("-") if text[:4].isdecimal() else ("", "", text.removeprefix("--"))
    return calendar, year, day
