"""Contacts as vCards 3.0 and 4.0. What came in unknown goes out again, pictures never; same people, same bytes.

One rule: every text is escaped, and no control character but the line break survives, so that no value makes a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from relcadence.domain.likeness import is_han
from relcadence.domain.people import Contact, Reach

PRODUCT = "-//relcadence//relcadence//EN"
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_PARAM = re.compile(r"[^\w.+-]")
_TYPES = {"work": "WORK", "home": "HOME", "mobile": "CELL", "fax": "FAX", "pager": "PAGER", "main": "MAIN"}
_PARTICLES = re.compile(
    r"(van|von|der|den|del?|della|d[aiu]|l[aeo]s?|dos|bin|ibn|al|el|te[rn]|zur?)'?", re.IGNORECASE
)
_LONG_FAMILY = re.compile("欧阳|司马|上官|诸葛|司徒|东方|独孤|南宫|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|端木|百里")
_ITEM = re.compile(r"item(\d+)\.", re.IGNORECASE)
WIDTH = 75  # octets of a line, by RFC 2426 and RFC 6350


class CardOf(NamedTuple):
    """A contact with what stands beside it: an anniversary, and the unknown lines its sources told."""

    contact: Contact
    anniversary: str = ""
    extra: tuple[str, ...] = ()


def card(each: CardOf, version: str = "3.0") -> bytes:
    """One vCard, folded, with CRLF. `version` is 3.0 or 4.0."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}", f"PRODID:{PRODUCT}", *_Writer(each, version).lines(), "END:VCARD"]
    return b"".join(map(_folded, lines))


class _Writer:
    """The lines of one card in the making; labels of the user's own get numbered groups."""

    def __init__(self, each: CardOf, version: str) -> None:
        self.contact = each.contact
        self.each = each
        self.is_new = version == "4.0"
        taken = [int(found[1]) for line in each.extra if (found := _ITEM.match(line))]
        self.items = max(taken, default=0)

    def lines(self) -> Iterator[str]:
        contact = self.contact
        yield f"UID:urn:uuid:{contact.uuid}" if self.is_new else f"UID:{contact.uuid}"
        yield f"FN:{_text(contact.name)}"
        is_company = bool(contact.organisation) and contact.name == contact.organisation
        yield "N:" + ";".join(map(_text, ("",) * 5 if is_company else name_parts(contact.name)))
        if is_company:
            yield "X-ABShowAs:COMPANY"
        if contact.aliases:
            yield "NICKNAME:" + ",".join(map(_text, contact.aliases))
        units = [line.partition(":")[2] for line in self.each.extra if line.startswith("X-DEPARTMENT:")]
        if contact.organisation or units:
            yield "ORG:" + ";".join(map(_text, (contact.organisation, *units)))
        if contact.title:
            yield f"TITLE:{_text(contact.title)}"
        for way in contact.reach:
            yield from self._reach(way)
        yield from self._dates()
        if contact.note:
            yield f"NOTE:{_text(contact.note)}"
        if words := (*contact.roles, *contact.tags):
            yield "CATEGORIES:" + ",".join(map(_text, words))
        if contact.language and self.is_new:
            yield f"LANG:{_text(contact.language)}"
        others = (line for line in self.each.extra if not line.startswith("X-DEPARTMENT:"))
        yield from (_CONTROL.sub("", line).replace("\n", " ") for line in others)

    def _reach(self, way: Reach) -> Iterator[str]:
        if way.kind == "handle":
            label = _PARAM.sub("", way.label) or "im"
            value = _text(way.value)
            is_url = "://" in way.value
            yield (
                f"X-SOCIALPROFILE;TYPE={label}:{value}" if is_url else f"IMPP;X-SERVICE-TYPE={label}:{label}:{value}"
            )
            return
        name = {"email": "EMAIL", "phone": "TEL", "address": "ADR"}[way.kind]
        value = _address(way.value, self.contact.city) if way.kind == "address" else _text(way.value)
        types = [_TYPES[way.label]] if way.label in _TYPES else []
        if name == "EMAIL" and not self.is_new:
            types.insert(0, "INTERNET")
        params = f";TYPE={','.join(types)}" if types else ""
        if name == "TEL" and self.is_new:
            params += ";VALUE=text"
        yield from self._labelled(f"{name}{params}:{value}", "" if way.label in _TYPES else way.label)

    def _labelled(self, line: str, label: str) -> Iterator[str]:
        """The line, in a group of its own with its label where the user has called it something."""
        if not label:
            yield line
            return
        self.items += 1
        yield f"item{self.items}.{line}"
        yield f"item{self.items}.X-ABLabel:{_text(label)}"

    def _dates(self) -> Iterator[str]:
        birthday, anniversary = self.contact.birthday, self.each.anniversary
        if birthday.startswith("lunar:"):
            yield f"X-LUNAR-BIRTHDAY:{birthday}"
        elif birthday:
            yield f"BDAY{self._day(birthday)}"
        if anniversary and self.is_new:
            yield f"ANNIVERSARY{self._day(anniversary)}"
        elif anniversary:
            yield from self._labelled(f"X-ABDATE{self._day(anniversary)}", "_$!<Anniversary>!$_")

    def _day(self, text: str) -> str:
        """The parameters and value of a day; one without a year as Apple and Google write it."""
        if self.is_new:
            return f":{text.replace('-', '') if not text.startswith('--') else '--' + text[2:].replace('-', '')}"
        return f";X-APPLE-OMIT-YEAR=1604:1604-{text[2:]}" if text.startswith("--") else f":{text}"


def name_parts(name: str) -> tuple[str, str, str, str, str]:
    """Family, given, middle, prefix, suffix of a name as it is spoken; a single word is the given name."""
    plain, _, suffix = name.partition(",")
    words = plain.split()
    if is_han(plain) and len(words) == 1 and 2 <= len(plain) <= 4:
        cut = 2 if _LONG_FAMILY.match(plain) and len(plain) > 2 else 1
        return plain[:cut], plain[cut:], "", "", suffix.strip()
    if len(words) < 2:
        return "", plain.strip(), "", "", suffix.strip()
    at = len(words) - 1
    while at > 1 and _PARTICLES.fullmatch(words[at - 1]):
        at -= 1
    return " ".join(words[at:]), words[0], " ".join(words[1:at]), "", suffix.strip()


def _address(value: str, city: str) -> str:
    """A postal address in its seven fields: the city where it is told apart, else all of it as the street."""
    lines = value.split("\n")
    at = next((n for n, line in enumerate(lines) if n and city and f"{line} ".startswith(f"{city} ")), 0)
    if not at or len(lines) - at > 2:
        return f";;{_text(value)};;;;"
    rest = lines[at][len(city) :].strip()
    country = lines[at + 1] if at + 1 < len(lines) else ""
    return ";".join(["", "", _text("\n".join(lines[:at])), _text(city), "", _text(rest), _text(country)])


def _text(value: str) -> str:
    plain = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets, never within a character."""
    data = line.encode("utf-8", "replace")
    if len(data) <= WIDTH:
        return data + b"\r\n"
    pieces, start, width = [], 0, WIDTH
    while start < len(data):
        end = min(start + width, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[start:end])
        start, width = end, WIDTH - 1
    return b"\r\n ".join(pieces) + b"\r\n"


def cards(people: Iterable[CardOf], version: str = "3.0") -> Iterator[bytes]:
    """The vCards of many, one after the other."""
    return (card(each, version) for each in people)
