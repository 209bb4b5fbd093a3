"""The titles of changes in another language: whatever a change writes can be said, and no more of it than is ours."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import relcadence
from relcadence.cli.deeds import DEEDS, deed
from relcadence.language import Translator

SOURCES = Path(relcadence.__file__).parent
NOT_LISTED = {"set up", "{} {}: {}"}  # the founding of the store, and what took another change back


def _shapes(node: ast.expr) -> Iterator[str]:
    """How the texts look that an expression can be, with {} for each value."""
    match node:
        case ast.Constant(value=str(text)) if text:
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
        case ast.Call(func=ast.Name(id="say"), args=[ast.Constant(value=str(text))]):
            yield re.sub(r"\{\w+\}", "{}", text)
        case ast.BoolOp(values=several):
            for each in several:
                yield from _shapes(each)
        case ast.IfExp(body=one, orelse=other):
            yield from (*_shapes(one), *_shapes(other))
        case ast.BinOp(left=left, op=ast.Add()):
            yield from (f"{text}{{}}" for text in _shapes(left))


def written() -> set[str]:
    """The shape of every title that a change writes."""
    found = {
        shape
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute)
        and node.targets[0].attr == "title"
        for shape in _shapes(node.value)
    }  # fmt: skip
    return found - NOT_LISTED


def test_every_title_that_a_change_writes_can_be_said() -> None:
    known = {re.sub(r"\{\w+\}", "{}", message) for message in DEEDS}
    assert len(written()) > 60
    assert written() - known == set()


TITLES = [
    ("add edit Wang", "add {name}", {"name": "edit Wang"}),
    ("edit group Bar section", "edit group {name}", {"name": "Bar section"}),
    ("edit Wang Li", "edit {name}", {"name": "Wang Li"}),
    ("done F12: Wang: the elder", "done {handle}: {name}", {"handle": "F12", "name": "Wang: the elder"}),
    ("call Wang Li and Bo", "{channel} {names}", {"channel": "call", "names": "Wang Li and Bo"}),
    ("merge Bo (#7) into Bo", "merge {other} (#{b}) into {name}", {"other": "Bo", "b": "7", "name": "Bo"}),
    ("prune: archive 3 people", "prune: {decision} {number} people", {"decision": "archive", "number": "3"}),
    ("attended Bar on 2026-11-23", "attended {title} on {day}", {"title": "Bar", "day": "2026-11-23"}),
]


@pytest.mark.parametrize(("title", "message", "values"), TITLES)
def test_a_title_is_read_back(title: str, message: str, values: dict[str, str]) -> None:
    said: Any = deed(title)
    assert (said, said.message, said.values) == (title, message, values)


def test_what_people_wrote_stays_as_it_is() -> None:
    chinese = Translator("zh_CN")
    assert chinese(deed("add call")).endswith("call")
    assert deed("quite another thing") == "quite another thing"
