"""The error boundary: every way a run can end becomes an exit code and, at most, a sentence with a next step.

Typer's own messages stay English and speak of parsers, so usage errors are worded here by their class.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import typer
from typer._click import exceptions as usage

from relcadence.errors import RelcadenceError, UsageProblem

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.language import Translator

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
            sys.stderr.write(f"The output cannot be written: {error.strerror}.\n")
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
    translate = context.translate
    if isinstance(error, RelcadenceError):
        return error
    if isinstance(error, usage.UsageError):
        return worded(error, f"relcadence {context.command}".strip(), translate)
    if isinstance(error, typer.TyperException):
        return UsageProblem(error.format_message())
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return RelcadenceError(f"{where}{error.strerror}.")
    details = f"{type(error).__name__}: {error}".strip().removesuffix(":").removesuffix(".")
    hint = "" if context.debug else translate("--debug shows the details.")
    return RelcadenceError(translate("Something unexpected happened ({details}).", details=details), hint)


def worded(error: usage.UsageError, path: str, translate: Translator) -> UsageProblem:
    """A usage error of Typer in the program's own words; the help of the command `path` tells more."""
    _ = translate
    hint = _("`{command} --help` shows how.", command=path)
    if isinstance(error, usage.NoSuchOption):
        near = ", ".join((error.possibilities or ())[:2])
        hint = f"{_('Did you mean {words}?', words=near)} {hint}" if near else hint
        return UsageProblem(_("`{command}` has no option {option}.", command=path, option=error.option_name), hint)
    if isinstance(error, usage.BadOptionUsage):
        needs = _("{option} needs a value.", option=error.option_name)
        takes_none = _("{option} takes no value.", option=error.option_name)
        return UsageProblem(takes_none if "does not take" in error.message else needs, hint)
    if isinstance(error, usage.BadParameter):
        name = _parameter_name(error)
        if isinstance(error, usage.MissingParameter):
            return UsageProblem(_("{name} is missing.", name=name), hint)
        return UsageProblem(f"{name}: {error.message}", hint)
    _start, found, rest = error.message.partition("unexpected extra argument(s) (")
    if found:
        many = _("`{command}` does not take “{words}”.", command=path, words=rest.rstrip(")"))
        return UsageProblem(many, f"{_('A name of several words goes in quotes.')} {hint}")
    return UsageProblem(error.message, hint)


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
    meant = f"Did you mean {', '.join(near)}? " if near else ""
    return UsageProblem(f"`{before}` has no command “{word}”.", f"{meant}`{before} --help` lists them.")
