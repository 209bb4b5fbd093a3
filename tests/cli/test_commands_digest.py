"""digest: for cron. It says what it read, and is silent only when that was a book with people and nothing due."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from relcadence.domain.text import display_width
from tests.conftest import environment

Run = Callable[..., Any]
READING = (
    ["today"], ["agenda", "--days", "30"], ["week"], ["list"], ["show", "jose"], ["find", "lease"], ["promise"],
    ["refer"], ["cadence"], ["history"], ["undo", "--list"], ["config"], ["doctor"], ["export", "json"], ["help"],
    ["backup", "list"], ["import", str(Path(__file__).parent / "data" / "people.csv"), "--dry-run"],
)  # fmt: skip
DELIVERING = (["digest"], ["digest", "--format", "markdown"], ["export", "ics"])


def _hashes(folder: Path) -> dict[str, str]:
    """What lies in a folder: name -> content, mode and time of change."""
    return {
        path.name: f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_mode} {path.stat().st_mtime_ns}"
        for path in folder.iterdir()
        if path.is_file()
    }


def _tight(text: str) -> str:
    """The text without blanks: the store's path may be long enough to be wrapped."""
    return "".join(text.split())


def test_the_whole_of_it(run: Run, empty: Path) -> None:
    run("add", "Wang Li", "--role", "client", "--phone", "+1 212 555 0101", today="2026-11-02")
    run("log", "wang", "--call", "asked about the lease", today="2026-11-12")
    run("add", "José", "--cadence", "none", "--birthday", "1970-11-25", today="2026-11-12")
    run("promise", "add", "josé", "send the draft", "--by", "2026-11-20", today="2026-11-12")
    out = run("digest", today="2026-11-23").out
    head, _dashes, footer = out.rpartition("\n--\n")
    assert head == dedent("""\
        Monday 2026-11-23
        =================

        Habits: 0 kept, 0 slipping, 1 to take up again.

        Promises
        --------
        P1    Fri 11-20  José - message
              promised, 3 days over: send the draft
              could begin: “As promised, I am coming back to you.”

        To reach (1 of 8 places; dates, promises and touches made take 1)
        -----------------------------------------------------------------
        F2    Wang Li - call +1 212 555 0101
              hand over your card and brochure; weekly; last reached 11 days ago, 1
              missed
              last: 2026-11-12 call: asked about the lease

        Coming up
        ---------
        O3    Wed 11-25  José - message
              birthday in 2 days, turns 56
              Mon 11-30  Wang Li - call +1 212 555 0101
              weekly; last reached 11 days ago
              last: 2026-11-12 call: asked about the lease
        """)
    assert _tight(footer) == _tight(f"Read from {empty / 'relcadence.db'}: 2 people. Last digest: none yet.")


def test_it_ends_with_the_store_the_people_and_the_last_digest(run: Run, book: Path) -> None:
    def footer(**today: str) -> str:
        return _tight(run("digest", **today).out.rpartition("\n--\n")[2])

    store = str(book / "relcadence.db")
    assert footer() == _tight(f"Read from {store}: 7 people. Last digest: none yet.")
    assert footer(today="2026-11-24") == _tight(f"Read from {store}: 7 people. Last digest: 2026-11-23.")
    run("archive", "bo")
    assert footer(today="2026-11-25") == _tight(f"Read from {store}: 6 people. Last digest: 2026-11-24.")
    markdown = run("digest", "--format", "markdown", today="2026-11-26").out.replace("\\", "")
    assert "6 people" in markdown and "2026-11-25" in markdown
    source = run("digest", "--format", "json", today="2026-11-27").data["source"]
    assert source == {"store": str(book / "relcadence.db"), "people": 6, "last_on": "2026-11-26"}


def _widths(text: str) -> list[int]:
    """The widths of all lines but those of the footer, in which the path of the store may be longer."""
    return [display_width(line) for line in text.rpartition("\n--\n")[0].splitlines()]


def test_eighty_columns(run: Run, book: Path) -> None:
    run("log", "wang li", "a note that goes on and on " * 20, "--call", today="2026-11-20")
    run("promise", "add", "jose", "the draft of the lease and all its many annexes " * 4, "--by", "fri")
    for day in ("2026-11-23", "2026-11-27", "2026-12-01"):
        assert max(_widths(run("digest", today=day).out)) <= 80


def test_eighty_columns_in_chinese(run: Run, book: Path) -> None:
    run("promise", "add", "王芳", "关于租赁合同的修改意见以及下周会议的安排" * 5, "--by", "tomorrow")
    assert max(_widths(run("digest").out)) <= 80


@pytest.mark.parametrize("who", ["Dr. Maria Anna Sophie " * 6, "关于租赁合同 " * 12])
def test_eighty_columns_with_a_long_name_and_a_long_address(run: Run, empty: Path, who: str) -> None:
    run("add", who.strip(), "--role", "client", "--channel", "letter", "--address", "12 Long Pier Road, " * 8)
    run("promise", "add", "#1", "x", "--by", "2026-11-24")
    assert max(_widths(run("digest", today="2026-11-24").out)) <= 80


