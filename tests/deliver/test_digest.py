"""A digest in words and in its forms: what stands where, what is hidden, and that nothing written is obeyed."""

from datetime import date
from html.parser import HTMLParser
from string import Formatter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcadence.deliver import digest as made
from relcadence.deliver import discreet, openings, page, written
from relcadence.domain.agenda import Row, Today
from relcadence.domain.reasons import WORDS, Reason
from relcadence.domain.text import display_width
from relcadence.language import Translator

MONDAY, FRIDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 29)
ENGLISH = Translator()
SOURCE = made.Source("/home/dana/relcadence.db", 3, date(2026, 11, 20))
HOSTILE = (
    '<script>alert(1)</script><img src="http://x.example/p.png"> "quoted" `code` *bold* [link](http://x) \x1b[31m'
)
LAST = Reason("last.out", {"on": date(2026, 11, 14), "channel": "call", "note": "the lease"})
LISTS = ("promises", "dated", "to_reach", "if_time_left", "slipping", "coming_up")


def row(handle: str = "F1", kind: str = "slot", on: date = MONDAY, **changes: Any) -> Row:
    made = Row(
        handle=handle, kind=kind, contact="Wang Li", contact_id=1, planned_on=on, due_on=on, state="today",
        projected=False, reason=Reason("slot.due", {"cadence": "weekly", "missed": 0, "days": 9}), move="call",
        point="", channel="call", last_touch=LAST, reach="+1 212 555 0101",
    )  # fmt: skip
    return made._replace(**changes)


def promise(on: date, days: int, **changes: Any) -> Row:
    when = "today" if days == 0 else "ahead" if days > 0 else "past"
    reason = Reason(f"promise.{when}", {"days": abs(days), "title": "the draft", "what": "", "turns": 0})
    return row(f"P{on.day}", "promise", on, reason=reason, state="overdue" if days < 0 else "today", **changes)


def today(**lists: Any) -> Today:
    empty: dict[str, Any] = {name: [] for name in LISTS}
    rest = {"more": 0, "capacity": 8, "made": 0, "working_day": True, "minutes": False, "taken": 0, "clear_on": None}
    return Today(**{**empty, **rest, **lists})


def setting(**changes: Any) -> made.Setting:
    return made.Setting(ENGLISH, SOURCE)._replace(**changes)


def test_promises_come_first_and_the_source_last() -> None:
    agenda = today(promises=[promise(MONDAY, 0)], to_reach=[row()], dated=[row("O2", "occasion")])
    text = written.text(made.of_day(MONDAY, agenda, setting(lines=["Your rhythms need more."])), ENGLISH)
    order = ["Monday 2026-11-23", "Your rhythms need more.", "Promises", "Today's dates", "To reach", "Read from"]
    assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)
    assert text.endswith("\nRead from /home/dana/relcadence.db: 3 people. Last digest: 2026-11-20.\n")


def test_a_quiet_day_is_a_kind_word() -> None:
    digest = made.of_day(MONDAY, today(), setting())
    assert (digest.calm, digest.summary) == ("Nothing is due. Enjoy the day.", "nothing is due")
    for form in (written.text, written.markdown, page.html):
        assert "Enjoy the day." in form(digest, ENGLISH)


def test_a_day_off_is_said() -> None:
    assert made.of_day(SUNDAY, today(working_day=False), setting()).title == "Sunday 2026-11-29 (day off)"


