"""A notification on the desktop, where the platform has one; one rule: what it says is data, never a command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from relcadence.domain.text import clean
from relcadence.errors import RelcadenceError, say

PATIENCE = 20
SCRIPT = (
    "-e", "on run argv",
    "-e", "display notification (item 2 of argv) with title (item 1 of argv)",
    "-e", "end run",
)  # fmt: skip


def notify(title: str, words: str, environ: Mapping[str, str]) -> None:
    """Show it. RelcadenceError where there is no desktop to show it on."""
    command = _command(clean(title), clean(words))
    try:
        ended = subprocess.run(
            command, env={**environ, **_session(environ)}, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise _failed(type(error).__name__) from None
    if ended.returncode:
        raise _failed(ended.stderr.decode(errors="replace").strip()[:200])


def _failed(reason: str) -> RelcadenceError:
    return RelcadenceError(
        say("The notification could not be shown ({reason}).", reason=clean(reason)),
        "Is somebody signed in at the desktop? Else leave out --notify.",
    )


def _command(title: str, words: str) -> list[str]:
    if found := shutil.which("notify-send"):
        return [found, "--app-name=relcadence", "--", title, words]
    if sys.platform == "darwin" and (found := shutil.which("osascript")):
        return [found, *SCRIPT, title, words]
    raise RelcadenceError(
        "This computer has no program that shows notifications.",
        "Install notify-send, or leave out --notify.",
    )


def _session(environ: Mapping[str, str]) -> dict[str, str]:
    """The way to the desktop of this user, which cron does not tell."""
    bus = Path(f"/run/user/{os.getuid()}/bus")
    if "DBUS_SESSION_BUS_ADDRESS" in environ or not bus.exists():
        return {}
    return {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={bus}"}
