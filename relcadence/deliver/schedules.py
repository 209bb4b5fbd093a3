"""The daily run as the machine's own scheduler is told it: cron, systemd or launchd, whichever there is.

One rule: what is written bears a mark, only what bears it is replaced or removed, and every other byte stays.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

from relcadence.errors import RelcadenceError, say

PATIENCE = 30


class Job(NamedTuple):
    """What the machine is to run: words, environment, and the minutes of each hour. `home` tells jobs apart."""

    words: tuple[str, ...]
    environment: Mapping[str, str]
    minutes: tuple[int, ...]
    home: str

    @property
    def mark(self) -> str:
        """What the lines and files of this home bear."""
        return mark_of(self.home)


class Change(NamedTuple):
    """What would be written: where to, and the text to show; empty text takes it away."""

    place: str
    text: str


class Scheduler(Protocol):
    """One way to have something run: how it would be written, writing it, what is there, taking it away."""

    name: str

    def there(self) -> bool:
        """True where this machine has it, for this user."""

    def plan(self, job: Job) -> list[Change]:
        """What installing would write. ValueError for a job that it cannot hold."""

    def installed(self, mark: str) -> list[Change]:
        """What is written now; empty where nothing is."""

    def install(self, job: Job) -> None:
        """Write it in the place of what was there. RelcadenceError where that fails."""

    def remove(self, mark: str) -> None:
        """Take away what bears the mark; nothing else."""


def mark_of(home: str) -> str:
    """The mark of a home: jobs of two homes stand beside each other."""
    return f"relcadence-{sha256(home.encode()).hexdigest()[:8]}"


def job_words(words: Sequence[str]) -> tuple[str, ...]:
    """The program as anything may call it, from any folder and with any PATH; `words` follow its name."""
    return (sys.executable, "-P", "-m", "relcadence", *words)


def schedulers(environ: Mapping[str, str]) -> dict[str, Scheduler]:
    """All that are known, by name, the best first."""
    from relcadence.deliver.schedule_cron import Cron
    from relcadence.deliver.schedule_launchd import Launchd
    from relcadence.deliver.schedule_systemd import Systemd

    home = Path(environ.get("HOME") or os.path.expanduser("~"))  # noqa: PTH111  # Path.home raises without one
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    found: list[Scheduler] = [Launchd(home), Systemd(config / "systemd" / "user"), Cron()]
    return {each.name: each for each in found}


def run(
    words: Sequence[str], given: bytes = b"", *, environment: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[bytes]:
    """Run a tool of the machine, its messages in English. RelcadenceError where it cannot be run at all."""
    tool = shutil.which(words[0])
    if tool is None:
        raise RelcadenceError(say("This machine has no {tool}.", tool=words[0]), "See: relcadence help cron")
    try:
        return subprocess.run(
            [tool, *words[1:]], input=given, capture_output=True, timeout=PATIENCE, check=False,
            env={**os.environ, "LC_ALL": "C", **environment},
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        reason = type(error).__name__
        raise RelcadenceError(
            say("{tool} cannot be run: {reason}.", tool=words[0], reason=reason), "See: relcadence help cron"
        ) from None


def must(ended: subprocess.CompletedProcess[bytes], tool: str) -> bytes:
    """What it printed. RelcadenceError with what it complained of, where it failed."""
    from relcadence.domain.text import clean

    if ended.returncode:
        reason = clean(ended.stderr.decode(errors="replace").strip())[:300] or str(ended.returncode)
        raise RelcadenceError(
            say("{tool} failed: {reason}", tool=tool, reason=reason), "Nothing of it was taken over."
        )
    return ended.stdout


def shell_line(job: Job) -> str:
    """The job as a shell reads it."""
    values = [f"{name}={shlex.quote(value)}" for name, value in job.environment.items()]
    return " ".join([*values, shlex.join(job.words)])
