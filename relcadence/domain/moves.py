"""What a slot is used for: the most overdue fitting point of the playbook that the contact and the means allow.

A slot says when, the playbook says what. Nothing is proposed without its means (an article, an event, a service),
nor a third time running, nor more often than the limits allow; asking moves wait while something is owed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from relcadence.domain.cadence import parse_cadence
from relcadence.domain.playbook import ALL, BESIDE, Point, long_standing
from relcadence.domain.reasons import Reason
from relcadence.domain.rhythm import GOLDEN, SPOKEN
from relcadence.domain.workdays import Workdays

if TYPE_CHECKING:
    from relcadence.domain.seven import Way

NOTICE = 3
"""Working days between an invitation to a meal or a visit and its day, at least."""
MEALS_A_DAY, MEALS_A_WEEK, INVITATIONS_A_DAY = 1, 3, 2
ASKED_TO_A_MEAL = "meal-asked"
"""What a touch names that asked to a meal: it is no meal yet, and not to be asked again for a while."""
ASKED_LATELY = timedelta(days=21)
LIMITED = {"meals", "invitations", "seminars"}
QUARTER = timedelta(days=91)
BEFORE_ALL = 1000.0
SPREAD = 0.381966  # sets the points of one contact apart, as GOLDEN does the contacts of one point


class Article(NamedTuple):
    """Something to send, with its topics."""

    id: int
    title: str
    topics: tuple[str, ...]


class Coming(NamedTuple):
    """An event ahead to which people can be invited."""

    id: int
    title: str
    kind: str
    held_on: date


class Offer(NamedTuple):
    """A service of the practice, and who is to be introduced for it ("" = the user herself)."""

    id: int
    title: str
    colleague: str


class Means(NamedTuple):
    """What moves can be made with, and how many meals are agreed on or eaten today and this week."""

    articles: tuple[Article, ...] = ()
    events: tuple[Coming, ...] = ()
    services: tuple[Offer, ...] = ()
    shareable: int = 0
    meals_today: int = 0
    meals_this_week: int = 0
    invited_today: int = 0


class Person(NamedTuple):
    """What a move depends on. `done`: evidence (a channel or a point's key) -> the last day of it; `last_two`: the
    evidence of the last two touches; `had`: numbers of articles; `invited`: of events; `uses`: of services;
    `guards`: what the rules say beside a meal or an invitation; `owed`: an open complaint, an overdue promise or a
    score under 7 stands between.
    """

    contact_id: int
    roles: tuple[str, ...]
    level: int | None
    added_on: date
    first_on: date | None = None
    done: Mapping[str, date] = {}
    last_two: tuple[frozenset[str], ...] = ()
    interests: tuple[str, ...] = ()
    had: frozenset[int] = frozenset()
    invited: frozenset[int] = frozenset()
    uses: frozenset[int] = frozenset()
    off: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    written_only: bool = False
    owed: bool = False
    complaint: bool = False
    prefers: str = ""
    guards: tuple[str, ...] = ()


Since = Mapping[str, date | None]


class Proposal(NamedTuple):
    """One move: its point, the channel by which it is made ("" = whichever suits), and why."""

    point: str
    channel: str
    why: Reason
    guards: tuple[str, ...] = ()


class Proposed(NamedTuple):
    """What a slot may be used for: the move, and one in its place."""

    first: Proposal
    other: Proposal | None


def propose(
    person: Person, points: Sequence[Point], means: Means, workdays: Workdays, today: date, *, voice: bool = False
) -> Proposed | None:
    """The two most overdue moves that fit, not both asking something; None where a plain touch will do.

    `voice`: only what is said in person keeps this slot, so nothing written is proposed for it.
    """
    if person.complaint:
        return None
    due = [(urgency, point) for point in points if (urgency := overdue(person, point, today)) >= 1]
    due.sort(key=lambda each: (-each[0], each[1].number, each[1].key))
    asking = {point.key for point in points if point.asks}
    made = _made(person, (point for _urgency, point in due), means, workdays, today, voice=voice)
    first = next(made, None)
    if first is None:
        return None
    return Proposed(first, next((other for other in made if not {first.point, other.point} <= asking), None))


def _made(
    person: Person, points: Iterable[Point], means: Means, workdays: Workdays, today: date, *, voice: bool
) -> Iterator[Proposal]:
    """The moves of these points, in their order, as far as they fit and have their means."""
    for point in points:
        if not fits(person, point, today):
            continue
        move = _with_means(person, point, means, workdays, today)
        spoken = voice or person.prefers in SPOKEN
        if move and not (spoken and move.channel == "article"):
            yield move._replace(guards=person.guards) if point.key in LIVE else move


def overdue(person: Person, point: Point, today: date) -> float:
    """How long ago a point was last done, in its own periods; 1 and more is due. 0 where it does not apply.

    One never done counts from the day the contact was added, staggered over the period.
    """
    if not point.on or point.key in person.off or set(person.roles).isdisjoint(point.roles):
        return 0.0
    if point.kind == "newcomer":
        return _newcomer(person, point, today)
    rhythm = parse_cadence(point.cadence) if point.kind == "move" else None
    if rhythm is None:
        return 0.0
    last = last_done(person, point)
    if last is None:
        share = (person.contact_id * GOLDEN + point.number * SPREAD) % 1
        last = person.added_on - timedelta(days=rhythm.days - int(share * rhythm.days))
    return (today - last).days / rhythm.days


def last_done(person: Person, point: Point) -> date | None:
    """The last day on which a touch was evidence for the point."""
    return max((person.done[key] for key in point.evidence if key in person.done), default=None)


def _newcomer(person: Person, point: Point, today: date) -> float:
    """Due from the first touch on, for a fixed time, and ahead of what comes round again."""
    if person.first_on is None or person.first_on < person.added_on or last_done(person, point):
        return 0.0
    waited = (today - person.first_on).days
    return BEFORE_ALL + waited / point.days if 0 <= waited <= point.days else 0.0


def fits(person: Person, point: Point, today: date) -> bool:
    """True if level, basis, wishes and what was done last let the point be proposed."""
    if point.level and (person.level or 0) < point.level:
        return False
    if person.barred & BARS.get(point.key, {point.key}):
        return False
    if point.key in LIVE and person.written_only:
        return False
    if point.asks and (person.owed or _asked_lately(person, today)):
        return False
    if point.key == "seminars" and not long_standing(person.first_on, person.added_on, today):
        return False
    return not (len(person.last_two) == 2 and all(set(point.evidence) & done for done in person.last_two))


BARS = {"meals": {"meals", "meal"}, "invitations": {"invitations", "event"}, "seminars": {"seminars", "event"}}
LIVE = ("meals", "invitations", "seminars")
ASKING = tuple(point.key for point in (*ALL, *BESIDE) if point.asks)


def _asked_lately(person: Person, today: date) -> bool:
    return any(key in person.done and today - person.done[key] < QUARTER for key in ASKING)


def _with_means(person: Person, point: Point, means: Means, workdays: Workdays, today: date) -> Proposal | None:
    """The move with what it takes; None where that is lacking."""
    since = {"since": last_done(person, point)}
    if point.key == "articles":
        return _article(person, means, since)
    if point.key == "meals":
        return _meal(person, means, workdays.later(today, NOTICE), since)
    if point.key in ("invitations", "seminars"):
        return _invitation(person, point, means, workdays.later(today, NOTICE), since)
    if point.key == "cross-sell":
        return _service(person, means, since)
    if point.key == "share-professionals" and not means.shareable:
        return None
    if f"move.{point.key}" in PLAIN:
        return Proposal(point.key, "", Reason(f"move.{point.key}", since))
    return Proposal(point.key, _channel_of(point), Reason("move.own", {**since, "title": point.key}))


PLAIN = frozenset(
    f"move.{key}"
    for key in ("circle-know", "share-professionals", "materials", "project-budget", "ask-referral", "ask-reference")
)


def _channel_of(point: Point) -> str:
    return next((key for key in point.evidence if key != point.key), "")


def _article(person: Person, means: Means, since: Since) -> Proposal | None:
    """Of the articles not sent yet one that fits an interest; the newest where none does and none is asked."""
    fresh = [article for article in means.articles if article.id not in person.had]
    if not fresh:
        return None
    from relcadence.domain.topics import shared

    for article in fresh:
        if fitting := shared(article.topics, person.interests):
            why = {**since, "title": article.title, "topic": fitting[0], "article": article.id}
            return Proposal("articles", "article", Reason("move.articles.fits", why))
    general = next((article for article in fresh if not any(article.topics) or not person.interests), None)
    if general is None:
        return None
    return Proposal(
        "articles", "article", Reason("move.articles", {**since, "title": general.title, "article": general.id})
    )


def _meal(person: Person, means: Means, earliest: date, since: Since) -> Proposal | None:
    """A coffee for those at level 1 or unknown, lunch at 2, dinner from 3 on."""
    if means.meals_today >= MEALS_A_DAY or means.meals_this_week >= MEALS_A_WEEK:
        return None
    asked = person.done.get(ASKED_TO_A_MEAL)
    if asked and earliest - asked < ASKED_LATELY:
        return None
    kind = ("coffee", "coffee", "lunch", "dinner", "dinner")[person.level or 0]
    return Proposal("meals", "", Reason(f"move.meals.{kind}", {**since, "day": earliest}))


def _invitation(person: Person, point: Point, means: Means, earliest: date, since: Since) -> Proposal | None:
    if means.invited_today >= INVITATIONS_A_DAY:
        return None
    kinds = ("seminar",) if point.key == "seminars" else ("cultural", "sports")
    for event in means.events:
        if event.kind in kinds and event.held_on >= earliest and event.id not in person.invited:
            values = {**since, "title": event.title, "day": event.held_on, "event": event.id}
            return Proposal(point.key, "", Reason("move.invitations", values))
    return None


def _service(person: Person, means: Means, since: Since) -> Proposal | None:
    for service in means.services:
        if service.id not in person.uses:
            values = {**since, "title": service.title, "colleague": service.colleague}
            return Proposal(
                "cross-sell", "", Reason(f"move.cross-sell{'.with' if service.colleague else ''}", values)
            )
    return None


def propose_for_day(
    people: Iterable[tuple[Person, bool]], points: Iterable[Point], means: Means, workdays: Workdays, today: date
) -> dict[int, Proposed]:
    """Moves for the slots of one day in their order (person, voice asked), within the limits of a day and a week."""
    points = tuple(point for point in points if point.on and point.kind in ("move", "newcomer"))
    found: dict[int, Proposed] = {}
    for person, voice in people:
        proposed = propose(person, points, means, workdays, today, voice=voice)
        if proposed is None:
            continue
        found[person.contact_id] = proposed
        if proposed.first.point == "meals":
            means = means._replace(meals_today=means.meals_today + 1, meals_this_week=means.meals_this_week + 1)
        elif proposed.first.point in LIMITED:
            means = means._replace(invited_today=means.invited_today + 1)
    return found


def with_seven(way: "Way", proposed: Proposed | None) -> Proposed:
    """What is proposed to a prospect: a decision at seven touches without an answer, else how far the way is, beside
    the move that is due.
    """
    if way.decide:
        asked = Proposal("prune", "", Reason("move.decide", {"count": way.touches}))
        return Proposed(asked, proposed.first if proposed else None)
    values = {"dots": way.dots, "count": way.touches, "day": way.seventh_on, "channel": way.unused}
    key = "move.seven.on" if way.seventh_on and way.unused else "move.seven.plain" if way.seventh_on else "move.seven"
    far = Proposal("prospect-biweekly", "", Reason(key, values))
    return Proposed(proposed.first, far) if proposed else Proposed(far, None)
