"""A real CalDAV server (Radicale) on the loopback, and a client of its own to look into it."""

from __future__ import annotations

import base64
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

USER, PASSWORD = "me", "a long secret"


class Server(NamedTuple):
    """The address of a calendar that only `USER` may use."""

    url: str

    def request(self, method: str, path: str = "", body: bytes = b"") -> tuple[int, bytes]:
        """Status and body of one plain request."""
        asked = urllib.request.Request(self.url + path, data=body or None, method=method)
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        asked.add_header("Authorization", f"Basic {token}")
        asked.add_header("Content-Type", "text/calendar")
        try:
            with urllib.request.urlopen(asked) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, b""

    def calendar(self) -> bytes:
        """The whole calendar as one file."""
        return self.request("GET")[1]


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run the server on a free port until the block ends; the calendar is empty."""
    port = _free_port()
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\n"
        f"htpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = {folder}/collections\n"
        "[logging]\nlevel = info\n"
    )
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", str(folder / "config")], stdout=log, stderr=log
    )
    try:
        _wait(port, process, folder / "log")
        server = Server(f"http://127.0.0.1:{port}/{USER}/follow-ups/")
        assert server.request("MKCALENDAR")[0] == 201
        yield server
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Come back when somebody listens there."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text())
