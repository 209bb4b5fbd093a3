"""The three short questions of a bare `log` on a terminal: who, how, what. Each is asked until it is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relcadence.cli import typed
from relcadence.cli.dialogue import ask
from relcadence.domain.vocabulary import CHANNELS
from relcadence.errors import Ambiguous, NotFound, Refused, UsageProblem

if TYPE_CHECKING:
    from relcadence.cli.context import Context

MOST_OFFERED = 50


def are_welcome(context: Context) -> bool:
    """True where questions may be put instead of an error."""
    return context.can_ask and not context.yes


def who(context: Context) -> int:
    """The number of the contact that was reached. Raises Refused for an empty answer."""
    from relcadence.store import reading

    def names(typed_so_far: str) -> list[str]:
        found = reading.complete_names(context.home.store_path, typed_so_far, MOST_OFFERED)
        return [name for name, _about in found if name.casefold().startswith(typed_so_far.casefold())]

    while answer := ask(context, context.translate("Who?"), names):
        try:
            return typed.person(context, answer)
        except (NotFound, Ambiguous) as problem:
            context.say(context.translate(problem.what))
            for candidate in problem.details.get("candidates", ()):
                context.say(f"  {candidate}")
    raise Refused("Nothing was logged.")


def how(context: Context, contact_id: int) -> str:
    """The channel; an empty answer is the one that the agenda would propose."""
    from relcadence.domain.agenda import propose_channel
    from relcadence.exchange.words import channel
    from relcadence.store.queries import agenda

    proposed = propose_channel(agenda.who(context.store, [contact_id])[contact_id], "")

    def channels(typed_so_far: str) -> list[str]:
        return [each for each in CHANNELS if each.startswith(typed_so_far.casefold())]

    while True:
        answer = ask(context, context.translate("How?"), channels, proposed)
        if known := channel(answer):
            return known
        try:
            return typed.one_of(answer.casefold(), CHANNELS, "channel")
        except UsageProblem as problem:
            context.say(context.told(problem))


def what(context: Context) -> str:
    """The note; none for an empty answer."""
    return ask(context, context.translate("What?"))
