"""Who gets a card for a holiday, why, in one envelope with whom, and by when it must be posted.

One rule: a card follows the recipient's own choice and known country. Nobody's holiday is guessed from a name; whose
culture is not known gets a New Year card.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from relcadence.domain.holidays import HOLIDAYS, NEW_YEAR, SPRING_FESTIVAL, Holiday, keeps, split_marks
from relcadence.domain.text import fold
from relcadence.domain.workdays import Workdays
from relcadence.errors import say

WAYS = ("post", "email", "message")
RUN_STATES = ("open", "done", "dropped")
CARD_STATES = ("open", "sent", "returned", "dropped")
NO_CARDS = "none"
MARKED_ROLES = ("client", "referrer")
MARKED_LEVEL = 2
REACH_BACK = 30  # days in which a working day to post on is looked for
OFFICE = ("work", "office", "business", "firm", "工作", "办公", "公司")
LEADS = {"post": 7, "abroad": 21, "email": 0, "message": 0}
SPRING = next(each for each in HOLIDAYS if each.name == SPRING_FESTIVAL)
# How somebody came on a list.
REASONS = {
    "named": "named by you",
    "marked": "keeps it",
    "client": "client",
    "referrer": "referrer",
    "level": "level 2 or more",
    "last": "had one last time",
}
LEFT_OUT = {"returned": "came back last time", "dropped": "taken off the list last time"}
SHOWN = (WAYS, RUN_STATES, CARD_STATES, REASONS, LEFT_OUT)


class Person(NamedTuple):
    """Somebody who may be sent a card: alive, not archived, not marked do-not-contact, cards not barred.

    `marks` are the holidays chosen, "" = by rule, `none` = none; `country` two letters or "". `household` is the
    number of the account of that kind, `home` the folded postal address unless it is an office,
    `sent_to` the country that the address names.
    """

    id: int
    name: str
    roles: tuple[str, ...] = ()
    level: int | None = None
    marks: str = ""
    country: str = ""
    household: int | None = None
    main: bool = False
    home: str = ""
    reach: str = ""
    sent_to: str = ""


class Recipient(NamedTuple):
    """Somebody who is to get a card, and the key of the reason."""

    person: Person
    why: str


class Seat(NamedTuple):
    """A newcomer on a list: by when the card is posted, and in whose envelope: `head` is a newcomer too (or the
    person), `envelope` the number of one that is on the list already.
    """

    person: Person
    why: str
    post_by: date
    head: int
    envelope: int | None = None


class LeftOut(NamedTuple):
    """Somebody who was on the list of the last time and is not on this one, and what became of that card."""

    person: Person
    became: str


class Rules(NamedTuple):
    """What a plan goes by: the holidays chosen for all, the user's country, lead days by way and country."""

    chosen: tuple[str, ...] = (NEW_YEAR,)
    country: str = ""
    leads: Mapping[str, int] = LEADS


def choose(
    people: Iterable[Person],
    holiday: Holiday,
    rules: Rules,
    *,
    roles: Collection[str] = (),
    named: Collection[int] = (),
    last: Mapping[int, str] = {},
) -> tuple[list[Recipient], list[LeftOut]]:
    """Who gets a card for the holiday, and who of the last list is left out.

    `roles` keeps only those who have one of them, `named` are put on it in any case; `last` is what became of each
    card of the last list (`CARD_STATES`). Whose card came back is left out until there is an address that works.
    """
    found: list[Recipient] = []
    left: list[LeftOut] = []
    for person in people:
        before = last.get(person.id, "")
        why = "named" if person.id in named else _why(person, holiday, rules, before)
        if not why or (roles and why != "named" and not set(roles) & set(person.roles)):
            continue
        if why != "named" and _stays_out(person, why, before):
            left.append(LeftOut(person, before))
        else:
            found.append(Recipient(person, why))
    return found, left


def _why(person: Person, holiday: Holiday, rules: Rules, before: str) -> str:
    """The key of the reason, "" for none."""
    if person.marks:
        return "marked" if holiday.key in split_marks(person.marks) else ""
    why = by_rule(person) if ruled(holiday, person.country, rules.chosen) else ""
    return why or ("last" if before else "")


def _stays_out(person: Person, why: str, before: str) -> bool:
    return (before == "dropped" and why != "marked") or (before == "returned" and not person.reach)


def by_rule(person: Person) -> str:
    """What marks somebody for cards without a choice of their own: client, referrer, level; "" for nothing."""
    role = next((role for role in MARKED_ROLES if role in person.roles), "")
    return role or ("level" if (person.level or 0) >= MARKED_LEVEL else "")


def ruled(holiday: Holiday, country: str, chosen: Collection[str]) -> bool:
    """Whether the rule gives somebody of that country ("" = not known) a card for the holiday.

    New Year is what everybody gets, unless the Spring Festival is chosen too and kept there.
    """
    if holiday.key == NEW_YEAR:
        return bool(chosen) and not (SPRING_FESTIVAL in chosen and keeps(SPRING, country))
    return holiday.key in chosen and keeps(holiday, country)


