"""One person as Markdown: the dossier to read before a meeting, and all that is held, for the person to have.

One rule: text of the book never becomes markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from relcadence.domain.text import clean

_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")
_STARTS = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def escaped(text: str) -> str:
    """Text as Markdown shows it, one line; harmless to terminals too.

    >>> escaped("*Acme* <b>")
    '\\\\*Acme\\\\* \\\\<b\\\\>'
    """
    return _STARTS.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", clean(text)))


def dossier(title: str, fields: Sequence[tuple[str, str]], parts: Iterable[tuple[str, Sequence[str]]]) -> str:
    """A page: the title, what is known as a list of fields, then parts, each a heading with lines; empty ones go."""
    lines = [f"# {escaped(title)}", ""]
    for label, value in fields:
        if value:
            lines.append(f"- **{escaped(label)}**: " + "<br>".join(map(escaped, value.split("\n"))))
    for heading, items in parts:
        if items:
            lines += ["", f"## {escaped(heading)}", ""]
            lines += ["- " + "<br>".join(map(escaped, item.split("\n"))) for item in items]
    return "\n".join(lines) + "\n"


def everything(title: str, said: str, held: Mapping[str, Any]) -> str:
    """All rows that are held about a person, table by table, the values as they are kept."""
    lines = [f"# {escaped(title)}", "", said]
    for table, rows in held["facts"].items():
        lines += ["", f"## {escaped(table.replace('_', ' '))}", ""]
        lines += [_row(row) for row in rows]
    if held["mentioned"]:
        lines += ["", "## mentioned", ""]
        lines += [f"{_row(each['row'])} ({escaped(each['table'])})" for each in held["mentioned"]]
    if held["history"]:
        lines += ["", "## history", ""]
        lines += [f"- {escaped(each['at'])}: {escaped(each['title'])}" for each in held["history"]]
    if held["backups"]:
        lines += ["", "## backups", ""] + [f"- {escaped(each)}" for each in held["backups"]]
    return "\n".join(lines) + "\n"


def _row(row: Mapping[str, Any]) -> str:
    told = ((name, value) for name, value in row.items() if value not in ("", None))
    return "- " + "; ".join(
        f"{escaped(name)}: {'<br>'.join(map(escaped, str(value).split(chr(10))))}" for name, value in told
    )
