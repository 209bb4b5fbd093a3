"""The one definition of the schema: tables of facts. SQLModel states the store from it, with `tables_kept`.

A store is made from what `python -m tests.written_schema` wrote down of that (data/schema.sql); a test compares.
Facts are what the user said or did. Dates are ISO text, instants ISO text in UTC, truth values 0 or 1. Every table
of facts has an integer key that is never used again. Row classes validate values at the border:
`Contact.model_validate(values)`.
"""

from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from relcadence.domain import vocabulary
from relcadence.domain.things import OCCASION_KINDS, OUTCOMES
from relcadence.store import tables_cards, tables_kept, tables_pairs, tables_things
from relcadence.store.columns import IsoDate, key, number, one_of, options, refers, truth, words

__all__ = ["FACTS", "KEPT", "SQLModel"]


class Setting(SQLModel, table=True):
    """One setting of the practice: key and JSON text."""

    __table_args__: ClassVar[Any] = options(autoincrement=False)
    key: str = Field(sa_type=Text, primary_key=True)
    value: str = words()


class CadenceRule(SQLModel, table=True):
    """How often people of a role, level or tag are to be reached, where no nearer rule says otherwise."""

    __tablename__: ClassVar[Any] = "cadence_rule"
    __table_args__: ClassVar[Any] = options(
        one_of("scope", ("role", "level", "tag")), Index("cadence_rule_name", "scope", "name", unique=True)
    )
    id: int | None = key()
    scope: str = words()
    name: str = words()
    cadence: str = words()


class DayOff(SQLModel, table=True):
    """Days without work, both ends included."""

    __tablename__: ClassVar[Any] = "day_off"
    __table_args__: ClassVar[Any] = options(CheckConstraint("from_on <= to_on", name="in_order"))
    id: int | None = key()
    from_on: IsoDate = words()
    to_on: IsoDate = words()
    title: str = words()


class DayCapacity(SQLModel, table=True):
    """A single day with another capacity than its weekday; 0 keeps it free of slots."""

    __tablename__: ClassVar[Any] = "day_capacity"
    __table_args__: ClassVar[Any] = options(CheckConstraint("capacity BETWEEN 0 AND 1440", name="capacity_sane"))
    id: int | None = key()
    day: IsoDate = words(unique=True)
    capacity: int = number(0)


