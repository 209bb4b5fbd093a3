"""The error boundary: every way a run can end becomes an exit code and, at most, a sentence with a next step.

Typer's own messages stay English and speak of parsers, so usage errors are worded here by their class.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import typer
from typer._click import exceptions as usage

from relcadence.errors import RelcadenceError, UsageProblem, reason_of, say, together
from relcadence.language import N_

if TYPE_CHECKING:
    from relcadence.cli.context import Context

INTERRUPTED = 130


def guarded(context: Context, action: Callable[[], object]) -> int:
    """Run the action to its end and give the exit code; only output that cannot be written is passed over."""
    try:
        code = _attempt(context, action)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        return 1
    except OSError as error:
        with suppress(OSError):
            words = context.translate("The output cannot be written: {reason}.", reason=reason_of(error))
            sys.stderr.write(words + "\n")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _attempt(context: Context, action: Callable[[], object]) -> int:
    try:
        action()
        return context.finish()
    except typer.Exit as leaving:
        if context.answered:
            context.finish()
        return leaving.exit_code
    except (KeyboardInterrupt, typer.Abort):
        context.say(context.translate("\nInterrupted; an unfinished change leaves no trace."))
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:
        if context.debug:
            import traceback

            traceback.print_exc()
        return context.fail(_understood(error, context))


def _understood(error: Exception, context: Context) -> RelcadenceError:
    """The error as one the program knows."""
    if isinstance(error, RelcadenceError):
        return error
    if isinstance(error, usage.UsageError):
        return worded(error, f"relcadence {context.command}".strip())
    if isinstance(error, typer.TyperException):
        return UsageProblem(error.format_message())
    if isinstance(error, OSError) and error.strerror:
        why = say("{reason}.", reason=reason_of(error))
        return RelcadenceError(together((str(error.filename), why), ": ") if error.filename else why)
    if trouble := _of_the_store(error, context):
        return trouble
    details = f"{type(error).__name__}: {error}".strip().removesuffix(":").removesuffix(".")
    hint = "" if context.debug else "--debug shows the details."
    return RelcadenceError(say("Something unexpected happened ({details}).", details=details), hint)


def _of_the_store(error: Exception, context: Context) -> RelcadenceError | None:
    """What is wrong with the store, where that may be the reason: damaged values go wrong in many ways."""
    import sqlite3
    from contextlib import closing

    from relcadence.store import connection, damage

    try:
        path = context.home.store_path
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.IntegrityError):
            return connection.worded(path, error)
        if not path.exists():
            return None
        with closing(connection.connect(path)) as opened:
            places = damage.find(opened, path)
    except RelcadenceError as trouble:
        return trouble
    return connection.damaged(path, damage.told(places)) if places else None


def worded(error: usage.UsageError, path: str) -> UsageProblem:
    """A usage error of Typer in the program's own words; the help of the command `path` tells more."""
    hint = say("`{command} --help` shows how.", command=path)
    if isinstance(error, usage.NoSuchOption):
        near = ", ".join((error.possibilities or ())[:2])
        hint = together((say("Did you mean {words}?", words=near), hint), " ") if near else hint
        return UsageProblem(say("`{command}` has no option {option}.", command=path, option=error.option_name), hint)
    if isinstance(error, usage.BadOptionUsage):
        needs = say("{option} needs a value.", option=error.option_name)
        takes_none = say("{option} takes no value.", option=error.option_name)
        return UsageProblem(takes_none if "does not take" in error.message else needs, hint)
    if isinstance(error, usage.BadParameter):
        name = _parameter_name(error)
        if isinstance(error, usage.MissingParameter):
            return UsageProblem(say("{name} is missing.", name=name), hint)
        return UsageProblem(_bad_value(name, error.message), hint)
    _start, found, rest = error.message.partition("unexpected extra argument(s) (")
    if found:
        many = say("`{command}` does not take “{words}”.", command=path, words=rest.rstrip(")"))
        return UsageProblem(many, together((say("A name of several words goes in quotes."), hint), " "))
    return UsageProblem(error.message, hint)


# Typer's own sentences on a value, and ours in their place; what is not among them stays as Typer has it.
VALUES = {
    r"'(?P<value>.*)' is not a valid int(eger)?(?: range)?\.": N_("{name}: “{value}” is not a whole number."),
    r"'(?P<value>.*)' is not a valid float(?: range)?\.": N_("{name}: “{value}” is not a number."),
    r"(?P<value>\S+) is not in the range (?P<range>.*)\.": N_("{name}: {value} is not in the range {range}."),
    r"(?P<path>.*) '(?P<value>.*)' does not exist\.": N_("{name}: there is no “{value}”."),
}


def _bad_value(name: str, message: str) -> str:
    for pattern, words in VALUES.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return say(words, name=name, **found.groupdict())
    return f"{name}: {message}"


def _parameter_name(error: usage.BadParameter) -> str:
    param = error.param
    if param is None:
        return str(error.param_hint or "").strip("'")
    if param.param_type_name == "option":
        return max(param.opts, key=len)
    return param.metavar or (param.name or "").upper()


def unknown_word(word: str, known: Iterable[str], before: str) -> UsageProblem:
    """The error for a command word nobody knows, with the words that come near it."""
    from difflib import get_close_matches

    near = get_close_matches(word.casefold(), list(known), cutoff=0.6)
    hint = say("`{command} --help` lists them.", command=before)
    if near:
        hint = together((say("Did you mean {words}?", words=", ".join(near)), hint), " ")
    return UsageProblem(say("`{command}` has no command “{word}”.", command=before, word=word), hint)
