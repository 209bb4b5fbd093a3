"""Cards from the first mark to the card that came back: a Spring Festival, whole pages, and what is refused."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import EARLIER, play

Run = Callable[..., Any]
LINES = (
    (EARLIER, 'init --yes --set country=US "--set" "holidays=New Year, spring festival" --set "name=Dana Reyes" '
     '--set "signature=Warmly,\nDana"'),
    (EARLIER, 'add "Wang Li" --role client --language zh --salutation "en:Ms Wang; zh:王总" '
     '--cards "spring, mid-autumn" --address "12 Larch Court\nFlushing, NY 11354"'),
    (EARLIER, 'add 陈静 --role client --country cn --address "66 Lotus Lane\nShanghai 200120\nChina"'),
    (EARLIER, 'add "Rosa Delgado" --role client --salutation Rosa --address "41 Mercer Street, New York, NY 10013"'),
    (EARLIER, 'add "Ruth Adler" --role client --salutation Ruth --address "220 West End Avenue\nNew York, NY 10023"'),
    (EARLIER, 'add "Sam Adler" --role client --salutation Sam --address "220 West End Avenue, New York, NY 10023"'),
    (EARLIER, 'add 刘洋 --role circle --language zh --cards 春节'),
    (EARLIER, 'add "Bo Judge" --role client --do-not-contact "sits on the bench" --address "1 Court Square"'),
    (EARLIER, 'add "Old Ann" --role client --cards "Spring Festival" --address "2 Elm Street"'),
    (EARLIER, 'archive "old ann" --reason deceased --yes'),
    (EARLIER, 'add "Quiet Tom" --role client --no-cards --address "3 Elm Street"'),
    (EARLIER, 'add "Siobhán Gallagher" --role referrer --email s@gallagher.example'),
    (EARLIER, 'refer add siobhan "Camille Baker"'),
)  # fmt: skip


@pytest.fixture(scope="session")
def carded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a practice whose people are marked for cards; never changed."""
    home = tmp_path_factory.mktemp("cards") / "home"
    play(home, LINES)
    return home


@pytest.fixture
def book(carded: Path, isolation: Path) -> Path:
    """This test's own copy of it."""
    shutil.copytree(carded, isolation)
    return isolation


PLANNED = """\
Spring Festival 2027 is on Sat 2027-02-06.

To       Why       Post by    Where
-------  --------  ---------  -------------------------------------
陈静     client    Fri 01-15  66 Lotus Lane, Shanghai 200120, China
Wang Li  keeps it  Fri 01-29  12 Larch Court, Flushing, NY 11354
刘洋     keeps it  Fri 01-29  missing

3 cards to 3 people, to be posted from Fri 2027-01-15 (the farthest) to Fri 2027-01-29.
No postal address that works: 刘洋. Give one: relcadence edit NAME --address TEXT
Or by e-mail: relcadence cards plan "Spring Festival 2027" --channel email
"""


def test_a_spring_festival_from_the_plan_to_what_came_back(run: Run, book: Path) -> None:
    looked = run("cards", "plan", "Spring Festival 2027", "--dry-run")
    assert (looked.code, looked.out) == (0, PLANNED + "Nothing was written.\n")
    ended = run("cards", "plan", "spring festival 2027")
    assert ended.out == PLANNED + (
        "C1 is on your list. Texts: relcadence cards draft C1 · Labels: relcadence cards labels C1\n"
    )
    assert run("cards", "sent", "C1", "wang", "--on", "2026-11-20").out == "Sent to 1 person. 2 cards are left.\n"
    assert run("cards", "sent", "spring", "--all").out == "Sent to 1 person. 1 card is left.\n"
    assert run("cards", "returned", "C1", "陈静").out == (
        "Marked as bad: 66 Lotus Lane, Shanghai 200120, China\n"
        "When you have the new one: relcadence edit NAME --address TEXT\n"
    )
    came = run("cards", "received", "wang", today="2027-02-08")
    assert came.out == "A card from Wang Li is noted (Spring Festival 2027).\n"
    assert run("cards", "drop", "C1", "刘洋").out == "1 person is off the list.\n"
    assert (
        run("cards", "show", "C1").out
        == """\
C1 Spring Festival 2027, Sat 2027-02-06, by post: 2 cards, 2 sent, 0 to go. The run is done.

To       Card                                   Where                               Why
-------  -------------------------------------  ----------------------------------  --------
陈静     came back                              missing                             client
Wang Li  sent Fri 11-20, theirs came Mon 02-08  12 Larch Court, Flushing, NY 11354  keeps it
刘洋     taken off                              missing                             keeps it
"""
    )
    assert (
        run("cards", "list", "--all", today="2027-03-01").out
        == """\
Run  Holiday               On              By    Cards  Out  Back  Post by  State
---  --------------------  --------------  ----  -----  ---  ----  -------  -----
C1   Spring Festival 2027  Sat 2027-02-06  post      2    2     1           done
"""
    )
    again = run("cards", "plan", "Spring Festival 2028", today="2027-11-22")
    assert (
        again.out
        == """\
Spring Festival 2028 is on Wed 2028-01-26. The list of 2027 is carried on.

To       Why       Post by    Where
-------  --------  ---------  ----------------------------------
Wang Li  keeps it  Wed 01-19  12 Larch Court, Flushing, NY 11354
刘洋     keeps it  Wed 01-19  missing

2 cards to 2 people, to be posted by Wed 2028-01-19.
No postal address that works: 刘洋. Give one: relcadence edit NAME --address TEXT
Or by e-mail: relcadence cards plan "Spring Festival 2028" --channel email
Left out: 陈静 (came back last time).
C2 is on your list. Texts: relcadence cards draft C2 · Labels: relcadence cards labels C2
"""
    )


