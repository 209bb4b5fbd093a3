"""Dates as people say them, in English and Chinese -> dates, given today.

The rules a phrase is read by:
- a weekday or a date without a year is the coming one, or with `past` the latest that is not ahead; a bare weekday
  equal to today's is a week from now, with `past` today itself;
- "next fri", "this fri", "last fri" are the Friday of the next, present, last week, weeks running from Monday to
  Sunday, exactly as 下周五, 本周五, 上周五; "next week" is its Monday, "next month" its first day;
- 3/4 follows `order`, unless only the other order can be meant; a year first is always year-month-day.
"""

from __future__ import annotations

import re
from datetime import date

from relcadence.domain import dates_english
from relcadence.domain.dates_calendar import When, add_units
from relcadence.domain.text import fold
from relcadence.errors import say

ORDERS = ("mdy", "dmy", "ymd")
SLASHED = {"mdy": "3/15", "dmy": "15/3", "ymd": "2026/3/15"}
FORMS = "tomorrow, fri, next mon, in 2w, 15 mar, {slashed}, 2026-03-15, end of month, 明天, 下周五, 3月15日, 八月十五"
DAYS_OF = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
SPAN_FORMS = "60d, 2w, 3m, 1y"

_BETWEEN = r"(?i)\s*(?:\.\.+|…|~|–|—|至|到)\s*|\s+(?:-|to|until)\s+"


def parse_date(text: str, today: date, *, order: str = "mdy", past: bool = False) -> date:
    """The date that `text` names, seen from `today`; `order` is one of "mdy", "dmy", "ymd".

    ValueError with sentences that say what was understood and which forms work.
    """
    words, when = _plain(text), When(today, order, past)
    forms = FORMS.format(slashed=SLASHED[order])
    try:
        day = _read(words, when)
    except ValueError as problem:
        raise ValueError(
            say(
                "{text} is no possible date. {problem} Dates are written like {forms}.",
                text=_quoted(text),
                problem=problem,
                forms=forms,
            )
        ) from None
    if day is None:
        guess = _near_miss(words, when)
        meant = say(" Did you mean “{guess}”?", guess=guess) if guess else ""
        raise ValueError(
            say(
                "{text} is not a date known here.{meant} Dates are written like {forms}.",
                text=_quoted(text),
                meant=meant,
                forms=forms,
            )
        )
    return day


def _read(words: str, when: When) -> date | None:
    if words.isascii() and (day := dates_english.read(words, when)):
        return day
    from relcadence.domain import dates_chinese

    return dates_chinese.read(words, when)


def _plain(text: str) -> str:
    words = fold(text.replace(",", " ").replace("，", " ")).strip(" .。")
    return re.sub(r"^(?:on|by|until|till|at) (?=.)|^the (?=.)", "", words)


def _quoted(text: str) -> str:
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def _near_miss(words: str, when: When) -> str | None:
    """The phrase with its misspelt words mended, if it then is a date."""
    from difflib import get_close_matches

    def mend(found: re.Match[str]) -> str:
        word = found[0]
        known = word in dates_english.VOCABULARY
        return word if known else next(iter(get_close_matches(word, dates_english.VOCABULARY, 1, 0.7)), word)

    mended = re.sub(r"[a-z]{3,20}", mend, words[:60])
    try:
        return mended if mended != words and _read(mended, when) else None
    except ValueError:
        return None


def parse_span(text: str, today: date | None = None, *, order: str = "mdy") -> tuple[date, date]:
    """The first and last day of `2026-12-24..2027-01-02`; both belong to it, and one date is a span of one day.

    Without `today` only ISO dates are read; with it any phrase, the end seen from the start ("24 dec to 2 jan").
    ValueError with a sentence, also for an end before the start.
    """
    first, *rest = re.split(_BETWEEN, text.strip(), maxsplit=1)
    start = parse_date(first, today, order=order) if today else _iso(first, text)
    if not rest:
        return start, start
    end = parse_date(rest[0], start, order=order) if today else _iso(rest[0], text)
    if end < start:
        raise ValueError(
            say("{text} ends on {end}, before it begins on {start}.", text=_quoted(text), end=end, start=start)
        )
    return start, end


def _iso(part: str, text: str) -> date:
    try:
        return date.fromisoformat(part)
    except ValueError:
        raise ValueError(
            say("{text} is no span of days; write 2026-12-24..2027-01-02.", text=_quoted(text))
        ) from None


def _count_and_unit(text: str) -> tuple[int, str] | None:
    words = _plain(text)
    if not words.isascii():
        from relcadence.domain import dates_chinese

        return dates_chinese.count_and_unit(dates_chinese.simplify(words))
    found = re.fullmatch(r"(\d{1,6}) ?([a-z]*)", words)
    unit = dates_english.UNITS.get((found[2] or "day").removesuffix("s")) if found else None
    return (int(found[1]), unit) if found and unit and int(found[1]) else None


def parse_days(text: str) -> int:
    """The days of a length of time: 60d, 2w, 3m (30 days each), 1y (365), 60 days, 两周; a bare number is days.

    ValueError with a sentence for anything else, zero included.
    """
    if not (found := _count_and_unit(text)):
        raise ValueError(
            say(
                "{text} is not a length of time; write it like {span_forms}.",
                text=_quoted(text),
                span_forms=SPAN_FORMS,
            )
        )
    return found[0] * DAYS_OF[found[1]]


def snooze_day(text: str, today: date, *, order: str = "mdy") -> date:
    """The day to put something off to: a length of time (3d, 2w, 1m by the calendar) or any date phrase.

    ValueError with a sentence for what is neither, and for a day that is not ahead.
    """
    if found := _count_and_unit(text):
        try:
            return add_units(today, *found)
        except ValueError as problem:
            raise ValueError(say("{text} is too far ahead. {problem}", text=_quoted(text), problem=problem)) from None
    day = parse_date(text, today, order=order)
    if day <= today:
        raise ValueError(
            say("{text} is {day}, which is not ahead; name a later day, or 3d, 2w.", text=_quoted(text), day=day)
        )
    return day
