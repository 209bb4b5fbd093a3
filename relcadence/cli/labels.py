"""Postal labels, the same for a run of cards and for people chosen: how they are asked for, and made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli import typed

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.exchange.labels import Label

Format = Annotated[str, typer.Option("--format", metavar="text|html", help="blocks of lines, or a sheet to print")]
Sheet = Annotated[
    str,
    typer.Option(
        "--sheet",
        metavar="NAME",
        help="a4, letter, or by Avery's number: L7160, L7163, L7159, 5160, 5161 (by country)",
    ),
]
FORMATS = ("text", "html")
LETTER_COUNTRIES = ("US", "CA", "MX", "PH", "CO", "CL", "VE")


def sheet_of(context: Context, form: str, sheet: str) -> str:
    """The sheet named, else what the user's country prints on. UsageProblem for a form or sheet that is none."""
    from relcadence.exchange.labels import SHEETS

    typed.one_of(form, FORMATS, "format")
    usual = "letter" if typed.setting(context, "country") in LETTER_COUNTRIES else "a4"
    return typed.one_of(sheet.casefold() or usual, SHEETS, "sheet")


def document(labels: Sequence[Label], form: str, sheet: str) -> bytes:
    """The labels as text, or as HTML that a browser prints on that sheet."""
    from relcadence.exchange.labels import as_html, as_text

    text = as_text(labels) if form == "text" else as_html(labels, sheet)
    return text.encode("utf-8", "replace")
