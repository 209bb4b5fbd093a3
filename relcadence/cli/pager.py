"""Long output through the user's pager, on a terminal alone; whatever goes wrong with it, the text is still shown."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping

USUAL = "less"
QUIT_IF_SHORT_AND_KEEP_COLOURS = "FRX"


def show(text: str, environ: Mapping[str, str]) -> None:
    """Write the text to stdout, through the pager where it is longer than the screen."""
    if len(text.splitlines()) < shutil.get_terminal_size().lines or not _page(text, environ):
        sys.stdout.write(text)


def command(environ: Mapping[str, str]) -> list[str]:
    """The pager by RELCADENCE_PAGER, else PAGER, else less; empty where the user wants none."""
    wanted = environ.get("RELCADENCE_PAGER", environ.get("PAGER", USUAL))
    try:
        words = shlex.split(wanted)
    except ValueError:  # a quote that is not closed
        return []
    return [] if words == ["cat"] else words


def _page(text: str, environ: Mapping[str, str]) -> bool:
    """Run the pager on the text; False where there is none. Ctrl-C is the pager's while it runs."""
    words = command(environ)
    if not words or not shutil.which(words[0], path=environ.get("PATH")):
        return False
    sys.stdout.flush()
    env = {"LESS": QUIT_IF_SHORT_AND_KEEP_COLOURS, **environ}
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        content = text.encode(sys.stdout.encoding or "utf-8", sys.stdout.errors or "replace")
        subprocess.run(words, input=content, env=env, check=False, preexec_fn=_interruptible)
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def _interruptible() -> None:
    """The pager hears Ctrl-C as any program; what its parent passes over would be passed over there too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.umask(0o077)
