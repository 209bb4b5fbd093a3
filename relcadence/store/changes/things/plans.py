"""Plans for clients, with their steps and reviews, and research notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from relcadence.errors import NotFound, Refused, UsageProblem, say
from relcadence.store.changes import people
from relcadence.store.changes.writer import Writer
from relcadence.store.rows import Rows


def open_plan(rows: Rows, contact: int) -> int:
    """The number of the open plan of a contact; NotFound where there is none."""
    number = rows.value(
        "SELECT id FROM client_plan WHERE contact_id = :id AND ended_on = '' ORDER BY id DESC LIMIT 1", id=contact
    )
    if number is None:
        name = rows.row("contact", contact)["name"]
        raise NotFound(
            say("There is no plan for {name}.", name=name), 'Make one: relcadence client-plan add NAME "goal"'
        )
    return int(number)


def add(writer: Writer, contact: int, goal: str, *, team: str, steps: Sequence[str], review_on: date) -> int:
    """A plan for a client who has none; Refused otherwise."""
    name = people.name_of(writer, contact)
    if not goal.strip():
        raise UsageProblem("A plan needs a goal.", 'relcadence client-plan add NAME "two more matters a year"')
    if writer.rows("SELECT 1 FROM client_plan WHERE contact_id = :id AND ended_on = ''", id=contact):
        raise Refused(
            say("There is a plan for {name} already.", name=name),
            "Change it with client-plan edit, or end it with client-plan end.",
        )
    _ahead(writer, review_on)
    number = writer.insert_named(
        "client_plan", contact_id=contact, goal=goal.strip(), team=team, made_on=writer.today.isoformat(),
        review_on=review_on.isoformat(),
    )  # fmt: skip
    for text in steps:
        add_step(writer, number, text)
    writer.title = f"plan for {name}"
    return number


def _ahead(writer: Writer, review_on: date) -> None:
    if review_on < writer.today:
        raise UsageProblem(say("{on} has gone by.", on=review_on), "A review lies today or ahead.")


def edit(writer: Writer, number: int, **values: Any) -> bool:
    """Change goal, team or the day of the review; False where nothing differs."""
    row = writer.row("client_plan", number)
    if review_on := values.get("review_on"):
        _ahead(writer, date.fromisoformat(review_on))
    writer.title = f"edit plan for {people.name_of(writer, row['contact_id'])}"
    return writer.change("client_plan", number, **values)


def review(writer: Writer, number: int, next_on: date) -> None:
    """The plan was gone through today; the next time on that day."""
    row = writer.row("client_plan", number)
    if next_on <= writer.today:
        raise UsageProblem(say("{on} does not lie ahead.", on=next_on), "Name the day of the next review.")
    writer.change("client_plan", number, reviewed_on=writer.today.isoformat(), review_on=next_on.isoformat())
    writer.title = f"plan reviewed: {people.name_of(writer, row['contact_id'])}"


def end(writer: Writer, number: int) -> None:
    """The plan is followed no more."""
    row = writer.row("client_plan", number)
    writer.change("client_plan", number, ended_on=writer.today.isoformat())
    writer.title = f"plan ended: {people.name_of(writer, row['contact_id'])}"


def add_step(writer: Writer, plan: int, text: str, due_on: date | None = None) -> int:
    """A step of a plan; UsageProblem for an empty one."""
    if not text.strip():
        raise UsageProblem("A step needs words.", 'relcadence client-plan step add NAME "meet the partners"')
    writer.title = f"step: {text}"
    return writer.insert("plan_step", plan_id=plan, text=text.strip(), due_on=due_on.isoformat() if due_on else "")


def _step(writer: Writer, plan: int, step: int) -> dict[str, Any]:
    row = writer.find("plan_step", step)
    if row is None or row["plan_id"] != plan:
        raise NotFound(
            say("There is no step {step} in this plan.", step=step), "See: relcadence client-plan show NAME"
        )
    return row


def finish_step(writer: Writer, plan: int, step: int) -> str:
    """A step is done; its words."""
    row = _step(writer, plan, step)
    if row["done_on"]:
        raise Refused(
            say("“{text}” was done on {on} already.", text=row["text"], on=row["done_on"]),
            "See the others: relcadence client-plan show NAME",
        )
    writer.change("plan_step", step, done_on=writer.today.isoformat())
    writer.title = f"step done: {row['text']}"
    return str(row["text"])


def drop_step(writer: Writer, plan: int, step: int) -> str:
    """A step is let go; its words."""
    row = _step(writer, plan, step)
    writer.delete("plan_step", step)
    writer.title = f"step dropped: {row['text']}"
    return str(row["text"])


def note_research(writer: Writer, contact: int, problem: str, help_with: str) -> int:
    """A research note on somebody: the problem or opportunity, and how one would help."""
    if not problem.strip():
        raise UsageProblem(
            "A research note needs their problem.",
            'relcadence research add NAME "the lease ends" --help-with "renew"',
        )
    writer.title = f"research on {people.name_of(writer, contact)}"
    return writer.insert(
        "research", contact_id=contact, noted_on=writer.today.isoformat(), problem=problem.strip(), help=help_with
    )


def edit_research(writer: Writer, number: int, **values: Any) -> bool:
    """Change the words of a research note; False where nothing differs."""
    row = writer.row("research", number)
    writer.title = f"edit research on {people.name_of(writer, row['contact_id'])}"
    return writer.change("research", number, **values)


def drop_research(writer: Writer, number: int) -> None:
    """Take a research note away."""
    row = writer.row("research", number)
    writer.delete("research", number)
    writer.title = f"research on {people.name_of(writer, row['contact_id'])} dropped"
