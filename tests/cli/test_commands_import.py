"""import: real files in, a plan first, twice changes nothing, and back whole."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.cli.conftest import DATA
from tests.conftest import environment, interrupt

Run = Callable[..., Any]
FILES = ["people.csv", "cards.vcf"]


def _people(run: Run) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in run("list", "--json").data}


@pytest.mark.parametrize("file", FILES)
def test_a_dry_run_shows_the_plan_and_changes_nothing(run: Run, book: Path, facts: Any, file: str) -> None:
    before = facts()
    ended = run("import", DATA / file, "--dry-run")
    assert ended.code == 0 and " new" in ended.out
    assert facts() == before


@pytest.mark.parametrize("words", [["--dry-run"], []])
def test_an_import_not_carried_out_makes_no_store(run: Run, isolation: Path, words: list[str]) -> None:
    ended = run("import", DATA / "people.csv", *words)
    assert ended.code == (0 if words else 5)
    assert not isolation.exists()


def test_the_first_import_makes_the_store(run: Run, isolation: Path) -> None:
    ended = run("import", DATA / "people.csv", "--yes", "--json")
    assert ended.code == 0 and ended.data["store_made"] is True
    assert (isolation / "relcadence.db").stat().st_mode & 0o777 == 0o600
    assert isolation.stat().st_mode & 0o777 == 0o700
    assert run("today").code == 0


@pytest.mark.parametrize("file", FILES)
def test_twice_changes_nothing(run: Run, book: Path, facts: Any, file: str) -> None:
    assert run("import", DATA / file, "--yes", "--tag", "autumn").code == 0
    before, history = facts(), run("history").out
    for options in ([], ["--yes"], ["--yes", "--tag", "autumn"], ["--dry-run"]):
        assert run("import", DATA / file, *options).code == 0
        assert facts() == before
    assert run("history").out == history


@pytest.mark.parametrize("files", [FILES[:1], FILES[1:], FILES])
def test_undo_takes_an_import_back_whole(run: Run, book: Path, files: list[str]) -> None:
    before = run("export", "json").out
    assert run("import", *(DATA / file for file in files), "--yes", "--role", "circle").code == 0
    assert run("export", "json").out != before
    for _file in files:
        assert run("undo").code == 0
    assert run("export", "json").out == before


def test_a_table_of_people(run: Run, empty: Path) -> None:
    assert run("import", DATA / "people.csv", "--yes").code == 0
    people = _people(run)
    dora, emil, chen = people["Dora Quist"], people["Emil Sørensen"], people["陈晓明"]
    assert (dora["roles"], dora["level"], dora["tags"], dora["cadence"]) == (
        ["client"],
        2,
        ["harbor", "vip"],
        "weekly",
    )
    assert (emil["roles"], emil["cadence"], chen["roles"]) == (["referrer"], "every 10 days", ["prospect"])
    page = run("show", "dora", "--json").data
    assert (page["organisation"], page["birthday"], page["note"]) == ("Quist Marine", "1971-11-25", "likes sailing")
    assert "reception@quist.example" in people, "no name but an e-mail: the e-mail is the name"


def test_cards_of_three_versions(run: Run, empty: Path) -> None:
    assert run("import", DATA / "cards.vcf", "--yes", "--role", "professional").code == 0
    people = _people(run)
    assert list(people) == ["Farah Idris", "Gustav Hale", "李娜"]
    assert {tuple(row["roles"]) for row in people.values()} == {("professional",)}
    assert run("show", "farah", "--json").data["birthday"] == "--02-29"


def test_the_role_of_the_command_is_for_those_without_one(run: Run, empty: Path) -> None:
    run("import", DATA / "people.csv", "--yes", "--role", "circle", "--tag", "a", "--tag", "b c")
    people = _people(run)
    assert people["Dora Quist"]["roles"] == ["client"]
    assert people["reception@quist.example"]["roles"] == ["circle"]
    assert all(row["tags"][-2:] == ["a", "b c"] for row in people.values())


@pytest.mark.parametrize(
    "option", [["--role", "boss"], ["--dates", "ymd"], ["--map", "Name"], ["--map", "None=name"]]
)
def test_options_that_cannot_be_followed(run: Run, book: Path, facts: Any, option: list[str]) -> None:
    before = facts()
    assert run("import", DATA / "people.csv", "--yes", *option).code == 2
    assert facts() == before


def test_columns_by_hand(run: Run, empty: Path) -> None:
    ended = run("import", DATA / "columns.csv", "--yes")
    assert ended.code == 6 and "“Kunde”" in ended.err and "--map" in ended.err
    assert run("import", DATA / "columns.csv", "--yes", "--map", "Kunde=name", "--map", "post=email").code == 0
    assert run("show", "karl@zimt.example", "--json").data["name"] == "Karl Zimt"


@pytest.mark.parametrize(("order", "birthday"), [("dmy", "1972-04-03"), ("mdy", "1972-03-04")])
def test_the_order_of_day_and_month_is_asked_only_where_no_row_decides(
    run: Run, empty: Path, tmp_path: Path, order: str, birthday: str
) -> None:
    ended = run("import", DATA / "unclear.csv", "--yes")
    assert ended.code == 6 and "“Birthday”" in ended.err and "--dates" in ended.err
    assert run("import", DATA / "unclear.csv", "--yes", "--dates", order).code == 0
    assert run("show", "jana", "--json").data["birthday"] == birthday
    decided = tmp_path / "decided.csv"
    extra = "Max Otto,max@otto.example,31/1/1970\n" if order == "dmy" else "Max Otto,max@otto.example,1/31/1970\n"
    decided.write_text((DATA / "unclear.csv").read_text() + extra)
    assert run("import", decided, "--yes", "--dry-run").code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"   \n\n", ""),
        (b"\x00\x01\x02\xff" * 300, ""),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "not a text file"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4, ""),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "calendar"),
        (b'{"a": 1}', "JSON"),
        (b"Strasse,Ort\nHafen 1,Oslo\n", "--map"),
        (b"just a line of text\n", ""),
        (b'Name,Email\n"Cut off,x@y.exa', "line 2"),
        (b"Name,Email\nA B,a@b.example,too,many\n", "line 2"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cut", ""),
    ],
)
def test_bad_files_are_refused_with_line_and_reason(
    run: Run, book: Path, facts: Any, tmp_path: Path, content: bytes, said: str
) -> None:
    before = facts()
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    ended = run("import", file, "--yes")
    assert ended.code == 6, ended
    assert str(file) in ended.err and said.casefold() in ended.err.casefold()
    assert facts() == before
    assert run("import", file, "--yes", "--json").json["errors"][0]["kind"] == "bad_input"


def test_a_folder_or_a_file_that_is_not_there(run: Run, book: Path, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.csv"):
        ended = run("import", path, "--yes")
        assert ended.code == 1 and str(path) in ended.err


def test_a_card_broken_in_the_middle_brings_nothing_without_skip_bad(run: Run, book: Path, facts: Any) -> None:
    before = facts()
    ended = run("import", DATA / "broken.vcf", "--yes")
    assert (
        ended.code == 6 and "2" in ended.err and "--skip-bad" in ended.err and str(DATA / "broken.vcf") in ended.err
    )
    assert facts() == before
    ended = run("import", DATA / "broken.vcf", "--yes", "--skip-bad")
    assert ended.code == 0 and "Card 2 is broken" in ended.out
    assert "Hanna Good" in _people(run) and "Ivan Cut" not in _people(run)


def test_one_bad_file_stops_the_good_ones_too(run: Run, book: Path, facts: Any) -> None:
    before = facts()
    assert run("import", DATA / "people.csv", DATA / "broken.vcf", "--yes").code == 6
    assert facts() == before


def test_nameless_rows_are_skipped_with_a_warning(run: Run, empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "nameless.csv"
    file.write_text("Name,Email,Phone,Notes\nA B,a@b.example,,\n,,+1 212 555 0190,who\n,,,note only\n")
    ended = run("import", file, "--yes")
    assert ended.code == 0 and list(_people(run)) == ["A B"]
    assert "neither a name nor an e-mail" in ended.out


def test_a_company_alone_is_no_name(run: Run, empty: Path) -> None:
    run("import", DATA / "people.csv", "--yes")
    assert "Nobody Ltd" not in _people(run)


def test_twice_in_one_file_is_one_on_equal_email_or_phone_else_two(run: Run, empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "twice.csv"
    file.write_text(
        "Name,Email,Phone\nAmy Fox,amy@fox.example,\nAmy Fox,AMY@fox.example,+1 212 555 0150\n"
        "Bea Fox,,+1 212 555 0151\nBeatrice Fox,,(212) 555-0151\nCy Fox,cy@a.example,\nCy Fox,cy@b.example,\n"
    )
    run("config", "set", "country", "US")
    assert run("import", file, "--yes").code == 0
    names = [row["name"] for row in run("list", "--json").data]
    assert names.count("Amy Fox") == 1 and names.count("Cy Fox") == 2 and len(names) == 4
    before = run("export", "json").out
    assert run("import", file, "--yes").code == 0
    assert run("export", "json").out == before


def test_past_touches(run: Run, book: Path) -> None:
    run("import", DATA / "people.csv", "--yes")
    before = run("export", "json").out
    ended = run("import", DATA / "touches.csv", "--yes")
    assert ended.code == 0 and "2 new touches" in ended.out
    assert "line 4: Nobody here is called “Nobody Known”." in ended.out
    assert "line 5: 2026-12-24 is still to come" in ended.out
    touches = run("show", "dora", "--json").data["last_touches"]
    assert [(touch["on"], touch["channel"], touch["direction"], touch["minutes"]) for touch in touches] == [
        ("2026-11-02", "email", "in", None), ("2026-10-05", "call", "out", 15),
    ]  # fmt: skip
    after = run("export", "json").out
    assert run("import", DATA / "touches.csv", "--yes").code == 0
    assert run("export", "json").out == after
    assert run("undo").code == 0
    assert run("export", "json").out == before


def test_people_and_their_touches_in_one_command(run: Run, isolation: Path) -> None:
    assert run("import", DATA / "people.csv", DATA / "touches.csv", "--yes").code == 0
    assert run("show", "dora", "--json").data["touches"] == 2


def test_touches_alone_need_a_store(run: Run, isolation: Path) -> None:
    assert run("import", DATA / "touches.csv", "--yes").code == 7
    assert not isolation.exists()


def test_out_of_stdin(run: Run, empty: Path) -> None:
    assert run("import", "-", "--yes", stdin=(DATA / "cards.vcf").read_bytes()).code == 0
    assert len(_people(run)) == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_chinese_tables_in_the_encodings_they_come_in(run: Run, empty: Path, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "名单.csv"
    rows = "\n".join(
        f"客户{word}有限公司联系人,139001390{number:02},客户,农历八月十五"
        for number, word in enumerate("甲乙丙丁戊己")
    )
    file.write_bytes(f"姓名,手机,类别,生日\n张伟,13900139099,客户,农历八月十五\n{rows}\n".encode(encoding))
    assert run("import", file, "--yes").code == 0
    data = run("show", "张", "--json").data
    assert (data["name"], data["roles"]) == ("张伟", ["client"])


@pytest.mark.parametrize(("answer", "code", "people"), [("y", 0, 10), ("n", 5, 7), ("", 5, 7)])
def test_the_question_on_a_terminal(run: Run, book: Path, answer: str, code: int, people: int) -> None:
    child = pexpect.spawn(
        sys.executable, ["-m", "relcadence", "import", str(DATA / "cards.vcf")],
        env=environment(), encoding="utf-8", timeout=20, dimensions=(40, 300),
    )  # fmt: skip
    child.expect("Carry out this plan.*y/N")
    child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == code
    assert len(run("list", "--json").data) == people


@pytest.mark.parametrize(("answer", "birthday"), [("dmy", "1972-04-03"), ("mdy", "1972-03-04"), ("ymd", "")])
def test_on_a_terminal_it_is_asked_which_of_day_and_month_comes_first(
    run: Run, empty: Path, tmp_path: Path, answer: str, birthday: str
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Birthday\nJo Lee,3/4/1972\n")
    child = pexpect.spawn(
        sys.executable, ["-m", "relcadence", "import", str(file)],
        env=environment(), encoding="utf-8", timeout=20, dimensions=(40, 300),
    )  # fmt: skip
    child.expect("Which comes first")
    child.sendline(answer)
    if birthday:
        child.expect("Carry out this plan.*y/N")
        child.sendline("y")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == (0 if birthday else 2)
    found = run("show", "jo lee", "--json")
    assert (found.data["birthday"] if birthday else found.code) == (birthday or 3)


def test_a_long_plan_is_shown_whole_where_that_is_asked(run: Run, empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Email\n" + "".join(f"Person {n},p{n}@x.example\n" for n in range(60)))
    short, whole = (run("import", file, "--dry-run", *more).out for more in ((), ("--all",)))
    assert "… and 20 more; --all shows them" in short and "Person 59" not in short
    assert "Person 59" in whole and "more" not in whole


@pytest.mark.parametrize("options", [["--rejects", "nowhere/bad.csv"], ["--rejects", "people.csv"]])
def test_what_is_left_out_must_be_kept_before_anything_is_changed(
    run: Run, book: Path, facts: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("Name,Email\nJo,j@x.example\nBo,b@x.example,more\n")
    before = facts()
    ended = run("import", "people.csv", "--yes", "--skip-bad", *options)
    assert ended.code in (1, 2) and "--rejects" in ended.err
    assert facts() == before
    assert run("import", "people.csv", "--yes", "--skip-bad", "--rejects", "bad.csv").code == 0
    assert (tmp_path / "bad.csv").read_text() == "Name,Email\nBo,b@x.example,more\n"


def test_ctrl_c_at_the_question_leaves_nothing(book: Path, facts: Any) -> None:
    before = facts()
    child = pexpect.spawn(
        sys.executable, ["-m", "relcadence", "import", str(DATA / "cards.vcf")],
        env=environment(), encoding="utf-8", timeout=20, dimensions=(40, 300),
    )  # fmt: skip
    child.expect("Carry out this plan.*y/N")
    interrupt(child, pexpect.EOF)
    child.close()
    assert child.exitstatus == 130 and "Traceback" not in child.before
    assert facts() == before


def test_ctrl_c_in_the_middle_of_the_writing_leaves_nothing(run: Run, book: Path, facts: Any, tmp_path: Path) -> None:
    """The file is large enough that the store's journal is seen on the disk while the import is being written."""
    before, file = facts(), tmp_path / "many.csv"
    file.write_text("Name,Email\n" + "".join(f"Person {n},p{n}@many.example\n" for n in range(4000)))
    child = subprocess.Popen(
        [sys.executable, "-m", "relcadence", "import", str(file), "--yes"],
        env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    journal = book / "relcadence.db-journal"
    try:
        while child.poll() is None and not (journal.exists() and journal.stat().st_size):
            os.sched_yield()
        child.send_signal(signal.SIGINT)
        _out, err = child.communicate(timeout=30)
    finally:
        child.kill()
    assert child.returncode == 130
    assert b"Traceback" not in err
    assert facts() == before
    assert run("today").code == 0
    assert {path.name for path in book.iterdir()} <= {"relcadence.db", "relcadence.db-journal", "config.toml"}