def test_planned_again_it_says_so_and_adds_only_newcomers(
    run: Run, book: Path, facts: Callable[[], list[str]]
) -> None:
    run("cards", "plan", "Spring Festival")
    before = facts()
    assert run("cards", "plan", "Spring Festival").out.startswith(
        "Spring Festival 2027 is on Sat 2027-02-06. Everybody is on the list already: 3 people.\n"
    )
    assert facts() == before
    data = run("cards", "plan", "Spring Festival", "--with", "rosa", "--json").data
    assert (data["handle"], data["already"]) == ("C1", 3)
    assert data["added"] == [{
        "contact": "Rosa Delgado", "contact_id": 3, "why": "named by you", "why_key": "named",
        "post_by_on": "2027-01-29", "envelope_of": 3, "reach": "41 Mercer Street, New York, NY 10013",
    }]  # fmt: skip


def test_by_rule_one_card_a_household_and_never_two_new_years(run: Run, book: Path) -> None:
    """Neither the banned, the dead, nor who wants none; 陈静 has her own new year, Wang Li her own choice."""
    data = run("cards", "plan", "New Year", "--json").data
    assert [(row["contact"], row["envelope_of"]) for row in data["added"]] == [
        ("Rosa Delgado", 3), ("Ruth Adler", 4), ("Sam Adler", 4), ("Siobhán Gallagher", 10),
    ]  # fmt: skip
    assert data["missing"] == ["Siobhán Gallagher"]
    shown = run("cards", "show", "C1", "--json").data
    assert [(row["contact"], row["with"]) for row in shown["list"]] == [
        ("Rosa Delgado", []), ("Ruth Adler", ["Sam Adler"]), ("Siobhán Gallagher", []),
    ]  # fmt: skip


def test_an_account_that_is_a_household_gets_one_card(run: Run, book: Path) -> None:
    for name in ("rosa", "siobhan"):
        run("edit", name, "--account", "Mercer")
    assert run("edit", "siobhan", "--household").out == "Changed Siobhán Gallagher:\naccount  Mercer is a household\n"
    assert "Rosa Delgado & Siobhán Gallagher" in run("cards", "plan", "New Year", "--dry-run").out
    run("edit", "rosa", "--no-household")
    assert "Rosa Delgado & Siobhán Gallagher" not in run("cards", "plan", "New Year", "--dry-run").out
    refused = run("edit", "ruth", "--household")
    assert (refused.code, refused.err) == (2, 'Ruth Adler belongs to no account. Name it: --account "Tidewater"\n')


def test_a_card_that_has_nowhere_to_go_may_go_another_way(run: Run, book: Path) -> None:
    """Whom no postal address is known of gets an e-mail instead, and nobody gets two."""
    run("cards", "plan", "New Year")
    data = run("cards", "plan", "New Year", "--channel", "email", "--json").data
    assert [(row["contact"], row["post_by_on"]) for row in data["added"]] == [("Siobhán Gallagher", "2026-12-31")]
    told = [
        [(row["contact"], row["state"]) for row in run("cards", "show", handle, "--json").data["list"]]
        for handle in ("C1", "C2")
    ]
    assert told == [
        [("Rosa Delgado", "open"), ("Ruth Adler", "open"), ("Siobhán Gallagher", "dropped")],
        [("Siobhán Gallagher", "open")],
    ]
    assert run("cards", "plan", "New Year", "--json").data["added"] == []
    run("undo")
    assert [row["handle"] for row in run("cards", "--json").data] == ["C1"]


