"""One key from the terminal, without Enter; one rule: however the reading ends, the terminal is as it was before."""

from __future__ import annotations

import os
import sys
import termios
import tty
from collections.abc import Callable

END = "\x04"
LONGEST_KEY = 64


def read_key(show_prompt: Callable[[], None]) -> str:
    """The key pressed after the prompt; Ctrl-D at the end of the input too.

    What was typed before the prompt stood there is thrown away, so that no key acts on a row not seen yet. A key that
    sends several characters (an arrow) comes as they are. Ctrl-C raises KeyboardInterrupt.
    """
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSAFLUSH)
        show_prompt()
        typed = os.read(descriptor, LONGEST_KEY)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
    return typed.decode(errors="replace") or END
