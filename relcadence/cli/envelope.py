"""The JSON envelope: what every command answers once --json was asked for. Its keys are a contract."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from relcadence.domain.text import harmless_json

VERSION = 1
PLAIN = (str, int, float, type(None))


def envelope(
    command: str, today: str | None, data: Any, warnings: Sequence[str], errors: Sequence[Mapping[str, Any]]
) -> str:
    """One document for one run: `data` is rows or an object; a failed run has `errors` and may lack `data`."""
    whole = {
        "version": VERSION,
        "command": command,
        "today": today,
        "data": data,
        "warnings": list(warnings),
        "errors": list(errors),
    }
    text = json.dumps(jsonable(whole), ensure_ascii=False)
    return harmless_json(text) + "\n"


def jsonable(value: Any) -> Any:
    """Plain JSON values: named tuples and dataclasses as objects, dates and instants ISO, sets sorted.

    A day that is not known is kept as "" and told as null.
    """
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _held(str(key), item) for key, item in value.items()}
    if hasattr(value, "_asdict"):
        return jsonable(value._asdict())
    if hasattr(value, "__dataclass_fields__"):
        return {key: _held(key, getattr(value, key)) for key in value.__dataclass_fields__}
    if isinstance(value, set | frozenset):
        return sorted(map(jsonable, value))
    if isinstance(value, Path):
        return str(value)
    return [jsonable(item) for item in value]


def _held(key: str, value: Any) -> Any:
    """The value of a key; a day without one is null."""
    return None if value == "" and (key == "on" or key.endswith("_on")) else jsonable(value)
