"""A digest in words, before any form is given to it: what stands above, the sections, what stands below.

One rule: all words are chosen here, in the language of one receiver; the forms (`written`, `page`) only set them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from relcadence.deliver import discreet
from relcadence.deliver.layout import Entry, entry, sections
from relcadence.deliver.openings import opening
from relcadence.domain.agenda import Row, Today
from relcadence.language import Translator, full_day, near_day

FRIDAY = 4
WITH_OPENINGS = ("promises", "dated", "to_reach", "slipped", "today")
MOST_DAYS_NAMED = 5


class Source(NamedTuple):
    """Where the digest was read from: the store, how many people it holds, and the day of the last digest."""

    store: str
    people: int
    last_on: date | None


class Item(NamedTuple):
    """One row in words: `reach` is what `how` ends with, `phone` a number that it lacks, `call` the words for that,
    `opening` a suggested first sentence.
    """

    entry: Entry
    reach: str
    phone: str
    call: str
    opening: str
    overdue: bool


class Part(NamedTuple):
    """A titled list; `key` is its name in JSON; `said` stands below the items, or in their place."""

    key: str
    title: str
    items: list[Item]
    said: str = ""


class Rows(NamedTuple):
    """A titled list before it is in words; with `day` each row names its day."""

    key: str
    title: str
    rows: list[Row]
    day: bool = False
    more: str = ""


class Digest(NamedTuple):
    """What every form of a digest shows; `calm` is said where nothing is due, `summary` is one line without names."""

    language: str
    title: str
    summary: str
    lines: tuple[str, ...]
    parts: list[Part]
    calm: str
    footer: str


class Setting(NamedTuple):
    """What a digest is made with: who reads it, what stands above, phone numbers by contact, how much is said."""

    translate: Translator
    source: Source
    lines: Sequence[str] = ()
    phones: Mapping[int, str] = {}
    people: str = "full"


def of_day(today: date, agenda: Today, setting: Setting) -> Digest:
    """The digest of one day: its sections as in `today`, promises first."""
    _ = setting.translate
    day = full_day(today, _)
    title = day if agenda.working_day else _("{day} (day off)", day=day)
    by_key: dict[str, list[Row]] = agenda._asdict()
    dated = ("promises", "dated", "coming_up")
    found = [Rows(each.key, each.title, by_key[each.key], each.key in dated) for each in sections(agenda, _)]
    if agenda.more and found:
        found[-1] = found[-1]._replace(more=_("… and {more} more: relcadence today --all", more=agenda.more))
    calm = _("Nothing is due. Enjoy the day.") if agenda.empty() else ""
    if calm and not setting.source.people:
        calm = _("Nobody is in the book yet. Bring people in: relcadence import FILE, or relcadence add NAME")
    return _made(setting, title, found, calm, _summary(agenda, _))


def week_rows(today: date, agenda: Today, rows: Sequence[Row], translate: Translator) -> list[Rows]:
    """The sections of a week: up to Thursday the days ahead; from Friday on what slipped, then the days of the next.

    `rows` are those of the plan from today to `week_end(today)`.
    """
    _ = translate
    ahead = [row for row in rows if row.kind != "promise"]
    promises = [row for row in rows if row.kind == "promise"]
    late = [row for row in ahead if _day(row) < today]
    if today.weekday() < FRIDAY:
        found = [Rows("promises", _("Promises"), promises, True), Rows("late", _("Before today"), late, True)]
        found += _days((row for row in ahead if _day(row) >= today), translate)
        found.append(Rows("slipping", _("Slipping: no room for these"), agenda.slipping))
        return [each for each in found if each.rows]
    sunday = today + timedelta(days=6 - today.weekday())
    slipped = late + [row for row in ahead if row.state == "overdue" and _day(row) >= today] + agenda.slipping
    behind = {row.handle for row in slipped}
    rest = [row for row in ahead if _day(row) >= today and (not row.handle or row.handle not in behind)]
    found = [
        Rows("promises", _("Promises of this week, still open"), [r for r in promises if _day(r) <= sunday], True),
        Rows("slipped", _("Slipped, and easily mended"), slipped),
        Rows("today", _("Still within this week"), [row for row in rest if _day(row) <= sunday], True),
        Rows("next_promises", _("Promises of next week"), [r for r in promises if _day(r) > sunday], True),
        *_days((row for row in rest if _day(row) > sunday), translate),
    ]
    return [each for each in found if each.rows]


def of_week(today: date, found: list[Rows], setting: Setting) -> Digest:
    """The digest of a week, from the sections of `week_rows`."""
    _ = setting.translate
    if today.weekday() < FRIDAY:
        title = _("The week from {day}", day=near_day(today, _))
        calm = _("Nothing is planned this week.")
    else:
        title = _("The week up to {day}, and the next", day=near_day(today, _))
        calm = _("Nothing slipped this week, and nothing is planned for the next.")
    number = sum(len(each.rows) for each in found)
    summary = _.plural("{number} item", "{number} items", number)
    return _made(setting, title, found, "" if found else calm, summary)


def week_end(today: date) -> date:
    """The last day that a week's digest speaks of: this Sunday, from Friday on the next."""
    days = 6 - today.weekday()
    return today + timedelta(days=days if today.weekday() < FRIDAY else days + 7)


