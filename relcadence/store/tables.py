"""The one definition of the schema: facts, kept values and the journal. SQLModel creates the store from it.

Facts are what the user said or did; kept values are rewritten from facts and may be thrown away at any time.
Dates are ISO text, instants ISO text in UTC, truth values 0 or 1. Every table of facts has an integer key that is
never used again. Row classes validate values at the border: `Model.model_validate(values)`.
"""

from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, text
from sqlmodel import Field, SQLModel

from relcadence.domain import people

__all__ = ["FACTS", "KEPT", "SQLModel"]


def _iso(text: str) -> str:
    return date.fromisoformat(text).isoformat() if text else text


IsoDate = Annotated[str, AfterValidator(_iso)]


def _one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _truth(*columns: str) -> list[CheckConstraint]:
    return [CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_truth") for column in columns]


def _options(*parts: Any, autoincrement: bool = True) -> tuple[Any, ...]:
    return (*parts, {"sqlite_strict": True, "sqlite_autoincrement": autoincrement})


def key() -> Any:
    """The integer key of a table."""
    return Field(default=None, sa_column=Column(Integer, primary_key=True))


def words(default: str | None = "", **more: Any) -> Any:
    """A text column, empty where nothing is said."""
    return Field(default=default, sa_type=Text, sa_column_kwargs={"server_default": default}, **more)


def number(default: int | None = None) -> Any:
    """A whole number; NULL where it is not known, unless it has a default."""
    plain = {} if default is None else {"server_default": str(default)}
    return Field(default=default, sa_type=Integer, sa_column_kwargs=plain)


def refers(table: str, *, optional: bool = False, index: bool = True) -> Any:
    """A reference to a row of another table."""
    column = Column(Integer, ForeignKey(f"{table}.id"), nullable=optional, index=index)
    return Field(default=None, sa_column=column)


class Setting(SQLModel, table=True):
    """One setting of the practice: key and JSON text."""

    __table_args__: ClassVar[Any] = _options(autoincrement=False)
    key: str = Field(sa_type=Text, primary_key=True)
    value: str = words()


class CadenceRule(SQLModel, table=True):
    """How often people of a role, level or tag are to be reached, where no nearer rule says otherwise."""

    __tablename__: ClassVar[Any] = "cadence_rule"
    __table_args__: ClassVar[Any] = _options(
        _one_of("scope", ("role", "level", "tag")), Index("cadence_rule_name", "scope", "name", unique=True)
    )
    id: int | None = key()
    scope: str = words()
    name: str = words()
    cadence: str = words()


class DayOff(SQLModel, table=True):
    """Days without work, both ends included."""

    __tablename__: ClassVar[Any] = "day_off"
    __table_args__: ClassVar[Any] = _options(CheckConstraint("from_on <= to_on", name="in_order"))
    id: int | None = key()
    from_on: IsoDate = words()
    to_on: IsoDate = words()
    title: str = words()


class Account(SQLModel, table=True):
    """A company or household that several contacts belong to; it has the slot in their place."""

    __table_args__: ClassVar[Any] = _options(
        CheckConstraint("name <> ''", name="named"), _one_of("kind", ("company", "household"))
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    name: str = words()
    kind: str = words("company")
    main_contact_id: int | None = number()
    cadence: str = words()
    rhythm_since: IsoDate = words()


class Contact(SQLModel, table=True):
    """One person. Lists (ways to reach, aliases, roles, tags, interests) stand in tables of their own."""

    __table_args__: ClassVar[Any] = _options(
        CheckConstraint("name <> '' AND length(name) <= 1000", name="named"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level_known"),
        CheckConstraint("(no_contact_on = '') = (no_contact_reason = '')", name="no_contact_whole"),
        _one_of("status", people.STATUSES),
        _one_of("basis", people.BASES),
        _one_of("channel", ("", *people.CHANNELS)),
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    name: str = words()
    level: int | None = number()
    status: str = words("active")
    archived_reason: str = words()
    organisation: str = words()
    title: str = words()
    account_id: int | None = refers("account", optional=True)
    preferences: str = words()
    how_met: str = words()
    note: str = words()
    salutation: str = words()
    language: str = words()
    channel: str = words()
    cadence: str = words()
    city: str = words()
    basis: str = words("unknown")
    no_contact_on: IsoDate = words()
    no_contact_reason: str = words()
    added_on: IsoDate = words()
    rhythm_since: IsoDate = words()


class Reach(SQLModel, table=True):
    """One way to reach a contact; `folded` is what matching compares, `rank` the order of preference."""

    __table_args__: ClassVar[Any] = _options(
        _one_of("kind", people.REACH_KINDS), Index("reach_folded", "kind", "folded")
    )
    id: int | None = key()
    contact_id: int = refers("contact")
    kind: str = words()
    value: str = words()
    label: str = words()
    folded: str = words()
    rank: int = number(0)


class Alias(SQLModel, table=True):
    """Another name that a contact answers to: a nickname, a maiden name, the Latin form of a Chinese one."""

    __table_args__: ClassVar[Any] = _options()
    id: int | None = key()
    contact_id: int = refers("contact")
    name: str = words()


class RoleHeld(SQLModel, table=True):
    """A role of a contact, since when, and until when ("" = still)."""

    __tablename__: ClassVar[Any] = "role_held"
    __table_args__: ClassVar[Any] = _options(
        _one_of("role", people.ROLES), Index("role_held_role", "role", "until_on")
    )
    id: int | None = key()
    contact_id: int = refers("contact")
    role: str = words()
    since_on: IsoDate = words()
    until_on: IsoDate = words()


class Label(SQLModel, table=True):
    """A tag or an interest of a contact."""

    __table_args__: ClassVar[Any] = _options(
        _one_of("kind", ("tag", "interest")), Index("label_value", "kind", "value")
    )
    id: int | None = key()
    contact_id: int = refers("contact")
    kind: str = words()
    value: str = words()


class Occasion(SQLModel, table=True):
    """A day of a contact's year (birthday, anniversary) or a single one; `date` is the text form of the domain."""

    __table_args__: ClassVar[Any] = _options(
        _one_of("kind", ("birthday", "anniversary", "holiday", "success", "free"))
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    contact_id: int = refers("contact")
    kind: str = words()
    title: str = words()
    date: str = words()


class Touch(SQLModel, table=True):
    """One past interaction with one contact, or time of one's own (no contact).

    `together` is the key of the first touch of the same meeting; minutes stand on that first one only.
    """

    __table_args__: ClassVar[Any] = _options(
        _one_of("channel", ("", *people.CHANNELS)),
        _one_of("direction", people.DIRECTIONS),
        CheckConstraint("minutes BETWEEN 0 AND 10080", name="minutes_sane"),
        CheckConstraint("score BETWEEN 0 AND 10", name="score_sane"),
        *_truth("tried", "work", "private", "mass"),
        Index("touch_of", "contact_id", "touched_on"),
        Index("touch_on", "touched_on"),
    )
    id: int | None = key()
    contact_id: int | None = refers("contact", optional=True, index=False)
    touched_on: IsoDate = words()
    channel: str = words()
    direction: str = words("out")
    note: str = words()
    minutes: int | None = number()
    tried: int = number(0)
    work: int = number(0)
    private: int = number(0)
    mass: int = number(0)
    point: str = words()
    score: int | None = number()
    together: int | None = number()


class Promise(SQLModel, table=True):
    """Something the user said she would do for a contact."""

    __table_args__: ClassVar[Any] = _options(
        _one_of("state", ("open", "kept", "dropped")),
        CheckConstraint("text <> ''", name="said"),
        Index("promise_due", "state", "due_on"),
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    contact_id: int = refers("contact")
    text: str = words()
    made_on: IsoDate = words()
    due_on: IsoDate = words()
    state: str = words("open")
    closed_on: IsoDate = words()


class Appointment(SQLModel, table=True):
    """A meeting agreed on; no touch until it is done."""

    __table_args__: ClassVar[Any] = _options(
        _one_of("state", ("open", "done", "dropped")), Index("appointment_on", "state", "due_on")
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    contact_id: int = refers("contact")
    due_on: IsoDate = words()
    channel: str = words("meeting")
    text: str = words()
    state: str = words("open")


class Referral(SQLModel, table=True):
    """Who sent whom, when, and what became of it."""

    __table_args__: ClassVar[Any] = _options(
        _one_of("outcome", ("open", "client", "declined")),
        CheckConstraint("referrer_id <> referred_id", name="not_oneself"),
        *_truth("may_tell"),
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    referrer_id: int = refers("contact")
    referred_id: int | None = refers("contact", optional=True)
    name: str = words()
    referred_on: IsoDate = words()
    outcome: str = words("open")
    thanked_on: IsoDate = words()
    may_tell: int = number(0)
    note: str = words()


class Slot(SQLModel, table=True):
    """The open unit of work of a contact, account or occasion, and all closed ones. Its key is the handle.

    `after_on`: windows or occurrences that ended by then are closed. `closed_on` "" = open.
    """

    __table_args__: ClassVar[Any] = _options(
        CheckConstraint(
            "(contact_id IS NOT NULL) + (account_id IS NOT NULL) + (occasion_id IS NOT NULL) = 1",
            name="one_owner",
        ),
        _one_of("outcome", ("", "done", "skipped", "ended")),
        CheckConstraint("(closed_on = '') = (outcome = '')", name="closed_whole"),
        Index(
            "slot_open_contact",
            "contact_id",
            unique=True,
            sqlite_where=text("closed_on = '' AND contact_id IS NOT NULL"),
        ),
        Index(
            "slot_open_account",
            "account_id",
            unique=True,
            sqlite_where=text("closed_on = '' AND account_id IS NOT NULL"),
        ),
        Index(
            "slot_open_occasion",
            "occasion_id",
            unique=True,
            sqlite_where=text("closed_on = '' AND occasion_id IS NOT NULL"),
        ),
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    contact_id: int | None = refers("contact", optional=True)
    account_id: int | None = refers("account", optional=True)
    occasion_id: int | None = refers("occasion", optional=True)
    after_on: IsoDate = words()
    snoozed_until: IsoDate = words()
    assigned_to: int | None = number()
    closed_on: IsoDate = words()
    outcome: str = words()


class Source(SQLModel, table=True):
    """Where an imported contact came from: the kind of file, the identity it had there, and what it said."""

    __table_args__: ClassVar[Any] = _options(Index("source_key", "key"))
    id: int | None = key()
    contact_id: int = refers("contact")
    name: str = words()
    key: str = words()
    seen: str = words()


class Due(SQLModel, table=True):
    """Kept: the first open window of a slot and what stands around it. Never depends on the day today."""

    __table_args__: ClassVar[Any] = _options(
        Index("due_release", "release_on"), Index("due_deadline", "deadline_on"), autoincrement=False
    )
    slot_id: int = Field(sa_column=Column(Integer, primary_key=True))
    contact_id: int = Field(sa_column=Column(Integer, nullable=False, index=True))
    account_id: int | None = number()
    start_on: str = words()
    end_on: str = words()
    release_on: str = words()
    ideal_on: str = words()
    deadline_on: str = words()
    snoozed_until: str = words()
    cadence: str = words()
    rule: str = words()
    since_on: str = words()
    weight: int = number(1)


class OccasionOn(SQLModel, table=True):
    """Kept: the days of an occasion for the coming years."""

    __tablename__: ClassVar[Any] = "occasion_on"
    __table_args__: ClassVar[Any] = _options(Index("occasion_on_day", "due_on"), autoincrement=False)
    occasion_id: int = Field(sa_column=Column(Integer, primary_key=True))
    due_on: str = Field(sa_type=Text, primary_key=True)


class Standing(SQLModel, table=True):
    """Kept: how things stand with a contact: touches, the last one, and the last that kept the slot."""

    __table_args__: ClassVar[Any] = _options(Index("standing_last", "last_on"), autoincrement=False)
    contact_id: int = Field(sa_column=Column(Integer, primary_key=True))
    touches: int = number(0)
    last_on: str = words()
    last_touch_id: int | None = number()
    kept_on: str = words()


class NameKey(SQLModel, table=True):
    """Kept: the folded names and aliases by which a contact is found."""

    __tablename__: ClassVar[Any] = "name_key"
    __table_args__: ClassVar[Any] = _options(Index("name_key_folded", "folded"), autoincrement=False)
    contact_id: int = Field(sa_column=Column(Integer, primary_key=True))
    folded: str = Field(sa_type=Text, primary_key=True)
    alias: int = number(0)


class Holiday(SQLModel, table=True):
    """Kept: public holidays of the chosen country, and weekends worked in exchange (`worked` = 1)."""

    __table_args__: ClassVar[Any] = _options(autoincrement=False)
    day: str = Field(sa_type=Text, primary_key=True)
    title: str = words()
    worked: int = number(0)


class Extent(SQLModel, table=True):
    """Kept: how far dates are laid out, and for which country; one row."""

    __table_args__: ClassVar[Any] = _options(autoincrement=False)
    id: int = Field(sa_column=Column(Integer, primary_key=True))
    country: str = words()
    region: str = words()
    year: int = number(0)


class Journal(SQLModel, table=True):
    """One change set: when, by which command line, and what it takes back, if anything."""

    __table_args__: ClassVar[Any] = _options()
    id: int | None = key()
    at: str = words()
    command: str = words()
    title: str = words()
    undoes: int | None = Field(default=None, sa_column=Column(Integer, index=True))


class JournalRow(SQLModel, table=True):
    """One row image of a change set: the changed columns before and after, as JSON objects ("" = no row)."""

    __tablename__: ClassVar[Any] = "journal_row"
    __table_args__: ClassVar[Any] = _options()
    id: int | None = key()
    journal_id: int = refers("journal")
    table_name: str = words()
    row_key: str = words()
    before: str = words()
    after: str = words()


FACTS: tuple[type[SQLModel], ...] = (
    Setting, CadenceRule, DayOff, Account, Contact, Reach, Alias, RoleHeld, Label, Occasion, Touch, Promise,
    Appointment, Referral, Slot, Source,
)  # fmt: skip
KEPT: tuple[type[SQLModel], ...] = (Due, OccasionOn, Standing, NameKey, Holiday, Extent)
