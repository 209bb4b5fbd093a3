"""A file read in pieces is the file: the same lines and text as read at once, and nothing that grows with it."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.exchange.decoding import decode
from relcadence.exchange.document import MAX_LINE, Document
from relcadence.exchange.reading import stream
from relcadence.exchange.vcard_lines import cards

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))
LINES = st.lists(TEXT, max_size=8).map("\n".join)


@given(LINES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "gb18030"]))
def test_the_text_in_pieces_is_the_text(text: str, codec: str) -> None:
    data = text.encode(codec, "replace")
    document = Document(data)
    for asked in (None, codec):
        assert "".join(document.text(document.encoding(asked))) == decode(data, asked).text


@given(st.lists(st.binary(max_size=20).filter(lambda line: b"\n" not in line), max_size=6).map(b"\n".join))
def test_the_lines_in_pieces_are_the_bytes(data: bytes) -> None:
    assert b"".join(Document(data).lines()) == data


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_line_is_never_held_longer_than_the_longest(end: bytes) -> None:
    data = b"a" + end + b"b" * (3 * MAX_LINE) + end + b"c" + end
    one, two, *_, last = Document(data).lines()
    assert one == b"a" + end
    assert MAX_LINE <= len(two) <= MAX_LINE + 1
    assert last == b"c" + end


class Endless(io.RawIOBase):
    """A file that is made as it is read, so that it stands in no memory."""

    def __init__(self, before: bytes, middle: bytes, times: int, after: bytes) -> None:
        self.parts = lambda: iter([before, *[middle] * times, after])
        self.size = len(before) + len(middle) * times + len(after)
        self.seek(0)

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        assert offset == 0
        self.left: Iterator[bytes] = self.parts()
        self.rest = b""
        return self.size if whence else 0

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while len(self.rest) < len(buffer) and (part := next(self.left, b"")):
            self.rest += part
        count = min(len(buffer), len(self.rest))
        buffer[:count], self.rest = self.rest[:count], self.rest[count:]
        return count


BEGIN = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\n"
END = b"\r\nTEL:+1 212 555 0100\r\nEND:VCARD\r\n"
HUGE = [
    ("a picture in one line", b"PHOTO;ENCODING=b:", b"QUJD" * 4096, 2000, [""]),
    ("a picture that is folded", b"PHOTO;ENCODING=b:QUJD", b"\r\n QUJDQUJD" * 100, 300, [""]),
    ("a note in one line", b"NOTE:", b"x" * 16384, 2000, ["it is larger than 256 KB"]),
    ("a note that is folded", b"NOTE:x", b"\r\n xxxxxxxx" * 100, 600, ["it is larger than 256 KB"]),
    ("very many lines", b"X-A:1", b"\r\nX-B:2" * 100, 800, ["it is larger than 256 KB"]),
]


@pytest.mark.parametrize(
    ("before", "middle", "times", "flaws"), [each[1:] for each in HUGE], ids=[each[0] for each in HUGE]
)
def test_a_card_of_any_size_passes_through_little_memory(
    before: bytes, middle: bytes, times: int, flaws: list[str]
) -> None:
    file = io.BufferedReader(Endless(BEGIN + before, middle, times, END))
    tracemalloc.start()
    try:
        found = [card.flaw for card in cards(Document(file).lines())]
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == flaws
    assert most < 8 * 1024 * 1024


def test_many_rows_pass_through_little_memory() -> None:
    header = b"Name,Email,Birthday\n"
    file = io.BufferedReader(Endless(header, b"Ann Lee,ann@x.example,1980-02-03\n" * 100, 40, b""))
    tracemalloc.start()
    try:
        count = sum(1 for _ in stream(Document(file), this_year=2026).told)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 4_000
    assert most < 3 * 1024 * 1024


BEHIND = [
    ('Name,Email\nJo,j@x.example\n"Bo,b@x.example\n' + "Al,a@x.example\n" * 30_000, ["Jo"], [3], "does not end"),
    ("Name,Email\nJo,j@x.example\nBo," + "x" * 400_000 + "\nAl,a@x.example\n", ["Jo", "Al"], [3], "over 128 KB"),
]


@pytest.mark.parametrize(("text", "names", "lines", "why"), BEHIND)
def test_a_row_without_end_takes_nobody_before_it_along(
    text: str, names: list[str], lines: list[int], why: str
) -> None:
    from relcadence.exchange.reading import read
    from relcadence.exchange.rejects import rejected

    found = read(text.encode(), this_year=2026)
    assert [person.name for person in found.people] == names
    assert [problem.line for problem in found.problems] == lines and why in found.problems[0].reason
    left_out = b"".join(rejected(Document(text.encode()), set(lines)))
    assert left_out.startswith(b"Name,Email\n") and (b"Al," in left_out) == ("Al" not in names)
