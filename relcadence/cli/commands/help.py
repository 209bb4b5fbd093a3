"""`help`: the longer texts, a topic each, and the help of a command by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from typer._click.types import StringParamType

from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.errors import NotFound, say, together

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from typer._click import Context as ClickContext
    from typer._click import Parameter
    from typer._click.shell_completion import CompletionItem

app = new_app()


class TopicName(StringParamType):
    """A topic or a command; both are completed."""

    name = "topic"

    def shell_complete(self, ctx: ClickContext, param: Parameter, incomplete: str) -> list[CompletionItem]:
        """The topics and commands that begin so."""
        from typer._click.shell_completion import CompletionItem

        root = ctx.find_root()
        names = sorted({*_topics(root.obj.translate.language), *root.command.list_commands(root)})  # type: ignore[attr-defined]
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


Topic = Annotated[str, typer.Argument(click_type=TopicName(), metavar="TOPIC", show_default=False)]


@app.command()
def help_(ctx: typer.Context, topic: Topic = "") -> None:
    """Read about a topic or a command; without one, the topics are listed."""
    run: Context = ctx.obj
    topics = _topics(run.translate.language)
    if not topic:
        _list(run, {name: _title(file) for name, file in sorted(topics.items())})
        return
    name = topic.casefold()
    text = topics[name].read_text("utf-8") if name in topics else _command_help(ctx, name)
    if not text:
        raise _unknown(topic, topics)
    _read(run, name, text)


def _list(run: Context, titles: dict[str, str]) -> None:
    from relcadence.cli.render import Blank, Fields, Line

    data = [{"topic": name, "title": title} for name, title in titles.items()]
    hint = run.translate("`relcadence help TOPIC` shows one, `relcadence help COMMAND` a command.")
    run.answer(data, [Fields(list(titles.items())), Blank(), Line(hint, "dim")])


def _read(run: Context, name: str, text: str) -> None:
    from relcadence.cli.render import Line

    run.answer({"topic": name, "text": text}, [Line(text.rstrip("\n"))])


def _topics(language: str) -> dict[str, Traversable]:
    """The files of the topics by name; those of the language stand before the English ones."""
    from importlib.resources import files

    folder = files("relcadence") / "help"
    found = {file.name.removesuffix(".md"): file for file in folder.iterdir() if file.name.endswith(".md")}
    own = folder / language
    if own.is_dir():
        found.update({file.name.removesuffix(".md"): file for file in own.iterdir()})
    return found


def _title(file: Traversable) -> str:
    return file.read_text("utf-8").partition("\n")[0].lstrip("# ")


def _command_help(ctx: typer.Context, name: str) -> str:
    """What `relcadence NAME --help` prints, "" for no command."""
    root = ctx.find_root()
    command = root.command.get_command(root, name)  # type: ignore[attr-defined]
    return "" if command is None else command.make_context(name, [], parent=root, resilient_parsing=True).get_help()


def _unknown(topic: str, topics: dict[str, Traversable]) -> NotFound:
    from difflib import get_close_matches

    near = get_close_matches(topic.casefold(), sorted(topics), cutoff=0.6)
    meant = say("Did you mean {words}?", words=", ".join(near)) if near else ""
    return NotFound(
        say("There is no help on “{topic}”.", topic=topic),
        together(filter(None, (meant, say("`relcadence help` lists the topics."))), " "),
    )
