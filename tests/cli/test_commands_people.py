"""add, edit, show, list, find, archive, restore, and how a typed name is understood."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.conftest import environment

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Wang Li", "Wang Li"),
        ("wang li", "Wang Li"),
        ("li wang", "Wang Li"),
        ("ＯＲＴＥＧＡ", "José Ortega"),
        ("lily", "Wang Li"),
        ("Lily Wang", "Wang Li"),
        ("zoe", "Zoë Müller-Łukasz"),
        ("ZOË", "Zoë Müller-Łukasz"),
        ("muller", "Zoë Müller-Łukasz"),
        ("lukasz", "Zoë Müller-Łukasz"),
        ("ülle", "Zoë Müller-Łukasz"),
        ("zoe m", "Zoë Müller-Łukasz"),
        ("王芳", "王芳"),
        ("王", "王芳"),
        ("芳", "王芳"),
        ("fang", "王芳"),
        ("jose", "José Ortega"),
        ("ort", "José Ortega"),
        ("  jose   ortega ", "José Ortega"),
        ("#4", "José Ortega"),
        ("zoe@muller.example", "Zoë Müller-Łukasz"),
        ("ANN@one.example", "Ann Lee"),
        ("#6", "Ann Lee"),
    ],
)
def test_a_name_is_understood_as_people_type_it(run: Run, book: Path, typed: str, name: str) -> None:
    ended = run("show", typed, "--json")
    assert ended.code == 0, ended.out
    assert ended.data["name"] == name


@pytest.mark.parametrize(
    ("typed", "candidates"),
    [
        ("ann", ["5 Ann Lee (ann@one.example)", "6 Ann Lee"]),
        ("Ann Lee", ["5 Ann Lee (ann@one.example)", "6 Ann Lee"]),
        ("ang", ["1 Wang Li (Harbour Textiles)", "3 王芳"]),
    ],
)
def test_one_of_several_is_never_picked(run: Run, book: Path, typed: str, candidates: list[str]) -> None:
    ended = run("log", typed, "--call")
    assert ended.code == 4
    assert [line.strip() for line in ended.err.splitlines()[1:]] == candidates


@pytest.mark.parametrize("typed", ["", " ", "#99", "#", "%", "_", "nobody@one.example", "Wang Lily Ortega", "'", "*"])
def test_nobody_of_that_name(run: Run, book: Path, typed: str) -> None:
    assert run("show", typed).code == 3


def test_an_exact_name_goes_before_parts_and_a_name_before_an_alias(run: Run, book: Path) -> None:
    run("add", "Wang")
    assert run("show", "wang", "--json").data["name"] == "Wang"
    run("add", "Lily Wang", "--yes")
    assert run("show", "lily wang", "--json").data["id"] == 9


def test_the_archived_are_named_only_where_they_are_meant(run: Run, book: Path) -> None:
    assert run("archive", "#6", "--reason", "moved").out == "Ann Lee is archived.\n"
    assert run("show", "ann", "--json").data["id"] == 5
    assert run("archive", "ann").code == 0
    ended = run("log", "ann", "--call")
    assert ended.code == 3 and "relcadence restore ann" in ended.err
    assert run("show", "#5", "--json").data["status"] == "archived"
    names = [row["name"] for row in run("list", "--json").data]
    assert "Ann Lee" not in names
    assert [row["id"] for row in run("list", "--status", "archived", "--json").data] == [5, 6]
    assert run("restore", "#5").out == "Ann Lee is back.\n"
    assert run("show", "ann", "--json").data["id"] == 5


AHEAD = (["today", "--all"], ["agenda", "--days", "60"], ["week"], ["digest"], ["export", "ics"])


def test_archived_people_are_in_no_agenda_and_no_calendar(run: Run, book: Path) -> None:
    run("archive", "zoe")
    run("archive", "fang")
    for words in AHEAD:
        assert "Zoë" not in run(*words).out and "王芳" not in run(*words).out, words


@pytest.mark.parametrize("name", ["José Ortega", "Wang Li"])
def test_dated_items_of_the_archived_are_hidden_too(run: Run, book: Path, name: str) -> None:
    run("archive", name, "--reason", "deceased")
    for words in AHEAD:
        assert name not in run(*words).out, words


def test_add_keeps_all_that_is_said_and_show_shows_it(run: Run, empty: Path) -> None:
    run("add", "Ida Berg", "--role", "client", "--role", "referrer", "--level", "3", "--email", "ida@berg.example",
        "--email", "i@home.example", "--phone", "+47 22 00 00 01", "--address", "1 Pier, Oslo", "--handle",
        "wechat:ida", "--alias", "Idabell", "--tag", "vip", "--interest", "chess", "--org", "Berg AS", "--title",
        "director", "--account", "Berg family", "--cadence", "every 10 days", "--channel", "call", "--language",
        "nb", "--salutation", "Ida", "--city", "Oslo", "--birthday", "--02-29", "--preferences", "tea", "--met",
        "a fair", "--basis", "prior relation", "--note", "knows boats")  # fmt: skip
    page = run("show", "ida").out
    for words in (
        "Ida Berg", "director, Berg AS", "client, referrer", "3 (friendship)", "ida@berg.example", "i@home.example",
        "+47 22 00 00 01", "1 Pier, Oslo", "wechat", "Idabell", "vip", "chess", "Berg family", "every 10 days",
        "reached by call", "nb", "Oslo", "--02-29", "tea", "a fair", "prior relation", "knows boats", "none yet",
    ):  # fmt: skip
        assert words in page, words
    assert run("show", "ida", "--json").data["cadence_override"] == "every 10 days"


def test_the_page_before_a_call(run: Run, book: Path) -> None:
    assert run("show", "wang li").out == (
        "Wang Li, Harbour Textiles\n"
        "roles        client\n"
        "level        2 (outside work)\n"
        "next         F8 overdue: between 2026-11-23 and 2026-11-27, best 2026-11-23, 2 missed; "
        "weekly by role client\n"
        "email        wang.li@harbour.example\n"
        "phone        +1 212 555 0101\n"
        "also called  Lily Wang\n"
        "interests    sailing\n"
        "tags         vip\n"
        "known since  2026-11-02\n"
        "\n"
        "Open promises\n"
        "-------------\n"
        "P1  2026-11-23  send the draft\n"
        "\n"
        "Last touches\n"
        "------------\n"
        "2026-11-02  call  10 min  asked about the lease    weekly-client\n"
        "\n"
        "Referrals\n"
        "---------\n"
        "2026-11-02  José Ortega sent Wang Li  open  not yet thanked\n"
    )
    assert "José Ortega sent Wang Li" in run("show", "jose").out
    assert "since 2026-11-02: sits on the bench" in run("show", "bo").out


def test_two_people_of_one_name(run: Run, book: Path) -> None:
    assert run("add", "wang LI").code == 5
    assert run("add", "WANG  li", "--yes").out == "Added WANG li (#8).\n"
    assert run("show", "wang li").code == 4
    assert run("log", "#8", "--call").code == 0
    assert [run("show", number, "--json").data["touches"] for number in ("#1", "#8")] == [1, 1]


def test_a_name_has_at_most_a_thousand_characters(run: Run, empty: Path) -> None:
    assert run("add", "名" * 1000).code == 0
    assert run("add", "名" * 1001).code == 2
    assert run("show", "名", "--json").data["name"] == "名" * 1000


@pytest.mark.parametrize(
    ("options", "field", "value"),
    [
        (["--name", "Wang Lili"], "name", "Wang Lili"),
        (["--role", "referrer"], "roles", ["client", "referrer"]),
        (["--role=-client"], "roles", []),
        (["--tag", "tax", "--tag=-vip"], "tags", ["tax"]),
        (["--level", "0"], "level", None),
        (["--email", "w@x.example"], "reach", [
            ["email", "wang.li@harbour.example"], ["phone", "+1 212 555 0101"], ["email", "w@x.example"],
        ]),
        (["--phone=-+1 212 555 0101"], "reach", [["email", "wang.li@harbour.example"]]),
        (["--cadence", "every 2 weeks"], "cadence_override", "every 2 weeks"),
        (["--birthday", "20 feb 1980"], "birthday", "1980-02-20"),
        (["--note", "-"], "note", "out of stdin\nin two lines"),
        (["--do-not-contact", "asked so"], "do_not_contact", {"on": "2026-11-23", "reason": "asked so"}),
    ],
)  # fmt: skip
def test_edit_by_options(run: Run, book: Path, options: list[str], field: str, value: Any) -> None:
    ended = run("edit", "#1", *options, stdin="out of stdin\nin two lines\n")
    assert ended.code == 0, ended.err
    found = run("show", "#1", "--json").data[field]
    assert ([[way["kind"], way["value"]] for way in found] if field == "reach" else found) == value
    assert run("undo").code == 0
    assert run("show", "#1", "--json").data[field] != value


def test_a_handle_is_added_and_taken_away(run: Run, book: Path) -> None:
    run("edit", "jose", "--handle", "wechat:jo")
    assert run("show", "jose", "--json").data["reach"][-1] == {"kind": "handle", "value": "jo", "label": "wechat"}
    assert run("edit", "jose", "--handle=-wechat:jo").code == 0
    assert "jo" not in [way["value"] for way in run("show", "jose", "--json").data["reach"]]
    assert run("edit", "jose", "--handle=-wechat:jo").code == 2


def test_an_edit_that_changes_nothing_leaves_no_trace(run: Run, book: Path) -> None:
    before = run("history").out
    assert run("edit", "wang li", "--level", "2", "--tag", "vip").out == "Nothing was changed.\n"
    assert run("history").out == before


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--role", "client"], ["Wang Li", "王芳"]),
        (["--role", "client", "--role", "referrer"], ["José Ortega", "Wang Li", "王芳"]),
        (["--level", "2"], ["Wang Li"]),
        (["--tag", "vip"], ["Wang Li"]),
        (["--tag", "vip", "--tag", "tax"], []),
        (["--cadence", "weekly"], ["Wang Li", "王芳"]),
        (["--cadence", "none"], ["Bo Judge"]),
        (["--silent", "30d", "--role", "client"], ["王芳"]),
        (["--silent", "20d", "--role", "client"], ["Wang Li", "王芳"]),
        (["--status", "archived"], []),
        (["--due", "--role", "client", "--sort", "level"], ["Wang Li", "王芳"]),
        (["--sort", "touches", "--role", "referrer", "--role", "prospect"], ["José Ortega", "Zoë Müller-Łukasz"]),
    ],
)
def test_list_filters_and_sorts(run: Run, book: Path, options: list[str], names: list[str]) -> None:
    assert [row["name"] for row in run("list", *options, "--json").data] == names


def test_the_due_are_all_whose_day_has_come(run: Run, book: Path) -> None:
    states = {row["name"]: row["state"] for row in run("list", "--json").data if row["id"] != 6}
    due = {row["name"] for row in run("list", "--due", "--json").data if row["id"] != 6}
    assert due == {name for name, state in states.items() if state in ("overdue", "today")}
    assert "Wang Li" in due and "Bo Judge" not in due


def test_nobody_fits(run: Run, book: Path) -> None:
    assert run("list", "--tag", "nothing").out == "Nobody fits. All people: relcadence list\n"


@pytest.mark.parametrize(
    ("words", "who", "where"),
    [
        (["lease"], ["Wang Li"], "touch"),
        (["LEASE"], ["Wang Li"], "touch"),
        (["the", "draft"], ["Wang Li"], "promise"),
        (["harbour"], ["Wang Li"], "organisation"),
        (["muller"], ["Zoë Müller-Łukasz"], "name"),
        (["芳"], ["王芳"], "name"),
        (["vip"], ["Wang Li"], "tag"),
        (["100%"], [], ""),
        (["nothing of it"], [], ""),
    ],
)
def test_find(run: Run, book: Path, words: list[str], who: list[str], where: str) -> None:
    hits = run("find", *words, "--json").data
    assert sorted({hit["contact"] for hit in hits}) == who
    assert not hits or where in {hit["where"] for hit in hits}


def test_a_member_of_an_account_keeps_the_slot_of_the_house(run: Run, empty: Path) -> None:
    run("add", "Ida Berg", "--role", "client", "--account", "Berg")
    run("add", "Olaf Berg", "--role", "client", "--account", "Berg")
    rows = run("agenda", "--days", "8", "--json").data
    assert len({row["handle"] for row in rows if row["handle"]}) == 1
    handle = next(row["handle"] for row in rows if row["handle"])
    run("log", "olaf", "--call")
    assert run("done", handle).code == 3


EDITOR = """\
import pathlib, sys
file, count = pathlib.Path(sys.argv[1]), pathlib.Path({count!r})
done = int(count.read_text()) if count.exists() else 0
count.write_text(str(done + 1))
assert file.stat().st_mode & 0o077 == 0
text = file.read_text()
for old, new in ({changes!r})[done]:
    assert old in text, text
    text = text.replace(old, new)