def test_who_was_taken_off_comes_back_by_name_alone(run: Run, book: Path) -> None:
    run("cards", "plan", "New Year")
    run("cards", "drop", "C1", "rosa")
    assert run("cards", "plan", "New Year", "--json").data["added"] == []
    (back,) = run("cards", "plan", "New Year", "--with", "rosa", "--json").data["added"]
    assert (back["contact"], back["why_key"]) == ("Rosa Delgado", "named")
    assert run("cards", "show", "C1", "--json").data["open"] == 3


def test_the_list_names_what_is_near_and_not_planned(run: Run, book: Path) -> None:
    new_year = 'Not planned yet: New Year 2027, Fri 2027-01-01. relcadence cards plan "New Year"\n'
    assert run("cards").out == new_year
    spring = 'Not planned yet: Spring Festival 2027, Sat 2027-02-06. relcadence cards plan "Spring Festival"\n'
    assert run("cards", today="2026-12-20").out == new_year + spring
    run("cards", "plan", "New Year")
    assert (
        run("cards").out
        == """\
Run  Holiday        On              By    Cards  Out  Back  Post by    State
---  -------------  --------------  ----  -----  ---  ----  ---------  -----
C1   New Year 2027  Fri 2027-01-01  post      3    0     0  Thu 12-24  open
"""
    )
    run("cards", "drop", "C1")
    assert run("cards").out == new_year
    assert (
        run("cards", today="2027-03-01").out == 'No cards are planned. Plan some: relcadence cards plan "New Year"\n'
    )


def test_a_run_is_one_row_of_the_day_with_one_handle(run: Run, book: Path) -> None:
    run("cards", "plan", "New Year")
    data = run("today", "--json", today="2026-12-23").data
    (row,) = [
        row for section in data.values() if isinstance(section, list) for row in section if row["kind"] == "card"
    ]
    assert (row["handle"], row["due_on"], row["contact_id"]) == ("C1", "2026-12-24", 0)
    assert run("snooze", "C1", "2026-12-28", today="2026-12-23").code == 0
    assert run("done", "C1", today="2026-12-28").code == 0
    assert run("cards", "show", "C1", "--json").data["open"] == 1  # who has no address is still to be found
    assert run("skip", "C1", today="2026-12-28").code == 0
    assert [run("undo", "--yes").code for _ in range(4)] == [0, 0, 0, 0]
    assert run("cards", "list", "--all", "--json").data == []


def test_texts_in_the_language_of_each(run: Run, book: Path) -> None:
    run("cards", "plan", "Spring Festival")
    run("cards", "plan", "New Year")
    assert (
        run("cards", "draft", "C1", "wang").out
        == """\
王总：

新春快乐！感谢一路相伴。
祝您和家人在新的一年里身体健康、阖家幸福、万事如意。

Dana Reyes 敬上
"""
    )
    assert (
        run("cards", "draft", "C2", "sam").out
        == """\
Dear Ruth and Sam,

As the year turns I think gratefully of the people I have the pleasure of knowing, and you are one of them. \
I wish you and those close to you good health and much happiness in 2027.

Warmly,
Dana
"""
    )
    drafts = run("cards", "draft", "C1", "--json").data
    assert [(row["contact"], row["language"]) for row in drafts] == [
        ("陈静", "en"), ("Wang Li", "zh_CN"), ("刘洋", "zh_CN"),
    ]  # fmt: skip
    english = run("cards", "draft", "C1", "wang", "--language", "en").out
    assert english.startswith("Dear Ms Wang,\n\nHappy Spring Festival!")


def test_congratulations_and_thanks(run: Run, book: Path) -> None:
    """Thanks name nobody and tell nothing, until leave to tell is recorded."""
    assert (
        run("cards", "draft", "success", "rosa", "--about", "the third restaurant is open").out
        == """\
Dear Rosa,

I was so glad to hear the news: the third restaurant is open. Congratulations! I hope there is time to enjoy it, \
and I wish you many more such days.

Warmly,
Dana
"""
    )
    told = run("cards", "draft", "thanks", "siobhan").out
    assert told.startswith("Dear Siobhán Gallagher,\n\nThank you for thinking of me and passing on my name. Your")
    assert "Camille" not in told + run("cards", "draft", "thanks", "siobhan", "--language", "zh").out
    text = "{{ referred }}/{{ matter }}/{{ outcome }}."
    assert run("cards", "template", "edit", "thanks", "--from", "-", stdin=text).code == 0
    assert run("cards", "draft", "thanks", "siobhan").out == "//.\n"
    assert run("refer", "edit", "1", "--may-tell").code == 0
    assert run("cards", "draft", "thanks", "siobhan").out == "Camille Baker//open.\n"


