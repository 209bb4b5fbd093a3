"""JSON Schema (2020-12) out of Python types: the shapes that `--json` answers with.

One rule: a shape is declared once. Where the program passes on a named tuple that is the declaration, else a `Shape`.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date, datetime
from inspect import getdoc
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN: dict[object, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    None: {"type": "null"},
    type(None): {"type": "null"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Path: {"type": "string"},
    object: {},
    Any: {},
}


class Says:
    """What a schema says beside the type: `Annotated[str, Says(description="…")]`, in the words of JSON Schema."""

    def __init__(self, **said: object) -> None:
        self.said = said


T = TypeVar("T")
MAYBE = Says()
Maybe = Annotated[T, MAYBE]
"""A key that an answer may lack."""
DAY = {"type": ["string", "null"], "format": "date"}
"""A day kept as a text (`…_on`), which JSON has as null where it is not known."""


class Shape:
    """An object of JSON: its annotations are the keys, over those of the named tuple `of`; `Maybe[…]` may lack.

    A key that is a word of Python has an underscore behind it here.
    """

    of: ClassVar[type | None] = None

    def __init_subclass__(cls, of: type | None = None) -> None:
        cls.of = of or cls.of


class Builder:
    """Turns types into schemas; what it meets of objects is collected once in `definitions`."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}
        self._kinds: dict[str, type] = {}

    def schema(self, kind: Any) -> dict[str, Any]:
        """The schema of a type. TypeError for one that JSON has no shape for."""
        if (plain := PLAIN.get(kind) if isinstance(kind, type | None) or kind is Any else None) is not None:
            return dict(plain)
        origin = get_origin(kind)
        if origin is Annotated:
            return self._said(*get_args(kind))
        if origin is Literal:
            return {"enum": list(get_args(kind))}
        if origin in (Union, types.UnionType):
            return self._one_of(get_args(kind))
        if origin in (list, tuple, set, frozenset):
            return {"type": "array", "items": self.schema(get_args(kind)[0])}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.schema(get_args(kind)[1])}
        if isinstance(kind, type) and (issubclass(kind, Shape) or hasattr(kind, "_fields")):
            return self._defined(kind)
        raise TypeError(f"JSON has no shape for {kind!r}.")

    def _said(self, kind: Any, *metadata: Says) -> dict[str, Any]:
        made = self.schema(kind)
        for each in metadata:
            made |= each.said
        return made

    def _one_of(self, kinds: tuple[Any, ...]) -> dict[str, Any]:
        """Plain types of which one holds share a line; others stand beside each other."""
        schemas = [self.schema(kind) for kind in kinds]
        if all(set(each) == {"type"} for each in schemas):
            return {"type": [each["type"] for each in schemas]}
        return {"anyOf": schemas}

    def _defined(self, kind: Any) -> dict[str, Any]:
        name = kind.__name__
        if self._kinds.setdefault(name, kind) is not kind:
            raise TypeError(f"Two shapes are called {name}.")
        if name not in self.definitions:
            self.definitions[name] = {}  # before its fields, one of which may be of its own kind
            self.definitions[name] = self._object(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _object(self, kind: type) -> dict[str, Any]:
        properties, required = {}, []
        for name, hint in _keys(kind).items():
            is_day = hint in (str, str | None) and (name == "on" or name.endswith("_on"))
            properties[name.rstrip("_")] = dict(DAY) if is_day else self.schema(hint)
            if MAYBE not in getattr(hint, "__metadata__", ()):
                required.append(name.rstrip("_"))
        said = {"description": _described(kind)} if _described(kind) else {}
        return {**said, "type": "object", "properties": properties, "required": required}


def _keys(kind: type) -> dict[str, Any]:
    """The keys of a shape with their types, those of what it is made of first."""
    own = get_type_hints(kind, include_extras=True)
    if not issubclass(kind, Shape):
        return own
    below = {} if kind.of is None else _keys(kind.of)
    return below | {name: hint for name, hint in own.items() if name != "of"}


def _described(kind: type) -> str:
    """The docstring of a shape in one line; what Python writes for those without one is none."""
    text = " ".join((getdoc(kind) or "").split())
    return "" if text.startswith((f"{kind.__name__}(", "An object of JSON:")) else text
