"""What stands before an act: a yes, do-not-contact before every outbound touch, a hold before anything is let go.

A clear yes overrides do-not-contact this once; nothing overrides a hold but its end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from relcadence.errors import Refused, say
from relcadence.language import N_

if TYPE_CHECKING:
    from relcadence.cli.context import Context


OR_LOOK = say("Add --yes to carry it out, or --dry-run to see the plan only.")
"""The next step where nobody can be asked about a plan."""


def agree(context: Context, question: str, *, hint: str = "", refusal: str = N_("Nothing was changed.")) -> None:
    """Go on after a clear yes; Refused without one."""
    if not context.confirm(question, hint=hint):
        raise Refused(refusal)


def may_touch(context: Context, numbers: Iterable[int]) -> None:
    """Ask before a touch with somebody marked do-not-contact is written down; Refused without a yes."""
    from relcadence.store.queries import people

    for name, wish in people.not_to_contact(context.store, numbers):
        question = context.translate(
            "{name} is marked do-not-contact since {on} ({reason}). Log an outbound touch all the same?",
            name=name, **wish._asdict(),
        )  # fmt: skip
        agree(context, question, refusal=N_("Nothing was logged."))


def refuse_held(context: Context, numbers: Iterable[int]) -> None:
    """Raise Refused where one of the contacts is under a hold, its last day included: neither erased nor pruned."""
    from relcadence.store.queries import people

    for name, hold in people.held(context.store, numbers, context.today):
        raise Refused(
            say("{name} is to be kept through {until} ({reason}).", name=name, **hold._asdict()),
            "If the duty has ended: relcadence edit NAME --no-hold",
        )
