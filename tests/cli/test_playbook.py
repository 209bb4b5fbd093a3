"""Each of the 24 points, from not kept to kept by its evidence, and back by undo: shown by the program itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shlex import split
from typing import Any, NamedTuple

import pytest

from tests.cli.conftest import play

Run = Callable[..., Any]
BEFORE = "2025-06-02"  # a Monday long enough ago for a closed period of every point
NOW = "2026-11-25"  # a Wednesday


class Scenario(NamedTuple):
    """A point, what makes it due (day, line), and the line that is its evidence on the day NOW."""

    number: int
    setup: tuple[tuple[str, str], ...]
    evidence: str


def people(role: str, *options: str) -> tuple[tuple[str, str], ...]:
    return ((BEFORE, " ".join((f'add "Wang Li" --role {role} --email wang@one.example --level 2', *options))),)


CLIENT, REFERRER, PROSPECT = people("client"), people("referrer"), people("prospect")
SCENARIOS = (
    Scenario(1, CLIENT, "log wang --email"),
    Scenario(2, REFERRER, "log wang --call"),
    Scenario(3, PROSPECT, "log wang --message"),
    Scenario(4, PROSPECT, 'research add wang "the lease ends in May"'),
    Scenario(5, people("circle"), "log wang --call --point circle-know"),
    Scenario(6, people("colleague"), "log wang --call"),
    Scenario(7, CLIENT, "done {task}"),
    Scenario(8, CLIENT, "log wang --email --point share-professionals"),
    Scenario(9, CLIENT, "log wang --article"),
    Scenario(10, CLIENT, "log wang --meal"),
    Scenario(11, ((*CLIENT, (NOW, "event add Concert 2026-12-10 --kind cultural"))), "event invite 1 wang"),
    Scenario(
        12, ((NOW, 'add "Wang Li" --role client --email wang@one.example'), (NOW, "log wang --call")),
        "log wang --meeting --point materials",
    ),
    Scenario(13, ((("2023-01-02", CLIENT[0][1].replace("client", "connection"))),
                  (NOW, "event add Leases 2026-12-10 --kind seminar")), "event invite 1 wang"),
    Scenario(14, (*CLIENT, (NOW, 'occasion add wang success 2026-11-25 "won the appeal"')), "log wang --card"),
    Scenario(15, (*REFERRER, (NOW, 'refer add wang "Jo Park"')), "log wang --card"),
    Scenario(16, (*people("client", '--cards "New Year" --address "1 Quay, Boston" '),
                  (NOW, 'cards plan "New Year 2027" --yes')), "cards sent 1 --all --yes"),
    Scenario(17, (*CLIENT, (NOW, 'group add Bar --every month'), (NOW, "group meeting bar 2026-11-25")),
             "group attended bar 2026-11-25"),
    Scenario(18, CLIENT, "done {task}"),
    Scenario(19, CLIENT, 'event add "School fair" 2026-11-24 --kind community --attended'),
    Scenario(20, (*CLIENT, (NOW, 'add "Ada Help" --role assistant'), (NOW, 'promise add wang draft --by 2026-11-27'),
                  (NOW, "assign P1 ada")), "done P1"),
    Scenario(21, CLIENT, "done {task}"),
    Scenario(22, CLIENT, "log wang --call --point cross-sell"),
    Scenario(23, CLIENT, 'client-plan add wang "two matters a year"'),
    Scenario(24, CLIENT, "log wang --call --point project-budget"),
)  # fmt: skip


# The figure of each row of the playbook once its evidence is there.
FIGURES = {
    1: "1 of 1 reached", 2: "1 of 1 reached", 3: "1 named (at least 3); 1 of 1 reached, 2 working days left",
    4: "1 of 1 with a fresh note", 5: "1 of 1 know", 6: "1 of 1 reached",
    7: "professionals: 0; promoted this year: 0", 8: "1 of 1 were given it", 9: "1 of 1 were sent one",
    10: "meals with 1 of 1", 11: "1 of 1 invited", 12: "1 of 1 in time", 13: "1 of 1 invited", 14: "1 of 1 in time",
    15: "1 of 1 in time", 16: "1 of 1 sent", 17: "1 of 1 attended", 18: "0 of 1 records fresh",
    19: "events this quarter: 1", 20: "1 of 1 done by others", 21: "0 of 1 decided", 22: "1 of 1 asked",
    23: "1 of 1 with a current plan", 24: "1 of 1 were offered it",
}  # fmt: skip


def row(run: Run, number: int) -> dict[str, Any]:
    """The row of one point on the day of the evidence."""
    rows = run("checklist", "--json", today=NOW).data
    return next(each for each in rows if each["number"] == number)


def filled_in(run: Run, evidence: str, number: int) -> list[str]:
    """The evidence with the handle of the task that stands for a point."""
    if "{task}" not in evidence:
        return split(evidence)
    tasks = [each for each in run("agenda", "--days", "100", "--json", today=NOW).data if each["kind"] == "task"]
    key = row(run, number)["key"]
    return split(evidence.format(task=next(each["handle"] for each in tasks if each["point"] == key)))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: f"point {each.number}")
def test_a_point_is_kept_by_its_evidence_and_by_nothing_else(run: Run, isolation: Path, scenario: Scenario) -> None:
    start = min(day for day, _line in scenario.setup)
    play(isolation, ((start, "init --yes --set country=US"), *scenario.setup))
    before = row(run, scenario.number)
    assert before["due"] and before["kept"] == 0, before

    ended = run(*filled_in(run, scenario.evidence, scenario.number), today=NOW)
    assert ended.code == 0, ended.err
    after = row(run, scenario.number)
    assert (after["kept"], after["due"]) == (1, before["due"]), after
    cited = run("checklist", "audit", str(scenario.number), "--json", today=NOW).data
    assert [each for period in cited for each in period["evidence"]], "the evidence is cited"
    figures = {after["figure"], run("checklist", "show", str(scenario.number), "--json", today=NOW).data["figure"]}
    assert figures | {each["figure"] for each in cited} - {""} == {FIGURES[scenario.number]}

    assert run("undo", "--yes", today=NOW).code == 0
    assert row(run, scenario.number) == before


def test_all_points_have_a_scenario() -> None:
    assert [each.number for each in SCENARIOS] == list(range(1, 25))


def test_an_empty_book_is_not_started_everywhere(run: Run, empty: Path) -> None:
    rows = run("checklist", "--json").data
    assert {each["state"] for each in rows} == {"not_started"}
    assert "100" not in run("checklist").out


def figure(run: Run, number: int) -> str:
    return str(row(run, number)["figure"])


def test_the_figure_of_the_lists_is_of_the_records(run: Run, isolation: Path) -> None:
    play(isolation, ((BEFORE, "init --yes --set country=US"), *CLIENT, (BEFORE, 'add "Jo Park"'),
                     (NOW, 'add "Ann Lee" --email ann@one.example')))  # fmt: skip
    assert figure(run, 18) == "1 of 3 records fresh", "one has no address, one was not looked at for a year"
    assert run("edit", "wang", "--verified", today=NOW).code == 0
    assert figure(run, 18) == "2 of 3 records fresh"
    assert "2 of 3 records fresh" in run("checklist", "audit", "18", today=NOW).out
    assert len(run("list", "--stale", "--json", today=NOW).data) == 1
    assert run("archive", "jo", "--yes", today=NOW).code == 0
    assert figure(run, 18) == "2 of 2 records fresh"


def test_a_professional_added_or_promoted_is_the_look_of_the_month(run: Run, isolation: Path) -> None:
    play(isolation, ((BEFORE, "init --yes --set country=US"), *CLIENT))
    assert row(run, 7)["kept"] == 0
    assert run("add", "Nora Ito", "--role", "professional", today="2026-11-02").code == 0
    assert row(run, 7)["kept"] == 1 and figure(run, 7) == "professionals: 1; promoted this year: 0"
    assert run("edit", "nora", "--role", "referrer", today=NOW).code == 0
    assert figure(run, 7) == "professionals: 1; promoted this year: 1"
    cited = run("checklist", "audit", "7", "--json", today=NOW).data[-1]["evidence"]
    assert [each["what"] for each in cited] == ["professional added", "became a referrer"]


def test_candidates_decided_on_are_counted_of_all(run: Run, isolation: Path) -> None:
    play(isolation, ((BEFORE, "init --yes --set country=US"), *CLIENT,
                     (BEFORE, 'add "Jo Park" --role client'), (BEFORE, 'add "Ann Lee"')))  # fmt: skip
    assert figure(run, 21) == "0 of 2 decided"
    assert run("prune", "keep", "jo", today=NOW).code == 0
    assert figure(run, 21) == "1 of 2 decided"


def test_events_are_those_of_the_quarter(run: Run, isolation: Path) -> None:
    play(isolation, ((BEFORE, "init --yes --set country=US"), *CLIENT))
    for day in ("2026-09-30", "2026-10-01", "2026-11-24"):
        assert run("event", "add", "Fair", day, "--kind", "community", "--attended", today=NOW).code == 0
    assert figure(run, 19) == "events this quarter: 2"


def test_the_way_to_seven_stands_with_the_prospects(run: Run, isolation: Path) -> None:
    play(isolation, ((BEFORE, "init --yes --set country=US"), *PROSPECT, (NOW, "log wang --message")))
    shown = run("checklist", "show", "3", "--json", today=NOW).data
    assert shown["seven"] == [{"contact": "Wang Li", "contact_id": 1, "touches": 1}]
    assert "●○○○○○○" in run("checklist", "show", "3", today=NOW).out
    assert "seven" not in run("checklist", "show", "1", "--json", today=NOW).data
