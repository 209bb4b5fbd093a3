"""What is written for cron, systemd and launchd, judged by a shell, systemd and plistlib; bytes of others stay."""

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.deliver import schedule_cron as cron
from relcadence.deliver.schedule_launchd import agent
from relcadence.deliver.schedule_systemd import units
from relcadence.deliver.schedules import Job, job_words, mark_of, shell_line

HOME = "/home/dana/my practice"
JOB = Job(("/usr/bin/python3", "-P", "-m", "relcadence", "schedule", "run"), {"RELCADENCE_HOME": HOME}, (0, 30), HOME)
ODD = "a b'c\"d$e`f`g%h!*?~#;&|<>(){}[]é陈"
SHOW = "import os, sys; print(sys.argv[1], os.environ['HERE'], sep=chr(0), end=chr(0))"
printable = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


def job(*words: str, **environment: str) -> Job:
    return Job(words, environment, (10, 25, 40, 55), HOME)


def by_cron(line: str) -> str:
    """The command as cron hands it to the shell: what stands after five fields, an escaped % made plain."""
    return line.split(" ", 5)[5].replace(r"\%", "%")


def shell_says(command: str) -> list[str]:
    ended = subprocess.run(["/bin/sh", "-c", command], env={}, capture_output=True, check=True)
    return ended.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize("odd", [ODD, "%", "%%", "$(touch x)", "-n"])
def test_a_shell_under_cron_reads_the_very_words(odd: str) -> None:
    said, line = cron.lines_of(job(sys.executable, "-c", SHOW, odd, HERE=odd)).decode().splitlines()
    assert said.startswith("#") and said.endswith(f" # {mark_of(HOME)}")
    assert line.startswith("10,25,40,55 * * * * HERE=") and line.endswith(f" # {mark_of(HOME)}")
    assert shell_says(by_cron(line)) == [odd, odd]


@given(printable, printable)
def test_the_shell_line_is_the_words(word: str, value: str) -> None:
    import shlex

    assert shlex.split(shell_line(job("x", word, NAME=value))) == [f"NAME={value}", "x", word]


@pytest.mark.parametrize("bad", ["a\nb", "a\rb", "a\0b", "a\\%b", "x" * 1000])
def test_what_no_crontab_can_hold(bad: str) -> None:
    with pytest.raises(ValueError, match="crontab"):
        cron.lines_of(job("x", HOME=bad))


foreign = st.binary(max_size=60).map(lambda line: line.replace(b"\n", b" ") + b"\n")


@given(st.lists(foreign | st.just(b"MAILTO=dana\n") | st.just(b"0 5 * * 1 tar %\r\n") | st.just(b"\n"), max_size=8))
def test_installing_and_removing_leaves_a_foreign_crontab_byte_for_byte(lines: list[bytes]) -> None:
    table = b"".join(lines)
    installed = cron.with_job(table, JOB)
    assert installed.endswith(table) and installed.count(JOB.mark.encode()) == 2
    assert cron.with_job(installed, JOB) == installed, "installing twice is installing once"
    assert cron.without(installed, JOB.mark) == table
    assert cron.ours(installed, JOB.mark) == cron.lines_of(JOB)


def test_a_last_line_without_an_end_gets_one() -> None:
    assert cron.with_job(b"0 5 * * 1 tar", JOB).endswith(b"0 5 * * 1 tar\n")


def test_two_homes_stand_beside_each_other() -> None:
    other = JOB._replace(home="/elsewhere")
    both = cron.with_job(cron.with_job(b"", JOB), other)
    assert cron.without(both, JOB.mark) == cron.lines_of(other)


@pytest.mark.parametrize("word", ["plain", ODD, "back\\slash", "%h", "$HOME", "${HOME}"])
def test_systemd_takes_the_units(word: str, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd here")
    made = job("/bin/echo", word, RELCADENCE_HOME=f"/tmp/{word}")
    for name, text in units(made).items():
        (tmp_path / name).write_text(text, "utf-8")
    files = sorted(str(path) for path in tmp_path.iterdir())
    ended = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, encoding="utf-8", check=False)
    said = [line for line in ended.stderr.splitlines() if mark_of(HOME) in line]
    assert (ended.returncode, said) == (0, [])
    calendar = ["systemd-analyze", "calendar", "--iterations=4", "*-*-* *:10,25,40,55:00"]
    assert f"OnCalendar={calendar[-1]}" in units(made)[f"{mark_of(HOME)}.timer"]
    assert subprocess.run(calendar, capture_output=True, check=False).returncode == 0


def test_the_units_are_persistent_and_quoted() -> None:
    service, timer = units(job("/a b", 'q"%$', HOME="50%")).values()
    assert 'ExecStart="/a b" "q\\"%%$$"' in service and 'Environment="HOME=50%%"' in service
    assert "Persistent=true" in timer


def test_a_unit_holds_no_line_break() -> None:
    with pytest.raises(ValueError, match="systemd"):
        units(job("x", HOME="a\nExecStart=/bin/evil"))


@given(printable, printable)
def test_launchd_reads_the_very_words(word: str, value: str) -> None:
    held = plistlib.loads(agent(job("/bin/echo", word, NAME=value)))
    assert held["ProgramArguments"] == ["/bin/echo", word] and held["EnvironmentVariables"] == {"NAME": value}
    assert held["StartCalendarInterval"] == [{"Minute": minute} for minute in (10, 25, 40, 55)]
    assert held["Label"] == mark_of(HOME)


def test_the_program_is_called_by_its_full_path() -> None:
    words = job_words(("today",))
    assert Path(words[0]).is_absolute() and words[1:] == ("-P", "-m", "relcadence", "today")
