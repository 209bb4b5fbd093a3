"""A contact as a clean text form for the editor, and back: one field a line, lists by commas, ways one a line."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from relcadence.domain.people import Contact, DoNotContact, Reach
from relcadence.domain.vocabulary import BASES, CHANNELS, ROLES
from relcadence.errors import UsageProblem, say, together
from relcadence.language import N_

if TYPE_CHECKING:
    from relcadence.language import Translator

LISTS = {"roles": "roles", "tags": "tags", "interests": "interests", "also called": "aliases"}
TEXTS = {
    "name": "name", "organisation": "organisation", "title": "title", "account": "account", "city": "city",
    "cadence": "cadence", "quiet": "quiet", "status": "status", "birthday": "birthday", "channel": "channel",
    "language": "language", "address as": "salutation", "preferences": "preferences", "met": "how_met",
    "basis": "basis", "cards": "cards", "country": "country",
}  # fmt: skip
WAYS = {"email": "email", "phone": "phone", "address": "address", "handle": "handle"}
ORDER = (
    "name", "roles", "level", "organisation", "title", "account", "email", "phone", "address", "handle", "birthday",
    "cadence", "quiet", "status", "channel", "city", "language", "address as", "interests", "preferences", "met",
    "basis", "tags", "also called", "cards", "country", "do not contact",
)  # fmt: skip
HEAD: dict[str, str] = {
    "roles": ", ".join(ROLES),
    "level": N_("1 business, 2 outside work, 3 friendship, 4 family"),
    "birthday": "1980-02-20, --05-24, lunar:8-15",
    "handle": "wechat:lily88",
    "cadence": N_("weekly, monthly, every 10 days, none …; empty goes by the rules"),
    "quiet": "fri, january, 2026-12-20..2027-01-05, only tue thu",
    "status": "active, dormant",
    "channel": ", ".join(CHANNELS),
    "basis": ", ".join(BASES),
    "cards": N_('holidays they get a card for, such as New Year, Spring Festival, or none; empty goes by rule'),
    "country": "CN",
    "do not contact": N_("the reason"),
}  # fmt: skip
"""What may stand in a field, told above the form."""
RULE = "-" * 20


def write(contact: Contact, translate: Translator) -> str:
    """The contact as a form, its labels in the user's language; what is typed is the same in every language."""
    _ = translate
    told = [
        _("One field a line. Empty means not known. Lists are parted by commas; repeat a line for a second number."),
        *(f"{_(label)}: {_(said)}" for label, said in HEAD.items()),
        _("Below the line of dashes stands the note."),
    ]
    lines = [*(f"# {line}" for line in told), ""]
    for label in ORDER:
        lines += [f"{_(label)}: {value}".rstrip() for value in _values(contact, label)]
    return "\n".join([*lines, RULE, contact.note]) + "\n"


def _values(contact: Contact, label: str) -> list[str]:
    if label in LISTS:
        return [", ".join(word.replace(",", "\\,") for word in getattr(contact, LISTS[label]))]
    if label in TEXTS:
        return [str(getattr(contact, TEXTS[label])).replace("\n", " ")]
    if label in WAYS:
        return [f"{way.label}:{way.value}" if way.kind == "handle" and way.label else way.value.replace("\n", ", ")
                for way in contact.reach if way.kind == label] or [""]  # fmt: skip
    if label == "level":
        return [str(contact.level or "")]
    return [contact.do_not_contact.reason if contact.do_not_contact else ""]


def read(text: str, before: Contact, today: date, translate: Translator) -> Contact:
    """The contact that a form describes, its labels in the user's language or in English.

    Fields taken out of the form are emptied. UsageProblem names the line that is not understood.
    """
    head, _, note = text.partition(f"\n{RULE}\n")
    fields: dict[str, list[str]] = {label: [] for label in ORDER}
    known = {translate(label).casefold(): label for label in ORDER} | {label: label for label in ORDER}
    for number, line in enumerate(head.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        typed, *value = re.split("[:：]", line, maxsplit=1)
        label = known.get(typed.strip().casefold())
        if not value or label is None:
            raise UsageProblem(
                say("Line {number} of the form is not understood: “{line}”.", number=number, line=line),
                say("Fields: {fields}", fields=together(map(say, ORDER))),
            )
        if value[0].strip():
            fields[label].append(value[0].strip())
    values: dict[str, Any] = {TEXTS[label]: "".join(fields[label][:1]) for label in TEXTS}
    values |= {LISTS[label]: _listed(fields[label]) for label in LISTS}
    values["basis"] = values["basis"] or "unknown"
    values["status"] = values["status"] or "active"
    return before._replace(
        **values,
        level=_level(fields["level"]),
        reach=_ways(fields, before),
        do_not_contact=_banned(fields["do not contact"], before, today),
        note=note.strip("\n"),
    )


def _listed(lines: list[str]) -> tuple[str, ...]:
    words = [word.strip() for line in lines for word in re.split(r"(?<!\\)[,，、]", line)]
    return tuple(dict.fromkeys(word.replace("\\,", ",") for word in words if word))


def _level(lines: list[str]) -> int | None:
    if not lines:
        return None
    if lines[0] not in ("1", "2", "3", "4"):
        raise UsageProblem(say("There is no level “{lines}”.", lines=lines[0]), "Levels go from 1 to 4.")
    return int(lines[0])


def _ways(fields: dict[str, list[str]], before: Contact) -> tuple[Reach, ...]:
    """The ways of the form; one that stood there before keeps its label and its line breaks, and all their order."""
    held = {(way.kind, shown): way for label in WAYS for way, shown in zip(
        [each for each in before.reach if each.kind == label], _values(before, label), strict=False)}  # fmt: skip
    ways = []
    for kind in WAYS:
        for value in fields[kind]:
            name, colon, rest = value.partition(":") if kind == "handle" else ("", "", value)
            ways.append(
                held.get((kind, value)) or Reach(kind, rest.strip() if colon else value, name if colon else "")
            )
    by_kind = sorted(before.reach, key=lambda way: list(WAYS).index(way.kind))
    return before.reach if ways == by_kind else tuple(ways)


def _banned(lines: list[str], before: Contact, today: date) -> DoNotContact | None:
    if not lines:
        return None
    if before.do_not_contact and before.do_not_contact.reason == lines[0]:
        return before.do_not_contact
    return DoNotContact(today.isoformat(), lines[0])
