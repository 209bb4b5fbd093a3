"""What a source said of a person, as JSON text: only what it did say, so that a new field costs old rows nothing."""

from __future__ import annotations

import json
from typing import Any

from relcadence.domain.imported import Person
from relcadence.domain.people import Reach

_NOT_SAID = ("line", "uid")


def write(person: Person) -> str:
    """The person as JSON text, without what is empty, its line and its UID."""
    said = {name: value for name, value in person._asdict().items() if value and name not in _NOT_SAID}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read(text: str, uid: str = "") -> Person:
    """The person of a JSON text written by `write`; fields it does not know are passed over."""
    said: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in Person._fields}
    lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    reach = tuple(Reach(*way) for way in said.get("reach", ()))
    return Person(**{"line": 0, "name": "", **said, **lists, "reach": reach, "uid": uid})
