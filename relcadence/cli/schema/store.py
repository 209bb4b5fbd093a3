"""What goes out and in, and what the commands of the store itself answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from relcadence.cli.schema.build import Maybe, Says, Shape
from relcadence.cli.schema.common import AgendaRow, Counted, Numbered, Today, Written
from relcadence.deliver.digest import Source
from relcadence.deliver.schedules import Change
from relcadence.domain.imported import Problem
from relcadence.store import backup
from relcadence.store.backup_loss import Loss
from relcadence.store.changes import undo


class DayDigest(Today):
    """The digest of a day: its agenda, and which store was read."""

    span: Annotated[str, Says(enum=["day"])]
    lines: list[str]
    source: Source


class Section(Shape):
    """A titled part of the digest of a week."""

    key: str
    title: str
    rows: list[AgendaRow]


class WeekDigest(Shape):
    """The digest of a week."""

    sections: list[Section]
    reached: int
    until_on: date
    span: Annotated[str, Says(enum=["week"])]
    lines: list[str]
    source: Source


class Mail(Shape):
    """A mail, to whom, and how it went."""

    receiver: str
    state: Annotated[str, Says(enum=["sent", "already", "quiet", "planned", "failed"])]
    message_id: str
    subject: str


class Mails(Shape):
    """With --mail: what was sent."""

    mails: list[Mail]


class Scheduled(Shape):
    """What was written, or would be, for which scheduler."""

    with_: str
    changes: list[Change]
    dry_run: bool
    unchanged: bool


class Schedule(Shape):
    """What is set up, by scheduler, and when the last digest went out."""

    installed: dict[str, list[Change]]
    last_on: date | None
    trouble: str


class Unscheduled(Shape):
    """The schedulers it was taken away from."""

    removed: list[str]
    dry_run: Maybe[bool]


class Ran(Shape):
    """Whether anything was due."""

    due: bool


class Person(Shape):
    """A contact by number and name."""

    id: int
    name: str


class PersonAction(Shape):
    """What an import does with one person of a file."""

    line: int
    name: str
    action: Annotated[str, Says(enum=["create", "update", "same", "ask", "skip"])]
    contact_id: int | None
    reason: str
    reason_key: str
    candidates: list[int]
    lines: list[int]
    kept: list[str]
    changes: dict[str, object]


class MeetingAction(Shape):
    """What an import does with one meeting of a calendar."""

    action: str
    on: date
    title: str
    channel: Annotated[str, Says(description="empty where it is not logged")]
    minutes: int | None
    reason: str
    contacts: list[Person]


class Ticked(Shape):
    """An item of ours that was ticked off in the calendar."""

    handle: str
    contact: str
    on: date


class ImportedFile(Shape):
    """What was, or would be, done with one file."""

    file: str
    format: str
    notes: list[str]
    dry_run: bool
    done: bool
    counts: dict[str, int]
    actions: list[PersonAction | MeetingAction]
    problems: list[Problem]
    rejected: Maybe[str | None]
    ticked: Maybe[list[Ticked]]


class Imported(Shape):
    """The files of an import; whether a store was made for it."""

    store_made: bool
    files: list[ImportedFile]


class Files(Shape):
    """Several files."""

    files: list[Counted]


class Folder(Shape):
    """A folder of single files, with how many were written, unchanged and removed."""

    folder: str
    written: int
    unchanged: int
    removed: int


class Published(Shape):
    """What changed on the server, or would."""

    create: int
    update: int
    delete: int
    same: int
    dry_run: bool
    ticked: list[str]
    failures: list[str]


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
    "digest": DayDigest | WeekDigest | Mails | Written | None,
    "schedule install": Scheduled,
    "schedule status": Schedule,
    "schedule remove": Unscheduled,
    "schedule run": Ran,
    "import": Imported,
    "export": dict[str, str],
    "export ics": Counted | Files | Folder,
    "export json": Counted,
    "export vcf": Counted,
    "export csv": Counted,
    "export labels": Counted,
    "export markdown": Counted,
    "export about": Counted,
    "publish caldav": Published,
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
