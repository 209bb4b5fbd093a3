"""Words that hold words: an unknown one gets a suggestion, and the bare word does what its callback does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.core import TyperGroup

from relcadence.cli.boundary import unknown_word
from relcadence.cli.helping import HelpContext, clause

if TYPE_CHECKING:
    from typer._click import Command, HelpFormatter
    from typer._click import Context as ClickContext


def words_of(ctx: ClickContext | None) -> str:
    """The command words of a context without the program's name, such as `promise add`."""
    words: list[str] = []
    while ctx is not None and ctx.parent is not None:
        words.insert(0, ctx.info_name or "")
        ctx = ctx.parent
    return " ".join(words)


class Group(TyperGroup):
    """The kind of every group, the root among them. Its callback runs only where no word of it follows."""

    context_class = HelpContext

    def resolve_command(self, ctx: ClickContext, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        command = self.get_command(ctx, args[0])
        before = words_of(ctx)
        if command is None and not ctx.resilient_parsing:
            raise unknown_word(args[0], self.list_commands(ctx), f"relcadence {before}".strip())
        ctx.obj.command = f"{before} {args[0]}".strip()
        return (args[0] if command else None), command, args[1:]

    def format_commands(self, ctx: ClickContext, formatter: HelpFormatter) -> None:
        held = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, clause(command.help or "", ctx.obj.translate)) for name, command in held if command]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: ClickContext) -> Any:
        if ctx._protected_args:
            self.callback = None
        return super().invoke(ctx)
