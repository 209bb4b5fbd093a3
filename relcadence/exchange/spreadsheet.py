"""Tables in text (CSV, TSV, semicolons) to rows: the delimiter and the header row found, every row with its raw text.

The rule: the row that names a person, or a touch, is the header; what stands before it is preface.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from relcadence.errors import BadInput, UsageProblem, say
from relcadence.exchange.document import MAX_LINE
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
BEHIND = say("it stands behind a quotation that does not end")
_SEP_LINE = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)


Lines = Callable[[], Iterator[str]]  # the lines of a text with their ends, from the first, as often as it is called


class Row(NamedTuple):
    """One record: the line it begins on, its cells, its text; `flaw` says what is wrong with it."""

    line: int
    cells: list[str]
    raw: str
    flaw: str = ""


class Table(NamedTuple):
    """A table whose header is found. `kind` is `people` or `touches`."""

    kind: str
    lines: Lines
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


def find_table(lines: Lines, mapping: Mapping[str, str] | None = None, delimiter: str | None = None) -> Table:
    """The table in the lines of a text; BadInput where no row of the first ten names a person's name or e-mail."""
    if said := _SEP_LINE.match(next(lines(), "")):
        delimiter = delimiter or said[1]
    best: Table | None = None
    for candidate in [delimiter] if delimiter else DELIMITERS:
        for row in islice(records(lines(), candidate), _PREFACE):
            table = _as_header(lines, candidate, row, mapping)
            if table and (best is None or len(table.columns) > len(best.columns)):
                best = table
    if best is None:
        raise _no_header(lines, mapping, delimiter)
    if missing := mapped_fields(mapping).keys() - set(map(folded, best.headers)):
        raise UsageProblem(
            say("There is no column “{missing}”.", missing=sorted(missing)[0]),
            say("The columns are: {headers}.", headers=_listed(best.headers)),
        )
    return best


def rows(table: Table) -> Iterator[Row]:
    """The records under the header, blank ones too, each checked against the header's width."""
    width, is_ragged, last = len(table.headers), False, None
    for row in records(table.lines(), table.delimiter):
        if row.line <= table.header_line:
            continue
        if row.flaw is BEHIND:
            break
        if last:
            is_ragged = is_ragged or len(last.cells) < width
            yield _checked(last, width)
        last = row
    if last:
        is_cut = len(last.cells) < width and not is_ragged and not last.raw.endswith(("\n", "\r"))
        cut = say(
            "it has {count} cells of {width} and no line end: the file seems cut off",
            count=len(last.cells),
            width=width,
        )
        yield last._replace(flaw=cut) if is_cut and not last.flaw else _checked(last, width)


def records(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """Every record in the lines of a text; behind a quotation that never ends each line has the flaw BEHIND."""
    following = chain(lines, [_END])
    begins = 1
    while begins:
        begins = yield from _until_an_error(following, delimiter, begins)


def _until_an_error(following: Iterator[str], delimiter: str, begins: int) -> Generator[Row, None, int]:
    """The records from line `begins` on; the line to go on from after a record that is too long, 0 at the end."""
    taken: list[str] = []

    def feed() -> Iterator[str]:
        size = 0
        for line in following:
            size = len(line) + (size if taken else 0)
            taken.append(line)
            if size >= MAX_LINE:
                raise csv.Error
            yield line

    try:
        for cells in csv.reader(feed(), delimiter=delimiter):
            raw, count = "".join(taken), len(taken)
            taken.clear()
            if raw == _END:
                return 0
            flaw = say("its quotation never ends") if raw.endswith(_END) else ""
            yield Row(begins, cells, raw.removesuffix(_END), flaw)
            begins += count
    except csv.Error:
        flaw = say("a cell is over {size} KB", size=csv.field_size_limit() // 1024)
        if len(taken) > 1:
            flaw = say("its quotation does not end within {size} KB; nothing after it is read", size=MAX_LINE // 1024)
        yield Row(begins, [], "".join(taken).removesuffix(_END), flaw)
        begins += len(taken)
        if len(taken) == 1:
            return begins
    for line in following:
        if line != _END:
            yield Row(begins, [], line, BEHIND)
        begins += 1
    return 0


def _as_header(lines: Lines, delimiter: str, row: Row, mapping: Mapping[str, str] | None) -> Table | None:
    if touches := touch_columns(row.cells, mapping):
        return Table("touches", lines, delimiter, row.line, row.cells, touches)
    people = people_columns(row.cells, mapping)
    if _WHO & {column.field for column in people}:
        return Table("people", lines, delimiter, row.line, row.cells, people)
    return None


def _checked(row: Row, width: int) -> Row:
    if not row.flaw and len(row.cells) > width and any(cell.strip() for cell in row.cells[width:]):
        return row._replace(
            flaw=say("it has {count} cells where the header has {width}", count=len(row.cells), width=width)
        )
    return row


def _no_header(lines: Lines, mapping: Mapping[str, str] | None, delimiter: str | None) -> BadInput:
    counts = Counter(char for char in "".join(islice(lines(), 100))[:10_000] if char in DELIMITERS)
    likely = delimiter or next((char for char, _ in counts.most_common(1)), ",")
    first = next((row for row in records(lines(), likely) if any(map(str.strip, row.cells))), Row(1, [], ""))
    example = next((cell.strip() for cell in first.cells if cell.strip()), "Kunde")[:30]
    also = say(" (none of the columns of --map is there)") if mapping else ""
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
