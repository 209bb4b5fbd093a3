"""Topics of an article against what people care about: which of their interests it speaks to.

A topic and an interest fit where all words of one stand in the other, plural or not; scripts without spaces fit where
one holds the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from relcadence.domain.text import fold

_SPACELESS = (("\u2e80", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))


def read_topics(text: str) -> tuple[str, ...]:
    """Topics typed with commas between them, each once."""
    words = (" ".join(part.split()) for part in re.split("[,，、;；]", text))
    return tuple({fold(word): word for word in words if word}.values())


def shared(topics: Iterable[str], cares: Iterable[str]) -> tuple[str, ...]:
    """Those of the interests that one of the topics speaks to, as they are written, in their order."""
    known = [topic for topic in topics if fold(topic)]
    return tuple(dict.fromkeys(care for care in cares if any(_fit(topic, care) for topic in known)))


def _fit(topic: str, care: str) -> bool:
    one, other = fold(topic), fold(care)
    if _spaceless(one) and _spaceless(other):
        return one in other or other in one
    ours, theirs = _stems(one), _stems(other)
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def _spaceless(text: str) -> bool:
    """True for a text with a character of a script without spaces; ranges cost nothing to make, a pattern does."""
    return any(start <= each <= end for each in text for start, end in _SPACELESS)


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    """The words without the ending of a plural: leases and lease, companies and company, taxes and tax."""
    return frozenset(map(_stem, re.findall(r"\w+(?:-\w+)*", text)))


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
