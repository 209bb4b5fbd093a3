"""The options that every command takes, before the command word and after it, put in at one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.core import TyperOption

from relcadence.cli.helping import HelpContext
from relcadence.language import N_

if TYPE_CHECKING:
    from typer._click import Command, Parameter
    from typer._click import Context as ClickContext

EVERYWHERE = N_(
    "Every command also takes -y/--yes, --no-input, --json, --today DATE and --debug; see `help options`."
)

FLAGS = (
    (["-y", "--yes"], N_("agree beforehand to what would be asked")),
    (["--no-input"], N_("never ask")),
    (["--json"], N_("answer in JSON")),
    (["--no-pager"], N_("never turn pages")),
    (["--debug"], N_("show the details of a failure")),
)


class SharedOption(TyperOption):
    """An option of every command: it writes to the run's context and stays out of the list of options."""

    def get_help_record(self, ctx: ClickContext) -> None:
        return None


def shared(*, listed: bool = False) -> list[TyperOption]:
    """The shared options, fresh for one command; `listed` among its own in the help, as for the root."""
    kind = TyperOption if listed else SharedOption
    flags = [
        kind(param_decls=names, is_flag=True, help=said, callback=_set_flag, expose_value=False, is_eager=True)
        for names, said in FLAGS
    ]
    today = kind(
        param_decls=["--today"], metavar="DATE", help=N_("plan as if it were that day"),
        callback=_set_today, expose_value=False, is_eager=True,
    )  # fmt: skip
    return [*flags, today]


def share(command: Command) -> None:
    """Give a command, and every word it holds, the shared options, the section that names them, and our help page."""
    command.context_class = HelpContext
    command.params.extend(shared())
    command.epilog = "\n\n".join(filter(None, (command.epilog, EVERYWHERE)))
    for word in getattr(command, "commands", {}).values():
        share(word)


def _set_flag(ctx: ClickContext, param: Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        setattr(ctx.obj, str(param.name), True)


def _set_today(ctx: ClickContext, param: Parameter, value: str | None) -> None:
    if value and not ctx.resilient_parsing:
        ctx.obj.set_today(value)
