"""The daily run as an agent of launchd, the scheduler of macOS: one file with the mark in its name."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from relcadence.deliver.schedules import Change, Job, must, run
from relcadence.errors import RelcadenceError


def agent(job: Job) -> bytes:
    """The property list. ValueError for a control character, which XML cannot hold."""
    import plistlib

    values: dict[str, Any] = {
        "Label": job.mark,
        "ProgramArguments": list(job.words),
        "EnvironmentVariables": dict(job.environment),
        "StartCalendarInterval": [{"Minute": minute} for minute in job.minutes],
        "RunAtLoad": True,
        "ProcessType": "Background",
    }
    return plistlib.dumps(values, sort_keys=False)


class Launchd:
    """The agents of this user; one asleep when it was to run does so on waking."""

    name = "launchd"

    def __init__(self, home: Path) -> None:
        self.folder = home / "Library" / "LaunchAgents"

    def there(self) -> bool:
        """True on macOS."""
        return sys.platform == "darwin" and shutil.which("launchctl") is not None

    def plan(self, job: Job) -> list[Change]:
        """The file."""
        return [Change(str(self._path(job.mark)), agent(job).decode())]

    def installed(self, mark: str) -> list[Change]:
        """Our file as it is."""
        path = self._path(mark)
        return [Change(str(path), path.read_text("utf-8", "replace"))] if path.is_file() else []

    def install(self, job: Job) -> None:
        """Write the file and load it."""
        if shutil.which("launchctl") is None:
            raise RelcadenceError("launchd is not on this machine.", "Choose another: --with cron")
        path = self._path(job.mark)
        self.folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            run(["launchctl", "unload", str(path)])
        path.write_bytes(agent(job))
        must(run(["launchctl", "load", "-w", str(path)]), "launchctl load")

    def remove(self, mark: str) -> None:
        """Unload it and delete the file."""
        path = self._path(mark)
        with suppress(RelcadenceError):
            run(["launchctl", "unload", "-w", str(path)])
        path.unlink(missing_ok=True)

    def _path(self, mark: str) -> Path:
        return self.folder / f"{mark}.plist"
