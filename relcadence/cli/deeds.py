"""What was done, as `history` and `undo` name it: the store keeps a title in English, which is read back here.

One rule: what people wrote stays as it is; only the program's own words around it are put into the user's language.
"""

from __future__ import annotations

import re
from functools import cache

from relcadence.domain.pruning import DECISIONS
from relcadence.domain.vocabulary import CHANNELS
from relcadence.errors import say
from relcadence.language import N_

# What the values of a title can be, where not any text; a vocabulary is translated with the title.
SHAPES = {
    "handle": r"[A-Z]\d+", "number": r"\d+", "a": r"\d+", "b": r"\d+", "day": r"\d{4}-\d\d-\d\d",
    "start": r"\d{4}-\d\d-\d\d", "end": r"\d{4}-\d\d-\d\d", "point": r"[^\s:]+", "key": r"\w+",
}  # fmt: skip
VOCABULARIES = {
    "channel": CHANNELS, "decision": DECISIONS, "outcome": ("client", "declined", "open"),
    "state": ("kept", "dropped"), "answer": ("accepted", "declined"), "scope": ("role", "level", "tag"),
    "thing": ("article", "service"),
}  # fmt: skip
DEEDS = (
    N_("erased"),
    N_("done {handle}: {name}"),
    N_("done {handle}"),
    N_("snooze {handle} to {day}"),
    N_("skip {handle}"),
    N_("never {point}: {name}"),
    N_("assign {handle} to {name}"),
    N_("promise {handle} {state}"),
    N_("promise {name}: {text}"),
    N_("own time: {text}"),
    N_("log {number} touches"),
    N_("merge {other} (#{b}) into {name}"),
    N_("{name} (#{a}) and {other} (#{b}) are two people"),
    N_("cards plan {run}: {number} people"),
    N_("{handle} sent: {number} cards for {run}"),
    N_("{handle} dropped: {text}"),
    N_("{handle} returned: {names}"),
    N_("a card from {name}"),
    N_("thanks for referral {number}"),
    N_("referral from {name}"),
    N_("referral {outcome}: {number}"),
    N_("referral {number} dropped"),
    N_("edit referral {number}"),
    N_("matter opened: {name}, {title}"),
    N_("matter closed: {name}, {title}"),
    N_("edit matter {title}"),
    N_("plan for {name}"),
    N_("plan reviewed: {name}"),
    N_("plan ended: {name}"),
    N_("edit plan for {name}"),
    N_("step done: {text}"),
    N_("step dropped: {text}"),
    N_("step: {text}"),
    N_("research on {name} dropped"),
    N_("research on {name}"),
    N_("edit research on {name}"),
    N_("occasion of {name} dropped: {title}"),
    N_("occasion of {name}: {title}"),
    N_("edit occasion of {name}"),
    N_("event {title} dropped"),
    N_("event {title} on {day}"),
    N_("edit event {title}"),
    N_("invited to {title}"),
    N_("guest list of {title}"),
    N_("{answer}: {title}"),
    N_("came to {title}"),
    N_("missed {title}"),
    N_("attended {title} on {day}"),
    N_("attended {title}"),
    N_("edit group {name}"),
    N_("group {name} ended"),
    N_("group {name}"),
    N_("members of {name}"),
    N_("edit {thing} {title}"),
    N_("{thing} {title} retired"),
    N_("article {title}"),
    N_("service {title}"),
    N_("users of {title}"),
    N_("sent {title}"),
    N_("list of professionals given"),
    N_("prune: {decision} {number} people"),
    N_("prune: {decision} {name}"),
    N_("prune: {text}"),
    N_("checklist add {title}"),
    N_("checklist reset {point}"),
    N_("checklist {point}: {text}"),
    N_("checklist {point}"),
    N_("cadence preset {name}"),
    N_("cadence {scope} {name}: {text}"),
    N_("config {key} {text}"),
    N_("no days off {start}..{end}"),
    N_("days off {start}..{end}"),
    N_("capacity of {day}: {text}"),
    N_("init: {text}"),
    N_("save the columns {name}"),
    N_("import a whole book: {number} people"),
    N_("import {name}: {number} touches"),
    N_("import {name}: {text}"),
    N_("demo: settings of {name}"),
    N_("demo: {text}"),
    N_("add {name}"),
    N_("edit {name}"),
    N_("archive {name}"),
    N_("restore {name}"),
    N_("{channel} {names}"),
)


def deed(title: str) -> str:
    """A title of the journal as a sentence that can be translated; one that no change writes stays as it is."""
    for pattern, message in _patterns():
        if found := pattern.fullmatch(title):
            return say(message, **{name: _in_words(name, text) for name, text in found.groupdict().items()})
    return title


def _in_words(name: str, text: str) -> str:
    """The value of a title: a word of the program's own, the name of a holiday, or what people wrote."""
    if name == "run":
        from relcadence.store.queries.cards import in_words

        return in_words(text)
    return say(text) if name in VOCABULARIES else text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """How each title looks with its values, the narrower before the wider."""
    return [(re.compile(_pattern(message), re.DOTALL), message) for message in DEEDS]


def _pattern(message: str) -> str:
    parts = re.split(r"\{(\w+)\}", message)
    return "".join(f"(?P<{part}>{_values(part)})" if at % 2 else re.escape(part) for at, part in enumerate(parts))


def _values(name: str) -> str:
    known = "|".join(map(re.escape, VOCABULARIES.get(name, ())))
    return known or SHAPES.get(name, ".+?")
