"""The judge of every answer in JSON that a test reads: the schema that the program ships, closed to further keys."""

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from relcadence.cli.schema import ANSWERS, schema_of, words_of
from relcadence.errors import NotFound


def fitting(answer: Any) -> Any:
    """The answer itself. AssertionError where it does not fit what is declared in relcadence/cli/schema.

    Words that are no command of the program (an unknown one, or a test's own) are nobody's to judge; that each of its
    own has a schema is a test of the contract.
    """
    words = answer["command"]
    if _is_known(words):
        misfits = sorted(judge(words).iter_errors(answer), key=lambda each: each.json_path)
        found = [f"{each.json_path}: {each.message[:300]}" for each in misfits]
        assert not found, f"What `{words} --json` answers is not what relcadence/cli/schema says: {found[:5]}"
    return answer


@cache
def judge(words: str) -> Draft202012Validator:
    """The validator of a command's envelope."""
    schema = schema_of(words)
    return Draft202012Validator({key: closed(part) for key, part in schema.items()}, format_checker=FormatChecker())


def closed(part: Any) -> Any:
    """A schema whose objects take no key but those it names."""
    if isinstance(part, list):
        return [closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {key: closed(value) for key, value in part.items()}
    named = part.get("type") == "object" and "properties" in part and "additionalProperties" not in part
    return made | {"additionalProperties": False} if named else made


def _is_known(words: str) -> bool:
    try:
        return words_of(words) in ANSWERS
    except NotFound:
        return False
