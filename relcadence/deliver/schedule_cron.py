"""The daily run in the user's crontab: two lines with a mark, put before all others and taken out again.

One rule: a crontab is bytes; lines without our mark are never read as anything else, and stay as they are.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from relcadence.deliver.schedules import Change, Job, must, run, shell_line
from relcadence.errors import RelcadenceError, say

PLACE = "crontab"
LONGEST = 990  # Debian's cron cuts a command at 1,000 bytes
RETURN_SHOWN = b"\\r"
NONE_YET = re.compile(rb"no crontab for|can't open|no such file", re.IGNORECASE)


def lines_of(job: Job) -> bytes:
    """The two lines. ValueError for a job that a line of a crontab cannot hold."""
    command = shell_line(job)
    if re.search(r"[\x00-\x1f\x7f\\]", command):
        raise ValueError("A line break, control character or backslash in a path cannot stand in a crontab.")
    command = command.replace("%", r"\%")
    if len(command.encode()) > LONGEST:
        raise ValueError("The command is too long for a line of a crontab.")
    minutes = ",".join(map(str, job.minutes))
    said = f"# The daily digest of relcadence; take it out with: relcadence schedule remove # {job.mark}"
    return f"{said}\n{minutes} * * * * {command} # {job.mark}\n".encode()


def without(table: bytes, mark: str) -> bytes:
    """The crontab without the lines that end with the mark, all other bytes as they were."""
    return b"".join(line for line in _lines(table) if not _is_ours(line, mark))


def ours(table: bytes, mark: str) -> bytes:
    """The lines that end with the mark."""
    return b"".join(line for line in _lines(table) if _is_ours(line, mark))


def with_job(table: bytes, job: Job) -> bytes:
    """The crontab with the job before all else, where no variable set in it reaches; cron wants an end of line."""
    rest = without(table, job.mark)
    return lines_of(job) + rest + (b"" if not rest or rest.endswith(b"\n") else b"\n")


def _lines(table: bytes) -> list[bytes]:
    return re.findall(rb"[^\n]*\n|[^\n]+\Z", table)


def _is_ours(line: bytes, mark: str) -> bool:
    return line.rstrip(b"\n").endswith(f"# {mark}".encode())


def _unshown(shown: bytes) -> bytes:
    """The crontab as it lies there: Debian's `crontab -l` shows a carriage return as two characters, its -e does not.

    The editor that it is given copies the file and changes nothing.
    """
    with TemporaryDirectory() as folder:
        editor, copy = Path(folder, "editor"), Path(folder, "copy")
        editor.write_text(f'cat "$1" > {shlex.quote(str(copy))}\n')
        command = shlex.join(["/bin/sh", str(editor)])
        run(["crontab", "-e"], environment={"VISUAL": command, "EDITOR": command})
        held = copy.read_bytes() if copy.exists() else shown
    return held if held.replace(b"\r", RETURN_SHOWN) == shown else shown


class Cron:
    """The crontab of this user."""

    name = "cron"

    def there(self) -> bool:
        """True where there is a `crontab` to write with."""
        return shutil.which("crontab") is not None

    def plan(self, job: Job) -> list[Change]:
        """The two lines."""
        return [Change(PLACE, lines_of(job).decode())]

    def installed(self, mark: str) -> list[Change]:
        """Our lines as they stand."""
        found = ours(self._read(), mark).decode(errors="replace") if self.there() else ""
        return [Change(PLACE, found)] if found else []

    def install(self, job: Job) -> None:
        """Put the lines in, or in the place of the old ones."""
        self._write(with_job(self._read(), job))

    def remove(self, mark: str) -> None:
        """Take our lines out."""
        self._write(without(self._read(), mark))

    def _read(self) -> bytes:
        """The crontab; empty only where there surely is none, so that none is ever written over unseen."""
        ended = run(["crontab", "-l"])
        if ended.returncode and not ended.stdout and NONE_YET.search(ended.stderr):
            return b""
        shown = must(ended, "crontab -l")
        return _unshown(shown) if RETURN_SHOWN in shown else shown

    def _write(self, table: bytes) -> None:
        must(run(["crontab", "-"], table), "crontab")
        if self._read() != table:
            raise RelcadenceError(
                say("{tool} did not take over what was written.", tool="crontab"), "Look at it: crontab -l"
            )
