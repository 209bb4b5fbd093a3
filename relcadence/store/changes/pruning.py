"""Decisions on those who brought nothing back, each kept as a review: it is counted, and not asked for again soon."""

from __future__ import annotations

from datetime import date

from relcadence.store.changes import people
from relcadence.store.changes.writer import Writer

LATER = {"prospect": "quarterly", "referrer": "yearly", "client": "quarterly"}
"""The longer rhythm of somebody who is nurtured, where the user names none."""


def decide(
    writer: Writer, contact: int, role: str, decision: str, *, again: date | None = None, cadence: str = ""
) -> None:
    """Keep somebody (and look again on a day), make a client of them, nurture them on a longer rhythm, or archive."""
    if decision == "client":
        people.become_client(writer, contact)
    elif decision == "nurture":
        writer.change("contact", contact, cadence=cadence or LATER[role])
    elif decision == "archive":
        people.archive(writer, contact, "pruned")
    writer.insert(
        "review", contact_id=contact, point="prune", reviewed_on=writer.today.isoformat(), decision=decision,
        again_on=again.isoformat() if again else "",
    )  # fmt: skip
    writer.title = f"prune: {decision} {people.name_of(writer, contact)}"
