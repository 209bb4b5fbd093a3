"""The properties of one vCard to a Person; each property has one function, found by its name in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from relcadence.domain.likeness import is_han, is_own_line
from relcadence.domain.matching import Person
from relcadence.domain.people import Reach
from relcadence.errors import say
from relcadence.exchange.vcard_lines import Line, fields, unescaped
from relcadence.exchange.words import (
    checked_name,
    full_name,
    items,
    many_lines,
    one_line,
    place,
    roles_and_tags,
)
from relcadence.exchange.written_dates import read_yearly, says_none

MAX_EXTRA, MAX_EXTRA_LENGTH = 100, 1000
_SERVICES = {"X-SKYPE-USERNAME": "skype", "X-MS-IMADDRESS": "im", "X-GOOGLE-TALK": "gtalk"}
_UNSAID = frozenset(
    {
        "VERSION", "PRODID", "REV", "PROFILE", "SOURCE", "NAME", "MAILER", "AGENT", "SORT-STRING", "LABEL", "CLASS",
        "KIND", "CLIENTPIDMAP", "X-ABLABEL", "X-ABADR", "X-ABSHOWAS", "X-ABUID", "X-ADDRESSBOOKSERVER-KIND",
        "X-EVOLUTION-FILE-AS", "X-MS-OL-DEFAULT-POSTAL-ADDRESS", "X-PHONETIC-FIRST-NAME", "X-PHONETIC-LAST-NAME",
    }
)  # fmt: skip


class Draft:
    """A person in the making: what the lines of one card have told so far."""

    def __init__(self, labels: dict[str, str], this_year: int) -> None:
        self.labels = labels
        self.this_year = this_year
        self.full_name = self.parts_name = self.uid = self.organisation = self.title = self.profession = ""
        self.birthday = self.anniversary = self.language = ""
        self.reach: list[tuple[bool, bool, Reach]] = []
        self.cities: list[str] = []
        self.aliases: list[str] = []
        self.phonetic: dict[str, str] = {}
        self.categories: list[str] = []
        self.related: list[str] = []
        self.notes: list[str] = []
        self.extra: list[str] = []
        self.complaints: list[str] = []

    def label(self, line: Line) -> str:
        """What a number or date is called: the user's own label, else the place its types name."""
        own = self.labels.get(line.group, "") if line.group else ""
        return place((*line.types, own.lower())) or own.lower()

    def add_reach(self, kind: str, value: str, line: Line, label: str | None = None) -> None:
        """One more way to reach the person; preferred ones come first, faxes and pagers last."""
        way = Reach(kind, value, self.label(line) if label is None else label)
        is_preferred = "pref" in line.types or line.params.get("PREF") == "1"
        if value:
            self.reach.append((kind == "phone" and not is_own_line(way), not is_preferred, way))

    def keep(self, line: Line) -> None:
        """An unknown property, kept as its line, with the label that belongs to it."""
        raw = one_line(line.raw)
        if not line.value.strip() or len(raw) > MAX_EXTRA_LENGTH or len(self.extra) >= MAX_EXTRA:
            return
        self.extra.append(raw)
        if line.group in self.labels:
            self.extra.append(f"{line.group}.X-ABLabel:{self.labels[line.group]}")


def read_person(number: int, lines: list[Line], this_year: int) -> tuple[Person, list[str]]:
    """The person of one card and what could not be taken of it; ValueError where the name cannot be kept."""
    draft = Draft({line.group: _label(line.value) for line in lines if line.name == "X-ABLABEL"}, this_year)
    for line in lines:
        taker = _TAKERS.get(line.name)
        if taker:
            taker(draft, line)
        elif line.name not in _UNSAID:
            draft.keep(line)
        elif line.name.startswith("X-PHONETIC"):
            draft.phonetic[line.name] = one_line(unescaped(line.value))
    return _person(number, draft), draft.complaints


