"""Shapes that several commands answer with: rows of the agenda, of contacts, and the short answers to a change."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from relcadence.cli.schema.build import Says, Shape
from relcadence.domain import agenda
from relcadence.domain.vocabulary import BASES, CHANNELS, ROLES, STATUSES
from relcadence.store.queries.promises import PromiseRow

Handle = Annotated[str, Says(pattern="^[A-Z][0-9]+$", description="what done, snooze and skip take")]
MaybeHandle = Annotated[str, Says(pattern="^([A-Z][0-9]+)?$", description="empty for a projected row")]
Role = Annotated[str, Says(enum=list(ROLES))]
Channel = Annotated[str, Says(enum=list(CHANNELS))]
Status = Annotated[str, Says(enum=list(STATUSES))]
Basis = Annotated[str, Says(enum=list(BASES))]
Level = Annotated[int, Says(minimum=1, maximum=4)]
Cadence = Annotated[str, Says(description="such as weekly, every 10 days, none")]
Kind = Annotated[str, Says(enum=["slot", "occasion", "promise", "card", "task", "event"])]
State = Annotated[str, Says(enum=["overdue", "today", "soon", "later"])]
Standing = Annotated[str, Says(enum=["overdue", "today", "soon", "later", "none"])]


class AgendaRow(Shape, of=agenda.Row):
    """One item of the agenda: whom to reach, why, how, and on which day; no handle where it is projected."""

    handle: MaybeHandle
    kind: Kind
    contact_id: Annotated[int, Says(description="0 for what is about nobody")]
    state: State
    reason: Annotated[str, Says(description="why now, in English")]
    reason_key: Annotated[str, Says(description="the same as a word that stays")]
    move: Annotated[str, Says(description="what to do, where the playbook has something")]
    point: Annotated[str, Says(description="the habit it serves")]
    last_touch: str | None
    proposal: Annotated[str | None, Says(description="the move in words")]
    alternative: str | None


class Today(Shape, of=agenda.Today):
    """The agenda of one day by sections, with the room that the day has."""

    promises: list[AgendaRow]
    dated: list[AgendaRow]
    to_reach: list[AgendaRow]
    if_time_left: list[AgendaRow]
    slipping: list[AgendaRow]
    coming_up: list[AgendaRow]
    more: Annotated[int, Says(description="rows left out of coming_up")]
    minutes: Annotated[bool, Says(description="the capacity is in minutes, not in touches")]
    taken: Annotated[int, Says(description="places that dates, promises and touches made take")]


class ContactRow(Shape):
    """A contact in a list: who, how often, when due, when last reached."""

    id: int
    name: str
    organisation: str
    roles: list[Role]
    level: Level | None
    status: Status
    state: Standing
    due_on: date | None
    last_touch_on: str | None
    touches: int
    cadence: Cadence
    tags: list[str]


class Promise(Shape, of=PromiseRow):
    """What was promised to whom, by when."""

    handle: Handle
    state: Annotated[str, Says(enum=["open", "kept", "dropped"])]


class Numbered(Shape):
    """The thing that was made or changed, by its number."""

    id: int


class Edited(Numbered):
    """The thing, and the fields that were changed with their new values."""

    changed: dict[str, object]


class Named(Numbered):
    """The contact that was made or changed."""

    name: str


class Touched(Shape):
    """What stands after a touch: the contact, the next slot, the habits that it counts for."""

    contact: str
    contact_id: int
    touches: int
    next_due_on: date | None
    cadence: Cadence | None
    points: list[str]


class Written(Shape):
    """A file that was written; not so where it was that already."""

    path: str
    written: bool


class Counted(Written):
    """A file, and how many entries it holds."""

    count: int


class Members(Shape):
    """Whom it was said of, and for how many that was new."""

    id: int
    contacts: list[int]
    changed: int
