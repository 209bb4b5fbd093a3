"""Handing a document out: to stdout, or into a file that is written beside and renamed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from relcadence.cli.progress import progress
from relcadence.cli.render import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from relcadence.cli.context import Context

T = TypeVar("T")


def counted(context: Context, output: str, items: Iterable[T], total: int = 0) -> Iterable[T]:
    """The items on their way out, with a line that counts them, unless `output` is the terminal itself."""
    if output == "-" and context.terminal:
        return items
    return progress(items, context.translate("Writing"), total)


def deliver(context: Context, output: str, write: Callable[[BinaryIO], Any], count: int) -> None:
    """Have `write` fill stdout (`-`) or the file named, and say how many entries it holds.

    A file whose content would stay the same is not touched.
    """
    if output == "-":
        sys.stdout.flush()
        context.pour(b"")
        write(sys.stdout.buffer)
        return
    from relcadence.exchange.files import write_beside

    path = Path(output)
    written = write_beside(path, write)
    data: dict[str, Any] = {"path": str(path), "written": written, "count": count}
    context.answer(data, [Line(written_words(context, **data))])


def written_words(context: Context, *, path: str, written: bool, count: int) -> str:
    """What is said of one file."""
    _ = context.translate
    if written:
        return _("Wrote {count} entries to {path}.", count=count, path=path)
    return _("{path} is as it was: {count} entries, none changed.", count=count, path=path)
