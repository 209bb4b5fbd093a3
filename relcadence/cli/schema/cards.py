"""What `cards` and its words answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from relcadence.cli.cards_texts import Draft
from relcadence.cli.schema.build import Maybe, Says, Shape
from relcadence.cli.schema.common import Counted, Handle, Written
from relcadence.store.queries import cards

Why = Annotated[str, Says(description="why this person gets one, in English")]


class Run(Shape, of=cards.Run):
    """One holiday's cards, with how many are open, sent, returned and received."""

    handle: Handle
    holiday_on: date
    snoozed_until: Annotated[str, Says(description="empty where it is not put off")]


class Envelope(Shape):
    """One card: to whom, with whom, where it goes, what became of it."""

    contact: str
    contact_id: int
    with_: list[str]
    state: Annotated[str, Says(enum=["open", "sent", "returned", "dropped"])]
    post_by_on: date
    sent_on: date | None
    received_on: date | None
    reach: str
    why: Why
    why_key: str
    sendable: bool


class RunPage(Run):
    """A run with its cards."""

    list: list[Envelope]


class Added(Shape):
    """A newcomer of the list; `envelope_of` is the contact whose card it shares."""

    contact: str
    contact_id: int
    why: Why
    why_key: str
    post_by_on: date
    envelope_of: int
    reach: str


class LeftOut(Shape):
    """Somebody of last year's list who is left out, and why."""

    contact: str
    contact_id: int
    why: str
    why_key: str


class Planned(Shape):
    """The plan of a run; no handle where it was only shown."""

    handle: Handle | None
    holiday: str
    title: str
    holiday_on: date
    channel: Annotated[str, Says(enum=["post", "email", "message"])]
    dry_run: bool
    added: list[Added]
    missing: list[str]
    left_out: list[LeftOut]
    already: int


class Sent(Shape):
    """Whose cards were marked as sent, and how many are left."""

    handle: Handle
    sent_to: Annotated[list[str], Says(description="their names")]
    on: date
    open: int


class Received(Shape):
    """A card that came, and the run of yours that lies near it."""

    contact: str
    contact_id: int
    on: date
    run: str | None


class Returned(Shape):
    """The addresses that were marked as bad."""

    handle: Handle
    bad: list[str]


class Dropped(Shape):
    """How many cards were let go."""

    handle: Handle
    dropped: int


class Holiday(Shape):
    """A holiday, its next day, and whether cards go out for it by rule."""

    holiday: str
    name: str
    own_name: str
    country: str
    on: date
    by_rule: bool


class Template(Shape):
    """A template, whether it is the user's own, and its fields."""

    template: str
    language: str
    own: bool
    fields: list[str]


class TemplateText(Template):
    """A template with its text."""

    text: str


class TemplateWritten(Written):
    """A template of the user's own."""

    template: str
    language: str


class TemplateReset(Shape):
    """Whether a template of the user's own was thrown away."""

    template: str
    language: str
    reset: Maybe[bool]


ANSWERS: dict[str, object] = {
    "cards list": list[Run],
    "cards show": RunPage,
    "cards plan": Planned,
    "cards labels": Counted,
    "cards csv": Counted,
    "cards draft": list[Draft] | Counted,
    "cards sent": Sent,
    "cards received": Received,
    "cards returned": Returned,
    "cards drop": Dropped,
    "cards holidays": list[Holiday],
    "cards template list": list[Template],
    "cards template show": TemplateText,
    "cards template edit": TemplateWritten,
    "cards template reset": TemplateReset,
}
