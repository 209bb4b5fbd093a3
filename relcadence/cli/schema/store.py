"""What the commands of the store itself answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from relcadence.cli.schema.build import Says, Shape
from relcadence.cli.schema.common import Numbered, Today
from relcadence.store import backup
from relcadence.store.backup_loss import Loss
from relcadence.store.changes import undo


class Made(Shape):
    """The store, whether it is new, and the settings that were changed."""

    store: str
    created: bool
    settings: dict[str, object]


class Demo(Shape):
    """Where the made-up practice lies, its day, and what to type next."""

    home: str
    store: str
    ics: str
    day: date
    today: Today
    next: list[str]


class Undone(Shape):
    """The change that was taken back."""

    undone: int
    title: str


class Redone(Shape):
    """The change that was brought again."""

    redone: int
    title: str


class Copied(Shape, of=backup.Copy):
    """A copy of the store, and what it holds."""

    encrypted: bool


class NoCopy(Shape):
    """Today's copy was made before."""

    path: None


class Kept(Shape):
    """A copy that there is."""

    path: str
    made_at: str | None
    kind: Annotated[str, Says(description="what it was made for; empty where it was asked for")]
    encrypted: bool
    size: Annotated[int, Says(description="bytes")]
    people: int | None
    touches: int | None


class Restored(Shape, of=backup.Copy):
    """The copy that stands in the store's place, what was lost, and where the store before is kept."""

    kept: str | None
    lost: Loss | None


class Check(Shape):
    """One thing that was examined."""

    state: Annotated[str, Says(enum=["ok", "warn", "fail"])]
    what: str
    found: str
    mend: str
    mended: bool


class DaysOff(Shape):
    """Days off; those with a number are of your own."""

    id: int | None
    from_on: str
    to_on: str
    title: str


class DaysOffAdded(Numbered):
    """Days off that were added."""

    from_on: date
    to_on: date


class DaysOffDropped(Shape):
    """The number of days off that are as usual again."""

    dropped: int


class DayCapacity(Shape):
    """A single day with a capacity of its own; null as usual."""

    day: date
    capacity: int | None


class Topic(Shape):
    """A topic of help."""

    topic: str
    title: str


class HelpPage(Shape):
    """One page of help."""

    topic: str
    text: str


class HelpSchema(Shape):
    """The JSON Schema of what a command answers."""

    topic: str
    command: str
    schema: dict[str, object]


Settings = dict[str, object]

ANSWERS: dict[str, object] = {
    "init": Made,
    "demo": Demo,
    "undo": Undone | Redone | list[undo.Entry],
    "history": list[undo.Entry],
    "backup": Copied,
    "backup daily": backup.Copy | NoCopy,
    "backup list": list[Kept],
    "backup verify": backup.Copy,
    "backup restore": Restored,
    "doctor": list[Check],
    "config list": Settings,
    "config get": Settings,
    "config set": Settings,
    "config reset": Settings,
    "config dayoff": list[DaysOff] | DaysOffAdded | DaysOffDropped,
    "config day": DayCapacity,
    "help": list[Topic] | HelpPage | HelpSchema,
}
