"""The scorecard of the playbook: what was due and what was kept in each period, and the state that follows.

A point counts as kept only by its evidence. The state comes from the last four closed periods; the running one
stands beside it and worsens it only by what can no longer be kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from relcadence.domain.cadence import Cadence, Window, parse_cadence, window_of
from relcadence.domain.playbook import Point
from relcadence.domain.reasons import Reason
from relcadence.domain.workdays import DAY

KEPT, SLIPPING = 0.9, 0.6
CLOSED = 4
"""Closed periods that the state is taken from."""
CAUSED = ("newcomer", "trigger", "cards", "groups", "delegated")


class Cite(NamedTuple):
    """What stands behind a figure: a day, whom it is about ("" = nobody), and the touch or the row it was."""

    on: str
    contact: str
    what: str


class Count(NamedTuple):
    """What was due in a period and what of it was kept; `lost` can no longer be kept. `open`: the names not kept,
    still to come where the period runs; `by` the first day by which one of them is due, where that is not its end.
    """

    kept: int
    due: int
    lost: int = 0
    cites: tuple[Cite, ...] = ()
    open: tuple[str, ...] = ()
    by: date | None = None


class Period(NamedTuple):
    """A period of a point, and what came of it."""

    window: Window
    tally: Count


class Score(NamedTuple):
    """One row of the scorecard. `closed`: the last four closed periods, oldest first; `running` the present one."""

    point: Point
    state: str
    closed: tuple[Period, ...]
    running: Period | None
    figure: Reason
    next_step: Reason

    @property
    def shown(self) -> Period | None:
        """The period that the figure is of: the running one, else the last closed."""
        return self.running or (self.closed[-1] if self.closed else None)


def periods(point: Point, since: date, today: date) -> Iterator[Window]:
    """The windows of a point up to the one of today, the last five of them, from the first full one after `since` on.

    What causes make due counts from its first day on.
    """
    rhythm = parse_cadence(point.cadence)
    if rhythm is None:
        return
    found: list[Window] = []
    window = window_at(rhythm, today)
    while (window.end if point.kind in CAUSED else window.start) >= since and len(found) <= CLOSED:
        found.append(window)
        window = window_at(rhythm, window.start - DAY)
    yield from reversed(found)


def window_at(rhythm: Cadence, day: date) -> Window:
    """The window of a figure that a day lies in: that of the calendar, or the span of a rhythm that rolls."""
    return rolling(rhythm.days, day) if rhythm.rolls else window_of(rhythm, day)


def rolling(days: int, day: date) -> Window:
    """The span of that many days which `day` lies in, counted from a fixed day: the period of a figure that rolls."""
    start = day.toordinal() - day.toordinal() % days
    return Window(date.fromordinal(start), date.fromordinal(start + days - 1))


def state_of(point: Point, closed: Sequence[Period], running: Period | None) -> str:
    """The state by the rule of the playbook."""
    if not point.on:
        return "off"
    if not closed:
        return "not_started"
    kept = sum(period.tally.kept for period in closed)
    due = sum(period.tally.due for period in closed)
    lost = running.tally.lost if running else 0
    if due + lost == 0:
        return "idle"
    shares = [kept / due] if due else []
    if lost:
        shares.append(kept / (due + lost))
    return graded(min(shares))


def graded(share: float) -> str:
    """Kept from 90 %, slipping from 60 %, broken below."""
    return "kept" if share >= KEPT else "slipping" if share >= SLIPPING else "broken"


def score(point: Point, counted: Iterable[Period], today: date) -> Score:
    """The row of a point from the counts of its periods, of which the last may be running."""
    rows = tuple(counted)
    running = rows[-1] if rows and rows[-1].window.end >= today else None
    closed = rows[:-1] if running else rows
    state = state_of(point, closed[-CLOSED:], running)
    draft = Score(point, state, closed[-CLOSED:], running, Reason("figure.none", {}), Reason("step.none", {}))
    return draft._replace(figure=_figure(draft), next_step=_next_step(draft))


def _figure(score: Score) -> Reason:
    shown = score.shown
    if shown is None or not score.point.on:
        return Reason("figure.none", {})
    if not shown.tally.due:
        return Reason("figure.nothing", {})
    form = FIGURES.get(score.point.key, "looked" if score.point.kind == "review" else "some")
    return Reason(f"figure.{form}", {"kept": shown.tally.kept, "due": shown.tally.due})


FIGURES = {
    "weekly-client": "reached", "referrer-round": "reached", "prospect-biweekly": "reached", "colleagues": "reached",
    "prospect-research": "noted", "client-plan": "planned", "circle-know": "know", "share-professionals": "given",
    "articles": "sent_one", "meals": "meals", "invitations": "invited", "seminars": "invited", "cross-sell": "asked",
    "project-budget": "offered", "groups": "went", "congratulations": "in_time", "thanks": "in_time",
    "materials": "in_time", "holiday-cards": "sent", "assistant": "delegated",
}  # fmt: skip
NAMED = 3
"""Names that a next step speaks of."""


def _next_step(score: Score) -> Reason:
    if score.state == "off":
        return Reason("step.on", {"number": score.point.number or score.point.key})
    running = score.running
    if running is None:
        return Reason("step.starts", {})
    if running.tally.open:
        names = running.tally.open
        more = len(names) - NAMED
        values = {"names": ", ".join(names[:NAMED]), "more": more, "by": running.tally.by or running.window.end}
        if score.point.kind == "review":
            return Reason("step.review", {})
        return Reason(f"step.{STEPS.get(score.point.key, 'do')}{'.more' if more > 0 else ''}", values)
    return Reason("step.nothing", {})


STEPS = {
    "weekly-client": "reach", "referrer-round": "reach", "prospect-biweekly": "reach", "colleagues": "reach",
    "prospect-research": "research", "client-plan": "plan", "holiday-cards": "post",
}  # fmt: skip
