"""Rows that tell less about people: initials for names, and nothing that somebody wrote.

For mail, which others may read on its way. One rule: of a reason only those values are left that are numbers, days or
words of the program; whatever else there is, now or later, is hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relcadence.domain.agenda import Row
from relcadence.domain.reasons import Reason

_SAFE = {"cadence", "missed", "days", "turns", "what", "on", "day", "since", "channel", "outcome"}
_ENDS_WITH_IT = ("promise.", "event.", "last.")
HIDDEN = "…"


def initials(row: Row, translate: Callable[[str], str] = str) -> Row:
    """The row with initials in the place of names, without numbers, addresses, notes and titles."""
    told: dict[str, Any] = {
        name: _bare(value, translate) for name, value in row._asdict().items() if isinstance(value, Reason)
    }
    return row._replace(
        contact=initials_of(row.contact), assignee=initials_of(row.assignee), move="", reach="", **told
    )


def initials_of(name: str) -> str:
    """`Wang Li` as `W. L.`; of a name in one piece, the first character."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalnum())


def _bare(reason: Reason, translate: Callable[[str], str]) -> Reason:
    if reason.key.startswith("occasion."):
        hidden = translate("a day to remember")
    else:
        hidden = "" if reason.key.startswith(_ENDS_WITH_IT) else HIDDEN
    return Reason(reason.key, {key: value if key in _SAFE else hidden for key, value in reason.values.items()})
