"""What `show` tells of the things kept beside a person: only what is there, each in a line or a small table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relcadence.cli.render import Block, Grid, Heading
from relcadence.errors import say, several, together
from relcadence.language import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relcadence.cli.context import Context
    from relcadence.domain.people import Contact
    from relcadence.store.queries.people import AccountMember
    from relcadence.store.queries.things.matters import Value

SHOWN = 5


def gather(context: Context, number: int) -> dict[str, Any]:
    """All that stands beside a contact: name in JSON -> rows."""
    from relcadence.store.queries import people, replies
    from relcadence.store.queries.things import articles, events, groups, matters, plans, referrals, services

    store = context.store
    return {
        "referrals": referrals.referrals(store, number),
        "matters": matters.matters(store, everything=True, contact_id=number),
        "value": matters.value(store, number),
        "plan": next(iter(plans.plans(store, contact_id=number)), None),
        "research": plans.research(store, contact_id=number),
        "events": events.of_contact(store, number),
        "groups": groups.of_contact(store, number),
        "articles": articles.of_contact(store, number),
        "services": services.of_contact(store, number),
        "members": people.members(store, number),
        "bounced": people.bounced(store, number),
        "waiting": [each for each in replies.waiting(store, context.today) if each.contact_id == number],
    }


def as_json(page: dict[str, Any]) -> dict[str, Any]:
    """The same as JSON carries it."""
    plan = page["plan"]
    return {
        "referrals": [
            {**each.referral._asdict(), "referrer": each.referrer, "referred": each.referred}
            for each in page["referrals"]
        ],
        "matters": [each._asdict() for each in page["matters"]],
        "value": page["value"]._asdict(),
        "plan": {**plan._asdict(), "steps": [each._asdict() for each in plan.steps]} if plan else None,
        "research": [each._asdict() for each in page["research"]],
        "events": [each._asdict() for each in page["events"]],
        "groups": [{"group_id": key, "name": name} for key, name in page["groups"]],
        "articles": [{"article_id": key, "title": title, "sent_on": on} for key, title, on in page["articles"]],
        "services": [{"service_id": key, "title": title, "since_on": on} for key, title, on in page["services"]],
        "members": [each._asdict() for each in page["members"]],
        "bounced": page["bounced"],
        "waiting": [each._asdict() for each in page["waiting"]],
    }


def fields(contact: Contact, page: dict[str, Any]) -> list[tuple[str, str]]:
    """The lines of the head: what is barred, what waits, what it is worth, and lists that fit in a line."""
    barred = together(map(say, contact.barred))
    return [
        (N_("waiting"), _waiting(page)),
        (N_("barred"), say("{moves}: {reason}", moves=barred, reason=contact.barred_reason) if barred else ""),
        (N_("bounced"), ", ".join(page["bounced"])),
        (N_("value"), _value(page["value"])),
        (N_("groups"), ", ".join(name for _key, name in page["groups"])),
        (N_("services"), ", ".join(title for _key, title, _on in page["services"])),
        (N_("shareable"), (contact.offers or say("yes")) if contact.shareable else ""),
        (N_("found right"), contact.verified_on),
    ]


def account(contact: Contact, members: Sequence[AccountMember]) -> str:
    """The account, and what it means for the slot: whom the agenda names, and who else keeps it."""
    others = ", ".join(each.contact for each in members if each.contact_id != contact.id)
    if not others:
        return contact.account
    told = {"account": contact.account, "others": others}
    proposed = next((each for each in members if each.proposed), None)
    if proposed is None:
        return say("{account}, with {others}", **told)
    if proposed.contact_id == contact.id:
        return say(
            "{account}: one slot with {others}, shown under this name; a touch with any of them keeps it", **told
        )
    if others == proposed.contact:
        return say("{account}: one slot with {others}, shown under that name; a touch with either keeps it", **told)
    return say(
        "{account}: one slot with {others}, shown under {name}; a touch with any of them keeps it",
        **told, name=proposed.contact,
    )  # fmt: skip


def _waiting(page: dict[str, Any]) -> str:
    if not page["waiting"]:
        return ""
    first = page["waiting"][0]
    told = {"channel": say(first.channel), "on": first.received_on, "note": first.note}
    return say("for an answer to the {channel} of {on}: {note}", **told)


def _value(value: Value) -> str:
    """The fees of the contact's matters, and what the referrals brought."""
    parts = []
    if value.fees:
        parts.append(say("fees {fees}", fees=f"{value.fees:,}"))
    if value.matters:
        parts.append(several("{number} matter", "{number} matters", value.matters))
    if value.open:
        parts.append(say("{number} open", number=value.open))
    if value.without_fee:
        parts.append(say("{number} without a fee yet", number=value.without_fee))
    if value.brought_matters:
        fees = f"{value.brought:,}"
        parts.append(
            several(
                "brought {number} matter, {fees}",
                "brought {number} matters, {fees}",
                value.brought_matters,
                fees=fees,
            )
        )
    return together(parts, "; ") if parts else ""


def blocks(context: Context, page: dict[str, Any]) -> list[Block]:
    """The small tables below the touches."""
    _ = context.translate
    tables = (
        (_("Referrals"), [_referral(each) for each in page["referrals"]]),
        (_("Matters"), [_matter(each) for each in page["matters"][:SHOWN]]),
        (_("Plan"), _plan(page["plan"])),
        (_("Research"), [[each.noted_on, each.problem, each.help] for each in page["research"][:SHOWN]]),
        (_("Events"), [[each.held_on, each.title, say(each.state)] for each in page["events"][:SHOWN]]),
        (_("Articles"), [[on, title] for _key, title, on in page["articles"][:SHOWN]]),
    )
    return [block for title, rows in tables if rows for block in (Heading(title), Grid((), rows))]


def _referral(each: Any) -> list[str]:
    return [
        each.referral.on, say("{a} sent {b}", a=each.referrer, b=each.referred), say(each.referral.outcome),
        say("thanked") if each.referral.thanked_on else say("not yet thanked"),
    ]  # fmt: skip


def _matter(each: Any) -> list[str]:
    until = say("closed {on}", on=each.closed_on) if each.closed_on else say("open")
    return [each.opened_on, each.title, until, "" if each.fee is None else f"{each.fee:,}"]


def _plan(plan: Any) -> list[list[str]]:
    if plan is None:
        return []
    rows = [[say("goal"), plan.goal], [say("review"), plan.review_on]]
    if plan.team:
        rows.insert(1, [say("team"), plan.team])
    return rows + [[each.due_on or say("step"), each.text] for each in plan.steps if not each.done_on]
