"""Reads an address book or a list of past touches out of bytes: one entry for every format.

One rule: a file that is not what it should be is a BadInput with a next step; one that is has every row that could
not be taken listed as a problem.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from relcadence.domain.matching import PastTouch, Person, Problem
from relcadence.errors import BadInput, UsageProblem, say
from relcadence.exchange import decoding, spreadsheet
from relcadence.exchange.document import Document
from relcadence.exchange.spreadsheet_headers import folded
from relcadence.exchange.spreadsheet_rows import day_orders, read_people, read_touches
from relcadence.exchange.vcard import Group, read_cards
from relcadence.language import N_

_REFUSED = {
    "empty": ("The file is empty.", "Export it again, and look at its size first."),
    "html": (
        "This is a web page, not an address book.",
        "The login page may have been saved in its place; sign in and export again as vCard or CSV.",
    ),
    "binary": (
        "This is not a text file.",
        "In a spreadsheet program save it as CSV; in an address book export it as vCard (.vcf) or CSV.",
    ),
    "ics": ("This is a calendar, not an address book.", "Export the contacts as vCard (.vcf) or CSV."),
    "json": ("This is JSON, not an address book.", "Export the contacts as vCard (.vcf) or CSV."),
}
_ORDERS = {"dmy": N_("day first"), "mdy": N_("month first")}


class Reading(NamedTuple):
    """What a file tells. `format` is that of `sniff`; `notes` say in words how it was read.

    A problem with `fatal` is a card or row that was left out whole; the others say what of a person was not
    understood. `shape` is the same for files that one program wrote, whatever they are called.
    """

    format: str
    people: list[Person]
    touches: list[PastTouch]
    problems: list[Problem]
    notes: list[str]
    source: str = ""
    shape: str = ""


class Stream(NamedTuple):
    """The same while it is being read: what it tells comes one by one; the notes are whole once all has come."""

    format: str
    told: Iterator[Person | PastTouch | Problem]
    notes: list[str]
    shape: str = ""


def sniff(data: bytes) -> str:
    """The format by content: `vcard`, `contacts.csv`, `touches.csv`, `ics`, `json`, `html`, `binary`, `empty`.

    `text` is any other text, without a header row that is known; with a mapping it may still be read.
    """
    kind = decoding.sniff(data)
    if kind != "text":
        return kind
    try:
        return _FORMAT[spreadsheet.find_table(text_of(Document(data[:100_000]))[0]).kind]
    except BadInput:
        return "text"


_FORMAT = {"people": "contacts.csv", "touches": "touches.csv"}


def read(
    data: bytes,
    *,
    this_year: int,
    mapping: Mapping[str, str] | None = None,
    day_order: str | None = None,
    source: str = "",
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Reading:
    """What the bytes of a file tell of people or of past touches, at once; see `stream`."""
    found = stream(
        Document(data), this_year=this_year, mapping=mapping, day_order=day_order, encoding=encoding,
        delimiter=delimiter,
    )  # fmt: skip
    reading = Reading(found.format, [], [], [], found.notes, source, found.shape)
    for each in found.told:
        if isinstance(each, Person):
            reading.people.append(each)
        elif isinstance(each, PastTouch):
            reading.touches.append(each)
        else:
            reading.problems.append(each)
    return reading


def stream(
    document: Document,
    *,
    this_year: int,
    mapping: Mapping[str, str] | None = None,
    day_order: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Stream:
    """What a file tells of people or of past touches, one by one: memory does not grow with the file.

    `this_year` is the latest year that one of two figures can mean. `mapping` says what a column is ("Kunde":
    "name"), `day_order` (`dmy` or `mdy`) what 3/4/1972 is; `encoding` and `delimiter` overrule what is found.
    BadInput where the file cannot be read as what it should be, UsageProblem where an option cannot be followed.
    """
    if day_order not in (None, *_ORDERS):
        raise UsageProblem(
            say("“{day_order}” is not an order of dates.", day_order=day_order),
            "Say dmy (day first) or mdy (month first).",
        )
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n '):
        raise UsageProblem(
            say("“{delimiter}” cannot separate columns.", delimiter=delimiter), "Common ones are , ; and tab."
        )
    kind = kind_of(document)
    if kind in _REFUSED:
        raise BadInput(*_REFUSED[kind], format=kind)
    if kind == "vcard":
        return _stream_vcards(document, this_year, encoding)
    lines, name = text_of(document, encoding)
    return _stream_table(spreadsheet.find_table(lines, mapping, delimiter), name, day_order, this_year)


def kind_of(document: Document) -> str:
    """What `decoding.sniff` says of a file, however much empty space it begins with."""
    kind = decoding.sniff(document.head(decoding.SAMPLE))
    if kind == "empty" and any(chunk.strip(decoding.BLANK) for chunk in document.chunks()):
        return "binary"
    return kind


def text_of(document: Document, encoding: str | None = None) -> tuple[spreadsheet.Lines, str]:
    """The lines of a file as text, and the name of its encoding in words for the user."""
    found = document.encoding(encoding)
    return partial(document.text, found), found.name


def card_lines(document: Document, encoding: str | None = None) -> tuple[Iterator[bytes], str, str]:
    """The lines of a file of cards, the codec of what in them is not UTF-8, and the name of the encoding.

    Each card may have an encoding of its own; only UTF-16, or what the user names, is decoded as a whole.
    """
    found = document.encoding(encoding)
    if encoding or found.codec.startswith(("utf-16", "utf-32")):
        return (line.encode("utf-8") for line in document.text(found)), "cp1252", found.name
    if found.codec.startswith("utf-8"):
        return _without_mark(document.lines()), "cp1252", found.name
    name = say("UTF-8 or {encoding}", encoding=decoding.encoding_name(found.codec))
    return document.lines(), found.codec, name


def _without_mark(lines: Iterator[bytes]) -> Iterator[bytes]:
    yield next(lines, b"").removeprefix(BOM_UTF8)
    yield from lines


def _stream_vcards(document: Document, this_year: int, encoding: str | None) -> Stream:
    lines, other, name = card_lines(document, encoding)
    notes: list[str] = [say("read as vCard, {encoding}", encoding=name)]
    shape = _maker(document.head(100_000))
    return Stream("vcard", _people_of_cards(read_cards(lines, this_year, other), notes), notes, shape)


def _people_of_cards(read: Iterable[Person | Problem | Group], notes: list[str]) -> Iterator[Person | Problem]:
    groups, others = 0, False
    for each in read:
        if isinstance(each, Group):
            groups += 1
        else:
            others = True
            yield each
    if groups:
        notes.append(say("groups or places passed over: {number}", number=groups))
    elif not others:
        raise BadInput("There is no card in this vCard file.", "Export it again, and look at its size first.")


def _maker(data: bytes) -> str:
    """What wrote the cards, by the first that tells."""
    told = re.search(rb"^PRODID[^:\r\n]*:([^\r\n]{1,200})", data[:100_000], re.MULTILINE | re.IGNORECASE)
    return "vcard " + re.sub(r"[\d.]+", "", told[1].decode("utf-8", "replace")).strip() if told else "vcard"


def _stream_table(table: spreadsheet.Table, encoding: str, asked: str | None, this_year: int) -> Stream:
    orders = day_orders(table, asked)
    separator = spreadsheet.DELIMITERS.get(table.delimiter, repr(table.delimiter))
    notes: list[str] = [say("read as {encoding}, separated by {separator}", encoding=encoding, separator=separator)]
    if table.header_line > 1:
        notes.append(say("header found in line {line}", line=table.header_line))
    notes += [say("dates read {order}", order=say(_ORDERS[order])) for order in sorted({*orders.values()} - {""})]
    if table.unused:
        notes.append(say("columns not used: {columns}", columns=", ".join(table.unused[:30])))
    read_rows = read_touches if table.kind == "touches" else read_people
    shape = "|".join(map(folded, table.headers))[:2000]
    return Stream(_FORMAT[table.kind], _told_of_rows(read_rows(table, orders, this_year), notes), notes, shape)


def _told_of_rows(
    read: Iterable[Person | PastTouch | Problem | None], notes: list[str]
) -> Iterator[Person | PastTouch | Problem]:
    empty = 0
    for each in read:
        if each is None:
            empty += 1
        else:
            yield each
    if empty:
        notes.append(say("empty rows passed over: {number}", number=empty))
