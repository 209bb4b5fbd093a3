"""A real terminal: questions with completion, the pager, the editor, plain ASCII, narrow and colourless screens."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from relcadence.domain.text import display_width
from tests.conftest import environment

Run = Callable[..., Any]
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def _start(*words: str, rows: int = 40, columns: int = 80, **env: str | None) -> Any:
    """The program on a terminal of that size; a pager only where the test names one."""
    # A busy machine starts the program before the terminal has its size, so the environment says it too.
    size = {"COLUMNS": str(columns), "LINES": str(rows)}
    plain = {**size, "TERM": "xterm", "PAGER": None, "RELCADENCE_PAGER": "", **env}
    return pexpect.spawn(
        sys.executable, ["-m", "relcadence", *words], env=environment(plain), encoding="utf-8", timeout=20,
        dimensions=(rows, columns),
    )  # fmt: skip


def _end(child: Any) -> tuple[int, str]:
    """How it ended, and what was shown since the last expectation."""
    child.expect(pexpect.EOF)
    child.close()
    return int(child.exitstatus), str(child.before)


def _shown(*words: str, **more: Any) -> str:
    code, shown = _end(_start(*words, **more))
    assert code == 0, shown
    return shown


def test_a_bare_log_asks_who_how_and_what_with_completion(run: Run, book: Path) -> None:
    child = _start("log")
    child.expect("Who\\? ")
    child.send("wan\t")
    child.expect("Wang Li")
    child.send("\r")
    child.expect("How\\? \\[.*\\] ")
    child.sendline("telegraph")
    child.expect("no channel “telegraph”")
    child.expect("How\\? ")
    child.send("mea\t")
    child.expect("meal")
    child.send("\r")
    child.expect("What\\? ")
    child.sendline("at the pier, 海鲜")
    code, shown = _end(child)
    assert code == 0 and "Logged: meal Wang Li." in shown
    touch = run("show", "wang li", "--json").data["last_touches"][0]
    assert (touch["channel"], touch["note"]) == ("meal", "at the pier, 海鲜")


def test_who_is_asked_again_until_it_is_one_person(run: Run, book: Path) -> None:
    child = _start("log", "--call")
    for answer, told in (("nobody here", "Nobody here is called"), ("ann", "may be any of 2"), ("wf", None)):
        child.expect("Who\\? ")
        child.sendline(answer)
        if told:
            child.expect(told)
    assert _end(child)[0] == 0
    assert run("show", "#3", "--json").data["touches"] == 1


def test_an_answer_in_chinese_and_the_proposed_one(run: Run, book: Path) -> None:
    for answer, channel in (("微信", "message"), ("", "email")):
        child = _start("log", "zoe")
        child.expect("How\\? \\[email\\] ")
        child.sendline(answer)
        assert _end(child)[0] == 0
        assert run("show", "zoe", "--json").data["last_touches"][0]["channel"] == channel


@pytest.mark.parametrize(("keys", "code"), [("\r", 5), ("\x04", 5), ("\x03", 130)])
def test_a_question_left_without_an_answer_changes_nothing(book: Path, facts: Any, keys: str, code: int) -> None:
    before = facts()
    child = _start("log")
    child.expect("Who\\? ")
    child.send(keys)
    assert _end(child)[0] == code
    assert facts() == before


def test_a_doubtful_date_is_asked_about(run: Run, empty: Path) -> None:
    run("add", "Wang Li")
    child = _start("log", "wang", "--call", "--on", "3/4")
    child.expect("1 Wed 2026-03-04  2 Fri 2026-04-03")
    child.sendline("2")
    assert _end(child)[0] == 0
    assert run("show", "wang", "--json").data["last_touches"][0]["on"] == "2026-04-03"
    child = _start("log", "wang", "--call", "--on", "3/4")
    child.expect("Which day")
    child.sendline("neither")
    assert _end(child)[0] == 2


def test_a_note_written_in_the_editor(run: Run, book: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "first line\\nsecond 行\\n" >> "$1"\n')
    editor.chmod(0o700)
    for words in (["log", "zoe", "--call", "--edit"], ["done", "F3", "-e", "as said:"]):
        assert _end(_start(*words, EDITOR=str(editor), VISUAL=None))[0] == 0
    assert run("show", "zoe", "--json").data["last_touches"][0]["note"] == "first line\nsecond 行"
    assert run("show", "#3", "--json").data["last_touches"][0]["note"] == "as said:first line\nsecond 行"
    assert run("log", "zoe", "--call", "--edit").code == 2


PAGER = "sed s/^/paged:/"


def test_long_output_goes_through_the_pager(book: Path) -> None:
    assert "paged:" in _shown("list", rows=5, RELCADENCE_PAGER=PAGER)
    assert "paged:" in _shown("list", rows=5, RELCADENCE_PAGER=None, PAGER=PAGER)
    assert "paged:" not in _shown("list", rows=5, RELCADENCE_PAGER="cat", PAGER=PAGER)
    assert "paged:" not in _shown("list", "--no-pager", rows=5, RELCADENCE_PAGER=PAGER)
    assert "paged:" not in _shown("list", rows=60, RELCADENCE_PAGER=PAGER)


@pytest.mark.parametrize("pager", ["/nowhere/pager", "'half a quote", "false", "head -1"])
def test_a_pager_that_fails_is_no_failure(book: Path, pager: str) -> None:
    shown = _shown("list", rows=5, RELCADENCE_PAGER=pager)
    assert "Traceback" not in shown and ("Wang Li" in shown or pager in ("false", "head -1"))


def test_no_pager_in_a_pipe(book: Path, run_process: Run) -> None:
    ended = run_process("list", env={"RELCADENCE_PAGER": PAGER, "LINES": "5"})
    assert ended.code == 0 and "paged:" not in ended.out


def test_ctrl_c_is_the_pagers_while_it_runs(book: Path) -> None:
    less = shutil.which("less")
    if not less:
        pytest.skip("no less here")
    child = _start("list", rows=5, RELCADENCE_PAGER=less, LESS="X")
    child.expect(":")
    child.sendintr()
    child.send("q")
    assert _end(child)[0] == 0


@pytest.mark.parametrize(
    ("env", "ascii_alone"),
    [
        ({"LC_ALL": "C", "LANG": None}, True),
        ({"LANG": "POSIX"}, True),
        ({"LANG": "en_US.ISO-8859-1"}, True),
        ({"LANG": None}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LC_ALL": "C", "LANG": None, "PYTHONIOENCODING": "utf-8"}, True),
    ],
)
def test_a_terminal_without_utf_8_gets_plain_ascii(book: Path, env: dict[str, str | None], ascii_alone: bool) -> None:
    today, shown = _shown("today", "--all", **env), _shown("show", "fang", **env)
    assert (today + shown).isascii() is ascii_alone
    assert ("Zoe Muller-Lukasz" if ascii_alone else "Zoë Müller-Łukasz") in today
    assert ("????" if ascii_alone else "王芳") in shown
    told = _end(_start("show", "“nobody” …", **env))[1]
    assert 'called ""nobody" ..."' in told if ascii_alone else "“nobody” …" in told


@pytest.mark.parametrize(
    "words", [["today", "--all"], ["show", "wang li"], ["list"], ["agenda", "--days", "30"], ["help", "options"]]
)
@pytest.mark.parametrize("columns", [60, 40])
def test_no_line_is_wider_than_the_terminal(run: Run, book: Path, words: list[str], columns: int) -> None:
    run("log", "fang", "--call", "关于租赁合同的修改意见以及下周会议的安排" * 3)
    run("log", "wang li", "--call", "went through every clause of the lease with her and the landlord's agent")
    lines = ESCAPES.sub("", _shown(*words, columns=columns)).splitlines()
    assert [line for line in lines if display_width(line.rstrip()) > columns] == []


def test_colour_only_where_it_is_wanted(book: Path) -> None:
    coloured = re.compile(r"\x1b\[(?:\d+;)*3[0-7]m")
    assert coloured.search(_shown("today", NO_COLOR=None, TERM="xterm-256color"))
    assert not coloured.search(_shown("today", NO_COLOR="1", TERM="xterm-256color"))
    assert "\x1b" not in _shown("today", NO_COLOR=None, TERM="dumb")


@pytest.mark.parametrize(
    ("words", "code"), [("today --count", 0), ("log", 2), ("log -", 6), ("triage", 2), ("log zoe - --call", 0)]
)
def test_a_closed_stdin_is_no_traceback(book: Path, words: str, code: int) -> None:
    ended = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} -m relcadence {words} <&-"], env=environment(), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == code, ended.stderr
    assert "Traceback" not in ended.stderr and "unexpected" not in ended.stderr


@pytest.fixture
def shell_home(book: Path, tmp_path: Path) -> Path:
    """A home folder with the program on the PATH of its own, and a start-up file that somebody wrote."""
    home = tmp_path / "user"
    (home / "bin").mkdir(parents=True)
    program = home / "bin" / "relcadence"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m relcadence "$@"\n')
    program.chmod(0o700)
    (home / ".bashrc").write_bytes(b'PATH="$HOME/bin:$PATH"\nPS1="ready> "\n# caf\xe9, no newline at the end')
    return home


def _for_shell(home: Path, shell: str) -> dict[str, str]:
    return {"HOME": str(home), "SHELL": f"/bin/{shell}", "ZDOTDIR": "", "XDG_CONFIG_HOME": ""}


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_completion_in_bash_after_one_command(shell_home: Path, run_process: Run) -> None:
    env = _for_shell(shell_home, "bash")
    assert run_process("--install-completion", "--yes", env=env).code == 0
    child = pexpect.spawn(
        "bash", ["-i"], env=environment({**env, "TERM": "dumb"}), encoding="utf-8", timeout=20, dimensions=(24, 200)
    )
    child.expect("ready> ")
    for typed, completed in (
        ("relcadence tri", "triage "),
        ("relcadence show wan", r"Wang\\ Li "),
        ("relcadence show wf", "王芳"),
    ):
        child.send(f"{typed}\t")
        child.expect(completed)
        child.send("\x15\r")
        child.expect("ready> ")
    child.sendline("exit")
    child.expect(pexpect.EOF)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_shown_first_written_once_and_taken_out_whole(
    shell_home: Path, run_process: Run, shell: str
) -> None:
    env = _for_shell(shell_home, shell)
    path = shell_home / (".config/fish/completions/relcadence.fish" if shell == "fish" else f".{shell}rc")
    before = path.read_bytes() if path.exists() else None
    refused = run_process("--install-completion", env=env)
    assert refused.code == 5 and "_RELCADENCE_COMPLETE" in refused.err and str(path) in refused.err
    assert (path.read_bytes() if path.exists() else None) == before
    assert run_process("--install-completion", "--yes", env=env).code == 0
    written = path.read_bytes()
    assert written.startswith(before or b"") and written.count(b"relcadence --remove-completion") == 1
    again = run_process("--yes", "--install-completion", "--json", env=env)
    assert again.data == {"shell": shell, "path": str(path), "written": False}
    path.write_bytes(written + b"\nexport AFTER=1\n")
    assert run_process("--remove-completion", env=env).code == 0
    left = path.read_bytes().replace(b"\nexport AFTER=1\n", b"") if path.exists() else None
    assert left == ((before + b"\n") if before else b"")
    assert run_process("--remove-completion", "--json", env=env).data["removed"] is False


def test_an_older_block_is_replaced_and_a_link_stays_one(shell_home: Path, run_process: Run) -> None:
    env = _for_shell(shell_home, "bash")
    rc, real = shell_home / ".bashrc", shell_home / "dotfiles"
    run_process("--install-completion", "--yes", env=env)
    content = rc.read_text("latin-1")
    rc.rename(real)
    rc.symlink_to(real)
    real.chmod(0o640)
    real.write_text(content.replace("local item", "local older"), "latin-1")
    assert run_process("--install-completion", "--yes", env=env).code == 0
    assert rc.is_symlink() and real.read_text("latin-1") == content and real.stat().st_mode & 0o777 == 0o640
    real.write_text(content.replace("# <<< relcadence completion", ""), "latin-1")
    ended = run_process("--install-completion", "--yes", env=env)
    assert ended.code == 1 and "has no end" in ended.err


@pytest.mark.parametrize("env", [{"SHELL": "/bin/csh"}, {"SHELL": None}, {"SHELL": "/bin/bash", "HOME": None}])
def test_no_shell_or_home_to_put_it_into(run_process: Run, env: dict[str, str | None]) -> None:
    ended = run_process("--install-completion", "--yes", env=env)
    assert ended.code == 2 and "Traceback" not in ended.err
