"""Text as people type and see it: made harmless for display, folded for comparison, measured in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_BREAKS = "\t\n\r\x0b\x0c\x85\u2028\u2029"
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_OPENING, _CLOSING = "（《【“‘「『", "，。、；：？！）》】”’」』…"
_NO_DECOMPOSITION = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th",
        "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-",
    }
)  # fmt: skip
_SIGNS = {
    "…": "...", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "·": "-", "●": "*", "•": "*",
    "○": "o", "→": "->", "←": "<-", "×": "x", "✓": "v", "≥": ">=", "≤": "<=", "█": "#", "▏": "|", REPLACEMENT: "?",
    "：": ": ", "，": ", ", "。": ". ", "；": "; ", "（": " (", "）": ") ",
}  # fmt: skip


class _NoMarks(dict[int, int | None]):
    """For `str.translate`: takes accents and joiners away; what a character is, is asked once."""

    def __missing__(self, code: int) -> int | None:
        from unicodedata import category

        self[code] = None if category(chr(code)) in ("Mn", "Me", "Cf") else code
        return self[code]


_NO_MARKS = _NoMarks()


def clean(text: str, *, lines: bool = False) -> str:
    """Text that no terminal, mail reader or calendar obeys: one line, or with its line breaks if `lines`.

    Control characters, direction overrides and lone surrogates become U+FFFD, tabs and line breaks a space.
    Joiners stay: emoji and Persian are written with them.
    """
    if text.isprintable():
        return text
    if lines:
        return "\n".join(clean(line) for line in text.replace("\r\n", "\n").split("\n"))
    return "".join(map(_harmless, text.replace("\r\n", "\n")))


def _harmless(char: str) -> str:
    if char in _BREAKS:
        return " "
    code = ord(char)
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or char in _BIDI:
        return REPLACEMENT
    return char


def harmless_json(text: str) -> str:
    """A JSON document with what a terminal would obey written as escapes, and lone surrogates as U+FFFD."""
    if text.isprintable():
        return text
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    obeyed = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
    return re.sub(obeyed, lambda match: f"\\u{ord(match[0]):04x}", text)


def plain_form(char: str) -> str:
    """A character in ASCII, as wide as it was: `Z` for `Ž`, `"` for `“`, `*` for `●`; `?` where there is no form."""
    if char in _SIGNS:
        return _SIGNS[char]
    if char.isascii():
        return char
    import unicodedata

    small = unicodedata.normalize("NFKD", char.casefold()).translate(_NO_DECOMPOSITION)
    bare = small.encode("ascii", "ignore").decode()
    if not bare.strip():
        return "?" * display_width(char)
    return bare.upper() if char.isupper() else bare


def fold(text: str) -> str:
    """The key under which two spellings are one: case, accents, width and runs of spaces do not count."""
    if text.isascii():
        return " ".join(text.casefold().split())
    from unicodedata import normalize

    bare = text
    for _ in range(2):  # casefolding can uncover one more thing to decompose
        bare = normalize("NFKD", bare).casefold().translate(_NO_DECOMPOSITION).translate(_NO_MARKS)
        if bare.isascii():
            break
    return " ".join(bare.split())


def display_width(text: str) -> int:
    """The columns a terminal gives this text: two for wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(char) in ("Mn", "Me", "Cf") else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text filled with spaces to that many columns, never cut; `right` sets it to the right edge."""
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def cut(text: str, width: int) -> str:
    """The text in at most that many columns; what is cut off leaves a `…`."""
    if display_width(text) <= width:
        return text
    kept = ""
    for char in text:
        if display_width(kept + char) >= width:
            break
        kept += char
    return f"{kept.rstrip()}…"


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """The text in lines of at most that many columns, each with the indent; broken at spaces, or between wide
    characters, or inside a word that is too long for a line of its own.
    """
    room = width - len(indent)
    lines, line = [], ""
    for piece in _pieces(text, room):
        if line and display_width(line + piece.rstrip()) > room:
            lines.append(line)
            line = ""
        line += piece if line else piece.lstrip()
    return [f"{indent}{each.rstrip()}" for each in [*lines, line] if each.strip()] or [indent.rstrip()]


def _may_part(part: str, char: str, room: int) -> bool:
    """Whether a line may end between them: beside wide characters, but not before a comma nor after a bracket."""
    if display_width(part + char) > room:
        return True
    wide = display_width(char) == 2 or display_width(part[-1]) == 2
    return wide and char not in _CLOSING and part[-1] not in _OPENING


def _pieces(text: str, room: int) -> Iterator[str]:
    """What must not be parted: words with the space behind them, single wide characters, parts of endless words."""
    for word in re.findall(r"\S+\s*|\s+", text):
        if display_width(word) == len(word) and len(word.rstrip()) <= room:
            yield word
            continue
        part = ""
        for char in word:
            if part and _may_part(part, char, room):
                yield part
                part = ""
            part += char
        yield part