file.write_text(text)
sys.exit({code})
"""


def _editor(folder: Path, *changes: list[tuple[str, str]], code: int = 0) -> dict[str, str]:
    """An editor that makes those replacements, one list each time it is called."""
    script = folder / "editor.py"
    script.write_text(EDITOR.format(count=str(folder / "count"), changes=changes, code=code))
    return environment({"EDITOR": f"{sys.executable} {script}", "VISUAL": None, "TERM": "dumb"})


def _typed(*words: str, env: dict[str, str]) -> Any:
    return pexpect.spawn(
        sys.executable, ["-m", "relcadence", *words], env=env, encoding="utf-8", timeout=20, dimensions=(40, 200)
    )


def test_edit_in_the_editor(run: Run, book: Path, tmp_path: Path) -> None:
    env = _editor(
        tmp_path, [("level: 2", "level: 4"), ("tags: vip", "tags: vip, 税务"), ("-----\n", "-----\nLikes tea.\n")]
    )
    child = _typed("edit", "wang li", env=env)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0 and "Changed Wang Li" in child.before
    data = run("show", "#1", "--json").data
    assert (data["level"], data["tags"], data["note"]) == (4, ["vip", "税务"], "Likes tea.")
    assert (data["name"], data["aliases"], data["interests"]) == ("Wang Li", ["Lily Wang"], ["sailing"])
    assert run("history", "--json").data[0]["title"] == "edit Wang Li"


def test_a_mistake_in_the_editor_is_told_and_the_text_is_kept(run: Run, book: Path, tmp_path: Path) -> None:
    env = _editor(tmp_path, [("level: 2", "level: nine"), ("tags: vip", "tags: kept")], [("level: nine", "level: 3")])
    child = _typed("edit", "wang li", env=env)
    child.expect("no level “nine”.*Edit again")
    child.sendline("")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    data = run("show", "#1", "--json").data
    assert (data["level"], data["tags"]) == (3, ["kept"])


def test_giving_up_in_the_editor_changes_nothing(run: Run, book: Path, tmp_path: Path, facts: Any) -> None:
    before = facts()
    child = _typed("edit", "wang li", env=_editor(tmp_path, [("level: 2", "levle: 3")]))
    child.expect("levle.*Edit again")
    child.sendline("n")
    child.expect(pexpect.EOF)
    (tmp_path / "count").unlink()
    child = _typed("edit", "wang li", env=_editor(tmp_path, [("level: 2", "level: 3")], code=1))
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1 and "nothing was changed" in child.before
    assert facts() == before


def test_the_form_unchanged_changes_nothing(run: Run, book: Path, tmp_path: Path, facts: Any) -> None:
    run("edit", "#1", "--handle", "wechat:li", "--address", "1 Pier\nNew York", "--note", "- dash: and\n\nmore\n#x")
    run("edit", "#1", "--do-not-contact", "asked: so, please", "--account", "A, B", today="2026-11-20")
    before = facts()
    child = _typed("edit", "wang li", env=_editor(tmp_path, []))
    child.expect("Nothing was changed")
    child.expect(pexpect.EOF)
    assert facts() == before


def test_a_comma_in_an_interest_survives_the_form(run: Run, book: Path, tmp_path: Path) -> None:
    run("edit", "#1", "--interest", "tea, green")
    child = _typed("edit", "wang li", env=_editor(tmp_path, [("level: 2", "level: 3")]))
    child.expect(pexpect.EOF)
    assert "tea, green" in run("show", "#1", "--json").data["interests"]


def test_no_editor_is_a_sentence(book: Path) -> None:
    child = _typed("edit", "wang li", env=environment({"EDITOR": "/nowhere/ed", "VISUAL": None}))
    child.expect("/nowhere/ed.*cannot be run.*EDITOR")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1


@pytest.mark.parametrize(("answer", "people"), [("y", 8), ("n", 7), ("", 7)])
def test_a_question_on_a_terminal(run: Run, book: Path, answer: str, people: int) -> None:
    child = _typed("add", "Wang Li", env=environment())
    child.expect("Add another.*y/N")
    child.sendline(answer)
    child.expect(pexpect.EOF)
    assert len(run("list", "--json").data) == people


def test_no_input_never_asks_on_a_terminal(book: Path) -> None:
    child = _typed("add", "Wang Li", "--no-input", env=environment())
    child.expect("needs a yes")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 5
