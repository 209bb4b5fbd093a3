"""The tables of what a practice keeps beside people: matters, events, groups, articles, services, plans, tasks.

Facts like those of `tables`, which gathers them all.
"""

from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from relcadence.domain.things import EVENT_KINDS, GUEST_STATES, TASK_KINDS, TASK_STATES
from relcadence.store.columns import IsoDate, key, number, one_of, options, refers, truth, words


class Matter(SQLModel, table=True):
    """A piece of work for a client; the fee in whole units of the user's currency, NULL where it is not known."""

    __table_args__: ClassVar[Any] = options(
        CheckConstraint("title <> ''", name="titled"), CheckConstraint("fee >= 0", name="fee_sane")
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    contact_id: int = refers("contact")
    title: str = words()
    opened_on: IsoDate = words()
    closed_on: IsoDate = words()
    fee: int | None = number()
    note: str = words()


class Group(SQLModel, table=True):
    """A body that clients and connections belong to; `cadence` is the rhythm of its meetings."""

    __tablename__: ClassVar[Any] = "groups"
    __table_args__: ClassVar[Any] = options(CheckConstraint("name <> ''", name="named"))
    id: int | None = key()
    uuid: str = words(unique=True)
    name: str = words()
    cadence: str = words()
    place: str = words()
    note: str = words()
    ended_on: IsoDate = words()


class Membership(SQLModel, table=True):
    """A contact belongs to a group."""

    __table_args__: ClassVar[Any] = options(Index("membership_once", "group_id", "contact_id", unique=True))
    id: int | None = key()
    group_id: int = refers("groups", index=False)
    contact_id: int = refers("contact")
    since_on: IsoDate = words()


class Event(SQLModel, table=True):
    """An evening, a match, a seminar, a meeting of a group. `attended` = 1 once the user was there."""

    __table_args__: ClassVar[Any] = options(
        CheckConstraint("title <> ''", name="titled"),
        one_of("kind", EVENT_KINDS),
        *truth("attended", "dropped"),
        Index("event_on", "held_on"),
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    title: str = words()
    kind: str = words("community")
    held_on: IsoDate = words()
    place: str = words()
    note: str = words()
    group_id: int | None = refers("groups", optional=True)
    attended: int = number(0)
    dropped: int = number(0)


class Guest(SQLModel, table=True):
    """A contact on the guest list of an event, the days of invitation and answer, and what came of it."""

    __table_args__: ClassVar[Any] = options(
        one_of("state", GUEST_STATES), Index("guest_once", "event_id", "contact_id", unique=True)
    )
    id: int | None = key()
    event_id: int = refers("event", index=False)
    contact_id: int = refers("contact")
    state: str = words("listed")
    invited_on: IsoDate = words()
    answered_on: IsoDate = words()


class Article(SQLModel, table=True):
    """Something to send; `topics` are words apart by commas. Who had it: the touches that name it."""

    __table_args__: ClassVar[Any] = options(CheckConstraint("title <> ''", name="titled"))
    id: int | None = key()
    uuid: str = words(unique=True)
    title: str = words()
    link: str = words()
    topics: str = words()
    added_on: IsoDate = words()
    note: str = words()
    retired_on: IsoDate = words()


class Service(SQLModel, table=True):
    """A service of the practice, and the colleague to introduce for it."""

    __table_args__: ClassVar[Any] = options(CheckConstraint("title <> ''", name="titled"))
    id: int | None = key()
    uuid: str = words(unique=True)
    title: str = words()
    note: str = words()
    colleague_id: int | None = refers("contact", optional=True)
    retired_on: IsoDate = words()


class ServiceUse(SQLModel, table=True):
    """A client uses a service."""

    __tablename__: ClassVar[Any] = "service_use"
    __table_args__: ClassVar[Any] = options(Index("service_use_once", "service_id", "contact_id", unique=True))
    id: int | None = key()
    service_id: int = refers("service", index=False)
    contact_id: int = refers("contact")
    since_on: IsoDate = words()


class ClientPlan(SQLModel, table=True):
    """The plan for a client: goal, team, when it was last gone through and when it is to be again."""

    __tablename__: ClassVar[Any] = "client_plan"
    __table_args__: ClassVar[Any] = options(CheckConstraint("goal <> ''", name="aimed"))
    id: int | None = key()
    uuid: str = words(unique=True)
    contact_id: int = refers("contact")
    goal: str = words()
    team: str = words()
    made_on: IsoDate = words()
    reviewed_on: IsoDate = words()
    review_on: IsoDate = words()
    ended_on: IsoDate = words()


class PlanStep(SQLModel, table=True):
    """A step of a client's plan."""

    __tablename__: ClassVar[Any] = "plan_step"
    __table_args__: ClassVar[Any] = options(CheckConstraint("text <> ''", name="said"))
    id: int | None = key()
    plan_id: int = refers("client_plan")
    text: str = words()
    due_on: IsoDate = words()
    done_on: IsoDate = words()


class Research(SQLModel, table=True):
    """A research note: the problem or opportunity somebody has, and how one would help."""

    __table_args__: ClassVar[Any] = options(CheckConstraint("problem <> ''", name="said"))
    id: int | None = key()
    contact_id: int = refers("contact")
    noted_on: IsoDate = words()
    problem: str = words()
    help: str = words()


class Task(SQLModel, table=True):
    """Something to do that follows from a cause (`cause`: table and key), or that comes again (`cadence`).

    A task of a cause is open from `release_on` to `due_on`; one that comes again has the window of its rhythm, of
    which those that ended by `after_on` are closed.
    """

    __table_args__: ClassVar[Any] = options(
        one_of("kind", TASK_KINDS),
        one_of("state", TASK_STATES),
        CheckConstraint("(closed_on = '') = (state = 'open')", name="closed_whole"),
        Index("task_open", "state", "due_on"),
        Index("task_cause", "cause"),
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    kind: str = words()
    point: str = words()
    contact_id: int | None = refers("contact", optional=True)
    cause: str = words()
    text: str = words()
    release_on: IsoDate = words()
    due_on: IsoDate = words()
    cadence: str = words()
    after_on: IsoDate = words()
    snoozed_until: IsoDate = words()
    assigned_to: int | None = number()
    state: str = words("open")
    closed_on: IsoDate = words()


class PointRule(SQLModel, table=True):
    """What the user changed of a point of the playbook, or a point of her own (`number` above 24).

    Empty text and NULL leave the default; `roles` are words apart by commas.
    """

    __tablename__: ClassVar[Any] = "point_rule"
    __table_args__: ClassVar[Any] = options(*truth("active"))
    id: int | None = key()
    key: str = words(unique=True)
    title: str = words()
    why: str = words()
    cadence: str = words()
    roles: str = words()
    channels: str = words()
    active: int | None = number()
    minutes: int | None = number()
    weight: int | None = number()
    number: int | None = number()
    since_on: IsoDate = words()


class PointOff(SQLModel, table=True):
    """A point that is not to be proposed for one contact."""

    __tablename__: ClassVar[Any] = "point_off"
    __table_args__: ClassVar[Any] = options(Index("point_off_once", "contact_id", "point", unique=True))
    id: int | None = key()
    contact_id: int = refers("contact", index=False)
    point: str = words()
    since_on: IsoDate = words()


class Review(SQLModel, table=True):
    """A contact was looked at for a point (pruning, the lists), what was decided, and when to look again."""

    __table_args__: ClassVar[Any] = options(Index("review_of", "contact_id", "point"))
    id: int | None = key()
    contact_id: int = refers("contact", index=False)
    point: str = words()
    reviewed_on: IsoDate = words()
    decision: str = words()
    again_on: IsoDate = words()
    note: str = words()


THINGS: tuple[type[SQLModel], ...] = (
    Matter, Group, Membership, Event, Guest, Article, Service, ServiceUse, ClientPlan, PlanStep, Research, Task,
    PointRule, PointOff, Review,
)  # fmt: skip
