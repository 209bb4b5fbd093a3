"""The schemas of `--json`: every command has one, each is JSON Schema 2020-12, and what they say is in the help."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import pytest
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator

from relcadence.cli.app import COMMANDS, _root
from relcadence.cli.context import Context
from relcadence.cli.schema import ANSWERS, schema_of
from relcadence.cli.schema.build import Builder, Maybe, Says, Shape
from tests.conftest import Result
from tests.contract.test_envelope import ANSWERS as ORDINARY
from tests.contract.test_envelope_things import ANSWERS as THINGS
from tests.schemas import fitting, judge

HOLDERS = {"client-plan step", "group member", "publish"}  # words that answer nothing by themselves


def words(command: Any, path: str) -> Iterator[str]:
    """The command lines that a command holds, itself among them."""
    if path not in HOLDERS:
        yield path
    for name, each in getattr(command, "commands", {}).items():
        yield from words(each, f"{path} {name}")


def every() -> list[str]:
    root = _root()
    ctx = root.make_context("relcadence", [], obj=Context([]), resilient_parsing=True)
    return [path for name in COMMANDS for path in words(root.get_command(ctx, name), name)]


def test_every_command_has_a_schema_and_no_schema_is_of_none() -> None:
    found = every()
    for path in found:
        assert schema_of(path)["title"] == f"relcadence {path} --json"
    assert set(ANSWERS) <= set(found)


@pytest.mark.parametrize("path", ANSWERS)
def test_each_is_a_valid_schema_with_nothing_left_open(path: str) -> None:
    schema = schema_of(path)
    Draft202012Validator.check_schema(schema)
    for name, made in schema["$defs"].items():
        assert made["properties"] and made["description"].endswith("."), name


# What the other tests do not ask for in JSON: (command, a line before it that it needs)
REST = [
    ("cadence drop tag vip", "cadence set tag vip weekly"),
    ("cards show C1", 'cards plan "New Year"'),
    ("cards csv C1 -o {tmp}/cards.csv", 'cards plan "New Year"'),
    ("cards labels C1 -o {tmp}/labels.txt", 'cards plan "New Year"'),
    ("cards draft C1", 'cards plan "New Year"'),
    ("cards sent C1 --all", 'cards plan "New Year" --channel email'),
    ("cards returned C1 jose", 'cards plan "New Year"'),
    ("cards drop C1", 'cards plan "New Year"'),
    ("cards received jose", ""),
    ("cards template reset new-year", "cards template edit new-year --from {tmp}/text"),
    ("cards template show new-year", ""),
    ("cards template edit new-year --from {tmp}/text", ""),
    ("checklist set 10 --every quarter --role client", ""),
    ("checklist off 10", ""),
    ("checklist on 10", "checklist off 10"),
    ("checklist add Walks --every quarter --role circle", ""),
    ("checklist reset", "checklist off 10"),
    ("checklist", ""),
    ("checklist show 1", ""),
    ("checklist audit 1", ""),
    ("config day 2026-12-01 3", ""),
    ("config day 2026-12-01 usual", "config day 2026-12-01 3"),
    ("config dayoff", ""),
    ("config dayoff 2026-12-24..2027-01-02", ""),
    ("config dayoff --drop 1", "config dayoff 2026-12-24"),
    ("config reset capacity", ""),
    ("config", ""),
    ("export", ""),
    ("export about jose -o {tmp}/about.md", ""),
    ("export markdown jose -o {tmp}/jose.md", ""),
    ("export labels -o {tmp}/labels.txt", ""),
    ("export ics --dir {tmp}/folder", ""),
    ("export ics --calendar-per-kind -o {tmp}/day.ics", ""),
    ("export json -o {tmp}/book.json", ""),
    ("export vcf -o {tmp}/people.vcf", ""),
    ("export csv -o {tmp}/people.csv", ""),
    ("duplicates --not #5 #6", ""),
    ("duplicates", ""),
    ("merge #5 #6", ""),
    ("erase zoe --dry-run", ""),
    ("erase zoe", ""),
    ("list --stale", ""),
    ("show jose --why", ""),
    ("show zoe", ""),
    ("month", ""),
    ("month 2026-10", ""),
    ("timeline \"wang li\"", ""),
    ("timeline jose", 'occasion add jose success yesterday "won"'),
    ("report -o {tmp}/practice.html", ""),
    ("restore jose", "archive jose"),
    ("stats", ""),
    ("stats touches --by month", ""),
    ("stats windows", ""),
    ("stats pyramid", ""),
    ("stats channels", ""),
    ("stats prospects", ""),
    ("stats referrers", ""),
    ("stats time", "log --own website --minutes 60"),
    ("stats load", ""),
    ("stats replies", "log jose --in --email --needs-reply"),
    ("prune", ""),
    ("prune keep zoe", ""),
    ("prune client zoe", ""),
    ("prune nurture zoe --every half-year", ""),
    ("prune archive zoe", ""),
    ("prune file -o {tmp}/prune.csv", ""),
    ("prune apply {tmp}/prune.csv", "prune file -o {tmp}/prune.csv"),
    ("schedule run --at 00:00", ""),
    ("schedule run --at 00:00 --ics {tmp}/day.ics", ""),
    ("schedule status", ""),
    ("schedule remove", ""),
    ("schedule install --with cron --dry-run", ""),
    ("backup verify", "backup"),
    ("backup restore", "backup"),
    ("today --count", ""),
    ("digest --quiet-if-empty", ""),
    ("digest --format html -o {tmp}/day.html", ""),
    ("backup daily", ""),
    ("backup list", "backup"),
    ("doctor", ""),
    ("load --capacity 1", ""),
    ("pyramid", ""),
    ("undo --redo", "undo"),
    ("log zoe --call --refused", ""),
    ("log jose --call --complaint", ""),
    ("skip F1 --never", ""),
    ("help json", ""),
    ("help json today", ""),
    ("publish caldav nowhere", ""),
    ("show nobody", ""),
]  # fmt: skip


ELSEWHERE = {
    "triage",
    "publish caldav",
    "demo",
    "import",
}  # a terminal, a server, a folder, files: tests of their own


def test_the_answer_of_every_command_is_tried() -> None:
    lines = [*(words for words, _keys in ORDINARY), *(words[:depth] for words, depth, _keys in THINGS)]
    tried = {" ".join(words[:depth]) for words in lines for depth in (1, 2, 3)}
    tried |= {" ".join(line.split()[:depth]) for line, _before in REST for depth in (1, 2, 3)}
    assert {path for path in ANSWERS if path not in tried and path.removesuffix(" list") not in tried} <= ELSEWHERE


@pytest.mark.parametrize(("line", "before"), REST)
def test_what_a_command_answers_fits_its_schema(
    run: Callable[..., Result], book: Path, tmp_path: Path, line: str, before: str
) -> None:
    import shlex

    (tmp_path / "text").write_text("Dear {{ salutation }},\n")
    if before:
        ended = run(*shlex.split(before.format(tmp=tmp_path)), "--yes")
        assert ended.code == 0, ended.err
    found = run(*shlex.split(line.format(tmp=tmp_path)), "--yes", "--json")
    fitting(found.json)


def test_a_key_too_many_and_a_key_too_few_are_seen(run: Callable[..., Result], book: Path) -> None:
    answer = run("list", "--json").json
    answer["data"][0]["extra"] = 1
    with pytest.raises(AssertionError, match="extra"):
        fitting(answer)
    del answer["data"][0]["extra"], answer["data"][0]["name"]
    with pytest.raises(AssertionError, match="name"):
        fitting(answer)


def test_the_schema_that_is_given_out_takes_keys_to_come(run: Callable[..., Result], book: Path) -> None:
    answer = run("list", "--json").json
    answer["data"][0]["extra"] = 1
    Draft202012Validator(schema_of("list")).validate(answer)
    answer["data"] = None
    with pytest.raises(ValidationError):
        Draft202012Validator(schema_of("list")).validate(answer)


def test_days_that_are_not_known_are_null(run: Callable[..., Result], book: Path) -> None:
    (row,) = run("refer", "--json").data
    assert (row["on"], row["thanked_on"], row["closed_on"]) == ("2026-11-02", None, None)


class Row(NamedTuple):
    """A row."""

    id: int
    seen_on: str


class Page(Shape, of=Row):
    """A page."""

    with_: Maybe[list[str]]
    kind: Annotated[str, Says(enum=["a", "b"])] | None
    way: Literal["in", "out"]


def test_how_types_become_schemas() -> None:
    builder = Builder()
    assert builder.schema(list[Page]) == {"type": "array", "items": {"$ref": "#/$defs/Page"}}
    assert builder.definitions["Page"] == {
        "description": "A page.",
        "type": "object",
        "properties": {
            "id": {"type": "integer"},
            "seen_on": {"type": ["string", "null"], "format": "date"},
            "with": {"type": "array", "items": {"type": "string"}},
            "kind": {"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "null"}]},
            "way": {"enum": ["in", "out"]},
        },
        "required": ["id", "seen_on", "kind", "way"],
    }
    assert builder.schema(int | None) == {"type": ["integer", "null"]}
    with pytest.raises(TypeError, match="no shape"):
        builder.schema(complex)


def test_the_validator_is_that_of_the_dialect() -> None:
    judged: Validator = judge("today")
    assert judged.META_SCHEMA["$id"] == schema_of("today")["$schema"]
