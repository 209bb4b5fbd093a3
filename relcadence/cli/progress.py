"""How far long work has come: one line on stderr, on a terminal only, rewritten in place and wiped at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from threading import Event

T = TypeVar("T")
LONG = 500
STEP = 100
WIPED = "\r\x1b[K"


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
    step = STEP if done else max(STEP, total // 200)
    try:
        for number, item in enumerate(items):
            if number % step == 0:
                share = 100 * (done() if done else number) // total
                counted = "" if done else f" {number:,} / {total:,}"
                _put(f"\r{words}{counted} ({share} %)")
            yield item
    finally:
        _put(WIPED)


@contextmanager
def working(words: str, every: float = 1) -> Iterator[None]:
    """A line with the seconds gone by while the block runs, from the first second on: for work that has no count.

    Nothing is to be asked or said inside. `every` is how many seconds lie between two lines.
    """
    if not sys.stderr.isatty():
        yield
        return
    from threading import Event, Thread

    over = Event()
    teller = Thread(target=_tell, args=(words, every, over), daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def _tell(words: str, every: float, over: Event) -> None:
    gone = 0.0
    while not over.wait(every):
        gone += every
        _put(f"\r{words} … {gone:.0f} s")
    if gone:
        _put(WIPED)


def _put(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
