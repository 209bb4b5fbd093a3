"""Help in the user's language: the page as Typer lays it out, its words translated, its lines broken by width.

One rule: whatever is written on a help page passes through here, so that a command needs nothing but English texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from typer._click import Context as ClickContext
from typer._click import HelpFormatter

from relcadence.language import N_, Translator

USAGE = N_("Usage: ")
WORDS = (USAGE, N_("Arguments"), N_("Options"), N_("Commands"), N_("required"), N_("default: {default}"))
SHOWN_BEHIND = r"(?s)(.*?)(?:^|  )\[(default: .*|required|[^\[\]]*[<>]=?[^\[\]]*)\]"


class HelpContext(ClickContext):
    """The context of every command: it makes a page of its own kind where the language is not English."""

    def make_formatter(self) -> HelpFormatter:
        translate = getattr(self.find_root().obj, "translate", None)
        if translate is None or not translate.foreign:
            return super().make_formatter()
        return Page(translate, width=self.terminal_width, max_width=self.max_content_width)


class Page(HelpFormatter):
    """A help page in another language; texts come in English, or translated already."""

    def __init__(self, translate: Translator, *, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self.translate = translate

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, self.translate(USAGE))

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + self.translate("{heading}:", heading=self.translate(heading)) + "\n")

    def write_text(self, text: str) -> None:
        pages = (self.translate(paragraph) for paragraph in paragraphs(text))
        indent = " " * self.current_indent
        self.write("\n\n".join("\n".join(self._wrapped(page, self.width, indent)) for page in pages) + "\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        from relcadence.domain.text import display_width, pad

        rows = [(first, self._explained(second)) for first, second in rows]
        first_col = min(max((display_width(first) for first, _ in rows), default=0), col_max) + col_spacing
        hang = " " * (first_col + self.current_indent)
        for first, second in rows:
            margin = " " * self.current_indent + first
            lines = self._wrapped(second, self.width, hang) if second else []
            if lines and display_width(first) <= first_col - col_spacing:
                lines[0] = pad(margin, len(hang)) + lines[0].removeprefix(hang)
            else:
                lines.insert(0, margin)
            self.write("\n".join(lines) + "\n")

    def _explained(self, text: str) -> str:
        """The help of an option or command; what Typer adds in brackets stays behind it."""
        found = re.fullmatch(SHOWN_BEHIND, text)
        if not found:
            return self.translate(text)
        shown = "；".join(map(self._shown, found[2].split("; "))) if found[2] else ""
        return f"{self.translate(found[1])}  [{shown}]".strip()

    def _shown(self, part: str) -> str:
        default = part.removeprefix("default: ")
        return self.translate(part) if default == part else self.translate("default: {default}", default=default)

    @staticmethod
    def _wrapped(text: str, width: int, indent: str) -> list[str]:
        from relcadence.domain.text import wrap

        return wrap(text, max(width, len(indent) + 10), indent)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text, each in one line: the messages of the catalogue."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def clause(text: str, translate: Translator) -> str:
    """A command's help in the list of a group, in the user's language: its first clause, without an example."""
    said = translate(next(iter(paragraphs(text)), ""))
    first = re.split(r"(?<=[.!?])\s|(?<=[。！？])", said, maxsplit=1)[0]
    return re.split(r"[;；]|[:：]\s*relcadence ", first, maxsplit=1)[0].rstrip(".。")
