"""Rows that tell less about people: initials for names, and nothing that somebody wrote.

For mail, which others may read on its way. One rule: what is left comes from fixed words, dates and numbers.
"""

from __future__ import annotations

from collections.abc import Callable

from relcadence.domain.agenda import Row
from relcadence.domain.reasons import Reason

_OWN_WORDS = ("title", "note", "last", "name")


def initials(row: Row, translate: Callable[[str], str] = str) -> Row:
    """The row with initials in the place of names, without numbers, addresses, notes and titles."""
    return row._replace(
        contact=initials_of(row.contact),
        reason=_bare(row.reason, translate),
        move="",
        last_touch=row.last_touch and _bare(row.last_touch, translate),
        reach="",
        assignee=initials_of(row.assignee),
    )


def initials_of(name: str) -> str:
    """`Wang Li` as `W. L.`; of a name in one piece, the first character."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalnum())


def _bare(reason: Reason, translate: Callable[[str], str]) -> Reason:
    kept = {key: value for key, value in reason.values.items() if key not in _OWN_WORDS}
    hidden = translate("a day to remember") if reason.key.startswith("occasion.") else ""
    return Reason(reason.key, {**dict.fromkeys(reason.values.keys() - kept.keys(), hidden), **kept})
