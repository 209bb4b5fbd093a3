"""Messages in two languages: the catalogues are whole, nothing is mixed, and without a catalogue there is English."""

import re
import string
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shlex import split
from typing import Any

import pytest

from relcadence import language
from relcadence.cli.app import COMMANDS
from relcadence.domain.playbook import POINTS
from relcadence.domain.sentences import cadence_sentence, rule_sentence
from relcadence.errors import UsageProblem, reason_of, say, several, together
from relcadence.language import Translator, full_day, near_day, of_environment, short_day
from relcadence.settings import SETTINGS
from tests import catalogue
from tests.cli.conftest import play
from tests.conftest import Result

CHINESE = catalogue.read("zh_CN")
HELP = Path(language.__file__).with_name("help")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "de_DE@euro"}, "de_DE"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({}, "en"),
    ],
)
def test_of_environment(environ: dict[str, str], language: str) -> None:
    assert of_environment(environ) == language


@pytest.mark.parametrize("language", ["", "en", "en_GB", "xx"])
def test_the_source_needs_no_catalogue(language: str) -> None:
    translate = Translator(language)
    assert translate("{name} is {braced}", name="Wang {x}", braced=1) == "Wang {x} is 1"
    assert translate("as {it} stands") == "as {it} stands"
    assert translate("") == ""
    assert [translate.plural("one day", "{number} days", number) for number in (1, 2)] == ["one day", "2 days"]


@pytest.mark.parametrize(("asked", "found"), [("zh", "zh_CN"), ("zh_SG", "zh_CN"), ("zh_CN", "zh_CN"), ("xx", "xx")])
def test_a_sibling_serves_where_a_language_has_no_catalogue(asked: str, found: str) -> None:
    assert Translator(asked).language == found


# Sentences


def test_a_sentence_is_english_text_that_can_still_be_translated() -> None:
    said = say("“{value}” is not a phone number.", value="{x}")
    assert said == "“{x}” is not a phone number."
    assert Translator("zh_CN")(said) == "“{x}”不是电话号码。"
    assert Translator("zh_CN")(str(ValueError(said))) == "“{x}”不是电话号码。"
    assert Translator("en")(said) is said


def test_values_are_left_alone_unless_they_are_sentences() -> None:
    translate = Translator("zh_CN")
    assert translate(say("by {day}", day="today")) == "不迟于 today"
    assert translate(say("by {day}", day=say("today"))) == "不迟于 今天"
    assert translate("by {day}", day=say("today")) == "不迟于 今天"


def test_a_row_of_sentences_is_joined_as_the_language_does() -> None:
    row = together((say("today"), "Wang", several("{number} meeting", "{number} meetings", 2)), "; ")
    assert row == "today; Wang; 2 meetings"
    assert Translator("zh_CN")(row) == "今天；Wang；2 次会面"
    both = together(("A promise needs words.", "Update relcadence."), " ")
    assert both == "A promise needs words. Update relcadence."
    assert together(()) == "" and Translator("zh_CN")(together((), " ")) == ""


def test_a_sentence_of_a_table_takes_its_values_later() -> None:
    said = say(say("became {what}"), what=say("client"))
    assert (said, Translator("zh_CN")(said)) == ("became client", "成为客户")


def test_words_of_the_domain() -> None:
    translate = Translator("zh_CN")
    assert [cadence_sentence(word) for word in ("weekly", "every 1 day", "every 10 days")] == [
        "weekly", "every 1 day", "every 10 days",
    ]  # fmt: skip
    assert translate(cadence_sentence("every 3 weeks")) == "每 3 周"
    assert [translate(rule_sentence(rule)) for rule in ("role client", "tag today", "contact", "no rule")] == [
        "角色 客户", "标签 today", "本人设置", "没有规则",
    ]  # fmt: skip
    assert translate(reason_of(PermissionError(13, "Permission denied"))) == "没有权限"


