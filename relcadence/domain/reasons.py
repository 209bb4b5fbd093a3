"""Why a row stands where it does: a message id with its values, put into words by the outputs.

`WORDS` is the English source of every message; a translator may stand between.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple


class Reason(NamedTuple):
    """A message id and the values that its words need."""

    key: str
    values: dict[str, Any]


WORDS = {
    "slot.first": "{cadence}; not reached yet",
    "slot.missed_first": "{cadence}; not reached yet, {missed} missed",
    "slot.due": "{cadence}; last reached {ago}",
    "slot.missed": "{cadence}; last reached {ago}, {missed} missed",
    "voice.due": "{cadence}; last spoken to {ago}",
    "voice.missed": "{cadence}; last spoken to {ago}, {missed} missed",
    "birthday.today": "birthday today",
    "birthday.ahead": "birthday {ahead}",
    "birthday.past": "birthday was {ago}",
    "birthday.age.today": "birthday today, turns {turns}",
    "birthday.age.ahead": "birthday {ahead}, turns {turns}",
    "birthday.age.past": "birthday was {ago}, turned {turns}",
    "occasion.today": "{title} today",
    "occasion.ahead": "{title} {ahead}",
    "occasion.past": "{title} was {ago}",
    "promise.today": "promised for today: {title}",
    "promise.ahead": "promised {ahead}: {title}",
    "promise.past": "promised, {late} over: {title}",
    "event.today": "{what} today: {title}",
    "event.ahead": "{what} {ahead}: {title}",
    "event.past": "{what} was {ago}; did it take place? {title}",
    "last.out": "{on} {channel}: {note}",
    "last.in": "{on} {channel} from them: {note}",
}


def word(reason: Reason, translate: Callable[[str], str] = str) -> str:
    """The reason in words; `translate` turns an English message into the reader's language."""
    values = dict(reason.values)
    days = values.get("days")
    if days is not None:
        values["ago"] = _ago(days, translate)
        values["ahead"] = translate("tomorrow") if days == 1 else translate("in {days} days").format(days=days)
        values["late"] = translate("1 day") if days == 1 else translate("{days} days").format(days=days)
    if isinstance(values.get("on"), date):
        values["on"] = values["on"].isoformat()
    return translate(WORDS[reason.key]).format(**values).rstrip(" :")


def _ago(days: int, translate: Callable[[str], str]) -> str:
    if days <= 0:
        return translate("today")
    return translate("yesterday") if days == 1 else translate("{days} days ago").format(days=days)
