"""The rule before every outbound touch: do-not-contact is obeyed, unless a clear yes overrides it this once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from relcadence.errors import Refused

if TYPE_CHECKING:
    from relcadence.cli.context import Context


def may_touch(context: Context, numbers: Iterable[int]) -> None:
    """Ask before a touch with somebody marked do-not-contact is written down; Refused without a yes."""
    listed = ", ".join(map(str, numbers))
    marked = context.store.rows(
        f"SELECT name, no_contact_on, no_contact_reason FROM contact WHERE id IN ({listed}) AND no_contact_on <> ''"
    )
    for name, on, reason in marked:
        question = context.translate(
            "{name} is marked do-not-contact since {on} ({reason}). Log an outbound touch all the same?",
            name=name, on=on, reason=reason,
        )  # fmt: skip
        if not context.confirm(question):
            raise Refused("Nothing was logged.")
