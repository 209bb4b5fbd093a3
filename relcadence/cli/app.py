"""The root of the command line: one table of commands, of which only the called one is imported and built."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import typer
from typer.core import TyperGroup, TyperOption

from relcadence.cli.boundary import guarded
from relcadence.cli.context import Context
from relcadence.cli.groups import Group
from relcadence.cli.options import share, shared
from relcadence.errors import UsageProblem, say
from relcadence.language import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer._click import Command, HelpFormatter, Parameter
    from typer._click import Context as ClickContext
    from typer._click.shell_completion import CompletionItem

PROGRAM = "relcadence"
BARE = "today"
HEADINGS = (
    N_("Every day"), N_("People"), N_("The day"), N_("What is kept"), N_("The whole"), N_("Out and in"),
    N_("The store"),
)  # fmt: skip
DAILY, PEOPLE, DAY, KEPT, WHOLE, OUT_AND_IN, STORE = HEADINGS


class Entry(NamedTuple):
    """A command of the table: its module under `relcadence.cli.commands`, its help in one line, its heading."""

    module: str
    help: str
    heading: str


COMMANDS = {
    "today": Entry("today", N_("whom to reach today, how, and why"), DAILY),
    "log": Entry("log", N_("write down a call, mail, meeting or meal"), DAILY),
    "done": Entry("done", N_("tick off an item of the agenda"), DAILY),
    "snooze": Entry("snooze", N_("put an item off"), DAILY),
    "skip": Entry("skip", N_("let an item go this once"), DAILY),
    "promise": Entry("promise", N_("what you said you would do"), DAILY),
    "show": Entry("show", N_("the page to read before a call"), DAILY),
    "find": Entry("find", N_("search names, notes and tags"), DAILY),
    "agenda": Entry("agenda", N_("the plan of the days ahead"), DAILY),
    "undo": Entry("undo", N_("take the last change back"), DAILY),
    "add": Entry("add", N_("a new contact"), PEOPLE),
    "edit": Entry("edit", N_("change a contact, in your editor or by options"), PEOPLE),
    "list": Entry("list", N_("contacts by role, level, tag, silence …"), PEOPLE),
    "archive": Entry("archive", N_("hide a contact and keep the history"), PEOPLE),
    "restore": Entry("restore", N_("bring an archived contact back"), PEOPLE),
    "duplicates": Entry("duplicates", N_("contacts that may be one person"), PEOPLE),
    "merge": Entry("merge", N_("make two contacts one, with both histories"), PEOPLE),
    "erase": Entry("erase", N_("erase a person for good"), PEOPLE),
    "week": Entry("week", N_("this week at a glance"), DAY),
    "triage": Entry("triage", N_("go through today with one key a row"), DAY),
    "assign": Entry("assign", N_("give an item to your assistant"), DAY),
    "refer": Entry("refer", N_("who sent whom, and who is owed thanks"), KEPT),
    "matter": Entry("matter", N_("work for clients, with fees"), KEPT),
    "occasion": Entry("occasion", N_("birthdays, anniversaries, successes"), KEPT),
    "event": Entry("event", N_("concerts, matches, seminars and their guests"), KEPT),
    "group": Entry("group", N_("bodies you go to, and who belongs there"), KEPT),
    "article": Entry("article", N_("what there is to send, and who had it"), KEPT),
    "service": Entry("service", N_("what you offer, and who could use it"), KEPT),
    "client-plan": Entry("client_plan", N_("goal, team and next steps for a client"), KEPT),
    "research": Entry("research", N_("what somebody needs, and how you would help"), KEPT),
    "share": Entry("share", N_("the list of professionals to hand over"), KEPT),
    "cards": Entry("cards", N_("holiday cards: lists, labels, texts, what was sent"), KEPT),
    "checklist": Entry("checklist", N_("the 24 habits, and how they are kept"), WHOLE),
    "pyramid": Entry("pyramid", N_("the four levels, who rises and who slides"), WHOLE),
    "prune": Entry("prune", N_("who brought nothing back, and what to do"), WHOLE),
    "cadence": Entry("cadence", N_("how often each role, level or tag is reached"), WHOLE),
    "load": Entry("load", N_("what your rhythms need, and what slips"), WHOLE),
    "stats": Entry("stats", N_("the practice in figures, drawn in the terminal"), WHOLE),
    "report": Entry("report", N_("the practice on a page to look at or print"), WHOLE),
    "timeline": Entry("timeline", N_("all that passed with somebody, newest first"), WHOLE),
    "month": Entry("month", N_("the month with what was done and what comes"), WHOLE),
    "digest": Entry("digest", N_("the day or the week to read, printed or by mail"), OUT_AND_IN),
    "schedule": Entry("schedule", N_("have the digest come every morning"), OUT_AND_IN),
    "import": Entry("import_", N_("bring in vCards and spreadsheets"), OUT_AND_IN),
    "export": Entry("export", N_("calendar, address book, spreadsheet, everything"), OUT_AND_IN),
    "publish": Entry("publish", N_("keep a calendar on a server as the plan is"), OUT_AND_IN),
    "init": Entry("init", N_("make the store and answer a few questions"), STORE),
    "demo": Entry("demo", N_("try it with made-up people"), STORE),
    "history": Entry("history", N_("what was changed, and when"), STORE),
    "backup": Entry("backup", N_("copy the store, verify a copy, restore one"), STORE),
    "doctor": Entry("doctor", N_("look for damage and mistakes"), STORE),
    "config": Entry("config", N_("see and change the settings"), STORE),
    "help": Entry("help", N_("longer help on a topic or a command"), STORE),
}


class Root(Group):
    """The group of all commands. It knows their names and helps from the table and loads one module at most."""

    def get_command(self, ctx: ClickContext, cmd_name: str) -> Command | None:
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            module = import_module(f"relcadence.cli.commands.{COMMANDS[cmd_name].module}")
            command = typer.main.get_command(module.app)
            command.name = cmd_name
            share(command)
            self.commands[cmd_name] = command
        return self.commands.get(cmd_name)

    def list_commands(self, ctx: ClickContext) -> list[str]:
        return list(COMMANDS)

    def invoke(self, ctx: ClickContext) -> Any:
        if not ctx._protected_args:
            ctx._protected_args = [BARE]
        return super().invoke(ctx)

    def format_commands(self, ctx: ClickContext, formatter: HelpFormatter) -> None:
        translate = ctx.obj.translate
        for heading in HEADINGS:
            rows = [(f"{name:<12}", translate(e.help)) for name, e in COMMANDS.items() if e.heading == heading]
            if rows:
                with formatter.section(translate(heading)):
                    formatter.write_dl(rows, col_spacing=0)

    def shell_complete(self, ctx: ClickContext, incomplete: str) -> list[CompletionItem]:
        from typer._click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=ctx.obj.translate(entry.help))
            for name, entry in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return found + super(TyperGroup, self).shell_complete(ctx, incomplete)


def _version(ctx: ClickContext, param: Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from relcadence import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


def _completion(ctx: ClickContext, param: Parameter, value: str | None) -> None:
    if value and not ctx.resilient_parsing:
        from relcadence.cli.complete import SCRIPTS

        if value not in SCRIPTS:
            raise UsageProblem(
                say("There is no completion for “{value}”.", value=value),
                say("It is one of {scripts}.", scripts=", ".join(SCRIPTS)),
            )
        typer.echo(SCRIPTS[value].strip())
        raise typer.Exit


def _put_completion(ctx: ClickContext, param: Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from relcadence.cli import completing

        if param.name == "install_completion":
            completing.install(ctx.obj)
        else:
            completing.remove(ctx.obj)
        raise typer.Exit


def _root() -> Root:
    completion = N_("print the completion script of bash, zsh or fish")
    version = TyperOption(
        param_decls=["--version"], is_flag=True, help=N_("show the version"),
        callback=_version, expose_value=False, is_eager=True,
    )  # fmt: skip
    script = TyperOption(
        param_decls=["--show-completion"], metavar="SHELL", help=completion,
        callback=_completion, expose_value=False, is_eager=True,
    )  # fmt: skip
    put = [
        TyperOption(param_decls=[flag], is_flag=True, help=said, callback=_put_completion, expose_value=False)
        for flag, said in (
            ("--install-completion", N_("have your shell complete commands and names; shown before it is written")),
            ("--remove-completion", N_("take that out again")),
        )
    ]
    return Root(
        help=N_("Whom do I reach today, how, and why? Without a command: today."),
        params=[*shared(listed=True), version, script, *put],
        context_settings={"help_option_names": ["-h", "--help"]},
        rich_markup_mode=None,
    )


def _run(words: Sequence[str], context: Context) -> None:
    root = _root()
    with root.make_context(PROGRAM, list(words), obj=context) as ctx:
        root.invoke(ctx)


def main(argv: Sequence[str] | None = None, context: Context | None = None) -> int:
    """Run one command line and give the exit code. Nothing is raised."""
    words = sys.argv[1:] if argv is None else list(argv)
    context = context or Context(words)
    if shell := context.environ.get("_RELCADENCE_COMPLETE"):
        return _complete(context, shell, words)
    end = words.index("--") if "--" in words else len(words)
    context.json = "--json" in words[:end]
    return guarded(context, lambda: _run(words, context))


def _complete(context: Context, shell: str, words: Sequence[str]) -> int:
    from relcadence.cli.complete import candidates

    try:
        sys.stdout.write(candidates(_root(), context, shell, words))
        sys.stdout.flush()
    except Exception:  # whatever fails here must not write into the line being typed
        return 1
    return 0
