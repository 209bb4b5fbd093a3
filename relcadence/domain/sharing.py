"""What of a person may be handed to others: business ways alone, and who may stand on the list at all."""

from __future__ import annotations

from collections.abc import Iterable

from relcadence.domain.people import Reach
from relcadence.domain.text import fold

BUSINESS = frozenset(
    ("work", "business", "office", "main", "firm", "company", "direct", "工作", "办公", "公司", "单位")
)


def business_way(ways: Iterable[Reach], kind: str) -> str:
    """The first way of that kind labelled as of business, else the first without a label; private ones never."""
    of_kind = [way for way in ways if way.kind == kind]
    labelled = (way.value for way in of_kind if fold(way.label) in BUSINESS)
    return next(labelled, "") or next((way.value for way in of_kind if not way.label), "")