def footer(source: Source, translate: Translator) -> str:
    """Which store was read, how many people it holds, and when the last digest went out."""
    _ = translate
    last = source.last_on.isoformat() if source.last_on else _("none yet")
    people = _.plural("{number} person", "{number} people", source.people)
    return _("Read from {store}: {people}. Last digest: {last}.", store=source.store, people=people, last=last)


def missed_line(days: Sequence[date], translate: Translator) -> str:
    """Which days had no digest, "" for none."""
    _ = translate
    if not days:
        return ""
    if len(days) == 1:
        return _("No digest went out on {day}.", day=near_day(days[0], _))
    if len(days) <= MOST_DAYS_NAMED:
        return _("No digest went out on these days: {days}.", days=", ".join(near_day(day, _) for day in days))
    words = "No digest went out on {number} working days, from {start} to {end}."
    start, end = near_day(days[0], _), near_day(days[-1], _)
    return _.plural(words, words, len(days), start=start, end=end)


def _made(setting: Setting, title: str, found: list[Rows], calm: str, summary: str) -> Digest:
    _ = setting.translate
    parts = [_part(each, setting) for each in found]
    below = footer(setting.source, _)
    return Digest(_.language, title, summary, tuple(filter(None, setting.lines)), parts, calm, below)


def _part(each: Rows, setting: Setting) -> Part:
    _ = setting.translate
    if setting.people == "counts":
        return Part(each.key, each.title, [], _.plural("{number} item", "{number} items", len(each.rows)))
    full = setting.people == "full"
    rows = each.rows if full else [discreet.initials(row, _) for row in each.rows]
    return Part(each.key, each.title, [_item(row, each, setting, full) for row in rows], each.more)


def _item(row: Row, within: Rows, setting: Setting, full: bool) -> Item:
    made = entry(row, setting.translate, day=within.day)
    phone = setting.phones.get(row.contact_id, "") if full else ""
    phone = "" if phone in made.how else phone
    call = setting.translate("phone {number}", number=phone) if phone else ""
    begin = opening(row, setting.translate) if full and within.key in WITH_OPENINGS else ""
    return Item(made, row.reach, phone, call, begin, row.state == "overdue")


def _days(rows: Iterable[Row], translate: Callable[[str], str]) -> list[Rows]:
    ordered = sorted(rows, key=_day)
    return [Rows(day.isoformat(), full_day(day, translate), list(own)) for day, own in groupby(ordered, key=_day)]


def _day(row: Row) -> date:
    return row.planned_on or row.due_on


def _summary(agenda: Today, translate: Translator) -> str:
    """How much waits today, without a name: what a subject or a notification may say."""
    _ = translate
    waiting = len([row for row in agenda.promises if row.state in ("overdue", "today")])
    said = (
        _.plural("{number} promise", "{number} promises", waiting) if waiting else "",
        _.plural("{number} date", "{number} dates", len(agenda.dated)) if agenda.dated else "",
        _.plural("{number} to reach", "{number} to reach", len(agenda.to_reach)) if agenda.to_reach else "",
    )
    return ", ".join(filter(None, said)) or _("nothing is due")