def test_labels_and_the_table_for_mail_merge(run: Run, book: Path, tmp_path: Path) -> None:
    run("cards", "plan", "New Year")
    printed = run("cards", "labels", "C1")
    assert (
        printed.out
        == """\
Rosa Delgado
41 Mercer Street, New York, NY 10013

Ruth Adler & Sam Adler
220 West End Avenue
New York, NY 10023
"""
    )
    assert printed.err == "warning: 1 card has no address to go to: Siobhán Gallagher\n"
    sheet = tmp_path / "labels.html"
    assert run("cards", "labels", "C1", "--format", "html", "-o", sheet).code == 0
    assert "size: letter" in sheet.read_text("utf-8") and sheet.read_text("utf-8").count("<p>") == 2
    rows = list(csv.DictReader(io.StringIO(run("cards", "csv", "C1").out)))
    assert [(row["Name"], row["Salutation"], row["Address 1"], row["Address 2"]) for row in rows] == [
        ("Rosa Delgado", "Rosa", "41 Mercer Street, New York, NY 10013", ""),
        ("Ruth Adler & Sam Adler", "Ruth and Sam", "220 West End Avenue", "New York, NY 10023"),
        ("Siobhán Gallagher", "Siobhán Gallagher", "", ""),
    ]
    assert all(row["Text"].startswith(f"Dear {row['Salutation']},") for row in rows)


def test_a_hostile_name_stays_a_name(run: Run, book: Path) -> None:
    run("add", "=1+1 [red]<b>{{ me }}\x1b[31m", "--role", "client", "--address", "=cmd|x\n\n<i>", "--cards", "Qixi")
    run("cards", "plan", "Qixi")
    sheet = ["labels", "C1", "--format", "html"]
    for words in (["show", "C1"], ["draft", "C1"], ["labels", "C1"], ["csv", "C1"], sheet):
        said = run("cards", *words).out
        assert "\x1b" not in said and "<b>" not in (said if words == sheet else "")
    assert "{{ me }}" in run("cards", "draft", "C1").out
    rows = csv.reader(io.StringIO(run("cards", "csv", "C1").out))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_template_of_ones_own(run: Run, book: Path) -> None:
    run("cards", "plan", "Spring Festival")
    built_in = run("cards", "template", "show", "spring-festival", "--json").data
    assert (built_in["own"], built_in["language"]) == (False, "en")
    for language, spoken in (("zh", "zh_CN"), ("fr", "fr")):
        ended = run("cards", "template", "edit", "spring-festival", "--language", language, "--from", "-",
                    "--json", stdin="{{ salutation }} !")  # fmt: skip
        assert ended.data["path"] == str(book / "templates" / spoken / "spring-festival.txt")
    assert run("cards", "draft", "C1", "wang").out == "王总 !\n"
    run("edit", "陈静", "--language", "fr")
    assert run("cards", "draft", "C1", "陈静").out == "陈静 !\n"
    own = [row for row in run("cards", "template", "--json").data if row["own"]]
    assert [(row["template"], row["language"]) for row in own] == [
        ("spring-festival", "fr"), ("spring-festival", "zh_CN"),
    ]  # fmt: skip
    refused = run("cards", "template", "reset", "spring-festival", "--language", "zh")
    assert (refused.code, refused.out) == (5, "")
    assert run("cards", "template", "reset", "spring-festival", "--language", "zh", "--yes").code == 0
    assert run("cards", "draft", "C1", "wang").out.startswith("王总：\n\n新春快乐！")
    assert run("cards", "template", "reset", "spring-festival", "--language", "zh").code == 0


WRONG_TEMPLATES = [
    ("Dear {{ salutaton }}", "Line 1: there is no field “salutaton”. Did you mean salutation?"),
    ("a\n{% for x in name %}{% endfor %}", "Line 2: loops have no place in a card."),
    (b"\xff\xfe", "- is not UTF-8 text."),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG_TEMPLATES)