def _person(number: int, draft: Draft) -> Person:
    reach = tuple(way for _, _, way in sorted(draft.reach, key=lambda ranked: ranked[:2]))
    email = next((way.value for way in reach if way.kind == "email"), "")
    names = [draft.full_name, draft.parts_name, *draft.aliases[:1], email, draft.organisation]
    name = checked_name(next(filter(None, names), ""))
    roles, tags = roles_and_tags(draft.categories)
    aliases = dict.fromkeys([*draft.aliases, *_spoken(name, draft.phonetic)])
    return Person(
        number,
        name,
        uid=draft.uid,
        organisation=draft.organisation,
        title=draft.title or draft.profession,
        reach=tuple(dict.fromkeys(reach)),
        aliases=tuple(alias for alias in aliases if alias != name),
        roles=roles,
        tags=tags,
        language=draft.language,
        city=next(iter(draft.cities), ""),
        birthday=draft.birthday,
        anniversary=draft.anniversary,
        related=tuple(dict.fromkeys(draft.related)),
        note="\n".join(draft.notes),
        extra=tuple(draft.extra),
    )


def _spoken(name: str, phonetic: dict[str, str]) -> Iterable[str]:
    """How a Chinese or Japanese name is written in letters, for it is a second name; elsewhere it is only sound."""
    if is_han(name):
        spoken = one_line(f"{phonetic.get('X-PHONETIC-LAST-NAME', '')} {phonetic.get('X-PHONETIC-FIRST-NAME', '')}")
        yield from [spoken] if spoken else []


def _label(value: str) -> str:
    return one_line(unescaped(value)).removeprefix("_$!<").removesuffix(">!$_")


def _text(line: Line) -> str:
    return one_line(unescaped(line.value))


def _take_full_name(draft: Draft, line: Line) -> None:
    draft.full_name = draft.full_name or _text(line)


def _take_name(draft: Draft, line: Line) -> None:
    family, given, middle, prefix, suffix, *_ = map(one_line, [*fields(line.value), "", "", "", "", ""])
    draft.parts_name = draft.parts_name or full_name(given, middle, family, prefix, suffix)


def _take_nickname(draft: Draft, line: Line) -> None:
    draft.aliases += filter(None, map(one_line, fields(line.value, ",")))


def _take_organisation(draft: Draft, line: Line) -> None:
    first, *units = map(one_line, fields(line.value))
    if first and not draft.organisation:
        draft.organisation = first
        draft.extra += [f"X-DEPARTMENT:{unit}" for unit in units if unit]


def _take_title(draft: Draft, line: Line) -> None:
    draft.title = draft.title or _text(line)


def _take_profession(draft: Draft, line: Line) -> None:
    draft.profession = draft.profession or _text(line)


def _take_email(draft: Draft, line: Line) -> None:
    address = "".join(_text(line).split()).removeprefix("mailto:")
    if "@" in address:
        draft.add_reach("email", address, line)
    else:
        draft.keep(line)


def _take_phone(draft: Draft, line: Line) -> None:
    draft.add_reach("phone", _text(line).removeprefix("tel:").replace(";ext=", " ext. "), line)


def _take_address(draft: Draft, line: Line) -> None:
    box, further, street, city, region, code, country, *_ = map(many_lines, [*fields(line.value), *[""] * 7])
    place = one_line(f"{city} {region} {code}")
    draft.add_reach("address", "\n".join(filter(None, (box, further, street, place, country))), line)
    if city:
        draft.cities.append(one_line(city))


def _take_handle(draft: Draft, line: Line) -> None:
    service = line.params.get("X-SERVICE-TYPE", "").lower()
    if line.name in ("IMPP", "X-SOCIALPROFILE"):
        scheme, colon, rest = _text(line).partition(":")
        is_address = not colon or scheme.lower() in ("http", "https")
        kinds = sorted(line.types - {"pref", "home", "work", ""})
        label = service or (scheme.lower() if not is_address and not kinds else next(iter(kinds), ""))
        draft.add_reach("handle", _text(line) if is_address else rest, line, label)
    else:
        draft.add_reach("handle", _text(line), line, _SERVICES.get(line.name, line.name.removeprefix("X-").lower()))


def _take_birthday(draft: Draft, line: Line) -> None:
    words = _text(line)
    if draft.birthday or says_none(words):
        return
    try:
        if line.params.get("CALSCALE", "gregorian").lower() != "gregorian":
            raise ValueError("another calendar")
        omitted = line.params.get("X-APPLE-OMIT-YEAR", "")
        words_read = "--" + words[4:].lstrip("-") if omitted and words.startswith(omitted) else words
        draft.birthday = read_yearly(words_read, "", draft.this_year)
    except ValueError:
        _keep_date(draft, "birthday", words)


