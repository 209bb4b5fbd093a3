"""The texts of cards: which template a card takes, in which language, with which words; the user's own come first.

One rule: what leaves the house says nothing of a matter or of who became a client, unless leave to tell is recorded.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from relcadence.cli import typed
from relcadence.domain.cards import address_as, together
from relcadence.domain.holidays import HOLIDAYS
from relcadence.errors import BadInput, UsageProblem, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relcadence.cli.context import Context
    from relcadence.store.queries.card_plans import Owed
    from relcadence.store.queries.cards import Card, Run

ALWAYS = ("salutation", "name", "organisation", "me", "signature", "practice")
HOLIDAY = (*ALWAYS, "holiday", "year")
# Template -> its fields.
FIELDS = {
    "holiday": HOLIDAY, "new-year": HOLIDAY, "spring-festival": HOLIDAY, "mid-autumn": HOLIDAY,
    "christmas": HOLIDAY, "qingming": HOLIDAY, "success": (*ALWAYS, "success"),
    "thanks": (*ALWAYS, "referred", "matter", "outcome"),
}  # fmt: skip
OF_HOLIDAY = {
    "New Year": "new-year", "Spring Festival": "spring-festival", "Lunar New Year's Eve": "spring-festival",
    "Mid-Autumn Festival": "mid-autumn", "Christmas": "christmas", "Qingming": "qingming",
}  # fmt: skip
BUILT_IN = ("en", "zh_CN")


class Template(NamedTuple):
    """A template in one language: its text, and where it is the user's own, its file."""

    name: str
    language: str
    text: str
    path: Path | None = None


class Draft(NamedTuple):
    """A card's text for one envelope: whom it is to, in which language, by which template."""

    contact: str
    contact_id: int
    language: str
    template: str
    text: str


def language_of(context: Context, chosen: str) -> str:
    """The language of a card as templates are kept: that of the contact, else the user's; `zh_CN`, `en`, `fr`."""
    code = (chosen or context.translator("").language).replace("-", "_")
    if code.casefold().startswith("zh"):
        return "zh_CN"
    found = re.match("[A-Za-z]{2,3}(?![A-Za-z])", code)
    return found[0].lower() if found else "en"


def asked_language(context: Context, typed: str) -> str:
    """The language that was typed, the user's for none; UsageProblem for what names no language."""
    if typed and not re.fullmatch("[A-Za-z]{2,3}([_-][A-Za-z]{2,4})?", typed.strip()):
        raise UsageProblem(say("“{language}” is no language.", language=typed), "Write it like en, zh or fr.")
    return language_of(context, typed.strip())


def own_path(context: Context, name: str, language: str) -> Path:
    """Where the user's own text of a template lies, or would lie; the language is one that `language_of` gave."""
    return context.home.folder / "templates" / language / f"{name}.txt"


def template(context: Context, name: str, language: str) -> Template:
    """The template in that language, the user's own before the built-in one; English where there is none."""
    path = own_path(context, name, language)
    if path.is_file():
        return Template(name, language, _read(path), path)
    if language not in BUILT_IN:
        return template(context, name, "en")
    return Template(name, language, built_in(name, language))


def built_in(name: str, language: str) -> str:
    """The text that comes with the program."""
    return (files("relcadence") / "data" / "templates" / language / f"{name}.txt").read_text("utf-8")


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(say("{path} cannot be read as text.", path=path), "Mend it or move it away.") from error


def filled(chosen: Template, values: dict[str, str]) -> str:
    """The text of a template with its fields filled in; BadInput names the file and the line of a mistake."""
    from relcadence.exchange.templates import render

    try:
        return render(chosen.text, values)
    except ValueError as problem:
        raise BadInput(
            say("{path} will not do. {problem}", path=chosen.path or chosen.name, problem=problem),
            say("Mend it: relcadence cards template edit {name}", name=chosen.name),
        ) from None


def for_envelope(context: Context, run: Run, members: Sequence[Card], language: str = "") -> Draft:
    """The text of a holiday's card for those who share an envelope, in the language of the first."""
    first = members[0]
    spoken = language_of(context, language or first.language)
    chosen = template(context, OF_HOLIDAY.get(run.holiday, "holiday"), spoken)
    values = _always(context) | {
        "salutation": greeted(members, chosen.language),
        "name": together([each.name for each in members], chosen.language),
        "organisation": first.organisation,
        "holiday": _holiday_name(run.holiday, chosen.language),
        "year": run.holiday_on[:4],
    }
    return Draft(values["name"], first.contact_id, chosen.language, chosen.name, filled(chosen, values))


def greeted(members: Sequence[Card], language: str) -> str:
    """How those who share an envelope are addressed: `Ruth and Sam`."""
    names = [address_as(each.salutation, each.name, language) for each in members]
    if language.startswith("zh") or len(names) < 2:
        return together(names, language)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _holiday_name(key: str, language: str) -> str:
    own = next((each.own_name for each in HOLIDAYS if each.key == key), "") if language.startswith("zh") else ""
    return own or re.sub(r" \([A-Z]{2}\)$", "", key)


def _always(context: Context) -> dict[str, str]:
    """The words of the user's own that every template knows."""
    said = {key: str(typed.setting(context, key)) for key in ("name", "signature", "practice")}
    return {"me": said["name"], "signature": said["signature"] or said["name"], "practice": said["practice"]}


def for_success(context: Context, contact_id: int, title: str, language: str = "") -> Draft:
    """The text of a card of congratulations."""
    return _personal(context, contact_id, "success", {"success": title}, language)


def for_thanks(context: Context, contact_id: int, owed: Owed, language: str = "") -> Draft:
    """The text of a card of thanks; who was sent and what came of it only where leave to tell is recorded."""
    told = {"referred": owed.name, "matter": owed.matter, "outcome": owed.outcome}
    return _personal(context, contact_id, "thanks", told if owed.may_tell else dict.fromkeys(told, ""), language)


def _personal(context: Context, contact_id: int, name: str, more: dict[str, str], language: str) -> Draft:
    from relcadence.store.queries import people

    contact = people.contact(context.store, contact_id)
    chosen = template(context, name, language_of(context, language or contact.language))
    salutation = address_as(contact.salutation, contact.name, chosen.language)
    known = {"salutation": salutation, "name": contact.name, "organisation": contact.organisation}
    return Draft(contact.name, contact_id, chosen.language, name, filled(chosen, _always(context) | known | more))
