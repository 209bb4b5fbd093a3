"""Values of the domain as sentences that can be translated: a cadence, the rule it comes from, a field."""

from __future__ import annotations

from relcadence.errors import say, several

SCOPES = ("role", "level", "tag", "contact")
_ROLLING = {
    "day": ("every {number} day", "every {number} days"),
    "week": ("every {number} week", "every {number} weeks"),
    "month": ("every {number} month", "every {number} months"),
}


def cadence_sentence(cadence: str) -> str:
    """A cadence as it is kept (`weekly`, `every 10 days`) in words that can be translated."""
    every, _, rest = cadence.partition(" ")
    number, _, unit = rest.partition(" ")
    if every != "every" or not number.isdecimal():
        return say(cadence)
    one, many = _ROLLING[unit.removesuffix("s")]
    return several(one, many, int(number))


def rule_sentence(rule: str) -> str:
    """The rule that gives a cadence (`role client`, `tag vip`, `contact`) in words that can be translated."""
    scope, _, name = rule.partition(" ")
    if scope not in SCOPES or not name:
        return say(rule)
    return say("{scope} {name}", scope=say(scope), name=say(name) if scope == "role" else name)


def field_word(field: str) -> str:
    """The name of a field of a contact in words that can be translated."""
    return say(field.replace("_", " "))
