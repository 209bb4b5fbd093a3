"""What the figures and pictures of the practice answer: load, stats, report, timeline, month."""

from __future__ import annotations

from datetime import date

from relcadence.cli.schema.build import Shape
from relcadence.cli.schema.common import Cadence, Channel, Level, MaybeHandle, Written
from relcadence.domain import month, referrers, replies, share, statistics, whatif
from relcadence.store.queries import timeline


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
