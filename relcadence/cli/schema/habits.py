"""What the commands of the habits answer: the checklist, the levels, who brought nothing back, the rhythms."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from relcadence.cli.schema.build import Maybe, Says, Shape
from relcadence.cli.schema.common import Cadence, Counted, Level, Role
from relcadence.domain import scorecard
from relcadence.domain.playbook_words import STATE_WORDS

PointState = Annotated[str, Says(enum=list(STATE_WORDS))]
Period = Annotated[str, Says(description="first..last day")]


class Past(Shape):
    """A closed period."""

    period: Period
    kept: int
    due: int


class Point(Shape):
    """One habit: its state, its figure, and the next step; `running` where the period is not over."""

    number: int
    key: str
    title: str
    state: PointState
    figure: str
    kept: int | None
    due: int | None
    period: Period | None
    running: bool
    next_step: str
    history: list[Past]


class OnTheWay(Shape):
    """A prospect, and on how many days one was reached out to: seven are wanted at least."""

    contact: str
    contact_id: int
    touches: int


class PointPage(Point):
    """One habit with what it is about and what keeps it; `seven` with the prospects alone."""

    why: str
    kind: str
    cadence: Cadence
    roles: list[Role]
    evidence: list[str]
    minutes: int
    weight: int
    on: bool
    seven: Maybe[list[OnTheWay]]


class Audited(Shape):
    """A period with the touches and dates behind its figure, and who is still open; the `figure` stands with the
    period that it is of.
    """

    period: Period
    kept: int
    due: int
    running: bool
    evidence: list[scorecard.Cite]
    open: list[str]
    figure: str


class Adjusted(Shape):
    """What was changed of a habit."""

    key: str
    cadence: Maybe[Cadence]
    roles: Maybe[list[str]]
    minutes: Maybe[int]
    weight: Maybe[int]
    active: Maybe[bool]


class OwnPoint(Shape):
    """A habit of one's own."""

    number: int
    key: str


class PointsReset(Shape):
    """The habits that are as they were."""

    reset: list[str]


class LevelCount(Shape):
    """Who is on a level; null is unknown."""

    level: Level | None
    count: int
    contact_ids: list[int]


class LevelMove(Shape):
    """Somebody ready to rise, or sliding, and the evidence."""

    contact_id: int
    contact: str
    level: Level | None
    to: Level
    reason: str


class Pyramid(Shape):
    """The four levels of some roles."""

    roles: list[Role]
    levels: list[LevelCount]
    rising: list[LevelMove]
    sliding: list[LevelMove]


class Candidate(Shape):
    """Somebody who brought nothing back, with the evidence."""

    contact_id: int
    contact: str
    role: Role
    reason: str


class Decided(Shape):
    """What was decided of whom, and when they come up again."""

    decision: Annotated[str, Says(enum=["keep", "client", "nurture", "archive"])]
    contact_ids: list[int]
    again_on: date | None


class Applied(Shape):
    """How many of each decision were carried out."""

    decided: dict[str, int]


class Rule(Shape):
    """A rule, and how many slots go by it."""

    scope: Annotated[str, Says(enum=["role", "level", "tag"])]
    name: str
    cadence: Cadence
    slots: int


class RuleSet(Shape):
    """A rule that was set."""

    scope: str
    name: str
    cadence: Cadence


class RuleDropped(Shape):
    """A rule that is gone."""

    scope: str
    name: str


class Preset(Shape):
    """The set of rules that holds."""

    preset: str


ANSWERS: dict[str, object] = {
    "checklist list": list[Point],
    "checklist show": PointPage,
    "checklist audit": list[Audited],
    "checklist set": Adjusted,
    "checklist off": Adjusted,
    "checklist on": Adjusted,
    "checklist add": OwnPoint,
    "checklist reset": PointsReset,
    "pyramid": Pyramid,
    "prune list": list[Candidate],
    "prune keep": Decided,
    "prune client": Decided,
    "prune nurture": Decided,
    "prune archive": Decided,
    "prune file": Counted,
    "prune apply": Applied,
    "cadence list": list[Rule],
    "cadence set": RuleSet,
    "cadence drop": RuleDropped,
    "cadence preset": Preset,
}
