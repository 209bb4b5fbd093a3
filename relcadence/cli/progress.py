"""How far long work has come: one line on stderr, on a terminal only, rewritten in place and wiped at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import TypeVar

T = TypeVar("T")
LONG = 500
STEP = 100


def progress(
    items: Iterable[T], words: str, total: int = 0, done: Callable[[], int] | None = None, *, long: int = LONG
) -> Iterator[T]:
    """The items, with a line that counts them where there are `long` many; `words` say what is being done.

    `total` is how many there are, where they cannot be counted beforehand. With `done` the share is told instead,
    of another measure (bytes), of which `total` is the whole.
    """
    total = total or (len(items) if isinstance(items, Sized) else 0)
    if total < long or not sys.stderr.isatty():
        yield from items
        return
    try:
        for number, item in enumerate(items):
            if number % STEP == 0:
                share = 100 * (done() if done else number) // total
                counted = "" if done else f" {number:,} / {total:,}"
                sys.stderr.write(f"\r{words}{counted} ({share} %)")
                sys.stderr.flush()
            yield item
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
