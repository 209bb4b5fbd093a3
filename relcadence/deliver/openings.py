"""A first sentence for a card, letter or mail, where the reason of a row suggests one.

One rule: it claims nothing that the row does not say, names nobody, and offers nothing.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from relcadence.domain.agenda import Row
from relcadence.language import N_, near_day

if TYPE_CHECKING:
    from relcadence.language import Translator

WRITTEN = ("email", "letter", "card", "message", "article")
QUIET_DAYS = 60
SENTENCES = {
    "birthday": N_("Many happy returns of the day, and all good wishes for the year ahead."),
    "birthday.past": N_("My good wishes come a little late, and are no less warm: many happy returns."),
    "anniversary": N_("My warm congratulations on your anniversary."),
    "promise": N_("As promised, I am coming back to you."),
    "thank": N_("Thank you for the trust you showed by thinking of me."),
    "congratulate": N_("My warm congratulations; I was delighted to hear of it."),
    "answered": N_("Thank you for your message of {day}."),
    "quiet": N_("We have not spoken for a while, and I would like to hear how you are."),
}


def opening(row: Row, translate: Translator) -> str:
    """The suggested first sentence, "" where the row is not written or nothing is known to begin with."""
    key = _key(row)
    if row.channel not in WRITTEN or not row.handle or not key:
        return ""
    on = row.last_touch.values.get("on") if row.last_touch else None
    day = near_day(on, translate) if isinstance(on, date) else ""
    return translate(SENTENCES[key]).format(day=day)


def _key(row: Row) -> str:
    kind = row.reason.key.partition(".")[0]
    if kind == "birthday":
        return "birthday.past" if row.reason.key.endswith(".past") else "birthday"
    if kind == "occasion":
        return "anniversary" if row.reason.values.get("what") == "anniversary" else ""
    if kind == "promise":
        return "promise"
    if kind == "task":
        task = row.reason.key.removeprefix("task.")
        return task if task in ("thank", "congratulate") else ""
    if row.kind != "slot" or row.last_touch is None:
        return ""
    if row.last_touch.key == "last.in" and row.last_touch.values.get("channel") in WRITTEN:
        return "answered"
    return "quiet" if (row.reason.values.get("days") or 0) >= QUIET_DAYS else ""
