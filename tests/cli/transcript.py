"""Whole outputs, compared as they stand: a transcript of command lines, what each prints, and its exit code."""

import re
import shlex
import textwrap
from collections.abc import Callable

from tests.conftest import Result


def held(run: Callable[..., Result], transcript: str) -> None:
    """Play the command lines after `$` in order; each must print what stands below it, and end with `[code]` (0)."""
    for line, shown in _parts(transcript):
        today, words = _day(shlex.split(line))
        result = run(*words, today=today)
        printed = result.err + result.out + (f"[{result.code}]\n" if result.code else "")
        assert printed == shown, line


def _parts(transcript: str) -> list[tuple[str, str]]:
    parts = re.split(r"^\$ (.*)\n", textwrap.dedent(transcript).lstrip("\n"), flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def _day(words: list[str]) -> tuple[str | None, list[str]]:
    """`2026-12-01: log …` is played on that day."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d:", words[0]):
        return words[0][:-1], words[1:]
    return None, words
