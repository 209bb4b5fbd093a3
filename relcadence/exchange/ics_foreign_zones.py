"""The time zones of a calendar written elsewhere: by IANA name, Windows name, path, or the file's own description."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple
from zoneinfo import ZoneInfo

from relcadence.domain.matching import Problem
from relcadence.errors import say
from relcadence.exchange.ics_blocks import Block, Line

_TZID = re.compile(r';TZID=("[^"]*"|[^;:]*)', re.IGNORECASE)


class Zones(NamedTuple):
    """How the names of zones in this file are read: by name, and the VTIMEZONEs that have to go along."""

    names: dict[str, str]
    blocks: dict[str, Block]
    floating: ZoneInfo


def zones_of(blocks: Iterable[Block], calendar: Iterable[Line], zone: ZoneInfo, notes: list[Problem]) -> Zones:
    """Every zone the file names: a known one by its name, else the file's own, else the calendar's."""
    own = {block.first("TZID").strip('"'): block for block in blocks if block.kind == "VTIMEZONE"}
    wanted = next((line.value.strip() for line in calendar if line.name == "X-WR-TIMEZONE"), "")
    floating = ZoneInfo(known_zone(wanted)) if known_zone(wanted) else zone
    zones = Zones({}, {}, floating)
    for at, name in _named(blocks):
        if name in zones.names:
            continue
        zones.names[name] = known_zone(name) or _own_zone(own.get(name), zones)
        if not zones.names[name]:
            why = say(
                "The time zone “{name}” is not known; its times were read as of {key}.",
                name=name[:60],
                key=floating.key,
            )
            notes.append(Problem(at, why, fatal=False))
    return zones


def _own_zone(block: Block | None, zones: Zones) -> str:
    """A name for the zone that the file itself describes; "" where it does not, or not so that it can be read."""
    import icalendar

    if block is None:
        return ""
    # The library keeps zones by name for the life of the process; a name of its own keeps files apart.
    name = f"own-{blake2b(str(block).encode(), digest_size=12).hexdigest()}"
    kept = (line._replace(params="", value=name) if line.name == "TZID" else line for line in block.lines)
    own = block._replace(lines=tuple(line for line in kept if not line.name.startswith("X-")))
    try:
        icalendar.Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{own}END:VCALENDAR\r\n")
    except Exception:  # the libraries raise what they like
        return ""
    zones.blocks[name] = own
    return name


def _named(blocks: Iterable[Block]) -> Iterator[tuple[int, str]]:
    for block in blocks:
        for line in block.lines:
            if block.kind != "VTIMEZONE" and line.params and (found := _TZID.search(line.params)):
                yield block.at, found[1].strip('"')


def known_zone(name: str) -> str:
    """The IANA name of a zone given by it, by Windows' name, or by a path that ends in it; "" for none.

    >>> known_zone("Eastern Standard Time"), known_zone("/freeassociation.example/Tzfile/Europe/Berlin")
    ('America/New_York', 'Europe/Berlin')
    """
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = name.strip().strip('"')
    if name in WINDOWS_TO_OLSON:
        return str(WINDOWS_TO_OLSON[name])
    parts = name.strip("/").split("/")
    for start in range(max(0, len(parts) - 3), len(parts)):
        key = "/".join(parts[start:])
        if _is_zone(key):
            return key
    return ""


def _is_zone(key: str) -> bool:
    try:
        ZoneInfo(key)
    except (ValueError, OSError, KeyError):
        return False
    return True


def as_calendar(series: Iterable[Block], zones: Zones) -> str:
    """A calendar of just these entries, their zones under names that can be read; an unknown one is dropped."""
    used: set[str] = set()

    def renamed(found: re.Match[str]) -> str:
        name = zones.names.get(found[1].strip('"'), "")
        used.add(name)
        return f";TZID={name}" if name else ""

    told = [str(block._replace(lines=tuple(_rename(line, renamed) for line in block.lines))) for block in series]
    along = [str(block) for name, block in zones.blocks.items() if name in used]
    return "".join(("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-\r\n", *along, *told, "END:VCALENDAR\r\n"))


def _rename(line: Line, renamed: Callable[[re.Match[str]], str]) -> Line:
    return line._replace(params=_TZID.sub(renamed, line.params)) if line.params else line
