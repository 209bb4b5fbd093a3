"""What a source said of a person, as JSON text: only what it did say, so that a new field costs old rows nothing."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any

from relcadence.domain.imported import Person
from relcadence.domain.people import Reach

_NOT_SAID = ("line", "uid")
_SAID = tuple(name for name in Person._fields if name not in _NOT_SAID)
_SAYS = attrgetter(*_SAID)
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def write(person: Person) -> str:
    """The person as JSON text, without what is empty, its line and its UID."""
    said = {name: value for name, value in zip(_SAID, _SAYS(person), strict=True) if value}
    return _AS_JSON(said)


def read(text: str, uid: str = "") -> Person:
    """The person of a JSON text written by `write`; fields it does not know are passed over."""
    said: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in Person._fields}
    lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    reach = tuple(Reach(*way) for way in said.get("reach", ()))
    return Person(**{"line": 0, "name": "", **said, **lists, "reach": reach, "uid": uid})
