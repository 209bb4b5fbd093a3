"""schedule: set up, shown, taken away; and the run that the machine calls, from nothing, once a day."""

import os
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from relcadence.cli import app
from relcadence.cli.context import Context

Run = Callable[..., Any]
STAND_IN = """\
#!/bin/sh
# Keeps a crontab in a file, as Debian's does: -l shows a carriage return as two characters.
table={table}
case "$1" in
-l) if [ -f "$table" ]; then sed 's/\\r/\\\\r/g' "$table"; else echo "no crontab for dana" >&2; exit 1; fi ;;
-) cat > "$table" ;;
-e) sh -c "$VISUAL '$table'" ;;
esac
"""
ODD = (
    b'# m h  dom mon dow   command\n\n MAILTO = "dana"\nSHELL=/bin/fish\r\n'
    b"0 5 * * 1\ttar -zcf /var/backups/home.tgz /home/ % some \\% input\n@reboot \xff\xfe latin \xe9\n"
    b"# relcadence is not marked here\n*/5 * * * * relcadence today #relcadence-00000000\n\n\n"
)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file behind a stand-in `crontab`, the only scheduler of this machine."""
    tools, file = tmp_path / "tools", tmp_path / "the table"
    tools.mkdir()
    (tools / "crontab").write_text(STAND_IN.format(table=f"'{file}'"))
    (tools / "crontab").chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return file


def install(run: Run, *words: str, **options: Any) -> Any:
    return run("schedule", "install", "--with", "cron", *words, **options)


def test_installed_shown_and_taken_away(run: Run, book: Path, table: Path) -> None:
    table.write_bytes(ODD)
    ended = install(run, "--at", "07:10", "--yes")
    assert (ended.code, ended.out) == (0, "It is set up with cron.\n")
    ours = table.read_bytes().removesuffix(ODD).decode()
    assert ours in ended.err, "shown before it is written"
    said, line = ours.splitlines()
    assert "relcadence schedule remove" in said
    assert line.startswith(
        f"10,25,40,55 * * * * RELCADENCE_HOME={book} {sys.executable} -P -m relcadence schedule run"
    )
    assert install(run, "--at", "07:10").out == "It is set up so already; nothing was changed.\n"
    assert line in run("schedule", "status").out and line in run("schedule").out
    assert install(run, "--at", "06:00", "--yes").code == 0
    assert table.read_bytes().endswith(ODD) and b"07:10" not in table.read_bytes()
    ended = run("schedule", "remove", "--yes")
    assert (ended.code, ended.out) == (0, "It was taken away.\n")
    assert table.read_bytes() == ODD
    assert run("schedule", "remove").out == "Nothing is set up for this home.\n"


def test_nothing_is_written_without_a_yes(run: Run, book: Path, table: Path) -> None:
    table.write_bytes(ODD)
    assert install(run).code == 5
    assert install(run, "--dry-run").code == 0
    assert table.read_bytes() == ODD
    install(run, "--yes")
    installed = table.read_bytes()
    assert run("schedule", "remove").code == 5
    assert "-m relcadence" in run("schedule", "remove", "--dry-run").out
    assert table.read_bytes() == installed


def test_a_machine_with_no_crontab_yet(run: Run, book: Path, table: Path) -> None:
    assert install(run, "--yes").code == 0
    assert table.read_bytes().count(b"\n") == 2
    run("schedule", "remove", "--yes")
    assert table.read_bytes() == b""


def test_a_crontab_that_cannot_be_read_is_not_written_over(run: Run, book: Path, table: Path) -> None:
    tool = Path(os.environ["PATH"].split(":")[0]) / "crontab"
    tool.write_text(
        "#!/bin/sh\n[ $1 = -l ] || echo written >&2\necho 'You are not allowed to use this' >&2\nexit 1\n"
    )
    ended = install(run, "--yes")
    assert ended.code == 1 and "crontab -l failed: You are not allowed to use this" in ended.err
    assert "written" not in ended.err


def test_a_crontab_that_keeps_nothing_is_told(run: Run, book: Path, table: Path) -> None:
    tool = Path(os.environ["PATH"].split(":")[0]) / "crontab"
    tool.write_text("#!/bin/sh\n[ $1 = -l ] && echo '1 1 1 1 1 x'\nexit 0\n")
    ended = install(run, "--yes")
    assert ended.code == 1 and "did not take over" in ended.err


def test_no_scheduler_at_all(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    ended = run("schedule", "install", "--yes")
    assert ended.code == 1 and "neither cron nor systemd nor launchd" in ended.err
    ended = install(run, "--yes")
    assert ended.code == 1 and "This machine has no crontab." in ended.err
    assert run("schedule").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--at", "7"], "Write it like 07:30."),
        (["--at", "24:00"], "Write it like 07:30."),
        (["--week"], "Add --mail."),
        (["--with", "windows"], "It is one of launchd, systemd, cron"),
        (["--mail"], "Your own address is not known"),
        (["--ics", "a\nb"], "line break"),
    ],
)
def test_what_cannot_be_followed(run: Run, book: Path, table: Path, words: list[str], said: str) -> None:
    (book / "config.toml").write_text('[mail]\nhost = "mail.example"\n')
    ended = install(run, *words, "--yes")
    assert ended.code == 2 and said in ended.err
    assert not table.exists()


def test_json(run: Run, book: Path, table: Path) -> None:
    ended = install(run, "--json", "--yes")
    assert ended.err == "" and ended.data.keys() == {"with", "changes", "dry_run", "unchanged"}
    assert run("schedule", "--json").data.keys() == {"installed", "last_on", "trouble"}
    assert run("schedule", "remove", "--json", "--yes").data == {"removed": ["cron"], "dry_run": False}


def test_systemd_by_a_stand_in(run: Run, book: Path, table: Path, tmp_path: Path) -> None:
    tool = Path(os.environ["PATH"].split(":")[0]) / "systemctl"
    tool.write_text(
        f'#!/bin/sh\n[ "$2" = is-system-running ] && {{ echo running; exit 0; }}\necho "$@" >> {tmp_path}/told\n'
    )
    tool.chmod(stat.S_IRWXU)
    install(run, "--yes")
    assert run("schedule", "install", "--yes").out == "It is set up with systemd.\n"
    units = tmp_path / "user" / ".config" / "systemd" / "user"
    timer, service = sorted((path.name for path in units.iterdir()), reverse=True)
    assert timer.endswith(".timer") and service.endswith(".service")
    assert (tmp_path / "told").read_text() == f"--user daemon-reload\n--user enable --now {timer}\n"
    assert table.read_bytes() == b"", "what cron had was taken away"
    assert run("schedule", "remove", "--yes").code == 0
    assert list(units.iterdir()) == []


# What the machine calls.


def at(moment: str, *words: str, zone: str = "UTC") -> int:
    """`schedule run` at an instant (UTC), with nothing fixed but the clock."""
    environ = {name: value for name, value in os.environ.items() if name != "RELCADENCE_TODAY"}
    line = ["schedule", "run", *words]
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return app.main(line, Context(line, environ=environ, now=now))


@pytest.fixture
def in_new_york(run: Run, book: Path) -> Path:
    run("config", "set", "zone", "America/New_York")
    return book


def test_once_a_day_from_its_hour_on(in_new_york: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = []
    for moment in ("11-23T12:15", "11-23T12:30", "11-23T12:45", "11-24T04:45", "11-24T05:00", "11-24T12:30"):
        assert at(f"2026-{moment}") == 0
        told.append(capfd.readouterr().out.partition("\n")[0])
    assert told == ["", "Monday 2026-11-23", "", "", "", "Tuesday 2026-11-24"]


def test_a_digest_printed_for_a_program_is_in_the_envelope(book: Path, run: Run) -> None:
    first = run("schedule", "run", "--at", "00:00", "--json").data
    assert first["due"] and first["digest"]["span"] == "day"
    assert first["digest"]["to_reach"] == run("today", "--json").data["to_reach"] != []
    assert run("schedule", "run", "--at", "00:00", "--json").data == {"due": True, "digest": None}


def test_a_home_without_a_store_is_told_as_such(run: Run, isolation: Path) -> None:
    ended = run("schedule", "run", "--at", "00:00")
    assert ended.code == 7 and "There is no store at" in ended.err


def test_the_calendar_is_written_once_and_tried_again(in_new_york: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "out" / "plan.ics"
    assert at("2026-11-23T12:30", "--ics", str(file)) == 1
    assert "its folder does not exist" in run("today").err
    file.parent.mkdir()
    assert at("2026-11-23T12:45", "--ics", str(file)) == 0
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR") and run("today").err == ""
    file.unlink()
    assert at("2026-11-23T13:00", "--ics", str(file)) == 0 and not file.exists()
    assert at("2026-11-24T12:30", "--ics", str(file)) == 0 and file.exists()


def test_one_part_fails_the_other_goes_out(in_new_york: Path, run: Run, tmp_path: Path) -> None:
    run("config", "set", "email", "dana@lawoffice.example")
    (in_new_york / "config.toml").write_text('[mail]\nhost = "127.0.0.1"\nport = 9\nsecurity = "none"\n')
    assert at("2026-11-23T12:30", "--mail", "--ics", str(tmp_path / "plan.ics")) == 1
    assert (tmp_path / "plan.ics").exists()
    assert "dana@lawoffice.example" in run("today").err
    assert run("schedule", "--json").data["trouble"]


def test_mails_of_the_day_and_of_the_week(in_new_york: Path, run: Run, tmp_path: Path) -> None:
    run("config", "set", "email", "dana@lawoffice.example")
    (in_new_york / "config.toml").write_text(f'[mail]\ntransport = "file"\nfolder = "{tmp_path}"\n')
    for day in range(22, 30):
        assert at(f"2026-11-{day}T13:00", "--mail", "--week", "--quiet-if-empty") == 0
    kinds = sorted(path.name[5:15].rstrip(".") for path in tmp_path.glob("*.eml"))
    assert [name for name in kinds if "week" in name] == ["11-23.week", "11-27.week"]
    assert "11-23.day" in kinds


def test_a_day_off_with_nothing_due_is_left_in_peace(run: Run, isolation: Path, capfd: Any) -> None:
    run("init", "--yes", "--set", "zone=UTC")
    run("add", "Quiet One", "--cadence", "none")
    at("2026-11-22T08:00")
    assert capfd.readouterr().out == ""
    at("2026-11-23T08:00")
    assert "Nothing is due. Enjoy the day." in capfd.readouterr().out


def test_a_wrong_setting_is_no_secret_when_nobody_looks(in_new_york: Path, run: Run, tmp_path: Path) -> None:
    assert at("2026-11-23T12:30", "--mail") == 2
    assert "not gone out to mail: Your own address is not known" in run("today").err
    run("config", "set", "email", "dana@lawoffice.example")
    assert at("2026-11-23T12:45", "--mail") == 2
    assert "not gone out to dana@lawoffice.example: No mail is set up" in run("today").err
    (in_new_york / "config.toml").write_text(f'[mail]\ntransport = "file"\nfolder = "{tmp_path}"\n')
    assert at("2026-11-23T13:00", "--mail") == 0
    assert run("today").err == ""


def test_removing_the_schedule_ends_its_complaints(in_new_york: Path, run: Run, table: Path, tmp_path: Path) -> None:
    install(run, "--yes")
    at("2026-11-23T12:30", "--ics", str(tmp_path / "nowhere" / "plan.ics"))
    assert run("today").err != ""
    run("schedule", "remove", "--yes")
    assert run("today").err == ""


@pytest.mark.parametrize("tool", ["shown", "broken", "none"])
def test_a_notification_says_how_much_and_names_nobody(
    run: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if tool != "none":
        program = tmp_path / "notify-send"
        program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {tmp_path}/said\nexit {int(tool == 'broken')}\n")
        program.chmod(stat.S_IRWXU)
    ended = run("digest", "--notify", "--quiet-if-empty")
    assert ended.code == 0 and "Wang Li" in ended.out
    if tool == "none":
        assert "no program that shows notifications" in ended.err
    else:
        words = (tmp_path / "said").read_text().splitlines()
        assert words[:3] == ["--app-name=relcadence", "--", "Monday 2026-11-23"]
        assert re.fullmatch(r"1 promise, \d to reach", words[3])
        assert ("could not be shown" in ended.err) == (tool == "broken")


def test_where_nothing_can_be_noted_nothing_is_sent(in_new_york: Path, tmp_path: Path) -> None:
    (in_new_york / "state.db").mkdir()
    assert at("2026-11-23T12:30", "--ics", str(tmp_path / "plan.ics")) == 7
    assert not (tmp_path / "plan.ics").exists()


def test_from_nothing(run: Run, book: Path, table: Path, tmp_path: Path) -> None:
    """No terminal, no HOME, a bare PATH, LANG=C, stdin closed, another folder: what the line says is enough."""
    install(run, "--yes", "--at", "00:00", "--ics", str(tmp_path / "plan.ics"))
    command = table.read_text().splitlines()[1].split(" ", 5)[5].replace("\\%", "%")
    bare = {"PATH": "/usr/bin:/bin", "LANG": "C"}
    ended = subprocess.run(
        ["/bin/sh", "-c", f"{command} <&-"], env=bare, cwd="/", capture_output=True, encoding="utf-8", check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert (tmp_path / "plan.ics").exists()


def test_the_platforms_own_folders_are_named(
    run: Run, book: Path, table: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    data, config = tmp_path / "data", tmp_path / "conf"
    data.mkdir()
    shutil.copytree(book, data / "relcadence")
    monkeypatch.delenv("RELCADENCE_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    assert install(run, "--yes").code == 0
    assert f"XDG_DATA_HOME={data} XDG_CONFIG_HOME={config} " in table.read_text()


def test_a_language_known_to_the_terminal_alone_is_written_in(
    run: Run, book: Path, table: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    install(run, "--yes")
    assert "LC_ALL=zh_CN.UTF-8" in table.read_text()
    monkeypatch.setenv("LANG", "xx_YY.UTF-8")
    assert install(run, "--yes").code == 0, "a language without a catalogue is English"


@pytest.fixture
def real_cron() -> Iterator[None]:
    """The machine's own cron, running, and its crontab put back after."""
    if os.geteuid() or not (shutil.which("cron") and shutil.which("crontab")):
        pytest.skip("no cron that can be run here")
    before = subprocess.run(["crontab", "-l"], capture_output=True, check=False)
    daemon = subprocess.Popen(["cron", "-f"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield
    daemon.terminate()
    daemon.wait()
    if before.returncode:
        subprocess.run(["crontab", "-r"], check=False)
    else:
        subprocess.run(["crontab", "-"], input=before.stdout, check=True)


@pytest.mark.long
def test_by_the_real_cron(run: Run, book: Path, tmp_path: Path, real_cron: None, monkeypatch: Any) -> None:
    monkeypatch.delenv("RELCADENCE_TODAY")
    file = tmp_path / "plan 100%.ics"
    soon = datetime.now().astimezone() + timedelta(seconds=75)
    subprocess.run(["crontab", "-"], input=ODD, check=True)
    ended = install(run, "--yes", "--at", f"{soon:%H:%M}", "--ics", str(file))
    assert ended.code == 0, ended.err
    deadline = time.monotonic() + 150
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(1)
    assert file.exists()
    assert run("schedule", "remove", "--yes").code == 0
    assert held() == ODD


def held() -> bytes:
    """The crontab of this user as it lies on the disk, below the three lines that cron itself puts there."""
    (spool,) = Path("/var/spool/cron/crontabs").glob("root")
    return b"".join(spool.read_bytes().splitlines(keepends=True)[3:])
