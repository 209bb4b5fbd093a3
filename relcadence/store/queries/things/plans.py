"""Plans for clients and research notes out of the store."""

from __future__ import annotations

from typing import NamedTuple

from relcadence.store.rows import Rows


class StepRow(NamedTuple):
    """A step of a plan."""

    id: int
    text: str
    due_on: str
    done_on: str


class PlanRow(NamedTuple):
    """The plan for a client with its steps, those to be done first."""

    id: int
    contact_id: int
    contact: str
    goal: str
    team: str
    made_on: str
    reviewed_on: str
    review_on: str
    ended_on: str
    steps: tuple[StepRow, ...] = ()


class ResearchRow(NamedTuple):
    """A research note on somebody."""

    id: int
    contact_id: int
    contact: str
    noted_on: str
    problem: str
    help: str


def plans(store: Rows, *, everything: bool = False, contact_id: int | None = None) -> list[PlanRow]:
    """The plans by the day of their review, or those of one contact; with `everything` the ended ones too."""
    rows = store.rows(
        "SELECT p.id, p.contact_id, c.name, p.goal, p.team, p.made_on, p.reviewed_on, p.review_on, p.ended_on "
        "FROM client_plan p JOIN contact c ON c.id = p.contact_id "
        "WHERE (:everything = 1 OR p.ended_on = '') AND (:contact IS NULL AND c.status <> 'archived' "
        "OR p.contact_id = :contact) ORDER BY p.ended_on <> '', p.review_on = '', p.review_on, c.name, p.id",
        everything=int(everything), contact=contact_id,
    )  # fmt: skip
    return [PlanRow._make((*row, steps(store, row[0]))) for row in rows]


def steps(store: Rows, plan_id: int) -> tuple[StepRow, ...]:
    """The steps of a plan: open ones by their day, then those done."""
    rows = store.rows(
        "SELECT id, text, due_on, done_on FROM plan_step WHERE plan_id = :id "
        "ORDER BY done_on <> '', due_on = '', due_on, id",
        id=plan_id,
    )
    return tuple(StepRow(*row) for row in rows)


def research(store: Rows, *, contact_id: int | None = None, number: int | None = None) -> list[ResearchRow]:
    """The research notes, newest first: of everybody, of one contact, or the one of that number."""
    rows = store.rows(
        "SELECT r.id, r.contact_id, c.name, r.noted_on, r.problem, r.help "
        "FROM research r JOIN contact c ON c.id = r.contact_id "
        "WHERE (c.status <> 'archived' OR :contact IS NOT NULL OR :number IS NOT NULL) "
        "AND (:contact IS NULL OR r.contact_id = :contact) AND (:number IS NULL OR r.id = :number) "
        "ORDER BY r.noted_on DESC, r.id DESC",
        contact=contact_id, number=number,
    )  # fmt: skip
    return [ResearchRow(*row) for row in rows]
