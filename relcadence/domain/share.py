"""The 80 % rule of the playbook: the share of one's time that goes to people. Never a percentage of the unknown."""

from __future__ import annotations

from typing import NamedTuple

from relcadence.domain.reasons import Reason

AIM = 80


class Minutes(NamedTuple):
    """Minutes with people and on one's own, and the touches that have none noted. Billable work is in neither."""

    people: int
    own: int
    unknown: int

    @property
    def percent(self) -> int | None:
        """The share of people in whole percent; None where no other time is known."""
        return round(100 * self.people / (self.people + self.own)) if self.own else None


def share_of(minutes: Minutes) -> Reason:
    """The rule in words: a percentage only where the other time is known."""
    values = {"hours": round(minutes.people / 60, 1), "own": round(minutes.own / 60, 1), "unknown": minutes.unknown}
    if not minutes.people and not minutes.own:
        return Reason("share.nothing", values)
    if minutes.percent is None:
        return Reason("share.people", values)
    return Reason("share.both", {**values, "percent": minutes.percent, "aim": AIM})
