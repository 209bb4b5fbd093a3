"""The plan of the house, held: who may know whom, what may be loaded when, and how long things are."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from relcadence.cli.app import COMMANDS, HEADINGS

TREE = Path(__file__).resolve().parents[1]
MODULES = sorted((TREE / "relcadence").rglob("*.py"))
MAY_KNOW: dict[str, set[str]] = {
    "errors": set(),
    "language": {"errors"},
    "home": {"errors"},
    "settings": {"errors", "language", "domain"},
    "domain": {"domain", "errors"},
    "store": {"store", "domain", "errors"},
    "exchange": {"exchange", "domain", "language", "errors"},
    "deliver": {"deliver", "domain", "language", "errors"},
    "cli": {"cli", "deliver", "exchange", "store", "domain", "home", "language", "settings", "errors"},
    "__main__": {"cli"},
    "__init__": set(),
}
HEAVY = {
    "sqlmodel", "sqlalchemy", "pydantic", "icalendar", "rich", "jinja2", "holidays", "vobject", "phonenumbers",
    "pypinyin", "rapidfuzz", "lunardate", "charset_normalizer", "platformdirs", "keyring", "pygal",
}  # fmt: skip
SCHEMA = ("tables", "tables_kept", "tables_things", "tables_cards", "tables_pairs", "columns")
HOMES_OF_THE_HEAVY = {f"relcadence/store/{name}.py": {"sqlmodel", "sqlalchemy", "pydantic"} for name in SCHEMA}
DOMAIN_MAY_USE = {"dateutil", "lunardate", "rapidfuzz", "phonenumbers", "pypinyin"}
SQL = re.compile(r"\b(SELECT|PRAGMA|INSERT INTO|DELETE FROM)\b|\bUPDATE \w+ SET\b")
CLOCKS = {"date.today", "datetime.now", "datetime.utcnow", "datetime.today", "time.time", "time.localtime"}


class Import(NamedTuple):
    """One import: the dotted name, and whether it happens when the module is loaded."""

    name: str
    at_load: bool


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _name(path: Path) -> str:
    return str(path.relative_to(TREE))


def _imports(node: ast.AST, at_load: bool = True) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, at_load) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports are absolute"
            yield Import(str(child.module), at_load)
            yield from (Import(f"{child.module}.{alias.name}", at_load) for alias in child.names)
        elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            yield from _imports(child, at_load=False)
        else:
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(child, at_load and not function)


def _room(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_go_the_way_of_the_plan(path: Path) -> None:
    room = path.relative_to(TREE / "relcadence").parts[0].removesuffix(".py")
    ours = {i.name for i in _imports(_tree(path)) if i.name.split(".")[0] == "relcadence"}
    known = {_room(name) for name in ours if name != "relcadence"}
    assert known <= MAY_KNOW[room] | {"__version__"}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_heavy_libraries_are_loaded_where_they_are_used(path: Path) -> None:
    at_load = {i.name.split(".")[0] for i in _imports(_tree(path)) if i.at_load}
    assert at_load & HEAVY <= HOMES_OF_THE_HEAVY.get(_name(path), set())


@pytest.mark.parametrize("path", [path for path in MODULES if "store" not in path.parts], ids=_name)
def test_the_store_alone_speaks_sql(path: Path) -> None:
    texts = {node.value for node in ast.walk(_tree(path)) if isinstance(node, ast.Constant)}
    assert not [text for text in texts if isinstance(text, str) and SQL.search(text)]


@pytest.mark.parametrize("path", [path for path in MODULES if "cli" not in path.parts], ids=_name)
def test_the_clock_is_read_in_the_face_alone(path: Path) -> None:
    calls = {ast.unparse(node.func) for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)}
    assert not {call for call in calls if any(call == clock or call.endswith(f".{clock}") for clock in CLOCKS)}


@pytest.mark.parametrize("path", sorted((TREE / "relcadence" / "domain").rglob("*.py")), ids=_name)
def test_the_domain_stands_on_the_standard_library(path: Path) -> None:
    names = {i.name.split(".")[0] for i in _imports(_tree(path))}
    assert names - set(sys.stdlib_module_names) <= DOMAIN_MAY_USE | {"relcadence"}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_modules_say_what_they_are_for_and_stay_short(path: Path) -> None:
    tree = _tree(path)
    assert (ast.get_docstring(tree) or "").strip()
    length = path.read_text("utf-8").count("\n")
    assert length <= 350
    too_long = [f"{name}: {lines} lines" for name, lines in _function_lengths(tree) if lines > 60]
    assert not too_long


def test_functions_are_short_as_a_rule() -> None:
    lengths = sorted(lines for path in MODULES for _, lines in _function_lengths(_tree(path)))
    assert statistics.median(lengths) <= 8
    assert lengths[int(len(lengths) * 0.9)] <= 25


def _function_lengths(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def test_no_module_of_the_package_imports_itself_in_a_circle() -> None:
    names = {
        ".".join(path.relative_to(TREE).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES
    }
    knows = {
        name: {i.name for i in _imports(_tree(path)) if i.at_load and i.name in names} - {name}
        for name, path in names.items()
    }
    while free := [name for name, others in knows.items() if not others]:
        for name in free:
            del knows[name]
        for others in knows.values():
            others.difference_update(free)
    assert not knows


def test_the_table_of_commands() -> None:
    assert all(entry.heading in HEADINGS for entry in COMMANDS.values())
    assert all(re.fullmatch(r"[a-z“].{4,50}[^.]", entry.help) for entry in COMMANDS.values())
    assert {entry.module.rstrip("_").replace("_", "-") for entry in COMMANDS.values()} == set(COMMANDS)


@pytest.mark.parametrize("word", COMMANDS)
def test_every_command_has_help(run: Callable[..., Any], word: str) -> None:
    if find_spec(f"relcadence.cli.commands.{COMMANDS[word].module}") is None:
        pytest.skip("not there yet")
    ended = run(word, "--help")
    assert (ended.code, ended.err) == (0, "")
    usage, _, said, *_ = ended.out.splitlines()
    assert usage.startswith(f"Usage: relcadence {word}")
    assert said.strip()
    assert "Every command also takes" in ended.out


MORNING = "import relcadence.cli.commands.today, relcadence.store.queries.seven, relcadence.store.queries.moves, sys"


def test_the_rows_of_a_morning_do_not_postpone_their_annotations() -> None:
    """A named tuple compiles each annotation that comes as text: for what `today` loads, a good part of its start."""
    words = [sys.executable, "-c", f"{MORNING}; print(*sys.modules)"]
    loaded = subprocess.run(words, capture_output=True, encoding="utf-8", check=True).stdout.split()
    texts = {
        name: path.read_text("utf-8") for path in MODULES if (name := _name(path)[:-3].replace("/", ".")) in loaded
    }
    assert len(texts) > 30
    rows = [name for name, text in texts.items() if "(NamedTuple)" in text]
    assert not [name for name in rows if "from __future__ import annotations" in texts[name]]
