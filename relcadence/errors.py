"""The errors a user can meet; each owns its exit code and says what to do next.

An error is one or two full sentences (`what`) and a next step (`hint`). Bad input to a pure function of the
domain is a `ValueError` with such a sentence; the face turns it into a `UsageProblem`. A sentence with values in it
is made by `say`, so that the face can still put it into the user's language; one without is plain text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

# What the system says of files, as far as it is common; the rest stays as the system has it.
SYSTEM = (
    "No such file or directory", "Permission denied", "Is a directory", "Not a directory", "File exists",
    "No space left on device", "Read-only file system", "File name too long", "Operation not permitted",
    "Connection refused", "Broken pipe",
)  # fmt: skip
RUN_ON = "{first} {second}"
BETWEEN = (", ", "; ", ": ", RUN_ON)


class Sentence(str):
    """A message with its values filled in: English text that still knows what it was made of."""

    __slots__ = ("many", "message", "number", "values")

    message: str
    many: str
    number: int
    values: dict[str, object]

    def __str__(self) -> str:
        return self  # so that str(error) keeps it


class Row(Sentence):
    """Several sentences in one text."""

    __slots__ = ("between", "parts")

    between: str
    parts: list[str]


def say(message: str, /, **values: object) -> str:
    """The message with its `{names}` filled in, translatable; values that are sentences are translated with it."""
    return _sentence(message, "", 1, values)


def reason_of(error: OSError) -> str:
    """Why the system refused, translatable where it is common."""
    return say(error.strerror or type(error).__name__)


def several(one: str, many: str, number: int, /, **values: object) -> str:
    """The form for that number, translatable; `{number}` may stand in both."""
    return _sentence(one, many, number, {"number": number, **values})


def together(parts: Iterable[str], between: str = ", ") -> str:
    """Sentences as one, each translated by itself, and what stands between them too."""
    held = list(parts)
    made = Row(between.join(held))
    made.between, made.parts = between, held
    return made


def _sentence(message: str, many: str, number: int, values: dict[str, object]) -> Sentence:
    values = {name: str(value) if isinstance(value, Exception) else value for name, value in values.items()}
    template = many if many and number != 1 else message
    made = Sentence(template.format(**values) if values else template)
    made.message, made.many, made.number, made.values = str.__str__(message), str.__str__(many), number, values
    return made


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
