"""The rows or cards of a file that were not taken, as a file of the same format, to be mended and imported again."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from relcadence.exchange import decoding, spreadsheet
from relcadence.exchange.vcard_lines import cards


def rejected(
    data: bytes,
    lines: Collection[int],
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> bytes:
    """The records that begin on these lines (cards of these numbers) under the header of the file, in UTF-8.

    The options are those the file was read with. A card that was cut off is closed, so that it can be read.
    """
    if decoding.sniff(data) == "vcard":
        utf8, _, _ = decoding.as_utf8(data, encoding)
        raws = (card.raw for card in cards(utf8) if card.number in lines)
        return b"".join(raw if raw.rstrip().endswith(b"END:VCARD") else raw + b"END:VCARD\r\n" for raw in raws)
    text, _ = decoding.decode(data, encoding)
    table = spreadsheet.find_table(text, mapping, delimiter)
    kept = [
        row.raw if row.raw.endswith(("\n", "\r")) else row.raw + "\n"
        for row in spreadsheet.records(text, table.delimiter)
        if row.line == table.header_line or row.line in lines
    ]
    return "".join(kept).encode("utf-8")
