"""A digest as plain text of 80 columns, or as Markdown in which nothing that people wrote is obeyed."""

from __future__ import annotations

from relcadence.deliver.digest import Digest, Item, Part
from relcadence.domain.text import clean, display_width, pad, wrap
from relcadence.language import Translator

WIDTH = 80
INDENT = " " * 6
MARKDOWN_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|~"})


def text(digest: Digest, translate: Translator) -> str:
    """The digest as plain text, at most 80 columns wide except for words longer than that."""
    title = clean(digest.title)
    lines = [title, "=" * display_width(title)]
    for above in [*digest.lines, digest.calm]:
        lines += ["", *wrap(clean(above), WIDTH)] if above else []
    for part in digest.parts:
        heading = clean(part.title)
        lines += ["", heading, "-" * display_width(heading)]
        lines += [line for item in part.items for line in _item_lines(item, translate)]
        lines += [part.said] if part.said else []
    return "\n".join([*lines, "", "--", *_unbroken(clean(digest.footer))]) + "\n"


def _unbroken(words: str) -> list[str]:
    """The footer in lines; a path longer than a line stays in one piece, so that it can be copied."""
    lines = [""]
    for word in words.split(" "):
        if lines[-1] and display_width(f"{lines[-1]} {word}") > WIDTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines


def _item_lines(item: Item, translate: Translator) -> list[str]:
    entry = item.entry
    head = " ".join(filter(None, (pad(entry.handle, 5), entry.day and f"{entry.day} ", clean(entry.who))))
    tail = clean(entry.how)
    if display_width(head) + display_width(tail) + 3 <= WIDTH:
        lines = [f"{head} - {tail}" if tail else head]
    else:
        first, *rest = wrap(f"{entry.day}  {clean(entry.who)}".strip(), WIDTH, INDENT)
        lines = [pad(entry.handle, len(INDENT)) + first.removeprefix(INDENT), *rest, *wrap(tail, WIDTH, INDENT)]
    for more in _more(item, translate):
        lines += wrap(clean(more), WIDTH, INDENT)
    return lines


def _more(item: Item, translate: Translator) -> list[str]:
    """What stands under an item: why, the last touch, the phone number, a first sentence."""
    _ = translate
    last = _("last: {touch}", touch=item.entry.last) if item.entry.last else ""
    said = [item.entry.why, item.call, last]
    said.append(_("could begin: “{words}”", words=item.opening) if item.opening else "")
    return [each for each in said if each]


def markdown(digest: Digest, translate: Translator) -> str:
    """The digest as Markdown; what people wrote is escaped."""
    lines = [f"# {_escaped(digest.title)}", ""]
    for above in [*digest.lines, digest.calm]:
        lines += [_escaped(above), ""] if above else []
    for part in digest.parts:
        lines += [f"## {_escaped(part.title)}", "", *_part_lines(part, translate), ""]
    return "\n".join([*lines, "---", "", _escaped(digest.footer)]) + "\n"


def _part_lines(part: Part, translate: Translator) -> list[str]:
    items = [_item(item, translate) for item in part.items]
    return [*items, *([""] if items else []), _escaped(part.said)] if part.said else items


def _item(item: Item, translate: Translator) -> str:
    entry = item.entry
    handle = f"`{entry.handle}` " if entry.handle else ""
    day = f"{entry.day} " if entry.day else ""
    head = " - ".join(filter(None, (entry.who and f"**{_escaped(entry.who)}**", _escaped(entry.how))))
    why, *more = [_escaped(each) for each in _more(item, translate)] or [""]
    under = "".join(f"\n  {each}" for each in more)
    return f"- {handle}{day}{head and f'{head}: '}{why}{under}"


def _escaped(words: str) -> str:
    return clean(words).translate(MARKDOWN_SPECIAL)
