"""How an agenda is laid out for reading: titled sections of entries, in words, for every output alike."""

from collections.abc import Callable
from typing import NamedTuple

from relcadence.domain import conduct
from relcadence.domain.agenda import Row, Today
from relcadence.domain.reasons import word
from relcadence.language import short_day

Translate = Callable[[str], str]
CHANNEL_WORDS = {
    "call": "call", "email": "e-mail", "meeting": "meet", "meal": "share a meal with", "visit": "visit",
    "letter": "write to", "card": "send a card to", "article": "send an article to", "message": "message",
}  # fmt: skip


WITHOUT_ADDRESS = {"card": "send a card (no address yet)", "letter": "write a letter (no address yet)"}


class Entry(NamedTuple):
    """One row in words. `how` is the proposed channel with the number or address to use, `last` the last touch."""

    handle: str
    who: str
    why: str
    how: str
    last: str
    day: str = ""


class Section(NamedTuple):
    """A titled list; `key` is its name in JSON."""

    key: str
    title: str
    entries: list[Entry]


def entry(row: Row, translate: Translate = str, *, day: bool = False) -> Entry:
    """One row of an agenda in words."""
    how = "" if row.kind == "card" else translate(_way(row))
    last = word(row.last_touch, translate) if row.last_touch else ""
    shown = row.planned_on or row.due_on
    how = f"{how} {row.reach}".strip()
    if row.assignee:
        form = translate("{how}, for {name}") if how else translate("for {name}")
        how = form.format(how=how, name=row.assignee)
    title = translate(row.contact) if row.kind == "card" else row.contact
    return Entry(
        row.handle, title, _why(row, translate), how, last,
        short_day(shown, translate) if day else "",
    )  # fmt: skip


def _way(row: Row) -> str:
    """How to reach somebody, as a message; by post without an address says so."""
    if row.channel in WITHOUT_ADDRESS and not row.reach:
        return WITHOUT_ADDRESS[row.channel]
    return CHANNEL_WORDS.get(row.channel, row.channel)


def _why(row: Row, translate: Translate) -> str:
    """What to do, where the playbook has something for it, and why now."""
    reason = word(row.reason, translate)
    if row.proposal is None:
        return reason
    move = word(row.proposal, translate)
    if row.alternative:
        move = translate("{move}, or {other}").format(move=move, other=word(row.alternative, translate))
    return translate("; ").join([move, *(translate(conduct.WORDS[key]).rstrip(".。") for key in row.guards), reason])


def sections(today: Today, translate: Translate = str) -> list[Section]:
    """The sections of a day that have something in them, in the order in which they are read."""
    room = (
        "To reach ({count}, within {capacity} minutes)"
        if today.minutes
        else "To reach ({count} of {capacity} places)"
    )
    if today.taken and not today.minutes:
        room = "To reach ({count} of {capacity} places; dates, promises and touches made take {taken})"
    room = translate(room).format(taken=today.taken, count=len(today.to_reach), capacity=today.capacity)
    titled: list[tuple[str, str, list[Row], bool]] = [
        ("promises", translate("Promises"), today.promises, True),
        ("dated", translate("Today's dates"), today.dated, True),
        ("to_reach", room, today.to_reach, False),
        ("if_time_left", translate("If time is left"), today.if_time_left, False),
        ("slipping", translate("Slipping: no room for these"), today.slipping, False),
        ("coming_up", translate("Coming up"), today.coming_up, True),
    ]
    return [
        Section(key, title, [entry(row, translate, day=day) for row in rows])
        for key, title, rows, day in titled
        if rows
    ]
