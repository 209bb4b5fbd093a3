"""What was typed, understood: names, days, channels and settings, with usage errors where it can't be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from relcadence.errors import Ambiguous, RelcadenceError, UsageProblem, say
from relcadence.language import near_day, territory
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

    found = _one_day(context, text, lambda order: parse_date(text, context.today, order=order, past=past))
    if text.strip() != found.isoformat():
        context.say(f"{text} = {near_day(found, context.translate)}")
    return found


def time_of_day(text: str, hint: str) -> time:
    """The time of day that was typed, such as 7:30 or 07:30; UsageProblem with the hint for anything else."""
    import re

    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text.strip(), re.ASCII)
    if not found:
        raise UsageProblem(say("“{text}” is no time of day.", text=text), hint)
    return time(int(found[1]), int(found[2]))


def place(country: str, region: str, year: int) -> None:
    """UsageProblem for a country or region whose public holidays are not known."""
    from relcadence.store.dates import public_holidays

    if country:
        understood(public_holidays, country, region, year, year)


def later_day(context: Context, text: str) -> date:
    """The day that a span (3d) or a date phrase puts something off to."""
    from relcadence.domain.dates import snooze_day

    if not text:
        return context.today + timedelta(days=setting(context, "snooze_days"))
    return _one_day(context, text, lambda order: snooze_day(text, context.today, order=order))


def past_day(context: Context, text: str) -> date:
    """The day of something that was, today where nothing was typed."""
    return day(context, text, past=True) if text else context.today


def day_orders(context: Context) -> tuple[str, ...]:
    """How 3/4 is meant: the one order that a setting, the country or the locale tells, else all there are."""
    from relcadence.domain.dates import ORDERS

    try:
        settings = context.store.settings
    except RelcadenceError:  # `--today fri init` is read before there is a store
        settings = {}
    if "day_order" in settings:
        return (str(settings["day_order"]),)
    country = settings.get("country") or territory(context.environ)
    return (default_of("day_order", country),) if country else ORDERS


def days_meant(read: Callable[[str], date], orders: Iterable[str]) -> list[date]:
    """The days that a text can mean under these orders; the ValueError of `read` where it means none."""
    found: set[date] = set()
    problems: list[ValueError] = []
    for order in orders:
        try:
            found.add(read(order))
        except ValueError as problem:
            problems.append(problem)
    if not found:
        raise problems[0]
    return sorted(found)


def _one_day(context: Context, text: str, read: Callable[[str], date]) -> date:
    """The one day meant; where the order of the numbers decides and nothing tells it, the user is asked."""
    first, *more = understood(days_meant, read, day_orders(context))
    return _which(context, text, [first, *more]) if more else first


def _which(context: Context, text: str, days: list[date]) -> date:
    """The day that the user chooses. Raises Ambiguous where nobody can be asked."""
    shown = [near_day(each, context.translate) for each in days]
    if context.yes or not context.can_ask:
        hint = "Write it like 2027-03-15, or say once how you write dates: relcadence config set day_order mdy"
        raise Ambiguous(say("“{text}” may be any of these days.", text=text), hint, shown)
    choices = "  ".join(f"{at} {each}" for at, each in enumerate(shown, 1))
    answer = context.ask(context.translate("Which day is “{text}”? {choices}:", text=text, choices=choices))
    if answer in map(str, range(1, len(days) + 1)):
        return days[int(answer) - 1]
    raise UsageProblem(say("“{answer}” is none of them.", answer=answer), "Answer with the number in front.")


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


def cadence(text: str) -> str:
    """The rhythm that was typed, in the form that is kept; `none` for none at all."""
    from relcadence.domain.cadence import parse_cadence

    return str(understood(parse_cadence, text) or "none")


def person(context: Context, typed: str, *, archived: bool = False) -> int:
    """The number of the contact whose name was typed."""
    from relcadence.store.queries.names import contact_id

    return contact_id(context.store, typed, archived=archived)
