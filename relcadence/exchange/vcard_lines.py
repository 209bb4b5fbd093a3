"""The grammar of vCards, 2.1 to 4.0: bytes to cards, lines and values.

The rule: nothing a card holds costs more than its length. Pictures, sounds and keys are dropped as they pass; lines
are unfolded as bytes, since a fold may cut a character in two. (The pattern of the usual library takes time that
doubles with each parameter of a line without a colon.)
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from relcadence.errors import say
from relcadence.exchange.decoding import encoding_at_sight
from relcadence.exchange.document import MAX_LINE

MAX_CARD = 256 * 1024
COMMON_HEAD = 200  # octets of a head that is worth remembering
_BULKY = re.compile(rb"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-ABCROP-RECTANGLE)[;:]", re.IGNORECASE)
_BEGIN = re.compile(rb"(?:[\w-]+\.)?BEGIN[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE)
_END = re.compile(rb"(?:[\w-]+\.)?END[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE)
_AGENT = re.compile(rb"(?:[\w-]+\.)?AGENT[;:]", re.IGNORECASE)
_QUOTED_PRINTABLE = re.compile(rb"[^:]*;(?:[\w-]+=)?QUOTED-PRINTABLE[;:]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CARET = re.compile(r"\^([n'^])")
_QP_PARAMS = re.compile(r";(?:ENCODING=)?QUOTED-PRINTABLE|;CHARSET=[^;:]*", re.IGNORECASE)
_CHARSET = re.compile(
    r"(iso-?8859-\d+|(windows|cp)-?\d+|latin-?\d|gb\w+|big5|shift_?jis|euc-\w+|iso-2022-\w+|koi8-\w|utf-?16\w*)",
    re.IGNORECASE,
)


class Card(NamedTuple):
    """The unfolded lines between BEGIN and END; `flaw` says why the card is broken, "" for a whole one."""

    number: int
    lines: list[bytes]
    flaw: str = ""

    @property
    def raw(self) -> bytes:
        """The card as bytes that can be put into a file again (pictures left out)."""
        end = [] if self.flaw else [b"END:VCARD"]
        return b"\r\n".join([b"BEGIN:VCARD", *self.lines, *end, b""])[:MAX_CARD]


class Line(NamedTuple):
    """One property: `types` are its TYPE values and bare parameters, lower case; `value` is not yet unescaped."""

    group: str
    name: str
    types: frozenset[str]
    params: Mapping[str, str]
    value: str
    head: str

    @property
    def raw(self) -> str:
        """The line as it can be written again."""
        value = self.value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
        return f"{_QP_PARAMS.sub('', self.head)}:{value}"


def cards(lines: Iterable[bytes]) -> Iterator[Card]:
    """The cards in the lines of a file, broken ones with their flaw. A card inside another (AGENT) is passed over."""
    held: list[bytes] | None = None
    number, depth, size, previous = 0, 0, 0, b""
    for line in logical_lines(lines):
        if _BEGIN.fullmatch(line):
            if held is not None and _AGENT.match(previous):
                depth += 1
            else:
                if held is not None:
                    yield Card(number, held, say("it has no END:VCARD before the next card begins"))
                number, depth, size, held = number + 1, 0, 0, []
        elif held is None:
            continue
        elif _END.fullmatch(line):
            if depth:
                depth -= 1
            else:
                too_large = say("it is larger than {size} KB", size=MAX_CARD // 1024)
                yield Card(number, held, too_large if size > MAX_CARD else "")
                held = None
        elif not depth:
            size += len(line)
            if size <= MAX_CARD:
                held.append(line)
        previous = line
    if held is not None:
        yield Card(number, held, say("the file ends before its END:VCARD"))


def logical_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The unfolded lines, without blank ones and without pictures, sounds and keys; none endless."""
    parts: list[bytes] = []
    soft = dropping = False
    size = 0
    for physical in lines:
        line = physical.rstrip(b"\r\n")
        if soft:
            size += len(line)
            parts += [line] if size <= MAX_LINE else []
        elif line[:1] in (b" ", b"\t"):
            if not dropping:
                size += len(line)
                parts += [line[1:]] if size <= MAX_LINE else []
            continue
        elif dropping and line and b":" not in line:
            continue  # base64 that was not indented
        else:
            if parts:
                yield b"".join(parts)
            dropping = bool(_BULKY.match(line))
            parts, size = [line] if line and not dropping else [], len(line)
        soft = bool(parts) and line.endswith(b"=") and bool(_QUOTED_PRINTABLE.match(parts[0]))
        if soft and parts[-1].endswith(b"="):
            parts[-1] = parts[-1][:-1]
    if parts:
        yield b"".join(parts)