def test_days() -> None:
    day = date(2026, 11, 27)
    assert [each(day) for each in (short_day, near_day, full_day)] == [
        "Fri 11-27", "Fri 2026-11-27", "Friday 2026-11-27",
    ]  # fmt: skip
    translate = Translator("zh_CN")
    assert [each(day, translate) for each in (short_day, near_day, full_day)] == [
        "周五 11-27", "周五 2026-11-27", "星期五 2026-11-27",
    ]  # fmt: skip


# The catalogues


def test_every_message_can_be_translated_and_is() -> None:
    messages, unspeakable = catalogue.find()
    assert [f"{each.place}:{each.line}: {each.code}" for each in unspeakable] == []
    for name in catalogue.languages():
        merged = catalogue.merged(name, messages)
        assert catalogue.missing(merged) == [], "python -m tests.catalogue"
        assert catalogue.as_po(merged) == catalogue.path_of(name).read_bytes(), "python -m tests.catalogue"


@pytest.mark.parametrize("name", catalogue.languages())
def test_the_compiled_catalogue_is_that_of_the_text(name: str) -> None:
    po = catalogue.path_of(name).read_bytes()
    assert catalogue.as_mo(po, name) == catalogue.path_of(name, "mo").read_bytes(), "python -m tests.catalogue"


def _holes(text: str) -> set[str]:
    return {f"{name}!{turn}:{form}" for _, name, form, turn in string.Formatter().parse(text) if name is not None}


def test_translations_have_the_same_holes() -> None:
    wrong = []
    for message in CHINESE:
        sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
        targets = message.string if isinstance(message.string, tuple | list) else (message.string,)
        holes = set().union(*map(_holes, sources))
        wrong += [(sources[-1], target) for target in targets if target and message.id and _holes(target) != holes]
    assert wrong == []


def test_translations_keep_commands_and_options() -> None:
    words = re.compile(rf"(?<![\w-])--[a-z][a-z-]+|relcadence (?:{'|'.join(COMMANDS)})\b|`[^`]+`")
    wrong = []
    for message in CHINESE:
        source = message.id[-1] if isinstance(message.id, tuple | list) else message.id
        target = message.string[0] if isinstance(message.string, tuple | list) else message.string
        wrong += [(found, target) for found in words.findall(source) if target and found not in target]
    assert wrong == []


@pytest.mark.parametrize("topic", sorted(path.name for path in HELP.glob("*.md")))
def test_a_topic_says_the_same_in_both_languages(topic: str) -> None:
    def named(text: str) -> set[str]:
        commands = rf"relcadence (?:{'|'.join(COMMANDS)})\b"
        return set(re.findall(rf"(?<![\w-])--[a-z][a-z-]+|{commands}|\b[A-Z_]{{8,}}\b|\[\w+\]", text))

    english = (HELP / topic).read_text("utf-8")
    chinese = (HELP / "zh_CN" / topic).read_text("utf-8")
    assert named(english) == named(chinese)
    assert english.count("\n#") == chinese.count("\n#")


def test_the_document_of_a_book_has_the_same_columns_in_both_languages() -> None:
    english = re.findall(r"^Columns: ([^.]+)\.", (HELP / "book.md").read_text("utf-8"), re.MULTILINE)
    chinese = re.findall(r"^列：([^。]+)。", (HELP / "zh_CN" / "book.md").read_text("utf-8"), re.MULTILINE)
    assert [columns.split() for columns in english] == [columns.split() for columns in chinese]


# A Chinese practice, all of it in Chinese

