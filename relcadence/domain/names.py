"""Whom does a typed name mean? Exact, then alias, then the words it begins, then any part; never one of several.

Chinese names are found by their sound too, where nothing else fits: `wangfang`, `fang` and `wf` are 王芳.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from relcadence.domain.text import fold

HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003134f]{2,6}")
MOST_READINGS = 12
NEAR = 76.0  # of a hundred: one letter of five wrong, two of nine
UMLAUTS = {"lv": ("lv", "lu", "lyu"), "nv": ("nv", "nu", "nyu"), "lve": ("lve", "lue"), "nve": ("nve", "nue")}


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


def sounds(name: str) -> set[str]:
    """How a Chinese name is typed by its sound: the pinyin and its initials, of the whole name and of the given name.

    A character that is read in several ways counts with each, the surname first of all. Empty for any other name.
    """
    if not HAN.fullmatch(name.replace(" ", "").replace("·", "")):
        return set()
    return {sound for spoken in _readings(name) for sound in _typed(spoken)}


def _readings(name: str) -> Iterator[tuple[str, ...]]:
    """The syllables of a name, once for each way to read it."""
    surname, *given = [ways for char in name for ways in _ways(char)]
    return islice(product(surname, *(islice(each, 2) for each in given)), MOST_READINGS)


@lru_cache(maxsize=5000)
def _ways(char: str) -> tuple[tuple[str, ...], ...]:
    """How a character is read: one tuple of syllables, or none for what is no Chinese character."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # five times as quick to load, and names are in no phrase book
    from pypinyin import Style, pinyin

    return tuple(
        tuple(dict.fromkeys(way for each in readings for way in UMLAUTS.get(each, (each,))))
        for readings in pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    )


def _typed(syllables: tuple[str, ...]) -> Iterator[str]:
    given = syllables[1:]
    yield "".join(syllables)
    yield "".join(given)
    yield "".join(each[0] for each in syllables)
    if len(given) > 1:
        yield "".join(each[0] for each in given)


def near_names(typed: str, known: Iterable[Named], most: int = 3) -> list[str]:
    """The names that a slip of the fingers may have meant, the nearest first: as a whole, or one word of them."""
    from rapidfuzz import fuzz

    wanted = fold(typed)
    likeness: dict[str, float] = {}
    for each in known:
        best = max(fuzz.ratio(wanted, part, score_cutoff=NEAR) for part in (each.folded, *each.folded.split()))
        likeness[each.name] = max(best, likeness.get(each.name, 0))
    near = sorted((name for name, best in likeness.items() if best), key=lambda name: (-likeness[name], name))
    return near[:most]
