"""`show`: the page one reads before a call."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import show_things
from relcadence.cli.commands.list import contact_json
from relcadence.cli.context import Context
from relcadence.cli.params import Name, new_app
from relcadence.cli.render import Block, Fields, Grid, Heading, Line
from relcadence.domain.people import Contact
from relcadence.domain.reasons import Reason, word
from relcadence.domain.sentences import cadence_sentence, rule_sentence
from relcadence.domain.seven import Way
from relcadence.domain.standing import Standing, standing
from relcadence.domain.tasks import Task
from relcadence.domain.text import clean
from relcadence.domain.vocabulary import LEVELS
from relcadence.domain.weighing import Weight
from relcadence.errors import say, together
from relcadence.language import N_

if TYPE_CHECKING:
    from relcadence.domain.gathered import OpenSlot

app = new_app()
TOUCHES_SHOWN = 8
Why = Annotated[bool, typer.Option("--why", help="what the slot weighs in the plan, part by part")]


@app.command()
def show(ctx: typer.Context, name: Name, why: Why = False) -> None:
    """Who it is, how you know each other, what was last said, what is promised, and when the next slot is and why."""
    from relcadence.store.queries import people, points, promises
    from relcadence.store.queries.names import anybody
    from relcadence.store.queries.tasks import tasks_about

    context: Context = ctx.obj
    store = context.store
    number = anybody(store, name)
    contact = people.contact(store, number)
    row = people.rows(store, status=contact.status, numbers=(number,))[0]
    touches = people.touches(store, number, TOUCHES_SHOWN)
    page: dict[str, Any] = {
        "row": row,
        "how": standing(
            row.window, row.cadence, row.since_on, row.snoozed_until, row.quiet, store.workdays, context.today
        ),
        "touches": touches,
        "counted": [points.kept_by(store, touch, contact.roles) for touch in touches],
        "seven": _seven(context, contact),
        "promises": promises.promises(store, contact_id=number),
        "tasks": [_task_words(context, slot) for slot in tasks_about(store, number, context.today)],
        "slot": people.open_slot(store, number),
        "occasions": people.occasions(store, number),
        "weight": _weight(context, number) if why else None,
        **show_things.gather(context, number),
    }
    context.answer(_as_json(contact, page), lambda: _blocks(context, contact, page))


def _task_words(context: Context, slot: OpenSlot) -> tuple[str, Reason]:
    """The handle of a task, and what it asks for by when."""
    task = slot.task or Task(0, "", "", "")
    due = date.fromisoformat(task.due_on) if task.due_on else slot.due.deadline
    values = {"text": task.text, "days": (due - context.today).days, "on": task.on, "outcome": task.outcome}
    return f"T{task.id}", Reason(task.reason, values)


def _seven(context: Context, contact: Contact) -> Way | None:
    """How far a prospect is on the way to the seventh touch."""
    if "prospect" not in contact.roles:
        return None
    from relcadence.store.queries.seven import prospects

    return next((each.way for each in prospects(context.store, context.today, [contact.id])), None)


def _seven_words(way: Way | None) -> str:
    if way is None:
        return ""
    parts = [say("{dots} {count}/7", dots=way.dots, count=way.touches)]
    if way.seventh_on:
        parts.append(say("the seventh about {day}", day=way.seventh_on))
    if way.stalled:
        parts.append(say("stalled"))
    if way.decide:
        parts.append(say("no answer yet: decide with relcadence prune"))
    return together(parts)


def _weight(context: Context, number: int) -> Weight | None:
    """The weight of the contact's open slot as of today, with its parts."""
    from relcadence.domain.demand import Windows, weigh
    from relcadence.store.queries import agenda

    gathered = agenda.gather(context.store, context.today, weeks=53, tasks=False)
    for slot in gathered.slots:
        if slot.contact_id == number:
            return weigh(gathered, slot, Windows(gathered, context.today).of(slot)[0].missed)
    return None


def _as_json(contact: Contact, page: dict[str, Any]) -> dict[str, Any]:
    slot = page["slot"]
    return {
        **contact._asdict(),
        **contact_json(page["row"], page["how"]),
        "cadence_override": contact.cadence or None,
        "rule": slot.rule if slot else None,
        "handle": f"F{slot.id}" if slot else None,
        "last_touches": [
            {**touch._asdict(), "points": keys} for touch, keys in zip(page["touches"], page["counted"], strict=True)
        ],
        "seven": page["seven"]._asdict() if page["seven"] else None,
        "promises": [{"handle": f"P{each.id}", **each._asdict()} for each in page["promises"]],
        "tasks": [{"handle": handle, "reason": word(reason)} for handle, reason in page["tasks"]],
        "weight": page["weight"]._asdict() if page["weight"] else None,
        "occasions": [{"kind": kind, "title": title, "date": on} for kind, title, on in page["occasions"]],
        **show_things.as_json(page),
    }


