"""The root, the shared options, the error boundary, and the streams: one run at a time."""

import os
import shutil
import signal
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Annotated, Any

import pytest
import typer

from relcadence import errors
from relcadence.cli import app as root
from relcadence.cli.context import Context
from relcadence.cli.params import ContactName, Name, new_app
from relcadence.cli.render import Line
from tests.conftest import environment

RAISED = {
    "failure": errors.RelcadenceError("The mail did not go out.", "Try again."),
    "usage": errors.UsageProblem("“yesterdy” is no date.", "Write it like 2026-11-23."),
    "missing": errors.NotFound("Nobody is called “wong”."),
    "ambiguous": errors.Ambiguous("Two are called Wang.", "Say more.", ["Wang Fang", "Wang\x1b Wei"]),
    "refused": errors.Refused("She asked not to be called.", "Write."),
    "input": errors.BadInput("Line 3 has no name.", line=3),
    "store": errors.StoreTrouble("The store is locked."),
    "odd": KeyError("x"),
    "folder": PermissionError(13, "Permission denied", "out.ics"),
    "abort": typer.Abort(),
    "stop": KeyboardInterrupt(),
    "leave": typer.Exit(3),
}
CODES = {
    "failure": 1, "usage": 2, "missing": 3, "ambiguous": 4, "refused": 5, "input": 6, "store": 7, "odd": 1,
    "folder": 1, "abort": 130, "stop": 130, "leave": 3,
}  # fmt: skip


def _probe() -> typer.Typer:
    """A word with a bare form and two words of its own, to try the spine with."""
    app = new_app()

    @app.callback(invoke_without_command=True)
    def bare(ctx: typer.Context) -> None:
        """Try things."""
        ctx.obj.answer({"bare": True}, [Line("bare")])

    @app.command("tell")
    def tell(
        ctx: typer.Context, name: Name, days: Annotated[int, typer.Option(help="how many")] = 1, close: bool = False
    ) -> None:
        """Tell what was understood."""
        run: Context = ctx.obj
        run.say("talk")
        run.warn("odd")
        seen = {"name": name, "days": days, "today": run.today, "yes": run.yes, "command": run.command}
        run.answer(seen, lambda: [Line(f"{name} {days} {run.today} {run.yes}")])

    @app.command("fail")
    def fail(how: str) -> None:
        """Fail in that way."""
        raise RAISED[how]

    return app


