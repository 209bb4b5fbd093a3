"""promise, refer, cadence: what is kept beside the touches."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

Run = Callable[..., Any]


def test_the_list_of_promises(run: Run, book: Path) -> None:
    run("promise", "add", "jose", "call back", "--by", "2026-11-20", today="2026-11-16")
    assert run("promise").out == dedent("""\
        Handle  Due         To           Promise         State
        ------  ----------  -----------  --------------  -------
        P2      2026-11-20  José Ortega  call back       overdue
        P1      2026-11-23  Wang Li      send the draft  open
        """)


def test_a_promise_is_kept_or_dropped_once(run: Run, book: Path) -> None:
    run("promise", "add", "jose", "call back")
    assert run("promise", "keep", "p1").out == "P1 is kept.\n"
    assert run("promise", "drop", "P2").out == "P2 is dropped.\n"
    assert run("promise").out.startswith("No promise is open.")
    ended = run("promise", "keep", "P1")
    assert ended.code == 3 and "kept" in ended.err
    assert [row["state"] for row in run("promise", "list", "--all", "--json").data] == ["kept", "dropped"]
    assert run("undo").code == 0
    assert [row["handle"] for row in run("promise", "--json").data] == ["P2"]


@pytest.mark.parametrize(
    ("by", "due"),
    [
        ([], "2026-11-30"),
        (["--by", "fri"], "2026-11-27"),
        (["--by", "tomorrow"], "2026-11-24"),
        (["--by", "in 2w"], "2026-12-07"),
        (["--by", "3/15"], "2027-03-15"),
        (["--by", "下周五"], "2026-12-04"),
        (["--by", "2027-02-28"], "2027-02-28"),
    ],
)
def test_when_a_promise_is_due(run: Run, book: Path, by: list[str], due: str) -> None:
    assert run("promise", "add", "jose", "x", *by, "--json").data == {"handle": "P2", "due_on": due}


def test_a_promise_is_not_made_for_a_day_gone_by(run: Run, book: Path, facts: Any) -> None:
    before = facts()
    ended = run("promise", "add", "jose", "send it", "--by", "2020-01-01")
    assert ended.code == 2 and ended.out == "" and facts() == before
    assert ended.err == (
        "A promise made on 2026-11-23 cannot have been due on 2020-01-01, before it. "
        "Name a day from then on, such as --by fri.\n"
    )


def test_a_promise_told_with_a_touch_of_days_ago_was_made_then(run: Run, book: Path) -> None:
    run("log", "jose", "--call", "--on", "2026-11-19", "--promise", "call back", "--by", "2026-11-20")
    row = run("promise", "--json").data[0]
    assert (row["made_on"], row["due_on"]) == ("2026-11-19", "2026-11-20")


def test_day_before_month_where_the_country_writes_so(run: Run, book: Path) -> None:
    run("config", "set", "country", "DE")
    assert run("promise", "add", "jose", "x", "--by", "4/3", "--json").data["due_on"] == "2027-03-04"
    run("config", "set", "day_order", "mdy")
    assert run("promise", "add", "jose", "x", "--by", "4/3", "--json").data["due_on"] == "2027-04-03"


def test_referrals_both_ways(run: Run, book: Path) -> None:
    ended = run("refer", "add", "wang li", "Jo Park", "--on", "yesterday", "--note", "a lease")
    assert ended.code == 0 and "only the name is noted" in ended.err
    assert run("refer", "thank", "2").code == 0
    assert run("refer", "close", "2", "client").code == 0
    rows = {row["id"]: row for row in run("refer", "--json").data}
    assert {key: rows[2][key] for key in ("referrer", "referred", "on", "outcome", "thanked_on")} == {
        "referrer": "Wang Li", "referred": "Jo Park", "on": "2026-11-22", "outcome": "client",
        "thanked_on": "2026-11-23",
    }  # fmt: skip
    assert rows[1]["outcome"] == "open" and not rows[1]["thanked_on"]
    page = run("show", "wang li").out
    assert "José Ortega sent Wang Li" in page and "Wang Li sent Jo Park" in page


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["refer", "add", "jose", "jose"], 2),
        (["refer", "add", "wang li", "jose"], 2),
        (["refer", "add", "nobody", "jose"], 3),
        (["refer", "add", "jose", "ann"], 4),
        (["refer", "close", "1", "maybe"], 2),
        (["refer", "thank", "9"], 3),
        (["refer", "thank", "one"], 2),
    ],
)
def test_referrals_that_cannot_be(run: Run, book: Path, facts: Any, words: list[str], code: int) -> None:
    before = facts()
    assert run(*words).code == code
    assert facts() == before


def test_a_referral_can_be_undone(run: Run, book: Path) -> None:
    run("refer", "add", "zoe", "Jo Park")
    assert run("undo").code == 0
    assert len(run("refer", "--json").data) == 1


def test_the_defaults_of_the_roles(run: Run, empty: Path) -> None:
    rules = {row["name"]: row["cadence"] for row in run("cadence", "--json").data if row["scope"] == "role"}
    expected = {
        "client": "weekly", "prospect": "biweekly", "referrer": "4-weekly", "colleague": "monthly",
        "circle": "half-yearly", "assistant": "none",
    }  # fmt: skip
    assert {name: rules[name] for name in expected} == expected
    for number, role in enumerate(("client", "professional", "connection", "former"), 1):
        run("add", f"Person {number}", "--role", role)
    run("add", "Person 5")
    cadences = [row["cadence"] for row in run("list", "--json").data]
    assert cadences == ["weekly", "quarterly", "quarterly", "quarterly", "quarterly"]


def _rule(run: Run, name: str) -> tuple[str, str]:
    data = run("show", name, "--json").data
    return data["cadence"], data["rule"]


def test_the_nearest_rule_wins_and_show_says_which(run: Run, book: Path) -> None:
    assert _rule(run, "wang li") == ("weekly", "role client")
    run("cadence", "set", "level", "2", "every 3 weeks")
    assert _rule(run, "wang li") == ("every 3 weeks", "level 2")
    run("cadence", "set", "tag", "vip", "every 10 days")
    assert _rule(run, "wang li") == ("every 10 days", "tag vip")
    run("edit", "wang li", "--cadence", "monthly")
    assert _rule(run, "wang li") == ("monthly", "contact")
    assert "monthly by contact" in run("show", "wang li").out
    run("edit", "wang li", "--cadence", "")
    run("cadence", "drop", "tag", "vip")
    assert _rule(run, "wang li") == ("every 3 weeks", "level 2")


def test_among_several_roles_or_tags_the_shortest(run: Run, book: Path) -> None:
    run("edit", "jose", "--role", "client", "--role", "circle")
    assert _rule(run, "jose") == ("weekly", "role client")
    run("edit", "jose", "--tag", "slow", "--tag", "fast")
    run("cadence", "set", "tag", "slow", "yearly")
    run("cadence", "set", "tag", "fast", "monthly")
    assert _rule(run, "jose") == ("monthly", "tag fast")


@pytest.mark.parametrize(
    ("preset", "cadences"),
    [
        ("checklist", {"client": "weekly", "referrer": "4-weekly"}),
        ("quarterly", {"client": "quarterly", "referrer": "quarterly"}),
    ],
)
def test_presets(run: Run, book: Path, preset: str, cadences: dict[str, str]) -> None:
    assert run("cadence", "preset", preset).code == 5
    assert run("cadence", "preset", preset, "--yes").code == 0
    assert _rule(run, "fang")[0] == cadences["client"] and _rule(run, "jose")[0] == cadences["referrer"]


@pytest.mark.parametrize(
    ("level", "cadence"), [("4", "every 3 weeks"), ("3", "every 2 months"), ("2", "every 6 months"), ("1", "yearly")]
)
def test_the_preset_by_level(run: Run, book: Path, level: str, cadence: str) -> None:
    run("cadence", "preset", "abcd", "--yes")
    run("edit", "wang li", "--level", level)
    assert _rule(run, "wang li")[0] == cadence


def test_a_preset_is_undone_whole(run: Run, book: Path) -> None:
    before = run("cadence").out
    run("cadence", "preset", "abcd", "--yes")
    assert run("cadence").out != before
    assert run("undo").code == 0
    assert run("cadence").out == before


@pytest.mark.parametrize(
    "typed",
    [
        "weekly",
        "biweekly",
        "4-weekly",
        "half-monthly",
        "monthly",
        "quarterly",
        "half-yearly",
        "yearly",
        "every 9 days",
        "every 3 weeks",
        "every 2 months",
        "none",
    ],
)
def test_every_cadence_is_taken(run: Run, book: Path, typed: str) -> None:
    assert run("edit", "fang", "--cadence", typed).code == 0
    assert (
        _rule(run, "fang")[0] == typed if typed != "none" else run("show", "fang", "--json").data["state"] == "none"
    )
