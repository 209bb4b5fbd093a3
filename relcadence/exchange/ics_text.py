"""The letters of iCalendar (RFC 5545, section 3): text values, content lines, dates, spans; one rule: one property,
one line.

Nothing a user typed can end a line: every text passes through `text`, every line through `line`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

from relcadence.errors import say

LINE_OCTETS = 75
_SPECIAL = re.compile(r"[\\;,\x00-\x1f\x7f\ud800-\udfff]")
_LINE_BREAK = re.compile(r"\r\n?")
# Readers cut a value at these; a lone surrogate has no bytes at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")


def clean(value: str) -> str:
    """The text as any reader can hold it: line feeds alone break lines, control characters are gone.

    A lone surrogate, which UTF-8 cannot say, becomes U+FFFD.
    """
    value = _CONTROL.sub("", _LINE_BREAK.sub("\n", value))
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)


def text(value: str) -> str:
    """A TEXT value: cleaned and escaped (RFC 5545, 3.3.11)."""
    if not _SPECIAL.search(value):
        return value
    return clean(value).translate(_ESCAPES)


def uri(value: str) -> str:
    """A URI value, unsafe characters percent-encoded; "" where it names no scheme, so is none."""
    value = clean(value).strip()
    if not _SCHEME.match(value):
        return ""
    return quote(value, safe="!#$%&'()*+,/:;=?@[]~")


def line(name: str, value: str) -> str:
    """One content line without its line end, folded to at most 75 octets with no character cut."""
    whole = f"{name}:{value}"
    if len(whole) <= LINE_OCTETS and (whole.isascii() or len(whole.encode()) <= LINE_OCTETS):
        return whole
    return "\r\n ".join(_pieces(whole.encode()))


def _pieces(raw: bytes) -> list[str]:
    pieces, start, room = [], 0, LINE_OCTETS
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[start:end].decode())
        start, room = end, LINE_OCTETS - 1
    pieces.append(raw[start:].decode())
    return pieces


def day(value: date) -> str:
    """A DATE value, `20261123`."""
    return f"{value.year:04}{value.month:02}{value.day:02}"


def utc(value: datetime) -> str:
    """A DATE-TIME value in UTC, `20261123T090000Z`, fractions of a second dropped."""
    return f"{local(value.astimezone(UTC))}Z"


def local(value: datetime) -> str:
    """A DATE-TIME value as the clock on the wall says it; its zone is told by TZID."""
    return f"{day(value)}T{value.hour:02}{value.minute:02}{value.second:02}"


def span(value: timedelta) -> str:
    """A DURATION value in hours and minutes, `PT15H`, `PT1H30M`; raises ValueError where it is not whole minutes."""
    minutes, rest = divmod(value, timedelta(minutes=1))
    if rest or minutes <= 0:
        raise ValueError(say("A span of {value} is not a positive number of whole minutes.", value=value))
    hours, minutes = divmod(minutes, 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}"
