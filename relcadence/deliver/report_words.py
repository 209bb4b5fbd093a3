"""The words of the report: the summary in sentences, the rows of the scorecard, what stands beside pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from relcadence.domain.playbook_words import STATE_WORDS, TITLES
from relcadence.domain.reasons import word
from relcadence.domain.scorecard import Period, Score, graded
from relcadence.domain.share import AIM
from relcadence.domain.vocabulary import LEVELS
from relcadence.language import Translator

if TYPE_CHECKING:
    from relcadence.deliver.report import Practice

SIGNS = {"kept": "✓", "slipping": "~", "broken": "×", "idle": "–", "not_started": "–", "off": ""}
FUNNEL = {"named": "named", "reached": "reached", "answered": "answered", "client": "became clients"}
STALE = {
    "stale.unreachable": "no e-mail and no phone",
    "stale.bounced": "an address that does not work any more",
    "stale.unverified": "not looked at for a year",
}
MOST = 12
"""Rows of a long list beside a picture."""


class Part(NamedTuple):
    """One closed period of a point: kept of due, and its grade ("" where nothing was due)."""

    kept: int
    due: int
    grade: str


class Point(NamedTuple):
    """One row of the scorecard in words."""

    number: str
    title: str
    state: str
    sign: str
    said: str
    figure: str
    trend: tuple[Part, ...]
    next_step: str


class Bar(NamedTuple):
    """A bar in words: its label, its number, and how long it is in percent of the longest."""

    label: str
    number: int
    percent: int


class Words(NamedTuple):
    """All that the page says beside its titles."""

    summary: list[str]
    points: list[Point]
    levels: list[Bar]
    funnel: list[Bar]
    stale: list[str]
    punctual: dict[str, str]


def words(practice: Practice, translate: Translator) -> Words:
    """The words of the page in the reader's language."""
    _ = translate
    levels = [
        (f"{level}  {_(LEVELS[level])}" if level else _("unknown"), len(ties))
        for level, ties in practice.pyramid.levels
    ]
    return Words(
        summary(practice, translate),
        [_point(score, practice, translate) for score in practice.scores],
        _bars(levels),
        _bars([(_(FUNNEL[step]), number) for step, number in practice.funnel.items()]),
        [_("{number}: {what}", number=number, what=_(STALE[key])) for key, number in practice.stale.items()],
        {each.key: _(TITLES[each.key]) for each in practice.punctual},
    )


def summary(practice: Practice, translate: Translator) -> list[str]:
    """The practice in sentences: what was done and kept, where the time went, what came of it, what is ahead."""
    _ = translate
    touches = sum(practice.heat.totals)
    if not practice.people:
        return [_("Nobody is in the book yet. Bring people in: relcadence import FILE, or relcadence add NAME")]
    said = [
        _(
            "From {since} to {until}: {touches} touches with {reached} of {people} people.",
            since=practice.span.since, until=practice.span.until, touches=f"{touches:,}",
            reached=f"{practice.reached:,}", people=f"{practice.people:,}",
        )
    ]  # fmt: skip
    said += [*_windows(practice, translate), _time(practice, translate), *_habits(practice, translate)]
    said += _referrals(practice, translate)
    if practice.need is not None:
        said.append(
            _("Your rhythms need {need} touches a week, you have {have}.", need=practice.need, have=practice.have)
        )
    return said


def _windows(practice: Practice, translate: Translator) -> list[str]:
    kept, missed = sum(row.kept for row in practice.kept), sum(row.missed for row in practice.kept)
    if not kept + missed:
        return []
    return [
        translate(
            "{kept} of {all} windows were kept ({percent} %).",
            kept=f"{kept:,}", all=f"{kept + missed:,}", percent=round(100 * kept / (kept + missed)),
        )
    ]  # fmt: skip


def _time(practice: Practice, translate: Translator) -> str:
    """The 80 % rule: a percentage only where the other time is known."""
    minutes = practice.minutes
    hours, own = round(minutes.people / 60, 1), round(minutes.own / 60, 1)
    if not minutes.people and not minutes.own:
        return translate("No minutes are logged, so nothing can be said of where the time went.")
    if minutes.percent is None:
        return translate("{hours} h went to people; no other time is logged.", hours=hours)
    return translate(
        "{percent} % of the time went to people (aim {aim} %): {hours} h with them, {own} h on your own.",
        percent=minutes.percent, aim=AIM, hours=hours, own=own,
    )  # fmt: skip


def _habits(practice: Practice, translate: Translator) -> list[str]:
    count = {
        state: sum(score.state == state for score in practice.scores) for state in ("kept", "slipping", "broken")
    }
    if not any(count.values()):
        return []
    return [translate("Habits: {kept} kept, {slipping} slipping, {broken} broken.", **count)]


def _referrals(practice: Practice, translate: Translator) -> list[str]:
    number = sum(practice.outcomes.values())
    if not number:
        return []
    clients = practice.outcomes.get("client", 0)
    return [
        translate.plural(
            "{number} person was sent to you; clients so far: {clients}.",
            "{number} people were sent to you; clients so far: {clients}.",
            number, clients=clients,
        )
    ]  # fmt: skip


def _point(score: Score, practice: Practice, translate: Translator) -> Point:
    _ = translate
    title = practice.own_titles.get(score.point.key) or _(TITLES.get(score.point.key, "a habit of your own"))
    return Point(
        str(score.point.number),
        title,
        score.state,
        SIGNS[score.state],
        _(STATE_WORDS[score.state]),
        word(score.figure, _),
        tuple(map(_part, score.closed)),
        word(score.next_step, _),
    )


def _part(period: Period) -> Part:
    kept, due = period.tally.kept, period.tally.due
    return Part(kept, due, graded(kept / due) if due else "")


def _bars(rows: list[tuple[str, int]]) -> list[Bar]:
    most = max((number for _label, number in rows), default=0) or 1
    return [Bar(label, number, round(100 * number / most)) for label, number in rows]
