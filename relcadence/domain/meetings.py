"""Past meetings of the user's calendar: which were touches, with whom, and by which channel.

One rule: nobody is guessed. An e-mail address decides, then a whole name in the title; all else is for the user.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from relcadence.domain.text import fold
from relcadence.errors import say

MOST_WORDS, MOST_SIGNS = 6, 8
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_CHANNELS = {
    "meal": r"\b(lunch|dinner|breakfast|brunch|meal|coffee|drinks)\b|[午晚早][餐饭]|吃饭|聚餐|饭局|宴|咖啡|喝茶",
    "call": r"\b(call|phone|telephone|ring)\b|电话|通话|致电|来电",
    "visit": r"\bvisit(ing)?\b|拜访|走访|登门|看望",
}


class Meeting(NamedTuple):
    """One thing that stood in the calendar, each time of a series by itself; (`uid`, `on`) is its identity.

    `on` is the day in the user's zone, `starts_at` in UTC (None all day), `minutes` None where the end is not told.
    `people` are (name, e-mail) of organizer and attendees, the user's own among them; `declined` are the e-mails of
    those who said no. E-mails are in small letters. `status` is "", "confirmed", "tentative" or "cancelled".
    """

    uid: str
    on: date
    starts_at: datetime | None
    minutes: int | None
    title: str
    location: str
    people: tuple[tuple[str, str], ...]
    declined: tuple[str, ...]
    all_day: bool
    status: str
    recurring: bool
    private: bool = False


class Ticked(NamedTuple):
    """A to-do that was done: the UID of the item it was written for, and the day where it is told."""

    uid: str
    on: date | None


class Verdict(NamedTuple):
    """What is to be done with a meeting: `log` it, it is the `same` as before, `review` it by hand, or `skip` it."""

    kind: str
    meeting: Meeting
    contact_ids: tuple[int, ...] = ()
    channel: str = ""
    reason: str = ""


class Book(NamedTuple):
    """What is known: contacts by e-mail and by `name_words`, and whether a meeting (or its like) is logged.

    `is_logged` tells of this very meeting; `is_met` of a contact who was met or called on that day.
    """

    emails: Mapping[str, tuple[int, ...]]
    names: Mapping[str, tuple[int, ...]]
    is_logged: Callable[[str, date], bool]
    is_met: Callable[[int, date], bool]


def decide(meetings: Iterable[Meeting], book: Book, own: frozenset[str], now: datetime, today: date) -> list[Verdict]:
    """A verdict on each meeting. `own` are the user's addresses; `now` (aware) ends the past on `today`."""
    return [_verdict(meeting, book, own, now, today) for meeting in meetings]


def _verdict(meeting: Meeting, book: Book, own: frozenset[str], now: datetime, today: date) -> Verdict:
    if why := _left_out(meeting, own, now, today):
        return Verdict("skip", meeting, reason=why)
    if book.is_logged(meeting.uid, meeting.on):
        return Verdict("same", meeting, reason=say("imported before"))
    others = [(name, mail) for name, mail in meeting.people if mail not in own]
    ids, doubt = _who(meeting, others, book)
    channel = channel_of(meeting.title)
    if ids and not doubt:
        new = tuple(number for number in ids if not book.is_met(number, meeting.on))
        return Verdict("log" if new else "same", meeting, new or ids, channel, "" if new else say("logged that day"))
    if ids:
        return Verdict("review", meeting, ids, channel, doubt)
    if others:
        told = ", ".join(mail if not name else f"{name} <{mail}>" for name, mail in others)
        return Verdict("review", meeting, (), channel, say("not in the book: {told}", told=told))
    return Verdict("skip", meeting, reason=say("names nobody"))


def _left_out(meeting: Meeting, own: frozenset[str], now: datetime, today: date) -> str:
    if meeting.all_day or meeting.starts_at is None:
        return say("all day")
    if meeting.status == "cancelled":
        return "cancelled"
    if own & set(meeting.declined):
        return "declined"
    if meeting.on > today or (meeting.on == today and meeting.starts_at > now):
        return say("still to come")
    return ""


def _who(meeting: Meeting, others: list[tuple[str, str]], book: Book) -> tuple[tuple[int, ...], str]:
    """The contacts who were there, and why that is in doubt ("" is certain)."""
    found: dict[int, None] = {}
    for _name, mail in others:
        ids = book.emails.get(mail, ())
        if len(ids) > 1:
            return ids, say("several share {mail}", mail=mail)
        if mail not in meeting.declined:
            found.update(dict.fromkeys(ids))
    if found:
        return tuple(found), ""
    for name in named_in(meeting.title, book.names):
        ids = book.names[name]
        if len(ids) > 1:
            return ids, say("several are called {name}", name=name)
        if name.isascii() and " " not in name:
            return ids, say("only one word of the title, {name}, speaks of them", name=name)
        found.update(dict.fromkeys(ids))
    return tuple(found), ""


def name_words(name: str) -> str:
    """A name as it is looked for in titles: folded, without punctuation.

    >>> name_words("Ana  Sokołowska,"), name_words("王小明")
    ('ana sokolowska', '王小明')
    """
    return " ".join(_WORD.findall(fold(name)))


def named_in(title: str, names: Mapping[str, object]) -> list[str]:
    """The names that stand whole in a title, in its order; one within a longer one does not count."""
    words = _WORD.findall(fold(title))
    found = [name for name in _phrases(words) if name in names]
    return [name for name in found if not any(name != other and name in other for other in found)]


def _phrases(words: list[str]) -> Iterator[str]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
            yield " ".join(words[start:end])
        # Chinese has no spaces between words.
        word = words[start]
        if not word.isascii():
            for at in range(len(word)):
                yield from (
                    word[at : at + n] for n in range(2, MOST_SIGNS + 1) if at + n <= len(word) and n < len(word)
                )


def channel_of(title: str) -> str:
    """`meal`, `call` or `visit` where a word of the title says so, else `meeting`."""
    words = fold(title)
    return next((channel for channel, pattern in _CHANNELS.items() if re.search(pattern, words)), "meeting")
