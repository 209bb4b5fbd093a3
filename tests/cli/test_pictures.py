"""The practice in figures in the terminal, the month, the timeline: whole outputs of a small practice."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
PICTURES = ("touches", "windows", "pyramid", "channels", "prospects", "referrers", "time", "load", "replies")

OVERVIEW = """\
Touches by week
---------------
      11
      02 09 16 23
Mon   ██ ·· ·· ··
Tue   ·· ·· ·· ··
Wed   ·· ·· ▒▒ ··
Thu   ·· ·· ·· ··
Fri   ·· ·· ▒▒ ··
Sat   ·· ·· ·· ··
Sun   ·· ·· ·· ··
sum    2  0  2  0
· none, ░ few … █ 2 a day

Windows kept and missed
-----------------------
Role                            Kept  Missed  Open  Share
--------  --------------------  ----  ------  ----  -----
client    ███·················     1       5     2   17 %
prospect  ██████████··········     1       1     0   50 %
referrer  ████████████████████     1       0     0  100 %
█ kept, · missed; open ones can still be kept

Levels of clients and referrers
-------------------------------
4  family                                  0
3  friendship                              0
2  outside work  ████████████              1
1  business                                0
–  unknown       ████████████████████████  2
0 ready to rise, 0 sliding: relcadence pyramid

Channels
--------
Channel                            Touches  Share  From you  From them
-------  ------------------------  -------  -----  --------  ---------
call     ████████████████████████        1   25 %         1          0
email    ████████████████████████        1   25 %         1          0
meal     ████████████████████████        1   25 %         1          0
message  ████████████████████████        1   25 %         0          1

On the way to seven
-------------------
#2    Zoë Müller-Łukasz  ●○○○○○○ 1/7
      last on 2026-11-18; the seventh about 2027-02-15; try meeting

Who sends work
--------------
Referrer     Sent  Clients  Share    Fees  Touches  Thanked  Trend
-----------  ----  -------  -----  ------  -------  -------  -----
José Ortega     1        1  100 %  12,000        1  –           +1
all of them     1        1  100 %  12,000        1  –           +1
In 36 months; trend: the later half less the earlier

Time
----
████████████████████████████████|········ 80 %
80 % of the time since 2026-11-02 went to people (aim 80 %): 0.3 h with them, 0.1 h on your own (touches without \
minutes: 2).
"""

MONTH = """\
2026-11
 Mon    Tue    Wed    Thu    Fri    Sat    Sun
----------------------------------------------
                                            1*
  2      3      4      5      6      7*     8*
 ✓2
  9     10     11*    12     13     14*    15*
 16     17     18     19     20     21*    22*
               ✓1            ✓1
>23     24     25     26*    27     28*    29*
"""

TIMELINE = """\
Wang Li

