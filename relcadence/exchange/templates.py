"""Texts with fields in them, as the user may write them: checked line by line, then filled in inside a sandbox.

One rule: a template names fields, chooses between texts, and does nothing else. No loop, no call, no look inside.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from relcadence.errors import say

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.sandbox import SandboxedEnvironment

T = TypeVar("T")
LONGEST = 10_000  # characters of one template
PARTS = (
    "Template", "Output", "TemplateData", "Name", "If", "CondExpr", "Not", "And", "Or", "Compare", "Operand", "Const",
    "Filter",
)  # fmt: skip
FILTERS = ("upper", "lower", "capitalize", "title", "trim")
WHY = {
    "For": "loops have no place in a card",
    "Getattr": "fields have no parts: write {{ name }}, not {{ name.first }}",
    "Getitem": "fields have no parts: write {{ name }}, not {{ name[0] }}",
    "Call": "nothing can be called",
}
PLAIN = "only fields, as {{ name }}, and choices, as {% if name %} … {% endif %}, belong in a card"
SHOWN = (WHY, (PLAIN,))


def check(text: str, fields: Collection[str]) -> None:
    """Raise ValueError, naming the line, where a text is no template or asks for more than the fields."""
    if len(text) > LONGEST:
        raise ValueError(say("A template has {longest} characters at the most.", longest=LONGEST))
    for part in _guarded(_parts, text):
        kind = type(part).__name__
        if kind not in PARTS or (kind == "Filter" and part.name not in FILTERS):  # type: ignore[attr-defined]
            why = say(WHY.get(kind, PLAIN))
            raise ValueError(say("Line {line}: {why}.", line=part.lineno, why=why))
        if kind == "Name" and part.name not in fields:  # type: ignore[attr-defined]
            raise ValueError(_unknown(part.lineno, part.name, fields))  # type: ignore[attr-defined]
    _guarded(_environment().from_string, text)


def _parts(text: str) -> list[nodes.Node]:
    from jinja2 import nodes

    tree = _environment().parse(text)
    return [tree, *tree.find_all(nodes.Node)]


def _guarded(act: Callable[[str], T], text: str) -> T:
    """What the act makes of a template; whatever is wrong with it becomes a ValueError."""
    from jinja2 import TemplateError

    try:
        return act(text)
    except TemplateError as error:
        line = getattr(error, "lineno", None) or 1
        raise ValueError(say("Line {line}: {why}", line=line, why=str(error.message))) from None
    except (RecursionError, SyntaxError, ValueError):
        raise ValueError("The template is nested too deeply, or a number in it is too long.") from None


def _unknown(line: int, name: str, fields: Collection[str]) -> str:
    near = get_close_matches(name, fields, 1)
    if near:
        words = "Line {line}: there is no field “{name}”. Did you mean {near}?"
        return say(words, line=line, name=name, near=near[0])
    known = ", ".join(sorted(fields))
    return say("Line {line}: there is no field “{name}”. The fields are {known}.", line=line, name=name, known=known)


def render(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in, without blanks at its ends; ValueError as `check` raises it."""
    check(text, values)
    return str(_environment().from_string(text).render(values)).strip()


def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    options: dict[str, Any] = {"undefined": StrictUndefined, "autoescape": False}
    return SandboxedEnvironment(**options, trim_blocks=False, keep_trailing_newline=False)
