"""log, done, skip, snooze: what passes between people, written down in seconds."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relcadence.domain.vocabulary import CHANNELS
from tests.cli.conftest import DATA

Run = Callable[..., Any]


def _touches(run: Run, name: str) -> list[dict[str, Any]]:
    return list(run("show", name, "--json").data["last_touches"])


def test_the_line_that_takes_five_seconds(run: Run, book: Path) -> None:
    line = ["log", "lily", "--call", "asked about the lease", "--promise", "send draft", "--by", "fri"]
    ended = run(*line)
    assert ended.code == 0
    assert ended.out == "Logged: call Wang Li. Counts for weekly-client. Next by 2026-12-04 (weekly).\n"
    assert ended.err == "fri = Fri 2026-11-27\n"
    (newest, _older) = _touches(run, "wang li")
    assert (newest["on"], newest["channel"], newest["direction"], newest["note"]) == (
        "2026-11-23", "call", "out", "asked about the lease",
    )  # fmt: skip
    texts = [(row["text"], row["due_on"]) for row in run("promise", "--json").data]
    assert texts == [("send the draft", "2026-11-23"), ("send draft", "2026-11-27")]
    assert run("undo").code == 0
    assert len(_touches(run, "wang li")) == 1 and len(run("promise", "--json").data) == 1


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_by_flag_and_by_name(run: Run, book: Path, channel: str) -> None:
    assert run("log", "jose", f"--{channel}", "flag").code == 0
    assert run("log", "jose", "--as", channel.upper(), "name").code == 0
    assert [touch["channel"] for touch in _touches(run, "jose")[:2]] == [channel, channel]


@pytest.mark.parametrize(
    ("options", "field", "value"),
    [
        (["--on", "yesterday"], "on", "2026-11-22"),
        (["--on", "fri"], "on", "2026-11-20"),
        (["--on", "11/3"], "on", "2026-11-03"),
        (["--on", "2026-11-05"], "on", "2026-11-05"),
        (["--in"], "direction", "in"),
        (["--tried"], "tried", True),
        (["--minutes", "45"], "minutes", 45),
        (["--work"], "work", True),
        (["--private"], "private", True),
    ],
)
def test_what_may_be_said_of_a_touch(run: Run, book: Path, options: list[str], field: str, value: Any) -> None:
    assert run("log", "zoe", "hm", "--call", *options).code == 0
    assert _touches(run, "zoe")[0][field] == value


def test_several_people_at_once(run: Run, book: Path) -> None:
    ended = run("log", "wang li", "lunch", "--meal", "--with", "jose", "--with", "fang", "--minutes", "60")
    assert ended.code == 0 and "Wang Li and José Ortega and 王芳" in ended.out
    for name in ("wang li", "jose", "fang"):
        assert _touches(run, name)[0]["note"] == "lunch"
    assert run("today", "--json").data["made"] == 1, "one lunch is one touch of the day"
    assert run("undo").code == 0
    assert _touches(run, "fang") == []


def test_with_the_same_person_is_refused(run: Run, book: Path, facts: Any) -> None:
    before = facts()
    assert run("log", "jose", "--meal", "--with", "ortega").code == 2
    assert facts() == before


def test_a_note_out_of_stdin_is_in_no_argument(run: Run, book: Path) -> None:
    assert run("log", "zoe", "-", "--email", stdin="first line\nsecond 行\n").code == 0
    assert _touches(run, "zoe")[0]["note"] == "first line\nsecond 行"
    assert run("done", "F3", "-", stdin="from stdin").code == 0
    assert _touches(run, "fang")[0]["note"] == "from stdin"
    assert run("promise", "add", "zoe", "-", stdin="said in private\n").code == 0
    assert "private" not in run("history").out.replace("promise Zoë Müller-Łukasz: said in private", "")
    assert not any("second" in entry["command"] for entry in run("history", "--json").data)


def test_time_of_ones_own_is_with_nobody(run: Run, book: Path) -> None:
    assert run("log", "--own", "website copy", "--minutes", "60").out == "Logged: 60 minutes of your own.\n"
    assert run("today", "--json").data["made"] == 0
    assert run("log", "zoe", "--own", "x").code == 2
    for option in (["--with", "zoe"], ["--promise", "x"], ["--call"], ["--next", "fri"], ["--private"]):
        assert run("log", "--own", "x", *option).code == 2


def test_time_of_ones_own_can_be_undone(run: Run, book: Path) -> None:
    run("log", "--own", "website copy", "--minutes", "60")
    assert run("undo").code == 0


def test_an_unknown_point_is_refused(run: Run, book: Path) -> None:
    assert run("log", "zoe", "--call", "--point", "nonsense").code == 2


def test_nobody_reached_keeps_no_window_and_puts_off_two_working_days(run: Run, book: Path) -> None:
    before = run("show", "wang li", "--json").data
    assert run("log", "wang li", "--call", "--tried").code == 0
    after = run("show", "wang li", "--json").data
    assert (after["handle"], after["due_on"]) == (before["handle"], before["due_on"])
    assert after["handle"] not in [row["handle"] for row in run("today", "--json").data["to_reach"]]
    (row,) = [row for row in run("agenda", "--json").data if row["handle"] == before["handle"]]
    assert row["planned_on"] >= "2026-11-25"


def test_a_try_is_not_called_reached(run: Run, book: Path) -> None:
    run("log", "wang li", "--call", "--tried")
    assert "last reached today" not in run("agenda", "--days", "7").out
    assert "Wang Li" in [row["name"] for row in run("list", "--silent", "20d", "--json").data]


def test_inbound_keeps_the_slot(run: Run, book: Path) -> None:
    handle = run("show", "wang li", "--json").data["handle"]
    assert run("log", "wang li", "--call", "--in").code == 0
    assert run("done", handle).code == 3
    assert run("today", "--json").data["made"] == 0


def test_a_backdated_older_touch_never_moves_the_slot_and_undoing_the_newest_does(run: Run, book: Path) -> None:
    run("log", "wang li", "--call", "newest")
    row = run("show", "wang li", "--json").data
    run("log", "wang li", "--call", "older", "--on", "2026-11-10")
    assert {key: run("show", "wang li", "--json").data[key] for key in ("handle", "due_on")} == {
        key: row[key] for key in ("handle", "due_on")
    }
    newest = next(entry["id"] for entry in run("history", "--json").data[1:] if entry["title"] == "call Wang Li")
    assert run("undo", newest, "--yes").code == 0
    back = run("show", "wang li", "--json").data
    assert back["due_on"] < row["due_on"]


def test_an_appointment_is_no_touch_and_comes_first_when_its_day_passes(run: Run, book: Path) -> None:
    assert run("log", "jose", "--email", "shall we meet", "--next", "wed").code == 0
    rows = run("agenda", "--days", "3", "--json").data
    (event,) = [row for row in rows if row["kind"] == "event"]
    assert (event["planned_on"], event["contact"], event["handle"]) == ("2026-11-25", "José Ortega", "E1")
    assert run("show", "jose", "--json").data["touches"] == 2
    late = run("today", "--json", today="2026-11-27").data["dated"]
    assert late[0]["handle"] == "E1" and late[0]["state"] == "overdue"
    assert run("done", "E1", "he came", today="2026-11-27").code == 0
    assert run("show", "jose", "--json").data["touches"] == 3


def test_until_an_appointment_nothing_else_is_proposed(run: Run, book: Path) -> None:
    run("log", "jose", "--email", "--next", "2026-12-16", "--on", "2026-11-02")
    rows = run("agenda", "--days", "24", "--json").data
    kinds = [row["kind"] for row in rows if row["contact"] == "José Ortega"]
    assert [kind for kind in kinds if kind not in ("occasion", "task")] == ["event"]


def test_do_not_contact_needs_a_yes(run: Run, book: Path, facts: Any) -> None:
    before = facts()
    for words in (["log", "bo", "--call"], ["log", "jose", "--meal", "--with", "bo"]):
        ended = run(*words)
        assert ended.code == 5 and "sits on the bench" in ended.err and "2026-11-02" in ended.err
        assert run(*words, "--no-input").code == 5
    assert facts() == before
    assert run("log", "bo", "--call", "--in").code == 0
    assert run("log", "bo", "--call", "--yes").code == 0


def test_do_not_contact_is_in_no_plan_and_survives_an_import(run: Run, book: Path, tmp_path: Path) -> None:
    run("edit", "wang li", "--do-not-contact", "asked so")
    for words in (["agenda", "--days", "90"], ["export", "ics"], ["digest"]):
        out = run(*words).out.replace("Wang Li  promised", "").replace("Promise to Wang Li", "")
        assert "F8" not in out and "Bo Judge" not in out
    again = tmp_path / "again.csv"
    again.write_text("Name,Email,Do not contact\nWang Li,wang.li@harbour.example,no\n")
    assert run("import", again, "--yes").code == 0
    assert run("show", "wang li", "--json").data["do_not_contact"] == {"on": "2026-11-23", "reason": "asked so"}
    run("edit", "wang li", "--do-not-contact", "")
    assert run("show", "wang li", "--json").data["do_not_contact"] is None


PRIVATE = "Krankengeschichte"


def test_a_private_note_is_seen_in_show_and_the_full_export_only(run: Run, book: Path, tmp_path: Path) -> None:
    assert run("log", "wang li", PRIVATE, "--call", "--private").code == 0
    assert run("log", "jose", "-", "--meal", "--private", "--with", "zoe", stdin=PRIVATE).code == 0
    shown, hidden = [], []
    run("export", "ics", "-o", tmp_path / "out.ics")
    for words in (
        ["show", "wang li"], ["show", "jose"], ["show", "zoe"], ["export", "json"],
        ["today"], ["today", "--all"], ["agenda", "--days", "60"], ["week"], ["digest"],
        ["digest", "--format", "markdown"], ["digest", "--format", "json"], ["list"], ["find", PRIVATE],
        ["export", "ics"], ["promise"], ["refer"], ["cadence"], ["undo", "--list"], ["history"], ["doctor"],
        ["load"], ["config"], ["import", str(DATA / "people.csv"), "--dry-run"],
    ):  # fmt: skip
        for line in (words, [*words, "--json"]):
            text = run(*line, today="2026-12-02")
            found = PRIVATE in (text.out + text.err).replace(f"Nothing has “{PRIVATE}” in it.", "")
            (shown if found else hidden).append(" ".join(line))
    shown = [line for line in shown if line not in ("history --json", "undo --list --json")]  # pinned just below
    assert {line.removesuffix(" --json") for line in shown} == {
        "show wang li",
        "show jose",
        "show zoe",
        "export json",
    }
    assert PRIVATE.encode() not in (tmp_path / "out.ics").read_bytes()
    assert PRIVATE.encode() not in (book / "state.db").read_bytes()


def test_a_private_note_is_not_seen_in_the_history(run: Run, book: Path) -> None:
    run("log", "wang li", PRIVATE, "--call", "--private")
    assert PRIVATE not in run("history", "--json").out + run("undo", "--list", "--json").out


def test_done_logs_with_the_proposed_channel_and_closes_its_own_slot_only(run: Run, book: Path) -> None:
    handle = run("show", "zoe", "--json").data["handle"]
    row = next(row for row in run("agenda", "--json").data if row["handle"] == handle)
    ended = run("done", row["handle"], "sent the brochure", "--promise", "call", "--by", "fri")
    assert ended.out.startswith(f"{row['handle']} is done: Zoë Müller-Łukasz. ") and "Next by " in ended.out
    (touch,) = _touches(run, "zoe")
    assert (touch["channel"], touch["note"]) == (row["channel"], "sent the brochure")
    ended = run("done", row["handle"])
    assert ended.code == 3 and "is closed (done)" in ended.err
    assert len(_touches(run, "zoe")) == 1


def test_done_by_another_channel_in_small_letters(run: Run, book: Path) -> None:
    assert run("done", "f3", "--meal", "--with", "jose").code == 0
    assert _touches(run, "fang")[0]["channel"] == _touches(run, "jose")[0]["channel"] == "meal"


def test_done_of_a_promise_keeps_it_and_logs_only_what_is_told(run: Run, book: Path) -> None:
    assert run("done", "P1").code == 0
    assert len(_touches(run, "wang li")) == 1
    assert run("promise", "list", "--all", "--json").data[0]["state"] == "kept"
    assert run("undo").code == 0
    assert run("done", "P1", "--email", "here it is").code == 0
    assert _touches(run, "wang li")[0]["note"] == "here it is"


def test_done_of_a_birthday_is_for_this_year_only(run: Run, book: Path) -> None:
    handle = next(row["handle"] for row in run("agenda", "--days", "3", "--json").data if row["kind"] == "occasion")
    assert run("done", handle, "--card", today="2026-11-24").code == 0
    assert run("today", "--json", today="2026-11-24").data["dated"] == []
    again = [
        row for row in run("agenda", "--days", "10", "--json", today="2027-11-20").data if row["kind"] == "occasion"
    ]
    assert [row["planned_on"] for row in again] == ["2027-11-24"]
    assert again[0]["handle"] != handle


def test_snooze_puts_off_and_leaves_the_cadence(run: Run, book: Path) -> None:
    assert run("snooze", "F3", "3d").out == "F3 comes again on Thu 2026-11-26.\n"
    assert "F3" not in [row["handle"] for row in run("today", "--json", today="2026-11-25").data["to_reach"]]
    assert "F3" in [row["handle"] for row in run("today", "--json", today="2026-11-27").data["to_reach"]]
    assert run("show", "fang", "--json").data["cadence"] == "weekly"
    assert run("snooze", "F3").out == "F3 comes again on Thu 2026-11-26.\n"
    assert run("snooze", "P1", "fri").code == 0
    assert run("promise", "--json").data[0]["due_on"] == "2026-11-27"


def test_skip_lets_one_window_go(run: Run, book: Path) -> None:
    assert run("skip", "F3").out == "F3 is let go.\n"
    assert not [row for row in run("agenda", "--days", "5", "--json").data if row["contact"] == "王芳"]
    assert [row for row in run("agenda", "--days", "14", "--json").data if row["contact"] == "王芳"]
    assert run("show", "fang", "--json").data["touches"] == 0
    ended = run("skip", "F3")
    assert ended.code == 3 and "skipped" in ended.err


def test_the_envelope_of_a_log_is_json_with_any_text(run: Run, book: Path) -> None:
    ended = run("log", "fang", 'a "quoted" \\ 行 \u202e \x07', "--call", "--json")
    assert json.loads(ended.out)["data"]["contact"] == "王芳"


LINES = """\
# of the week
2026-11-19 wang li call asked about the lease
yesterday jose lunch

