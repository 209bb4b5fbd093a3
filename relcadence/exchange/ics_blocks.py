"""An iCalendar file of any origin cut into its components, as unfolded text; one rule: what is broken costs only the
component it stands in, and is noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from relcadence.domain.matching import Problem
from relcadence.errors import say

_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PROPERTY = re.compile(r"([A-Za-z0-9-]+)((?:;[^:;\"]*(?:\"[^\"]*\"[^:;\"]*)*)*):(.*)")
_WANTED = ("VEVENT", "VTODO", "VTIMEZONE")
_MOST_OCTETS = 256 * 1024


class Line(NamedTuple):
    """One unfolded property: its name in capitals, its parameters as written (`;TZID=…`), its value."""

    name: str
    params: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}{self.params}:{self.value}"


class Block(NamedTuple):
    """One component: where it begins (line of the file), its kind, its properties, those of parts within left out.

    A VTIMEZONE keeps its parts, which are its meaning.
    """

    at: int
    kind: str
    lines: tuple[Line, ...]

    def first(self, name: str) -> str:
        """The value of the first property of that name, or ""."""
        return next((line.value for line in self.lines if line.name == name), "")

    def __str__(self) -> str:
        return "\r\n".join((f"BEGIN:{self.kind}", *map(str, self.lines), f"END:{self.kind}", ""))


class Blocks(NamedTuple):
    """What a file holds: its components, the calendar's own properties, and what was odd."""

    blocks: tuple[Block, ...]
    calendar: tuple[Line, ...]
    notes: tuple[Problem, ...]


def cut(text: str) -> Blocks:
    """The components of a calendar's text. Never fails."""
    cutter = _Cutter()
    for at, raw in _unfolded(text):
        cutter.take(at, raw)
    cutter.end()
    return Blocks(tuple(cutter.blocks), tuple(cutter.calendar), tuple(cutter.notes))


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    at, pieces = 0, [""]
    for number, raw in enumerate(_LINE_END.split(text), 1):
        if raw[:1] in (" ", "\t"):
            pieces.append(raw[1:])
            continue
        yield at, "".join(pieces)
        at, pieces = number, [raw]
    yield at, "".join(pieces)


class _Cutter:
    """Where the reading stands: the open components, from the outermost, and the lines of the one wanted."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.calendar: list[Line] = []
        self.notes: list[Problem] = []
        self._at = 0
        self._open: list[str] = []
        self._lines: list[Line] = []
        self._size = 0

    def take(self, at: int, raw: str) -> None:
        match = _PROPERTY.fullmatch(_CONTROL.sub("", raw))
        if not match:
            if raw.strip():
                self._note(at, say("This is not a property with a name and a value; it was left out."), raw)
            return
        line = Line(match[1].upper(), match[2], match[3])
        if line.name == "BEGIN":
            self._begin(at, line.value.strip().upper())
        elif line.name == "END":
            self._finish(at, line.value.strip().upper())
        else:
            self._keep(line)

    def end(self) -> None:
        if self._open and self._open[0] in _WANTED:
            self._note(self._at, say("The file ends within this {kind}; it was left out.", kind=self._open[0]))

    def _begin(self, at: int, kind: str) -> None:
        if kind == "VCALENDAR" or (kind in _WANTED and self._open):
            self.end()
            self._open = []
        if kind == "VCALENDAR":
            return
        if not self._open:
            self._at, self._lines, self._size = at, [], 0
        elif self._open[0] == "VTIMEZONE":
            self._lines.append(Line("BEGIN", "", kind))
        self._open.append(kind)

    def _finish(self, at: int, kind: str) -> None:
        if kind not in self._open:
            if kind != "VCALENDAR":
                self._note(at, say("END:{kind} ends nothing that was begun.", kind=kind))
            return
        del self._open[len(self._open) - 1 - self._open[::-1].index(kind) :]
        if self._open:
            if self._open[0] == "VTIMEZONE":
                self._lines.append(Line("END", "", kind))
        elif kind in _WANTED and self._size <= _MOST_OCTETS:
            self.blocks.append(Block(self._at, kind, tuple(self._lines)))
        elif kind in _WANTED:
            self._note(
                self._at,
                say("This {kind} is larger than {size} KB; it was left out.", kind=kind, size=_MOST_OCTETS // 1024),
            )

    def _keep(self, line: Line) -> None:
        if not self._open:
            self.calendar.append(line)
        elif len(self._open) == 1 or self._open[0] == "VTIMEZONE":
            self._size += len(line.params) + len(line.value)
            if self._size <= _MOST_OCTETS:
                self._lines.append(line)

    def _note(self, at: int, reason: str, raw: str = "") -> None:
        self.notes.append(Problem(at, reason, raw[:200], fatal=False))
