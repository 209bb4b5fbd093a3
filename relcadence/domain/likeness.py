"""When two spellings mean one: names, organisations, phone numbers, e-mail addresses. Keys are for comparing only."""

from __future__ import annotations

import re
from functools import lru_cache

from relcadence.domain.people import Reach
from relcadence.domain.text import fold

_TITLE_WORDS = (
    "mr mrs ms miss mx dr prof professor sir dame rev hon herr frau m mme mlle sr sra srta dott avv "
    "jr phd md mba llm llb jd esq cpa qc kc"
)
_LEGAL_WORDS = (
    "ltd limited inc incorporated llc llp lp plc corp corporation co company gmbh mbh gbr kg ohg ag se ug eg ev "
    "sa sas sarl srl spa snc bv nv ab oy as aps sro spzoo pty pte kk the and und et y e"
)
_TITLES = frozenset(_TITLE_WORDS.split())
_LEGAL_FORMS = frozenset(_LEGAL_WORDS.split())
_HAN_LEGAL_FORM = re.compile("(股份|责任|集团)*(有限)?(责任)?(公司|集团|事务所)$")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_NOT_WORD = re.compile(r"[^\w\s]+|_")
_PLAIN_NUMBER = re.compile(r"\+[\d\s().\u2010-\u2013/-]{6,30}")
_EXTENSION = re.compile(r"(?:;ext=|\s*(?:ext\.?|extension|x|转|#)\s*)(\d{1,6})$", re.IGNORECASE)
_SHARED_LINES = frozenset({"fax", "pager", "main", "assistant"})


def email_key(value: str) -> str:
    """An address as it is compared: without name, brackets and case.

    >>> email_key("Ana <ANA@casa.example>")
    'ana@casa.example'
    """
    address = value.rpartition("<")[2].rstrip("> ") if "<" in value else value
    return address.strip().casefold().removeprefix("mailto:")


@lru_cache(maxsize=4096)
def normalise_phone(value: str, country: str) -> str:
    """A number as `+4989123456` (`;ext=12` after it), where it was dialled from `country` ("US", "CN", "" unknown).

    Only figures where the country does not tell how to dial it; "" for what is no number.
    """
    number = value.strip().removeprefix("tel:")
    if extension := _EXTENSION.search(number):
        plain = normalise_phone(number[: extension.start()], country)
        return f"{plain};ext={extension[1]}" if plain else ""
    if _PLAIN_NUMBER.fullmatch(number) and "(0)" not in number:
        return "+" + _figures(number)
    figures = _figures(number)
    if not 3 <= len(figures) <= 20 or sum(map(str.isalpha, number)) > len(figures):
        return ""
    return _dialled(number, country) or figures


def _dialled(number: str, country: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, country.upper() or None)
    except phonenumbers.NumberParseException:
        return "+" + _figures(number)[2:] if not country and _figures(number).startswith("00") else ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _figures(text: str) -> str:
    return "".join(str(int(char)) for char in text if char.isdecimal())


def is_own_line(way: Reach) -> bool:
    """Whether a phone tells who somebody is: a fax, a main line and an assistant's are shared by an office."""
    return way.kind == "phone" and way.label.casefold() not in _SHARED_LINES


def reach_key(way: Reach, country: str) -> tuple[str, str]:
    """The key under which two ways of reaching somebody are one."""
    if way.kind == "email":
        return way.kind, email_key(way.value)
    if way.kind == "phone":
        return way.kind, normalise_phone(way.value, country) or fold(way.value)
    return way.kind, fold(_NOT_WORD.sub(" ", way.value))


def own_key(way: Reach, country: str) -> tuple[str, str]:
    """As `reach_key`, among the ways to reach one person: there a number with and without its country is one."""
    kind, key = reach_key(way, country)
    plain, semicolon, extension = key.partition(";ext=")
    return (kind, f"{plain[-9:]}{semicolon}{extension}") if kind == "phone" else (kind, key)


def name_key(name: str) -> str:
    """A name as it is compared: folded, in any order, without titles.

    >>> name_key("Dr. Okafor, Ngozi") == name_key("Ngozi Okafor")
    True
    """
    return " ".join(sorted(_name_words(name))) or fold(name)


def _name_words(name: str) -> list[str]:
    words = _NOT_WORD.sub(" ", fold(name).replace("'", "")).split()
    return [word for word in words if word not in _TITLES] or words


def is_address(name: str) -> bool:
    """Whether a name is only an e-mail address in the place of one."""
    return "@" in name and " " not in name


def is_plainly_another(one: str, other: str) -> bool:
    """Whether two full names in the same script have nothing in common ("Bob" and "Robert Hale" may be one)."""
    if not one or not other or is_address(one) or is_address(other):
        return False
    if is_han(one) or is_han(other):
        return is_han(one) and is_han(other) and not set(one) & set(other)
    ours, theirs = set(_name_words(one)), set(_name_words(other))
    if min(len(ours), len(theirs)) < 2 or _script(one) != _script(other) or _share_a_word(ours, theirs):
        return False
    from rapidfuzz.fuzz import token_sort_ratio

    return token_sort_ratio(" ".join(ours), " ".join(theirs)) < 75


def is_han(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return bool(_HAN.search(text))


def _share_a_word(ours: set[str], theirs: set[str]) -> bool:
    """Whether a word is in both, an initial standing for every word that begins with it."""
    initials = {word for word in ours | theirs if len(word) == 1}
    return bool(ours & theirs or {w[0] for w in ours} & {w[0] for w in theirs} & initials)


def _script(name: str) -> str:
    from unicodedata import name as name_of

    letter = next((char for char in name if char.isalpha()), "")
    return name_of(letter, "").partition(" ")[0] if letter else ""


def same_organisation(one: str, other: str) -> bool:
    """Whether two organisations agree: legal forms, order, accents and small slips do not count; "" never agrees."""
    ours, theirs = _organisation_key(one), _organisation_key(other)
    if not ours or not theirs:
        return False
    if ours == theirs:
        return True
    from rapidfuzz.fuzz import token_set_ratio

    return token_set_ratio(ours, theirs) >= 90


def _organisation_key(name: str) -> str:
    words = _NOT_WORD.sub(" ", fold(name).replace(".", "").replace("'", "")).split()
    kept = [word for word in words if word not in _LEGAL_FORMS] or words
    text = " ".join(kept)
    return _HAN_LEGAL_FORM.sub("", text) or text
