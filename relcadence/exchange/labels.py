"""Addresses for envelopes: as plain text, one block a person, or as a sheet of labels (HTML) that any browser prints.

No PDF is made here: it would need fonts for every script, Chinese alone ten megabytes. A browser prints the sheet
to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from relcadence.domain.text import clean


class Sheet(NamedTuple):
    """A sheet of labels: the paper, how many across and down, then millimetres: width and height of one, the margins
    at the left and on top, and the gap between two side by side.
    """

    paper: str
    across: int
    down: int
    width: float
    height: float
    left: float = 0
    top: float = 0
    gap: float = 0


SHEETS = {
    "a4": Sheet("A4", 3, 8, 70, 37, top=0.5),
    "letter": Sheet("letter", 3, 10, 66.675, 25.4, 4.7625, 12.7, 3.175),
    "l7160": Sheet("A4", 3, 7, 63.5, 38.1, 7.21, 15.15, 2.54),
    "l7163": Sheet("A4", 2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
    "l7159": Sheet("A4", 3, 8, 63.5, 33.9, 7.21, 12.9, 2.54),
    "5160": Sheet("letter", 3, 10, 66.675, 25.4, 4.7625, 12.7, 3.175),
    "5161": Sheet("letter", 2, 10, 101.6, 25.4, 3.96875, 12.7, 4.7625),
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
    form = SHEETS[sheet]
    per_page = form.across * form.down
    pages = [labels[at : at + per_page] for at in range(0, len(labels), per_page)]
    body = "\n".join(
        '<div class="page">\n'
        + "".join(f"<p>{'<br>'.join(map(escape, label.lines))}</p>\n" for label in page)
        + "</div>"
        for page in pages
    )
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Labels</title><style>
@page {{ size: {form.paper}; margin: 0 }}
body {{ margin: 0; font: 10pt sans-serif }}
.page {{ display: grid; grid-template-columns: repeat({form.across}, {form.width}mm); column-gap: {form.gap}mm;
  grid-auto-rows: {form.height}mm; padding: {form.top}mm 0 0 {form.left}mm; break-after: page }}
p {{ margin: 0; padding: 4mm 5mm; overflow: hidden; box-sizing: border-box }}
</style></head><body>
{body}
</body></html>
"""
