"""A believable year of touches with a made-up person: the same for the same name and day; no store, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random

from relcadence.cli.demo_persona import Persona
from relcadence.domain.cadence import Cadence, Window, add_interval, window_of
from relcadence.domain.people import Touch
from relcadence.domain.quiet import parse_quiet
from relcadence.domain.rhythm import Ground
from relcadence.domain.workdays import Workdays

# The newest touches are laid out as the persona says; what lies before may be late, early or missed.
EXACT = 2
MISSED_SHARE = 0.1
MISSED_AWAY = 0.6
REPLY_SHARE = 0.12
WORK_SHARE = 0.4
MAY_BE_WORK = ("meeting", "call", "email")
MINUTES = {"call": (5, 25), "meeting": (30, 75), "meal": (60, 100), "visit": (20, 60), "email": (5, 15)}
POINTS = {"meal": "meals", "article": "articles"}

BUSINESS = {
    "call": (
        "asked where things stand with {topic}", "{topic}: nothing urgent, one open point",
        "{topic}: waiting for the other side", "short call; {topic} is on track",
        "called about {topic}, stayed on for {talk}", "went through the questions on {topic}",
        "no news on {topic}; talked about {talk}", "{topic}: agreed on the next two steps",
        "worried about the cost of {topic}; explained the stages", "{topic}, and a good laugh about {talk}",
    ),
    "email": (
        "sent a short summary of {topic}", "{topic}: sent the marked-up draft", "answered two questions on {topic}",
        "sent three dates to talk about {topic}", "checked in on {topic}, nothing needed",
        "{topic}: sent the list of papers still missing", "a line to ask how things stand with {topic}",
        "sent an old case that bears on {topic}",
    ),
    "meeting": (
        "{topic}: an hour with the file", "went through {topic} page by page", "{topic}: signed, copies to follow",
        "planned the next months; {topic} comes first",
    ),
    "meal": (
        "lunch; mostly {talk}, then {topic}", "coffee near the office; {topic}", "breakfast before court; {talk}",
        "lunch; brought up {topic} at the end",
    ),
    "visit": (
        "walked over between hearings; {topic}", "saw the place; {topic} makes more sense now",
        "dropped by; {talk}, and a look at {topic}", "brought the papers on {topic} in person",
    ),
    "message": ("asked after {topic}", "confirmed the time for {topic}", "a photo and a word about {talk}"),
    "rang": (
        "has a question on {topic}, answered at once", "wants to know what comes next with {topic}",
        "good news on {topic}", "asks for an hour on {topic}",
    ),
    "letter": ("a handwritten line about {topic}", "wrote by hand; {talk}, nothing else"),
}  # fmt: skip
FIRST_STEPS = {
    "call": (
        "asked how things stand with {topic}", "a first question on {topic}, answered", "{topic}: no decision yet",
        "talked about {talk}, and a little about {topic}", "{topic}: asks for time to think",
    ),
    "email": (
        "sent a short note on {topic}", "sent an article that bears on {topic}", "two lines on {topic}",
        "offered half an hour on {topic}", "asked how things stand with {topic}",
    ),
    "meal": ("coffee; {topic}", "lunch; mostly {talk}, then {topic}"),
    "rang": ("wants to know how we charge for {topic}", "a question on {topic}"),
}  # fmt: skip
FRIENDLY = {
    "call": (
        "caught up; {talk}, then {topic}", "asked after {topic}", "returned the call; {topic}",
        "short catch-up on {topic}", "{topic}, and news of {talk}",
    ),
    "email": ("sent a line about {topic}", "shared what I know of {topic}", "asked for a view on {topic}"),
    "meeting": ("compared notes on {topic}", "met at the bar association; {topic}"),
    "meal": ("lunch; {talk} and {topic}", "coffee; what each of us hears of {topic}", "dinner; {talk} all evening"),
    "visit": ("stopped by; {talk}", "at their place; {topic}"),
    "message": ("a word about {talk}", "asked after {topic}"),
    "rang": ("a question on {topic}", "news of {talk}", "asks what I think of {topic}"),
}  # fmt: skip
FORMS = {"client": BUSINESS, "prospect": FIRST_STEPS}
REPLIES = (
    "thanks for the note; nothing to add", "will look at it over the weekend", "asks for a copy of the last letter",
    "agrees with the plan", "sends the missing papers", "glad you asked",
)  # fmt: skip


def touches(
    persona: Persona, cadence: Cadence, numbers: tuple[int, ...], since: date, today: date, workdays: Workdays
) -> Iterator[Touch]:
    """The touches since the person was added, newest first, none today. `numbers`: who shares the rhythm."""
    random, story = Random(persona.name), persona.story
    ground = Ground(workdays, since, parse_quiet(persona.contact.quiet))
    end = last_working_day(workdays, today - timedelta(days=max(story.gone, 1)))
    next_on = end if story.gone else workdays.later(today, story.ahead)
    notes = _Notes(persona, random)
    for times in count(1 + story.missed if story.missed else 0):
        ideal = add_interval(next_on, cadence, -times)
        if ideal < since:
            return
        old = times - story.missed > EXACT
        on = _day(ideal, random.choice((-1, 0, 0, 0, 1)) if old else 0, cadence, ground)
        if on is None or not since <= on <= end or (old and random.random() < _missed_share(on)):
            continue
        touch = notes.next(random.choice(numbers) if old else numbers[0], on)
        yield touch
        if old and not story.gone and touch.channel in ("email", "message") and random.random() < REPLY_SHARE:
            answered = workdays.later(on, 1)
            yield Touch(touch.contact_id, answered.isoformat(), touch.channel, "in", random.choice(REPLIES))


def last_working_day(workdays: Workdays, day: date) -> date:
    """The working day on or before that day; the day itself where a month has none."""
    return max(workdays.between(day - timedelta(days=30), day), default=day)


def _missed_share(on: date) -> float:
    """How likely a touch did not come about: more so when everybody is away."""
    away = (on.month, on.day) >= (12, 22) or (8, 8) <= (on.month, on.day) <= (8, 21)
    return MISSED_AWAY if away else MISSED_SHARE


def _day(ideal: date, off: int, cadence: Cadence, ground: Ground) -> date | None:
    """The day of a touch: the free one on or after the ideal day, `off` days beside it; it stays in its window."""
    window = Window(ideal, ideal + timedelta(days=7)) if cadence.rolls else window_of(cadence, ideal)
    free = ground.free(*window)
    wanted = ideal + timedelta(days=off)
    return min((day for day in free if day >= wanted), default=max(free, default=None))


class _Notes:
    """Deals one touch after another, the newest first; its notes come from shuffled decks, so that few recur."""

    def __init__(self, persona: Persona, random: Random) -> None:
        self.persona = persona
        self.random = random
        self.forms = next((FORMS[role] for role in persona.contact.roles if role in FORMS), FRIENDLY)
        self.newest: tuple[str, str] | None = persona.last
        self.decks: dict[str, list[str]] = {}

    def next(self, number: int, on: date) -> Touch:
        """The touch before the one dealt last."""
        if self.newest:
            (channel, note), self.newest = self.newest, None
            return self._touch(number, on, channel, note)
        channel = self.random.choice(self.persona.channels)
        rang = channel == "call" and not self.persona.story.gone and self.random.random() < REPLY_SHARE
        note = self._note("rang" if rang else channel)
        return self._touch(number, on, channel, note, "in" if rang else "out")

    def _touch(self, number: int, on: date, channel: str, note: str, direction: str = "out") -> Touch:
        low, high = MINUTES.get(channel, (0, 0))
        minutes = 5 * round(self.random.randint(low, high) / 5) or None
        work = self.forms is BUSINESS and channel in MAY_BE_WORK and self.random.random() < WORK_SHARE
        point = POINTS.get(channel, "")
        return Touch(number, on.isoformat(), channel, direction, note, minutes, work=work, point=point)

    def _note(self, kind: str) -> str:
        if not self.decks.get(kind):
            self.decks[kind] = self._shuffled(kind)
        return self.decks[kind].pop()

    def _shuffled(self, kind: str) -> list[str]:
        topics, talk = self.persona.topics, self.persona.contact.interests
        deck = [
            form.format(topic=topic, talk=talk[at % len(talk)])
            for form in self.forms[kind]
            for at, topic in enumerate(topics)
        ]
        self.random.shuffle(deck)
        return list(dict.fromkeys(deck))
