"""Questions on a terminal whose answers TAB completes, where the system has readline; else plain ones."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from relcadence.domain.text import clean
from relcadence.errors import Refused

if TYPE_CHECKING:
    from relcadence.cli.context import Context

Complete = Callable[[str], Sequence[str]]


def ask(context: Context, question: str, complete: Complete | None = None, default: str = "") -> str:
    """The answer, without blanks around it; an empty one is the default. Raises Refused at the end of the input."""
    if context.json or not sys.stdout.isatty():  # readline writes to stdout, which is not for questions there
        return context.ask(question, default)
    sys.stdout.flush()
    prompt = f"{question} [{default}] " if default else f"{question} "
    with _completing(complete):
        try:
            return input(clean(prompt)).strip() or default
        except EOFError:
            raise Refused("No answer was given; nothing was changed.") from None


@contextmanager
def _completing(complete: Complete | None) -> Iterator[None]:
    """Have TAB complete the whole line; what is typed is not kept for the arrow keys."""
    readline: Any = None
    with suppress(ImportError):
        import readline
    if readline is None:
        yield
        return
    found: list[str] = []

    def candidate(typed: str, at: int) -> str | None:
        if at == 0:
            found[:] = complete(typed) if complete else []
        return found[at] if at < len(found) else None

    readline.set_auto_history(False)
    readline.set_completer_delims("")
    readline.set_completer(candidate)
    libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
    try:
        yield
    finally:
        readline.set_completer(None)
