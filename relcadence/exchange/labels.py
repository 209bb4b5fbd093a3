"""Addresses for envelopes: as plain text, one block a person, or as a sheet of labels (HTML) that any browser prints.

No PDF is made here: it would need a library with fonts for every script; a browser prints the sheet to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from relcadence.domain.text import clean

# paper, labels across and down, width and height of one, margin at the side and on top
SHEETS = {
    "a4": ("A4", 3, 8, "70mm", "37mm", "0mm", "0mm"),
    "letter": ("letter", 3, 10, "66.7mm", "25.4mm", "4.8mm", "12.7mm"),
}


class Label(NamedTuple):
    """What stands on one envelope."""

    name: str
    address: str

    @property
    def lines(self) -> list[str]:
        """The lines as they are printed: the name, then the address, without empty ones."""
        return [clean(line).strip() for line in (self.name, *self.address.split("\n")) if line.strip()]


def as_text(labels: Iterable[Label]) -> str:
    """One block of lines a label, with an empty line between."""
    return "\n".join("".join(f"{line}\n" for line in label.lines) for label in labels)


def as_html(labels: Sequence[Label], sheet: str = "a4") -> str:
    """Pages of labels, each of the size of the paper, to be printed without margins. `sheet` is one of SHEETS."""
    paper, across, down, width, height, side, top = SHEETS[sheet]
    per_page = across * down
    pages = [labels[at : at + per_page] for at in range(0, len(labels), per_page)]
    body = "\n".join(
        '<div class="page">\n'
        + "".join(f"<p>{'<br>'.join(map(escape, label.lines))}</p>\n" for label in page)
        + "</div>"
        for page in pages
    )
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Labels</title><style>
@page {{ size: {paper}; margin: 0 }}
body {{ margin: 0; font: 10pt sans-serif }}
.page {{ display: grid; grid-template-columns: repeat({across}, {width}); grid-auto-rows: {height};
  padding: {top} {side}; break-after: page }}
p {{ margin: 0; padding: 4mm 5mm; overflow: hidden; box-sizing: border-box }}
</style></head><body>
{body}
</body></html>
"""
