"""Contacts as a table (CSV) that spreadsheet programs open harmlessly and that our own import reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from relcadence.domain.text import clean
from relcadence.exchange.vcard_writer import CardOf

_NUMBERED = {"email": ("E-mail", "Value"), "phone": ("Phone", "Value"), "address": ("Address", "Formatted"),
             "handle": ("IM", "Value")}  # fmt: skip
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\ufeff"


def table(people: Sequence[CardOf], last_touches: Sequence[str] = (), *, excel: bool = False) -> Iterator[bytes]:
    """The table in UTF-8, line by line; with `excel` marked as such, which Excel needs. Last touches as ISO dates."""
    counts = {
        kind: max((sum(way.kind == kind for way in each.contact.reach) for each in people), default=0)
        for kind in _NUMBERED
    }
    if excel:
        yield _MARK.encode()
    yield line(_headers(counts))
    for at, each in enumerate(people):
        yield line(_row(each, counts, last_touches[at] if at < len(last_touches) else ""))


def defused(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula; our own import takes the quote off again."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def _headers(counts: dict[str, int]) -> list[str]:
    numbered = [
        f"{name} {number} - {part}"
        for kind, (name, value) in _NUMBERED.items()
        for number in range(1, counts[kind] + 1)
        for part in ("Label", value)
    ]
    return [
        "Name", "Aliases", "Organisation", "Job Title", "Role", "Level", "Tags", "Interests", "Cadence", "Channel",
        "Language", "City", *numbered, "Birthday", "Anniversary", "Do not contact", "Last touch", "Notes", "UID",
    ]  # fmt: skip


def _row(each: CardOf, counts: dict[str, int], last_touch: str) -> list[str]:
    contact = each.contact
    numbered: list[str] = []
    for kind, count in counts.items():
        ways = [(way.label, way.value) for way in contact.reach if way.kind == kind]
        numbered += [cell for way in (*ways, *[("", "")] * (count - len(ways))) for cell in way]
    banned = contact.do_not_contact
    return [
        contact.name, "; ".join(contact.aliases), contact.organisation, contact.title, "; ".join(contact.roles),
        str(contact.level or ""), "; ".join(contact.tags), "; ".join(contact.interests), contact.cadence,
        contact.channel, contact.language, contact.city, *numbered, contact.birthday, each.anniversary,
        banned.reason if banned else "", last_touch, contact.note, contact.uuid,
    ]  # fmt: skip


def line(cells: Sequence[str]) -> bytes:
    """One line of a table, no cell of which is taken for a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow([defused(clean(cell, lines=True)) for cell in cells])
    return out.getvalue().encode("utf-8", "replace")
