"""init, config, backup, doctor: the store itself."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.conftest import environment, interrupt

Run = Callable[..., Any]


def test_init_makes_a_store_for_the_owners_eyes_only(run: Run, isolation: Path) -> None:
    ended = run("init", "--yes", "--set", "country=US", "--set", "capacity=6")
    assert ended.code == 0 and str(isolation / "relcadence.db") in ended.out
    assert (isolation / "relcadence.db").stat().st_mode & 0o777 == 0o600
    assert isolation.stat().st_mode & 0o777 == 0o700
    settings = run("config", "--json").data
    assert (settings["country"], settings["capacity"], settings["rules"]) == ("US", 6, "us")


def test_init_again_keeps_what_is_there(run: Run, book: Path) -> None:
    before = run("list").out
    ended = run("init", "--yes", "--json")
    assert ended.code == 0 and ended.data["created"] is False
    assert run("list").out == before
    assert run("config", "get", "capacity").out == "4\n"


@pytest.mark.parametrize("answer", ["country=XX", "capacity=many", "zone=Mars/Base", "colour=blue", "country"])
def test_init_with_an_answer_that_will_not_do_makes_nothing(run: Run, isolation: Path, answer: str) -> None:
    assert run("init", "--yes", "--set", answer).code == 2
    assert not (isolation / "relcadence.db").exists()


def test_init_asks_on_a_terminal_and_again_where_it_cannot_be_read(run: Run, isolation: Path) -> None:
    child = pexpect.spawn(
        sys.executable, ["-m", "relcadence", "init"],
        env=environment(), encoding="utf-8", timeout=20, dimensions=(40, 200),
    )  # fmt: skip
    answers = {
        "Your name": "Ruth Kaminsky", "What you do": "estates", "Closing line": "", "e-mail": "nonsense",
        "not an e-mail address": None, "Your e-mail": "ruth@law.example", "Country": "US", "State": "NY",
        "Time zone": "America/New_York", "Working days": "mon-thu", "Holiday cards": "Sprng Festival",
        "Did you mean Spring Festival": None, "Holiday cards for": "new year, spring festival, thanksgiving",
        "How many": "", "Language": "",
        "fellow lawyers": "no", "assistant": "yes",
    }  # fmt: skip
    for question, answer in answers.items():
        child.expect(question)
        if answer is not None:
            child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    held = run("config", "--json").data
    assert {key: held[key] for key in ("name", "practice", "email", "country", "region", "zone", "workdays")} == {
        "name": "Ruth Kaminsky", "practice": "estates", "email": "ruth@law.example", "country": "US", "region": "NY",
        "zone": "America/New_York", "workdays": "mon-thu",
    }  # fmt: skip
    assert held["holidays"] == "New Year, Spring Festival, Thanksgiving Day (US)"
    assert (held["capacity"], held["has_colleagues"], held["has_assistant"]) == (8, False, True)
    rules = {row["name"]: row["cadence"] for row in run("cadence", "--json").data}
    assert rules["colleague"] == "none", "no fellow lawyers, no rhythm for them"


def test_ctrl_c_in_the_questions_makes_no_store(isolation: Path) -> None:
    child = pexpect.spawn(
        sys.executable, ["-m", "relcadence", "init"], env=environment(), encoding="utf-8", timeout=20
    )
    child.expect("Your name")
    interrupt(child, pexpect.EOF)
    child.close()
    assert child.exitstatus == 130 and "Traceback" not in child.before
    assert not (isolation / "relcadence.db").exists()


@pytest.mark.parametrize(
    ("key", "typed", "held"),
    [
        ("capacity", "6", 6),
        ("capacity", "mon=8,fri=4", {"mon": 8, "tue": 8, "wed": 8, "thu": 8, "fri": 4, "sat": 8, "sun": 8}),
        ("workdays", "sun-thu", "mon,tue,wed,thu,sun"),
        ("country", "cn", "CN"),
        ("email", "me@law.example", "me@law.example"),
        ("language", "zh", "zh_CN"),
        ("has_assistant", "yes", True),
        ("day_order", "dmy", "dmy"),
        ("name", "名字 [x]", "名字 [x]"),
    ],
)
def test_a_setting_is_set_got_undone_and_reset(run: Run, book: Path, key: str, typed: str, held: Any) -> None:
    before = run("config", "get", key, "--json").data
    assert run("config", "set", key, typed).code == 0
    assert run("config", "get", key, "--json").data == {key: held}
    shown = run("config", "get", key).out
    assert run("config", "set", key, shown.strip()).code == 0, "what is shown can be typed"
    assert run("config", "get", key, "--json").data == {key: held}
    run("config", "reset", key)
    for _step in range(2):
        assert run("undo").code == 0
    assert run("config", "get", key, "--json").data == before


def test_a_backup_is_whole_and_verified(run: Run, book: Path, tmp_path: Path) -> None:
    data = run("backup", "--json").data
    assert (data["people"], data["touches"]) == (7, 2)
    path = Path(data["path"])
    assert path.parent == book / "backups" and path.stat().st_mode & 0o777 == 0o600
    assert run("backup", "verify").code == 0
    assert run("backup", "-o", tmp_path / "copy.db").code == 0
    assert run("backup", "verify", tmp_path / "copy.db", "--json").data["people"] == 7
    (tmp_path / "bad.db").write_bytes(path.read_bytes()[:30000])
    for bad in (tmp_path / "bad.db", tmp_path / "nothing.db", Path(__file__)):
        ended = run("backup", "verify", bad)
        assert ended.code == 7 and str(bad) in ended.err


def test_a_restore_asks_and_keeps_what_was_there(run: Run, book: Path) -> None:
    run("backup")
    before = run("export", "json").out
    run("add", "Later One")
    after = run("export", "json").out
    assert run("backup", "restore").code == 5
    assert run("export", "json").out == after
    data = run("backup", "restore", "--yes", "--json").data
    assert run("export", "json").out == before
    assert run("backup", "restore", data["kept"], "--yes").code == 0
    assert run("export", "json").out == after


@pytest.mark.parametrize("content", [None, b"", b"rubbish " * 1000])
def test_restore_brings_a_lost_store_back(run: Run, book: Path, content: bytes | None) -> None:
    run("backup")
    before = run("export", "json").out
    _lose(book, content)
    assert run("today").code == 7
    assert run("backup", "restore", "--yes").code == 0
    assert run("export", "json").out == before


def _lose(book: Path, content: bytes | None) -> None:
    (book / "relcadence.db").unlink()
    if content is not None:
        (book / "relcadence.db").write_bytes(content)


def test_what_a_restore_puts_aside_is_not_the_newest_backup(run: Run, book: Path) -> None:
    run("backup")
    _lose(book, b"")
    assert run("backup", "restore", "--yes").code == 0
    _lose(book, b"")
    assert "-replaced" not in run("today").err
    assert run("backup", "restore", "--yes").code == 0


def test_no_backup_yet(run: Run, book: Path) -> None:
    assert "There is no backup yet" in run("backup", "list").out
    assert run("backup", "restore", "--yes").code == 3
    assert run("backup", "verify").code == 3


def test_doctor_tells_what_is_right_and_what_is_not(run: Run, book: Path) -> None:
    states = {check["what"]: check["state"] for check in run("doctor", "--json").data}
    assert states["store"] == "ok" and states["backups"] == "warn"
    (book / "relcadence.db").chmod(0o644)
    run("backup")
    states = {check["what"]: check["state"] for check in run("doctor", "--json").data}
    assert (states["rights"], states["backups"]) == ("warn", "ok")
    (book / "relcadence.db").write_bytes(b"")
    ended = run("doctor")
    assert ended.code == 1 and "0 bytes" in ended.out


def test_doctor_in_json_answers_though_it_fails(run: Run, isolation: Path) -> None:
    ended = run("doctor", "--json")
    assert ended.code == 1
    assert [check["what"] for check in ended.data if check["state"] == "fail"] == ["store"]


def test_the_store_may_lie_elsewhere(run: Run, isolation: Path, tmp_path: Path) -> None:
    isolation.mkdir()
    (isolation / "config.toml").write_text(f'store = "{tmp_path / "other" / "b%20?ook.db"}"\n')
    assert run("init", "--yes").code == 0
    run("add", "Wang")
    assert run("show", "wang").code == 0
    assert (tmp_path / "other" / "b%20?ook.db").exists() and not (isolation / "relcadence.db").exists()
