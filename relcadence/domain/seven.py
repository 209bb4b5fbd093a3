"""The way to the seventh touch: how far a prospect is, when the seventh is due, and when a decision is wanted.

Counted are distinct days with an outbound touch. Seven is a floor, not an end: at seven without an answer the program
asks, and decides nothing.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from relcadence.domain.cadence import Cadence, add_interval
from relcadence.domain.vocabulary import CHANNELS

SEVEN = 7
WRITTEN_OR_SPOKEN = tuple(channel for channel in CHANNELS if channel not in ("card", "article"))
"""Channels that are proposed for variety; cards and articles have their own occasions."""


class Steps(NamedTuple):
    """The touches since somebody became a prospect, as far as the way depends on them: on how many days one went
    out, the last of those days, the day of the last one that came in, and the channels of the last three that went
    out.
    """

    days: int = 0
    last_on: date | None = None
    answered_on: date | None = None
    lately: tuple[str, ...] = ()


class Way(NamedTuple):
    """How far somebody is. `seventh_on` is projected at the present rhythm (None: reached, or no rhythm); `stalled`:
    nothing for more than two intervals; `unused`: a channel not used lately, "" where all were.
    """

    touches: int
    last_on: date | None
    answered_on: date | None
    seventh_on: date | None
    stalled: bool
    unused: str

    @property
    def decide(self) -> bool:
        """True at seven touches without an answer."""
        return self.touches >= SEVEN and self.answered_on is None

    @property
    def dots(self) -> str:
        """The way as seven dots."""
        done = min(self.touches, SEVEN)
        return "●" * done + "○" * (SEVEN - done)


def way(steps: Steps, rhythm: Cadence | None, today: date, channels: Sequence[str] = ()) -> Way:
    """The way of one prospect from the touches since becoming one; `channels` are those that can be used."""
    days, last, answered, used = steps
    left = SEVEN - days
    seventh = add_interval(max(last or today, today), rhythm, left) if rhythm and left > 0 else None
    stalled = bool(rhythm and last and (today - last).days > 2 * rhythm.days)
    unused = next((each for each in channels or WRITTEN_OR_SPOKEN if each not in used), "") if used else ""
    return Way(days, last, answered, seventh, stalled, unused)
