"""A text in the user's editor: a private file that is gone afterwards, and no transaction open meanwhile."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from relcadence.errors import RelcadenceError, reason_of, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context


def edit(context: Context, text: str) -> str:
    """The text as the editor left it. RelcadenceError where no editor can be run."""
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