PRACTICE = (
    'init --yes --set country=CN --set name=陈静 --set capacity=3',
    'add 王莉 --role client --level 2 --org 海港纺织 --phone "+86 138 0013 8000" --tag 重点 --interest 航海',
    'add 张伟 --role prospect --email zhang@wei.example --city 上海',
    'add 王芳 --role client --alias 芳芳 --basis "asked us"',
    'add 李强 --role referrer --birthday 1970-11-24 --phone 010-5550-1234',
    'add 赵敏 --role colleague --cadence "every 10 days" --channel message',
    'add 孙平 --role professional --do-not-contact 在法院任职',
    'log 王莉 --call 问起租赁 --minutes 10',
    'log 李强 --meal 午餐',
    'refer add 李强 王莉',
    'promise add 王莉 寄合同草稿 --by 2026-11-20',
    'promise add 王芳 回电 --by 2026-11-24',
)  # fmt: skip
PAGES = (
    "today", "today --all", "agenda --days 14", "week", "digest", "digest --span week",
    "digest --format markdown", "show 王莉", "show 李强", "show 王芳", "show 孙平", "list", "list --due",
    "promise", "promise list --all", "refer", "load", "cadence", "find 租赁", "duplicates", "backup list",
    "matter", "event", "group", "article", "service", "client-plan", "research", "occasion", "cards",
    "checklist", "checklist show 3", "done F3 --call 谈过了", "log 王莉 --call 回了电话 --on 2026-11-20",
    "snooze F2 3d", "skip F6", "promise keep P1", "add 钱多 --role client", "edit 王莉 --city 上海",
    "archive 赵敏", "erase 王莉 --dry-run", "cadence set role client monthly", "config set capacity 5",
    "refer thank 1",
)  # fmt: skip
ERRORS = (
    "show 某某", "show 王", "todya", "add", "add 王莉 --role 老板", "log 王莉", "log 王莉 --call --email",
    "done F99", "done 三", "snooze F3 昨日", "promise keep P9", "promise add 王莉",
    "log 王莉 --call --on 2026-02-30", "config set capacity 很多", "import /没有/这个.csv", "undo 99",
    "refer thank 99", "list --level 9", "archive", "log 王莉 --call --by 周五", "config dayoff 前天..大前天",
    "list --silent 很久", "add 周 --email 没有", "help 无此", "add 周 --phone 没有", "add 周 --birthday 某日",
    "add 周 --cadence 偶尔", "edit 王莉", "restore 某某", "backup verify 没有", "export ics --at 早上",
    "init --set 没有", "log 孙平 --call 你好", "erase 某某", "config get 没有", "matter open 王莉",
    "event answer 9", "article sent 9 王莉", "cards plan 无此节",
)  # fmt: skip
# What stays as it is: commands, options, placeholders, handles, addresses, paths, numbers with their units.
LEFT = re.compile(
    r"relcadence [^。；，\n`）]*|`[^`\n]*`|\S+@\S+|(?<![\w-])--?[a-z][\w-]*|\b[A-Z][A-Z0-9_]*\b"
    r"|[A-Z]\d+\b|\S+\|\S+|(?:/[\w.-]+)+|\d+ kB|\d+min|[\w-]+\.(?:db|csv)\b"
)
FORMS = frozenset(
    re.findall(
        r"\S+",
        """
        tomorrow fri feb mar next mon in end of month mar may today usual lunar leap tbd home min mon-fri days every
        none weekly biweekly half-monthly monthly quarterly half-yearly yearly country all-day CalDAV vCard
        relcadence off client former referrer prospect professional connection colleague circle assistant
        """,
    )
)