def test_a_template_that_will_not_do_changes_nothing(run: Run, book: Path, text: str | bytes, sentence: str) -> None:
    ended = run("cards", "template", "edit", "new-year", "--from", "-", stdin=text)
    assert (ended.code, ended.out) == (6, "")
    assert ended.err.startswith(sentence)
    assert not (book / "templates").exists()


def test_a_template_broken_by_hand_is_told_with_its_file_and_line(run: Run, book: Path) -> None:
    run("cards", "plan", "Spring Festival")
    path = book / "templates" / "zh_CN" / "spring-festival.txt"
    path.parent.mkdir(parents=True)
    path.write_text("{{ salutation }}\n{{ name.secret }}", "utf-8")
    ended = run("cards", "draft", "C1", "wang")
    assert ended.code == 6
    assert ended.err.startswith(f"{path} will not do. Line 2: fields have no parts")


REFUSED = [
    (["plan", "Sprng Festival 2027"], 2, "No holiday is called “Sprng Festival”. Did you mean Spring Festival"),
    (["plan", "Spring Festival 2026"], 2, "Spring Festival 2026 was on 2026-02-17."),
    (["plan", "Thanksgiving", "--country", "CN"], 2, "No holiday known in CN is called “Thanksgiving”."),
    (["plan", "Labour Day", "--country", "CN"], 2, "No holiday known in CN is called “Labour Day”. Did you mean La"),
    (["plan", "New Year", "--country", "ZZ"], 2, "The holidays of “ZZ” are not known here."),
    (["plan", "New Year", "--country", "China"], 2, "“China” is not a country code."),
    (["plan", "Thanksgiving"], 5, "Nobody gets a card for Thanksgiving Day 2026. Mark who keeps it"),
    (["plan", "New Year", "--role", "prospect"], 5, "Nobody of the role prospect gets a card for New Year 2027."),
    (["plan", "New Year", "--role", "friend"], 2, "There is no role “friend”."),
    (["plan", "New Year", "--channel", "pigeon"], 2, "There is no way for cards “pigeon”."),
    (["plan", "New Year", "--with", "judge"], 5, "Bo Judge is not to be sent a card."),
    (["plan", "New Year", "--with", "nobody"], 3, "Nobody here is called “nobody”."),
    (["show", "C9"], 3, "There is no run “C9”."),
    (["sent", "C1"], 2, "Say whose cards were sent, or --all."),
    (["sent", "C1", "rosa"], 5, "Rosa Delgado is not on the list of Spring Festival 2027."),
    (["sent", "C1", "wang", "--on", "2026-12-24"], 2, "2026-12-24 is still to come."),
    (["returned", "C1", "wang"], 5, "No card of Spring Festival 2027 was sent to Wang Li."),
    (["draft", "success", "rosa"], 3, "No success of theirs is noted."),
    (["draft", "success"], 2, "Say to whom."),
    (["draft", "success", "judge", "--about", "x"], 5, "Bo Judge is marked do-not-contact: sits on the bench."),
    (["draft", "thanks", "rosa"], 3, "No referral of theirs is noted."),
    (["draft", "C1", "rosa"], 3, "No card to that person is left in C1."),
    (["draft", "C1", "--language", "../x"], 2, "“../x” is no language."),
    (["template", "show", "thanks", "--language", "../../etc"], 2, "“../../etc” is no language."),
    (["template", "show", "newyear"], 2, "There is no template “newyear”. Did you mean new-year?"),
    (["template", "edit", "new-year"], 2, "There is no terminal for an editor here."),
    (["template", "edit", "new-year", "--from", "/nowhere/x.txt"], 6, "/nowhere/x.txt cannot be read"),
    (["labels", "C1", "--sheet", "a3"], 2, "There is no sheet “a3”."),
    (["holidays", "--country", "ZZ"], 2, "The holidays of “ZZ” are not known here."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "sentence"), REFUSED, ids=lambda each: " ".join(each) if isinstance(each, list) else ""
)
def test_what_is_refused_says_what_next_and_changes_nothing(
    run: Run, book: Path, facts: Callable[[], list[str]], words: list[str], code: int, sentence: str
) -> None:
    run("cards", "plan", "Spring Festival")
    before = facts()
    ended = run("cards", *words)
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith(sentence)
    assert facts() == before
    (error,) = run("cards", *words, "--json").json["errors"]
    assert error["hint"] or error["message"].count(".") > 1


