"""A short text that a command is given as a file, or on stdin."""

from __future__ import annotations

import sys
from pathlib import Path

from relcadence.errors import BadInput, reason_of, say


def text_of(path: str) -> str:
    """The text of a file, or of stdin for `-`, without a byte order mark. BadInput where it cannot be read."""
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(say("{source} is not UTF-8 text.", source=path), "Save it as UTF-8.") from None
    except OSError as error:
        why = say("{source} cannot be read: {why}.", source=path, why=reason_of(error))
        raise BadInput(why, "Check the path.") from None
