"""The one table of settings: what can be set, how its text is read, and what holds where nothing is set.

They are kept in the store as JSON text, so that each is journalled and undoable. Nothing here reads the store.
"""

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from relcadence.errors import say
from relcadence.language import N_, languages

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Setting(NamedTuple):
    """One setting of the store: its default (None = not set, or by country), how its text is read, its help."""

    parse: Callable[[str], Any]
    default: Any
    help: str


def parse_weights(text: str) -> dict[str, int]:
    """Factors of the plan's weights that are to differ: `client=40,level=8,missed=15`; see `help planner`."""
    from relcadence.domain.planner_weight import DEFAULT, check_weights

    own: dict[str, int] = {}
    for part in _parts(text) if text.strip() else ():
        name, _equals, number = part.partition("=")
        if name not in (*DEFAULT.roles, *DEFAULT._fields[1:]):
            known = ", ".join((*DEFAULT.roles, *DEFAULT._fields[1:]))
            raise ValueError(say("“{name}” is no factor of the weights. They are {known}.", name=name, known=known))
        own[name] = _whole(number, N_("A factor"), 0, 1000)
    plain: dict[str, Any] = {name: value for name, value in own.items() if name in DEFAULT._fields}
    check_weights(DEFAULT._replace(**plain))
    return own


def parse_capacity(text: str) -> int | dict[str, int]:
    """Touches a day: `8`, or by weekday `mon=8,fri=4`, or both `6,fri=4`; days not named have the first, else 8.

    `120min` counts minutes of effort instead, without the claim that the plan is the best possible.
    """
    if (word := text.strip().casefold()).endswith("min"):
        return {"minutes": _whole(word.removesuffix("min"), N_("Capacity in minutes"), 0, 1440)}
    base, days = 8, {}
    for part in _parts(text):
        day, equals, number = part.rpartition("=")
        count = _whole(number, N_("Capacity"), 0, 200)
        if equals:
            days[_day(day)] = count
        else:
            base = count
    return {day: days.get(day, base) for day in DAYS} if days else base


def parse_workdays(text: str) -> str:
    """Working days: `mon-fri`, `sun-thu` or `mon,tue,thu`; given back as one range, or as a list from Monday on."""
    chosen: set[int] = set()
    for part in _parts(text):
        first, _, last = part.partition("-")
        start, end = DAYS.index(_day(first)), DAYS.index(_day(last or first))
        chosen.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    days = [DAYS[number] for number in sorted(chosen)]
    runs_on = max(chosen) - min(chosen) == len(chosen) - 1
    return f"{days[0]}-{days[-1]}" if runs_on and len(days) > 1 else ",".join(days)


def parse_yes_no(text: str) -> bool:
    """`yes` or `no`, also on/off, true/false, 1/0."""
    word = text.strip().casefold()
    if word in ("yes", "y", "on", "true", "1", "是"):
        return True
    if word in ("no", "n", "off", "false", "0", "否"):
        return False
    raise ValueError(say("“{text}” is neither yes nor no.", text=text))


def parse_zone(text: str) -> str:
    """A time zone by its name, such as `America/New_York`; empty is the computer's own."""
    name = text.strip()
    if not name:
        return ""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError) as error:
        words = "There is no time zone “{name}”. A zone is written like America/New_York or Asia/Shanghai."
        raise ValueError(say(words, name=name)) from error


def parse_country(text: str) -> str:
    """A country by its two letters (ISO 3166), upper case; empty is none."""
    code = text.strip().upper()
    if not re.fullmatch("([A-Z]{2})?", code):
        words = "“{text}” is not a country code. Two letters are meant, such as US, CN or DE."
        raise ValueError(say(words, text=text))
    return "GB" if code == "UK" else code