@pytest.fixture(autouse=True)
def probe(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("relcadence.cli.commands.probe")
    module.app = _probe()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(root.COMMANDS, "probe", root.Entry("probe", "try things", root.STORE))


def test_root_help_shows_the_daily_words_first_and_loads_no_command(run: Callable[..., Any]) -> None:
    for name in [name for name in sys.modules if name.startswith("relcadence.cli.commands.")]:
        del sys.modules[name]
    out = run("--help").out
    assert not [name for name in sys.modules if name.startswith("relcadence.cli.commands.")]
    words = [line.split()[0] for line in out.splitlines() if line.startswith("  ") and line[2:3].isalpha()]
    assert [word for word in words if word in root.COMMANDS] == list(root.COMMANDS)
    daily = "today log done snooze skip promise show find agenda undo"
    assert " ".join(list(root.COMMANDS)[:10]) == daily
    sections = [line[:-1] for line in out.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert sections == ["Options", *root.HEADINGS]
    assert max(map(len, out.splitlines())) <= 80


def test_the_help_of_a_command_ends_with_the_shared_options(run: Callable[..., Any]) -> None:
    assert run("probe", "tell", "--help").out == dedent("""\
        Usage: relcadence probe tell [OPTIONS] {NAME}

          Tell what was understood.

        Arguments:
          NAME  [required]

        Options:
          --days <int>          how many  [default: 1]
          --close / --no-close  [default: no-close]
          -h, --help            Show this message and exit.

          Every command also takes -y/--yes, --no-input, --json, --today DATE and
          --debug; see `help options`.
        """)


def test_version(run: Callable[..., Any]) -> None:
    assert run("--version", "--json").out.startswith("relcadence 0.")


@pytest.mark.parametrize(
    "words",
    [
        ["--json", "--yes", "--today", "2026-12-01", "probe", "tell", "Wang"],
        ["probe", "--json", "--yes", "--today", "2026-12-01", "tell", "Wang"],
        ["probe", "tell", "Wang", "--json", "-y", "--today=2026-12-01"],
    ],
)
def test_shared_options_are_taken_before_and_after_the_word(run: Callable[..., Any], words: list[str]) -> None:
    ended = run(*words)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        '{"version": 1, "command": "probe tell", "today": "2026-12-01", '
        '"data": {"name": "Wang", "days": 1, "today": "2026-12-01", "yes": true, "command": "probe tell"}, '
        '"warnings": ["odd"], "errors": []}\n'
    )


def test_without_json_data_and_talk_part(run: Callable[..., Any]) -> None:
    assert run("probe", "tell", "Wang") == (0, "Wang 1 2026-11-23 False\n", "talk\nwarning: odd\n")


def test_a_bare_word_does_its_own_and_only_then(run: Callable[..., Any]) -> None:
    assert run("probe").out == "bare\n"
    assert "bare" not in run("probe", "tell", "x").out


def test_without_a_word_it_is_today(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(root, "BARE", "probe")
    assert run().out == "bare\n"
    assert run("--json").json["command"] == "probe"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tody"], "`relcadence` has no command “tody”. Did you mean today? `relcadence --help` lists them."),
        (["xyzzy"], "`relcadence` has no command “xyzzy”. `relcadence --help` lists them."),
        (
            ["probe", "tel"],
            "`relcadence probe` has no command “tel”. Did you mean tell? `relcadence probe --help` lists them.",
        ),
        (["--bogus"], "`relcadence` has no option --bogus. `relcadence --help` shows how."),
        (
            ["probe", "tell", "x", "--day"],
            "`relcadence probe tell` has no option --day. Did you mean --days, --today? "
            "`relcadence probe tell --help` shows how.",
        ),
        (["probe", "tell"], "NAME is missing. `relcadence probe tell --help` shows how."),
        (["probe", "fail"], "HOW is missing. `relcadence probe fail --help` shows how."),
        (["probe", "tell", "x", "--days"], "--days needs a value. `relcadence probe tell --help` shows how."),
        (["probe", "tell", "x", "--close=1"], "--close takes no value. `relcadence probe tell --help` shows how."),
        (
            ["probe", "tell", "x", "--days", "two"],
            "--days: “two” is not a whole number. `relcadence probe tell --help` shows how.",
        ),
        (
            ["probe", "tell", "Wang", "Fang"],
            "`relcadence probe tell` does not take “Fang”. A name of several words goes in quotes. "
            "`relcadence probe tell --help` shows how.",
        ),
        (
            ["--today", "1776-07-04", "help"],
            "--today is 1776-07-04, which no plan is made for. Name a day of our time.",
        ),
        (["--show-completion", "csh"], "There is no completion for “csh”. It is one of bash, zsh, fish."),
    ],
)
def test_usage_errors_say_what_to_do(run: Callable[..., Any], words: list[str], said: str) -> None:
    assert run(*words) == (2, "", said + "\n")
    in_json = run("--json", *words)
    assert in_json.err == "" and in_json.code == 2
    (error,) = in_json.json["errors"]
    assert error["kind"] == "usage"
    assert said == " ".join(filter(None, (error["message"], error["hint"])))


@pytest.mark.parametrize("how", RAISED)
def test_every_end_has_its_code(run: Callable[..., Any], how: str) -> None:
    assert run("probe", "fail", how).code == CODES[how]
    assert run("probe", "fail", how, "--json").code == CODES[how]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("failure", "The mail did not go out. Try again.\n"),
        ("ambiguous", "Two are called Wang. Say more.\n  Wang Fang\n  Wang\ufffd Wei\n"),
        ("odd", "Something unexpected happened (KeyError: 'x'). --debug shows the details.\n"),
        ("folder", "out.ics: Permission denied.\n"),
        ("stop", "\nInterrupted; an unfinished change leaves no trace.\n"),
    ],
)
def test_errors_are_told_on_stderr(run: Callable[..., Any], how: str, said: str) -> None:
    ended = run("probe", "fail", how)
    assert (ended.out, ended.err) == ("", said)


