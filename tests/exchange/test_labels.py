"""Addresses for envelopes: whole output, and no markup out of names."""

from relcadence.exchange.labels import Label, as_html, as_text

TWO = [Label("Ana Diaz", "1 Quay St\n\nBoston MA"), Label("<b>Bo</b> & Sons", "x\x1b[31m")]


def test_as_text() -> None:
    assert as_text(TWO) == "Ana Diaz\n1 Quay St\nBoston MA\n\n<b>Bo</b> & Sons\nx\N{REPLACEMENT CHARACTER}[31m\n"


def test_as_a_sheet() -> None:
    page = as_html(TWO * 20, "a4")
    assert page.count('<div class="page">') == 2
    assert "<p>Ana Diaz<br>1 Quay St<br>Boston MA</p>" in page
    assert "&lt;b&gt;Bo&lt;/b&gt; &amp; Sons" in page and "<b>" not in page
