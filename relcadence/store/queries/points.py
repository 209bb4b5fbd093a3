"""The points of the playbook as the user has them: the list with her changes, and her own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from relcadence.domain.evidence import points_of
from relcadence.domain.playbook import BESIDE, SLOT_POINT, Change, Point, with_changes
from relcadence.store.rows import Rows

if TYPE_CHECKING:
    from relcadence.domain.people import Touch


def changes(rows: Rows) -> dict[str, Change]:
    """What the user changed, by key of the point."""
    return {
        key: Change(
            key, number, title, why, cadence, _words(roles), _words(channels),
            None if active is None else bool(active), minutes, weight,
        )
        for key, number, title, why, cadence, roles, channels, active, minutes, weight in rows.rows(
            "SELECT key, number, title, why, cadence, roles, channels, active, minutes, weight FROM point_rule "
            "ORDER BY id"
        )
    }  # fmt: skip


def points(rows: Rows) -> tuple[Point, ...]:
    """The points as they hold: cadences of slots are the rules of their roles."""
    return with_changes(changes(rows).values())


def slot_weights(rows: Rows) -> dict[str, int]:
    """What the user has the points of slots weigh, by their role."""
    weights = dict(rows.rows("SELECT key, weight FROM point_rule WHERE weight > 0"))
    return {role: weights[key] for role, key in SLOT_POINT.items() if key in weights}


def kept_by(rows: Rows, touch: Touch, roles: Iterable[str]) -> tuple[str, ...]:
    """The keys of the points that a touch with somebody of these roles is evidence for."""
    return points_of(
        (*points(rows), *BESIDE), roles, channel=touch.channel, direction=touch.direction, tried=touch.tried,
        mass=touch.mass, named=touch.point,
    )  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(",")))
