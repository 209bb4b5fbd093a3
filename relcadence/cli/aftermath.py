"""The options of `log` and `done` for what a touch leaves behind: a score, an answer owed, a no, a complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from relcadence.cli.taking import Options
from relcadence.errors import UsageProblem, say

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.cli.touching import Told
    from relcadence.domain.people import Touch
    from relcadence.store.changes.writer import Writer

Score = Annotated[
    int | None, typer.Option("--score", metavar="N", min=0, max=10, help="how content they are, 0 to 10")
]
NeedsReply = Annotated[bool, typer.Option("--needs-reply", help="with --in: they wait for an answer")]
Complaint = Annotated[
    bool, typer.Option("--complaint", help="they complain: a task to see to it in two working days")
]
Refused = Annotated[bool, typer.Option("--refused", help="they said no: a prospect's rhythm ends")]
NoContact = Annotated[
    str, typer.Option("--do-not-contact", metavar="REASON", help="with --refused: nobody is to approach them, why")
]
Which = Annotated[str, typer.Option("--which", metavar="N", help="which article it was, by number or title")]
OPTIONS: Options = {
    "score": (Score, None),
    "needs_reply": (NeedsReply, False),
    "complaint": (Complaint, False),
    "refused": (Refused, False),
    "no_contact": (NoContact, ""),
    "which": (Which, ""),
}


class Left(NamedTuple):
    """What a touch leaves behind: whether they said no, why nobody is to approach them, what they complain of."""

    refused: bool = False
    no_contact: str = ""
    complaint: str = ""


def check(what: Told) -> None:
    """UsageProblem for options that do not go together."""
    if what.needs_reply and not what.inbound:
        raise UsageProblem("Only what came in waits for your answer.", "Add --in, or leave --needs-reply out.")
    if what.refused and what.tried:
        raise UsageProblem("Nobody was reached, so nobody said no.", "Leave --tried or --refused out.")
    if what.no_contact and not what.refused:
        raise UsageProblem(
            "--do-not-contact goes with --refused here.", "Else: relcadence edit NAME --do-not-contact REASON"
        )
    if what.which and what.channels not in ([], ["article"]):
        raise UsageProblem("--which names an article.", "Log it with --article, or leave --which out.")
    if what.complaint and not what.note:
        raise UsageProblem("What do they complain of?", 'relcadence log NAME --call "the bill was late" --complaint')


def left(context: Context, what: Told, contact: int) -> Left:
    """What is left behind; after a no it asks whether they are not to be approached any more."""
    reason = what.no_contact.strip()
    if what.refused and not reason:
        from relcadence.cli import things

        question = context.translate(
            "Nobody is to approach {name} any more? The reason, or nothing:", name=things.name_of(context, contact)
        )
        reason = context.ask(question, "").strip()
    return Left(what.refused, reason, what.note if what.complaint else "")


def carry_out(writer: Writer, touch: Touch, number: int, after: Left) -> dict[str, Any]:
    """Write down what a touch leaves behind, for the answer: what ended, the handle of the task."""
    if not (after.refused or after.complaint):
        return {}
    from relcadence.store.changes import aftermath

    told: dict[str, Any] = {}
    if after.refused:
        told["prospect_ended"] = aftermath.refuse(writer, touch.contact_id, after.no_contact)
        told["do_not_contact"] = bool(after.no_contact)
    if after.complaint:
        told["task"] = f"T{aftermath.complain(writer, touch.contact_id, number, after.complaint)}"
    return told


def words(context: Context, contact: int, told: dict[str, Any]) -> list[str]:
    """The same in sentences."""
    _ = context.translate
    said = []
    if told.get("prospect_ended"):
        said.append(_("No prospect any more."))
    if told.get("do_not_contact"):
        said.append(_("Nobody is to approach them."))
    elif "do_not_contact" in told:
        said.append(_("To have nobody approach them: relcadence edit #{id} --do-not-contact REASON", id=contact))
    if "task" in told:
        said.append(_("{handle}: see to the complaint within two working days.", handle=told["task"]))
    return said


def article_of(context: Context, what: Told) -> int | None:
    """The number of the article that was named, None for none."""
    if not what.which:
        return None
    from relcadence.cli import things

    return things.number(context, "article", what.which)


def note_of(what: Told) -> str:
    """The note, or that they said no."""
    return what.note or (say("said no") if what.refused else "")