def post_by(on: date, way: str, country: str, rules: Rules, workdays: Workdays) -> date:
    """The last working day on which a card for that day can be posted, by the lead days of way and country."""
    lead = rules.leads.get(way, 0)
    if way == "post" and country:
        lead = rules.leads.get(country, rules.leads["abroad"] if country != rules.country else lead)
    days = [on - timedelta(days=lead + back) for back in range(REACH_BACK)]
    return next((day for day in days if workdays.works(day)), days[0])


def envelopes(people: Iterable[Person], way: str) -> dict[int, int]:
    """Person -> the one whose envelope it is: a household gets one card, by its account or by its postal address.

    First stands who is proposed for the account, then the higher level, then the one known longer.
    """
    order = sorted(people, key=lambda each: (not each.main, -(each.level or 0), each.id))
    rank = {person.id: at for at, person in enumerate(order)}
    heads: dict[tuple[str, object], int] = {}
    found: dict[int, int] = {}
    for person in order:
        groups = _households(person, way)
        met = {heads[group] for group in groups if group in heads}
        head = min(met, key=rank.__getitem__, default=person.id)
        if len(met) > 1:  # whom two households have in common makes them one
            found = {number: head if at in met else at for number, at in found.items()}
            heads = {group: head if at in met else at for group, at in heads.items()}
        found[person.id] = head
        heads.update(dict.fromkeys(groups, head))
    return found


def _households(person: Person, way: str) -> list[tuple[str, object]]:
    account: list[tuple[str, object]] = [("account", person.household)] if person.household else []
    return account + ([("home", person.home)] if way == "post" and person.home else [])


def seats(
    recipients: Sequence[Recipient],
    placed: Mapping[int, tuple[int, bool]],
    people: Iterable[Person],
    day: tuple[date, str],
    rules: Rules,
    workdays: Workdays,
) -> list[Seat]:
    """Where the newcomers among the recipients sit, heads of envelopes first; nobody twice.

    `placed` are those on a list of that day already: person -> envelope, and whether it can still be joined (it is of
    this run and open). Whose household has its card is left out. `day` is that of the holiday, and the way.
    """
    on, way = day
    newcomers = [each for each in recipients if each.person.id not in placed]
    new = {each.person.id for each in newcomers}
    heads = envelopes([each for each in people if each.id in new or each.id in placed], way)
    known = {heads[number]: place for number, place in placed.items() if number in heads}
    first: dict[int, Person] = {}
    found = []
    for person, why in sorted(newcomers, key=lambda each: heads[each.person.id] != each.person.id):
        envelope, may_join = known.get(heads[person.id], (None, True))
        if may_join:
            head = first.setdefault(heads[person.id], person)
            posted = post_by(on, way, head.sent_to or head.country, rules, workdays)
            found.append(Seat(person, why, posted, head.id, envelope))
    return sorted(found, key=lambda seat: (seat.post_by, seat.head, seat.head != seat.person.id, seat.person.id))


def home_of(address: str, label: str) -> str:
    """The key under which two postal addresses are one home; "" for none and for an office."""
    return "" if fold(label) in OFFICE else re.sub(r"[\W_]+", " ", fold(address)).strip()


def country_of(address: str, names: Mapping[str, str]) -> str:
    """The country that a postal address ends with, by folded names; "" where it names none."""
    *_, last = re.split(r"[,，\n]", address.strip(" ,，.\n"))
    return names.get(fold(last), "")


def lead_days(text: str) -> dict[str, int]:
    """Days that cards take, as typed: `post=7,abroad=21,CN=25,email=0`, "" for none; ValueError with a sentence."""
    found: dict[str, int] = {}
    for part in filter(str.strip, re.split(r"[,，]", text)):
        name, _equals, number = (word.strip() for word in part.partition("="))
        key = name if name in LEADS else name.upper()
        if not (key in LEADS or re.fullmatch("[A-Z]{2}", key)) or not (number.isdecimal() and int(number) <= 90):
            raise ValueError(
                say("“{part}” will not do. Lead days are written like post=7,abroad=21,CN=25.", part=part.strip())
            )
        found[key] = int(number)
    return found


def address_as(salutation: str, name: str, language: str) -> str:
    """How to address somebody in a language: `en:Ms Wang; zh:王总` has one for each; else the full name."""
    code = language.partition("_")[0] or "en"
    spoken: dict[str, str] = {}
    for part in re.split("[;；]", salutation):
        tagged = re.fullmatch(r"\s*([a-z]{2,3})[:：]\s*(.+?)\s*", part)
        spoken.setdefault(tagged[1] if tagged else "", tagged[2] if tagged else part.strip())
    return spoken.get(code) or spoken.get("") or name


def together(names: Sequence[str], language: str) -> str:
    """Several names on one envelope or in one greeting."""
    if language.startswith("zh"):
        return "、".join(names)
    *first, last = names
    return f"{', '.join(first)} & {last}" if first else last
