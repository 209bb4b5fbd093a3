"""How far long work has come: one line on stderr, on a terminal only, rewritten in place and wiped at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

T = TypeVar("T")
LONG = 500
STEP = 100


def progress(items: Iterable[T], words: str) -> Iterator[T]:
    """The items, with a line that counts them where there are many; `words` say what is being done."""
    total = len(items) if isinstance(items, Sized) else 0
    if total < LONG or not sys.stderr.isatty():
        yield from items
        return
    try:
        for done, item in enumerate(items):
            if done % STEP == 0:
                sys.stderr.write(f"\r{words} {done:,} / {total:,} ({100 * done // total} %)")
                sys.stderr.flush()
            yield item
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
