"""Writes the made-up practice of the demo into a store, by the same changes that the commands make.

One rule: all days are counted from the day of the demo, so that whoever tries it finds it in full swing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from relcadence.cli import demo_history, demo_things
from relcadence.cli.demo_people import PEOPLE
from relcadence.cli.demo_persona import Persona
from relcadence.domain.cadence import PRESETS, rule_for
from relcadence.domain.people import Contact, DoNotContact, Touch
from relcadence.domain.vocabulary import DEFAULT_ROLE
from relcadence.store.changes import items, people, practice, referrals, touches
from relcadence.store.queries.people import open_slot

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.domain.workdays import Workdays
    from relcadence.store.changes.writer import Writer

OWNER = "Helen Ashdown"
SETTINGS = {
    "name": OWNER,
    "practice": "leases, family businesses and estates",
    "signature": f"Warm regards,\n{OWNER}",
    "email": "helen@ashdownlaw.example",
    "country": "US",
    "region": "NY",
    "has_assistant": True,
}
ACCOUNTS = (("company", "Priya"), ("household", "Ruth"))  # who is proposed first for theirs


class Promised(NamedTuple):
    """A promise: made so many days ago, due on the working day so many days from today."""

    name: str
    text: str
    made: int
    due: int
    state: str = "open"


class Sent(NamedTuple):
    """A referral of a contact or of a mere name, days ago; the thanks followed after so many days (None: not yet)."""

    by: str
    who: str
    ago: int
    outcome: str
    thanked_after: int | None
    note: str


class Moment(NamedTuple):
    """One touch out of the rhythm, days ago; `marks` are further fields of Touch."""

    names: tuple[str, ...]
    ago: int
    channel: str
    note: str
    marks: dict[str, Any]


PROMISES = (
    Promised("Ingrid Sørensen", "send the letter to the museum for her to read", 8, -2),
    Promised("陈静", "send the summary of the family trust in Chinese", 6, 0),
    Promised("Rosa Delgado", "introduce her to Beatriz about the third restaurant's books", 5, 3),
    Promised("Harold Whitcomb", "bring the health proxy for signature", 4, 6),
    Promised("Mateo Fuentes", "title and three lines for the lunch talk", 20, 15),
    Promised("Marcus Bell", "ask the title company for a date", 25, -12, "kept"),
    Promised("Grace Okonkwo", "short note on the audit letter", 40, -24, "kept"),
    Promised("George Papadakis", "find last year's sidewalk permit", 75, -48, "kept"),
    Promised("Fiona MacAllister", "name of a solicitor in Edinburgh", 110, -70, "kept"),
    Promised("David Katz", "judge at the mock trial", 160, -100, "dropped"),
)
REFERRALS = (
    Sent("王芳", "林伟", 380, "client", 2, "opening a warehouse, needs a lease read"),
    Sent("Jonathan Feld", "Noor Haddad", 254, "client", 1, "second pharmacy"),
    Sent("Emmanuel Adeyemi", "Gregory Stahl", 200, "declined", 1, "garage lease"),
    Sent("Beatriz Camargo", "Luciana Ferreira", 124, "client", 2, "wants to franchise her bakeries"),
    Sent("Jonathan Feld", "Hannah Weiss", 60, "open", 1, "shareholder quarrel; calls when she is ready"),
    Sent("Siobhán Gallagher", "Camille Nguyen-Baker", 1, "open", None, "wants to buy the greenhouse she rents"),
)
MOMENTS = (
    Moment(("Siobhán Gallagher",), 1, "call", "sends Camille, who wants to buy her greenhouse", {"direction": "in"}),
    Moment(("Priya Raghunathan", "Daniel Osei"), 31, "meeting", "the option plan, with both", {"minutes": 60}),
    Moment(("Ruth Abramowitz", "Samuel Abramowitz"), 45, "visit", "signed at the kitchen table", {"work": True}),
    Moment(("Beatriz Camargo", "Jonathan Feld"), 73, "meal", "those two should know each other", {"minutes": 90}),
    Moment(("Harold Whitcomb",), 52, "call", "the doctor found a heart murmur; tell nobody", {"private": True}),
    Moment(("Aaliyah Brooks",), 33, "call", "kitchen noise on the voicemail", {"tried": True}),
    Moment(("Anna Ashdown",), 64, "message", "photos from the Cape", {"direction": "in"}),
    Moment(("Simone Baptiste",), 24, "meal", "lunch, three years in the office", {"minutes": 60}),
)
OWN_TIME = ((16, 90, "website: the page on leases"), (38, 60, "notes for the lunch talk"), (66, 45, "address book"))


class Stage(NamedTuple):
    """A change set in the making, the day of the demo, its working days, and the numbers of the people by name."""

    writer: Writer
    today: date
    workdays: Workdays
    numbers: dict[str, int]

    def day(self, offset: int) -> date:
        """The working day so many days from today: the next one ahead, the one before in the past."""
        day = self.today + timedelta(days=offset)
        if offset >= 0:
            return self.workdays.first(day) or day
        return demo_history.last_working_day(self.workdays, day)

    def as_of(self, day: date) -> Writer:
        """The writer, writing as on that day."""
        self.writer.today = day
        return self.writer


def set_up(context: Context) -> None:
    """Settings of the made-up lawyer; they decide which days are worked."""
    with context.write() as writer:
        for key, value in SETTINGS.items():
            practice.set_value(writer, key, value)
        writer.title = f"demo: settings of {OWNER}"


def fill(context: Context) -> None:
    """Write people, touches and the rest, in change sets few enough to read in `history`."""
    numbers: dict[str, int] = {}
    for step in (_add_people, _log_the_year, _arrange_the_rest, demo_things.keep, _stir):
        with context.write() as writer:
            stage = Stage(writer, context.today, context.store.workdays, numbers)
            writer.withholds = step is not _stir  # a year of history asks for nothing today
            title = step(stage)
            stage.as_of(context.today).title = f"demo: {title}"


def _add_people(stage: Stage) -> str:
    for persona in sorted(PEOPLE, key=lambda each: -each.story.joined):
        writer = stage.as_of(stage.day(-persona.story.joined))
        stage.numbers[persona.name] = people.add(writer, _contact(stage, persona))
    for kind, main in ACCOUNTS:
        people.make_main(stage.writer, _number(stage, main))
        people.set_account_kind(stage.writer, _number(stage, main), kind)
    return f"{len(PEOPLE)} people"


def _contact(stage: Stage, persona: Persona) -> Contact:
    contact, story = persona.contact, persona.story
    if story.birthday_in:
        ahead, year = story.birthday_in
        contact = contact._replace(birthday=f"{year or '-'}-{stage.today + timedelta(days=ahead):%m-%d}")
    if story.refused:
        contact = contact._replace(do_not_contact=DoNotContact(stage.day(-story.gone).isoformat(), story.refused))
    return contact


def _number(stage: Stage, name: str) -> int:
    return next(number for full, number in stage.numbers.items() if full.startswith(name))


def _log_the_year(stage: Stage) -> str:
    logged = [_moment(stage, each) for each in MOMENTS]
    logged += [(touch, ()) for persona in PEOPLE for touch in _history(stage, persona)]
    for touch, others in sorted(logged, key=lambda each: (each[0].on, each[0].contact_id)):
        touches.log(stage.as_of(date.fromisoformat(touch.on)), touch, others)
    for ago, minutes, what in OWN_TIME:
        touches.own_time(stage.writer, stage.day(-ago), minutes, what)
    return f"a year with {len(logged)} touches"


def _history(stage: Stage, persona: Persona) -> list[Touch]:
    contact = persona.contact
    rule = rule_for(PRESETS["checklist"], override=contact.cadence, roles=contact.roles or (DEFAULT_ROLE,))
    if not (persona.channels and rule.cadence):
        return []
    members = [each.name for each in PEOPLE if contact.account and each.contact.account == contact.account]
    numbers = tuple(stage.numbers[name] for name in members or [persona.name])
    since = stage.day(-persona.story.joined)
    return list(demo_history.touches(persona, rule.cadence, numbers, since, stage.today, stage.workdays))


def _moment(stage: Stage, moment: Moment) -> tuple[Touch, tuple[int, ...]]:
    first, *others = (stage.numbers[name] for name in moment.names)
    on = stage.day(-moment.ago).isoformat()
    return Touch(first, on, moment.channel, note=moment.note)._replace(**moment.marks), tuple(others)


def _arrange_the_rest(stage: Stage) -> str:
    for promise in PROMISES:
        _promise(stage, promise)
    for referral in REFERRALS:
        if referral.thanked_after is not None:
            _refer(stage, referral)
    for persona in PEOPLE:
        _settle(stage, persona)
    keiko = stage.numbers["Keiko Tanabe"]
    on = stage.workdays.later(stage.today, 2)
    touches.appoint(stage.as_of(stage.today), keiko, on, "meeting", "10:00 at her studio, signing")
    return "promises, referrals, an appointment"


def _stir(stage: Stage) -> str:
    """What is new, and asks for something today."""
    for referral in REFERRALS:
        if referral.thanked_after is None:
            _refer(stage, referral)
    return demo_things.stir(stage)


def _promise(stage: Stage, promise: Promised) -> None:
    writer, due = stage.as_of(stage.day(-promise.made)), stage.day(promise.due)
    number = touches.promise(writer, stage.numbers[promise.name], promise.text, due)
    if promise.state != "open":
        items.settle_promise(stage.as_of(due), number, promise.state)


def _refer(stage: Stage, sent: Sent) -> None:
    on = stage.day(-sent.ago)
    writer, referred = stage.as_of(on), stage.numbers.get(sent.who)
    name = "" if referred else sent.who
    number = referrals.refer(writer, stage.numbers[sent.by], referred=referred, name=name, on=on, note=sent.note)
    if sent.outcome != "open":
        referrals.close_referral(writer, number, sent.outcome)
    if sent.thanked_after is not None:
        referrals.thank(stage.as_of(stage.workdays.later(on, sent.thanked_after)), number)


def _settle(stage: Stage, persona: Persona) -> None:
    """Put off whom the story says to put off, and archive who left."""
    number, story = stage.numbers[persona.name], persona.story
    if story.archived:
        people.archive(stage.as_of(stage.day(-story.gone)), number, story.archived)
    if story.snoozed:
        writer = stage.as_of(stage.today)
        slot = open_slot(writer, number)
        assert slot
        items.snooze(writer, items.find(writer, f"F{slot.id}"), stage.workdays.later(stage.today, story.snoozed))
