"""The rows or cards of a file that were not taken, as a file of the same format, to be mended and imported again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from relcadence.exchange.document import Document
from relcadence.exchange.reading import card_lines, kind_of, text_of
from relcadence.exchange.spreadsheet import BEHIND, find_table, records
from relcadence.exchange.vcard_lines import cards


def rejected(
    document: Document,
    lines: Collection[int],
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Iterator[bytes]:
    """The records that begin on these lines (cards of these numbers) under the header of the file, in UTF-8.

    The options are those the file was read with. A card that was cut off is closed, so that it can be read.
    """
    if kind_of(document) == "vcard":
        utf8, _, _ = card_lines(document, encoding)
        for card in cards(utf8):
            if card.number in lines:
                yield card.raw if card.raw.rstrip().endswith(b"END:VCARD") else card.raw + b"END:VCARD\r\n"
        return
    text, _ = text_of(document, encoding)
    table = find_table(text, mapping, delimiter)
    for row in records(text(), table.delimiter):
        if row.line == table.header_line or row.line in lines or row.flaw is BEHIND:
            yield (row.raw if row.raw.endswith(("\n", "\r")) else row.raw + "\n").encode("utf-8")