2026
----
11-10  matter opened      Lease
11-05  call                                      private
11-02  call               asked about the lease  10 min
11-02  promised           send the draft
11-02  sent to you by     José Ortega
11-02  became client
11-02  level              2 (outside work)
11-02  added to the book
"""


@pytest.fixture
def practice(run: Run, book: Path) -> Path:
    """The small practice with something to see in each picture."""
    for words in (
        ["log", "zoe", "--email", "--minutes", "10", "--on", "2026-11-18"],
        ["log", "jose", "lease question", "--in", "--message", "--needs-reply", "--on", "2026-11-20"],
        ["log", "--own", "website", "--minutes", "5", "--on", "2026-11-20"],
        ["matter", "open", "wang li", "Lease", "--fee", "12000", "--on", "2026-11-10"],
        ["refer", "close", "1", "client"],
    ):
        assert run(*words).code == 0, words
    return book


def test_the_overview(run: Run, practice: Path) -> None:
    ended = run("stats", "--since", "2026-11-02")
    assert ended.code == 0
    assert ended.out.startswith(OVERVIEW)
    load, replies = ended.out[len(OVERVIEW) :].split("\nReplies\n-------\n")
    assert load.startswith("\nLoad ahead\n----------\nYour rhythms need 3 touches a week, you have 18.\n")
    assert replies == "1 waits for an answer:\n2026-11-20  José Ortega  message  3 d\n"


@pytest.mark.parametrize("word", PICTURES)
def test_each_picture_has_a_word_of_its_own(run: Run, practice: Path, word: str) -> None:
    alone = run("stats", word, "--since", "2026-11-02")
    assert alone.code == 0
    assert alone.out in run("stats", "--since", "2026-11-02").out
    assert run("stats", word, "--json").data == run("stats", "--json").data[word]


@pytest.mark.parametrize("word", PICTURES)
def test_a_table_holds_what_json_holds(run: Run, practice: Path, word: str) -> None:
    header, *rows = csv.reader(io.StringIO(run("stats", word, "--csv").out))
    assert len(set(header)) == len(header) and all(len(row) == len(header) for row in rows)
    data = run("stats", word, "--json").data
    if isinstance(data, list):
        assert len(rows) == len(data)
        for row, values in zip(rows, data, strict=True):
            told = {key: values[key] for key in header if key in values}
            assert {key: "" if value is None else str(value) for key, value in told.items()} == {
                key: cell for key, cell in zip(header, row, strict=True) if key in told
            }


def test_all_figures_as_one_table(run: Run, practice: Path) -> None:
    header, *rows = csv.reader(io.StringIO(run("stats", "--csv").out))
    assert header == ["picture", "row", "figure", "value"]
    assert {row[0] for row in rows} == set(PICTURES)
    assert ["referrers", "José Ortega", "fees", "12000"] in rows
    assert ["time", "percent", "value", "80"] in rows


def test_no_percentage_without_other_time(run: Run, book: Path) -> None:
    ended = run("stats", "time")
    assert ended.out == "0.2 h with people since 2026-08-31; no other time logged (touches without minutes: 1).\n"
    assert run("stats", "time", "--json").data["percent"] is None


def test_totals_of_referrers_equal_their_rows(run: Run, practice: Path) -> None:
    data = run("stats", "referrers", "--json").data
    for figure in ("referrals", "clients", "declined", "fees", "touches", "minutes"):
        assert data["total"][figure] == sum(row[figure] for row in data["rows"])


@pytest.mark.parametrize("columns", [60, 80, 40])
def test_a_narrow_terminal_gets_its_heat_map_in_bands(
    run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run("stats", "touches", "--since", "2025-11-24").out.splitlines()
    assert max(map(len, lines)) <= columns
    sums = [int(word) for line in lines if line.startswith("sum") for word in line.split()[1:]]
    assert len(sums) == 53 and sum(sums) == 4


NARROW = """\
      José Ortega  1 sent, clients: 1 (100 %)
      fees 12,000, 1 touches, thanked –, trend +1
      all of them  1 sent, clients: 1 (100 %)
      fees 12,000, 1 touches, thanked –, trend +1
