"""The table of what is known of pairs of contacts. Facts like those of `tables`, which gathers them all."""

from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from relcadence.store.columns import IsoDate, key, options, refers, words


class ToldApart(SQLModel, table=True):
    """Two contacts who look like one person and are two, as the user has said."""

    __tablename__: ClassVar[Any] = "told_apart"
    __table_args__: ClassVar[Any] = options(
        CheckConstraint("contact_id <> other_id", name="two"),
        Index("told_apart_pair", "contact_id", "other_id", unique=True),
    )
    id: int | None = key()
    contact_id: int = refers("contact", index=False)
    other_id: int = refers("contact")
    told_on: IsoDate = words()


PAIRS = (ToldApart,)