def _take_anniversary(draft: Draft, line: Line) -> None:
    words = _text(line)
    try:
        draft.anniversary = draft.anniversary or read_yearly(words, "", draft.this_year)
    except ValueError:
        _keep_date(draft, "anniversary", words)


def _keep_date(draft: Draft, what: str, words: str) -> None:
    draft.notes.append(f"{what.capitalize()}: {words}")
    draft.complaints.append(
        say("the {what} “{words}” cannot be read as a day and is kept in the note", what=what, words=words[:60])
    )


def _take_labelled_date(draft: Draft, line: Line) -> None:
    if draft.labels.get(line.group, "").lower() == "anniversary":
        _take_anniversary(draft, line)
    else:
        draft.keep(line)


def _take_android(draft: Draft, line: Line) -> None:
    kind, value, number, *_ = [*map(one_line, fields(line.value)), "", "", ""]
    kind = kind.rpartition("/")[2]
    if kind == "nickname" and value:
        draft.aliases.append(value)
    elif kind == "contact_event" and number in ("1", "3"):
        take = _take_anniversary if number == "1" else _take_birthday
        take(draft, line._replace(value=value))
    else:
        draft.keep(line)


def _take_related(draft: Draft, line: Line) -> None:
    name = _text(line)
    if line.name == "RELATED" and (name.startswith("urn:") or "://" in name):
        draft.keep(line)
    elif name:
        kinds = sorted(line.types - {"pref", ""})
        spoken = "related" if line.name in ("RELATED", "X-ABRELATEDNAMES") else line.name.rpartition("-")[2].lower()
        label = (draft.labels.get(line.group, "") or next(iter(kinds), "") or spoken).lower()
        draft.related.append(f"{label}: {name}")


def _take_note(draft: Draft, line: Line) -> None:
    if note := many_lines(unescaped(line.value)):
        draft.notes.append(note)


def _take_categories(draft: Draft, line: Line) -> None:
    draft.categories += [unescaped(item) for part in fields(line.value, ",") for item in items(part)]


def _take_uid(draft: Draft, line: Line) -> None:
    draft.uid = draft.uid or _text(line).removeprefix("urn:uuid:")


def _take_language(draft: Draft, line: Line) -> None:
    if not draft.language or line.params.get("PREF") == "1":
        draft.language = _text(line)


_TAKERS: dict[str, Callable[[Draft, Line], None]] = {
    "FN": _take_full_name,
    "N": _take_name,
    "NICKNAME": _take_nickname,
    "ORG": _take_organisation,
    "TITLE": _take_title,
    "ROLE": _take_profession,
    "EMAIL": _take_email,
    "TEL": _take_phone,
    "X-MS-TEL": _take_phone,
    "ADR": _take_address,
    "BDAY": _take_birthday,
    "X-LUNAR-BIRTHDAY": _take_birthday,
    "ANNIVERSARY": _take_anniversary,
    "X-ANNIVERSARY": _take_anniversary,
    "X-EVOLUTION-ANNIVERSARY": _take_anniversary,
    "X-MS-ANNIVERSARY": _take_anniversary,
    "X-ABDATE": _take_labelled_date,
    "X-ANDROID-CUSTOM": _take_android,
    "NOTE": _take_note,
    "CATEGORIES": _take_categories,
    "UID": _take_uid,
    "LANG": _take_language,
    "RELATED": _take_related,
    "X-ABRELATEDNAMES": _take_related,
    "X-SPOUSE": _take_related,
    "X-MANAGER": _take_related,
    "X-ASSISTANT": _take_related,
    "X-EVOLUTION-SPOUSE": _take_related,
    "X-EVOLUTION-MANAGER": _take_related,
    "X-EVOLUTION-ASSISTANT": _take_related,
    **dict.fromkeys(
        (
            "IMPP", "X-SOCIALPROFILE", "X-WECHAT", "X-QQ", "X-AIM", "X-SKYPE", "X-SKYPE-USERNAME", "X-MSN", "X-ICQ",
            "X-JABBER", "X-YAHOO", "X-GTALK", "X-GOOGLE-TALK", "X-TWITTER", "X-MS-IMADDRESS", "X-LINE", "X-WHATSAPP",
        ),
        _take_handle,
    ),
}  # fmt: skip
