"""Calendar items to documents: one file, one for each kind or span of time, or a folder with a file an item.

Revisions come from the delivered state; where it cannot be written, the output goes out with a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from relcadence.cli.calendar import DOMAIN, Shown
from relcadence.cli.output import counted, deliver, written_words
from relcadence.cli.render import Line
from relcadence.errors import UsageProblem, say
from relcadence.exchange import ics as calendar
from relcadence.language import N_

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from relcadence.cli.context import Context
    from relcadence.exchange.ics import CalendarItem

REFRESH_HOURS = 12
COLOR = "steelblue"
PER_KIND = {
    "slot": (N_("Follow-ups"), COLOR),
    "promise": (N_("Promises"), "tomato"),
    "occasion": (N_("Occasions"), "orchid"),
    "card": (N_("Cards"), "seagreen"),
    "task": (N_("Tasks"), "slategray"),
    "event": (N_("Appointments"), "darkorange"),
}


class Form(NamedTuple):
    """How a calendar is handed out: as a feed to subscribe to, in parts, or as a folder."""

    feed: bool = False
    per_kind: bool = False
    split: bool = False


class Part(NamedTuple):
    """One document: what its file name adds, its title and colour, its components with their items."""

    suffix: str
    name: str
    color: str
    made: Sequence[tuple[CalendarItem, bytes]]


def shape(context: Context, shown: Shown) -> str:
    """The name under which components that read so are kept: all options that alter what an item says."""
    marks = [calendar.shape(shown.as_, alarms=shown.alarm is not None), context.outgoing.language]
    marks += ["notes"] * shown.notes + ["redact"] * shown.redact
    marks += [str(shown.alarm)] if shown.alarm else []
    marks += [f"{shown.at:%H%M}{shown.zone}"] if shown.at else []
    return ":".join(marks)


def components(context: Context, shown: Shown, items: Iterable[CalendarItem]) -> Iterator[bytes]:
    """The bytes of each item, by UID, those kept from before where nothing changed."""
    from relcadence.store.delivered import Delivered

    alarms = shown.alarm is not None

    def render(item: CalendarItem, sequence: int, at: object) -> bytes:
        stamp = calendar.Stamp(sequence, at)  # type: ignore[arg-type]
        zone = shown.zone if item.yearly else None
        return calendar.component(item, stamp, as_=shown.as_, alarms=alarms, zone=zone)

    with Delivered.open(context.home.state_path) as state:
        contents = ((item.uid, calendar.content(item), item) for item in items)
        yield from state.components(contents, render, context.now, shape(context, shown))
        if state.warning:
            context.warn(state.warning)


def title(context: Context, contact: str = "") -> str:
    """The name of the calendar as clients list it."""
    name = context.outgoing("Follow-ups")
    return f"{name}: {contact}" if contact else name


def hand_out(
    context: Context, items: list[CalendarItem], shown: Shown, form: Form, output: str, *, contact: str = ""
) -> None:
    """Write the calendar to stdout or a file, or its parts to files named after it, and answer with what was done."""
    name = title(context, contact)
    if not (form.per_kind or form.split):
        _hand_out_whole(context, items, shown, form, output, name)
        return
    if output == "-":
        raise UsageProblem(
            "Several calendars cannot go to stdout.", "Name a file with -o; each gets a name after it."
        )
    made = components(context, shown, counted(context, output, items))
    whole = Part("", name, COLOR, list(zip(items, made, strict=True)))
    parts = list(_per_kind(context, whole)) if form.per_kind else [whole]
    if form.split:
        parts = [piece for part in parts for piece in _by_date(part)]
    _write_parts(context, parts, shown, form, Path(output))


def write_feed(context: Context, items: list[CalendarItem], shown: Shown, path: Path) -> bool:
    """Write the calendar for subscribers to a file; False where its content was the same already."""
    from relcadence.exchange.files import write_beside

    header = _header(Form(feed=True), shown, title(context), COLOR, items)
    return write_beside(path, lambda out: calendar.write_components(components(context, shown, items), out, **header))


def _hand_out_whole(
    context: Context, items: list[CalendarItem], shown: Shown, form: Form, output: str, name: str
) -> None:
    """One calendar, its components streamed."""

    def fill(out: BinaryIO) -> None:
        header = _header(form, shown, name, COLOR, items)
        made = components(context, shown, counted(context, output, items))
        octets = calendar.write_components(made, out, **header)
        if octets > calendar.LARGE:
            context.warn(
                context.translate(
                    "The calendar has {size} kB, and Google takes no more than 1000; --split makes several of it.",
                    size=octets // 1000,
                )
            )

    deliver(context, output, fill, len(items))


def _header(form: Form, shown: Shown, name: str, color: str, items: Iterable[CalendarItem]) -> dict[str, Any]:
    refresh = REFRESH_HOURS if form.feed else None
    return {"name": name, "color": color, "refresh": refresh, "zone": _zone(shown, items)}


def _per_kind(context: Context, whole: Part) -> Iterator[Part]:
    for kind, (name, color) in PER_KIND.items():
        made = [(item, block) for item, block in whole.made if item.kind == kind]
        if made:
            yield Part(f"-{kind}", context.outgoing(name), color, made)


def _by_date(part: Part) -> Iterator[Part]:
    """Pieces that Google takes, numbered by date; within each, components stand by UID."""
    pieces: list[list[tuple[CalendarItem, bytes]]] = [[]]
    room = calendar.LARGE
    for item, block in sorted(part.made, key=lambda one: (_first_day(one[0]), one[0].uid)):
        if pieces[-1] and len(block) > room:
            pieces.append([])
            room = calendar.LARGE
        pieces[-1].append((item, block))
        room -= len(block)
    for number, piece in enumerate(pieces, 1):
        made = sorted(piece, key=lambda one: one[0].uid)
        yield Part(f"{part.suffix}-{number}", f"{part.name} {number}", part.color, made)


def _first_day(item: CalendarItem) -> date:
    # Series come first, since they hold for every year.
    if item.yearly:
        return date.min
    return item.on or (item.starts_at.date() if item.starts_at else date.max)


def _write_parts(context: Context, parts: list[Part], shown: Shown, form: Form, path: Path) -> None:
    from relcadence.exchange.files import write_beside

    told: list[dict[str, Any]] = []
    for part in parts:
        file = path.with_name(f"{path.stem}{part.suffix}{path.suffix or '.ics'}")

        def fill(out: BinaryIO, part: Part = part) -> None:
            header = _header(form, shown, part.name, part.color, (item for item, _block in part.made))
            calendar.write_components((block for _item, block in part.made), out, **header)

        told.append({"path": str(file), "written": write_beside(file, fill), "count": len(part.made)})
    context.answer({"files": told}, [Line(written_words(context, **each)) for each in told])


def hand_out_folder(context: Context, items: list[CalendarItem], shown: Shown, folder: Path) -> None:
    """Keep one file an item in a folder, as khal and vdirsyncer read them; others' files in it stay."""
    from relcadence.exchange.files import write_folder

    if folder.exists() and not folder.is_dir():
        raise UsageProblem(say("{folder} is no folder.", folder=folder), "Name a folder, or a file with -o.")
    changes = write_folder(folder, single_files(context, shown, items), is_ours)
    data = {
        "folder": str(folder), "written": len(changes.written), "unchanged": len(changes.unchanged),
        "removed": len(changes.removed),
    }  # fmt: skip
    words = context.translate("{folder}: {written} written, {unchanged} unchanged, {removed} removed.", **data)
    context.answer(data, [Line(words)])


def single_files(context: Context, shown: Shown, items: list[CalendarItem]) -> Iterator[tuple[str, bytes]]:
    """A calendar for each item, with its file name; an event and its to-do stand apart, as one UID fills a file."""
    from io import BytesIO

    for as_ in ("events", "todos") if shown.as_ == "both" else (shown.as_,):
        form = shown._replace(as_=as_)
        suffix = calendar.TODO_SUFFIX if as_ == "todos" else ""
        for item, block in zip(items, components(context, form, counted(context, "", items)), strict=True):
            out = BytesIO()
            calendar.write_components([block], out, name="", zone=_zone(shown, [item]))
            # Servers disagree on how an @ in an address is spelt.
            yield f"relcadence-{item.uid.removesuffix(DOMAIN)}{suffix}.ics", out.getvalue()


def is_ours(content: bytes) -> bool:
    """True for a file that this program wrote."""
    return f"PRODID:{calendar.PRODID}".encode() in content


def _zone(shown: Shown, items: Iterable[CalendarItem]) -> ZoneInfo | None:
    """The zone to describe: that of recurring timed items, where there are any."""
    return shown.zone if shown.at and any(item.yearly for item in items) else None