def test_the_phone_stands_there_where_the_way_to_reach_is_another() -> None:
    agenda = today(to_reach=[row(channel="email", reach="li@x.example"), row("F2", contact_id=2)])
    first, second = made.of_day(MONDAY, agenda, setting(phones={1: "555 1", 2: "+1 212 555 0101"})).parts[0].items
    assert (first.call, second.call) == ("phone 555 1", "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "promise", "reason": Reason("promise.today", {"days": 0, "title": "x"})}, "As promised"),
        ({"kind": "occasion", "reason": Reason("birthday.age.today", {"days": 0, "turns": 50})}, "Many happy"),
        ({"kind": "occasion", "reason": Reason("birthday.past", {"days": 2})}, "a little late"),
        ({"kind": "occasion", "reason": Reason("occasion.today", {"days": 0, "title": "x", "what": "anniversary"})},
         "anniversary"),
        ({"kind": "occasion", "reason": Reason("occasion.today", {"days": 0, "title": "x", "what": "success"})}, ""),
        ({"last_touch": Reason("last.in", {"on": MONDAY, "channel": "email", "note": "x"})}, "of Mon 2026-11-23."),
        ({"last_touch": Reason("last.in", {"on": MONDAY, "channel": "call", "note": "x"})}, ""),
        ({"reason": Reason("slot.due", {"cadence": "weekly", "days": 90, "missed": 0})}, "for a while"),
        ({"reason": Reason("slot.first", {"cadence": "weekly", "missed": 0}), "last_touch": None}, ""),
        ({"kind": "task", "reason": Reason("task.thank", {"days": 0, "text": "Jo"})}, "Thank you for the trust"),
        ({"handle": ""}, ""),
        ({"channel": "call", "kind": "promise", "reason": Reason("promise.today", {"days": 0, "title": "x"})}, ""),
    ],
)  # fmt: skip
def test_a_first_sentence_only_where_there_is_one(changes: dict[str, Any], sentence: str) -> None:
    found = openings.opening(row(**{"channel": "email", **changes}), ENGLISH)
    assert sentence in found if sentence else found == ""


def week(day: date, rows: list[Row], **lists: Any) -> list[tuple[str, list[str]]]:
    return [(each.key, [r.handle for r in each.rows]) for each in made.week_rows(day, today(**lists), rows, ENGLISH)]


def test_a_week_before_friday_is_the_days_ahead() -> None:
    rows = [promise(date(2026, 11, 20), -3), row("E4", "event", date(2026, 11, 21)), row("F1"), row("F9", on=FRIDAY)]
    assert week(MONDAY, rows, slipping=[row("F7", planned_on=None)]) == [
        ("promises", ["P20"]), ("late", ["E4"]), ("2026-11-23", ["F1"]), ("2026-11-27", ["F9"]), ("slipping", ["F7"]),
    ]  # fmt: skip
    assert [made.week_end(day) for day in (MONDAY, FRIDAY, SUNDAY)] == [SUNDAY, date(2026, 12, 6), date(2026, 12, 6)]


def test_a_week_from_friday_on_is_what_slipped_and_the_next() -> None:
    monday = date(2026, 11, 30)
    rows = [
        promise(MONDAY, -4), promise(monday, 3), row("E4", "event", date(2026, 11, 25)), row("F1", on=FRIDAY),
        row("F2", on=FRIDAY, state="overdue"), row("F3", on=monday, state="overdue"),
        row("", on=monday, projected=True),
    ]  # fmt: skip
    assert week(FRIDAY, rows, slipping=[row("F7", planned_on=None)]) == [
        ("promises", ["P23"]), ("slipped", ["E4", "F2", "F3", "F7"]), ("today", ["F1"]), ("next_promises", ["P30"]),
        ("2026-11-30", [""]),
    ]  # fmt: skip


def test_words_are_kind() -> None:
    agenda = today(promises=[promise(MONDAY, -3)], slipping=[row()], to_reach=[row()])
    text = written.text(made.of_day(MONDAY, agenda, setting()), ENGLISH).casefold()
    for word in ("neglect", "fail", "forgot", "ignored", "must", "!"):
        assert word not in text


# What is hidden.


OF_FIGURES = ("figure", "step", "share")  # words of the scorecard, which no row has
SAFE = {
    "cadence": "weekly", "missed": 1, "turns": 50, "what": "meeting", "on": MONDAY, "day": MONDAY, "since": "",
    "channel": "call", "outcome": "client",
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(key for key in WORDS if key.partition(".")[0] not in OF_FIGURES))
def test_initials_say_nothing_that_was_written(key: str) -> None:
    named = [name for _text, name, _spec, _kind in Formatter().parse(WORDS[key]) if name]
    reason = Reason(key, {"title": "SECRET", "days": 3} | {name: SAFE.get(name, "SECRET") for name in named})
    told = row(reason=reason, last_touch=reason, proposal=reason, alternative=reason, assignee="Mara SECRET")
    hidden = discreet.initials(told._replace(move="SECRET"))
    said = str(made._item(hidden, made.Rows("to_reach", "", []), setting(people="initials"), False))
    assert "SECRET" not in said and "Wang" not in said and "555" not in said and "W. L." in said