def test_errors_are_told_in_the_envelope(run: Callable[..., Any]) -> None:
    assert run("probe", "fail", "ambiguous", "--json").json == {
        "version": 1,
        "command": "probe fail",
        "today": "2026-11-23",
        "data": None,
        "warnings": [],
        "errors": [
            {
                "kind": "ambiguous",
                "message": "Two are called Wang.",
                "hint": "Say more.",
                "candidates": ["Wang Fang", "Wang\x1b Wei"],
            }
        ],
    }


def test_a_traceback_only_with_debug(run: Callable[..., Any]) -> None:
    assert "Traceback" not in run("probe", "fail", "odd").err
    assert "Traceback" in run("probe", "fail", "odd", "--debug").err


def test_a_wrong_day_in_the_environment(run: Callable[..., Any]) -> None:
    ended = run("probe", "tell", "x", "--json", today="soon")
    assert ended.code == 2
    assert ended.json["today"] is None
    assert ended.json["errors"][0]["message"] == "RELCADENCE_TODAY is “soon”, which is no date."


def test_help_command(run: Callable[..., Any]) -> None:
    assert {"completion", "options"} <= {row["topic"] for row in run("help", "--json").data}
    assert run("help", "options").out.startswith("# Options that every command takes\n")
    assert run("help", "help").out == run("help", "--help").out
    unknown = run("help", "optons")
    assert unknown.code == 3
    assert unknown.err.startswith("There is no help on “optons”. Did you mean options")


@pytest.mark.parametrize(
    ("shell", "words", "candidates"),
    [
        ("bash", ["tod"], "today\n"),
        ("bash", ["--js"], "--json\n"),
        ("fish", ["arch"], "archive\thide a contact and keep the history\n"),
        ("zsh", ["arch"], "archive:hide a contact and keep the history\n"),
        ("bash", ["probe", "te"], "tell\n"),
        ("bash", ["probe", "tell", "--da"], "--days\n"),
        ("bash", ["probe", "tell", "--today", "bogus", "--da"], "--days\n"),
        ("bash", ["help", "opt"], "options\n"),
        ("bash", ["probe", "tell", "wang"], "Wang\\ Fang\nWang\\ Wei\n"),
        ("bash", ["probe", "tell", "wang\\ f"], "Wang\\ Fang\n"),
        ("bash", ["probe", "tell", '"wang f'], "Wang Fang\n"),
        ("bash", ["probe", "tell", "wáng"], "Wáng\\ Lì\n"),
        ("bash", ["probe", "tell", "o\\'"], "O\\'Brien\\ \\[VIP\\]\\ \\$X\n"),
        ("zsh", ["probe", "tell", "a"], "a\\:b\\\\c:note\n"),
        ("fish", ["probe", "tell", "王"], "王芳\t客 户\n"),
        ("bash", ["nothing", "x"], ""),
        ("bash", ["help", "zz"], ""),
    ],
)
def test_completion(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, shell: str, words: list[str], candidates: str
) -> None:
    from relcadence.domain.text import fold

    book = {
        "Wang Fang": "client", "Wang Wei": "", "Wáng Lì": "", "O'Brien [VIP] $X": "", "a:b\\c": "note",
        "王芳": "客\n户",
    }  # fmt: skip

    def complete_names(path: Path, typed: str, limit: int) -> list[tuple[str, str]]:
        return [pair for pair in book.items() if fold(pair[0]).startswith(fold(typed))]

    monkeypatch.setattr("relcadence.store.reading.complete_names", complete_names)
    monkeypatch.setenv("_RELCADENCE_COMPLETE", shell)
    assert run(*words).out == candidates


