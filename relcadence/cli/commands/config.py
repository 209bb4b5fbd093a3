"""`config`: see and change the settings."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.render import Grid, Line
from relcadence.errors import UsageProblem, say
from relcadence.settings import SETTINGS, as_text

app = new_app(invoke_without_command=True, help="See and change the settings. Bare, it lists them.")
Key = Annotated[str, typer.Argument(metavar="KEY")]
Span = Annotated[str, typer.Argument(metavar="[SPAN]", help="2026-12-24..2027-01-02, or one day", show_default=False)]


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
    rows = [
        [key, as_text(values[key]), "" if key in held else say("default"), say(SETTINGS[key].help)]
        for key in SETTINGS
    ]
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
    if key == "holidays":
        from relcadence.cli.cards_holidays import home_country, marks

        parsed = marks(ctx.obj, parsed, [home_country(ctx.obj)])
    _store(ctx.obj, key, parsed)


@app.command()
def reset(ctx: typer.Context, key: Key) -> None:
    """Bring a setting back to its default."""
    typed.one_of(key, SETTINGS, "setting")
    _store(ctx.obj, key, None)


@app.command()
def dayoff(
    ctx: typer.Context,
    span: Span = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="what for")] = "",
    drop: Annotated[int | None, typer.Option("--drop", metavar="N", help="take days off number N back")] = None,
) -> None:
    """Days off of your own: no slots are planned on them. Bare, it lists them with the public holidays to come."""
    from relcadence.domain.dates import parse_span
    from relcadence.store.changes import practice

    context: Context = ctx.obj
    if drop is not None:
        with context.write() as writer:
            practice.drop_day_off(writer, drop)
        context.answer({"dropped": drop}, [Line(context.translate("Those days are as usual again."))])
    elif span:
        order = typed.setting(context, "day_order")
        start, end = typed.understood(parse_span, span, context.today, order=order)
        with context.write() as writer:
            number = practice.add_day_off(writer, start, end, title)
        words = context.translate("Off from {start} to {end}.", start=start.isoformat(), end=end.isoformat())
        context.answer({"id": number, "from_on": start, "to_on": end}, [Line(words)])
    else:
        _show_days_off(context)


def _show_days_off(context: Context) -> None:
    from relcadence.store.queries.practice import days_off

    found = days_off(context.store, context.today)
    lines = [[str(number or ""), start, end if end != start else "", title] for number, start, end, title in found]
    nothing = Line(context.translate("No days off are set: relcadence config dayoff 2026-12-24..2027-01-02"))
    context.answer(
        [each._asdict() for each in found], [Grid(("No", "From", "To", "What"), lines, {0})] if lines else [nothing]
    )


@app.command()
def day(
    ctx: typer.Context,
    when: Annotated[str, typer.Argument(metavar="DATE")],
    capacity: Annotated[str, typer.Argument(metavar="CAPACITY", help="touches on that day, or `usual`")],
) -> None:
    """Give a single day another capacity: relcadence config day 2026-12-01 3"""
    from relcadence.store.changes import practice

    context: Context = ctx.obj
    chosen = typed.day(context, when)
    if capacity != "usual" and not (capacity.isdecimal() and int(capacity) <= 1440):
        raise UsageProblem(
            say("“{capacity}” is no capacity.", capacity=capacity), "Write a whole number such as 3, or: usual"
        )
    places = None if capacity == "usual" else int(capacity)
    with context.write() as writer:
        practice.set_day_capacity(writer, chosen, places)
    words = context.translate("{day}: capacity {capacity}.", day=chosen.isoformat(), capacity=capacity)
    context.answer({"day": chosen, "capacity": places}, [Line(words)])


def _check_place(context: Context, key: str, value: Any) -> None:
    """A country or region whose holidays are not known is refused before anything is written."""
    if key not in ("country", "region") or not value:
        return
    country, region = (value, "") if key == "country" else (typed.setting(context, "country"), value)
    if not country:
        raise UsageProblem("A region belongs to a country.", "Set that first: relcadence config set country US")
    typed.place(country, region, context.today.year)


def _store(context: Context, key: str, value: Any) -> None:
    from relcadence.settings import default_of
    from relcadence.store.changes import practice

    with context.write() as writer:
        practice.set_value(writer, key, value)
    shown = default_of(key) if value is None else value
    words = context.translate("{key} is {value}.", key=key, value=as_text(shown) or say("not set"))
    context.answer({key: shown}, [Line(words)])
