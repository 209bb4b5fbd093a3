"""A file read piece by piece, as often as asked, so that memory does not grow with it: its bytes, lines and text.

One rule: no line is held longer than MAX_LINE; the rest of a longer one is passed over, so that the reader sees a
line that cannot be whole.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from relcadence.exchange.decoding import SAMPLE, Encoding, find_encoding, possible

MAX_LINE = 300 * 1024
_CHUNK = 1 << 20


class Document:
    """A file that can be gone to the start of again."""

    def __init__(self, source: bytes | BinaryIO) -> None:
        self.file: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source

    def head(self, size: int) -> bytes:
        """The first bytes."""
        self.file.seek(0)
        return self.file.read(size)

    def whole(self) -> bytes:
        """All bytes at once, for what cannot be read in pieces."""
        self.file.seek(0)
        return self.file.read()

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self.file.seek(0, io.SEEK_END)

    def chunks(self) -> Iterator[bytes]:
        """The bytes in pieces of a megabyte."""
        self.file.seek(0)
        while chunk := self.file.read(_CHUNK):
            yield chunk

    def encoding(self, asked: str | None = None) -> Encoding:
        """How its bytes become text; BadInput, UsageProblem where they are not what was asked for."""
        return find_encoding(self.head(SAMPLE), self.chunks(), asked)

    def lines(self) -> Iterator[bytes]:
        """The lines with their ends (LF, or CR in a file without any LF)."""
        if any(b"\n" in chunk for chunk in self.chunks()):
            self.file.seek(0)
            readline = self.file.readline
            while line := readline(MAX_LINE):
                yield line
                if len(line) == MAX_LINE:
                    self._pass_over(line)
        else:
            yield from _parted(self.chunks())

    def _pass_over(self, line: bytes) -> None:
        """Go to the end of a line that was not read whole."""
        while len(line) == MAX_LINE and not line.endswith(b"\n"):
            line = self.file.readline(MAX_LINE)

    def text(self, encoding: Encoding) -> Iterator[str]:
        """The lines as text with their ends (LF, CR or both), without NUL and lone surrogates."""
        lines = self._by_lines(encoding) if encoding.by_line else self._decoded(encoding)
        for line in lines:
            yield possible(line)

    def _by_lines(self, encoding: Encoding) -> Iterator[str]:
        for line in self.lines():
            yield from io.StringIO(encoding.line(line), newline="")

    def _decoded(self, encoding: Encoding) -> Iterator[str]:
        self.file.seek(0)
        reader = io.TextIOWrapper(self.file, encoding.codec, errors=encoding.errors, newline="")
        try:
            while line := reader.readline(MAX_LINE):
                yield line
                while len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
                    line = reader.readline(MAX_LINE)
        finally:
            reader.detach()


def _parted(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Lines that end in CR."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\r")
        yield from (line[:MAX_LINE] + b"\r" for line in lines)
        rest = rest[:MAX_LINE]
    if rest:
        yield rest