def test_completing_a_name_without_a_store_is_silent(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_RELCADENCE_COMPLETE", "bash")
    assert run("probe", "tell", "wa") == (0, "", "")


def test_one_name_found_by_another_word_is_offered_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [("Wang Fang", "")]
    monkeypatch.setattr("relcadence.store.reading.complete_names", lambda path, typed, limit: found)
    ctx = typer.Context(typer.main.get_command(_probe()), obj=Context())
    assert [item.value for item in ContactName().shell_complete(ctx, None, "fang")] == ["Wang Fang"]  # type: ignore[arg-type]
    found.append(("Li Fangyi", ""))
    assert ContactName().shell_complete(ctx, None, "fang") == []  # type: ignore[arg-type]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_scripts_are_read_by_their_shells(run: Callable[..., Any], tmp_path: Path, shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    script = tmp_path / "script"
    script.write_text(run("--show-completion", shell).out)
    assert subprocess.run([shell, "-n", str(script)], capture_output=True, check=True).stderr == b""


@pytest.fixture
def shell_line() -> Iterator[Callable[[str], tuple[int, str]]]:
    """Run a line of sh in which $R is the program; its exit code and what went to stderr."""

    def shell_line(line: str) -> tuple[int, str]:
        env = environment({"R": f"{sys.executable} -m relcadence"})
        ended = subprocess.run(["bash", "-c", line], env=env, capture_output=True, encoding="utf-8", check=False)
        return ended.returncode, ended.stderr

    yield shell_line


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("set -o pipefail; $R --help | true", 1, ""),
        ("set -o pipefail; $R --help | head -1", None, ""),
        ("$R --help >&-", 1, ""),
        ("$R help --json >&-", 1, ""),
        ("$R init --yes >/dev/null 2>&1; $R export csv >&-", 1, ""),
        ("$R help --bogus 2>&-", 2, ""),
        ("$R help --bogus 2>/dev/full", 1, ""),
        ("$R help <&- >/dev/null", 0, ""),
        ("$R --help >/dev/full", 1, "No space left on device.\n"),
        ("$R help --json >/dev/full", 1, "The output cannot be written: No space left on device.\n"),
    ],
)
def test_streams_that_take_nothing(
    shell_line: Callable[[str], tuple[int, str]], line: str, code: int | None, said: str
) -> None:
    ended = shell_line(line)
    assert ended[1] == said
    if code is not None:
        assert ended[0] == code


@pytest.mark.parametrize(
    ("env", "shown"),
    [
        ({"LANG": "C", "LC_ALL": "C"}, "“王芳”"),
        ({"PYTHONIOENCODING": "ascii"}, "“王芳”"),
        ({"PYTHONIOENCODING": "gb18030"}, "“王芳”"),
        ({"PYTHONIOENCODING": "latin-1"}, '"????"'),
    ],
)
def test_any_encoding_prints(env: dict[str, str], shown: str) -> None:
    encoding = env.get("PYTHONIOENCODING", "utf-8").replace("ascii", "utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "relcadence", "help", "王芳"], env=environment(env), capture_output=True, check=False
    )
    assert ended.returncode == 3
    assert f"There is no help on {shown}" in ended.stderr.decode(encoding)


def test_no_home_at_all_names_the_way_out(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RELCADENCE_HOME")
    monkeypatch.delenv("HOME")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    monkeypatch.setattr("pwd.getpwuid", _nobody)
    ended = run("today")
    assert ended.code == 7
    assert ended.err == (
        "No home folder is known here, so the store cannot be found. "
        "Set RELCADENCE_HOME to the folder that holds it.\n"
    )


def _nobody(number: int) -> None:
    raise KeyError(number)


STRUCK = """
import os, signal, sys
class Strike:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Strike())
from relcadence.__main__ import main
del sys.argv[1]
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("importing", "code"),
    [("typer", -signal.SIGINT), ("relcadence.cli.commands.help", 130), ("relcadence.cli.envelope", 130)],
)
def test_ctrl_c_leaves_no_traceback(importing: str, code: int) -> None:
    words = [sys.executable, "-c", STRUCK.replace("sys.argv[1]:", repr(importing) + ":"), importing, "help", "--json"]
    ended = subprocess.run(words, env=environment(), capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (code, b"", b"")


def test_files_are_made_for_the_owner_alone(tmp_path: Path) -> None:
    code = "import relcadence.__main__, sys; open(sys.argv[1], 'w').close()"
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "made")], env=environment(), check=True)
    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o600
