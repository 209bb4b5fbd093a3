"""The message catalogues: found in the code, merged with the translations there are, compiled.

    python -m tests.catalogue            merge and compile; list what is missing and what nobody can translate
    python -m tests.catalogue --check    only list; exit code 1 where something is missing or not up to date
    python -m tests.catalogue --add de   begin a further language
    python -m tests.catalogue --fill FILE   take translations from a JSON object {"message": "translation"}

A message is: the text of `translate`, `_`, `N_`, `say`, `.plural` and `several`, what an error or ValueError is made
with, the column titles of a Grid, the labels of Fields, the tables in TABLES, and every help text of the command
line, a paragraph each. It must stand in the code as a literal, or in a table that a subscript leads to.
A table WORDS of a module of the domain is taken whole. In the templates of pages it is the text of `_`.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)
PACKAGE = Path(__file__).resolve().parents[1] / "relcadence"
LOCALE = PACKAGE / "locale"
SPEAKERS = {"translate", "outgoing", "_", "N_", "say"}
PLURALS = {"plural", "several"}
ERRORS = {
    "RelcadenceError", "UsageProblem", "NotFound", "Ambiguous", "Refused", "BadInput", "StoreTrouble", "ValueError",
}  # fmt: skip
# What translates an argument itself: column titles, what a word is called. At which place it stands.
TITLED = {"Grid": 0, "listing": 2, "one_of": 2, "Check": 1}
TALK = {"say", "warn", "confirm", "ask"}
# Words of the domain that are shown: module, table.
TABLES = (
    ("relcadence.errors", "SYSTEM"),
    ("relcadence.errors", "BETWEEN"),
    ("relcadence.deliver.layout", "CHANNEL_WORDS"),
    ("relcadence.deliver.layout", "WITHOUT_ADDRESS"),
    ("relcadence.domain.duplicates", "SCORES"),
    ("relcadence.domain.duplicates", "AGAINST"),
    ("relcadence.domain.words", "SHOWN"),
    ("relcadence.domain.cards", "SHOWN"),
    ("relcadence.domain.holidays", "NAMES"),
    ("relcadence.exchange.templates", "SHOWN"),
    ("relcadence.domain.playbook_words", "TITLES"),
    ("relcadence.domain.playbook_words", "WHYS"),
    ("relcadence.domain.playbook_words", "KIND_WORDS"),
    ("relcadence.domain.playbook_words", "STATE_WORDS"),
    ("relcadence.domain.dates_calendar", "MONTHS"),
    ("relcadence.domain.dates_calendar", "WEEKDAYS"),
)


class Message(NamedTuple):
    """A message with its plural ("" for none) and the file it was found in."""

    id: str
    plural: str
    place: str


class Unspeakable(NamedTuple):
    """A text that is shown and cannot be translated as it is written."""

    place: str
    line: int
    code: str


class Finder(ast.NodeVisitor):
    """Finds the messages of one module."""

    def __init__(self, path: Path) -> None:
        self.place = str(path.relative_to(PACKAGE.parent))
        self.tree = ast.parse(path.read_text("utf-8"))
        self.messages: list[Message] = []
        self.unspeakable: list[Unspeakable] = []
        self.scopes: list[dict[str, list[ast.expr]]] = [_assigned(self.tree)]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.scopes.append(_assigned(node))
        self.generic_visit(node)
        self.scopes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = _called(node)
        talks = isinstance(node.func, ast.Attribute) and name in TALK
        if name in PLURALS and len(node.args) >= 2 and not self.place.endswith("relcadence/language.py"):
            self._plural(node)
        elif name in SPEAKERS and not talks:
            self._take(node.args[:1], node)
        elif name in ERRORS:
            self._take(node.args[:2], node)
        elif name in TITLED:
            self._take(node.args[TITLED[name] : TITLED[name] + 1], node)
        elif name == "Fields":
            self._labels(node)
        elif talks:
            self._refuse(node.args[:1], node)
        self.generic_visit(node)

    def _plural(self, node: ast.Call) -> None:
        if isinstance(node.args[0], ast.Starred):
            pairs = self._texts(node.args[0])
            ones, manys = pairs[::2], pairs[1::2]
        else:
            ones, manys = (self._texts(arg) for arg in node.args[:2])
        if not ones or len(ones) != len(manys):
            self.unspeakable.append(Unspeakable(self.place, node.lineno, ast.unparse(node)))
        self.messages += [Message(one, many, self.place) for one, many in zip(ones, manys, strict=False)]

    def _take(self, args: Iterable[ast.expr], node: ast.Call) -> None:
        for arg in args:
            self._refuse([arg], node)
            self.messages += [Message(text, "", self.place) for text in self._texts(arg)]

    def _labels(self, node: ast.Call) -> None:
        for pair in ast.walk(node):
            if isinstance(pair, ast.Tuple) and len(pair.elts) == 2 and isinstance(pair.elts[0], ast.Constant):
                self.messages += [Message(text, "", self.place) for text in self._texts(pair.elts[0])]

    def _refuse(self, args: Iterable[ast.expr], node: ast.Call) -> None:
        """Note what is put together from pieces: an f-string with words in it."""
        for arg in args:
            branches = [arg.body, arg.orelse] if isinstance(arg, ast.IfExp) else [arg]
            if any(isinstance(each, ast.JoinedStr | ast.BinOp) and _has_words(each) for each in branches):
                self.unspeakable.append(Unspeakable(self.place, node.lineno, ast.unparse(arg)))

    def _texts(self, node: ast.AST, depth: int = 0) -> list[str]:
        """The literals that an expression can be."""
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) and node.value else []
        if depth > 6:
            return []
        if isinstance(node, ast.IfExp):
            inner: list[ast.AST] = [node.body, node.orelse]
        elif isinstance(node, ast.Dict):
            inner = list(node.values)
        elif isinstance(node, ast.Tuple | ast.List):
            inner = list(node.elts)
        elif isinstance(node, ast.BoolOp):
            inner = list(node.values)
        elif isinstance(node, ast.Starred | ast.Subscript):
            inner = [node.value]
        elif isinstance(node, ast.Name):
            inner = [value for scope in self.scopes for value in scope.get(node.id, ())]
        elif isinstance(node, ast.Call) and _called(node) == "get" and isinstance(node.func, ast.Attribute):
            inner = [node.func.value, *node.args[1:]]
        else:
            return []
        return [text for each in inner for text in self._texts(each, depth + 1)]


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def _has_words(node: ast.AST) -> bool:
    return any(
        isinstance(each, ast.Constant) and isinstance(each.value, str) and any(map(str.isalpha, each.value))
        for each in ast.walk(node)
        if not isinstance(each, ast.FormattedValue)
    )


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    """What names of a module or function are given, functions inside left out."""
    found: dict[str, list[ast.expr]] = {}
    waiting: list[ast.AST] = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.Assign):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
                for at, name in enumerate(names):
                    if isinstance(name, ast.Name):
                        taken = values[at : at + 1] if len(names) == len(values) > 1 else [node.value]
                        found.setdefault(name.id, []).extend(taken)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found.setdefault(node.target.id, []).append(node.value)
        waiting += ast.iter_child_nodes(node)
    return found


def find() -> tuple[list[Message], list[Unspeakable]]:
    """All messages of the program, each once, and the texts that cannot be translated."""
    messages: list[Message] = []
    unspeakable: list[Unspeakable] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        finder = Finder(path)
        finder.visit(finder.tree)
        messages += finder.messages
        unspeakable += finder.unspeakable
    messages += [*_templates(), *_tables()]
    messages += (Message(text, "", "the help of the commands") for text in helps())
    once: dict[str, Message] = {}
    for message in messages:
        if message.id.strip() and (message.id not in once or message.plural):
            once[message.id] = message
    return list(once.values()), unspeakable


def _templates() -> Iterator[Message]:
    """What the pages say through `_`."""
    from jinja2 import Environment

    for path in sorted((PACKAGE / "data").glob("*.html")):
        pages = Environment(extensions=["jinja2.ext.i18n"])
        found = pages.extract_translations(path.read_text("utf-8"), ("_",))  # type: ignore[attr-defined]
        texts = (text[0] if isinstance(text, tuple) else text for _line, _name, text in found)  # values stand behind
        yield from (Message(text, "", str(path.relative_to(PACKAGE.parent))) for text in texts if text)


def _tables() -> Iterator[Message]:
    for path in sorted((PACKAGE / "domain").glob("*.py")):
        words = getattr(import_module(f"relcadence.domain.{path.stem}"), "WORDS", {})
        texts = [text for text in words.values() if isinstance(text, str)] if isinstance(words, Mapping) else []
        yield from (Message(text, "", f"relcadence/domain/{path.name}") for text in texts)
    for module, table in TABLES:
        yield from (Message(text, "", module) for text in _leaves(getattr(import_module(module), table)))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        told = value.values() if any(map(str, _leaves([*value.values()]))) else value
        yield from (text for item in told for text in _leaves(item))
    elif isinstance(value, int):
        return
    else:
        yield from (text for item in value for text in _leaves(item))


def helps() -> Iterator[str]:
    """Every help text of the command line, by paragraphs."""
    from relcadence.cli.app import _root
    from relcadence.cli.context import Context
    from relcadence.cli.helping import WORDS, paragraphs

    yield from WORDS
    root = _root()
    with root.make_context("relcadence", [], obj=Context()) as ctx:
        waiting: list[Any] = [root]
        while waiting:
            command = waiting.pop()
            for text in (command.help or "", command.epilog or ""):
                yield from paragraphs(text)
            for param in command.get_params(ctx):
                if text := getattr(param, "help", ""):
                    yield text
            if hasattr(command, "list_commands"):
                waiting += [command.get_command(ctx, name) for name in command.list_commands(ctx)]


def languages(folder: Path = LOCALE) -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/relcadence.po"))


def path_of(language: str, suffix: str = "po") -> Path:
    """The catalogue of a language."""
    return LOCALE / language / "LC_MESSAGES" / f"relcadence.{suffix}"


def read(language: str) -> Catalog:
    """The catalogue as it lies there."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def merged(language: str, messages: Iterable[Message]) -> Catalog:
    """The catalogue with exactly these messages, the translations there are kept."""
    held = read(language) if path_of(language).exists() else Catalog()
    catalogue = Catalog(locale=language, header_comment="", fuzzy=False)
    for message in sorted(messages, key=lambda each: (each.place, each.id)):
        own = held.get(message.id)
        text = own.string if own is not None else ""
        if message.plural and isinstance(text, str):
            text = (text,) * catalogue.num_plurals
        elif not message.plural and isinstance(text, tuple | list):
            text = text[0]
        wanted = (message.id, message.plural) if message.plural else message.id
        flags = own.flags & {"fuzzy"} if own is not None else set()
        catalogue.add(wanted, text, locations=[(message.place, 0)], flags=flags)
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as text: files without line numbers, no dates, so that equal is equal."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, omit_header=True, include_lineno=False)
    plural = f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};"
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {catalogue.locale}\\n"\n"MIME-Version: 1.0\\n"\n'
        f'"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {plural}\\n"\n\n'
    )
    return header.encode() + out.getvalue()


