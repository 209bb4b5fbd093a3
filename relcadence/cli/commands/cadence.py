"""`cadence`: how often each role, level or tag is reached."""

from __future__ import annotations

from typing import Annotated

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.params import new_app
from relcadence.cli.render import Grid, Line
from relcadence.domain.sentences import cadence_sentence
from relcadence.domain.vocabulary import LEVELS, ROLES
from relcadence.errors import UsageProblem, say

app = new_app(invoke_without_command=True, help="How often each role, level or tag is reached. Bare, it lists.")
SCOPES = ("role", "level", "tag")
Scope = Annotated[str, typer.Argument(metavar="role|level|tag")]
What = Annotated[str, typer.Argument(metavar="WHICH", help="client …, 1-4, or a tag")]
Rhythm = Annotated[str, typer.Argument(metavar="CADENCE", help="weekly, monthly, every 10 days, none …")]


@app.callback()
def bare(ctx: typer.Context) -> None:
    """How often each role, level or tag is reached. The nearest rule wins: the contact's own, tag, level, role."""
    show_rules(ctx.obj)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """The rules in force, and how many people each reaches."""
    show_rules(ctx.obj)


def show_rules(context: Context) -> None:
    """Answer with the rules and the number of slots that follow each."""
    from relcadence.store.queries import practice

    rules, own = practice.rules(context.store), practice.own_cadences(context.store)
    lines = [
        [say(scope), say(name) if scope == "role" else name, cadence_sentence(cadence), str(count)]
        for scope, name, cadence, count in rules
    ]
    words = context.translate("{number} contacts have a cadence of their own.", number=own)
    context.answer(
        [each._asdict() for each in rules],
        [Grid(("By", "Which", "Cadence", "Slots"), lines, {3}), Line(words, "dim")],
    )


@app.command("set")
def set_(ctx: typer.Context, scope: Scope, which: What, rhythm: Rhythm) -> None:
    """Set a rule: relcadence cadence set tag vip "every 10 days" """
    from relcadence.store.changes import practice

    context: Context = ctx.obj
    name = _checked(scope, which)
    cadence = typed.cadence(rhythm)
    with context.write() as writer:
        practice.set_rule(writer, scope, name, cadence)
    told = {"scope": say(scope), "name": say(name) if scope == "role" else name, "cadence": cadence_sentence(cadence)}
    words = context.translate("{scope} {name}: {cadence}.", **told)
    context.answer({"scope": scope, "name": name, "cadence": cadence}, [Line(words)])


@app.command()
def drop(ctx: typer.Context, scope: Scope, which: What) -> None:
    """Take a rule away."""
    from relcadence.store.changes import practice

    context: Context = ctx.obj
    name = _checked(scope, which)
    with context.write() as writer:
        if not practice.set_rule(writer, scope, name, ""):
            raise UsageProblem(
                say("There is no rule for {scope} {name}.", scope=say(scope), name=name), "See: relcadence cadence"
            )
    context.answer({"scope": scope, "name": name}, [Line(context.translate("The rule is gone."))])


def _checked(scope: str, which: str) -> str:
    typed.one_of(scope, SCOPES, "kind of rule")
    if scope == "role":
        return typed.one_of(which, ROLES, "role")
    if scope == "level" and which not in map(str, LEVELS):
        raise UsageProblem(say("There is no level {which}.", which=which), "Levels go from 1 to 4.")
    return which.casefold()


@app.command()
def preset(ctx: typer.Context, name: Annotated[str, typer.Argument(metavar="checklist|quarterly|abcd")]) -> None:
    """Use a set of rules: checklist (the 24 habits), quarterly, or abcd (by level). Rules of tags stay."""
    from relcadence.domain.cadence import PRESETS
    from relcadence.store.changes import practice

    context: Context = ctx.obj
    rules = PRESETS[typed.one_of(name, PRESETS, "preset")]
    if not context.confirm(
        context.translate("Replace the rules of roles and levels by those of “{name}”?", name=name)
    ):
        return
    with context.write() as writer:
        practice.use_preset(writer, rules)
        writer.title = f"cadence preset {name}"
    context.answer({"preset": name}, [Line(context.translate("The rules are those of {name}.", name=name))])
