"""The referral network as SVG, a drawing for each family of referrals.

Drawn here and not by the chart library, which has no picture of who sent whom. One rule: names go in as text nodes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree as Tree

from relcadence.domain.network import Family, Network, Place, Tie
from relcadence.domain.text import REPLACEMENT, clean, cut, display_width
from relcadence.language import Translator

COLUMN, ROW = 176, 26
"""Pixels from one column, or row, to the next: two columns fit a phone."""
MARGIN = 8
NAME = 18
"""Columns of text that a name has; the whole of it stands in the tooltip."""
LETTER = 7.4
THINNEST, WIDEST = 1.5, 10.0
COLOUR = {"client": "#0072B2", "open": "#E69F00", "declined": "#6B6B6B"}
DASHES = {"client": "", "open": "7 4", "declined": "2 4"}


class Drawing(NamedTuple):
    """One family: the SVG, and its width in pixels."""

    svg: str
    width: int


def drawn(network: Network, names: Mapping[int, str], translate: Translator) -> list[Drawing]:
    """The families as drawings, all in one measure of width."""
    most = max((tie.fees for family in network.families for tie in family.ties), default=0)
    return [_family(family, most, names, translate) for family in network.families]


def _family(family: Family, most: int, names: Mapping[int, str], translate: Translator) -> Drawing:
    width = (family.columns - 1) * COLUMN + round(NAME * LETTER) + 9 + 2 * MARGIN
    height = family.rows * ROW + MARGIN
    svg = Tree.Element("svg", viewBox=f"0 0 {width} {height}", width=str(width), height=str(height), role="img")
    named = {place.person: _name(place.person, names, translate) for place in family.places}
    at = {place.person: place for place in family.places}
    for tie in sorted(family.ties, key=lambda tie: -tie.fees):
        _line(svg, tie, at, named, most, translate)
    senders = {tie.referrer for tie in family.ties}
    for place in family.places:
        _person(svg, place, named[place.person], place.person in senders)
    return Drawing(Tree.tostring(svg, encoding="unicode"), width)


def _name(person: int, names: Mapping[int, str], translate: Translator) -> str:
    """The name, fit for XML; of those who are not to be named, that."""
    name = clean(names[person]) if person in names else translate("(not named)")
    return "".join(REPLACEMENT if char in "\ufffe\uffff" else char for char in name)


def _spot(place: Place) -> tuple[float, float]:
    return MARGIN + place.column * COLUMN, MARGIN / 2 + ROW / 2 + place.row * ROW


def _line(
    svg: Tree.Element, tie: Tie, at: Mapping[int, Place], named: Mapping[int, str], most: int, translate: Translator
) -> None:
    """A curve from behind the name of who sent to whom was sent, as wide as what it brought."""
    x, y = _spot(at[tie.referrer])
    to_x, to_y = _spot(at[tie.referred])
    x += 15 + min(NAME, display_width(cut(named[tie.referrer], NAME))) * LETTER
    to_x -= 8
    bend = max(16.0, abs(to_x - x) / 2)
    wide = THINNEST + (WIDEST - THINNEST) * tie.fees / most if most else THINNEST
    path = Tree.SubElement(
        svg, "path",
        {
            "d": f"M{x:.0f} {y:.1f} C{x + bend:.0f} {y:.1f} {to_x - bend:.0f} {to_y:.1f} {to_x:.0f} {to_y:.1f}",
            "fill": "none", "stroke": COLOUR[tie.outcome], "stroke-width": f"{wide:.1f}", "stroke-opacity": "0.75",
            **({"stroke-dasharray": DASHES[tie.outcome]} if DASHES[tie.outcome] else {}),
        },
    )  # fmt: skip
    told = {"referrer": named[tie.referrer], "referred": named[tie.referred], "outcome": translate(tie.outcome)}
    words = translate("{referrer} sent {referred} ({outcome})", **told)
    if tie.fees:
        words = translate("{referrer} sent {referred} ({outcome}), fees {fees}", fees=f"{tie.fees:,}", **told)
    Tree.SubElement(path, "title").text = words


def _person(svg: Tree.Element, place: Place, name: str, sends: bool) -> None:
    """A square for who sent somebody, a circle for the others, and the name."""
    x, y = _spot(place)
    if sends:
        Tree.SubElement(svg, "rect", x=f"{x - 5:.0f}", y=f"{y - 5:.1f}", width="10", height="10", fill="#1f2623")
    else:
        Tree.SubElement(svg, "circle", cx=f"{x:.0f}", cy=f"{y:.1f}", r="4.5", fill="#1f2623")
    text = Tree.SubElement(svg, "text", {"x": f"{x + 9:.0f}", "y": f"{y + 4.5:.1f}", "font-size": "13"})
    text.text = cut(name, NAME)
    Tree.SubElement(text, "title").text = name
