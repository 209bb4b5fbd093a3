"""The options of `edit` that mark a person: to be named to others, moves barred, found right, ways that bounced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.taking import Options
from relcadence.errors import UsageProblem

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.domain.people import Contact

Shareable = Annotated[
    bool | None, typer.Option("--shareable/--no-shareable", help="may stand on the list of professionals you give")
]
Offers = Annotated[str | None, typer.Option("--offers", metavar="TEXT", help="what they do, in words for others")]
Bar = Annotated[
    str | None, typer.Option("--bar", metavar="MOVES", help="never to be proposed: meal,event,gift …; with --why")
]
NoBar = Annotated[bool | None, typer.Option("--no-bar", help="nothing is barred any more", show_default=False)]
Verified = Annotated[bool | None, typer.Option("--verified", help="found right today", show_default=False)]
Bounced = Annotated[
    list[str], typer.Option("--bounced", metavar="WAY", help="an e-mail or phone that failed; -WAY: it works again")
]
OPTIONS: Options = {
    "shareable": (Shareable, None),
    "offers": (Offers, None),
    "bar": (Bar, None),
    "no_bar": (NoBar, None),
    "verified": (Verified, None),
}


def changes(context: Context, contact: Contact, options: dict[str, Any]) -> dict[str, Any]:
    """The fields that the options change. UsageProblem for a move that is none, or a bar without a reason."""
    found: dict[str, Any] = {}
    if "shareable" in options:
        found["shareable"] = options["shareable"]
    if "offers" in options:
        found["offers"] = options["offers"].strip()
    if options.get("verified"):
        found["verified_on"] = context.today.isoformat()
    if options.get("no_bar"):
        found |= {"barred": (), "barred_reason": ""}
    elif "bar" in options:
        found |= _barred(contact, options)
    return found


def _barred(contact: Contact, options: dict[str, Any]) -> dict[str, Any]:
    from relcadence.domain.conduct import read_moves

    reason = options.get("why", "").strip() or contact.barred_reason
    if not reason:
        raise UsageProblem("A bar has a reason.", 'Such as: --bar meal,event,gift --why "judge"')
    return {"barred": typed.understood(read_moves, options["bar"]), "barred_reason": reason}