class Account(SQLModel, table=True):
    """A company or household that several contacts belong to; it has the slot in their place."""

    __table_args__: ClassVar[Any] = options(
        CheckConstraint("name <> ''", name="named"), one_of("kind", ("company", "household"))
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    name: str = words()
    kind: str = words("company")
    main_contact_id: int | None = number()
    cadence: str = words()
    rhythm_since: IsoDate = words()


class Contact(SQLModel, table=True):
    """One person. Lists (ways to reach, aliases, roles, tags, interests) stand in tables of their own.

    `barred` are moves and channels that are never to be proposed, apart by commas, `level_on` the day of the level,
    `verified_on` the day on which the record was last found right. `cards` are the holidays a card is sent for (""
    goes by rule, `none` is none), `country` two letters, `offers` what they do, in words that others may read.
    """

    __table_args__: ClassVar[Any] = options(
        CheckConstraint("name <> '' AND length(name) <= 1000", name="named"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level_known"),
        CheckConstraint("(no_contact_on = '') = (no_contact_reason = '')", name="no_contact_whole"),
        CheckConstraint("(hold_until = '') = (hold_reason = '')", name="hold_whole"),
        *truth("shareable"),
        Index("contact_shareable", "shareable", sqlite_where=text("shareable = 1")),
        one_of("status", vocabulary.STATUSES),
        one_of("basis", vocabulary.BASES),
        one_of("channel", ("", *vocabulary.CHANNELS)),
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
    quiet: str = words()
    city: str = words()
    basis: str = words("unknown")
    no_contact_on: IsoDate = words()
    no_contact_reason: str = words()
    hold_until: IsoDate = words()
    hold_reason: str = words()
    added_on: IsoDate = words()
    rhythm_since: IsoDate = words()
    level_on: IsoDate = words()
    verified_on: IsoDate = words()
    shareable: int = number(0)
    offers: str = words()
    barred: str = words()
    barred_reason: str = words()
    cards: str = words()
    country: str = words()


class Reach(SQLModel, table=True):
    """One way to reach a contact; `folded` is what matching compares, `rank` the order of preference."""

    __table_args__: ClassVar[Any] = options(
        one_of("kind", vocabulary.REACH_KINDS), *truth("bounced"), Index("reach_folded", "kind", "folded")
    )
    id: int | None = key()
    contact_id: int = refers("contact")
    kind: str = words()
    value: str = words()
    label: str = words()
    folded: str = words()
    rank: int = number(0)
    bounced: int = number(0)


class Alias(SQLModel, table=True):
    """Another name that a contact answers to: a nickname, a maiden name, the Latin form of a Chinese one."""

    __table_args__: ClassVar[Any] = options()
    id: int | None = key()
    contact_id: int = refers("contact")
    name: str = words()


class RoleHeld(SQLModel, table=True):
    """A role of a contact, since when, and until when ("" = still)."""

    __tablename__: ClassVar[Any] = "role_held"
    __table_args__: ClassVar[Any] = options(
        one_of("role", vocabulary.ROLES), Index("role_held_role", "role", "until_on")
    )
    id: int | None = key()
    contact_id: int = refers("contact")
    role: str = words()
    since_on: IsoDate = words()
    until_on: IsoDate = words()


class Label(SQLModel, table=True):
    """A tag or an interest of a contact."""

    __table_args__: ClassVar[Any] = options(
        one_of("kind", ("tag", "interest")), Index("label_value", "kind", "value")
    )
    id: int | None = key()
    contact_id: int = refers("contact")
    kind: str = words()
    value: str = words()


class Occasion(SQLModel, table=True):
    """A day of a contact's year (birthday, anniversary) or a single one; `date` is the text form of the domain."""

    __table_args__: ClassVar[Any] = options(one_of("kind", OCCASION_KINDS))
    id: int | None = key()
    uuid: str = words(unique=True)
    contact_id: int = refers("contact")
    kind: str = words()
    title: str = words()
    date: str = words()


class Touch(SQLModel, table=True):
    """One past interaction with one contact, or time of one's own (no contact).

    `together` is the key of the first touch of the same meeting; minutes stand on that first one only. `point` are
    the keys of the points that the user says it was for, apart by blanks.
    """

    __table_args__: ClassVar[Any] = options(
        one_of("channel", ("", *vocabulary.CHANNELS)),
        one_of("direction", vocabulary.DIRECTIONS),
        CheckConstraint("minutes BETWEEN 0 AND 10080", name="minutes_sane"),
        CheckConstraint("score BETWEEN 0 AND 10", name="score_sane"),
        *truth("tried", "work", "private", "mass", "needs_reply"),
        # All that the way of a prospect is counted from, so that the touches themselves are not looked up.
        Index("touch_of", "contact_id", "touched_on", "direction", "channel", "tried", "mass"),
        Index("touch_on", "touched_on"),
        Index("touch_sent", "article_id", sqlite_where=text("article_id IS NOT NULL")),
        Index("touch_scored", "contact_id", "touched_on", sqlite_where=text("score IS NOT NULL")),
        Index("touch_waiting", "touched_on", sqlite_where=text("needs_reply = 1")),
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
    needs_reply: int = number(0)
    article_id: int | None = refers("article", optional=True, index=False)


class Promise(SQLModel, table=True):
    """Something the user said she would do for a contact."""

    __table_args__: ClassVar[Any] = options(
        one_of("state", ("open", "kept", "dropped")),
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
    assigned_to: int | None = number()


class Appointment(SQLModel, table=True):
    """A meeting agreed on; no touch until it is done."""

    __table_args__: ClassVar[Any] = options(
        one_of("state", ("open", "done", "dropped")), Index("appointment_on", "state", "due_on")
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    contact_id: int = refers("contact")
    due_on: IsoDate = words()
    channel: str = words("meeting")
    text: str = words()
    state: str = words("open")
    assigned_to: int | None = number()


class Referral(SQLModel, table=True):
    """Who sent whom, when, and what became of it."""

    __table_args__: ClassVar[Any] = options(
        one_of("outcome", OUTCOMES),
        CheckConstraint("referrer_id <> referred_id", name="not_oneself"),
        *truth("may_tell"),
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
    closed_on: IsoDate = words()
    matter_id: int | None = refers("matter", optional=True)


def _open_one_of(owner: str) -> Index:
    """At most one open slot of each."""
    once = text(f"closed_on = '' AND {owner}_id IS NOT NULL")
    return Index(f"slot_open_{owner}", f"{owner}_id", unique=True, sqlite_where=once)


class Slot(SQLModel, table=True):
    """The open unit of work of a contact, account or occasion, and all closed ones. Its key is the handle.

    `after_on`: windows or occurrences that ended by then are closed. `closed_on` "" = open.
    """

    __table_args__: ClassVar[Any] = options(
        CheckConstraint(
            "(contact_id IS NOT NULL) + (account_id IS NOT NULL) + (occasion_id IS NOT NULL) = 1",
            name="one_owner",
        ),
        one_of("outcome", ("", "done", "skipped", "ended")),
        CheckConstraint("(closed_on = '') = (outcome = '')", name="closed_whole"),
        *map(_open_one_of, ("contact", "account", "occasion")),
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
    """What an imported file said of a contact last: the file's name and shape, the identity there, its words as JSON.

    `print` is the fingerprint of name, organisation and birthday, by which a person without a UID is found again.
    """

    __table_args__: ClassVar[Any] = options(Index("source_uid", "uid"), Index("source_print", "print"))
    id: int | None = key()
    contact_id: int = refers("contact")
    name: str = words()
    shape: str = words()
    uid: str = words()
    print: str = words()
    seen: str = words()


FACTS: tuple[type[SQLModel], ...] = (
    Setting, CadenceRule, DayOff, DayCapacity, Account, Contact, Reach, Alias, RoleHeld, Label, Occasion, Touch,
    Promise, Appointment, Referral, Slot, Source, *tables_pairs.PAIRS, *tables_things.THINGS,
    *tables_cards.CARDS,
)  # fmt: skip
KEPT: tuple[type[SQLModel], ...] = (
    tables_kept.Due, tables_kept.OccasionOn, tables_kept.Standing, tables_kept.NameKey, tables_kept.Holiday,
    tables_kept.Extent, tables_kept.Fulfilled, tables_kept.NameSound,
)  # fmt: skip
