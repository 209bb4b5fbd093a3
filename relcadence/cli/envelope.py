"""The JSON envelope: what every command answers once --json was asked for. Its keys are a contract."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from relcadence.domain.text import harmless_json

VERSION = 1
HERE = "\0rows\0"  # the place of rows that come one by one
PLAIN = (str, int, float, type(None))


def envelope(
    command: str, today: str | None, data: Any, warnings: Sequence[str], errors: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """One document for one run: `data` is rows or an object; a failed run has `errors` and may lack `data`.

    It comes in pieces: rows that an iterator in `data` gives are not all held at once.
    """
    whole = {
        "version": VERSION,
        "command": command,
        "today": today,
        "data": data,
        "warnings": list(warnings),
        "errors": list(errors),
    }
    streams: list[Iterator[Any]] = []
    text = _text(jsonable(whole, streams))
    first, *others = text.split(_text(HERE)) if streams else [text]
    yield first
    for rows, text in zip(streams, others, strict=True):
        opening = "["
        for row in rows:
            yield opening + _text(jsonable(row))
            opening = ", "
        yield ("[]" if opening == "[" else "]") + text
    yield "\n"


def _text(value: Any) -> str:
    return harmless_json(json.dumps(value, ensure_ascii=False))


def jsonable(value: Any, streams: list[Iterator[Any]] | None = None) -> Any:
    """Plain JSON values: named tuples and dataclasses as objects, dates and instants ISO, sets sorted.

    A day that is not known is kept as "" and told as null. Iterators are put into `streams`, with HERE in their
    place; without it they are lists.
    """
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _held(str(key), item, streams) for key, item in value.items()}
    if hasattr(value, "_asdict"):
        return jsonable(value._asdict(), streams)
    if hasattr(value, "__dataclass_fields__"):
        return {key: _held(key, getattr(value, key), streams) for key in value.__dataclass_fields__}
    if isinstance(value, set | frozenset):
        return sorted(map(jsonable, value))
    if isinstance(value, Path):
        return str(value)
    if streams is not None and isinstance(value, Iterator):
        streams.append(value)
        return HERE
    return [jsonable(item, streams) for item in value]


def _held(key: str, value: Any, streams: list[Iterator[Any]] | None) -> Any:
    """The value of a key; a day without one is null."""
    return None if value == "" and (key == "on" or key.endswith("_on")) else jsonable(value, streams)