@pytest.fixture(scope="session")
def prepared_chinese(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a practice in which everything was written in Chinese; never changed."""
    home = tmp_path_factory.mktemp("chinese") / "home"
    play(home, tuple(("2026-11-02", line) for line in PRACTICE))
    return home


@pytest.fixture
def chinese(prepared_chinese: Path, isolation: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This test's own copy of it, on a Chinese terminal."""
    import shutil

    shutil.copytree(prepared_chinese, isolation)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    return isolation


def _latin(text: str, allowed: frozenset[str] = frozenset()) -> list[str]:
    words = re.findall(r"[A-Za-z][A-Za-z_'-]+", LEFT.sub(" ", text))
    return [word for word in words if word not in allowed]


@pytest.mark.parametrize("line", PAGES)
def test_a_page_is_not_in_two_languages(chinese: Path, run: Callable[..., Result], line: str) -> None:
    ended = run(*split(line))
    assert ended.code == 0, ended.err
    assert re.search("[一-龥]", ended.out)
    told = (ended.out + ended.err).replace("\\", "").replace(str(chinese), "")
    keys = SETTINGS if line.startswith("config") else POINTS if line.startswith(("log", "done", "show")) else ()
    if line == "cards":
        keys = ("New", "Year")  # a holiday is named by its key
    assert _latin(told, frozenset(keys)) == []


@pytest.mark.parametrize("line", ERRORS)
def test_an_error_is_not_in_two_languages(chinese: Path, run: Callable[..., Result], line: str) -> None:
    ended = run(*split(line))
    assert 1 <= ended.code <= 7, ended.out
    assert re.search("[一-龥]", ended.err)
    told = ended.err.replace(str(chinese), "")
    for word in split(line):
        told = told.replace(word, " ")
    assert _latin(told, FORMS | set(SETTINGS)) == []


@pytest.fixture(scope="module")
def written() -> frozenset[str]:
    """The Latin words that stand in translations on purpose: commands, values to type, names of formats."""
    texts = (text for each in CHINESE for text in ((each.string,) if isinstance(each.string, str) else each.string))
    return frozenset(word for text in texts for word in re.findall(r"[A-Za-z][A-Za-z_'-]+", text))


@pytest.mark.parametrize("word", ["", *COMMANDS])
def test_a_help_page_is_not_in_two_languages(
    chinese: Path, run: Callable[..., Result], written: frozenset[str], word: str
) -> None:
    ended = run(*filter(None, (word, "--help")))
    assert (ended.code, ended.out[:14]) == (0, "用法：relcadence ")
    names = re.findall(r"^  ([a-z][a-z-]*)  ", ended.out, re.MULTILINE) if word and "\n命令：" in ended.out else ()
    for page in (ended.out, *(run(word, name, "--help").out for name in names)):
        shown = re.sub(r"<\w+ ?\w*>|\[\S*\]|^  [a-z-]+  |Ctrl-[CD]", " ", page, flags=re.MULTILINE)
        assert _latin(shown, written) == []
        assert not [line for line in page.splitlines() if line.lstrip()[:1] in tuple("，。、；）")]


def test_json_stays_english(chinese: Path, run: Callable[..., Result]) -> None:
    assert run("show", "某某", "--json").json["errors"][0]["message"] == "Nobody here is called “某某”."
    reasons = [row["reason"] for row in run("today", "--json").data["to_reach"]]
    assert reasons and not any("每" in reason for reason in reasons)
    chosen = run("config", "list", "--json")
    assert "设置" not in chosen.out


def test_what_leaves_is_in_the_users_language_all_the_same(chinese: Path, run: Callable[..., Result]) -> None:
    assert run("export", "ics", "-o", chinese / "a.ics", "--json").code == 0
    assert run("export", "ics", "-o", chinese / "b.ics").code == 0
    assert (chinese / "a.ics").read_text("utf-8") == (chinese / "b.ics").read_text("utf-8")
    assert "X-WR-CALNAME:跟进" in (chinese / "a.ics").read_text("utf-8")


def test_the_setting_decides_before_the_terminal(chinese: Path, run: Callable[..., Result], monkeypatch: Any) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert run("todya").err.startswith("`relcadence` has no command")
    assert run("config", "set", "language", "zh").code == 0
    assert "没有命令“todya”" in run("todya").err
    assert run("--help").out.startswith("用法：")
    (chinese / "config.toml").write_text('language = "en"\n', "utf-8")
    assert run("todya").err.startswith("`relcadence` has no command")


def test_topics_are_listed_by_the_names_to_type(chinese: Path, run: Callable[..., Result]) -> None:
    listed = re.findall(r"^([^\s`]+)  ", run("help").out, re.MULTILINE)
    assert listed == sorted(path.stem for path in HELP.glob("*.md"))


# Other languages, and none


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue of a third language, of a few messages, in a folder of its own."""
    catalogues = tmp_path / "locale"
    monkeypatch.setattr(language, "FOLDER", catalogues)
    monkeypatch.setattr(catalogue, "LOCALE", catalogues)
    known = [catalogue.Message("Nobody here is called “{typed}”.", "", "x"), catalogue.Message("today", "", "x")]
    known.append(catalogue.Message("{number} contact", "{number} contacts", "x"))
    words = {"Nobody here is called “{typed}”.": "Hier heißt niemand „{typed}“.", "today": "heute"}
    made = catalogue.fill("de", words, known)
    made["{number} contact"].string = ("{number} Kontakt", "{number} Kontakte")
    path = catalogue.path_of("de", "mo")
    path.parent.mkdir(parents=True)
    path.write_bytes(catalogue.as_mo(catalogue.as_po(made), "de"))
    return catalogues


def test_a_third_language_needs_a_catalogue_only(
    toy: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", "--yes")
    monkeypatch.setenv("LANG", "de_AT.UTF-8")
    assert run("show", "nobody").err.startswith("Hier heißt niemand „nobody“. See who is")
    run("add", "Anna")
    assert "1 Kontakt\n" in run("list").out
    run("add", "Otto")
    assert "2 Kontakte\n" in run("list").out
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert run("config", "set", "language", "de").code == 0
    assert "Hier heißt niemand" in run("show", "nobody").err
    assert "It knows en, de." in run("config", "set", "language", "fr").err


@pytest.mark.parametrize("content", [None, b"", b"no catalogue at all", b"\xde\x12\x04\x95cut"])
def test_a_catalogue_missing_or_broken_leaves_english(
    content: bytes | None, tmp_path: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "FOLDER", tmp_path / "locale")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    if content is not None:
        (path := tmp_path / "locale/zh_CN/LC_MESSAGES/relcadence.mo").parent.mkdir(parents=True)
        path.write_bytes(content)
    ended = run("todya")
    assert (ended.code, ended.err.split(". ")[0]) == (2, "`relcadence` has no command “todya”")
    assert run("--help").out.startswith("Usage: relcadence")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "没有命令"), ("gb18030", "没有命令"), ("ascii", "没有命令"), ("latin-1", "has no command")],
)
def test_a_terminal_without_the_letters_shows_english(
    run_process: Callable[..., Result], encoding: str, said: str, tmp_path: Path
) -> None:
    import subprocess
    import sys

    from tests.conftest import environment

    ended = subprocess.run(
        [sys.executable, "-m", "relcadence", "todya"], capture_output=True, check=False,
        env=environment({"LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}),
    )  # fmt: skip
    told = ended.stderr.decode("utf-8" if encoding == "ascii" else encoding)
    assert ended.returncode == 2
    assert said in told and "Traceback" not in told


def test_english_loads_no_catalogue(run_process: Callable[..., Result]) -> None:
    import subprocess
    import sys

    from tests.conftest import environment

    code = (
        "import sys; from relcadence.language import Translator; t = Translator('en')\n"
        "t('x {y}', y=1); t.plural('a', 'b', 2); sys.exit('gettext' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-S", "-c", code], env=environment(), check=False).returncode == 0


def test_an_error_raised_with_a_sentence_is_plain_in_code() -> None:
    problem = UsageProblem(say("There is no {what} “{word}”.", what=say("role"), word="x"), "See: relcadence refer")
    assert (problem.what, str(problem)) == ("There is no role “x”.", "There is no role “x”.")
    assert problem.as_json()["message"] == "There is no role “x”."
    assert Translator("zh_CN")(problem.what) == "没有角色“x”。"
