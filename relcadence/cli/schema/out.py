"""What goes out and in answers: digest, schedule, import, export, publish."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from relcadence.cli.schema.build import Maybe, Says, Shape
from relcadence.cli.schema.common import AgendaRow, Counted, Today, Written
from relcadence.deliver.digest import Source
from relcadence.deliver.schedules import Change
from relcadence.domain.imported import Problem


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
    """Whether anything was due; the digest where it was printed, not mailed, and was not printed today before."""

    due: bool
    digest: DayDigest | None


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
}
