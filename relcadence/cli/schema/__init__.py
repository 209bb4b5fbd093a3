"""What `--json` answers, as JSON Schema: one table from a command's words to the shape of its data.

One rule: a command has its row here, and what it answers fits it; tests hold the real answers against it.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from relcadence.cli.schema import cards, day, figures, habits, meetings, out, people, store, things
from relcadence.cli.schema.build import DIALECT, Builder, Maybe, Says, Shape
from relcadence.errors import NotFound, say

PARTS = (day, people, things, meetings, cards, habits, figures, out, store)
ANSWERS: dict[str, object] = {words: shape for part in PARTS for words, shape in part.ANSWERS.items()}


class BadLine(Shape):
    """A line that cannot be taken, and why."""

    line: int
    reason: str
    raw: Maybe[str]
    fatal: Maybe[bool]
    candidates: Maybe[list[str]]


class Failure(Shape):
    """Why a run failed, and what to do next; `candidates` where a name means several, `problems` by the line."""

    kind: Annotated[str, Says(enum=["failure", "usage", "not_found", "ambiguous", "refused", "bad_input", "store"])]
    message: str
    hint: str
    candidates: Maybe[list[str]]
    near: Maybe[list[str]]
    problems: Maybe[list[BadLine]]
    line: Maybe[int]
    format: Maybe[str]


def words_of(words: str) -> str:
    """The row of the table for a command as typed: bare, a word that holds words answers as its list or status.

    Raises NotFound for none.
    """
    for found in (words, f"{words} list", f"{words} status"):
        if found in ANSWERS:
            return found
    raise NotFound(say("“{words}” answers nothing in JSON.", words=words), "See: relcadence help json")


@cache
def schema_of(words: str) -> dict[str, Any]:
    """The JSON Schema of the whole envelope of a command, such as `promise add`. NotFound for no command."""
    builder = Builder()
    data = builder.schema(ANSWERS[words_of(words)])
    errors = builder.schema(list[Failure])
    return {
        "$schema": DIALECT,
        "title": f"relcadence {words} --json",
        "type": "object",
        "properties": {
            "version": {"const": 1},
            "command": {"type": "string"},
            "today": {"type": ["string", "null"], "format": "date"},
            "warnings": {"type": "array", "items": {"type": "string"}},
            "errors": errors,
        },
        "required": ["version", "command", "today", "data", "warnings", "errors"],
        "if": {"properties": {"errors": {"maxItems": 0}}},
        "then": {"properties": {"data": data}},
        "else": {"properties": {"data": {"anyOf": [data, {"type": "null"}]}}},
        "$defs": builder.definitions,
    }
