"""Tables that are no facts: kept values, rewritten from facts by every change set, and the journal.

Kept values may be thrown away at any time; none of them depends on the day today.
"""

from typing import Any, ClassVar

from sqlalchemy import Column, Index, Integer, Text
from sqlmodel import Field, SQLModel

from relcadence.store.columns import key, number, one_of, options, refers, words


class Due(SQLModel, table=True):
    """Kept: the first open window of a slot and what stands around it. Never depends on the day today."""

    __table_args__: ClassVar[Any] = options(
        Index("due_release", "release_on"), Index("due_deadline", "deadline_on"), autoincrement=False
    )
    slot_id: int = Field(sa_column=Column(Integer, primary_key=True))
    contact_id: int = Field(sa_column=Column(Integer, nullable=False, index=True))
    account_id: int | None = Field(default=None, sa_column=Column(Integer, index=True))
    start_on: str = words()
    end_on: str = words()
    release_on: str = words()
    ideal_on: str = words()
    deadline_on: str = words()
    last_on: str = words()
    snoozed_until: str = words()
    cadence: str = words()
    rule: str = words()
    since_on: str = words()
    weight: int = number(1)
    role: str = words()
    level: int | None = number()
    gap: int = number(0)
    quiet: str = words()
    city: str = words()
    organisation: str = words()
    channel: str = words()
    assigned_to: int | None = number()


class OccasionOn(SQLModel, table=True):
    """Kept: the days of an occasion for the coming years."""

    __tablename__: ClassVar[Any] = "occasion_on"
    __table_args__: ClassVar[Any] = options(Index("occasion_on_day", "due_on"), autoincrement=False)
    occasion_id: int = Field(sa_column=Column(Integer, primary_key=True))
    due_on: str = Field(sa_type=Text, primary_key=True)
    turns: int | None = number()


class Standing(SQLModel, table=True):
    """Kept: how things stand with a contact: touches, the last, and the usual days between (0: too few)."""

    __table_args__: ClassVar[Any] = options(Index("standing_last", "last_on"), autoincrement=False)
    contact_id: int = Field(sa_column=Column(Integer, primary_key=True))
    touches: int = number(0)
    last_on: str = words()
    last_touch_id: int | None = number()
    gap: int = number(0)


class Fulfilled(SQLModel, table=True):
    """Kept: when a contact last had a point of the playbook done, as its touches show."""

    __table_args__: ClassVar[Any] = options(autoincrement=False)
    contact_id: int = Field(sa_column=Column(Integer, primary_key=True))
    point: str = Field(sa_type=Text, primary_key=True)
    last_on: str = words()
    times: int = number(0)


class NameKey(SQLModel, table=True):
    """Kept: the folded names and aliases by which a contact is found."""

    __tablename__: ClassVar[Any] = "name_key"
    __table_args__: ClassVar[Any] = options(Index("name_key_folded", "folded"), autoincrement=False)
    contact_id: int = Field(sa_column=Column(Integer, primary_key=True))
    folded: str = Field(sa_type=Text, primary_key=True)
    alias: int = number(0)


class NameSound(SQLModel, table=True):
    """Kept: how the Chinese names of a contact sound, in pinyin and in its initials; see `domain.names.sounds`."""

    __tablename__: ClassVar[Any] = "name_sound"
    __table_args__: ClassVar[Any] = options(Index("name_sound_sound", "sound"), autoincrement=False)
    contact_id: int = Field(sa_column=Column(Integer, primary_key=True))
    sound: str = Field(sa_type=Text, primary_key=True)


class Holiday(SQLModel, table=True):
    """Kept: public holidays of the chosen country, and weekends worked in exchange (`worked` = 1)."""

    __table_args__: ClassVar[Any] = options(autoincrement=False)
    day: str = Field(sa_type=Text, primary_key=True)
    title: str = words()
    worked: int = number(0)


class Extent(SQLModel, table=True):
    """Kept: how far dates are laid out, and for which country; one row."""

    __table_args__: ClassVar[Any] = options(autoincrement=False)
    id: int = Field(sa_column=Column(Integer, primary_key=True))
    country: str = words()
    region: str = words()
    year: int = number(0)


class Seal(SQLModel, table=True):
    """The sum of the digests of a block of rows, by which `doctor` finds damage."""

    __table_args__: ClassVar[Any] = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    table_name: str = Field(sa_type=Text, primary_key=True)
    block: int = Field(sa_column=Column(Integer, primary_key=True))
    digest: int = number(0)


class FinalAct(SQLModel, table=True):
    """An act that no undo takes back: its kind, when, after which change set, and for a restore the copy kept."""

    __tablename__: ClassVar[Any] = "final_act"
    __table_args__: ClassVar[Any] = options(one_of("kind", ("erase", "restore", "migrate")))
    id: int | None = key()
    kind: str = words()
    at: str = words()
    after_id: int = number(0)
    kept: str = words()


class Journal(SQLModel, table=True):
    """One change set: when, by which command line, and what it takes back, if anything."""

    __table_args__: ClassVar[Any] = options()
    id: int | None = key()
    at: str = words()
    command: str = words()
    title: str = words()
    undoes: int | None = Field(default=None, sa_column=Column(Integer, index=True))


class JournalRow(SQLModel, table=True):
    """One image of a change set: the changed columns of a row before and after, as JSON objects ("" = no row).

    With a `last_key` it stands for all rows from `row_key` through it, added together; `after` has a digest of each.
    """

    __tablename__: ClassVar[Any] = "journal_row"
    __table_args__: ClassVar[Any] = options()
    id: int | None = key()
    journal_id: int = refers("journal")
    table_name: str = words()
    row_key: str = words()
    last_key: int | None = number()
    before: str = words()
    after: str = words()