def test_the_path_of_the_store_is_whole(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "-".join(["quite"] * 12)
    monkeypatch.setenv("RELCADENCE_HOME", str(home))
    run("add", "Wang Li")
    assert str(home / "relcadence.db") in run("digest").out


def test_no_colour_and_no_control_codes(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR")
    for words in (*READING, *DELIVERING):
        assert "\x1b" not in run(*words).out


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_quiet_only_when_people_were_read_and_nothing_is_due(run: Run, empty: Path, format_: str) -> None:
    quiet = ["digest", "--quiet-if-empty", "--format", format_]
    assert run(*quiet).out != "", "a book without people is no quiet day"
    run("add", "Quiet One", "--cadence", "none")
    assert run(*quiet[:2]) == (0, "", "")
    assert run("digest").out.count("Nothing is due") == 1
    run("promise", "add", "quiet", "x", "--by", "today")
    assert "Quiet One" in run(*quiet).out


def test_a_quiet_day_in_json_is_an_envelope(run: Run, empty: Path) -> None:
    run("add", "Quiet One", "--cadence", "none")
    assert run("digest", "--quiet-if-empty", "--json").json["errors"] == []


def test_quiet_is_never_a_store_in_trouble(run: Run, book: Path) -> None:
    path = book / "relcadence.db"
    path.write_bytes(b"")
    assert run("digest", "--quiet-if-empty").code == 7
    path.unlink()
    ended = run("digest", "--quiet-if-empty")
    assert ended.code == 7 and ended.out == "" and str(path) in ended.err


def test_quiet_where_the_rhythms_were_lost_is_not_silent(run: Run, book: Path) -> None:
    run("config", "set", "workdays", "mon-sun")
    assert run("digest", "--quiet-if-empty").out != ""


def test_out_of_cron(run_process: Callable[..., Any], book: Path) -> None:
    """No terminal, LANG=C, no HOME: the same bytes in UTF-8, and nothing on stderr."""
    bare = {**dict.fromkeys(os.environ), "RELCADENCE_HOME": str(book), "RELCADENCE_TODAY": "2026-11-23", "LANG": "C",
            "PATH": "/usr/bin:/bin"}  # fmt: skip
    ended = run_process("digest", "--quiet-if-empty", env=bare)
    assert (ended.code, ended.err) == (0, "")
    assert "王芳" in ended.out and "Zoë Müller-Łukasz" in ended.out


@pytest.mark.parametrize("words", [*READING, *DELIVERING], ids=" ".join)
def test_a_read_changes_nothing_ever(run: Run, book: Path, words: list[str]) -> None:
    before = _hashes(book)
    assert run(*words).code == 0
    after = _hashes(book)
    if words in DELIVERING:
        after.pop("state.db", None)
        after.pop("state.db-journal", None)
    assert after == before


def _read_only(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A run that sees the folder on a mount that nobody can write to; skipped where none can be made."""
    if os.geteuid() or not shutil.which("unshare"):
        pytest.skip("only root can mount")
    mounted = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    command = ["unshare", "-m", "sh", "-c", mounted, str(folder), sys.executable, "-m", "relcadence", *words]
    ended = subprocess.run(command, env=environment(), capture_output=True, encoding="utf-8", check=False)
    if "mount" in ended.stderr or "unshare" in ended.stderr:
        pytest.skip("no mount can be made here")
    return ended


@pytest.mark.parametrize("words", [["today"], ["digest"], ["list"], ["export", "ics"]], ids=" ".join)
def test_from_a_read_only_folder(run: Run, book: Path, words: list[str]) -> None:
    ended = _read_only(book, *words)
    assert ended.returncode == 0
    expected = run(*words).out
    unstamped = re.compile(r"(DTSTAMP|LAST-MODIFIED):\w+")
    assert unstamped.sub("", ended.stdout) == unstamped.sub("", expected.replace("\r\n", "\n"))
    assert ("state.db" in ended.stderr) == (words in DELIVERING), ended.stderr
    assert "Traceback" not in ended.stderr


def test_writing_to_a_read_only_folder_is_exit_7(book: Path) -> None:
    ended = _read_only(book, "log", "jose", "--call")
    assert ended.returncode == 7
    assert str(book / "relcadence.db") in ended.stderr and "cannot be written" in ended.stderr


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("set -o pipefail; $R digest | head -1 >/dev/null", None, ""),
        ("$R digest >/dev/full", 1, "No space left on device.\n"),
        ("$R export ics >/dev/full", 1, "No space left on device.\n"),
        ("$R export json >/dev/full", 1, "No space left on device.\n"),
        ("set -o pipefail; $R export json | head -c 1 >/dev/null", None, ""),
        ("$R list >&-", 1, ""),
    ],
)
def test_streams_that_take_nothing(book: Path, line: str, code: int | None, said: str) -> None:
    env = environment({"R": f"{sys.executable} -m relcadence"})
    ended = subprocess.run(["bash", "-c", line], env=env, capture_output=True, encoding="utf-8", check=False)
    assert ended.stderr.endswith(said) and "Traceback" not in ended.stderr
    assert bool(ended.stderr) == bool(said)
    if code is not None:
        assert ended.returncode == code


def test_a_digest_that_could_not_be_written_is_not_noted_as_the_last(run: Run, book: Path) -> None:
    env = environment({"R": f"{sys.executable} -m relcadence"})
    subprocess.run(["bash", "-c", "$R digest >/dev/full"], env=env, capture_output=True, check=False)
    assert "Lastdigest:noneyet." in _tight(run("digest").out)


def test_markdown(run: Run, book: Path) -> None:
    out = run("digest", "--format", "markdown").out
    assert out.startswith("# Monday 2026-11-23\n\n") and "\n## Promises\n\n- `P1` Mon 11-23 **Wang Li**" in out
    assert "\n---\n" in out


def test_an_unknown_format(run: Run, book: Path) -> None:
    ended = run("digest", "--format", "markdwn")
    assert ended.code == 2 and "Did you mean markdown?" in ended.err
