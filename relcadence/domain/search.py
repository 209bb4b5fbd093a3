"""What is typed to search, understood: words that must all occur, and filters such as `role:client level:>=3`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.text import fold
from relcadence.domain.vocabulary import ROLES, STATUSES
from relcadence.errors import say

HAS = ("email", "phone", "address", "handle", "birthday", "anniversary", "note", "promise", "level", "tag", "touch")
KEYS = ("role", "level", "tag", "silent", "has", "no", "status", "city", "org")
_EAST_ASIAN = re.compile("([\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_FILTER = re.compile(rf"({'|'.join(KEYS)}):(.+)", re.IGNORECASE | re.DOTALL)
_BETWEEN = re.compile(rf"\s+(?=(?:{'|'.join(KEYS)}):)", re.IGNORECASE)  # what quotes hold together before a filter
_COMPARED = re.compile(r"(>=|<=|=|>|<)?\s*(.+)")


class Filter(NamedTuple):
    """One condition: `level >= 3`. `sign` is = > >= < <=, and <> for "not this one"."""

    key: str
    sign: str
    value: str


class Query(NamedTuple):
    """The words looked for, each folded and spaced, and the conditions."""

    terms: tuple[str, ...]
    filters: tuple[Filter, ...]


def spaced(text: str) -> str:
    """Text as it is indexed: folded, with a space around each character of a script that writes without spaces.

    >>> spaced("Ｗáng 王丽")
    'wang 王 丽'
    """
    folded = fold(text)
    return folded if folded.isascii() else " ".join(_EAST_ASIAN.sub(r" \1 ", folded).split())


def parse(words: Iterable[str], today: date) -> Query:
    """The query of the words of a command line; one with a space in it is a phrase. ValueError for a bad filter.

    A filter begins a word of its own, inside quotes too: `>` has to be quoted in a shell.
    """
    terms, filters = [], []
    parts = (part for word in words for part in _BETWEEN.split(word))
    for word in filter(None, map(str.strip, parts)):
        if found := _FILTER.fullmatch(word):
            filters.append(_filter(found[1].lower(), found[2].strip(), today))
        elif any(map(str.isalnum, word)):
            terms.append(spaced(word.replace("\0", " ")))
    return Query(tuple(dict.fromkeys(terms)), tuple(filters))


def _filter(key: str, value: str, today: date) -> Filter:
    if key == "level":
        return _level(value)
    if key == "silent":
        return _silent(value, today)
    sign = "<>" if value.startswith("-") and len(value) > 1 else "="
    value = value.removeprefix("-") if sign == "<>" else value
    known = {"role": ROLES, "status": (*STATUSES, "any"), "has": HAS, "no": HAS}.get(key)
    value = value.casefold() if known else value
    if known and value not in known:
        raise ValueError(
            say("“{key}:{value}” is not known: it takes {known}.", key=key, value=value, known=", ".join(known))
        )
    return Filter("has", "<>" if sign == "=" else "=", value) if key == "no" else Filter(key, sign, value)


def _level(value: str) -> Filter:
    found = re.fullmatch(r"(>=|<=|=|>|<)?\s*([0-4])", value)
    if not found:
        raise ValueError(say("“level:{value}” is no level: write level:3 or level:>=3.", value=value))
    return Filter("level", found[1] or "=", found[2])


def _silent(value: str, today: date) -> Filter:
    """Silent for longer than a span: no touch since that day."""
    from relcadence.domain.dates import parse_days

    found = _COMPARED.fullmatch(value)
    sign, span = (found[1] or ">=", found[2]) if found else (">=", value)
    try:
        day = today - timedelta(days=parse_days(span))
    except (ValueError, OverflowError):
        raise ValueError(say("“silent:{value}” is no span: write silent:>60d or silent:8w.", value=value)) from None
    return Filter("silent", sign, day.isoformat())
