"""What the commands of people answer."""

from __future__ import annotations

from typing import Annotated

from relcadence.cli.schema.build import Maybe, Says, Shape
from relcadence.cli.schema.common import (
    Basis,
    ContactRow,
    Edited,
    Handle,
    Level,
    Named,
    Promise,
    Role,
    Status,
)
from relcadence.cli.schema.things import Event, Matter, Plan, Research
from relcadence.domain import people
from relcadence.domain.merging import Conflict
from relcadence.domain.replies import Inbound
from relcadence.domain.seven import Way
from relcadence.domain.weighing import Weight
from relcadence.store.erasing import Left
from relcadence.store.queries.people import AccountMember
from relcadence.store.queries.search import Found
from relcadence.store.queries.things.matters import Value


class Contact(Shape, of=people.Contact):
    """Everything that is kept of a contact; empty where it is not known."""

    roles: list[Role]
    level: Level | None
    status: Status
    basis: Basis
    birthday: Annotated[str, Says(description="1980-02-20, --05-24, lunar:8-15; see `help lunar`")]
    cadence: Annotated[str, Says(description="empty for the rule")]


class Touch(Shape, of=people.Touch):
    """A touch, with the habits that it counts for."""

    channel: Annotated[str, Says(description="call, email …; empty for one's own time")]
    points: list[str]


class Occasion(Shape):
    """A date to remember."""

    kind: str
    title: str
    date: str


class Referral(Shape, of=people.Referral):
    """Who sent whom."""

    referrer: str
    referred: str


class GroupOf(Shape):
    """A group that the contact belongs to."""

    group_id: int
    name: str


class ArticleOf(Shape):
    """An article that the contact was sent."""

    article_id: int
    title: str
    sent_on: str


class ServiceOf(Shape):
    """A service that the contact uses."""

    service_id: int
    title: str
    since_on: str


class TaskOf(Shape):
    """Something to do about the contact."""

    handle: Handle
    reason: str


class Shown(ContactRow, of=Contact):
    """The page to read before a call: the contact, the slot, and all that is kept beside."""

    cadence_override: str | None
    rule: Annotated[str | None, Says(description="which rule the cadence comes from")]
    handle: Handle | None
    last_touches: list[Touch]
    seven: Way | None
    promises: list[Promise]
    tasks: list[TaskOf]
    weight: Annotated[Weight | None, Says(description="with --why")]
    occasions: list[Occasion]
    referrals: list[Referral]
    matters: list[Matter]
    value: Value
    plan: Plan | None
    research: list[Research]
    events: list[Event]
    groups: list[GroupOf]
    articles: list[ArticleOf]
    services: list[ServiceOf]
    members: list[AccountMember]
    bounced: list[str]
    waiting: list[Inbound]


class Stale(Shape):
    """With --stale: a record to look after, and the command that mends it."""

    id: int
    name: str
    reason: str
    mend: str


class Pair(Shape):
    """Two contacts that may be one person; the score is in hundredths."""

    first: int
    first_name: str
    second: int
    second_name: str
    score: int
    reasons: list[str]


class ToldApart(Shape):
    """With --not: two who are not one."""

    first: int
    second: int
    told_apart: bool


class Merged(Shape):
    """The contact that stays, the number of the other, and the fields in which they differed."""

    id: int
    merged: int
    name: str
    dry_run: bool
    contact: Contact
    conflicts: list[Conflict]


class Erased(Shape):
    """How many rows of each table were, or would be, erased, and the backups that still hold the person."""

    id: int
    rows: dict[str, int]
    dry_run: bool
    backups_left: list[str]
    erased_so_far: Maybe[int]
    named_by_others: Maybe[list[Left]]


ANSWERS: dict[str, object] = {
    "add": Named,
    "edit": Edited,
    "list": list[ContactRow] | list[Stale],
    "show": Shown,
    "find": list[Found],
    "archive": Named,
    "restore": Named,
    "duplicates": list[Pair] | ToldApart,
    "merge": Merged,
    "erase": Erased,
}