昨天王芳微信谢谢她
zoe emailed: the brochure
"""


def test_a_touch_a_line_out_of_stdin_in_one_change(run: Run, book: Path) -> None:
    ended = run("log", "-", stdin=LINES)
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "Logged 4 touches.",
        "2026-11-19  Wang Li            call     asked about the lease",
        "2026-11-22  José Ortega        meal",
        "2026-11-22  王芳               message  谢谢她",
        "2026-11-23  Zoë Müller-Łukasz  email    the brochure",
    ]
    assert _touches(run, "fang")[0]["note"] == "谢谢她"
    assert run("history", "--json").data[0]["title"] == "log 4 touches"
    assert run("undo").code == 0
    assert _touches(run, "fang") == [] and len(_touches(run, "jose")) == 1


def test_lines_that_were_read_before_are_known_and_on_is_for_lines_without_a_day(run: Run, book: Path) -> None:
    run("log", "-", stdin=LINES)
    ended = run("log", "-", "--on", "fri", "--json", stdin=LINES)
    assert [(each["contact"], each["on"]) for each in ended.data["touches"]] == [
        ("José Ortega", "2026-11-22"), ("Zoë Müller-Łukasz", "2026-11-20"),
    ]  # fmt: skip
    assert ended.data["known"] == [2, 5]


BAD = [
    ("nobody here call x", "Nobody here is called"),
    ("ann call x", "may be any of 2 people"),
    ("wang li asked", "No word of it says how"),
    ("2026-13-01 wang li call", "no month 13"),
    ("tomorrow wang li call", "2026-11-24 is still to come"),
    ("1939-01-01 wang li call", "lies too far back"),
    ("call wang li", "It names nobody"),
]


def test_a_bad_line_leaves_all_unwritten_and_is_named_with_its_reason(run: Run, book: Path, facts: Any) -> None:
    before = facts()
    text = "\n".join(["jose call good", *(line for line, _reason in BAD)])
    ended = run("log", "-", stdin=text)
    assert (ended.code, ended.out) == (6, "")
    told = ended.err.splitlines()
    for at, (_line, reason) in enumerate(BAD):
        assert told[at].startswith(f"Line {at + 2}: ") and reason in told[at]
    assert told[-1].startswith(f"{len(BAD)} lines cannot be read.")
    (error,) = run("log", "-", "--json", stdin=text).json["errors"]
    assert [problem["line"] for problem in error["problems"]] == list(range(2, 2 + len(BAD)))
    assert facts() == before


def test_a_line_with_two_meanings_is_not_guessed_at(run: Run, book: Path) -> None:
    run("add", "Sun Wei")
    run("add", "Lilyan Sun")
    run("edit", "wang li", "--alias", "Lily")
    ended = run("log", "-", stdin="sun lily call x")
    assert ended.code == 6 and "several ways" in ended.err
    assert "2026-11-23  Sun Wei" in run("log", "-", stdin="sun wei call a whole name is not half a date").out
    assert "2026-11-22  Wang Li" in run("log", "-", stdin="2026-11-22 lily call").out


@pytest.mark.parametrize(
    ("words", "stdin", "code"),
    [
        (["-", "--call"], "wang li call", 2),
        (["-", "--private"], "wang li call", 2),
        (["-", "a note"], "wang li call", 2),
        (["-"], "", 6),
        (["-"], "# only this\n", 6),
        (["-"], "bo call x", 5),
        ([], "", 2),
        (["wang li"], "", 2),
    ],
)
def test_lines_that_are_refused(run: Run, book: Path, facts: Any, words: list[str], stdin: str, code: int) -> None:
    before = facts()
    assert run("log", *words, stdin=stdin).code == code
    assert facts() == before


def test_do_not_contact_holds_for_lines_too_and_can_be_overruled(run: Run, book: Path) -> None:
    assert run("log", "-", "--yes", stdin="bo call he rang back").code == 0


@pytest.mark.parametrize("command", [["log", "wang li", "--call"], ["done", "F3"]])
def test_a_promise_is_not_due_before_it_was_made(run: Run, book: Path, facts: Any, command: list[str]) -> None:
    before = facts()
    ended = run(*command, "--promise", "send it", "--by", "yesterday")
    assert ended.code == 2 and "2026-11-22" in ended.err
    assert facts() == before
    assert run(*command, "--promise", "send it", "--by", "yesterday", "--on", "fri").code == 0
    assert run("promise", "--json").data[0]["due_on"] == "2026-11-22"


def test_where_nothing_tells_the_order_of_numbers_a_doubtful_date_is_refused(run: Run, empty: Path) -> None:
    run("add", "Wang Li")
    ended = run("log", "wang", "--call", "--on", "3/4")
    assert ended.code == 4
    assert "Wed 2026-03-04" in ended.err and "Fri 2026-04-03" in ended.err and "day_order" in ended.err
    assert run("log", "wang", "--call", "--on", "3/15").code == 0
    assert run("log", "wang", "--call", "--on", "4/4").code == 0
    assert "may be any of these days" in run("log", "-", stdin="3/4 wang call").err + run("snooze", "F1", "3/4").err
    run("config", "set", "day_order", "dmy")
    assert run("log", "wang", "--call", "--on", "3/4").err == "3/4 = Fri 2026-04-03\n"


@pytest.mark.parametrize(
    ("locale", "day"), [("en_US.UTF-8", "2026-03-04"), ("en_GB", "2026-04-03"), ("zh_CN", "2026-03-04")]
)
def test_the_locale_tells_the_order_where_no_setting_does(
    run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch, locale: str, day: str
) -> None:
    run("add", "Wang Li")
    monkeypatch.setenv("LC_TIME", locale)
    assert run("log", "wang", "--call", "--on", "3/4", "--json").code == 0
    assert _touches(run, "wang")[0]["on"] == day


@pytest.mark.parametrize(
    ("text", "day"),
    [("tomorrow", "2026-11-24"), ("next mon", "2026-11-30"), ("下周五", "2026-12-04"), ("2026-12-01", "2026-12-01")],
)
def test_today_in_words(run: Run, book: Path, text: str, day: str) -> None:
    ended = run("today", "--today", text, "--json")
    assert (ended.code, ended.json["today"]) == (0, day)
    assert run("--today", text, "today", "--json").json["today"] == day
