"""The digest of a day as plain text of 80 columns or as Markdown; quiet, kind, and honest about its source."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from relcadence.deliver.layout import Entry, Translate, sections
from relcadence.domain.agenda import Today
from relcadence.domain.text import clean, display_width, pad, wrap

WIDTH = 80
INDENT = " " * 6
MARKDOWN_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|~"})


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
    lines += ["", "--", *wrap(footer(source, translate), WIDTH)]
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
        first, *rest = wrap(f"{entry.day}  {clean(entry.who)}".strip(), WIDTH, INDENT)
        lines = [pad(entry.handle, len(INDENT)) + first.removeprefix(INDENT), *rest, *wrap(tail, WIDTH, INDENT)]
    lines += wrap(clean(entry.why), WIDTH, INDENT)
    if entry.last:
        lines += wrap("last: " + clean(entry.last), WIDTH, INDENT)
    return lines


def footer(source: Source, translate: Translate = str) -> str:
    """Which store was read, how many people it holds, and when the last digest went out."""
    last = source.last_on.isoformat() if source.last_on else translate("none yet")
    people = (
        translate("1 person") if source.people == 1 else translate("{number} people").format(number=source.people)
    )
    return translate("Read from {store}: {people}. Last digest: {last}.").format(
        store=clean(source.store), people=people, last=last
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