def as_mo(po: bytes, language: str) -> bytes:
    """The catalogue as gettext reads it; what is fuzzy or empty stays out."""
    out = io.BytesIO()
    catalogue = read_po(io.BytesIO(po), locale=language)
    catalogue.creation_date = catalogue.revision_date = NO_TIME  # equal texts make equal bytes
    write_mo(out, catalogue)
    return out.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """The messages without a translation, or with a doubtful one."""
    return [_id(each) for each in catalogue if each.id and (each.fuzzy or not all(_strings(each)))]


def _id(message: Any) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def _strings(message: Any) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def fill(language: str, translations: Mapping[str, str], messages: Iterable[Message]) -> Catalog:
    """The merged catalogue with these translations put in."""
    catalogue = merged(language, messages)
    for message in catalogue:
        if text := translations.get(_id(message)) if message.id else None:
            plural = isinstance(message.id, tuple | list)
            message.string = (text,) * catalogue.num_plurals if plural else text
            message.flags.discard("fuzzy")
    return catalogue


def main() -> int:
    """Do what the command line asks; 1 where something is left to do."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--add", metavar="LANGUAGE", help="begin a further language")
    parser.add_argument("--fill", metavar="FILE", type=Path, help="translations as a JSON object, for --language")
    parser.add_argument("--language", default="zh_CN")
    options = parser.parse_args()
    messages, unspeakable = find()
    left = 0
    for language in [*languages(), *([options.add] if options.add else ())]:
        catalogue = merged(language, messages)
        if options.fill and language == options.language:
            catalogue = fill(language, json.loads(options.fill.read_text("utf-8")), messages)
        left += _settle(language, catalogue, write=not options.check)
    for each in unspeakable:
        sys.stderr.write(f"cannot be translated: {each.place}:{each.line}: {each.code}\n")
    return 1 if left or unspeakable else 0


def _settle(language: str, catalogue: Catalog, *, write: bool) -> int:
    """Write the catalogue and its compiled form, and print what is missing as JSON; how much is left to do."""
    po = as_po(catalogue)
    mo = as_mo(po, language)
    stale = not path_of(language, "mo").exists() or path_of(language, "mo").read_bytes() != mo
    if write:
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_bytes(po)
        path_of(language, "mo").write_bytes(mo)
    without = missing(catalogue)
    if without:
        sys.stdout.write(json.dumps(dict.fromkeys(without, ""), ensure_ascii=False, indent=1) + "\n")
    sys.stderr.write(f"{language}: {len(list(catalogue)) - 1} messages, {len(without)} missing\n")
    return len(without) + (stale and not write)


if __name__ == "__main__":
    sys.exit(main())
