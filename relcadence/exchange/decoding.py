"""Bytes of any origin to text, and what kind of file they are. A file is known by its content, never by its name."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

from relcadence.errors import BadInput, UsageProblem, say

MAX_FILE = 50 * 1024 * 1024
BLANK = b" \t\r\n\0\xef\xbb\xbf\xff\xfe"  # what a file without content may hold
SAMPLE = 200_000  # bytes that tell an encoding
_IMPOSSIBLE = re.compile("[\ud800-\udfff\0]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")  # office files, new and old
_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "gb18030": "GB 18030",
}
# letters and marks that Western European text has in its upper half; the rest of the code page points elsewhere
_WESTERN = re.compile(
    rb"[\x80\x82\x84\x85\x8a\x8c\x8e\x91-\x97\x99\x9a\x9c\x9e-\xa1\xa3\xa7-\xab\xad\xb0\xb4-\xb7\xba\xbb\xbf-\xff]"
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_COMMON_HANZI = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")


class Decoded(NamedTuple):
    """Text and the name of the encoding it was read as, in words for the user."""

    text: str
    encoding: str


class Encoding(NamedTuple):
    """How bytes become text: as one codec, or line by line as UTF-8 and, where that fails, as `codec`."""

    codec: str
    name: str
    errors: str = "strict"
    by_line: bool = False

    def line(self, data: bytes) -> str:
        """One line that is UTF-8, else of the codec."""
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode(self.codec, "replace")


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file: the encoding that was asked for, else its byte order mark, else what its bytes allow.

    NUL and lone surrogates, which no field can hold, are left out.
    """
    found = find_encoding(data[:SAMPLE], [data], encoding)
    if found.by_line:
        text = "".join(map(found.line, data.splitlines(keepends=True)))
    else:
        text = data.decode(found.codec, found.errors)
    return Decoded(possible(text), found.name)


def find_encoding(sample: bytes, chunks: Iterable[bytes], asked: str | None = None) -> Encoding:
    """How to read bytes that begin with `sample`; BadInput, UsageProblem where they are not what was asked for."""
    if asked:
        _refuse_undecodable(chunks, asked)
        return Encoding(asked, asked)
    if name := _by_mark(sample) or _by_zeros(sample):
        return Encoding(name, _NAMES[name], "ignore")
    if _is_utf8(chunks):
        return Encoding("utf-8", "UTF-8", "ignore")
    guess = guess_encoding(sample)
    if _is_mostly_utf8(sample):
        name = say("UTF-8 mixed with {encoding}", encoding=encoding_name(guess))
        return Encoding(guess, name, "replace", by_line=True)
    return Encoding(guess, encoding_name(guess), "replace")


def _is_utf8(chunks: Iterable[bytes]) -> bool:
    """Whether all of it is, save a last character that was cut off."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_undecodable(chunks: Iterable[bytes], encoding: str) -> None:
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        for chunk in chunks:
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except LookupError:
        raise UsageProblem(
            say("“{encoding}” is not an encoding.", encoding=encoding),
            "Common ones are utf-8, cp1252, gb18030 and utf-16.",
        ) from None
    except (UnicodeError, ValueError, TypeError):
        raise BadInput(
            say("The file cannot be read as {encoding}.", encoding=encoding),
            "Leave the encoding out and it is found.",
        ) from None


def encoding_name(codec: str) -> str:
    """The name people know an encoding by."""
    return _NAMES.get(codec, codec)


def guess_encoding(data: bytes) -> str:
    """The codec of bytes that are not UTF-8: Chinese and Western text at sight, the rest by statistics."""
    sample = data[:SAMPLE]
    if name := encoding_at_sight(sample):
        return name
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best and not best.encoding.startswith("utf") else "cp1252"


def encoding_at_sight(sample: bytes) -> str:
    """`gb18030` or `cp1252` where the bytes leave little doubt, else ""."""
    runs = _HIGH_RUN.findall(sample)
    high = sum(map(len, runs))
    if high and 2 * sum(len(_COMMON_HANZI.findall(run)) for run in runs) >= 0.75 * high:
        return "gb18030"
    is_western = len(_WESTERN.findall(sample)) == high and max(map(len, runs), default=0) <= 3
    return "cp1252" if is_western else ""


def sniff(data: bytes) -> str:
    """What kind of file this is: `empty`, `vcard`, `ics`, `json`, `html`, `binary` or `text` (a table, perhaps).

    >>> sniff(b"BEGIN:VCARD")
    'vcard'
    """
    if data.startswith(_PACKED):
        return "binary"
    name = _by_mark(data) or _by_zeros(data)
    if not name and (b"\0" in data[:8192] or _is_mostly_control(data[:8192])):
        return "binary"
    start = data[:4096].decode(name or "latin-1", "ignore").lstrip("\ufeff \t\r\n\0")
    if not start:
        return "empty" if not data.strip(BLANK) else "binary"
    head = start[:200].casefold()
    for opening, kind in (("begin:vcard", "vcard"), ("begin:vcalendar", "ics")):
        if head.startswith(opening):
            return kind
    if re.match(r"<(!doctype|html|head|\?xml|!--)", head):
        return "html"
    return "json" if re.match(r'(\{\s*["}]|\[\s*[{\]"])', head) else "text"


def _by_mark(data: bytes) -> str:
    return next((name for mark, name in _MARKS if data.startswith(mark)), "")


def _by_zeros(data: bytes) -> str:
    """UTF-16 without a mark shows as a zero in every second byte of its plain letters."""
    head = data[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) / 6 or min(even, odd) > max(even, odd) / 20:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_mostly_control(head: bytes) -> bool:
    control = sum(1 for byte in head if byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1b")
    return control > len(head) / 10


def _is_mostly_utf8(data: bytes) -> bool:
    text = data[:SAMPLE].decode("utf-8", "surrogateescape")
    bad = sum(1 for char in text if "\udc80" <= char <= "\udcff")
    good = sum(1 for char in text if char > "\x7f") - bad
    return good >= 4 * bad


def possible(text: str) -> str:
    """The text without NUL and lone surrogates."""
    return text if text.isascii() and "\0" not in text else _IMPOSSIBLE.sub("", text)