def _blocks(context: Context, contact: Contact, page: dict[str, Any]) -> list[Block]:
    head = contact.name + (f" — {contact.title}" if contact.title else "")
    if contact.organisation:
        head += f", {contact.organisation}"
    blocks: list[Block] = [Line(clean(head), "bold"), Fields(_fields(context, contact, page))]
    if contact.note:
        blocks += [Heading(context.translate("Note")), Line(contact.note)]
    if weight := page["weight"]:
        rows = [
            [say(part.key), str(part.points), "" if part.cause is None else say(str(part.cause))]
            for part in weight.parts
        ]
        rows.append([say("weight"), str(weight.total), "relcadence help planner"])
        blocks += [Heading(context.translate("What the slot weighs")), Grid((), rows, {1})]
    if page["promises"]:
        rows = [[f"P{each.id}", each.due_on, each.text] for each in page["promises"]]
        blocks += [Heading(context.translate("Open promises")), Grid((), rows)]
    if page["tasks"]:
        rows = [[handle, word(reason, context.translate)] for handle, reason in page["tasks"]]
        blocks += [Heading(context.translate("To do")), Grid((), rows)]
    blocks.append(Heading(context.translate("Last touches")))
    rows = [[*_touch(each), ", ".join(keys)] for each, keys in zip(page["touches"], page["counted"], strict=True)]
    blocks.append(Grid((), rows) if rows else Line(say("none yet")))
    return blocks + show_things.blocks(context, page)


def _fields(context: Context, contact: Contact, page: dict[str, Any]) -> list[tuple[str, str]]:
    level = say("unknown")
    if contact.level:
        level = say("{level} ({name})", level=contact.level, name=say(LEVELS[contact.level]))
    banned = contact.do_not_contact
    shown = [
        (N_("roles"), together(map(say, contact.roles)) or say("connection (none given)")),
        (N_("level"), level),
        (N_("next"), _next(context, page)),
        (N_("touches"), _seven_words(page["seven"])),
        (N_("do not contact"), say("since {on}: {reason}", on=banned.on, reason=banned.reason) if banned else ""),
        (N_("hold"), say("through {until}: {reason}", **contact.hold._asdict()) if contact.hold else ""),
        (N_("status"), say(contact.status) if contact.status != "active" else ""),
        *((way.label or way.kind, way.value) for way in contact.reach),
        (N_("likes"), say("to be reached by {channel}", channel=say(contact.channel)) if contact.channel else ""),
        (N_("also called"), ", ".join(contact.aliases)),
        (N_("account"), show_things.account(contact, page["members"])),
        (N_("city"), contact.city),
        (N_("language"), contact.language),
        (N_("address as"), contact.salutation),
        (N_("interests"), ", ".join(contact.interests)),
        (N_("preferences"), contact.preferences),
        (N_("met"), contact.how_met),
        (N_("basis"), say(contact.basis) if contact.basis != "unknown" else ""),
        (N_("tags"), ", ".join(contact.tags)),
        *((title or kind, on) for kind, title, on in page["occasions"]),
        *show_things.fields(contact, page),
        (N_("known since"), contact.added_on),
    ]
    return [(label, value) for label, value in shown if value]


def _next(context: Context, page: dict[str, Any]) -> str:
    """The next slot and why: its days, its state, and the rule that gives the cadence."""
    how: Standing = page["how"]
    slot = page["slot"]
    if how.now is None or slot is None:
        return say("no rhythm ({rule})", rule=rule_sentence(slot.rule)) if slot else say("no rhythm")
    due, today = how.now.due, context.today
    days = {"first": max(due.release, today), "last": due.deadline, "best": max(due.ideal, today)}
    parts = [say("between {first} and {last}, best {best}", **days)]
    if due.deadline < today:
        parts = [say("was due by {day}", day=due.deadline)]
    if how.now.missed:
        parts.append(say("{missed} missed", missed=how.now.missed))
    told = {"cadence": cadence_sentence(page["row"].cadence), "rule": rule_sentence(slot.rule)}
    when = say("F{number} {state}: {window}", number=slot.id, state=say(how.state), window=together(parts))
    return together((when, say("{cadence} by {rule}", **told)), "; ")


def _touch(each: Any) -> list[str]:
    marks = [word for word, on in ((say("tried"), each.tried), (say("private"), each.private)) if on]
    if each.score is not None:
        marks.append(say("{score} of 10", score=each.score))
    channel = say(each.channel)
    if each.direction == "in":
        channel = say("{channel} from them", channel=channel)
    minutes = say("{minutes} min", minutes=each.minutes) if each.minutes else ""
    return [each.on, channel, minutes, each.note, together(marks)]
