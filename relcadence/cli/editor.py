"""A text in the user's editor: a private file that is gone afterwards, and no transaction open meanwhile."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from relcadence.errors import RelcadenceError, UsageProblem, reason_of, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context

T = TypeVar("T")


def understood(context: Context, text: str, read: Callable[[str], T], *, instead: str) -> T | None:
    """What `read` makes of the text as the editor left it; asked again after a UsageProblem, None where given up.

    `instead` says how to do without an editor, where there is no terminal for one.
    """
    while True:
        text = edit(context, text, instead=instead)
        try:
            return read(text)
        except UsageProblem as problem:
            context.say(context.told(problem))
            if context.ask(context.translate("Edit again?"), "y").casefold().startswith("n"):
                return None


def edit(context: Context, text: str, *, instead: str) -> str:
    """The text as the editor left it. UsageProblem without a terminal, RelcadenceError where no editor can be run."""
    if context.no_input or not context.terminal:
        raise UsageProblem("There is no terminal for an editor here.", instead)
    command = context.home.editor or context.environ.get("VISUAL") or context.environ.get("EDITOR") or "vi"
    descriptor, name = tempfile.mkstemp(prefix="relcadence-", suffix=".txt")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        try:
            left = subprocess.run([*shlex.split(command), name], check=False).returncode
        except OSError as error:
            raise RelcadenceError(
                say("The editor “{command}” cannot be run: {reason}.", command=command, reason=reason_of(error)),
                "Set EDITOR.",
            ) from error
        if left:
            raise RelcadenceError(
                say("The editor “{command}” gave up; nothing was changed.", command=command), "Try again."
            )
        return path.read_text(encoding="utf-8", errors="replace")
    finally:
        path.unlink(missing_ok=True)
