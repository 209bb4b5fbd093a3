"""`demo`: a made-up practice in a folder of its own, to try everything with."""

from __future__ import annotations

import shlex
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from relcadence.cli.context import Context
from relcadence.cli.day import decide_today
from relcadence.cli.params import new_app
from relcadence.cli.render import Block, Grid, Heading, Line
from relcadence.deliver.rows_json import today_json
from relcadence.domain.agenda import Today
from relcadence.domain.text import fold
from relcadence.errors import Refused, RelcadenceError, say
from relcadence.language import full_day

app = new_app()
Folder = Annotated[
    str, typer.Option("--home", metavar="FOLDER", help="where: a new or empty folder (else a temporary one)")
]
CALENDAR = "follow-ups.ics"
EMPTY = Line("")


@app.command()
def demo(ctx: typer.Context, home: Folder = "") -> None:
    """Try everything with made-up people: a lawyer's practice after a year, in a folder of its own.

    Your own contacts stay untouched. Throw the folder away when you have seen enough.
    """
    context: Context = ctx.obj
    played = _played(context, _new_folder(context, home))
    agenda = decide_today(played)
    calendar = played.home.folder / CALENDAR
    if not context.json:
        _show(context, *_greeting(context, played))
        _type(ctx, played, "today")
        _type(ctx, played, "digest")
    _type(ctx, played, "export", "ics", "-o", str(calendar))
    context.warnings += played.warnings
    steps = _next_steps(context, played, agenda)
    data = {
        "home": played.home.folder, "store": played.home.store_path, "ics": calendar, "day": played.today,
        "today": today_json(agenda), "next": [command for _why, command in steps],
    }  # fmt: skip
    if not context.json:
        _show(context, EMPTY)
    context.answer(data, [Heading(context.translate("What to type next")), Grid((), steps)])


def _new_folder(context: Context, named: str) -> Path:
    """The folder to play in; Refused for one that holds anything, and for the user's own home."""
    if not named:
        return Path(tempfile.mkdtemp(prefix="relcadence-demo-"))
    folder = Path(named).absolute()
    own = None
    with suppress(RelcadenceError):
        own = context.home.folder
    if own and folder.resolve() == own.resolve():
        raise Refused(
            say("{folder} is the home of your own contacts.", folder=folder), "Name another folder, or none."
        )
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise Refused(say("{folder} is in use already.", folder=folder), "Name a new or an empty folder, or none.")
    return folder


def _played(context: Context, folder: Path) -> Context:
    """A run of the program in that folder, its practice made; on a day off it plays the next working day."""
    from relcadence.cli import demo_practice
    from relcadence.cli.stores import make_store

    played = Context(context.argv, environ=_environ(context, folder), now=context.now)
    played.json, played.command = context.json, context.command
    played.set_today(context.today.isoformat())
    make_store(played)
    demo_practice.set_up(played)
    played.set_today((played.store.workdays.first(context.today) or context.today).isoformat())
    demo_practice.fill(played)
    return played


def _environ(context: Context, folder: Path) -> dict[str, str]:
    return {**context.environ, "RELCADENCE_HOME": str(folder)}


def _type(ctx: typer.Context, played: Context, *words: str) -> None:
    """Run a command in the demo's home as if it had been typed."""
    root: Any = ctx.find_root().command
    if not played.json:
        _show(played, EMPTY, Line(f"$ {shlex.join(['relcadence', *words])}", "bold"), EMPTY)
    with root.make_context("relcadence", list(words), obj=played) as run:
        root.invoke(run)


def _show(context: Context, *blocks: Block) -> None:
    context.show(blocks)


def _greeting(context: Context, played: Context) -> list[Block]:
    _, store = context.translate, played.store
    made_up = _(
        "The practice of {name}, made up: {people} people, {touches} touches in thirteen months.",
        name=store.settings["name"], people=store.people(), touches=store.count("touch"),
    )  # fmt: skip
    lines = [made_up, _("It lies in {folder}; your own contacts stay untouched.", folder=str(played.home.folder))]
    if played.today != context.today:
        lines.append(_("Today is a day off, so it plays {day}.", day=full_day(played.today, _)))
    return [Line(line) for line in lines]


def _next_steps(context: Context, played: Context, agenda: Today) -> list[tuple[str, str]]:
    """What to try, as (why, command line); the lines work as they stand, in this order."""
    _ = context.translate
    folder = shlex.quote(str(played.home.folder))
    first, second = agenda.to_reach[:2]
    typed = next((name for row in agenda.to_reach if (name := fold(row.contact)).isascii()), fold(first.contact))
    done = f'relcadence done {first.handle} "will think it over" --promise "send the draft" --by fri'
    return [
        *_surroundings(context, played, folder),
        (_("the day"), "relcadence today"),
        (_("before a call"), f"relcadence show {shlex.quote(typed.split()[-1])}"),
        (_("after it"), done),
        (_("not now"), f"relcadence snooze {second.handle} 3d"),
        (_("second thoughts"), "relcadence undo"),
        (_("the days ahead"), "relcadence agenda --days 14"),
        (_("thanks you owe"), "relcadence refer"),
        (_("your own people"), "unset RELCADENCE_HOME RELCADENCE_TODAY; relcadence init"),
        (_("enough seen"), f"rm -r {folder}"),
    ]


def _surroundings(context: Context, played: Context, folder: str) -> list[tuple[str, str]]:
    """What a shell must know for the other lines to work: where the program is, which home, which day."""
    _ = context.translate
    steps = [(_("play in it"), f"export RELCADENCE_HOME={folder}")]
    script = Path(sys.executable).with_name("relcadence")
    if not shutil.which("relcadence", path=context.environ.get("PATH")) and script.exists():
        steps.insert(0, (_("find the program"), f'export PATH={shlex.quote(str(script.parent))}:"$PATH"'))
    if Context(environ=_environ(context, played.home.folder), now=context.now).today != played.today:
        steps.append((_("play that day"), f"export RELCADENCE_TODAY={played.today.isoformat()}"))
    return steps
