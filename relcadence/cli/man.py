"""The manual page relcadence(1) in roff, made from the commands themselves: `relcadence help man`.

One rule: nothing is written here that the commands and the help on options say already. It is made when asked for,
not when the package is built, so that it is always that of the program it comes from, in the language of its user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from relcadence.cli.helping import paragraphs
from relcadence.language import N_

if TYPE_CHECKING:
    from typer._click import Command
    from typer._click import Context as ClickContext

    from relcadence.language import Translator

SUMMARY = N_("whom do I reach today, how, and why?")
ABOUT = N_(
    "A follow-up tool for professionals whose work comes from relationships. It knows your clients, referrers, "
    "prospects, colleagues and friends, and plans each morning whom to reach within the time there is. Everything "
    "stays on this computer. Without a command it shows the day."
)
TOPICS = N_("`relcadence help` lists longer texts on how it plans, calendars, cards, privacy and more.")
CODE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")


def page(ctx: ClickContext, options: str, day: date, translate: Translator) -> str:
    """The whole page; `ctx` is that of the root, `options` the help on the options of every command."""
    from relcadence import __version__
    from relcadence.cli.app import COMMANDS, HEADINGS

    root: Any = ctx.command
    lines = [f'.TH RELCADENCE 1 "{day.isoformat()}" "relcadence {__version__}"']
    lines += [".SH NAME", rf"relcadence \- {_text(translate(SUMMARY))}"]
    lines += [".SH SYNOPSIS", ".B relcadence", r"[\fIoptions\fR] [\fIcommand\fR] [\fIarguments\fR]"]
    lines += [".SH DESCRIPTION", _text(translate(ABOUT)), ".PP", _text(translate(TOPICS))]
    lines += [".SH OPTIONS", *_options(root, ctx, translate, but=options), *_prose(options)]
    for heading in HEADINGS:
        lines.append(f'.SH "{_text(translate(heading)).upper()}"')
        for name, entry in COMMANDS.items():
            if entry.heading == heading:
                lines += _command(root.get_command(ctx, name), name, ctx, translate)
    return "\n".join(lines) + "\n"


def _command(command: Command, path: str, parent: ClickContext, translate: Translator) -> Iterator[str]:
    """A command with its options, and each word that it holds."""
    ctx = command.make_context(path.split()[-1], [], parent=parent, resilient_parsing=True)
    usage = " ".join(
        ["relcadence", path, *(each for each in command.collect_usage_pieces(ctx) if each != "[OPTIONS]")]
    )
    yield f'.SS "{_text(usage)}"'
    for number, paragraph in enumerate(paragraphs(command.help or "")):
        yield from ([".PP"] if number else [])
        yield _text(translate(paragraph))
    yield from _options(command, ctx, translate)
    for name, word in getattr(command, "commands", {}).items():
        yield from _command(word, f"{path} {name}", ctx, translate)


def _options(command: Command, ctx: ClickContext, translate: Translator, *, but: str = "") -> Iterator[str]:
    """What a command takes, without what a text tells already; `-h` goes without saying."""
    for param in command.params:
        record = param.get_help_record(ctx)
        if record and record[0] and param.opts[0] not in but:
            yield from (".TP", f"\\fB{_text(record[0])}\\fR", _text(translate(record[1])) or r"\&")


def _prose(text: str) -> Iterator[str]:
    """A help text as roff: indented lines stay as they are, the rest is set in paragraphs; its title is left out."""
    for part in text.split("\n\n")[1:]:
        if part.startswith("    "):
            yield from (".RS", ".nf", *(_text(line[4:]) for line in part.strip("\n").splitlines()), ".fi", ".RE")
        else:
            yield from (".PP", _text(" ".join(part.split())))


def _text(text: str) -> str:
    """Text that roff sets as it is; code and what is strong in bold."""
    safe = text.replace("\\", r"\e").replace("-", r"\-").replace('"', r"\(dq")
    bold = CODE.sub(lambda found: rf"\fB{found[1] or found[2]}\fR", safe)
    return rf"\&{bold}" if bold.startswith((".", "'")) else bold
