"""Whom does a typed name mean? Exact, then alias, then the words it begins, then any part; never one of several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from relcadence.domain.text import fold


class Named(NamedTuple):
    """A contact as the resolver sees it: one row a name or alias. `about` tells two of one name apart."""

    id: int
    name: str
    folded: str
    alias: bool
    about: str


def resolve(typed: str, known: Iterable[Named]) -> list[Named]:
    """The contacts that the typed name means: one, none, or several that are equally near."""
    wanted = fold(typed)
    words = wanted.split()
    if not words:
        return []
    ranks: dict[int, dict[int, Named]] = {}
    for one in known:
        rank = _rank(wanted, words, one)
        if rank is not None:
            ranks.setdefault(rank, {}).setdefault(one.id, one)
    return list(ranks[min(ranks)].values()) if ranks else []


def _rank(wanted: str, words: list[str], one: Named) -> int | None:
    if one.folded == wanted:
        return 1 if one.alias else 0
    parts = one.folded.split()
    if all(any(part.startswith(word) for part in parts) for word in words):
        return 2
    return 3 if all(word in one.folded for word in words) else None
