"""How much waits today, on the desktop: counts alone, for others may see the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relcadence.cli import digesting
from relcadence.errors import RelcadenceError

if TYPE_CHECKING:
    from relcadence.cli.context import Context


def notify(context: Context) -> None:
    """Show it; a warning where the platform has no notifications."""
    from relcadence.deliver import desktop

    digest = digesting.compose(context, digesting.gather(context), context.translate, people="counts", own=False)
    try:
        desktop.notify(digest.title, digest.summary, context.environ)
    except RelcadenceError as error:
        context.warn(" ".join(filter(None, (context.translate(error.what), context.translate(error.hint)))))
