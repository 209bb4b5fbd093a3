"""What the commands on the whole answer: habits, levels, rhythms, load, figures and pictures."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from relcadence.cli.schema.build import Maybe, Says, Shape
from relcadence.cli.schema.common import Cadence, Channel, Counted, Level, MaybeHandle, Role, Written
from relcadence.domain import month, referrers, replies, scorecard, share, statistics, whatif
from relcadence.store.queries import timeline

PointState = Annotated[str, Says(enum=["not_started", "idle", "kept", "slipping", "broken", "off"])]
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


class PointPage(Point):
    """One habit with what it is about and what keeps it."""

    why: str
    kind: str
    cadence: Cadence
    roles: list[Role]
    evidence: list[str]
    minutes: int
    weight: int
    on: bool


class Audited(Shape):
    """A period with the touches and dates behind its figure, and who is still open."""

    period: Period
    kept: int
    due: int
    running: bool
    evidence: list[scorecard.Cite]
    open: list[str]


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


class Slip(Shape):
    """A slot without room."""

    handle: MaybeHandle
    contact: str
    contact_id: int
    due_on: date
    projected: bool
    cadence: Cadence


class WeekLoad(Shape, of=whatif.WeekLoad):
    """A week: what is wanted, the room there is, and who slips."""

    slips: list[Slip]


class Longer(Shape):
    """A rhythm to lengthen."""

    contact: str
    contact_id: int
    cadence: Cadence
    to: Cadence


class Load(Shape):
    """Touches a week needed and there are, and what would mend it; null where nothing does."""

    need: int | float
    have: int | float
    fits: bool
    capacity_to_keep_all: int | None
    clear_on: date | None
    weeks: list[WeekLoad]
    without_day: list[Slip]
    lengthen: list[Longer] | None


class Heat(Shape):
    """Touches of a week or month by weekday."""

    from_on: date
    touches: int
    by_weekday: dict[str, int]


class Kept(Shape, of=statistics.Kept):
    """Windows of a role that were kept and missed."""

    percent: int | None


class LevelFigure(Shape):
    """How many are on a level; null is unknown."""

    level: Level | None
    count: int


class ChannelFigure(Shape):
    """Touches by a channel, from you and from them."""

    channel: Channel
    touches: int
    out: int
    in_: int


class Prospect(Shape):
    """A prospect on the way to the seventh touch."""

    contact: str
    contact_id: int
    touches: int
    last_on: date | None
    seventh_on: date | None
    answered_on: date | None
    stalled: bool
    decide: bool
    unused_channel: str | None
    since_on: date
    cadence: Cadence


class Referrers(Shape):
    """The referrers of so many months, and all of them together."""

    months: int
    rows: list[referrers.Row]
    total: referrers.Row


class Time(Shape, of=share.Minutes):
    """Minutes with people against minutes of one's own; no percentage where the other time is not known."""

    percent: int | None
    aim: int
    since_on: date


class LoadFigure(Shape):
    """A week: what is wanted, the room there is, and how many slip."""

    monday: date
    wanted: int
    room: int
    slips: int


class Waiting(Shape):
    """Something that came in and waits for an answer."""

    contact: str
    contact_id: int
    received_on: date
    channel: str
    days: int


class Replies(Shape, of=replies.ReplyTimes):
    """How quickly what came in was answered, and what still waits."""

    waiting_for: list[Waiting]


class Stats(Shape):
    """All the figures."""

    touches: list[Heat]
    windows: list[Kept]
    pyramid: list[LevelFigure]
    channels: list[ChannelFigure]
    prospects: list[Prospect]
    referrers: Referrers
    time: Time
    load: list[LoadFigure]
    replies: Replies


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
    "load": Load,
    "stats": Stats,
    "stats touches": list[Heat],
    "stats windows": list[Kept],
    "stats pyramid": list[LevelFigure],
    "stats channels": list[ChannelFigure],
    "stats prospects": list[Prospect],
    "stats referrers": Referrers,
    "stats time": Time,
    "stats load": list[LoadFigure],
    "stats replies": Replies,
    "report": Written,
    "timeline": list[timeline.Happened],
    "month": list[month.Day],
}
