"""The docs tell the truth: their console examples run and print what is shown, their links and commands exist."""

import difflib
import re
import shutil
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from relcadence.cli.app import COMMANDS
from tests.conftest import Result
from tests.examples import PAGES, TOP, blocks, examples, fits, make_demo, renewed, running

README = (TOP / "README.md").read_text(encoding="utf-8")
AGAIN = "After a look at the change, `python -m tests.examples` writes what is printed now into the page."


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the practice of `demo`; never changed."""
    home = tmp_path_factory.mktemp("docs") / "practice"
    make_demo(home)
    return home


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_print_what_the_page_shows(
    page: Path, practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(practice, tmp_path / "demo")
    for demo, home in ((False, tmp_path / "home"), (True, tmp_path / "demo")):
        run = running(home)
        for block in blocks(page, demo=demo):
            for command, shown in examples(block):
                printed = run(command)
                if not fits(shown, printed):
                    told = difflib.unified_diff(
                        shown.splitlines(), printed.splitlines(), "shown", "printed", "", "", 1
                    )
                    pytest.fail("\n".join([AGAIN, f"$ {command}", *islice(told, 30)]), pytrace=False)


def test_there_are_examples() -> None:
    assert sum(len(examples(block)) for block in blocks(PAGES[0], demo=False)) >= 12
    assert sum(bool(blocks(page, demo=True)) for page in PAGES) >= 8


@pytest.mark.parametrize(
    ("shown", "printed", "new"),
    [
        ("a\nb\n", "a\nb\n", "a\nb\n"),
        ("a\n\n", "b\n", "b\n\n"),
        ("a\n…\nd\n", "a\nb\nc\nd\n", "a\n…\nd\n"),
        ("a\n…\n", "x\nb\nc\n", "x\n…\n"),
        ("a\n…\nd\n", "a\nb\ne\n", "a\n…\ne\n"),
    ],
)
def test_a_page_is_renewed_by_what_is_printed(shown: str, printed: str, new: str) -> None:
    assert renewed(shown, printed) == new
    assert fits(new, printed)


def test_every_command_stands_in_the_readme() -> None:
    missing = [name for name in COMMANDS if not re.search(rf"`(relcadence )?{name}\b", README)]
    assert missing == []


def test_every_help_topic_can_be_read(run: Callable[..., Result]) -> None:
    for topic in [page.stem for page in PAGES[1:]]:
        assert run("help", topic).code == 0


def test_commands_named_in_the_docs_exist() -> None:
    named_there = re.compile(r"(?:`|^    )relcadence ([a-z][a-z-]*)", re.MULTILINE)
    for page in (TOP / "CHANGELOG.md", *PAGES):
        for named in named_there.findall(page.read_text(encoding="utf-8")):
            assert named in COMMANDS, (page.name, named)


def test_the_changelog_knows_this_version() -> None:
    assert re.search(r"^## \[Unreleased\]", (TOP / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
