"""The report on one page: what stands on it, what does not, and that nothing in it is fetched or obeyed."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

from tests.cli.test_commands_hostile import NAMES, OBEYED, hostile  # noqa: F401

Run = Callable[..., Any]
VOID = {"meta", "br", "col", "link", "img", "hr", "input"}
NAMED = ("Wang Li", "Zoë Müller-Łukasz", "José Ortega", "王芳", "Jo Park")
FETCHES = {
    "script",
    "img",
    "link",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "base",
    "form",
    "image",
    "use",
    "a",
}


class Page(HTMLParser):
    """A page as a parser of other people reads it: tags opened and closed, text, the drawings apart."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def drawings(text: str) -> list[Tree.Element]:
    return [Tree.fromstring(found) for found in re.findall(r"<svg\b.*?</svg>", text, re.DOTALL)]


@pytest.fixture
def practice(run: Run, book: Path) -> Path:
    for words in (
        ["log", "zoe", "--email", "--minutes", "10", "--on", "2026-11-18"],
        ["log", "wang li", "top secret", "--call", "--private", "--on", "2026-11-18"],
        ["refer", "add", "jose", "Jo Park"],
        ["matter", "open", "wang li", "Lease", "--fee", "12000", "--from", "1", "--on", "2026-11-10"],
    ):
        assert run(*words).code == 0, words
    return book


def test_the_page_stands_by_itself(run: Run, practice: Path) -> None:
    text = run("report", "-o", "-").out
    page = Page(text)
    assert (page.unbalanced, page.open) == ([], [])
    assert not FETCHES & set(page.tags)
    assert not [
        name for name, _value in page.attributes if name.startswith("on") or name in ("src", "href", "action")
    ]
    addresses = set(re.findall(r"\bhttps?://[^\s\"'<]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "@import" not in text and "url(" not in text
    assert ("http-equiv", "Content-Security-Policy") in page.attributes


def test_what_stands_on_the_page(run: Run, practice: Path) -> None:
    page = Page(run("report", "-o", "-", "--since", "2026-11-02").out).text
    for said in (
        "From 2026-11-02 to 2026-11-23: 4 touches with 3 of 7 people.",
        "4 of 9 windows were kept (44 %).",
        "0.3 h went to people; no other time is logged.",
        "2 people were sent to you; clients so far: 1.",
        "Reach every client each week", "client: 2 kept, 4 missed", "José Ortega", "●○○○○○○", "12,000",
    ):  # fmt: skip
        assert said in page, said
    assert "top secret" not in page and "asked about the lease" not in page


def test_the_calendar_shows_each_week_kept_or_missed(run: Run, practice: Path) -> None:
    text = run("report", "-o", "-", "--since", "2026-11-02").out
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', text)
    cells = {name: re.findall(r"<i>(.?)</i>", row) for name, row in rows if "<i>" in row}
    assert cells["Wang Li"] == ["●", "×", "●", "○"]
    assert cells["王芳"] == ["×", "×", "×", "○"]


def test_the_network_is_a_drawing_with_who_sent_whom(run: Run, practice: Path) -> None:
    (network,) = [each for each in drawings(run("report", "-o", "-").out) if each.find(".//path/title") is not None]
    told = {title.text for title in network.iterfind(".//path/title")}
    assert told == {"José Ortega sent Wang Li (client), fees 12,000", "José Ortega sent Jo Park (open)"}
    widths = {path.find("title").text: float(path.get("stroke-width", "")) for path in network.iterfind("path")}  # type: ignore[union-attr]
    assert sorted(widths.values()) == [1.5, 10.0]
    names = [text.text for text in network.iterfind("text")]
    assert sorted(filter(None, names)) == ["Jo Park", "José Ortega", "Wang Li"]


def test_whoever_is_archived_or_not_to_be_contacted_is_not_named(run: Run, practice: Path) -> None:
    assert run("archive", "wang li").code == 0
    assert run("edit", "jose", "--do-not-contact", "asked for it").code == 0
    text = run("report", "-o", "-").out
    assert "José Ortega" not in Page(text).text
    for drawing in drawings(text):
        assert not {"Wang Li", "José Ortega"} & {text.text for text in drawing.iter()}
    assert "(not named) sent (not named) (client), fees 12,000" in text


def test_redacted_the_page_names_nobody(run: Run, practice: Path) -> None:
    assert run("checklist", "add", "Walk with Wang Li", "--every", "quarter", "--role", "circle").code == 0
    plain, redacted = run("report", "-o", "-").out, run("report", "-o", "-", "--redact").out
    words = {word for name in NAMED for word in name.split()} - {"Li"}
    assert all(word in plain for word in words)
    assert [word for word in words if re.search(rf"\b{word}\b", redacted)] == []
    assert "W. L." in redacted and "J. O. sent W. L." in redacted
    assert "a habit of your own" in redacted


def test_the_page_is_written_for_its_owner_and_only_where_it_changed(
    run: Run, practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("report", "--json").data == {"path": "practice.html", "written": True}
    page = tmp_path / "practice.html"
    assert page.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.name != "home"] == ["practice.html"]
    assert run("report", "--json").data["written"] is False
    assert page.read_text("utf-8") == run("report", "-o", "-").out
    assert run("report", "-o", tmp_path / "no" / "page.html").code == 1


def test_the_page_in_chinese(run: Run, practice: Path) -> None:
    text = run("report", "-o", "-", "--language", "zh_CN").out
    assert '<html lang="zh-CN">' in text
    assert "每周联系" in Page(text).text or "客户" in Page(text).text
    assert Page(text).unbalanced == []


def test_an_empty_store_gives_a_page_that_says_what_to_do(run: Run, empty: Path) -> None:
    text = run("report", "-o", "-").out
    assert "relcadence add NAME" in Page(text).text
    assert (Page(text).unbalanced, drawings(text)) == ([], [])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["report", "--language", "xx"], 2, "not a language of this program"),
        (["report", "--since", "2026-11-24"], 2, "cannot begin after today"),
        (["report", "--by", "decade"], 2, "one of week, month"),
    ],
)
def test_what_cannot_be_reported(run: Run, book: Path, words: list[str], code: int, said: str) -> None:
    ended = run(*words)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


def test_names_made_to_hurt_stay_text(run: Run, hostile: Path) -> None:  # noqa: F811
    for referred in range(2, len(NAMES) + 1):
        assert run("refer", "add", "#1", f"#{referred}", "--yes").code == 0
    text = run("report", "-o", "-").out
    page = Page(text)
    assert (page.unbalanced, page.open) == ([], [])
    assert not {"script", "img", "b", "a"} & set(page.tags)
    assert "<script>alert(1)</script> & <b>" in page.text
    assert OBEYED.findall(text) == []
    assert "{{7*7}} {0} %s" in page.text
    assert len(drawings(text)) >= 3


@pytest.mark.parametrize("words", [["stats"], ["stats", "--csv"], ["stats", "--json"], ["month"], ["timeline", "#1"]])
def test_pictures_in_the_terminal_obey_nothing(run: Run, hostile: Path, words: list[str]) -> None:  # noqa: F811
    ended = run(*words)
    assert ended.code == 0, ended.err
    assert OBEYED.findall(ended.out + ended.err) == []


def test_a_formula_in_a_table_is_text(run: Run, hostile: Path) -> None:  # noqa: F811
    assert run("edit", "#10", "--role", "referrer").code == 0
    assert "\n'=cmd" in run("stats", "referrers", "--csv").out
