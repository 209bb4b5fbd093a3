"""The figures that the playbook states of a whole list, beside what the periods of its point count.

They are the names, professionals, records, events and candidates of points 3, 7, 18, 19 and 21.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from relcadence.domain.cadence import Cadence, parse_cadence
from relcadence.domain.members import Facts
from relcadence.domain.reasons import Reason
from relcadence.domain.scorecard import NAMED, Score, window_at
from relcadence.store.queries.levels import records
from relcadence.store.queries.members import ACTIVE, PROMOTED
from relcadence.store.queries.pruning import to_prune
from relcadence.store.reading import Store


def with_list(store: Store, score: Score, facts: Facts) -> Score:
    """A row of the scorecard with the figure of its list, where it has one and there is something in it."""
    figure = FIGURES.get(score.point.key)
    told = figure(store, score, facts) if figure and score.point.on else None
    if told is None:
        return score
    too_few = told.key == "figure.prospects" and told.values["named"] < NAMED
    return score._replace(figure=told, next_step=Reason("step.name", {}) if too_few else score.next_step)


def _prospects(store: Store, score: Score, facts: Facts) -> Reason | None:
    """Two figures, never mixed: how many are named, and how many were reached."""
    if score.shown is None:
        return None
    named = sum(
        any(each.role == "prospect" and each.until == date.max for each in who.roles) for who in facts.members
    )
    end, tally = score.shown.window.end, score.shown.tally
    days = len(facts.workdays.between(facts.today, end)) if end >= facts.today else 0
    return Reason("figure.prospects", {"named": named, "kept": tally.kept, "due": tally.due, "days": days})


def _professionals(store: Store, score: Score, facts: Facts) -> Reason | None:
    """How many are known, and how many became referrers this year."""
    named = store.value(
        "SELECT count(DISTINCT r.contact_id) FROM role_held r JOIN contact c ON c.id = r.contact_id "
        f"WHERE r.role = 'professional' AND r.until_on = '' AND {ACTIVE}"
    )
    promoted = store.value(
        "SELECT count(DISTINCT r.contact_id) FROM role_held r JOIN contact c ON c.id = r.contact_id "
        f"WHERE {PROMOTED} AND r.since_on BETWEEN :start AND :today AND {ACTIVE}",
        start=facts.today.replace(month=1, day=1).isoformat(), today=facts.today.isoformat(),
    )  # fmt: skip
    known = named or promoted or score.shown
    return Reason("figure.professionals", {"named": named, "promoted": promoted}) if known else None


def _records(store: Store, score: Score, facts: Facts) -> Reason | None:
    """How many records are fresh, of all."""
    found = records(store, facts.today)
    return Reason("figure.fresh", {"fresh": found[""], "all": found.total()}) if found else None


def _events(store: Store, score: Score, facts: Facts) -> Reason | None:
    """The events of the running quarter, whatever the period of the task."""
    days = [row.due_on for row in facts.rows["community"]]
    quarter = window_at(Cadence("quarterly"), facts.today)
    count = sum(quarter.start <= day <= facts.today for day in days)
    return Reason("figure.events", {"count": count}) if days or score.shown else None


def _candidates(store: Store, score: Score, facts: Facts) -> Reason | None:
    """How many were decided on in the period, of those and of the candidates that are left."""
    rhythm = parse_cadence(score.point.cadence)
    assert rhythm is not None, "a point has a rhythm"
    start, end = window_at(rhythm, facts.today)
    decided = {row.contact_id for row in facts.rows["prune"] if row.contact_id and start <= row.due_on <= end}
    left = {each.contact_id for each in to_prune(store, facts.today)} - decided
    values = {"decided": len(decided), "all": len(decided) + len(left)}
    return Reason("figure.decided", values) if values["all"] else score.shown and Reason("figure.nothing", {})


FIGURES: Mapping[str, Callable[[Store, Score, Facts], Reason | None]] = {
    "prospect-biweekly": _prospects, "professionals-list": _professionals, "update-lists": _records,
    "community": _events, "prune": _candidates,
}  # fmt: skip
