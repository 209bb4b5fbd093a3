"""What the pictures of the terminal share: one picture with its data, its table and its blocks; shades and bars.

One rule: every picture has a figure beside it, so that none is told by colour or shade alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from relcadence.cli.render import Block, Heading

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.domain.statistics import Span

FINE = ("·", "░", "▒", "▓", "█")
COARSE = ("-", ".", ":", "*", "#")
BAR, SHORTEST = 24, 6


class Asked(NamedTuple):
    """What is asked: the span, and how many rows of a long list are shown (None: all)."""

    span: Span
    most: int | None = None


class Picture(NamedTuple):
    """One picture: `data` for JSON, `columns` and `rows` for CSV, `blocks` made only where they are shown."""

    key: str
    title: str
    data: Any
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    blocks: Callable[[], list[Block]]


def show(context: Context, picture: Picture, *, csv: bool) -> None:
    """Answer with one picture: as a table of commas, as JSON, or drawn."""
    if csv and not context.json:
        context.pour(table(picture.columns, picture.rows))
        return
    context.answer(picture.data, picture.blocks)


def show_all(context: Context, pictures: Sequence[Picture], *, csv: bool) -> None:
    """Answer with several pictures; as a table each figure has a line of its own."""
    if csv and not context.json:
        rows = [
            (picture.key, row[0], column, cell)
            for picture in pictures
            for row in picture.rows
            for column, cell in zip(picture.columns[1:], row[1:], strict=True)
        ]
        context.pour(table(("picture", "row", "figure", "value"), rows))
        return
    context.answer({each.key: each.data for each in pictures}, lambda: _headed(pictures))


def _headed(pictures: Sequence[Picture]) -> list[Block]:
    return [block for each in pictures for block in (Heading(each.title), *each.blocks())]


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table with commas, harmless to spreadsheet programs. A number stays a number, below zero too."""
    from relcadence.exchange.spreadsheet_writer import line

    return b"".join(line(["" if cell is None else _cell(cell) for cell in row]) for row in (columns, *rows)).decode()


def _cell(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def room(context: Context, taken: int, widest: int = BAR) -> int:
    """How long bars may be where the rest of their row takes so many columns; a pipe has room for all."""
    return widest if context.columns is None else min(widest, max(SHORTEST, context.columns - taken))


def bar(number: float, most: float, width: int = BAR) -> str:
    """A bar for a number where `most` is the longest; whatever is more than nothing can be seen."""
    if not number or not most:
        return ""
    return "█" * max(1, round(width * number / most))


def shades() -> Sequence[str]:
    """Five shades from none to full that the output has signs for."""
    try:
        "".join(FINE).encode(sys.stdout.encoding or "ascii")
    except (UnicodeError, LookupError):
        return COARSE
    return FINE


def shade(number: int, most: int, known: Sequence[str]) -> str:
    """The shade of a number where `most` is the darkest."""
    return known[-(-number * (len(known) - 1) // most) if most else 0]
