"""The daily run as a timer of the user's systemd: two files with the mark in their name."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path

from relcadence.deliver.schedules import Change, Job, must, run
from relcadence.errors import RelcadenceError, say

ANSWERS = (b"running", b"degraded", b"starting", b"initializing")
SERVICE = """\
[Unit]
Description=The daily digest of relcadence
Documentation=man:systemd.service(5)

[Service]
Type=oneshot
{environment}
ExecStart={command}
"""
TIMER = """\
[Unit]
Description=Ask every quarter of an hour whether the digest of relcadence is due

[Timer]
OnCalendar=*-*-* *:{minutes}:00
Persistent=true
AccuracySec=30s

[Install]
WantedBy=timers.target
"""


def units(job: Job) -> dict[str, str]:
    """The two files by name. ValueError for words that a unit cannot hold."""
    pairs = [f"Environment={_word(f'{name}={value}')}" for name, value in job.environment.items()]
    command = " ".join(_word(word).replace("$", "$$") for word in job.words)
    minutes = ",".join(f"{minute:02}" for minute in job.minutes)
    service = SERVICE.format(environment="\n".join(pairs), command=command)
    return {f"{job.mark}.service": service, f"{job.mark}.timer": TIMER.format(minutes=minutes)}


def _word(text: str) -> str:
    """A word as systemd.syntax wants it: in quotes, with what it would obey made harmless."""
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise ValueError("A line break or control character in a path cannot stand in a unit of systemd.")
    escaped = text.replace("\\", r"\\").replace('"', r"\"").replace("%", "%%")
    return f'"{escaped}"'


class Systemd:
    """The timers of this user; they run while the user is logged in, or always with `loginctl enable-linger`."""

    name = "systemd"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def there(self) -> bool:
        """True where systemd answers for this user."""
        if shutil.which("systemctl") is None:
            return False
        return run(["systemctl", "--user", "is-system-running"]).stdout.strip() in ANSWERS

    def plan(self, job: Job) -> list[Change]:
        """The two files."""
        return [Change(str(self.folder / name), text) for name, text in units(job).items()]

    def installed(self, mark: str) -> list[Change]:
        """Our files as they are."""
        paths = [path for path in self._paths(mark) if path.is_file()]
        return [Change(str(path), path.read_text("utf-8", "replace")) for path in paths]

    def install(self, job: Job) -> None:
        """Write the files and start the timer."""
        if not self.there():
            raise RelcadenceError("systemd does not answer for this user here.", "Choose another: --with cron")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, text in units(job).items():
                (self.folder / name).write_text(text, "utf-8")
        except OSError as error:
            why = say("The unit files cannot be written to {folder}: {reason}.",
                      folder=str(self.folder), reason=str(error.strerror))  # fmt: skip
            raise RelcadenceError(why, "Make that folder writable, or choose another: --with cron") from None
        self._told("daemon-reload")
        self._told("enable", "--now", f"{job.mark}.timer")

    def remove(self, mark: str) -> None:
        """Stop the timer and delete our files."""
        if self.there():
            with suppress(RelcadenceError):
                self._told("disable", "--now", f"{mark}.timer")
        for path in self._paths(mark):
            path.unlink(missing_ok=True)
        if self.there():
            self._told("daemon-reload")

    def _paths(self, mark: str) -> list[Path]:
        return [self.folder / f"{mark}.{kind}" for kind in ("service", "timer")]

    def _told(self, *words: str) -> None:
        must(run(["systemctl", "--user", *words]), f"systemctl --user {words[0]}")
