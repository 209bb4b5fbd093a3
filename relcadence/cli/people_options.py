"""The options that say what a contact is, the same for `add` and `edit`, and the contact they make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import people_marks as marks
from relcadence.cli import typed
from relcadence.cli.taking import Options
from relcadence.cli.touching import note_text
from relcadence.domain.people import Contact, DoNotContact, Hold, Reach
from relcadence.domain.vocabulary import BASES, CHANNELS, ROLES, STATUSES
from relcadence.errors import UsageProblem, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context


def text_option(flag: str, help_: str, metavar: str = "TEXT") -> Any:
    return Annotated[str | None, typer.Option(flag, metavar=metavar, help=help_)]


def _many(flag: str, help_: str, metavar: str) -> Any:
    return Annotated[list[str], typer.Option(flag, metavar=metavar, help=help_ + "; repeatable")]


Roles = _many("--role", ", ".join(ROLES), "ROLE")
Level = Annotated[
    int | None,
    typer.Option(
        "--level", metavar="N", min=0, max=4, help="1 business, 2 outside work, 3 friendship, 4 family; 0 unknown"
    ),
]
Emails = _many("--email", "e-mail address", "ADDRESS")
Phones = _many("--phone", "phone number", "NUMBER")
Addresses = _many("--address", "postal address", "TEXT")
Handles = _many("--handle", "WeChat, LinkedIn … as wechat:lily88", "KIND:NAME")
Aliases = _many("--alias", "another name they answer to", "NAME")
Tags = _many("--tag", "a tag", "TAG")
Interests = _many("--interest", "what they care about", "TEXT")
Organisation = text_option("--org", "organisation")
Title = text_option("--title", "position")
Account = text_option("--account", "company or household that has the slot for all its members", "NAME")
Cadence = text_option("--cadence", "weekly, monthly, every 10 days, none …; empty goes by the rules", "CADENCE")
Channel = text_option("--channel", "how they like to be reached", "CHANNEL")
Language = text_option("--language", "their language, such as en or zh", "CODE")
Salutation = text_option("--salutation", "how to address them; by language: en:Ms Wang; zh:王总")
City = text_option("--city", "city")
Birthday = text_option("--birthday", "1980-02-20, --05-24 without the year, lunar:8-15", "DATE")
Preferences = text_option("--preferences", "tea, no calls before ten …")
HowMet = text_option("--met", "how you know each other")
Basis = text_option("--basis", ", ".join(BASES), "BASIS")
Quiet = text_option("--quiet", "not to be disturbed: fri, january, 2026-12-20..2027-01-05, only tue thu", "DAYS")
Status = text_option("--status", "active or dormant (no rhythm, only cards and seminars)", "STATUS")
Cards = text_option(
    "--cards", 'holidays they get a card for: "New Year, Spring Festival"; empty goes by rule', "LIST"
)
NoCards = Annotated[bool | None, typer.Option("--no-cards", help="never a holiday card", show_default=False)]
Country = text_option("--country", "where they live and whose holidays they keep, two letters", "CODE")
Note = text_option("--note", "a note on the person; - reads it from stdin")
NewName = text_option("--name", "a new name", "NAME")
HoldUntil = text_option("--hold-until", "a duty to keep: neither erased nor pruned through that day; --why", "DATE")
NoHold = Annotated[bool | None, typer.Option("--no-hold", help="end a hold")]
Why = text_option("--why", "the reason, such as of a hold", "REASON")
NoContact = text_option("--do-not-contact", "nobody is to be approached: why; empty lifts it", "REASON")

SHARED: Options = {
    "roles": (Roles, []),
    "level": (Level, None),
    "emails": (Emails, []),
    "phones": (Phones, []),
    "addresses": (Addresses, []),
    "handles": (Handles, []),
    "aliases": (Aliases, []),
    "tags": (Tags, []),
    "interests": (Interests, []),
    "organisation": (Organisation, None),
    "title": (Title, None),
    "account": (Account, None),
    "cadence": (Cadence, None),
    "quiet": (Quiet, None),
    "status": (Status, None),
    "channel": (Channel, None),
    "language": (Language, None),
    "salutation": (Salutation, None),
    "city": (City, None),
    "birthday": (Birthday, None),
    "preferences": (Preferences, None),
    "how_met": (HowMet, None),
    "basis": (Basis, None),
    "cards": (Cards, None),
    "no_cards": (NoCards, None),
    "country": (Country, None),
    "note": (Note, None),
    "no_contact": (NoContact, None),
}
ONLY_EDITED: Options = {
    "new_name": (NewName, None),
    "hold_until": (HoldUntil, None),
    "no_hold": (NoHold, None),
    "why": (Why, None),
    **marks.OPTIONS,
}
LISTS = {"roles": "role", "tags": "tag", "aliases": "alias", "interests": "interest"}
TEXTS = (
    "organisation", "title", "account", "cadence", "channel", "language", "salutation", "city", "birthday",
    "preferences", "how_met", "basis", "note", "quiet", "status", "cards", "country",
)  # fmt: skip
WAYS = {"emails": "email", "phones": "phone", "addresses": "address", "handles": "handle"}
OPTIONS = (
    *TEXTS,
    *LISTS,
    *WAYS,
    "level",
    "no_contact",
    "no_cards",
    *ONLY_EDITED,
)


def given(values: dict[str, Any]) -> dict[str, Any]:
    """The options that were given, by their parameter names; what else the command takes is passed over."""
    return {name: values[name] for name in OPTIONS if values.get(name) not in (None, [])}


def apply(context: Context, contact: Contact, options: dict[str, Any]) -> Contact:
    """The contact with the options applied: texts are replaced, lists are added to, `-word` takes one away."""
    changes: dict[str, Any] = {name: options[name].strip() for name in TEXTS if name in options}
    if "note" in changes:
        changes["note"] = note_text(changes["note"])
    for name, word in LISTS.items():
        if name in options:
            changes[name] = added(getattr(contact, name), options[name], word)
    if "level" in options:
        changes["level"] = options["level"] or None
    if "no_contact" in options:
        reason = options["no_contact"].strip()
        changes["do_not_contact"] = DoNotContact(context.today.isoformat(), reason) if reason else None
    if options.get("no_cards"):
        changes["cards"] = "none"
    if "hold_until" in options or options.get("no_hold"):
        changes["hold"] = None if options.get("no_hold") else _hold(context, options)
    changes |= marks.changes(context, contact, options)
    ways = list(contact.reach)
    for name, kind in WAYS.items():
        for value in options.get(name, ()):
            _change_way(ways, kind, value)
    after = checked(contact._replace(**changes, reach=tuple(ways)), contact, context.today)
    return with_marks(context, after, contact)


def _hold(context: Context, options: dict[str, Any]) -> Hold:
    until, why = typed.day(context, options["hold_until"]), options.get("why", "").strip()
    if not why:
        raise UsageProblem("A hold has a reason.", 'Such as: --hold-until 2033-12-31 --why "file closed in 2026"')
    if until < context.today:
        raise UsageProblem(say("{day} is gone by.", day=until), "Name a day to come, or end it: --no-hold")
    return Hold(until.isoformat(), why)


def added(held: Sequence[str], words: Sequence[str], what: str) -> tuple[str, ...]:
    """The list with words added, and those written as -word taken away."""
    result = list(held)
    for word in (word.strip() for word in words):
        if word.startswith("-") and len(word) > 1:
            if word[1:] not in result:
                raise UsageProblem(
                    say("There is no {what} “{word}” to take away.", what=say(what), word=word[1:]),
                    "See: relcadence show NAME",
                )
            result.remove(word[1:])
        elif word and word not in result:
            result.append(word)
    return tuple(result)


def _change_way(ways: list[Reach], kind: str, words: str) -> None:
    text = words.strip()
    away = text.startswith("-")
    label, colon, rest = text.removeprefix("-").partition(":") if kind == "handle" else ("", "", "")
    value = rest.strip() if colon else text.removeprefix("-")
    if away:
        held = [each for each in ways if (each.kind, each.value) == (kind, value)]
        if not held:
            raise UsageProblem(
                say("There is no {what} “{word}” to take away.", what=say(kind), word=value),
                "See: relcadence show NAME",
            )
        ways[:] = [each for each in ways if each not in held]
    elif value and Reach(kind, value, label.strip() if colon else "") not in ways:
        ways.append(Reach(kind, value, label.strip() if colon else ""))


def checked(contact: Contact, before: Contact, today: date) -> Contact:
    """The contact with its words put into the forms that are kept; UsageProblem for one that cannot be."""
    from relcadence.domain.quiet import parse_quiet

    for role in contact.roles:
        typed.one_of(role, ROLES, "role")
    if contact.channel:
        typed.one_of(contact.channel, CHANNELS, "channel")
    typed.one_of(contact.basis, BASES, "basis")
    typed.one_of(contact.status, STATUSES, "status")
    typed.understood(parse_quiet, contact.quiet)
    name = " ".join(contact.name.split())
    if not 1 <= len(name) <= 1000:
        raise UsageProblem("A name has 1 to 1,000 characters.", "Give a shorter one, and the rest as --note.")
    if contact.level not in (None, 1, 2, 3, 4):
        raise UsageProblem(say("There is no level {level}.", level=contact.level), "Levels go from 1 to 4.")
    for way in contact.reach:
        if way.kind == "phone" and sum(char.isdecimal() for char in way.value) < 3:
            raise UsageProblem(
                say("“{value}” is not a phone number.", value=way.value), "Write it like +1 212 555 0142."
            )
        if way.kind == "email" and "@" not in way.value:
            raise UsageProblem(
                say("“{value}” is not an e-mail address.", value=way.value), "Write it like lily@firm.example."
            )
    cadence = typed.cadence(contact.cadence) if contact.cadence else ""
    birthday = contact.birthday and contact.birthday != before.birthday and _birthday(contact.birthday, today)
    return contact._replace(name=name, cadence=cadence, birthday=birthday or contact.birthday)


def with_marks(context: Context, contact: Contact, before: Contact) -> Contact:
    """The contact with country and card marks in the form that is kept; UsageProblem names near holidays."""
    if (contact.cards, contact.country) == (before.cards, before.country):
        return contact
    from relcadence.cli import cards_holidays
    from relcadence.settings import parse_country

    country = typed.understood(parse_country, contact.country)
    own = (country, cards_holidays.home_country(context))
    return contact._replace(country=country, cards=cards_holidays.marks(context, contact.cards, own))


def _birthday(text: str, today: date) -> str:
    from relcadence.domain.occasions import day_in, parse_birthday

    birthday = typed.understood(parse_birthday, text)
    if birthday.year and (day_in(birthday, birthday.year) or date.max) > today:
        raise UsageProblem(
            say("A birthday of {birthday} lies ahead: nobody was born then yet.", birthday=str(birthday)),
            "Write the year of birth, or leave it out: --05-24.",
        )
    return str(birthday)
