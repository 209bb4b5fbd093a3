"""The charts of the report, drawn by pygal as SVG: touches by week, windows by role, channels.

One rule: no script and no address is left in what it writes, and every bar bears its figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as Tree

from relcadence.language import Translator

if TYPE_CHECKING:
    from relcadence.deliver.report import Practice

BLUE, ORANGE = "#0072B2", "#E69F00"
"""Of the palette by Okabe and Ito, which the colour-blind can tell apart."""
SVG = "http://www.w3.org/2000/svg"
WIDTH, TALL, ROOM = 520, 250, 34
LABELS = 8
"""Labels that stand beside each other in a chart without being cut."""
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Noto Sans CJK SC', sans-serif"


class Charts(NamedTuple):
    """The drawings; "" where there is nothing to draw."""

    touches: str
    windows: str
    channels: str


def charts(practice: Practice, translate: Translator) -> Charts:
    """The charts in the words of the reader."""
    return Charts(_touches(practice), _windows(practice, translate), _channels(practice, translate))


def _touches(practice: Practice) -> str:
    heat = practice.heat
    if not heat.most:
        return ""
    few = len(heat.starts) <= 16
    chart = _chart("Bar", "touches", TALL, show_legend=False, print_values=few, margin_bottom=10)
    step = max(1, -(-len(heat.starts) // LABELS))
    wording = "%m-%d" if practice.span.by == "week" else "%y-%m"
    chart.x_labels = [format(start, wording) if at % step == 0 else "" for at, start in enumerate(heat.starts)]
    chart.add("", heat.totals)
    return _drawn(chart)


def _windows(practice: Practice, translate: Translator) -> str:
    """Bars of one length, parted as kept and missed are: few windows of a role are read as well as many."""
    rows = [row for row in practice.kept if row.kept + row.missed]
    labels = [translate(row.role) for row in rows]
    whole = [row.kept + row.missed for row in rows]
    series = ((translate("kept"), [row.kept for row in rows]), (translate("missed"), [row.missed for row in rows]))
    return _bars("windows", labels, series, whole)


def _channels(practice: Practice, translate: Translator) -> str:
    rows = practice.channels
    labels = [translate(row.channel) for row in rows]
    series = (
        (translate("from you"), [row.out for row in rows]),
        (translate("from them"), [row.into for row in rows]),
    )
    return _bars("channels", labels, series, [1] * len(rows))


def _bars(key: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], whole: Sequence[int]) -> str:
    """Lying bars of two parts, the first row on top; a number is drawn as its part of `whole`."""
    if not labels:
        return ""
    chart = _chart("HorizontalStackedBar", key, 60 + ROOM * len(labels), print_values=True, show_x_labels=False)
    chart.x_labels = list(reversed(labels))
    for name, numbers in series:
        parts = [_part(number, all_) for number, all_ in zip(numbers, whole, strict=True)]
        chart.add(name, list(reversed(parts)))
    return _drawn(chart)


def _part(number: int, whole: int) -> dict[str, Any]:
    # A bar of nothing bears no figure.
    return {"value": number / whole, "formatter": lambda _value: f"{number:,}" if number else ""}


def _chart(kind: str, key: str, height: int, **settings: Any) -> Any:
    import pygal
    from pygal.style import Style

    style = Style(
        background="transparent", plot_background="transparent", colors=(BLUE, ORANGE), font_family=FONT,
        label_font_size=14, major_label_font_size=14, value_font_size=13, legend_font_size=14, opacity="0.85",
        foreground="#1f2623", foreground_strong="#1f2623", foreground_subtle="#52605a", transition="0s",
        value_colors=("#ffffff", "#1f2623"),
    )  # fmt: skip
    chart = getattr(pygal, kind)(
        style=style, js=[], width=WIDTH, height=height, margin=8, legend_at_bottom=True, legend_at_bottom_columns=2,
        show_y_guides=False, truncate_label=-1, **settings,
        formatter=lambda number: f"{number:,.0f}",
    )  # fmt: skip
    # Two runs over the same store draw the same page.
    chart.uuid = key
    return chart


def _drawn(chart: Any) -> str:
    """The SVG to stand within a page, without script, and with its words for those who cannot see it."""
    Tree.register_namespace("", SVG)
    root = Tree.fromstring(chart.render(is_unicode=True, disable_xml_declaration=True))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{SVG}}}script":
                parent.remove(child)
    root.set("role", "img")
    return Tree.tostring(root, encoding="unicode")
