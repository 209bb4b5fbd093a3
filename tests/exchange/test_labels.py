"""Addresses for envelopes: whole output, and no markup out of names."""

import pytest

from relcadence.exchange.labels import SHEETS, Label, as_html, as_text

TWO = [Label("Ana Diaz", "1 Quay St\n\nBoston MA"), Label("<b>Bo</b> & Sons", "x\x1b[31m")]


def test_as_text() -> None:
    assert as_text(TWO) == "Ana Diaz\n1 Quay St\nBoston MA\n\n<b>Bo</b> & Sons\nx\N{REPLACEMENT CHARACTER}[31m\n"


def test_as_a_sheet() -> None:
    page = as_html(TWO * 20, "a4")
    assert page.count('<div class="page">') == 2
    assert "<p>Ana Diaz<br>1 Quay St<br>Boston MA</p>" in page
    assert "&lt;b&gt;Bo&lt;/b&gt; &amp; Sons" in page and "<b>" not in page


PAPER = {"A4": (210, 297), "letter": (215.9, 279.4)}


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_fits_its_paper_and_stands_in_the_middle(name: str) -> None:
    sheet = SHEETS[name]
    width, height = PAPER[sheet.paper]
    across = sheet.across * sheet.width + (sheet.across - 1) * sheet.gap
    down = sheet.down * sheet.height
    assert abs(width - across - 2 * sheet.left) < 0.6
    assert abs(height - down - 2 * sheet.top) < 0.6
    assert as_html(TWO * 40, name).count('<div class="page">') == -(-80 // (sheet.across * sheet.down))
