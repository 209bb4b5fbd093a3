"""Blocks as plain text and on a terminal."""

import io
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.cli.render import Blank, Block, Fields, Grid, Heading, Line, plain, show
from relcadence.domain.text import clean, display_width

PAGE: list[Block] = [
    Heading("To reach"),
    Grid(
        ["", "who", "last", "days"],
        [
            ["F12", "王芳 [VIP]", "call", "12"],
            ["F3", "José [/x] :smile: \x1b[31m", "", "7"],
            ["P101", "A name that is long enough to be cut where tables cut", "lunch\nout", "123"],
        ],
        right={3},
    ),
    Blank(),
    Line("Two more\ntomorrow."),
    Heading("王芳"),
    Fields([("roles", "client"), ("介绍人", "Li\nWei")]),
]


def test_plain() -> None:
    assert plain(PAGE) == dedent("""\
        To reach
        --------
              who                                                    last       days
        ----  -----------------------------------------------------  ---------  ----
        F12   王芳 [VIP]                                             call         12
        F3    José [/x] :smile: \ufffd[31m                                              7
        P101  A name that is long enough to be cut where tables cut  lunch out   123

        Two more
        tomorrow.

        王芳
        ----
        roles   client
        介绍人  Li
                Wei
        """)


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ([], ""),
        ([Blank(), Line("a"), Blank(), Blank(), Heading("b"), Blank()], "a\n\nb\n-\n\n"),
        ([Grid([], [["a", "b"], ["ccc"]])], "a    b\nccc\n"),
        ([Grid(["one"], [])], "one\n---\n"),
        ([Grid([], []), Fields([])], ""),
        ([Line("")], "\n"),
    ],
)
def test_plain_corners(blocks: list[Block], text: str) -> None:
    assert plain(blocks) == text


ROWS = st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=6)


@given(ROWS)
def test_columns_line_up_and_nothing_is_cut(rows: list[list[str]]) -> None:
    lines = plain([Grid(["a", "b", "c"], rows)]).splitlines()
    widths = [max(1, *(display_width(clean(row[at])) for row in rows), 1) for at in range(3)]
    for line, row in zip(lines[2:], rows, strict=True):
        cells = [
            clean(cell) + " " * (width - display_width(clean(cell))) for cell, width in zip(row, widths, strict=True)
        ]
        assert line == "  ".join(cells).rstrip()


def _on_terminal(blocks: list[Block], width: int) -> str:
    stream = io.StringIO()
    show(blocks, stream, terminal=True, width=width)
    return stream.getvalue()


def test_a_terminal_is_not_a_pipe() -> None:
    stream = io.StringIO()
    show(PAGE, stream, terminal=False, width=20)
    assert stream.getvalue() == plain(PAGE)


@settings(max_examples=30)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), st.integers(20, 60))
def test_a_narrow_terminal_wraps_and_cuts_nothing(name: str, width: int) -> None:
    page: list[Block] = [Line(name), Grid(["", "name"], [["F1", name]]), Fields([("name", name)])]
    shown = _on_terminal(page, width)
    assert all(display_width(line) <= width for line in shown.splitlines() if line.isascii())
    assert shown.count("…") == 3 * name.count("…")
    letters = [char for char in clean(name) if not char.isspace()]
    for char in set(letters):
        assert shown.count(char) >= 3 * letters.count(char)


def test_hostile_names_stay_text_on_a_terminal() -> None:
    name = "[bold]x[/bold] [/x] :smile: \x1b]52;c;aGk=\x07 \u202e"
    shown = _on_terminal([Line(name), Grid([], [[name]]), Fields([("a", name)]), Heading(name)], 100)
    assert shown.count("[bold]x[/bold] [/x] :smile: \ufffd]52;c;aGk=\ufffd \ufffd") == 4
    assert "\x1b" not in shown


@pytest.mark.parametrize(("no_color", "coloured"), [("1", False), ("", True)])
def test_colour_only_where_wanted(monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert ("\x1b[33m" in _on_terminal([Line("late", "yellow")], 60)) is coloured