@pytest.mark.parametrize(
    ("name", "short"), [("Wang Li", "W. L."), ("王芳", "王."), ("O'Hara-Smith", "O."), ("", ""), ("(x) Ann", "A.")]
)
def test_initials(name: str, short: str) -> None:
    assert discreet.initials_of(name) == short


def test_counts_say_how_many() -> None:
    agenda = today(promises=[promise(MONDAY, 0)], to_reach=[row(), row("F2")])
    parts = made.of_day(MONDAY, agenda, setting(people="counts")).parts
    assert [(part.items, part.said) for part in parts] == [([], "1 item"), ([], "2 items")]


# What is not obeyed.


class Seen(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "style", "background")]
        assert not [name for name, _value in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


TAGS = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "section", "ul", "li", "div",
        "span", "a", "footer"}  # fmt: skip


@settings(max_examples=60)
@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["call", "email", "letter", "x"]))
def test_no_text_becomes_markup_or_a_way_out(name: str, reach: str, channel: str) -> None:
    reason = Reason("promise.today", {"days": 0, "title": name})
    agenda = today(promises=[row("P1", "promise", contact=name, reach=reach, channel=channel, reason=reason)])
    seen = Seen(page.html(made.of_day(MONDAY, agenda, setting(lines=[name])), ENGLISH))
    assert seen.tags <= TAGS
    assert all(link.startswith(("tel:", "mailto:")) for link in seen.links)


def test_a_hostile_note_is_text_in_every_form() -> None:
    reason = Reason("promise.today", {"days": 0, "title": HOSTILE})
    agenda = today(promises=[row("P1", "promise", contact=HOSTILE, reason=reason)])
    digest = made.of_day(MONDAY, agenda, setting())
    html = page.html(digest, ENGLISH)
    assert Seen(html).tags <= TAGS and "<script" not in html and "http://x.example/p.png" in Seen(html).words
    for form in (written.text, written.markdown, page.html):
        assert "\x1b" not in form(digest, ENGLISH)
    assert "\\<script\\>" in written.markdown(digest, ENGLISH) and "\\[link\\]" in written.markdown(digest, ENGLISH)


def test_a_row_about_nobody_has_no_empty_name_in_markdown() -> None:
    agenda = today(dated=[row("T7", "task", contact="", channel="", reach="")])
    lines = written.markdown(made.of_day(MONDAY, agenda, setting()), ENGLISH).splitlines()
    [line] = [each for each in lines if each.startswith("- ")]
    assert line.startswith("- `T7` ") and "*" not in line and ": :" not in line


def test_nothing_is_fetched_from_anywhere() -> None:
    html = page.html(made.of_day(MONDAY, today(to_reach=[row()]), setting()), ENGLISH)
    for word in ("http:", "https:", "//", "@import", "url(", "<script", "<img", "<link"):
        assert word not in html
    assert "prefers-color-scheme: dark" in html and "width=device-width" in html


@pytest.mark.parametrize(
    ("reach", "link"),
    [
        ("+1 (212) 555-0101", "tel:+12125550101"),
        ("li@x.example", "mailto:li@x.example"),
        ("o'hara+a@x.example", "mailto:o%27hara+a@x.example"),
        ("a?cc=b@x.example", ""),
        ("javascript:alert(1)", ""),
        ("wechat fang88", ""),
        ("12 Long Pier Road", ""),
        ("", ""),
    ],
)
def test_links(reach: str, link: str) -> None:
    assert page.link(reach) == link


def test_the_forms_break_no_word_and_keep_to_eighty_columns() -> None:
    long = "the annexes of the lease and what they say " * 6
    agenda = today(to_reach=[row(reason=Reason("promise.ahead", {"days": 3, "title": long}), contact="王芳" * 30)])
    text = written.text(made.of_day(MONDAY, agenda, setting(lines=[long])), ENGLISH)
    assert max(map(display_width, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], ""),
        ([MONDAY], "No digest went out on Mon 2026-11-23."),
        ([MONDAY, FRIDAY], "No digest went out on these days: Mon 2026-11-23, Fri 2026-11-27."),
        ([MONDAY] * 5 + [FRIDAY], "No digest went out on 6 working days, from Mon 2026-11-23 to Fri 2026-11-27."),
    ],
)
def test_missed_days_are_named(days: list[date], words: str) -> None:
    assert made.missed_line(days, ENGLISH) == words
