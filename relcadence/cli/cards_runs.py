"""A run of cards as it is named and told: its handle or title, its envelopes, an address in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from relcadence.domain.cards import REASONS
from relcadence.domain.text import fold
from relcadence.errors import NotFound, UsageProblem, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.store.queries.cards import Card, Run

SEE = "See them: relcadence cards list --all"


def the_run(context: Context, typed: str) -> Run:
    """The run of a handle (C3, 3) or of the title of one not dropped; UsageProblem for several, NotFound for none."""
    from relcadence.store.queries import cards

    text = typed.strip()
    every = cards.runs(context.store, everything=True)
    if handle := re.fullmatch(r"[Cc]?(\d{1,15})", text):
        found = [row for row in every if row.id == int(handle[1])]
    else:
        found = [row for row in every if text and row.state != "dropped" and _is_called(context, row, fold(text))]
    if len(found) > 1:
        handles = ", ".join(f"{row.handle} {row.title}" for row in found)
        raise UsageProblem(say("“{text}” may mean {handles}.", text=text, handles=handles), "Name it by its handle.")
    if not found:
        raise NotFound(say("There is no run “{text}”.", text=text), SEE)
    return found[0]


def _is_called(context: Context, run: Run, folded: str) -> bool:
    """Whether the title of a run begins so, in English or in the user's language."""
    return any(fold(title).startswith(folded) for title in (run.title, context.worded(run.title)))


def envelope_json(members: Sequence[Card]) -> dict[str, Any]:
    """One envelope as JSON: the first name, who shares it, and what became of it."""
    first = members[0]
    return {
        "contact": first.name, "contact_id": first.contact_id, "with": [each.name for each in members[1:]],
        "state": first.state, "post_by_on": first.post_by_on, "sent_on": first.sent_on or None,
        "received_on": next((each.received_on for each in members if each.received_on), None),
        "reach": next((each.reach for each in members if each.reach), ""), "why": REASONS[first.why],
        "why_key": first.why, "sendable": any(each.sendable for each in members),
    }  # fmt: skip


def one_line(address: str) -> str:
    """An address in one line."""
    return ", ".join(part.strip(" ,") for part in address.splitlines() if part.strip(" ,"))


def day_of(text: str) -> date:
    """An ISO date."""
    return date.fromisoformat(text)
