"""What a touch leaves behind (a score, an answer owed, a no, a complaint), marks of a person, what `show` says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.transcript import held

Run = Callable[..., Any]


def fields(page: str) -> dict[str, str]:
    """The head of a page: label -> value."""
    head = page.partition("\n\n")[0].splitlines()[1:]
    return dict(line.split("  ", 1) for line in head)


def test_a_message_waits_until_it_is_answered(run: Run, book: Path) -> None:
    run("log", "wang li", "--email", "--in", "--needs-reply", "when is the hearing?", today="2026-11-24")
    said = fields(run("show", "wang li", today="2026-11-26").out)["waiting"].strip()
    assert said == "for an answer to the email of 2026-11-24: when is the hearing?"
    (row,) = run("show", "wang li", "--json", today="2026-11-26").data["waiting"]
    assert (row["contact"], row["received_on"], row["answered_on"]) == ("Wang Li", "2026-11-24", None)
    run("log", "wang li", "--email", "on the 9th", today="2026-11-27")
    assert "waiting" not in fields(run("show", "wang li", today="2026-11-27").out)


def test_a_score_is_kept_with_the_touch(run: Run, book: Path) -> None:
    run("log", "wang li", "--call", "content", "--score", "9")
    assert run("show", "wang li", "--json").data["last_touches"][0]["score"] == 9
    (line,) = (line for line in run("show", "wang li").out.splitlines() if "9 of 10" in line)
    assert line.split()[:3] == ["2026-11-23", "call", "content"]


def test_a_prospect_who_says_no_has_no_rhythm_any_more(run: Run, book: Path) -> None:
    ended = run("log", "zoe", "--call", "--refused")
    assert ended.out.splitlines()[1:] == [
        "No prospect any more.",
        "To have nobody approach them: relcadence edit #2 --do-not-contact REASON",
    ]
    page = run("show", "zoe", "--json").data
    assert (page["roles"], page["status"], page["cadence"], page["do_not_contact"]) == ([], "dormant", "none", None)
    assert page["last_touches"][0]["note"] == "said no"
    assert run("undo").code == 0
    assert run("show", "zoe", "--json").data["roles"] == ["prospect"]


def test_an_item_ticked_off_with_a_no_and_the_wish_to_be_left_alone(run: Run, book: Path) -> None:
    ended = run("done", "F2", "no, thanks", "--call", "--refused", "--do-not-contact", "asked so")
    assert ended.out.splitlines()[-2:] == ["No prospect any more.", "Nobody is to approach them."]
    assert run("show", "zoe", "--json").data["do_not_contact"] == {"on": "2026-11-23", "reason": "asked so"}
    assert "Zoë" not in run("today", "--all").out
    assert run("undo").code == 0
    assert run("show", "zoe", "--json").data["do_not_contact"] is None


def test_a_no_of_somebody_who_is_no_prospect_ends_nothing(run: Run, book: Path) -> None:
    assert run("log", "fang", "--call", "no seminar", "--refused", "--json").data["prospect_ended"] is False
    assert run("show", "fang", "--json").data["roles"] == ["client"]


def test_a_complaint_opens_a_task_that_done_closes(run: Run, book: Path) -> None:
    ended = run("log", "wang li", "--call", "--in", "the bill was late", "--complaint")
    handle, _, words = ended.out.splitlines()[1].partition(": ")
    assert words == "see to the complaint within two working days."
    (row,) = [row for row in run("agenda", "--json").data if row["handle"] == handle]
    assert (row["contact"], row["due_on"]) == ("Wang Li", "2026-11-25")
    assert run("done", handle, "sent it again, with an apology").code == 0
    assert handle not in {row["handle"] for row in run("agenda", "--json").data}


def test_one_touch_serves_several_points(run: Run, book: Path) -> None:
    run("log", "wang li", "--meal", "--point", "22", "--point", "materials,meals", "--point", "22")
    assert run("show", "wang li", "--json").data["last_touches"][0]["point"] == "cross-sell materials meals"


def test_which_article_it_was(run: Run, book: Path) -> None:
    run("article", "add", "Boats and berths", "--topic", "sailing")
    run("log", "wang li", "--which", "boats")
    assert run("show", "wang li", "--json").data["articles"] == [
        {"article_id": 1, "title": "Boats and berths", "sent_on": "2026-11-23"}
    ]


def test_marks_of_a_person(run: Run, book: Path) -> None:
    held(
        run,
        """
        $ edit jose --bar "gift, meal" --why "judge"
        Changed José Ortega:
        barred         nothing  ->  meal, gift
        barred reason  nothing  ->  judge
        $ edit jose --bar event
        Changed José Ortega:
        barred  meal, gift  ->  event
        $ edit jose --verified --bounced "+1 212 555 0102"
        Changed José Ortega:
        verified on  nothing          ->  2026-11-23
        bounced      +1 212 555 0102
        $ edit jose --no-bar "--bounced=-+1 212 555 0102"
        Changed José Ortega:
        barred         event            ->  nothing
        barred reason  judge            ->  nothing
        works again    +1 212 555 0102
        """,
    )


def test_show_tells_of_each_thing_that_is_there(run: Run, book: Path) -> None:
    bare = run("show", "jose").out
    for words in (
        ["matter", "open", "jose", "lease", "--fee", "900"],
        ["matter", "open", "jose", "will"],
        ["group", "add", "Bar association"],
        ["group", "member", "add", "bar", "jose"],
        ["service", "add", "Tax"],
        ["service", "use", "tax", "jose"],
        ["edit", "jose", "--bar", "meal", "--why", "judge", "--shareable", "--offers", "appeals"],
        [
            "client-plan",
            "add",
            "jose",
            "one a month",
            "--team",
            "Ann",
            "--step",
            "lunch",
            "--review-on",
            "2027-01-08",
        ],
        ["research", "add", "jose", "a new office", "--help-with", "the lease"],
        ["event", "add", "Concert", "2026-12-12", "--kind", "cultural"],
        ["event", "invite", "concert", "jose", "--only-list"],
        ["article", "add", "Rent caps"],
        ["article", "sent", "rent", "jose"],
    ):
        assert run(*words).code == 0, words
    page = run("show", "jose").out
    told = {label: value.strip() for label, value in fields(page).items()}
    assert {key: told[key] for key in ("barred", "value", "groups", "services", "shareable")} == {
        "barred": "meal: judge", "value": "fees 900; 2 matters; 2 open; 1 without a fee yet",
        "groups": "Bar association", "services": "Tax", "shareable": "appeals",
    }  # fmt: skip
    assert page.endswith(
        """
