"""Tables in text (CSV, TSV, semicolons) to rows: the delimiter and the header row found, every row with its raw text.

The rule: the row that names a person, or a touch, is the header; what stands before it is preface.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from relcadence.errors import BadInput, UsageProblem, say
from relcadence.exchange.spreadsheet_headers import (
    Column,
    folded,
    is_known,
    mapped_fields,
    people_columns,
    touch_columns,
)

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_PREFACE = 10
_WHO = {"name", "given", "family", "email", "file_as"}
_END = "\0"  # fed after the last line: where a record still holds it, a quotation was open (no text holds it)
_SEP_LINE = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)


class Row(NamedTuple):
    """One record: the line it begins on, its cells, its text; `flaw` says what is wrong with it."""

    line: int
    cells: list[str]
    raw: str
    flaw: str = ""


class Table(NamedTuple):
    """A table whose header is found. `kind` is `people` or `touches`."""

    kind: str
    text: str
    delimiter: str
    header_line: int
    headers: list[str]
    columns: list[Column]

    @property
    def unused(self) -> list[str]:
        """The headers that nothing is read from."""
        used = {column.at for column in self.columns}
        unknown = (header for index, header in enumerate(self.headers) if index not in used and not is_known(header))
        return [header for header in map(str.strip, unknown) if header]


def find_table(text: str, mapping: Mapping[str, str] | None = None, delimiter: str | None = None) -> Table:
    """The table in a text; BadInput where no row of the first ten names a person's name or e-mail."""
    if said := _SEP_LINE.match(text):
        delimiter = delimiter or said[1]
    best: Table | None = None
    for candidate in [delimiter] if delimiter else DELIMITERS:
        for row in islice(records(text, candidate), _PREFACE):
            table = _as_header(text, candidate, row, mapping)
            if table and (best is None or len(table.columns) > len(best.columns)):
                best = table
    if best is None:
        raise _no_header(text, mapping, delimiter)
    if missing := mapped_fields(mapping).keys() - set(map(folded, best.headers)):
        raise UsageProblem(
            say("There is no column “{missing}”.", missing=sorted(missing)[0]),
            say("The columns are: {headers}.", headers=_listed(best.headers)),
        )
    return best


def rows(table: Table) -> Iterator[Row]:
    """The records under the header, blank ones too, each checked against the header's width."""
    width, is_ragged, last = len(table.headers), False, None
    for row in records(table.text, table.delimiter):
        if row.line <= table.header_line:
            continue
        if last:
            is_ragged = is_ragged or len(last.cells) < width
            yield _checked(last, width)
        last = row
    if last:
        is_cut = len(last.cells) < width and not is_ragged and not last.raw.endswith(("\n", "\r"))
        cut = f"it has {len(last.cells)} cells of {width} and no line end: the file seems cut off"
        yield last._replace(flaw=cut) if is_cut and not last.flaw else _checked(last, width)


def records(text: str, delimiter: str) -> Iterator[Row]:
    """Every record of a text, the flawed last one included where a quotation never ends."""
    taken: list[str] = []

    def feed() -> Iterator[str]:
        for line in chain(io.StringIO(text, newline=""), [_END]):
            taken.append(line)
            yield line

    reader = csv.reader(feed(), delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            raw = "".join(taken)
            taken.clear()
            if raw == _END:
                return
            flaw = "its quotation never ends" if raw.endswith(_END) else ""
            yield Row(begins, cells, raw.removesuffix(_END), flaw)
            begins = reader.line_num + 1
    except csv.Error:
        yield Row(begins, [], "".join(taken).removesuffix(_END), "its quotation never ends, or a cell is over 128 KB")


def _as_header(text: str, delimiter: str, row: Row, mapping: Mapping[str, str] | None) -> Table | None:
    if touches := touch_columns(row.cells, mapping):
        return Table("touches", text, delimiter, row.line, row.cells, touches)
    people = people_columns(row.cells, mapping)
    if _WHO & {column.field for column in people}:
        return Table("people", text, delimiter, row.line, row.cells, people)
    return None


def _checked(row: Row, width: int) -> Row:
    if not row.flaw and len(row.cells) > width and any(cell.strip() for cell in row.cells[width:]):
        return row._replace(flaw=f"it has {len(row.cells)} cells where the header has {width}")
    return row


def _no_header(text: str, mapping: Mapping[str, str] | None, delimiter: str | None) -> BadInput:
    counts = Counter(char for char in text[:10_000] if char in DELIMITERS)
    likely = delimiter or next((char for char, _ in counts.most_common(1)), ",")
    first = next((row for row in records(text, likely) if any(map(str.strip, row.cells))), Row(1, [], ""))
    example = next((cell.strip() for cell in first.cells if cell.strip()), "Kunde")[:30]
    also = " (none of the columns of --map is there)" if mapping else ""
    return BadInput(
        say(
            "No column of this table is known as a name or an e-mail address{also}. Line {line} has: {cells}.",
            also=also,
            line=first.line,
            cells=_listed(first.cells),
        ),
        say('Say which column is which, for example: --map "{example}=name" --map "…=email".', example=example),
        line=first.line,
    )


def _listed(headers: Sequence[str]) -> str:
    shown = [f"“{' '.join(header.split())[:40]}”" for header in headers if header.strip()]
    return ", ".join(shown[:30]) + (" …" if len(shown) > 30 else "")
