"""The tables of cards: a run is one holiday's mailing, a card of it is what one person gets or was to get.

Facts like those of `tables`, which gathers them all.
"""

from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from relcadence.domain.cards import CARD_STATES, RUN_STATES, WAYS
from relcadence.store.columns import IsoDate, key, number, one_of, options, refers, words


class CardRun(SQLModel, table=True):
    """Cards for one holiday by one way; its number is the handle. `holiday` is a key: `Diwali (IN)`."""

    __tablename__: ClassVar[Any] = "card_run"
    __table_args__: ClassVar[Any] = options(
        CheckConstraint("holiday <> '' AND title <> ''", name="titled"),
        one_of("channel", WAYS),
        one_of("state", RUN_STATES),
        CheckConstraint("(closed_on = '') = (state = 'open')", name="closed_whole"),
        Index("card_run_open", "state", "holiday_on"),
    )
    id: int | None = key()
    uuid: str = words(unique=True)
    holiday: str = words()
    title: str = words()
    holiday_on: IsoDate = words()
    channel: str = words("post")
    made_on: IsoDate = words()
    snoozed_until: IsoDate = words()
    assigned_to: int | None = number()
    state: str = words("open")
    closed_on: IsoDate = words()


class Card(SQLModel, table=True):
    """One person on the list of a run, and what became of the card.

    `together` is the key of the household's first row, which that row leaves empty: they share one envelope. `why` is
    how the person came on the list, `post_by_on` the last day to post it, `received_on` when one came from them.
    """

    __table_args__: ClassVar[Any] = options(
        one_of("state", CARD_STATES), Index("card_once", "run_id", "contact_id", unique=True)
    )
    id: int | None = key()
    run_id: int = refers("card_run", index=False)
    contact_id: int = refers("contact")
    together: int | None = number()
    why: str = words()
    post_by_on: IsoDate = words()
    state: str = words("open")
    sent_on: IsoDate = words()
    received_on: IsoDate = words()


CARDS: tuple[type[SQLModel], ...] = (CardRun, Card)
