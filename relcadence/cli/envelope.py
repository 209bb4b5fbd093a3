"""The JSON envelope: what every command answers once --json was asked for. Its keys are a contract."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

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
    return (text if text.isascii() else _harmless(text)) + "\n"


def _harmless(text: str) -> str:
    """The same document with what a terminal would obey written as escapes, and lone surrogates as U+FFFD."""
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    obeyed = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
    return re.sub(obeyed, lambda match: f"\\u{ord(match[0]):04x}", text)


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