In 36 months; trend: the later half less the earlier
"""


@pytest.mark.parametrize("word", PICTURES)
def test_sixty_columns_are_enough(run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    shown = run("stats", word).out
    if word == "referrers":
        assert shown == NARROW
    assert [line for line in shown.splitlines() if "█" in line and len(line) > 60] == []


def test_a_terminal_without_the_signs_gets_others(run_process: Run, practice: Path) -> None:
    ended = run_process("stats", "touches", "--since", "2026-11-02", env={"PYTHONIOENCODING": "latin-1"})
    assert ended.out.splitlines()[2] == "Mon   ## -- -- --"
    assert ended.out.splitlines()[-1].startswith("- none, . few")


def test_an_empty_store_says_what_to_do(run: Run, empty: Path) -> None:
    shown = run("stats").out
    for step in (
        "relcadence log NAME --call", "relcadence cadence", "relcadence add NAME --role client --level 2",
        "relcadence add NAME --role prospect", "relcadence refer add REFERRER REFERRED", "--needs-reply", "--minutes",
    ):  # fmt: skip
        assert step in shown
    assert run("stats", "--json").data["touches"][0]["touches"] == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["stats", "--since", "2026-11-24"], 2, "cannot begin after today"),
        (["stats", "touches", "--by", "year"], 2, "one of week, month"),
        (["stats", "tuches"], 2, "Did you mean touches?"),
        (["month", "2026-13"], 2, "no month"),
        (["month", "2030-01"], 2, "so far ahead"),
        (["timeline", "nobody"], 3, "Nobody here is called"),
        (["timeline", "ann"], 4, "Ann Lee"),
    ],
)
def test_what_cannot_be_drawn(run: Run, book: Path, words: list[str], code: int, said: str) -> None:
    ended = run(*words)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


def test_the_month(run: Run, practice: Path) -> None:
    shown = run("month").out
    assert shown.startswith(MONTH)
    assert shown.endswith("✓ touches made, ○ planned, ● dated; * a day off, > today\n")
    days = {day["on"]: day for day in run("month", "--json").data}
    assert len(days) == 30
    assert days["2026-11-02"] == {"on": "2026-11-02", "made": 2, "planned": 0, "dated": 0, "off": False}
    assert days["2026-11-26"]["off"] and days["2026-11-24"]["dated"] == 1
    assert sum(day["planned"] for day in days.values() if day["on"] < "2026-11-23") == 0


def test_the_month_plans_what_the_agenda_plans(run: Run, practice: Path) -> None:
    days = {day["on"]: day for day in run("month", "2026-12", "--json").data}
    agenda = run("agenda", "--days", "39", "--json").data
    slots = [row for row in agenda if row["kind"] in ("slot", "task") and row["planned_on"] >= "2026-12-01"]
    for on, day in days.items():
        assert day["planned"] == sum(row["planned_on"] == on for row in slots)


def test_what_is_late_stands_on_today(run: Run, practice: Path) -> None:
    days = {day["on"]: day["dated"] for day in run("month", "--json", today="2026-11-25").data}
    assert (days["2026-11-23"], days["2026-11-24"], days["2026-11-25"]) == (0, 0, 1)


def test_a_month_on_a_narrow_terminal(run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "45")
    body = run("month").out.splitlines()[1:-1]
    assert max(map(len, body)) <= 45
    assert any(line.startswith(" ○") for line in body) and any(" ●1" in line for line in body)


def test_the_timeline(run: Run, practice: Path) -> None:
    assert run("log", "wang li", "about her brother", "--call", "--private", "--on", "2026-11-05").code == 0
    assert run("timeline", "wang li").out == TIMELINE


def test_the_timeline_shows_the_levels_held_before(run: Run, practice: Path) -> None:
    assert run("edit", "wang li", "--level", "3", today="2026-11-20").code == 0
    levels = [(row["on"], row["text"]) for row in run("timeline", "wang li", "--json").data if row["kind"] == "level"]
    assert levels == [("2026-11-20", "3"), ("2026-11-02", "2")]
    assert run("undo").code == 0
    levels = [(row["on"], row["text"]) for row in run("timeline", "wang li", "--json").data if row["kind"] == "level"]
    assert levels == [("2026-11-02", "2")]


def test_the_timeline_of_somebody_archived_and_since_a_day(run: Run, practice: Path) -> None:
    assert run("archive", "jose").code == 0
    rows = run("timeline", "jose", "--since", "2026-11-03", "--json").data
    assert [row["on"] for row in rows] == ["2026-11-20"]


def test_nobody_is_proposed_who_is_not_to_be_contacted(run: Run, practice: Path) -> None:
    assert run("edit", "zoe", "--do-not-contact", "asked for it").code == 0
    assert run("stats", "prospects", "--json").data == []
    assert "Zoë" not in run("stats").out


def test_looking_changes_nothing(run: Run, practice: Path, tmp_path: Path, facts: Callable[[], list[str]]) -> None:
    before = facts()
    for words in (["stats"], ["month"], ["timeline", "jose"], ["report", "-o", str(tmp_path / "p.html")]):
        assert run(*words).code == 0
    assert facts() == before
