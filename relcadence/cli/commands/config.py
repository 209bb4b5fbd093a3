"""`config`: see and change the settings."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.render import Grid, Line
from relcadence.settings import SETTINGS, as_text

app = new_app(invoke_without_command=True, help="See and change the settings. Bare, it lists them.")
Key = Annotated[str, typer.Argument(metavar="KEY")]


@app.callback()
def bare(ctx: typer.Context) -> None:
    """See and change the settings. Bare, it lists them."""
    show_settings(ctx.obj)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """All settings with their values."""
    show_settings(ctx.obj)


def show_settings(context: Context) -> None:
    """Answer with every setting: value, whether it is the default, and what it means."""
    values = {key: typed.setting(context, key) for key in SETTINGS}
    held = context.store.settings
    rows = [[key, as_text(values[key]), "" if key in held else "default", SETTINGS[key].help] for key in SETTINGS]
    context.answer(values, [Grid(("Setting", "Value", "", "What it is"), rows)])


@app.command()
def get(ctx: typer.Context, key: Key) -> None:
    """The value of one setting."""
    context: Context = ctx.obj
    value = typed.setting(context, typed.one_of(key, SETTINGS, "setting"))
    context.answer({key: value}, [Line(as_text(value))])


@app.command("set")
def set_(ctx: typer.Context, key: Key, value: Annotated[str, typer.Argument(metavar="VALUE")]) -> None:
    """Change a setting: relcadence config set capacity 6"""
    typed.one_of(key, SETTINGS, "setting")
    parsed = typed.understood(SETTINGS[key].parse, value)
    _check_place(ctx.obj, key, parsed)
    _store(ctx.obj, key, parsed)


@app.command()
def reset(ctx: typer.Context, key: Key) -> None:
    """Bring a setting back to its default."""
    typed.one_of(key, SETTINGS, "setting")
    _store(ctx.obj, key, None)


def _check_place(context: Context, key: str, value: Any) -> None:
    """A country or region whose holidays are not known is refused before anything is written."""
    if key not in ("country", "region") or not value:
        return
    from relcadence.store.dates import public_holidays

    place = {name: typed.setting(context, name) for name in ("country", "region")} | {key: value}
    region = "" if key == "country" else place["region"]
    typed.understood(public_holidays, place["country"], region, context.today.year, context.today.year)


def _store(context: Context, key: str, value: Any) -> None:
    from relcadence.settings import default_of
    from relcadence.store.changes import practice

    with context.write() as writer:
        practice.set_value(writer, key, value)
    shown = default_of(key) if value is None else value
    words = context.translate("{key} is {value}.", key=key, value=as_text(shown) or "not set")
    context.answer({key: shown}, [Line(words)])
