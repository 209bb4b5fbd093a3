"""`help`: the longer texts, a topic each, the help of a command by its name, the schemas of JSON, the manual page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

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


Topic = Annotated[list[str], typer.Argument(click_type=TopicName(), metavar="[TOPIC]...", show_default=False)]


@app.command()
def help_(ctx: typer.Context, topic: Topic = []) -> None:  # noqa: B006
    """Read about a topic or a command; without one, the topics are listed.

    help json COMMAND prints the JSON Schema of what a command answers with --json, help man the manual page.
    """
    run: Context = ctx.obj
    topics = _topics(run.translate.language)
    if not topic:
        _list(run, {name: _title(file) for name, file in sorted(topics.items())})
        return
    name, *rest = (word.casefold() for word in topic)
    if name == "json" and rest:
        _show_schema(run, " ".join(rest))
    elif name == "man" and not rest:
        _read(run, name, _manual(ctx, topics))
    elif name in topics and not rest:
        _read(run, name, topics[name].read_text("utf-8"))
    elif text := _command_help(ctx, name, rest):
        _read(run, " ".join([name, *rest]), text)
    else:
        raise _unknown(" ".join(topic), topics)


def _show_schema(run: Context, words: str) -> None:
    import json

    from relcadence.cli.render import Line
    from relcadence.cli.schema import schema_of

    schema = schema_of(words)
    data = {"topic": "json", "command": words, "schema": schema}
    run.answer(data, lambda: [Line(json.dumps(schema, ensure_ascii=False, indent=2))])


def _manual(ctx: typer.Context, topics: dict[str, Traversable]) -> str:
    from relcadence.cli.man import page

    root: Any = ctx.find_root()
    return page(root, topics["options"].read_text("utf-8"), ctx.obj.today, ctx.obj.translate)


def _list(run: Context, titles: dict[str, str]) -> None:
    from relcadence.cli.render import Blank, Grid, Line

    data = [{"topic": name, "title": title} for name, title in titles.items()]
    one = run.translate("`relcadence help TOPIC` shows one, `relcadence help COMMAND` a command.")
    made = run.translate(
        "`relcadence help json COMMAND` prints the schema of its JSON, `relcadence help man` the manual page."
    )
    run.answer(data, [Grid((), [*titles.items()]), Blank(), Line(one, "dim"), Line(made, "dim")])


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


def _command_help(ctx: typer.Context, name: str, words: Sequence[str]) -> str:
    """What `relcadence NAME [WORD]... --help` prints, "" for no command."""
    found: Any = ctx.find_root()
    for word in (name, *words):
        command = getattr(found.command, "get_command", lambda *_: None)(found, word)
        if command is None:
            return ""
        found = command.make_context(word, [], parent=found, resilient_parsing=True)
    return str(found.get_help())


def _unknown(topic: str, topics: dict[str, Traversable]) -> NotFound:
    from difflib import get_close_matches

    near = get_close_matches(topic.casefold(), sorted(topics), cutoff=0.6)
    meant = say("Did you mean {words}?", words=", ".join(near)) if near else ""
    return NotFound(
        say("There is no help on “{topic}”.", topic=topic),
        together(filter(None, (meant, say("`relcadence help` lists the topics."))), " "),
    )
