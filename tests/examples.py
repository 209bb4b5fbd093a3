"""The examples of the README and of the help pages: each is run, and what it prints is what the page shows.

    python -m tests.examples          write into the pages what their commands print now, after a look at the change

A block ```console of the README runs in a new home, ```console demo, and every block of a help page, in the practice
of `demo`. A line of nothing but … stands for lines left out. Paths below the home are shown as those of Dana.
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.conftest import SETTINGS

TOP = Path(__file__).parent.parent
PAGES = [TOP / "README.md", *sorted((TOP / "relcadence" / "help").glob("*.md"))]
HOME = "/home/dana/relcadence"
BLOCK = re.compile(r"^```console( demo)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"

Run = Callable[[str], str]


class Example(NamedTuple):
    """A command with what the page shows under it."""

    command: str
    shown: str


def examples(block: str) -> list[Example]:
    """The commands of a block."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    return [Example(*pair) for pair in zip(parts[1::2], parts[2::2], strict=True)]


def blocks(page: Path, *, demo: bool) -> list[str]:
    """The blocks of a page that run in the practice of `demo`, or those that run in a new home."""
    of_help = page.name != "README.md"
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [each[2] for each in found if demo == (of_help or bool(each[1]))]


def fits(shown: str, printed: str) -> bool:
    """Whether what a page shows is what was printed, lines left out aside."""
    parts = re.split(f"^{LEFT_OUT}$", shown.rstrip(), flags=re.MULTILINE)
    printed = printed.rstrip()
    if HOME in shown:  # a path of another length breaks lines elsewhere
        *parts, printed = ("".join(text.split()) for text in (*parts, printed))
    return re.fullmatch(".*".join(map(re.escape, parts)), printed, re.DOTALL) is not None


def renewed(shown: str, printed: str) -> str:
    """What the page is to show; where it leaves lines out, as many stay at the beginning and the end."""
    if fits(shown, printed):
        return shown
    old, new = shown.rstrip().splitlines(), printed.rstrip().splitlines()
    if old.count(LEFT_OUT) == 1:
        at = old.index(LEFT_OUT)
        new = [*new[:at], LEFT_OUT, *new[len(new) - (len(old) - at - 1) :]]
    return "".join(f"{line.rstrip()}\n" for line in new) + shown[len(shown.rstrip()) + 1 :]


def running(home: Path) -> Run:
    """A function that runs a command in a home and gives what it prints, talk first; AssertionError for a failure."""

    def run(command: str) -> str:
        from relcadence.cli import app
        from relcadence.cli.context import Context

        words = shlex.split(command)
        assert words[0] == "relcadence", command
        out, err = io.StringIO(), io.StringIO()
        environ = {**os.environ, **SETTINGS, "RELCADENCE_HOME": str(home)}
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = app.main(words[1:], Context(words[1:], environ=environ))
        assert code == 0, f"{command}: {err.getvalue()}{out.getvalue()}"
        return (err.getvalue() + out.getvalue()).replace(str(home), HOME)

    return run


def make_demo(home: Path) -> None:
    """The practice of `demo`, on the fixed day."""
    running(home.parent / "nobody")(f"relcadence demo --home {shlex.quote(str(home))}")


def _rewritten(page: Path, demo: Path, work: Path) -> str:
    homes = {False: work / "new", True: work / "demo"}
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(demo, homes[True])
    of_help = page.name != "README.md"

    def redone(found: re.Match[str]) -> str:
        run = running(homes[of_help or bool(found[1])])
        made = "".join(f"$ {each.command}\n{renewed(each.shown, run(each.command))}" for each in examples(found[2]))
        return f"```console{found[1] or ''}\n{made}```"

    return BLOCK.sub(redone, page.read_text(encoding="utf-8"))


def _changed(folder: Path) -> Iterator[Path]:
    make_demo(folder / "practice")
    for page in PAGES:
        text = _rewritten(page, folder / "practice", folder / "work")
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8")
            yield page


if __name__ == "__main__":
    os.environ |= {**SETTINGS}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for changed in _changed(Path(folder)):
            print(changed.relative_to(TOP))