Matters
-------
2026-11-23  will   open
2026-11-23  lease  open  900

Plan
----
goal    one a month
team    Ann
review  2027-01-08
step    lunch

Research
--------
2026-11-23  a new office  the lease

Events
------
2026-12-12  Concert  listed

Articles
--------
2026-11-23  Rent caps
"""
    )
    assert not set(fields(bare)) & {"barred", "value", "groups", "services", "shareable", "waiting"}
    assert "Matters" not in bare and "Plan" not in bare


BAD = [
    (["log", "wang li", "--call", "--score", "11"], 2, "--score: 11 is not in the range 0<=x<=10."),
    (["log", "wang li", "--call", "--score", "-1"], 2, "--score"),
    (["log", "wang li", "--email", "--needs-reply"], 2, "Only what came in waits"),
    (["log", "wang li", "--call", "--complaint"], 2, "What do they complain of?"),
    (["log", "zoe", "--call", "--refused", "--tried"], 2, "nobody said no"),
    (["log", "zoe", "--call", "--do-not-contact", "x"], 2, "goes with --refused"),
    (["log", "wang li", "--call", "--which", "boats"], 2, "--which names an article."),
    (["log", "wang li", "--which", "boats"], 3, "There is no article “boats”."),
    (["log", "wang li", "--meal", "--point", "nonsense"], 2, "“nonsense” is no point"),
    (["log", "--own", "website", "--score", "3"], 2, "Time of your own"),
    (["edit", "jose", "--bar", "lunch", "--why", "x"], 2, "“lunch” is no move."),
    (["edit", "jose", "--bar", "meal"], 2, "A bar has a reason."),
    (["edit", "jose", "--bounced", "x@y.example"], 2, "has no “x@y.example”"),
    (["refer", "add", "jose", "jose"], 2, "Nobody is sent by themselves."),
    (["refer", "add", "wang li", "jose"], 2, "close a circle"),
    (["refer", "add", "jose", "wang li"], 5, "noted already, on 2026-11-02 (referral 1)"),
    (["refer", "add", "jose", "Mei Chen", "--on", "2026-12-01"], 2, "still to come"),
    (["refer", "add", "jose", "Mei Chen", "--matter", "1"], 3, "There is no matter “1”."),
    (["refer", "close", "1", "won"], 2, "There is no outcome “won”."),
    (["refer", "close", "9", "client"], 3, "There is no referral “9”."),
    (["refer", "edit", "1"], 2, "Nothing was said to change."),
    (["matter", "open", "wang li", " "], 2, "A matter needs a title."),
    (["matter", "open", "wang li", "x", "--on", "2026-12-01"], 2, "still to come"),
    (["matter", "open", "wang li", "x", "--fee", "-3"], 2, "--fee"),
    (["matter", "open", "fang", "x", "--from", "1"], 2, "The matter is 王芳's"),
    (["matter", "close", "9"], 3, "There is no matter “9”."),
    (["occasion", "add", "zoe", "holiday", "lunar:13-1", "x"], 2, "There is no lunar month 13"),
    (["occasion", "add", "zoe", "birthday", "lunar:8-31"], 2, "There is no lunar day 31"),
    (["occasion", "add", "zoe", "birthday", "lunar:1990-leap4-1"], 2, "had no leap month 4"),
    (["occasion", "add", "zoe", "success", "2026-12-20", "prize"], 2, "it is no success yet"),
    (["occasion", "add", "zoe", "success", "2025-10-01", "prize"], 2, "more than a year back"),
    (["occasion", "add", "zoe", "success", "fri"], 2, "A success needs a title."),
    (["occasion", "add", "zoe", "free", "2026-11-01", "moved"], 2, "has gone by"),
    (["occasion", "add", "zoe", "name-day", "2026-12-01"], 2, "There is no kind of occasion “name-day”."),
    (["occasion", "add", "jose", "birthday", "1971-01-01"], 5, "has a birthday already"),
    (["occasion", "drop", "9"], 3, "There is no occasion “9”."),
    (["event", "add", "Fair", "2026-11-01"], 2, "2026-11-01 has gone by"),
    (["event", "add", "Fair", "2027-11-01", "--attended"], 2, "still to come"),
    (["event", "add", " ", "2026-12-12"], 2, "An event needs a title."),
    (["event", "add", "Ball", "2026-12-12", "--kind", "dance"], 2, "There is no kind of event “dance”."),
    (["event", "add", "Ball", "2026-12-12", "--group", "chess"], 3, "There is no group “chess”."),
    (["event", "invite", "9", "fang"], 3, "There is no event “9”."),
    (["group", "add", "Chess", "--every", "0 weeks"], 2, "“0 weeks” is not a cadence"),
    (["group", "add", "Chess", "--every", "never"], 2, "A group meets now and then."),
    (["group", "show", "chess"], 3, "There is no group “chess”."),
    (["article", "add", " "], 2, "An article needs a title."),
    (["article", "sent", "9", "jose"], 3, "There is no article “9”."),
    (["service", "add", "Tax", "--colleague", "ann lee"], 4, "any of 2 people"),
    (["client-plan", "add", "fang", ""], 2, "A plan needs a goal."),
    (["client-plan", "add", "fang", "x", "--review-on", "2026-11-01"], 2, "has gone by"),
    (["client-plan", "show", "fang"], 3, "There is no plan for 王芳."),
    (["client-plan", "step", "done", "fang", "1"], 3, "There is no plan for 王芳."),
    (["research", "add", "zoe", " "], 2, "A research note needs their problem."),
    (["share", "professionals", "--as", "pdf"], 2, "There is no form “pdf”."),
    (["share", "given"], 2, "Nobody was named."),
    (["share", "given", "--filter", "tax"], 2, "“tax” is no filter."),
    (["share", "given", "bo judge"], 5, "do-not-contact"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "said"), BAD, ids=lambda each: " ".join(each) if isinstance(each, list) else ""
)
def test_what_cannot_be_is_told_with_the_next_step(
    run: Run, book: Path, facts: Any, words: list[str], code: int, said: str
) -> None:
    before = facts()
    ended = run(*words)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err and "Traceback" not in ended.err
    assert facts() == before


LATER = [
    (["event", "invite", "concert", "jose"], 2, "too late to invite"),
    (["event", "came", "match", "jose"], 2, "still to come"),
    (["event", "attended", "match"], 2, "still to come"),
    (["event", "answer", "concert", "jose", "accepted"], 2, "is not on the list"),
    (["event", "answer", "concert", "jose"], 2, "Who answered, and what?"),
    (["event", "edit", "match", "--date", "2026-11-30"], 2, "has gone by"),
    (["group", "meeting", "bar", "2026-12-01"], 2, "has gone by"),
    (["group", "attended", "bar", "2027-01-01"], 2, "still to come"),
    (["group", "meeting", "bar", "2026-12-24"], 5, "set already"),
    (["group", "add", "bar association"], 5, "already"),
    (["service", "add", "tax"], 5, "already"),
    (["article", "sent", "rent", "jose", "--email", "--letter"], 2, "one way"),
    (["article", "edit", "rent", "--title", " "], 2, "cannot go without words"),
    (["client-plan", "add", "wang li", "more"], 5, "already"),
    (["client-plan", "review", "wang li", "--next", "2026-12-01"], 2, "does not lie ahead"),
    (["client-plan", "step", "done", "wang li", "9"], 3, "There is no step 9"),
]  # fmt: skip


def test_what_cannot_be_of_things_that_are_there(run: Run, book: Path, facts: Any) -> None:
    for words in (
        ["event", "add", "Concert", "2026-12-12", "--kind", "cultural"],
        ["event", "add", "Match", "2026-12-19", "--kind", "sports"],
        ["group", "add", "Bar association"],
        ["group", "meeting", "bar", "2026-12-24"],
        ["service", "add", "Tax"],
        ["article", "add", "Rent caps"],
        ["client-plan", "add", "wang li", "two matters"],
    ):
        assert run(*words).code == 0, words
    before = facts()
    for words, code, said in LATER:
        ended = run(*words, today="2026-12-14")
        assert (ended.code, ended.out) == (code, ""), (words, ended.err)
        assert said in ended.err, words
    assert facts() == before


def test_somebody_archived_is_not_referred(run: Run, book: Path) -> None:
    run("archive", "bo judge")
    for words in (["jose", "bo judge"], ["bo judge", "Mei Chen"]):
        ended = run("refer", "add", *words)
        assert ended.code == 3 and "relcadence restore bo judge" in ended.err


def test_the_list_to_hand_over_in_every_form(run: Run, book: Path, tmp_path: Path) -> None:
    ways = ["--email", "ada@stein.example", "--phone", "+1 212 555 0188"]
    run("add", "Ada Stein", "--role", "professional", "--org", "Stein, Tax & Co", "--note", "drinks", *ways)
    run("edit", "ada", "--shareable", "--offers", "=taxes", "--tag", "gossip", "--met", "at a bar")
    table = run("share", "professionals", "--as", "csv").out
    assert table.splitlines() == [
        "Name,What they do,Organisation,Job Title,Phone,E-mail",
        "Ada Stein,'=taxes,\"Stein, Tax & Co\",,'+1 212 555 0188,ada@stein.example",
    ]
    import vobject

    card = vobject.readOne(run("share", "professionals", "--as", "vcf").out)
    assert (card.fn.value, card.org.value, card.note.value) == ("Ada Stein", ["Stein, Tax & Co"], "=taxes")
    assert set(card.contents) == {"version", "prodid", "uid", "fn", "n", "org", "tel", "email", "note"}
    assert card.uid.value not in run("show", "ada", "--json").out
    path = tmp_path / "list.txt"
    assert run("share", "professionals", "-o", path).code == 0
    for text in (path.read_text("utf-8"), table, run("share", "professionals", "--json").out):
        assert not {"drinks", "gossip", "at a bar"} & set(text.split())


@pytest.mark.parametrize("words", [["refer"], ["event"], ["matter"], ["research"], ["share", "professionals"]])
def test_hostile_text_is_shown_harmless(run: Run, book: Path, words: list[str]) -> None:
    evil = "x\x1b[31m\u202e[bold]y"
    run("refer", "add", "jose", evil)
    run("event", "add", evil, "2026-12-12")
    run("matter", "open", "wang li", evil)
    run("research", "add", "zoe", evil)
    run("add", "Ada Stein", "--role", "professional")
    run("edit", "ada", "--shareable", "--offers", evil)
    out = run(*words).out
    assert "[bold]y" in out and "\x1b" not in out and "\u202e" not in out
