"""What stands in the output for characters that its encoding lacks: an accent falls, a sign has its plain form."""

from __future__ import annotations

from relcadence.domain.text import plain_form


def replaced(error: UnicodeError) -> tuple[str, int]:
    """The handler of encoding errors: what to write instead, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(plain_form, error.object[error.start : error.end])), error.end