def read_line(line: bytes, other: str = "cp1252") -> Line | None:
    """One property taken apart; None for a line that is none. `other` is the codec of what is not UTF-8."""
    head, value = _split_head(line)
    if value is None:
        return None
    parsed = _known_head(head) if len(head) < COMMON_HEAD else _head(head)
    if parsed is None:
        return None
    group, name, types, params, text, codec = parsed
    return Line(group, name, types, params, _decoded(value, codec, other), text)


class _Head(NamedTuple):
    """What stands before the value. `codec` is that of the value, `qp` before it where it is quoted-printable."""

    group: str
    name: str
    types: frozenset[str]
    params: Mapping[str, str]
    text: str
    codec: str


def _head(data: bytes) -> _Head | None:
    """A head taken apart; None where it is none."""
    text = data.decode("utf-8", "replace")
    words = _split_outside_quotes(text, ";")
    group, _, name = words[0].strip().rpartition(".")
    if not name or not name.replace("-", "").replace("_", "").isalnum():
        return None
    types: set[str] = set()
    params: dict[str, str] = {}
    for word in words[1:]:
        key, equals, told = word.partition("=")
        told = told if equals else key
        told = _CARET.sub(lambda found: {"n": "\n", "'": '"'}.get(found[1], "^"), told) if "^" in told else told
        if not equals or key.upper() == "TYPE":
            types.update(told.replace('"', "").lower().split(","))
        else:
            params[key.strip().upper()] = told.strip('"')
    charset = params.get("CHARSET", "")
    codec = charset if _CHARSET.fullmatch(charset) else "utf-8"
    quoted = "quoted-printable" in types or params.get("ENCODING", "").lower() == "quoted-printable"
    name = name.upper().replace("_", "-")
    return _Head(group, name, frozenset(types), params, text, f"qp {codec}" if quoted else codec)


_known_head = lru_cache(maxsize=512)(_head)  # a file has few different ones


def unescaped(value: str) -> str:
    """A text value as it was meant: `\\n` is a line break, `\\,` a comma."""
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def fields(value: str, separator: str = ";") -> list[str]:
    """The fields of a structured value, split where the separator is not escaped."""
    if "\\" not in value:
        return value.split(separator)
    parts = re.findall(rf"((?:\\.|[^\\{separator}]|\\$)*)(?:{separator}|$)", value, re.DOTALL)
    return [unescaped(part) for part in parts[:-1] or parts]


def _split_head(line: bytes) -> tuple[bytes, bytes | None]:
    """What stands before the first colon outside quotes, and the value after it (None without a colon)."""
    head, colon, value = line.partition(b":")
    if b'"' in head:
        at = 0
        for number, part in enumerate(line.split(b'"')):
            if number % 2 == 0 and b":" in part:
                at += part.index(b":")
                return line[:at], line[at + 1 :]
            at += len(part) + 1
    return head, value if colon else None


def _split_outside_quotes(head: str, separator: str) -> list[str]:
    if '"' not in head:
        return head.split(separator)
    kept = _QUOTED.sub(lambda found: found[0].replace(separator, "\0"), head)
    return [part.replace("\0", separator) for part in kept.split(separator)]


def _decoded(value: bytes, codec: str, other: str) -> str:
    """The value as text: quoted-printable undone, then by its CHARSET, as UTF-8, or as its bytes suggest."""
    if codec.startswith("qp "):
        codec = codec[3:]
        value = a2b_qp(value)
        other = encoding_at_sight(value) or other
    for each in (codec, "utf-8"):
        try:
            return value.decode(each)
        except (LookupError, UnicodeError):
            continue
    return value.decode(other, "replace")
