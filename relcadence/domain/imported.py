"""What files tell of people, and what is decided about it: the values that readers, matching and the store share."""

from __future__ import annotations

from typing import Any, NamedTuple

from relcadence.domain.people import Reach


class Person(NamedTuple):
    """One person as a file tells of them. Empty means "the file does not say".

    `line` is the line of a spreadsheet or the number of a card, counted from 1. Dates are ISO texts, `birthday`
    the text form of `occasions.parse_birthday`, or "" with the words kept in `note` where it cannot be read.
    `do_not_contact` is the reason ("yes" where the file gives none).
    """

    line: int
    name: str
    uid: str = ""
    organisation: str = ""
    title: str = ""
    reach: tuple[Reach, ...] = ()
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    level: int | None = None
    tags: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    cadence: str = ""
    channel: str = ""
    language: str = ""
    city: str = ""
    birthday: str = ""
    anniversary: str = ""
    related: tuple[str, ...] = ()
    do_not_contact: str = ""
    note: str = ""
    last_touch_on: str = ""
    met_on: str = ""
    extra: tuple[str, ...] = ()


Whole = tuple[Person, tuple[int, ...]]  # a person, and the further lines of the file that tell of the same one


class PastTouch(NamedTuple):
    """One past touch as a file tells of it (`import touches.csv`); `name` is resolved against the book."""

    line: int
    on: str
    name: str
    channel: str
    direction: str = "out"
    minutes: int | None = None
    note: str = ""


class Problem(NamedTuple):
    """Something in a file that could not be taken: where, why, and the raw text for a file of rejects."""

    line: int
    reason: str
    raw: str = ""
    fatal: bool = True


class Change(NamedTuple):
    """One field of a contact that an import fills: its value before and after.

    `after` of `do_not_contact` is the reason; the day is for the caller to set.
    """

    field: str
    before: Any
    after: Any


class Action(NamedTuple):
    """What is to be done with one person of a file.

    `kind` is `create`, `update`, `same` (both with `contact_id`), `ask` (with `candidates`; unanswered it becomes
    a create) or `skip`. `reason_key` names the reason for translation and JSON. `lines` are the further lines
    of the file that tell of the same person and are merged into `person`. `kept` are the fields that changed at the
    source and here too: the book keeps its own.
    """

    kind: str
    person: Person
    contact_id: int | None = None
    changes: tuple[Change, ...] = ()
    reason: str = ""
    candidates: tuple[int, ...] = ()
    reason_key: str = ""
    lines: tuple[int, ...] = ()
    kept: tuple[str, ...] = ()


class Told(NamedTuple):
    """What sources said of a contact at earlier imports: this one (None: never), and the others."""

    before: Person | None = None
    others: tuple[Person, ...] = ()