MARKS = [
    (["--cards", "sprng festival"], 2, "No holiday is called “sprng festival”. Did you mean Spring Festival"),
    (["--cards", "Diwali"], 2, "No holiday is called “Diwali” where it was looked for."),
    (["--cards", "Diwali (ZZ)"], 2, "The holidays of “ZZ” are not known here."),
    (["--country", "Chin"], 2, "“Chin” is not a country code."),
]


@pytest.mark.parametrize(("options", "code", "sentence"), MARKS)
def test_a_mark_that_is_not_understood(run: Run, book: Path, options: list[str], code: int, sentence: str) -> None:
    ended = run("edit", "rosa", *options)
    assert ended.code == code and ended.err.startswith(sentence)


def test_marks_are_kept_by_the_name_that_is_known(run: Run, book: Path) -> None:
    for typed, kept in (
        ("中秋、new year", "Mid-Autumn Festival, New Year"),
        ("diwali (in), Thanks", "Diwali (IN), Thanksgiving Day (US)"),
        ("None", "none"),
        ("", ""),
    ):
        run("edit", "rosa", "--cards", typed)
        assert run("show", "rosa", "--json").data["cards"] == kept
    run("edit", "rosa", "--country", "in", "--cards", "diwali")
    assert run("show", "rosa", "--json").data["cards"] == "Diwali (IN)"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["holidays", "New Year, sprng festival"], 2, "No holiday is called “sprng festival”."),
        (["holidays", "new year, 春节, thanksgiving"], 0, "New Year, Spring Festival, Thanksgiving Day (US)"),
        (["holidays", "none"], 0, ""),
        (["card_leads", "post=5,CN=30"], 0, "post=5,CN=30"),
        (["card_leads", "soon"], 2, "“soon” will not do. Lead days are written like"),
        (["lunar", "next"], 0, "next,leap"),
        (["lunar", "day31"], 2, "“day31” is no rule for lunar days."),
    ],
)
def test_the_settings(run: Run, book: Path, words: list[str], code: int, told: str) -> None:
    ended = run("config", "set", *words)
    assert ended.code == code
    if code:
        assert ended.err.startswith(told)
    else:
        assert run("config", "get", words[0]).out.strip() == told


def test_lead_days_and_no_rule_at_all(run: Run, book: Path) -> None:
    run("config", "set", "card_leads", "post=2,CN=40")
    data = run("cards", "plan", "Spring Festival", "--dry-run", "--json").data
    assert {row["contact"]: row["post_by_on"] for row in data["added"]} == {
        "陈静": "2026-12-28", "Wang Li": "2027-02-04", "刘洋": "2027-02-04",
    }  # fmt: skip
    run("config", "set", "holidays", "none")
    data = run("cards", "plan", "Spring Festival", "--dry-run", "--json").data
    assert [row["contact"] for row in data["added"]] == ["Wang Li", "刘洋"]


def test_lunar_birthdays_follow_the_rule_that_is_set(run: Run, book: Path) -> None:
    """Day 30 of a short twelfth month, and a round age, in what is coming up."""
    run("add", "Lao He", "--birthday", "lunar:1966-12-30")

    def coming() -> dict[str, str]:
        rows = run("today", "--json", today="2027-02-03").data["coming_up"]
        return {
            row["due_on"]: row["reason"] for row in rows if row["contact"] == "Lao He" and row["kind"] == "occasion"
        }

    assert coming() == {"2027-02-05": "birthday in 2 days, turns 60 (a round one)"}
    run("config", "set", "lunar", "next")
    assert coming() == {"2027-02-06": "birthday in 3 days, turns 60 (a round one)"}
    run("undo")
    assert list(coming()) == ["2027-02-05"]


def test_the_holidays_of_a_country(run: Run, book: Path) -> None:
    assert (
        run("cards", "holidays", "--country", "CN", "--year", "2027").out
        == """\
Day             Holiday                Own name  Cards
--------------  ---------------------  --------  -------
Fri 2027-01-01  New Year               元旦      by rule
Fri 2027-02-05  Lunar New Year's Eve   除夕
Sat 2027-02-06  Spring Festival        春节      by rule
Sat 2027-02-20  Lantern Festival       元宵节
Mon 2027-04-05  Qingming               清明节
Sat 2027-05-01  Labor Day (CN)         劳动节
Wed 2027-06-09  Dragon Boat Festival   端午节
Wed 2027-09-15  Mid-Autumn Festival    中秋节
Fri 2027-10-01  National Day (CN)      国庆节
Fri 2027-10-08  Double Ninth Festival  重阳节
"""
    )
