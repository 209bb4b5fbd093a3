"""The rows of a day as blocks, and what a day without rows says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relcadence.cli.render import INDENT, Block, Entry, Heading, Line
from relcadence.domain.text import cut, display_width, wrap
from relcadence.errors import together

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.deliver.layout import Entry as Words
    from relcadence.deliver.layout import Section
    from relcadence.domain.agenda import Today

LEAST_WORDS = 20


def today_blocks(context: Context, today: Today, for_: str = "") -> list[Block]:
    """The day, titled, its sections, and what is to be said below them; `for_`: about, or given to, one person."""
    from relcadence.deliver.layout import sections
    from relcadence.language import full_day

    _ = context.translate
    day = full_day(context.today, _)
    head = Line(day if today.working_day else f"{day} ({_('day off')})", "bold")
    body = section_blocks(sections(today, _), context.columns)
    if for_:
        return [head, *(body or nothing_due(context, for_))]
    return [head, *(body or nothing_due(context)), *_tail(context, today), *first_steps(context)]


def _tail(context: Context, today: Today) -> Iterator[Line]:
    _ = context.translate
    if today.working_day and not today.capacity:
        words = "The capacity of today is 0, so no slot is planned: relcadence config set capacity 8"
        yield Line(_(words), "yellow")
    if today.more:
        yield Line(_("… and {more} more: --all", more=today.more), "dim")
    if today.clear_on and today.clear_on > context.today:
        yield Line(_("The backlog is worked off by {day}.", day=today.clear_on.isoformat()), "dim")


def section_blocks(sections: list[Section], columns: int | None = None) -> list[Block]:
    """Sections as headings and entries; the last touch is cut at that many columns (None: shown whole)."""
    blocks: list[Block] = []
    for section in sections:
        blocks.append(Heading(section.title))
        blocks += [entry_block(entry, columns) for entry in section.entries]
    return blocks


def entry_block(entry: Words, columns: int | None) -> Entry:
    """Who and how, and below it why and, as far as there is room, what was said last; all of it is in `show`."""
    title = "  ".join(filter(None, (entry.day, entry.who)))
    last = entry.last if columns is None else cut(entry.last, _room(columns - INDENT, entry.why))
    return Entry(entry.handle, title, entry.how, together(filter(None, (entry.why, last)), "; "))


def _room(width: int, before: str) -> int:
    """What is left of the last line of `before`, or the line below where that is too little."""
    width = max(width, LEAST_WORDS)
    left = width - display_width(wrap(before, width)[-1]) - len("; ")
    return left if left >= LEAST_WORDS else width - len("; ")


def nothing_due(context: Context, for_: str = "") -> list[Block]:
    """What an empty day says: how many people were read, and what to do next; or that nothing is for somebody."""
    _ = context.translate
    if for_:
        return [Line(_("Nothing here is about “{name}” or given to them.", name=for_))]
    words = "Nothing is due among {people} people. See what comes: relcadence agenda --days 14"
    return [Line(nobody_yet(context) or _(words, people=context.store.people()))]


def nobody_yet(context: Context) -> str:
    """What a book without people says; "" for one with some."""
    if context.store.people():
        return ""
    words = "Nobody is in the book yet. Bring people in: relcadence import FILE, or relcadence add NAME"
    return context.translate(words)


def first_steps(context: Context) -> list[Block]:
    """What a book of people without any touch says below the day; it goes with the first touch."""
    if not context.store.people() or context.store.holds("touch"):
        return []
    words = 'When you have spoken with somebody: relcadence log NAME --call "what was said"'
    return [Line(context.translate(words), "dim")]
