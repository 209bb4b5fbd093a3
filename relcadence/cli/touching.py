"""The options of a touch, the same for `log` and `done`, and the touch they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from relcadence.cli import aftermath, typed
from relcadence.cli.params import On, WithNames
from relcadence.cli.taking import Options
from relcadence.domain.people import Touch
from relcadence.domain.sentences import cadence_sentence
from relcadence.domain.vocabulary import CHANNELS
from relcadence.errors import UsageProblem, say, together

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.store.changes.touches import Beside


def _flag(name: str) -> Any:
    return Annotated[bool, typer.Option(f"--{name}", help=f"by {name}", show_default=False)]


Call, Email, Meeting, Meal, Visit, Letter, Card, Article, Message = map(_flag, CHANNELS)
As = Annotated[str, typer.Option("--as", metavar="CHANNEL", help=f"the channel by name: {', '.join(CHANNELS)}")]
With = WithNames
Day = On
Inbound = Annotated[bool, typer.Option("--in", help="it came from them")]
Tried = Annotated[bool, typer.Option("--tried", help="nobody was reached; comes again in two working days")]
Minutes = Annotated[
    int | None, typer.Option("--minutes", "-m", metavar="N", min=0, max=10080, help="how long it took")
]
Work = Annotated[bool, typer.Option("--work", help="billable time: keeps the window, stays out of the share")]
Private = Annotated[bool, typer.Option("--private", help="keep the note out of agenda, digest, calendar and lists")]
Points = Annotated[
    list[str], typer.Option("--point", metavar="KEY", help="the habit it serves, such as meals; repeatable")
]
Promise = Annotated[str, typer.Option("--promise", metavar="TEXT", help="what you said you would do")]
By = Annotated[str, typer.Option("--by", metavar="DATE", help="when the promise is due (else in a week)")]
Next = Annotated[str, typer.Option("--next", metavar="DATE", help="the appointment made; no touch until it is done")]
NotePart = Annotated[
    str, typer.Argument(metavar="[NOTE]", help="a few words; - reads them from stdin", show_default=False)
]
Edit = Annotated[bool, typer.Option("--edit", "-e", help="write the note in your editor")]
OPTIONS: Options = {
    "call": (Call, False),
    "email": (Email, False),
    "meeting": (Meeting, False),
    "meal": (Meal, False),
    "visit": (Visit, False),
    "letter": (Letter, False),
    "card": (Card, False),
    "article": (Article, False),
    "message": (Message, False),
    "as_": (As, ""),
    "others": (With, []),
    "on": (Day, ""),
    "inbound": (Inbound, False),
    "tried": (Tried, False),
    "minutes": (Minutes, None),
    "work": (Work, False),
    "private": (Private, False),
    "edit": (Edit, False),
    "points": (Points, []),
    "promise": (Promise, ""),
    "by": (By, ""),
    "next": (Next, ""),
}
PROMISE_DAYS = 7
EARLIEST = 1950


class Told(NamedTuple):
    """What was told of a touch: the channels named, and the options as typed."""

    channels: list[str]
    note: str
    on: str = ""
    others: tuple[str, ...] = ()
    inbound: bool = False
    tried: bool = False
    minutes: int | None = None
    work: bool = False
    private: bool = False
    point: str = ""
    promise: str = ""
    by: str = ""
    next: str = ""
    edit: bool = False
    score: int | None = None
    needs_reply: bool = False
    complaint: bool = False
    refused: bool = False
    no_contact: str = ""
    which: str = ""


def told(values: dict[str, Any]) -> Told:
    """Gather the options of a command's parameters, which have the names used here."""
    channels = [name for name in CHANNELS if values[name]]
    if values["as_"]:
        channels.append(typed.one_of(values["as_"].casefold(), CHANNELS, "channel"))
    fields = {name: values[name] for name in Told._fields if name in values}
    if fields.get("which") and not channels:
        channels = ["article"]
    lists = {"others": tuple(values["others"] or ()), "point": " ".join(values["points"] or ())}
    return Told(channels, **{**fields, **lists})


def touch_of(context: Context, contact_id: int, what: Told, proposed: str) -> Touch:
    """The touch that was told; without a channel the proposed one."""
    if len(set(what.channels)) > 1:
        raise UsageProblem(
            say("One touch has one channel, not {channels}.", channels=together(map(say, what.channels))),
            "Log them one by one.",
        )
    on = typed.past_day(context, what.on)
    if on.year < EARLIEST:
        raise UsageProblem(
            say("{on} lies too far back.", on=on), say("Touches are kept from {earliest} on.", earliest=EARLIEST)
        )
    aftermath.check(what)
    return Touch(
        contact_id, on.isoformat(), what.channels[0] if what.channels else proposed,
        "in" if what.inbound else "out", aftermath.note_of(what), what.minutes, what.tried, what.work, what.private,
        point=_points(context, what.point), score=what.score, needs_reply=what.needs_reply,
        article_id=aftermath.article_of(context, what),
    )  # fmt: skip


def _points(context: Context, text: str) -> str:
    """The keys of the points typed by key or number, apart by blanks, each once."""
    if not text:
        return ""
    from relcadence.domain.playbook import point_key
    from relcadence.store.queries.points import points

    known = points(context.store)
    words = text.replace(",", " ").split()
    return " ".join(dict.fromkeys(typed.understood(point_key, word, known) for word in words))


def noted(context: Context, what: Told) -> Told:
    """What was told, with the note as the editor leaves it or as stdin has it, where that was asked for."""
    if not what.edit:
        return what._replace(note=note_text(what.note))
    from relcadence.cli import editor

    instead = say("Give the note itself, or - for stdin.")
    return what._replace(note=editor.edit(context, what.note, instead=instead).strip(), edit=False)


def note_text(note: str) -> str:
    """The note; `-` reads it from stdin, so that it stays out of the shell's history."""
    if note != "-":
        return note
    import sys

    return sys.stdin.read().strip()


def beside(context: Context, what: Told) -> Beside:
    """The promise and the appointment that come with the touch."""
    from datetime import timedelta

    from relcadence.store.changes.touches import Beside

    if what.by and not what.promise:
        raise UsageProblem("--by says when a promise is due; there is none.", "Add --promise TEXT.")
    by = typed.day(context, what.by) if what.by else context.today + timedelta(days=PROMISE_DAYS)
    return Beside(what.promise, by, typed.day(context, what.next) if what.next else None)


def outcome_lines(context: Context, contact_id: int, touch: Touch | None = None) -> dict[str, Any]:
    """What stands after a touch: the contact's name, its next slot, and the points that the touch is evidence for."""
    from relcadence.store.queries import people, points

    row = people.rows(context.store, numbers=(contact_id,))[0]
    due = row.window[4] if row.window else None
    return {
        "contact": row.name,
        "contact_id": row.id,
        "touches": row.touches,
        "next_due_on": due,
        "cadence": row.cadence,
        "points": points.kept_by(context.store, touch, row.roles) if touch else (),
    }


def with_next(line: str, after: dict[str, Any]) -> str:
    """What was done, and by when the next slot is due, where there is one."""
    said = [line]
    if after["points"]:
        said.append(say("Counts for {points}.", points=", ".join(after["points"])))
    if after["next_due_on"]:
        cadence = cadence_sentence(after["cadence"])
        said.append(say("Next by {day} ({cadence}).", day=after["next_due_on"], cadence=cadence))
    return together(said, " ")
