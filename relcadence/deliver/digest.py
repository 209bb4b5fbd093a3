"""The digest of a day as plain text of 80 columns or as Markdown; quiet, kind, and honest about its source."""

from __future__ import annotations

from datetime import date
from textwrap import wrap
from typing import NamedTuple

from relcadence.deliver.layout import Entry, Translate, sections
from relcadence.domain.agenda import Today
from relcadence.domain.text import clean, display_width, pad

WIDTH = 80
MARKDOWN_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]()<>#+!|~"})


class Source(NamedTuple):
    """Where the digest was read from: the store, how many people it holds, and the day of the last digest."""

    store: str
    people: int
    last_on: date | None


def text(today: date, agenda: Today, source: Source, translate: Translate = str) -> str:
    """The digest as plain text, at most 80 columns wide except for words longer than that."""
    lines = [_title(today, agenda, translate), "=" * display_width(_title(today, agenda, translate))]
    if agenda.empty():
        lines += ["", translate("Nothing is due. Enjoy the day.")]
    for section in sections(agenda, translate):
        title = clean(section.title)
        lines += ["", title, "-" * display_width(title)]
        lines += [line for entry in section.entries for line in _entry_lines(entry)]
    lines += ["", "--", *_wrapped(footer(source, translate), "")]
    return "\n".join(lines) + "\n"


def _title(today: date, agenda: Today, translate: Translate) -> str:
    title = f"{today:%A} {today.isoformat()}"
    return title if agenda.working_day else f"{title} ({translate('day off')})"


def _entry_lines(entry: Entry) -> list[str]:
    head = " ".join(filter(None, (pad(entry.handle, 5), entry.day and f"{entry.day} ", clean(entry.who))))
    tail = clean(entry.how)
    if display_width(head) + display_width(tail) + 3 <= WIDTH:
        lines = [f"{head} - {tail}" if tail else head]
    else:
        lines = [head, f"      {tail}"]
    lines += _wrapped(clean(entry.why), "      ")
    if entry.last:
        lines += _wrapped("last: " + clean(entry.last), "      ")
    return lines


def _wrapped(words: str, indent: str) -> list[str]:
    """Lines of at most 80 columns; wide characters count as two, so such text is wrapped at half the width."""
    width = WIDTH if words.isascii() or display_width(words) == len(words) else WIDTH // 2
    return wrap(words, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False) or [""]


def footer(source: Source, translate: Translate = str) -> str:
    """Which store was read, how many people it holds, and when the last digest went out."""
    last = source.last_on.isoformat() if source.last_on else translate("none yet")
    return translate("Read from {store}: {people} people. Last digest: {last}.").format(
        store=clean(source.store), people=source.people, last=last
    )


def markdown(today: date, agenda: Today, source: Source, translate: Translate = str) -> str:
    """The digest as Markdown; what people wrote is escaped."""
    lines = [f"# {_title(today, agenda, translate)}", ""]
    if agenda.empty():
        lines += [translate("Nothing is due. Enjoy the day."), ""]
    for section in sections(agenda, translate):
        lines += [f"## {_escaped(section.title)}", "", *map(_item, section.entries), ""]
    return "\n".join([*lines, "---", "", _escaped(footer(source, translate))]) + "\n"


def _item(entry: Entry) -> str:
    handle = f"`{entry.handle}` " if entry.handle else ""
    day = f"{entry.day} " if entry.day else ""
    last = f" _({_escaped('last: ' + entry.last)})_" if entry.last else ""
    how = f" - {_escaped(entry.how)}" if entry.how else ""
    return f"- {handle}{day}**{_escaped(entry.who)}**{how}: {_escaped(entry.why)}{last}"


def _escaped(words: str) -> str:
    return clean(words).translate(MARKDOWN_SPECIAL)
