"""`cards plan`: who gets a card for a holiday, why, by when it is posted, and what is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from relcadence.cli import cards_holidays, typed
from relcadence.cli.cards_runs import one_line
from relcadence.cli.choosing import RoleOption
from relcadence.cli.params import ContactName, DryRun
from relcadence.cli.render import Blank, Block, Grid, Line
from relcadence.cli.things import some
from relcadence.domain import cards as domain
from relcadence.domain.holidays import split_marks
from relcadence.domain.vocabulary import ROLES
from relcadence.errors import Refused, say
from relcadence.language import near_day

if TYPE_CHECKING:
    from relcadence.cli.cards_holidays import Day
    from relcadence.cli.context import Context
    from relcadence.store.queries.card_plans import Place

HolidayName = Annotated[
    str,
    typer.Argument(metavar="HOLIDAY", help='as "Spring Festival 2027"; without a year the next', show_default=False),
]
Channel = Annotated[str, typer.Option("--channel", metavar="post|email|message", help="how the cards go")]
With = Annotated[
    list[str], typer.Option("--with", click_type=ContactName(), metavar="NAME", help="also this one; repeatable")
]
Country = Annotated[str, typer.Option("--country", metavar="CODE", help="the holiday as kept there, such as CN")]
SHOWN_MISSING = 12


class Plan(NamedTuple):
    """What is planned: the day and the way, everybody it stands on, the newcomers, who is left out, who is on it."""

    day: Day
    way: str
    people: dict[int, domain.Person]
    seats: list[domain.Seat]
    left_out: list[domain.LeftOut]
    placed: dict[int, Place]
    last_on: str


def plan(
    ctx: typer.Context,
    holiday: HolidayName,
    roles: RoleOption = [],  # noqa: B006
    channel: Channel = "post",
    others: With = [],  # noqa: B006
    country: Country = "",
    dry_run: DryRun = False,
) -> None:
    """Plan the cards for a holiday.

    relcadence cards plan "Spring Festival 2027"

    On the list come those marked for it (edit NAME --cards), those whom the settings name, and who had one the last
    time, one card a household. Planned again, it adds newcomers and nobody twice.
    """
    from relcadence.store.changes import cards as changes

    context: Context = ctx.obj
    found = _decide(context, holiday, roles, channel, others, country)
    number = None
    if not dry_run and found.seats:
        made = changes.Made(found.day.holiday.key, found.day.title, found.day.on, found.way)
        with context.write() as writer:
            number = changes.plan(writer, made, found.seats)
    number = number or next((place.run_id for place in found.placed.values() if place.channel == channel), None)
    context.answer(_as_json(found, number, dry_run), lambda: _blocks(context, found, number, dry_run))


def _decide(context: Context, text: str, roles: list[str], channel: str, others: list[str], country: str) -> Plan:
    """Who comes on the list; Refused where nobody does and nobody is on it."""
    from relcadence.settings import parse_country
    from relcadence.store.queries import card_plans as queries

    store = context.store
    way = typed.one_of(channel, domain.WAYS, "way for cards")
    wanted = [typed.one_of(role, ROLES, "role") for role in roles]
    named = [typed.person(context, name) for name in others]
    code = typed.understood(parse_country, country)
    day = cards_holidays.on_day(
        context, text, [cards_holidays.home_country(context), *queries.countries(store)], code
    )
    key, rules = day.holiday.key, rules_of(context)
    people = {person.id: person for person in queries.people(store, way)}
    _refuse_who_gets_none(context, named, people)
    placed = _placed(context, day, way, people, named)
    last = queries.last_list(store, key, day.on)
    recipients, left = domain.choose(people.values(), day.holiday, rules, roles=wanted, named=named, last=last)
    joined = {number: (at.envelope, at.channel == way and at.state == "open") for number, at in placed.items()}
    seats = domain.seats(recipients, joined, people.values(), (day.on, way), rules, store.workdays)
    if not seats and not placed:
        raise _nobody(day, wanted)
    return Plan(day, way, people, seats, left, placed, queries.last_year(store, key, day.on))


def _placed(
    context: Context, day: Day, way: str, people: dict[int, domain.Person], named: list[int]
) -> dict[int, Place]:
    """Who is on a list for that day, but for those who may come on this one: named after they were taken off, or
    with a card by another way that has nowhere to go while this one has.
    """
    from relcadence.store.queries import card_plans, cards

    placed = card_plans.listed(context.store, day.holiday.key, day.on)
    stuck: set[int] = set()
    for run in {at.run_id for at in placed.values() if at.channel != way}:
        for members in cards.envelopes(cards.cards(context.store, run, everybody=False)):
            if not any(card.reach for card in members):
                stuck.update(card.contact_id for card in members)
    free = {number for number in stuck if number in people and people[number].reach}
    free |= {number for number in named if number in placed and placed[number].state == "dropped"}
    return {number: at for number, at in placed.items() if number not in free}


def rules_of(context: Context) -> domain.Rules:
    """What a plan goes by, out of the settings."""
    leads = {**domain.LEADS, **typed.setting(context, "card_leads")}
    chosen = tuple(split_marks(str(typed.setting(context, "holidays"))))
    return domain.Rules(chosen, str(typed.setting(context, "country")), leads)


def _refuse_who_gets_none(context: Context, named: list[int], people: dict[int, domain.Person]) -> None:
    for number in named:
        if number not in people:
            name = context.store.row("contact", number)["name"]
            raise Refused(
                say("{name} is not to be sent a card.", name=name), say("See why: relcadence show #{id}", id=number)
            )


def _nobody(day: Day, roles: list[str]) -> Refused:
    key = day.holiday.key
    hint = say('Mark who keeps it: relcadence edit NAME --cards "{key}"; or name somebody: --with NAME', key=key)
    if roles:
        what = say("Nobody of the role {roles} gets a card for {title}.", roles=" / ".join(roles), title=day.title)
        return Refused(what, hint)
    return Refused(say("Nobody gets a card for {title}.", title=day.title), hint)


def _as_json(found: Plan, number: int | None, dry_run: bool) -> dict[str, Any]:
    return {
        "handle": f"C{number}" if number else None,
        "holiday": found.day.holiday.key,
        "title": found.day.title,
        "holiday_on": found.day.on,
        "channel": found.way,
        "dry_run": dry_run,
        "added": [
            {"contact": seat.person.name, "contact_id": seat.person.id, "why": domain.REASONS[seat.why],
             "why_key": seat.why, "post_by_on": seat.post_by, "envelope_of": seat.head, "reach": seat.person.reach}
            for seat in found.seats
        ],
        "missing": [seat.person.name for seat in _missing(found)],
        "left_out": [
            {"contact": each.person.name, "contact_id": each.person.id, "why": domain.LEFT_OUT[each.became],
             "why_key": each.became}
            for each in found.left_out
        ],
        "already": len(found.placed),
    }  # fmt: skip


def _envelopes(found: Plan) -> list[list[domain.Seat]]:
    grouped: dict[tuple[str, int], list[domain.Seat]] = {}
    for seat in found.seats:
        at = ("card", seat.envelope) if seat.envelope is not None else ("head", seat.head)
        grouped.setdefault(at, []).append(seat)
    return list(grouped.values())


def _missing(found: Plan) -> list[domain.Seat]:
    """The newcomers whose envelope has nowhere to go."""
    return [members[0] for members in _envelopes(found) if not any(seat.person.reach for seat in members)]


def _blocks(context: Context, found: Plan, number: int | None, dry_run: bool) -> list[Block]:
    _ = context.translate
    head = _("{title} is on {day}.", title=found.day.title, day=near_day(found.day.on, _))
    blocks: list[Block] = [Line(f"{head} {_already(context, found)}".strip())]
    if found.seats:
        blocks += [
            Blank(),
            Grid(("To", "Why", "Post by", "Where"), [_row(context, each) for each in _envelopes(found)]),
        ]
        blocks += [Blank(), Line(_counted(context, found))]
    if missing := _missing(found):
        blocks.append(Line(_names(context, [seat.person.name for seat in missing], found.way)))
        if found.way == "post":
            words = _('Or by e-mail: relcadence cards plan "{title}" --channel email', title=found.day.typed)
            blocks.append(Line(words))
    for each in found.left_out:
        why = _(domain.LEFT_OUT[each.became])
        blocks.append(Line(_("Left out: {name} ({why}).", name=each.person.name, why=why)))
    if dry_run:
        blocks.append(Line(_("Nothing was written.")))
    elif number:
        words = _("C{number} is on your list. Texts: relcadence cards draft C{number}", number=number)
        if found.way == "post":
            words += " · " + _("Labels: relcadence cards labels C{number}", number=number)
        blocks.append(Line(words))
    return blocks


def _already(context: Context, found: Plan) -> str:
    _ = context.translate
    if found.placed and not found.seats:
        return _("Everybody is on the list already: {number} people.", number=len(found.placed))
    if found.placed:
        return _("{number} people are on the list already; these are new.", number=len(found.placed))
    if found.last_on:
        return _("The list of {year} is carried on.", year=found.last_on[:4])
    return ""


def _row(context: Context, members: list[domain.Seat]) -> list[str]:
    _ = context.translate
    names = domain.together([seat.person.name for seat in members], _.language)
    reach = next((seat.person.reach for seat in members if seat.person.reach), "")
    return [
        names,
        _(domain.REASONS[members[0].why]),
        _posted(context, members[0].post_by),
        one_line(reach) or _("missing"),
    ]


def _posted(context: Context, day: date) -> str:
    from relcadence.language import short_day

    _ = context.translate
    return _("{day}, gone by", day=short_day(day, _)) if day < context.today else short_day(day, _)


def _counted(context: Context, found: Plan) -> str:
    _ = context.translate
    envelopes, days = _envelopes(found), [seat.post_by for seat in found.seats]
    cards = _.plural("{number} card", "{number} cards", len(envelopes))
    people = _.plural("{number} person", "{number} people", len(found.seats))
    first, last = near_day(min(days), _), near_day(max(days), _)
    if first == last:
        return _("{cards} to {people}, to be posted by {day}.", cards=cards, people=people, day=last)
    words = "{cards} to {people}, to be posted from {first} (the farthest) to {last}."
    return _(words, cards=cards, people=people, first=first, last=last)


def _names(context: Context, names: list[str], way: str) -> str:
    _ = context.translate
    shown = some(names[:SHOWN_MISSING], len(names))
    words = {
        "post": _(
            "No postal address that works: {names}. Give one: relcadence edit NAME --address TEXT", names=shown
        ),
        "email": _(
            "No e-mail address that works: {names}. Give one: relcadence edit NAME --email ADDRESS", names=shown
        ),
        "message": _("No phone or handle: {names}. Give one: relcadence edit NAME --handle wechat:NAME", names=shown),
    }
    return words[way]
