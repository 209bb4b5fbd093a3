"""The README tells the truth: its console examples run and print what it shows, its links and commands exist."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from relcadence.cli.app import COMMANDS
from tests.conftest import Result

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text(encoding="utf-8")
HOME = "/home/dana/relcadence"
BLOCKS = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def examples(block: str) -> list[tuple[str, str]]:
    """The commands of a block with what is printed under each."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def test_the_readme_has_examples() -> None:
    assert sum(len(examples(block)) for block in BLOCKS) >= 12


def test_the_examples_print_what_the_readme_shows(
    run: Callable[..., Result], isolation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for block in BLOCKS:
        for command, shown in examples(block):
            words = shlex.split(command)
            assert words[0] == "relcadence"
            result = run(*words[1:])
            assert result.code == 0, (command, result.err)
            printed = result.err + result.out
            if HOME in shown:  # a path of another length breaks lines elsewhere
                printed, shown = ("".join(text.split()) for text in (printed, shown))
                printed = printed.replace(str(isolation), HOME)
            assert printed.rstrip() == shown.rstrip(), command


def test_every_command_stands_in_the_readme() -> None:
    missing = [name for name in COMMANDS if not re.search(rf"`(relcadence )?{name}\b", README)]
    assert missing == []


def test_every_help_topic_can_be_read(run: Callable[..., Result]) -> None:
    topics = [path.stem for path in (TOP / "relcadence" / "help").glob("*.md")]
    assert {"planner", "cadence"} <= set(topics)
    for topic in topics:
        assert run("help", topic).code == 0


def test_commands_named_in_the_docs_exist() -> None:
    pages = [TOP / "README.md", TOP / "CHANGELOG.md", *(TOP / "relcadence" / "help").glob("*.md")]
    for page in pages:
        for named in re.findall(r"`relcadence ([a-z]+)", page.read_text(encoding="utf-8")):
            assert named in COMMANDS, (page.name, named)


def test_the_changelog_knows_this_version() -> None:
    assert re.search(r"^## \[Unreleased\]", (TOP / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
