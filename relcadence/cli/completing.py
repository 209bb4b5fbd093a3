"""Completion put into the user's shell by one command, and taken out again.

One rule: what is written stands between two marks (or in a file of its own), so that it is found again, replaced and
removed without touching anything else.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from relcadence.cli.complete import SCRIPTS
from relcadence.cli.guard import agree
from relcadence.cli.render import Line
from relcadence.errors import RelcadenceError, UsageProblem, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context

BEGIN = "# >>> relcadence completion (relcadence --remove-completion takes it out)"
END = "# <<< relcadence completion"
ZSH_SYSTEM = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }"


class Place(NamedTuple):
    """Where the completion of a shell is written: a start-up file, or a file that is all ours."""

    shell: str
    path: Path
    ours: bool


def install(context: Context) -> None:
    """Write the completion for the user's shell, after showing what and where; nothing where it stands already."""
    place = place_of(context)
    block = block_of(place.shell)
    before = _read(place.path)
    after = block if place.ours else with_block(before, block)
    _ = context.translate
    data = {"shell": place.shell, "path": str(place.path), "written": after != before}
    if after == before:
        context.answer(data, [Line(_("{path} has it already.", path=str(place.path)))])
        return
    if not context.yes:
        context.say(block.rstrip("\n"))
    agree(context, _("Write these lines into {path}?", path=str(place.path)))
    _write(place.path, after)
    words = _(
        "{path} has the completion of {shell} now; open a new terminal.", path=str(place.path), shell=place.shell
    )
    context.answer(data, [Line(words)])


def remove(context: Context) -> None:
    """Take the completion for the user's shell out again; a file that is all ours goes."""
    place = place_of(context)
    before = _read(place.path)
    after = without_block(before)
    _ = context.translate
    data = {"shell": place.shell, "path": str(place.path), "removed": after != before}
    if after == before:
        context.answer(data, [Line(_("{path} has no completion of relcadence.", path=str(place.path)))])
        return
    if place.ours and not after.strip():
        place.path.unlink()
    else:
        _write(place.path, after)
    context.answer(data, [Line(_("The completion is out of {path}.", path=str(place.path)))])


def place_of(context: Context) -> Place:
    """The place for the shell that SHELL names. UsageProblem for one that is not known, or without a home."""
    shell = Path(context.environ.get("SHELL", "")).name
    if shell not in SCRIPTS:
        raise UsageProblem(
            say("There is no completion for the shell “{shell}”.", shell=shell),
            say("Name one of {shells}: SHELL=bash relcadence --install-completion", shells=", ".join(SCRIPTS)),
        )
    home = context.environ.get("HOME", "")
    if not Path(home).is_absolute():
        raise UsageProblem("No home folder is known here.", "Set HOME, or see: relcadence help completion")
    if shell == "fish":
        config = Path(context.environ.get("XDG_CONFIG_HOME") or Path(home, ".config"))
        return Place(shell, config / "fish" / "completions" / "relcadence.fish", True)
    folder = Path(context.environ.get("ZDOTDIR") or home) if shell == "zsh" else Path(home)
    return Place(shell, folder / f".{shell}rc", False)


def block_of(shell: str) -> str:
    """The lines for a shell, between the marks."""
    script = SCRIPTS[shell].strip().removeprefix("#compdef relcadence\n")
    return "\n".join([BEGIN, *([ZSH_SYSTEM] if shell == "zsh" else []), script, END]) + "\n"


def with_block(text: str, block: str) -> str:
    """The text with the block in the place of the one it has, or at its end."""
    start, end = _found(text)
    if start < 0:
        gap = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{gap}{block}"
    return text[:start] + block + text[end:]


def without_block(text: str) -> str:
    """The text without the block, all else as it was."""
    start, end = _found(text)
    return text if start < 0 else text[:start] + text[end:]


def _found(text: str) -> tuple[int, int]:
    """Where the block begins and ends, (-1, -1) for none. RelcadenceError where its end is missing."""
    start = text.find(BEGIN)
    if start < 0:
        return -1, -1
    end = text.find(END, start)
    if end < 0:
        raise RelcadenceError(
            say("The block of relcadence has no end: the line “{line}” is missing.", line=END),
            "Take what is left of it out by hand, then try again.",
        )
    end += len(END)
    return start, end + 1 if text[end : end + 1] == "\n" else end


def _read(path: Path) -> str:
    """The text of a file, byte for byte whatever its encoding; "" where there is none."""
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return ""


def _write(path: Path, text: str) -> None:
    """Replace the file at once, with the rights it had; a link keeps pointing to the file that it points to."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    descriptor, name = tempfile.mkstemp(prefix=".relcadence-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
            file.flush()
            os.fsync(descriptor)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
