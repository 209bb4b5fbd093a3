"""What command modules share: how an app is made, options that several commands take, and completers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer._click.types import StringParamType

from relcadence.cli.groups import Group

if TYPE_CHECKING:
    from typer._click import Context as ClickContext
    from typer._click import Parameter
    from typer._click.shell_completion import CompletionItem


def new_app(**settings: Any) -> typer.Typer:
    """A Typer app as every command module makes it: no Rich, no completion options of its own."""
    settings.setdefault("cls", Group)
    return typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False, **settings)


class ContactName(StringParamType):
    """The name of a contact as people type it; completed from the store, silently without one."""

    name = "name"

    def shell_complete(self, ctx: ClickContext, param: Parameter, incomplete: str) -> list[CompletionItem]:
        """Names that begin so; or the only one that has a word beginning so."""
        from typer._click.shell_completion import CompletionItem

        return [CompletionItem(name, help=note) for name, note in _names(ctx, incomplete)]


def _names(ctx: ClickContext, typed: str) -> list[tuple[str, str]]:
    from relcadence.domain.text import fold

    try:
        from relcadence.store import reading

        found = reading.complete_names(ctx.find_root().obj.home.store_path, typed, 50)
    except Exception:  # a failed completion must not write into the line being typed
        return []
    if len(found) == 1:
        return found
    found = [(name, note) for name, note in found if fold(name).startswith(fold(typed))]
    # Shells replace the word by what all candidates begin with, which must not be less than was typed.
    literal = [(name, note) for name, note in found if name.casefold().startswith(typed.casefold())]
    return literal or found


Name = Annotated[str, typer.Argument(click_type=ContactName(), metavar="NAME", show_default=False)]
Names = Annotated[list[str], typer.Argument(click_type=ContactName(), metavar="NAME...", show_default=False)]
OptionalName = Annotated[str, typer.Argument(click_type=ContactName(), metavar="[NAME]", show_default=False)]
WithNames = Annotated[
    list[str], typer.Option("--with", click_type=ContactName(), metavar="NAME", help="also with; repeatable")
]
For = Annotated[
    str, typer.Option("--for", click_type=ContactName(), metavar="NAME", help="only about, or given to, this one")
]
Handle = Annotated[str, typer.Argument(metavar="HANDLE", help="as `today` shows it, such as F12", show_default=False)]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="the day it happened: yesterday, fri, 3/15 …")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="show what would be done, change nothing")]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="where to write; - is stdout")]
