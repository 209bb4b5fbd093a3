"""khal reads the folder of files: every entry on its day, none twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_khal_shows_the_folder(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("khal")
    folder = tmp_path / "vdir"
    run("init", "--yes", today="2026-11-02")
    run("add", "Wang Li", "--role", "client", "--birthday", "1980-11-26", today="2026-11-02")
    run("add", "Zoë; Müller, Łukasz", "--role", "prospect", today="2026-11-02")
    run("promise", "add", "wang", "send C:\\New, then wait; 租约", "--by", "2026-11-25")
    for _ in range(2):
        assert run("export", "ics", "--dir", folder).code == 0
    config = tmp_path / "khal.conf"
    config.write_text(
        f"[calendars]\n[[follow]]\npath = {folder}\nreadonly = True\n[locale]\nlocal_timezone = Europe/Berlin\n"
        "default_timezone = Europe/Berlin\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
    )
    command = [
        sys.executable, "-m", "khal", "-c", str(config), "list", "--format", "{start-long} {title}",
        "--day-format", "", "2026-11-23", "40d",
    ]  # fmt: skip
    env = {**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, check=False)
    assert ended.returncode == 0, ended.stderr
    rows = [row.split(" ", 1) for row in ended.stdout.splitlines() if row.strip()]
    told = {title.strip(): day for day, title in rows}
    assert len(rows) == len(told)
    assert told["Promise to Wang Li: send C:\\New, then wait; 租约"] == "2026-11-25"
    assert told["Message Zoë; Müller, Łukasz"] == "2026-11-23"
    assert any(title.startswith("Birthday: Wang Li") and day == "2026-11-26" for title, day in told.items())
    assert len(told) == 3
