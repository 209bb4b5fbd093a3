"""The dossier on one person: gathered from the store, in the user's words, private notes left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relcadence.domain.people import Contact
from relcadence.domain.vocabulary import LEVELS
from relcadence.exchange.dossier import dossier
from relcadence.language import N_

if TYPE_CHECKING:
    from relcadence.cli.context import Context

TOUCHES = 30


def page(context: Context, number: int) -> str:
    """The dossier as Markdown."""
    from relcadence.store.queries import people, promises
    from relcadence.store.queries.things import referrals

    _, store = context.outgoing, context.store
    contact = people.contact(store, number)
    touches = [each for each in people.touches(store, number, TOUCHES * 2) if not each.private][:TOUCHES]
    said = [
        f"{each.on} {_(each.channel)}{' ' + _('from them') if each.direction == 'in' else ''}"
        + (f": {each.note}" if each.note else "")
        for each in touches
    ]
    promised = [f"{each.due_on}: {each.text}" for each in promises.promises(store, contact_id=number)]
    referred = [
        f"{each.referral.on}: {_('{a} sent {b}', a=each.referrer, b=each.referred)} ({_(each.referral.outcome)})"
        for each in referrals.referrals(store, number)
    ]
    days = [f"{title or _(kind)}: {on}" for kind, title, on in people.occasions(store, number)]
    parts = (
        (_("Note"), [contact.note] if contact.note else []),
        (_("Open promises"), promised),
        (_("Days"), days),
        (_("Last touches"), said),
        (_("Referrals"), referred),
    )
    return dossier(contact.name, _fields(context, contact), parts)


def _fields(context: Context, contact: Contact) -> list[tuple[str, str]]:
    _ = context.outgoing
    banned = contact.do_not_contact
    fields = [
        (N_("organisation"), contact.organisation),
        (N_("title"), contact.title),
        (N_("roles"), ", ".join(map(_, contact.roles))),
        (N_("level"), _(LEVELS[contact.level]) if contact.level else ""),
        (N_("do not contact"), f"{banned.on}: {banned.reason}" if banned else ""),
        *((way.label or way.kind, way.value) for way in contact.reach),
        (N_("city"), contact.city),
        (N_("also called"), ", ".join(contact.aliases)),
        (N_("address as"), contact.salutation),
        (N_("language"), contact.language),
        (N_("interests"), ", ".join(contact.interests)),
        (N_("preferences"), contact.preferences),
        (N_("met"), contact.how_met),
        (N_("tags"), ", ".join(contact.tags)),
        (N_("known since"), contact.added_on),
    ]
    return [(_(label), value) for label, value in fields]
