"""Blocks of text on their way to the eye: the only room that knows Rich, which it loads only for a terminal.

One rule: every text is made harmless here, and none is cut.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, TextIO

from relcadence.domain.text import clean, display_width, pad

if TYPE_CHECKING:
    from rich.console import RenderableType


class Heading(NamedTuple):
    """The title of what follows; it brings its own empty line above."""

    text: str


class Line(NamedTuple):
    """A line or paragraph; `style` is a style of Rich (`dim`, `bold`, `yellow`), seen on a terminal only."""

    text: str
    style: str = ""


class Fields(NamedTuple):
    """Labels with their values, the values aligned; a value may have several lines."""

    rows: Sequence[tuple[str, str]]


class Grid(NamedTuple):
    """A table. `columns` are the titles (none: no title row), `right` the columns set to the right edge."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Collection[int] = ()


class Entry(NamedTuple):
    """An item of a list in two lines: its handle and title with what stands behind it, and below it the details."""

    handle: str
    title: str
    behind: str = ""
    details: str = ""


class Blank(NamedTuple):
    """One empty line, where there is none yet."""


Block = Heading | Line | Fields | Grid | Entry | Blank
GAP = "  "
INDENT = 6


def plain(blocks: Iterable[Block]) -> str:
    """The blocks as plain text for a pipe: no colour, columns aligned by display width, no trailing blanks."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Heading | Blank):
            if lines and lines[-1]:
                lines.append("")
            if isinstance(block, Heading):
                title = clean(block.text)
                lines += [title, "-" * display_width(title)]
        else:
            lines += _plain_lines(block)
    return "".join(f"{line}\n" for line in lines)


def _plain_lines(block: Line | Fields | Grid | Entry) -> list[str]:
    if isinstance(block, Entry):
        return [line.rstrip() for line in _entry_lines(block) if line]
    if isinstance(block, Line):
        return [line.rstrip() for line in clean(block.text, lines=True).split("\n")]
    if isinstance(block, Fields):
        return _aligned([row for label, value in block.rows for row in _field(label, value)])
    rows = [[clean(cell) for cell in row] for row in block.rows]
    if not block.columns:
        return _aligned(rows, block.right)
    titles = [clean(title) for title in block.columns]
    widths = _widths([titles, *rows])
    return _aligned([titles, ["-" * width for width in widths], *rows], block.right)


def _entry_lines(entry: Entry) -> tuple[str, str]:
    """The two lines of an entry; the second is empty where there are no details."""
    title = GAP.join(filter(None, (clean(entry.title), clean(entry.behind))))
    details = clean(entry.details)
    return f"{pad(clean(entry.handle), INDENT)}{title}", details and " " * INDENT + details


def _field(label: str, value: str) -> list[list[str]]:
    first, *more = clean(value, lines=True).split("\n")
    return [[clean(label), first], *(["", line] for line in more)]


def _aligned(rows: list[list[str]], right: Collection[int] = ()) -> list[str]:
    widths = _widths(rows)
    return [
        GAP.join(pad(cell, widths[at], right=at in right) for at, cell in enumerate(row)).rstrip() for row in rows
    ]


def _widths(rows: Iterable[Sequence[str]]) -> list[int]:
    return [max(map(display_width, column)) for column in zip_longest(*rows, fillvalue="")]


def show(blocks: Iterable[Block], stream: TextIO, *, terminal: bool, width: int) -> None:
    """Write the blocks: plain text to a pipe, Rich to a terminal of that many columns."""
    stream.write(rich(blocks, stream, width) if terminal else plain(blocks))


def rich(blocks: Iterable[Block], stream: TextIO, width: int) -> str:
    """The blocks as the terminal behind `stream` shows them, with what it takes for colour."""
    from rich.console import Console

    # With a height besides, Rich keeps the width on a dumb terminal too.
    console = Console(file=stream, width=width, height=25, highlight=False, markup=False, emoji=False)
    above = True
    with console.capture() as captured:
        for block in blocks:
            if isinstance(block, Heading | Blank) and not above:
                console.print()
            above = isinstance(block, Blank)
            if not above:
                console.print(_renderable(block), overflow="fold", soft_wrap=False)
    return captured.get()


def _renderable(block: Block) -> "RenderableType":
    from rich.text import Text

    if isinstance(block, Heading):
        return Text(clean(block.text), style="bold")
    if isinstance(block, Line):
        return Text(clean(block.text, lines=True), style=block.style)
    if isinstance(block, Entry):
        return _rich_entry(block)
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    if isinstance(block, Fields):
        table.add_column(style="dim", overflow="fold")
        table.add_column(overflow="fold")
        for label, value in block.rows:
            table.add_row(Text(clean(label)), Text(clean(value, lines=True)))
    elif isinstance(block, Grid):
        table.show_header = bool(block.columns)
        for at in range(max(map(len, [block.columns, *block.rows]))):
            title = clean(block.columns[at]) if at < len(block.columns) else ""
            side = "right" if at in block.right else "left"
            table.add_column(Text(title), justify=side, overflow="fold", header_style="dim")  # type: ignore[arg-type]
        for row in block.rows:
            table.add_row(*(Text(clean(cell)) for cell in row))
    return table


def _rich_entry(entry: Entry) -> "RenderableType":
    """An entry whose lines hang under its title, however narrow the terminal is."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 0))
    table.add_column(width=INDENT, no_wrap=True, style="cyan")
    table.add_column(overflow="fold")
    words = Text(clean(entry.title), style="bold")
    words.append(GAP + clean(entry.behind) if entry.behind else "", style="not bold")
    if entry.details:
        words.append("\n" + clean(entry.details), style="not bold dim")
    table.add_row(Text(clean(entry.handle)), words)
    return table
