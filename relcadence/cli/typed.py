"""What was typed, understood: names, days, channels and settings, with usage errors where it can't be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from relcadence.errors import UsageProblem, say
from relcadence.settings import default_of

if TYPE_CHECKING:
    from relcadence.cli.context import Context

T = TypeVar("T")


def understood(parse: Callable[..., T], *words: Any, **options: Any) -> T:
    """What `parse` makes of the words; its ValueError becomes a usage problem."""
    try:
        return parse(*words, **options)
    except ValueError as error:
        raise UsageProblem(str(error)) from None


def setting(context: Context, key: str) -> Any:
    """The value of a setting of the store, or its default."""
    settings = context.store.settings
    return settings[key] if key in settings else default_of(key, settings.get("country", ""))


def day(context: Context, text: str, *, past: bool = False) -> date:
    """The day that was typed, seen from today; what was understood is echoed unless it was an ISO date."""
    from relcadence.domain.dates import parse_date

    found = understood(parse_date, text, context.today, order=setting(context, "day_order"), past=past)
    if text.strip() != found.isoformat():
        from relcadence.language import near_day

        context.say(f"{text} = {near_day(found, context.translate)}")
    return found


def later_day(context: Context, text: str) -> date:
    """The day that a span (3d) or a date phrase puts something off to."""
    from relcadence.domain.dates import snooze_day

    if not text:
        return context.today + timedelta(days=setting(context, "snooze_days"))
    return understood(snooze_day, text, context.today, order=setting(context, "day_order"))


def one_of(word: str, known: Iterable[str], what: str) -> str:
    """The word if it is known; UsageProblem with near ones otherwise."""
    from difflib import get_close_matches

    words = list(known)
    if word in words:
        return word
    near = get_close_matches(word, words, 1)
    meant = (
        say("Did you mean {words}?", words=near[0]) if near else say("It is one of {words}.", words=", ".join(words))
    )
    raise UsageProblem(say("There is no {what} “{word}”.", what=say(what), word=word), meant)


def person(context: Context, typed: str, *, archived: bool = False) -> int:
    """The number of the contact whose name was typed."""
    from relcadence.store.queries.names import contact_id

    return contact_id(context.store, typed, archived=archived)
