"""Hostile text in every field of the practice, against every output: it stays text, and no output changes its shape.

What is written into the store here passes by the border, so the outputs stand alone. The judges are other people's
parsers: where a calendar, address book, spreadsheet, page, letter or JSON document holds hostile words, it must have
the same components, columns, tags, headers and keys as one that holds plain words.
"""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from shlex import split
from typing import Any

import pytest
from icalendar import Calendar
from markdown_it import MarkdownIt

from relcadence.store import changes, connection
from relcadence.store.queries.facts import TABLES
from relcadence.store.rows import KEY_OF
from tests.cli.conftest import play
from tests.safety.outputs import COMPLETED, PRACTICE, TODAY, WORD, reads

Run = Callable[..., Any]
OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MAILED = "digest --mail"


@pytest.fixture(autouse=True)
def wide_cells() -> Iterator[None]:
    """Have the judge of CSV take cells of any size, while a test of this file runs."""
    before = csv.field_size_limit(1 << 30)
    yield
    csv.field_size_limit(before)


ATTACKS = {
    "markup": "[bold]R[/bold] [/x] [link=https://x.example]l[/link] :smile:",
    "colour": "\x1b[31mred\x1b[0m \x1b[2J\x1b[1;1H",
    "terminal commands": "\x1b]0;title\x07\x1b]8;;https://x.example\x1b\\l\x1b]52;c;ZXZpbA==\x07",
    "c1 and nul": "\x9b2J\x90q\x00\x7f\x08\x08",
    "overrides": "\u202egnp.exe\u202c \u2066x\u2069 \u200f\u061c",
    "line breaks": "one\r\nINJECTED\rINJECTED\x0b\x0c\x85INJECTED\u2028INJECTED\u2029INJECTED",
    "calendar": 'x\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:AUDIO\nATTACH:file:///etc/passwd\\nDTSTART;X="',
    "address book": "x\r\nEND:VCARD\r\nBEGIN:VCARD\nTEL;TYPE=x:1\\;;,:",
    "mail headers": 'x\r\nBcc: spy@evil.example\r\n\r\nINJECTED =?utf-8?q?x?= <spy@evil.example>, "',
    "formula": "=cmd|' /C calc'!A0",
    "formula by plus": "+1+cmd|' /C calc'!A0",
    "formula by minus": "-2+3+cmd|' /C calc'!A0",
    "formula by at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula behind a tab": '\t=1+1","=1+1\r\n=1+1',
    "formula of another width": "＝1+1",
    "page": "<script>alert(1)</script></title></style><style>*{display:none}</style><img src=x onerror=alert(1)>&lt;",
    "attribute": "\" onmouseover=\"alert(1)\" style='background:url(https://x.example)' x='",
    "address of script": "javascript:alert(1) [e](javascript:alert(1)) <javascript:alert(1)>",
    "markdown": "*a* _b_ # c\n# d\n- e | f | [g](https://x.example) ![h](https://x.example/i) `j` <k> \\\n---\n> l",
    "template": "{{7*7}} {0} {name} {} %s %(x)s ${HOME} $(id) `id` {{config}} {% raw %}",
    "path": "../../../../etc/passwd",
    "whole path": "/etc/passwd\x00.ics",
    "wildcards": "%_!*?[a-z]",
    "query": "'; DROP TABLE contact; -- \" OR NEAR(a b) AND ^x*",
    "expression": "a" * 40 + "(a+)+$!" + "0" * 40,
    "deep": "[" * 3000 + "(" * 3000 + "{" * 300,
    "option": "--yes --output /tmp/x",
    "json": '", "admin": true, "x": ["\\u0000\\ud800',
    "very long": "w" * 100_000 + " " + "王" * 20_000,
    "invisible": "\u200b\u200d\ufeff\u00ad\U000e0041",
}
TOGETHER = "=" + " ".join(each[:120] for each in ATTACKS.values())
DAILY = {
    "together": TOGETHER, "formula behind a tab": ATTACKS["formula behind a tab"], "path": ATTACKS["path"],
    "long": "w" * 20_000 + " " + "王" * 3_000,
}  # fmt: skip


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice in which every field is filled, with a backup and a mail transport into a folder."""
    home = tmp_path_factory.mktemp("filled") / "home"
    play(home, (*PRACTICE, (TODAY, "config set email me@law.example"), (TODAY, "backup")))
    (home / "config.toml").write_text('[mail]\ntransport = "file"\nfolder = "mail"\nfrom = "me@law.example"\n')
    (home / "mail").mkdir()
    return home


def poison(home: Path, text: str) -> None:
    """Put the text in the place of WORD, in every field of every fact."""
    path = home / "relcadence.db"
    with changes.write(path, command_line=f"relcadence {text[:5000]}", today=date(2026, 11, 23), now=NOW) as writer:
        writer.title = text[:5000]
        for table in TABLES:
            columns = [name for (name,) in writer.rows("SELECT name FROM pragma_table_info(:table)", table=table)]
            for values in writer.rows(f"SELECT * FROM {table}"):
                row = dict(zip(columns, values, strict=True))
                worse = {name: _worse(table, name, value, text) for name, value in row.items()}
                changed = {name: value for name, value in worse.items() if value != row[name]}
                writer.change(table, row[KEY_OF.get(table, "id")], **changed)


def _worse(table: str, name: str, value: Any, text: str) -> Any:
    if not isinstance(value, str) or WORD not in value:
        return value
    if table in ("setting", "source"):
        text = json.dumps(text)[1:-1]
    return value.replace(WORD, text)[:1000] if (table, name) == ("contact", "name") else value.replace(WORD, text)


def every_output(run: Run, home: Path) -> Iterator[tuple[str, str]]:
    """Each line of the table with what it gave out; the mail as it would go, the candidates of completion."""
    for line in reads():
        ended = run(*split(line))
        assert ended.code in (0, 1 if line.startswith("doctor") else 0), (line, ended.err)
        yield line, ended.out
        assert not OBEYED.findall(ended.err), line
    assert run(*split(MAILED), "--yes").code == 0
    letters = [path.read_bytes().decode() for path in (home / "mail").iterdir()]
    yield from ((MAILED, letter) for letter in sorted(letters, key=lambda each: _letter(each)[1]))


def shape(line: str, text: str) -> Any:
    """What of an output must not depend on the words in it."""
    if line == MAILED:
        return _letter(text)
    if {"json", "--json"} & set(line.split()):
        return _keys(json.loads(text))
    if text.startswith("BEGIN:VCALENDAR"):
        Calendar.from_ical(text)
    if text.startswith("BEGIN:"):
        names = [re.split("[:;]", each)[0] for each in re.sub("\r?\n[ \t]", "", text).splitlines()]
        ways = {"X-SOCIALPROFILE": "IMPP"}  # a handle that is no address of its kind goes by the other
        return sorted(" ".join([*(ways.get(each, each) for each in names), ""]).split("BEGIN"))  # they go by name
    if "html" in line or line.startswith("report"):
        return _tags(text)
    if "markdown" in line:
        return [each.type for each in MarkdownIt().parse(text)]
    if "csv" in line or line == "prune file":
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")))
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        return [len(row) for row in rows]
    if not {"show", "labels", "draft", "config"} & set(line.split()):  # what is shown whole has lines of its own
        lines = re.split("[\r\n\x0b\x0c\x85\u2028\u2029]", text)
        assert not [each for each in lines if each.startswith("INJECTED")], line
    return None


def _keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _keys(each) for key, each in value.items()}
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return sorted(map(_keys, value), key=repr)  # they go by name
    return None


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":  # an address has lines
            self.found.append((tag, [name for name, _value in attrs]))
        assert not [value for _name, value in attrs if (value or "").strip().casefold().startswith("javascript")]


def _tags(text: str) -> list[Any]:
    parser = _Tags()
    parser.feed(text)
    return parser.found


def _letter(text: str) -> Any:
    letter = email.message_from_string(text, policy=email.policy.default)
    parts = [
        (part.get_content_type(), _tags(part.get_content()) if part.get_content_type() == "text/html" else None)
        for part in letter.walk()
    ]
    who = [[each.addr_spec for each in letter[name].addresses] for name in ("To", "From")]
    return sorted(letter.keys()), who, parts


@pytest.fixture(scope="session")
def shapes() -> dict[int, Any]:
    """The shape of each output with plain words in it, found at the first attack."""
    return {}


def attack(run: Run, filled: Path, home: Path, shapes: dict[int, Any], text: str) -> None:
    if not shapes:
        shutil.copytree(filled, home)
        poison(home, "Yak")
        shapes.update({at: shape(*each) for at, each in enumerate(every_output(run, home))})
        shutil.rmtree(home)
    shutil.copytree(filled, home)
    poison(home, text)
    for at, (line, out) in enumerate(every_output(run, home)):
        assert not OBEYED.findall(out), line
        assert shape(line, out) == shapes[at], line


@pytest.mark.parametrize("text", DAILY.values(), ids=DAILY)
def test_no_output_changes_its_shape(
    run: Run, filled: Path, isolation: Path, shapes: dict[int, Any], text: str
) -> None:
    attack(run, filled, isolation, shapes, text)


@pytest.mark.long
@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_no_output_changes_its_shape_each_by_itself(
    run: Run, filled: Path, isolation: Path, shapes: dict[int, Any], text: str
) -> None:
    attack(run, filled, isolation, shapes, text)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_offers_text_in_one_line_each(
    run: Run, filled: Path, isolation: Path, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    from relcadence.cli import app

    def candidates() -> list[str]:
        found = []
        for words in COMPLETED:
            found += run(*words.split(" ")).out.splitlines()
        return found

    assert app
    shutil.copytree(filled, isolation)
    monkeypatch.setenv("_RELCADENCE_COMPLETE", shell)
    plain = candidates()
    monkeypatch.delenv("_RELCADENCE_COMPLETE")
    poison(isolation, TOGETHER)
    monkeypatch.setenv("_RELCADENCE_COMPLETE", shell)
    found = candidates()
    assert plain and len(found) == len(plain)
    assert not OBEYED.findall("".join(found))


@pytest.mark.parametrize("text", [each.replace("\0", "")[:100_000] for each in ATTACKS.values()], ids=ATTACKS)
def test_hostile_words_typed_are_words(run: Run, empty: Path, text: str) -> None:
    """As a name, a note, what is looked for and what is filtered by: each ends in a sentence or in an answer."""
    started = time.process_time()
    for words in (
        ["add", "--note", text, "--tag", text, "--", text[:900]],
        ["show", "--", text],
        ["find", "--", text],
        ["list", "--tag", text],
        ["log", "--call", "--", "#1", text],
        ["done", "--", text],
        ["config", "set", "--", "name", text],
        ["event", "show", "--", text],
    ):
        ended = run(*words)
        assert ended.code in (0, 2, 3, 4), (words, ended.err)
        assert "unexpected" not in ended.err and not OBEYED.findall(ended.out + ended.err)
    assert time.process_time() - started < 5
    with closing(connection.connect(empty / "relcadence.db")) as store:
        assert store.execute("PRAGMA foreign_key_check").fetchall() == []


BOMBS = {
    "deep json": b'{"relcadence": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "deep cards": b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\n" * 3000 + b"END:VCARD\r\n" * 3000,
    "photo": b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Photo One\r\nPHOTO;ENCODING=b:"
    + b"A" * 8_000_000
    + b"\r\nEND:VCARD\r\n",
    "wide table": b"Name," + b"x," * 100_000 + b"\r\nWide One," + b"y," * 100_000,
    "long name": b"Name,Email\r\n" + b"N" * 1_000_000 + b",n@one.example\r\n",
    "one cell": b'Name,Notes\r\nCell One,"' + b"\n" * 100_000,
    "zip": b"PK\x03\x04" + b"\0" * 10_000,
    "nul": b"Name\0,Ema\0il\r\nNul\0 One,n@one.example\r\n",
}


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
def test_files_made_to_hurt_are_read_or_refused_in_a_moment(
    run: Run, empty: Path, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "given"
    path.write_bytes(content)
    started = time.process_time()
    ended = run("import", path, "--yes")
    assert ended.code in (0, 6), ended.err
    assert "unexpected" not in ended.err and not OBEYED.findall(ended.out + ended.err)
    assert time.process_time() - started < 20
    assert run("list").code == 0