def parse_email(text: str) -> str:
    """An e-mail address, or nothing."""
    address = text.strip()
    if address and not re.fullmatch(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+", address):
        raise ValueError(say("“{value}” is not an e-mail address.", value=text))
    return address


def parse_language(text: str) -> str:
    """A language of the program, such as `en` or `zh_CN`; empty follows the terminal."""
    word = text.strip().replace("-", "_").partition(".")[0].casefold()
    if not word:
        return ""
    known = languages()
    word = {"chinese": "zh", "中文": "zh", "english": "en"}.get(word, word)
    for near in (word, word.partition("_")[0]):
        for name in known:
            if name.casefold() == near or name.casefold().partition("_")[0] == near:
                return name
    raise ValueError(
        say("“{text}” is not a language of this program. It knows {known}.", text=text, known=", ".join(known))
    )


def _of_domain(module: str, name: str) -> Callable[[str], Any]:
    """A parser of the domain, loaded when it is needed."""
    return lambda text: getattr(import_module(f"relcadence.domain.{module}"), name)(text)


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        word = text.strip().casefold()
        if word not in words:
            raise ValueError(say("“{text}” will not do. It is one of {words}.", text=text, words=", ".join(words)))
        return word

    return parse


def _number(what: str, low: int, high: int) -> Callable[[str], int]:
    return lambda text: _whole(text, what, low, high)


def _whole(text: str, what: str, low: int, high: int) -> int:
    word = text.strip()
    if not (word.isdecimal() and low <= int(word) <= high):
        words = "“{text}” will not do. {what} is a whole number from {low} to {high}."
        raise ValueError(say(words, text=text, what=say(what), low=low, high=high))
    return int(word)


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in text.casefold().split(",") if part.strip()]
    if not parts:
        raise ValueError("Nothing was given. Write it like mon-fri or mon=8,fri=4.")
    return parts


def _day(text: str) -> str:
    day = text.strip()[:3]
    if day not in DAYS:
        raise ValueError(say("“{text}” is not a weekday. The days are {days}.", text=text, days=", ".join(DAYS)))
    return day


SETTINGS: Mapping[str, Setting] = {
    "capacity": Setting(parse_capacity, 8, N_("touches a day: 8, mon=8,fri=4, or 120min of effort")),
    "weights": Setting(parse_weights, {}, N_("factors of the plan's weights, such as client=40,missed=15")),
    "workdays": Setting(parse_workdays, "mon-fri", N_("working days, such as mon-fri")),
    "country": Setting(parse_country, "", N_("country of the public holidays, two letters")),
    "region": Setting(str.strip, "", N_("state or province of the public holidays, such as NY")),
    "zone": Setting(parse_zone, "", N_("time zone; empty is the computer's own")),
    "language": Setting(parse_language, "", N_("language of the program: en or zh_CN; empty follows the terminal")),
    "name": Setting(str.strip, "", N_("your name, as cards are signed")),
    "signature": Setting(str.strip, "", N_("closing lines of drafts")),
    "practice": Setting(str.strip, "", N_("what you do, in a few words")),
    "email": Setting(parse_email, "", N_("your own address: digests go there, calendars know you by it")),
    "mail_people": Setting(
        _one_of("full", "initials", "counts"), "full", N_("what a mail says of people: full, initials, counts")
    ),
    "has_colleagues": Setting(parse_yes_no, True, N_("whether you have fellow lawyers")),
    "has_assistant": Setting(parse_yes_no, False, N_("whether you have an assistant")),
    "rules": Setting(_one_of("us", "cn", "none"), None, N_("professional rules: us, cn or none (by country)")),
    "day_order": Setting(_one_of("mdy", "dmy", "ymd"), None, N_("how 3/4 is read: mdy, dmy or ymd (by country)")),
    "feb29": Setting(_one_of("feb28", "mar1"), "feb28", N_("the day of a 29 February in common years")),
    "lunar": Setting(
        _of_domain("lunar", "rule_text"), "day29,leap", N_("lunar days a year lacks: day29 or next, leap or ordinary")
    ),
    "holidays": Setting(
        _of_domain("holidays", "marks_text"),
        "New Year",
        N_("holidays that clients, referrers and level 2 up get a card for"),
    ),
    "card_leads": Setting(
        _of_domain("cards", "lead_days"), {}, N_("days cards take, such as post=7,abroad=21,CN=25,email=0")
    ),
    "auto_backup": Setting(parse_yes_no, True, N_("copies of the store by itself: daily, before imports, erasing")),
    "snooze_days": Setting(_number(N_("A snooze"), 1, 60), 3, N_("days `snooze` puts off where none are given")),
}


def default_of(key: str, country: str = "") -> Any:
    """The value of a setting that was never set; `rules` and `day_order` go by the country."""
    if key == "rules":
        from relcadence.domain.conduct import rules_of

        return rules_of(country)
    if key == "day_order":
        if country in ("CN", "TW", "JP", "KR", "HU", "LT", "MN"):
            return "ymd"
        return "mdy" if country in ("", "US", "PH") else "dmy"
    return SETTINGS[key].default


def as_text(value: Any) -> str:
    """A value as the user would type it; `parse` reads it back to the same value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict) and "minutes" in value:
        return f"{value['minutes']}min"
    if isinstance(value, dict):
        return ",".join(f"{key}={number}" for key, number in value.items())
    return "" if value is None else str(value)
