"""`show`: the page one reads before a call."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from relcadence.cli.commands.list import contact_json
from relcadence.cli.context import Context
from relcadence.cli.params import Name, new_app
from relcadence.cli.render import Block, Fields, Grid, Heading, Line
from relcadence.domain.people import LEVELS, Contact
from relcadence.domain.planner_weight import Weight
from relcadence.domain.standing import Standing, standing

app = new_app()
TOUCHES_SHOWN = 8
Why = Annotated[bool, typer.Option("--why", help="what the slot weighs in the plan, part by part")]


@app.command()
def show(ctx: typer.Context, name: Name, why: Why = False) -> None:
    """Who it is, how you know each other, what was last said, what is promised, and when the next slot is and why."""
    from relcadence.store.queries import people, promises
    from relcadence.store.queries.names import anybody

    context: Context = ctx.obj
    store = context.store
    number = anybody(store, name)
    contact = people.contact(store, number)
    row = people.rows(store, status=contact.status, numbers=(number,))[0]
    page: dict[str, Any] = {
        "row": row,
        "how": standing(row.window, row.cadence, row.since_on, row.snoozed_until, store.workdays, context.today),
        "touches": people.touches(store, number, TOUCHES_SHOWN),
        "promises": promises.promises(store, contact_id=number),
        "referrals": people.referrals(store, number),
        "slot": people.open_slot(store, number),
        "occasions": people.occasions(store, number),
        "weight": _weight(context, number) if why else None,
    }
    context.answer(_as_json(contact, page), lambda: _blocks(context, contact, page))


def _weight(context: Context, number: int) -> Weight | None:
    """The weight of the contact's open slot as of today, with its parts."""
    from relcadence.domain.planning import weigh, windows
    from relcadence.store.queries import agenda

    gathered = agenda.gather(context.store, context.today, weeks=53)
    for slot in gathered.slots:
        if slot.contact_id == number:
            return weigh(gathered, slot, next(windows(gathered, slot, context.today)).missed)
    return None


def _as_json(contact: Contact, page: dict[str, Any]) -> dict[str, Any]:
    slot = page["slot"]
    return {
        **contact._asdict(),
        **contact_json(page["row"], page["how"]),
        "cadence_override": contact.cadence or None,
        "rule": slot.rule if slot else None,
        "handle": f"F{slot.id}" if slot else None,
        "last_touches": [touch._asdict() for touch in page["touches"]],
        "promises": [{"handle": f"P{each.id}", **each._asdict()} for each in page["promises"]],
        "referrals": [
            {**each.referral._asdict(), "referrer": each.referrer, "referred": each.referred}
            for each in page["referrals"]
        ],
        "weight": page["weight"]._asdict() if page["weight"] else None,
        "occasions": [{"kind": kind, "title": title, "date": on} for kind, title, on in page["occasions"]],
    }


def _blocks(context: Context, contact: Contact, page: dict[str, Any]) -> list[Block]:
    head = contact.name + (f" — {contact.title}" if contact.title else "")
    if contact.organisation:
        head += f", {contact.organisation}"
    blocks: list[Block] = [Line(head, "bold"), Fields(_fields(context, contact, page))]
    if contact.note:
        blocks += [Heading(context.translate("Note")), Line(contact.note)]
    if weight := page["weight"]:
        rows = [[part.key, str(part.points), "" if part.cause is None else str(part.cause)] for part in weight.parts]
        rows.append(["weight", str(weight.total), "relcadence help planner"])
        blocks += [Heading(context.translate("What the slot weighs")), Grid((), rows, {1})]
    if page["promises"]:
        rows = [[f"P{each.id}", each.due_on, each.text] for each in page["promises"]]
        blocks += [Heading(context.translate("Open promises")), Grid((), rows)]
    blocks.append(Heading(context.translate("Last touches")))
    blocks.append(Grid((), [_touch(each) for each in page["touches"]]) if page["touches"] else Line("none yet"))
    if page["referrals"]:
        lines = [
            [each.referral.on, f"{each.referrer} sent {each.referred}", each.referral.outcome,
             "thanked" if each.referral.thanked_on else "not yet thanked"]
            for each in page["referrals"]
        ]  # fmt: skip
        blocks += [Heading(context.translate("Referrals")), Grid((), lines)]
    return blocks


def _fields(context: Context, contact: Contact, page: dict[str, Any]) -> list[tuple[str, str]]:
    level = f"{contact.level} ({LEVELS[contact.level]})" if contact.level else "unknown"
    banned = contact.do_not_contact
    shown = [
        ("roles", ", ".join(contact.roles) or "connection (none given)"),
        ("level", level),
        ("next", _next(context, page)),
        ("do not contact", f"since {banned.on}: {banned.reason}" if banned else ""),
        ("status", contact.status if contact.status != "active" else ""),
        *((way.label or way.kind, way.value) for way in contact.reach),
        ("likes", f"to be reached by {contact.channel}" if contact.channel else ""),
        ("also called", ", ".join(contact.aliases)),
        ("account", contact.account),
        ("city", contact.city),
        ("language", contact.language),
        ("address as", contact.salutation),
        ("interests", ", ".join(contact.interests)),
        ("preferences", contact.preferences),
        ("met", contact.how_met),
        ("basis", contact.basis if contact.basis != "unknown" else ""),
        ("tags", ", ".join(contact.tags)),
        *((title or kind, on) for kind, title, on in page["occasions"]),
        ("known since", contact.added_on),
    ]
    return [(label, value) for label, value in shown if value]


def _next(context: Context, page: dict[str, Any]) -> str:
    """The next slot and why: its days, its state, and the rule that gives the cadence."""
    how: Standing = page["how"]
    slot = page["slot"]
    if how.now is None or slot is None:
        return "no rhythm" + (f" ({slot.rule})" if slot else "")
    due = how.now.due
    missed = f", {how.now.missed} missed" if how.now.missed else ""
    window = f"between {max(due.release, context.today)} and {due.deadline}, best {max(due.ideal, context.today)}"
    if due.deadline < context.today:
        window = f"was due by {due.deadline}"
    return f"F{slot.id} {how.state}: {window}{missed}; {page['row'].cadence} by {slot.rule}"


def _touch(each: Any) -> list[str]:
    marks = [word for word, on in (("tried", each.tried), ("private", each.private)) if on]
    channel = f"{each.channel} from them" if each.direction == "in" else each.channel
    return [each.on, channel, f"{each.minutes} min" if each.minutes else "", each.note, ", ".join(marks)]
