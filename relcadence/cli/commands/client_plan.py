"""`client-plan`: for each client a goal, a team, next steps, and the day to go through them again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import things, typed
from relcadence.cli.context import Context
from relcadence.cli.params import Name, new_app
from relcadence.cli.render import Block, Grid, Heading, Line
from relcadence.domain.dates_calendar import add_units
from relcadence.errors import say
from relcadence.language import near_day

if TYPE_CHECKING:
    from relcadence.store.queries.things.plans import PlanRow

app = new_app(invoke_without_command=True, help="Goal, team and next steps for a client. Bare, it lists the plans.")
step = new_app(help="The steps of a plan.")
app.add_typer(step, name="step")
Goal = Annotated[str, typer.Argument(metavar="GOAL", help="what you want to reach", show_default=False)]
Team = Annotated[str, typer.Option("--team", metavar="TEXT", help="who works on it, there and here")]
Steps = Annotated[list[str], typer.Option("--step", metavar="TEXT", help="a next step; repeatable")]
ReviewOn = Annotated[str, typer.Option("--review-on", metavar="DATE", help="when to go through it again (in a year)")]
StepNumber = Annotated[int, typer.Argument(metavar="N", help="the step's number, as `client-plan show` has it")]


@app.callback()
def bare(ctx: typer.Context) -> None:
    """Goal, team and next steps for a client. Bare, it lists the plans."""
    show_plans(ctx.obj)


@app.command("list")
def list_(ctx: typer.Context, everything: things.Everything = False) -> None:
    """The plans by the day of their review, overdue ones first."""
    show_plans(ctx.obj, everything=everything)


def show_plans(context: Context, *, everything: bool = False) -> None:
    """Answer with the plans."""
    from relcadence.store.queries.things import plans

    things.listing(
        context,
        plans.plans(context.store, everything=everything),
        ("Client", "Goal", "Next step", "Review", "State"),
        lambda row: [row.contact, row.goal, _next_step(row), row.review_on, say(_state(context, row))],
        data=lambda row: as_json(context, row),
        empty=context.translate(
            'There is no plan. Make one: relcadence client-plan add NAME "two more matters a year"'
        ),
    )


def _next_step(row: PlanRow) -> str:
    return next((each.text for each in row.steps if not each.done_on), "")


def _state(context: Context, row: PlanRow) -> str:
    if row.ended_on:
        return "ended"
    return "overdue" if row.review_on and row.review_on < context.today.isoformat() else "open"


def as_json(context: Context, row: PlanRow) -> dict[str, Any]:
    """A plan as JSON carries it; `state` is open, overdue (its review) or ended."""
    return {**row._asdict(), "state": _state(context, row), "steps": [each._asdict() for each in row.steps]}


@app.command()
def show(ctx: typer.Context, name: Name) -> None:
    """The plan for a client, with its steps."""
    from relcadence.store.changes.things.plans import open_plan
    from relcadence.store.queries.things import plans

    context: Context = ctx.obj
    contact = typed.person(context, name)
    number = open_plan(context.store, contact)
    (row,) = (each for each in plans.plans(context.store, contact_id=contact) if each.id == number)
    fields = [
        ("goal", row.goal),
        ("team", row.team),
        ("made", row.made_on),
        ("reviewed", row.reviewed_on or say("not yet")),
        ("review", say("{on}, overdue", on=row.review_on) if _state(context, row) == "overdue" else row.review_on),
    ]
    things.page(context, as_json(context, row), row.contact, fields, steps_blocks(context, row))


def steps_blocks(context: Context, row: PlanRow) -> list[Block]:
    """The steps of a plan as they are shown."""
    if not row.steps:
        return []
    lines = [
        [str(each.id), say("done {on}", on=each.done_on) if each.done_on else each.due_on, each.text]
        for each in row.steps
    ]
    return [Heading(context.translate("Steps")), Grid((), lines, {0})]


@app.command()
def add(
    ctx: typer.Context,
    name: Name,
    goal: Goal,
    team: Team = "",
    steps: Steps = [],  # noqa: B006
    review_on: ReviewOn = "",
) -> None:
    """Make a plan: relcadence client-plan add wang "two matters a year" --team Ann --step "lunch with the CFO" """
    from relcadence.store.changes.things import plans

    context: Context = ctx.obj
    contact = typed.person(context, name)
    again = typed.day(context, review_on) if review_on else add_units(context.today, 1, "year")
    if not things.has_role(context, contact, "client"):
        context.warn(context.translate("{name} is no client at present.", name=things.name_of(context, contact)))
    with context.write() as writer:
        number = plans.add(writer, contact, goal, team=team, steps=steps, review_on=again)
    who, day = things.name_of(context, contact), near_day(again, context.translate)
    said = context.translate("The plan for {name} is made; to be gone through on {day}.", name=who, day=day)
    context.answer({"id": number, "contact_id": contact, "review_on": again}, [Line(said)])


@app.command()
def review(
    ctx: typer.Context,
    name: Name,
    again: Annotated[str, typer.Option("--next", metavar="DATE", help="the next review (in a year)")] = "",
) -> None:
    """Note that you went through a plan today; the next time in a year."""
    from relcadence.store.changes.things import plans

    context: Context = ctx.obj
    number = plans.open_plan(context.store, typed.person(context, name))
    next_on = typed.day(context, again) if again else add_units(context.today, 1, "year")
    with context.write() as writer:
        plans.review(writer, number, next_on)
    said = context.translate("Reviewed. The next time on {day}.", day=near_day(next_on, context.translate))
    context.answer({"id": number, "reviewed_on": context.today, "review_on": next_on}, [Line(said)])


@app.command()
def edit(
    ctx: typer.Context,
    name: Name,
    goal: Annotated[str | None, typer.Option("--goal", metavar="TEXT", help="another goal")] = None,
    team: Annotated[str | None, typer.Option("--team", metavar="TEXT", help="another team")] = None,
    review_on: Annotated[str | None, typer.Option("--review-on", metavar="DATE", help="another day")] = None,
) -> None:
    """Change goal, team or the day of the review."""
    from relcadence.store.changes.things import plans

    context: Context = ctx.obj
    number = plans.open_plan(context.store, typed.person(context, name))
    day: date | None = typed.day(context, review_on) if review_on else None
    values = things.given(goal=goal, team=team, review_on=day.isoformat() if day else None)
    with context.write() as writer:
        changed = plans.edit(writer, number, **values)
    things.edited(context, number, values, changed=changed)


@app.command()
def end(ctx: typer.Context, name: Name) -> None:
    """Follow a plan no more; it stays in the history."""
    from relcadence.store.changes.things import plans

    context: Context = ctx.obj
    number = plans.open_plan(context.store, typed.person(context, name))
    with context.write() as writer:
        plans.end(writer, number)
    context.answer({"id": number}, [Line(context.translate("The plan is ended."))])


@step.command("add")
def step_add(
    ctx: typer.Context,
    name: Name,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="what is to be done", show_default=False)],
    by: Annotated[str, typer.Option("--by", metavar="DATE", help="by when")] = "",
) -> None:
    """Add a step: relcadence client-plan step add wang "lunch with the CFO" --by 2027-02-01"""
    from relcadence.store.changes.things import plans

    context: Context = ctx.obj
    plan = plans.open_plan(context.store, typed.person(context, name))
    due = typed.day(context, by) if by else None
    with context.write() as writer:
        number = plans.add_step(writer, plan, text, due)
    context.answer(
        {"id": number, "plan_id": plan}, [Line(context.translate("Step {number} is added.", number=number))]
    )


@step.command("done")
def step_done(ctx: typer.Context, name: Name, number: StepNumber) -> None:
    """Mark a step as done."""
    from relcadence.store.changes.things import plans

    context: Context = ctx.obj
    plan = plans.open_plan(context.store, typed.person(context, name))
    with context.write() as writer:
        text = plans.finish_step(writer, plan, number)
    context.answer({"id": number, "plan_id": plan}, [Line(context.translate("Done: {text}", text=text))])


@step.command("drop")
def step_drop(ctx: typer.Context, name: Name, number: StepNumber) -> None:
    """Let a step go."""
    from relcadence.store.changes.things import plans

    context: Context = ctx.obj
    plan = plans.open_plan(context.store, typed.person(context, name))
    with context.write() as writer:
        text = plans.drop_step(writer, plan, number)
    context.answer({"id": number, "plan_id": plan}, [Line(context.translate("Dropped: {text}", text=text))])
