"""Reads an address book or a list of past touches out of bytes: one entry for every format.

One rule: a file that is not what it should be is a BadInput with a next step; one that is has every row that could
not be taken listed as a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from relcadence.domain.matching import PastTouch, Person, Problem
from relcadence.errors import BadInput, UsageProblem, say
from relcadence.exchange import decoding, spreadsheet
from relcadence.exchange.spreadsheet_headers import folded
from relcadence.exchange.spreadsheet_rows import day_orders, read_people, read_touches

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
_ORDERS = {"dmy": "day first", "mdy": "month first"}


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


def sniff(data: bytes) -> str:
    """The format by content: `vcard`, `contacts.csv`, `touches.csv`, `ics`, `json`, `html`, `binary`, `empty`.

    `text` is any other text, without a header row that is known; with a mapping it may still be read.
    """
    kind = decoding.sniff(data)
    if kind != "text":
        return kind
    try:
        table = spreadsheet.find_table(decoding.decode(data).text[:100_000])
    except BadInput:
        return "text"
    return _FORMAT[table.kind]


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
    """What the bytes of a file tell of people or of past touches.

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
    if len(data) > decoding.MAX_FILE:
        size = len(data) // 1024**2
        raise BadInput(
            say("The file has {size} MB; the most that is read is 50 MB.", size=size),
            "Export it in several parts, or without photos.",
        )
    kind = decoding.sniff(data)
    if kind in _REFUSED:
        raise BadInput(*_REFUSED[kind], format=kind)
    if kind == "vcard":
        return _read_vcards(data, this_year, source, encoding)
    text, name = decoding.decode(data, encoding)
    table = spreadsheet.find_table(text, mapping, delimiter)
    return _read_table(table, name, day_order, this_year, source)


def _read_vcards(data: bytes, this_year: int, source: str, encoding: str | None) -> Reading:
    from relcadence.exchange.vcard import Group, read_cards

    data, other, name = decoding.as_utf8(data, encoding)
    reading = Reading("vcard", [], [], [], [f"read as vCard, {name}"], source, _maker(data))
    groups = _sort_into(reading, read_cards(data, this_year, other))
    if number := sum(isinstance(card, Group) for card in groups):
        reading.notes.append(f"groups or places passed over: {number}")
    elif not reading.people and not reading.problems:
        raise BadInput("There is no card in this vCard file.", "Export it again, and look at its size first.")
    return reading


def _maker(data: bytes) -> str:
    """What wrote the cards, by the first that tells."""
    told = re.search(rb"^PRODID[^:\r\n]*:([^\r\n]{1,200})", data[:100_000], re.MULTILINE | re.IGNORECASE)
    return "vcard " + re.sub(r"[\d.]+", "", told[1].decode("utf-8", "replace")).strip() if told else "vcard"


def _read_table(table: spreadsheet.Table, encoding: str, asked: str | None, this_year: int, source: str) -> Reading:
    orders = day_orders(table, asked)
    notes = [f"read as {encoding}, separated by {spreadsheet.DELIMITERS.get(table.delimiter, repr(table.delimiter))}"]
    if table.header_line > 1:
        notes.append(f"header found in line {table.header_line}")
    notes += [f"dates read {_ORDERS[order]}" for order in sorted(set(orders.values()) - {""})]
    if table.unused:
        notes.append(f"columns not used: {', '.join(table.unused[:30])}")
    reading = Reading(_FORMAT[table.kind], [], [], [], notes, source, "|".join(map(folded, table.headers))[:2000])
    read_rows = read_touches if table.kind == "touches" else read_people
    if empty := len(_sort_into(reading, read_rows(table, orders, this_year))):
        notes.append(f"empty rows passed over: {empty}")
    return reading


def _sort_into(reading: Reading, items: Iterable[object]) -> list[object]:
    """Puts people, touches and problems where they belong; gives back the rest."""
    rest = []
    for item in items:
        if isinstance(item, Person):
            reading.people.append(item)
        elif isinstance(item, Problem):
            reading.problems.append(item)
        elif isinstance(item, PastTouch):
            reading.touches.append(item)
        else:
            rest.append(item)
    return rest
