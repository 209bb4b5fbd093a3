"""The 80 % rule: minutes with people against minutes on one's own, and how many touches have none noted."""

from __future__ import annotations

from datetime import date, timedelta

from relcadence.domain.reasons import Reason
from relcadence.domain.share import Minutes, share_of
from relcadence.store.reading import Store

WEEKS = 13


def minutes(store: Store, today: date, since: date | None = None) -> Minutes:
    """The minutes logged since a day (a quarter back, where none is named); billable work stays out."""
    start = (since or today - timedelta(weeks=WEEKS)).isoformat()
    rows = store.rows(
        "SELECT contact_id IS NULL, sum(coalesce(minutes, 0)), sum(minutes IS NULL AND together IS NULL) FROM touch "
        "WHERE touched_on BETWEEN :start AND :today AND work = 0 GROUP BY contact_id IS NULL",
        start=start, today=today.isoformat(),
    )  # fmt: skip
    found = {bool(own): (int(total or 0), int(unknown or 0)) for own, total, unknown in rows}
    people, unknown = found.get(False, (0, 0))
    return Minutes(people, found.get(True, (0, 0))[0], unknown)


def share(store: Store, today: date) -> Reason:
    """The rule in words."""
    return share_of(minutes(store, today))
