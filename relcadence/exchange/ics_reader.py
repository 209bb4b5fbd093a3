"""The user's own calendar read back: past meetings, and to-dos ticked off; one rule: no broken entry costs another.

Each series is read by itself, so that a broken one costs no other; each oddity is noted with its line.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from hashlib import blake2b
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from relcadence.domain.matching import Problem
from relcadence.domain.meetings import Meeting, Ticked
from relcadence.errors import BadInput, say
from relcadence.exchange.decoding import MAX_FILE, decode, sniff
from relcadence.exchange.ics import TODO_SUFFIX
from relcadence.exchange.ics_blocks import Block, Line, cut
from relcadence.exchange.ics_foreign_zones import Zones, as_calendar, zones_of

_ONE_DAY = timedelta(days=1)
# A rule by the hour or less is no meeting, and one that never steps on never ends.
_ENDLESS = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)|INTERVAL=0*(;|$)", re.IGNORECASE)
_LONGEST = timedelta(days=60)
_RULES = ("RRULE", "RDATE", "EXDATE", "EXRULE")
_KINDS_OF_FILE = {
    "html": say("a web page, perhaps a login page saved in its place"),
    "vcard": say("an address book"),
    "empty": "empty",
}


class CalendarRead(NamedTuple):
    """Meetings by time, to-dos ticked off, and a note for each oddity."""

    meetings: tuple[Meeting, ...]
    ticked: tuple[Ticked, ...]
    notes: tuple[Problem, ...]


def read(data: bytes, *, since: date, until: date, zone: ZoneInfo) -> CalendarRead:
    """The meetings from `since` to `until` (both included) in the user's `zone`, and the to-dos ticked off.

    Raises BadInput where the bytes are no calendar at all, or more than 50 MB.
    """
    file = cut(_text(data))
    if not file.blocks and not file.calendar:
        raise BadInput("There is no calendar in this file.", "Export the calendar anew as .ics.")
    notes = list(file.notes)
    zones = zones_of(file.blocks, file.calendar, zone, notes)
    meetings: list[Meeting] = []
    with _silent_libraries():
        for series in _series(file.blocks, since, until, notes):
            meetings += _meetings(series, zones, since, until, zone, notes)
    meetings.sort(key=lambda meeting: (meeting.on, str(meeting.starts_at or ""), meeting.uid))
    return CalendarRead(tuple(meetings), tuple(_ticked(file.blocks)), tuple(notes))


def is_meant(data: bytes) -> bool:
    """True where a calendar is expected and the bytes are one. BadInput for what is neither that nor a table."""
    if sniff(data) not in ("ics", "text"):
        _text(data)
    return sniff(data) == "ics"


def _text(data: bytes) -> str:
    if len(data) > MAX_FILE:
        raise BadInput(
            say("The calendar is larger than {size} MB.", size=MAX_FILE // (1 << 20)),
            "Export a shorter span of time.",
        )
    kind = sniff(data)
    if kind != "ics":
        raise BadInput(
            say("This is no calendar: it is {what}.", what=_KINDS_OF_FILE.get(kind, say("something else"))),
            "Export the calendar anew as .ics.",
        )
    return decode(data).text


def _series(blocks: Iterable[Block], since: date, until: date, notes: list[Problem]) -> Iterator[list[Block]]:
    """The events by UID, each with its exceptions; those without any day in the span are left out unparsed."""
    by_uid: dict[str, dict[str, Block]] = defaultdict(dict)
    for block in blocks:
        if block.kind != "VEVENT":
            continue
        uid = block.first("UID").strip()
        if not uid:
            uid = blake2b(str(block).encode(), digest_size=12).hexdigest()
            notes.append(Problem(block.at, say("This entry has no UID; it got one from its content."), fatal=False))
            block = block._replace(lines=(Line("UID", "", uid), *block.lines))
        _file_under(by_uid, uid, block, notes)
    for series in by_uid.values():
        if any(_may_fall(block, since, until) for block in series.values()):
            yield list(series.values())


def _file_under(by_uid: dict[str, dict[str, Block]], uid: str, block: Block, notes: list[Problem]) -> None:
    instance = block.first("RECURRENCE-ID")
    known = by_uid[uid].get(instance)
    if known is None:
        by_uid[uid][instance] = block
    elif _sequence(known) == _sequence(block) and known.first("DTSTART") != block.first("DTSTART"):
        notes.append(Problem(block.at, say("This entry has the UID of another one; both were taken."), fatal=False))
        by_uid[f"{uid} {block.first('DTSTART')}"][instance] = block
    else:
        notes.append(Problem(block.at, say("This entry stands twice; the newer one was taken."), fatal=False))
        by_uid[uid][instance] = max(known, block, key=lambda one: (_sequence(one), one.at))


def _sequence(block: Block) -> int:
    value = block.first("SEQUENCE").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _may_fall(block: Block, since: date, until: date) -> bool:
    start = block.first("DTSTART").strip()[:8]
    if any(line.name in _RULES for line in block.lines) or not start.isdigit():
        return True
    return f"{since - _ONE_DAY:%Y%m%d}" <= start <= f"{until + _ONE_DAY:%Y%m%d}"


def _meetings(
    series: list[Block], zones: Zones, since: date, until: date, zone: ZoneInfo, notes: list[Problem]
) -> Iterator[Meeting]:
    """The meetings of one series; where its repetitions cannot be read, those that are told one by one."""
    series = [_tame(block, notes) for block in series]
    for tried in (series, [_without_rules(block) for block in series]):
        try:
            told = list(_expanded(tried, zones, since, until, zone))
        except Exception as error:  # the libraries raise what they like
            lost = say("it was left out") if tried is not series else say("only its first time was looked for")
            why = say("This entry cannot be read ({kind}); {lost}.", kind=type(error).__name__, lost=lost)
            notes.append(Problem(series[0].at, why, series[0].first("SUMMARY")[:200], fatal=False))
        else:
            yield from (meeting for meeting in told if since <= meeting.on <= until)
            return


def _expanded(series: list[Block], zones: Zones, since: date, until: date, zone: ZoneInfo) -> Iterator[Meeting]:
    import icalendar
    from recurring_ical_events import of  # type: ignore[import-untyped]

    recurring = any(line.name in _RULES for block in series for line in block.lines)
    calendar = icalendar.Calendar.from_ical(as_calendar(series, zones))
    # A day begins up to fourteen hours sooner or later in another zone.
    for event in of(calendar).between(since - _ONE_DAY, until + 2 * _ONE_DAY):
        yield _meeting(event, recurring, zones.floating, zone)


def _without_rules(block: Block) -> Block:
    return block._replace(lines=tuple(line for line in block.lines if line.name not in _RULES))


def _tame(block: Block, notes: list[Problem]) -> Block:
    """The block without a rule that would never end, or whose every time would cover the whole span."""
    rules = [line for line in block.lines if line.name == "RRULE"]
    if not rules or not (any(_ENDLESS.search(rule.value) for rule in rules) or _is_long(block)):
        return block
    why = say("This entry repeats by a rule that cannot be followed; only its first time was taken.")
    notes.append(Problem(block.at, why, rules[0].value[:200], fatal=False))
    return _without_rules(block)


def _is_long(block: Block) -> bool:
    start, end = (_day(block.first(name).strip()[:8]) for name in ("DTSTART", "DTEND"))
    return start is not None and (start.year < 1900 or (end is not None and abs(end - start) > _LONGEST))


def _meeting(event: Any, recurring: bool, floating: tzinfo, zone: ZoneInfo) -> Meeting:
    start = event["DTSTART"].dt
    all_day = not isinstance(start, datetime)
    starts_at = None if all_day else _in_utc(start, floating)
    return Meeting(
        uid=str(event["UID"]),
        on=start if starts_at is None else starts_at.astimezone(zone).date(),
        starts_at=starts_at,
        minutes=None if starts_at is None else _minutes(event, starts_at, floating),
        title=str(event.get("SUMMARY", "")).strip(),
        location=str(event.get("LOCATION", "")).strip(),
        people=_once(_people(event)),
        declined=tuple(sorted({mail for _, mail, answer in _people(event) if answer == "DECLINED"})),
        all_day=all_day,
        status=str(event.get("STATUS", "")).strip().lower(),
        recurring=recurring,
        private=str(event.get("CLASS", "")).strip().upper() in ("PRIVATE", "CONFIDENTIAL"),
    )


def _minutes(event: Any, starts_at: datetime, floating: tzinfo) -> int | None:
    end = event.get("DTEND")
    if end is None or not isinstance(end.dt, datetime):
        return None
    minutes = int((_in_utc(end.dt, floating) - starts_at).total_seconds() // 60)
    return minutes if minutes > 0 else None


def _in_utc(at: datetime, floating: tzinfo) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=floating)).astimezone(UTC)


def _people(event: Any) -> Iterator[tuple[str, str, str]]:
    """Name, e-mail and answer of everybody with an e-mail, the organizer first."""
    for name in ("ORGANIZER", "ATTENDEE"):
        told = event.get(name, [])
        for person in told if isinstance(told, list) else [told]:
            scheme, _, mail = str(person).strip().partition(":")
            params = getattr(person, "params", {})
            mail = mail if scheme.lower() == "mailto" else str(params.get("EMAIL", ""))
            if "@" in mail:
                yield _plain(params.get("CN")), mail.strip().lower(), str(params.get("PARTSTAT", "")).upper()


def _once(people: Iterable[tuple[str, str, str]]) -> tuple[tuple[str, str], ...]:
    """Each e-mail once, under the first name it is told with."""
    names: dict[str, str] = {}
    for name, mail, _ in people:
        names[mail] = names.get(mail) or name
    return tuple((name, mail) for mail, name in names.items())


def _plain(name: Any) -> str:
    return str(name or "").strip().strip("\"'").strip()


def _ticked(blocks: Iterable[Block]) -> Iterator[Ticked]:
    for block in blocks:
        done = block.first("COMPLETED").strip()
        if block.kind == "VTODO" and (done or block.first("STATUS").strip().upper() == "COMPLETED"):
            yield Ticked(block.first("UID").strip().removesuffix(TODO_SUFFIX), _day(done[:8]))


def _day(digits: str) -> date | None:
    try:
        return datetime.strptime(digits, "%Y%m%d").date()
    except ValueError:
        return None


class _silent_libraries:
    """Their complaints quote the file's text, and the notes say enough."""

    def __enter__(self) -> None:
        logging.getLogger("icalendar").disabled = True

    def __exit__(self, *_: object) -> None:
        logging.getLogger("icalendar").disabled = False
