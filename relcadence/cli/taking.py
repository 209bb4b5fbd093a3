"""Options that several commands take, written down once: a command names the table and has them in its `**told`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from typer.models import OptionInfo

Command = TypeVar("Command", bound=Callable[..., Any])
Options = Mapping[str, tuple[Any, Any]]


def taking(options: Options) -> Callable[[Command], Command]:
    """Have a command take these options before its own: name of the parameter -> (annotation, default).

    Typer reads a command from its signature, which is all that is changed; the values come as keywords.
    """

    def take(command: Command) -> Command:
        signature = inspect.signature(command, eval_str=True)
        own = [each for each in signature.parameters.values() if each.kind is not each.VAR_KEYWORD]
        more = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, (annotation, default) in options.items()
        ]
        first = next((at for at, each in enumerate(own) if _is_option(each)), len(own))
        order = [each.replace(kind=each.KEYWORD_ONLY) for each in [*own[:first], *more, *own[first:]]]
        command.__signature__ = signature.replace(parameters=order)  # type: ignore[attr-defined]
        return command

    return take


def _is_option(parameter: inspect.Parameter) -> bool:
    return any(isinstance(each, OptionInfo) for each in getattr(parameter.annotation, "__metadata__", ()))
