"""What is said of a digest or calendar that should have gone out and did not, until it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.language import Translator


def trouble_words(context: Context, translate: Translator) -> str:
    """The failure that was last, in a sentence; "" where all is well. Quick where nothing was ever delivered."""
    path = context.home.state_path
    if not path.exists():
        return ""
    from relcadence.store.trouble import trouble

    found = trouble(path)
    if found is None:
        return ""
    return translate(
        "What was due on {day} has not gone out to {receiver}: {error} It is tried again at the next run.",
        day=found.day.isoformat(),
        receiver=found.receiver,
        error=found.error,
    )
