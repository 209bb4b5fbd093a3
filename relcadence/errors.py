"""The errors a user can meet; each owns its exit code and says what to do next.

An error is one or two full sentences (`what`) and a next step (`hint`). Bad input to a pure function of the
domain is a `ValueError` with such a sentence; the face turns it into a `UsageProblem`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class RelcadenceError(Exception):
    """A failure the program understands: it is shown without a traceback."""

    exit_code = 1
    kind = "failure"

    def __init__(self, what: str, hint: str = "", **details: Any) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.details = details

    def as_json(self) -> dict[str, Any]:
        """The error as the JSON envelope carries it."""
        return {"kind": self.kind, "message": self.what, "hint": self.hint, **self.details}


class UsageProblem(RelcadenceError):
    """The words of the command line cannot be followed."""

    exit_code = 2
    kind = "usage"


class NotFound(RelcadenceError):
    """Nothing answers to that name or handle."""

    exit_code = 3
    kind = "not_found"


class Ambiguous(RelcadenceError):
    """Several answer to that name; `candidates` lists them as readable lines."""

    exit_code = 4
    kind = "ambiguous"

    def __init__(self, what: str, hint: str = "", candidates: Sequence[str] = ()) -> None:
        super().__init__(what, hint, candidates=list(candidates))
        self.candidates = list(candidates)


class Refused(RelcadenceError):
    """The act needs a clear yes, or a rule forbids it."""

    exit_code = 5
    kind = "refused"


class BadInput(RelcadenceError):
    """A file that cannot be read as what it should be; nothing was changed."""

    exit_code = 6
    kind = "bad_input"


class StoreTrouble(RelcadenceError):
    """The store is missing, damaged, locked, newer, or cannot be written."""

    exit_code = 7
    kind = "store"
