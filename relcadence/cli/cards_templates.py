"""`cards template`: the texts of cards, each in English and Chinese, and how the user makes them her own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from relcadence.cli import cards_texts, typed
from relcadence.cli.cards_texts import BUILT_IN, FIELDS, Template
from relcadence.cli.given import text_of
from relcadence.cli.guard import agree
from relcadence.cli.params import new_app
from relcadence.cli.render import Blank, Grid, Line
from relcadence.errors import BadInput, Refused, say
from relcadence.language import N_

if TYPE_CHECKING:
    from relcadence.cli.context import Context

app = new_app(invoke_without_command=True, help="The texts of cards, and how to make them your own. Bare, it lists.")
TemplateName = Annotated[
    str, typer.Argument(metavar="TEMPLATE", help="as `cards template list` names it", show_default=False)
]
Language = Annotated[str, typer.Option("--language", metavar="CODE", help="en, zh or another; else the program's")]
From = Annotated[str, typer.Option("--from", metavar="FILE", help="take the text from a file; - is stdin")]

KEPT = N_("The template stays as it was.")


@app.callback()
def bare(ctx: typer.Context) -> None:
    """The texts of cards, and how to make them your own. Bare, it lists."""
    show_templates(ctx.obj)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """The templates with their languages and fields."""
    show_templates(ctx.obj)


def show_templates(context: Context) -> None:
    """Answer with the templates, those of the user's own marked."""
    folder = context.home.folder / "templates"
    own = {(path.stem, path.parent.name) for path in folder.glob("*/*.txt") if path.stem in FIELDS}
    held = sorted({*own, *((name, language) for name in FIELDS for language in BUILT_IN)})
    data = [
        {"template": name, "language": language, "own": (name, language) in own, "fields": list(FIELDS[name])}
        for name, language in held
    ]
    _ = context.translate
    rows = [
        [name, language, _("yours") if (name, language) in own else _("built in"), ", ".join(FIELDS[name])]
        for name, language in held
    ]
    context.answer(data, [Grid(("Template", "Language", "Text", "Fields"), rows)])


@app.command()
def show(ctx: typer.Context, name: TemplateName, language: Language = "") -> None:
    """The text of a template."""
    context: Context = ctx.obj
    found = cards_texts.template(context, _known(name), cards_texts.asked_language(context, language))
    data = {"template": found.name, "language": found.language, "own": bool(found.path), "text": found.text,
            "fields": list(FIELDS[found.name])}  # fmt: skip
    fields = context.translate("Fields: {fields}", fields=", ".join(FIELDS[found.name]))
    context.answer(data, [Line(found.text.rstrip()), Blank(), Line(fields, "dim")])


def _known(name: str) -> str:
    return typed.one_of(name.strip().casefold(), FIELDS, "template")


@app.command()
def edit(ctx: typer.Context, name: TemplateName, language: Language = "", source: From = "") -> None:
    """Make a template your own: it opens in your editor, or is taken from a file; checked before it is kept."""
    from relcadence.exchange.files import write_beside

    context: Context = ctx.obj
    found = cards_texts.template(context, _known(name), cards_texts.asked_language(context, language))
    spoken = cards_texts.asked_language(context, language)
    path = cards_texts.own_path(context, found.name, spoken)
    text = _from_file(source, found) if source else _in_editor(context, found)
    context.home.make()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    changed = write_beside(path, lambda out: out.write(text.encode("utf-8", "replace")))
    words = context.translate(
        "{name} ({language}) is yours now: {path}", name=found.name, language=spoken, path=str(path)
    )
    data = {"template": found.name, "language": spoken, "path": str(path), "written": changed}
    context.answer(data, [Line(words)])


def _from_file(source: str, found: Template) -> str:
    """The text of a file, checked; BadInput with the line where it will not do."""
    from relcadence.exchange.templates import check

    text = text_of(source)
    try:
        check(text, FIELDS[found.name])
    except ValueError as problem:
        raise BadInput(str(problem), "Nothing was changed. See: relcadence help cards") from None
    return text


def _in_editor(context: Context, found: Template) -> str:
    """The text as the editor left it. Refused where it was given up with a mistake in it."""
    from relcadence.cli import editor
    from relcadence.exchange.templates import check

    def checked(text: str) -> str:
        typed.understood(check, text, FIELDS[found.name])
        return text

    text = editor.understood(context, found.text, checked, instead=say("Give the text with --from FILE."))
    if text is None:
        raise Refused(KEPT)
    return text


@app.command()
def reset(ctx: typer.Context, name: TemplateName, language: Language = "") -> None:
    """Go back to the built-in text: your own is thrown away, after a yes."""
    context: Context = ctx.obj
    spoken = cards_texts.asked_language(context, language)
    path = cards_texts.own_path(context, _known(name), spoken)
    if not path.is_file():
        words = context.translate("{name} ({language}) is as it came.", name=_known(name), language=spoken)
        context.answer({"template": _known(name), "language": spoken, "reset": False}, [Line(words)])
        return
    agree(context, context.translate("Throw your text away: {path}?", path=str(path)), refusal=KEPT)
    path.unlink()
    words = context.translate("{name} ({language}) is as it came again.", name=_known(name), language=spoken)
    context.answer({"template": _known(name), "language": spoken, "reset": True}, [Line(words)])
