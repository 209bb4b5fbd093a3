"""The JSON envelope: what every command answers once --json was asked for. Its keys are a contract."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from relcadence.domain.text import harmless_json

VERSION = 1


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
    """Plain JSON values: named tuples and dataclasses as objects, dates and instants ISO, sets sorted."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in value.items()}
    if hasattr(value, "_asdict"):
        return {key: jsonable(item) for key, item in value._asdict().items()}
    if hasattr(value, "__dataclass_fields__"):
        return {key: jsonable(getattr(value, key)) for key in value.__dataclass_fields__}
    if isinstance(value, set | frozenset):
        return sorted(map(jsonable, value))
    if isinstance(value, Path):
        return str(value)
    return [jsonable(item) for item in value]
