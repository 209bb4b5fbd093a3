"""Holidays as they are typed and listed: names understood where they are kept, near ones offered elsewhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from relcadence.cli import typed
from relcadence.cli.render import Grid
from relcadence.domain.cards import NO_CARDS
from relcadence.domain.holidays import HOLIDAYS, Holiday, named, near, next_day, parted, split_marks, split_year
from relcadence.errors import UsageProblem, say
from relcadence.language import near_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relcadence.cli.context import Context

Country = Annotated[str, typer.Option("--country", metavar="CODE", help="as kept there, two letters such as CN")]
Year = Annotated[
    int | None, typer.Option("--year", metavar="YEAR", min=1950, max=2099, help="of that year (else the coming days)")
]
WEEKS_AHEAD = 8
SEE = "See what is known: relcadence cards holidays --country CN"


class Day(NamedTuple):
    """A holiday on one of its days."""

    holiday: Holiday
    on: date

    @property
    def title(self) -> str:
        """The name with the year it is spoken of by, as words that can be translated."""
        return say("{holiday} {year}", holiday=say(self.holiday.name), year=self.on.year)

    @property
    def typed(self) -> str:
        """The same as commands take it, in every language."""
        return f"{self.holiday.key} {self.on.year}"


def home_country(context: Context) -> str:
    """The user's own country, "" where none is set or there is no store yet."""
    return str(typed.setting(context, "country")) if context.home.store_path.exists() else ""


def marks(context: Context, text: str, countries: Iterable[str]) -> str:
    """A list of holidays as marks and settings keep it; `none` and "" stay. UsageProblem names near ones."""
    if text.strip().casefold() in ("", NO_CARDS):
        return text.strip().casefold()
    return ", ".join(dict.fromkeys(find(context, name, countries).key for name in split_marks(text)))


def find(context: Context, name: str, countries: Iterable[str]) -> Holiday:
    """The holiday of that name: of those known everywhere, else of these countries or the one named with it."""
    try:
        return named(name, HOLIDAYS)
    except ValueError:
        return _of_countries(context, name, [*countries, *_named_country(name)])


def _of_countries(context: Context, name: str, countries: Iterable[str]) -> Holiday:
    year = context.today.year
    known = [*HOLIDAYS, *(each for country in dict.fromkeys(filter(None, countries)) for each in _of(country, year))]
    try:
        return named(name, dict.fromkeys(known))
    except ValueError as problem:
        raise UsageProblem(str(problem), SEE) from None


def _named_country(name: str) -> list[str]:
    """The country written with a name: `Diwali (IN)`, `IN:Diwali`."""
    country = parted(name)[1]
    return [country] if country else []


def _of(country: str, year: int) -> list[Holiday]:
    from relcadence.store.public_holidays import holidays_of

    try:
        return holidays_of(country, year, year + 2)
    except ValueError as problem:
        raise UsageProblem(str(problem), "Two letters are meant, such as US, CN or DE.") from None


def on_day(context: Context, text: str, countries: Iterable[str], country: str = "") -> Day:
    """The holiday and day that are meant by `Spring Festival 2027`; the next one where no year is said.

    With `country` only what is known there. UsageProblem for an unknown name, a day gone by, or one not known.
    """
    name, year = split_year(text)
    holiday = _of_countries_only(context, name, country) if country else find(context, name, countries)
    on = holiday.day_in(year) if year else next_day(holiday, context.today)
    if on is None:
        raise UsageProblem(
            say("The day of {name} is not known for that year.", name=holiday.name), "Try another year."
        )
    if on < context.today:
        raise UsageProblem(
            say("{name} was on {day}.", name=f"{holiday.name} {on.year}", day=on.isoformat()),
            say('Cards are planned ahead: relcadence cards plan "{name}"', name=holiday.key),
        )
    return Day(holiday, on)


def ahead(context: Context) -> list[Day]:
    """The holidays of the coming weeks that somebody is to get a card for and that no run is planned for, by day."""
    from relcadence.store.queries import card_plans, cards

    keys = split_marks(str(typed.setting(context, "holidays")))
    keys += [key for text in card_plans.chosen(context.store) for key in split_marks(text)]
    planned = {(run.holiday, run.holiday_on) for run in cards.runs(context.store, everything=True)
               if run.state != "dropped"}  # fmt: skip
    days = []
    for key in dict.fromkeys(keys):
        try:
            holiday = find(context, key, [home_country(context)])
        except UsageProblem:  # a day that its country does not list any more
            continue
        on = next_day(holiday, context.today)
        if on and (on - context.today).days <= WEEKS_AHEAD * 7 and (key, on.isoformat()) not in planned:
            days.append(Day(holiday, on))
    return sorted(days, key=lambda day: day.on)


def _of_countries_only(context: Context, name: str, country: str) -> Holiday:
    """The holiday of that name as far as it is known in that country."""
    known = _of(country, context.today.year)
    try:
        return named(name, known)
    except ValueError:
        keys = ", ".join(near(name, known))
    what = say("No holiday known in {country} is called “{name}”.", country=country, name=name)
    if keys:
        words = "No holiday known in {country} is called “{name}”. Did you mean {keys}?"
        what = say(words, country=country, name=name, keys=keys)
    raise UsageProblem(what, say("See: relcadence cards holidays --country {country}", country=country))


def holidays(ctx: typer.Context, country: Country = "", year: Year = None) -> None:
    """The holidays a card can be sent for.

    Those of your country and the Chinese lunar ones, or those of another country.
    """
    from relcadence.settings import parse_country

    context: Context = ctx.obj
    code = typed.understood(parse_country, country)
    here = code or home_country(context)
    known = dict.fromkeys([*([] if code else HOLIDAYS), *(_of(here, year or context.today.year) if here else ())])
    days = [(each.day_in(year) if year else next_day(each, context.today), each) for each in known]
    rows = sorted(((day, each) for day, each in days if day), key=lambda row: (row[0], row[1].key))
    by_rule = split_marks(str(typed.setting(context, "holidays"))) if context.home.store_path.exists() else []
    data = [
        {"holiday": each.key, "name": each.name, "own_name": each.own_name, "country": each.country, "on": day,
         "by_rule": each.key in by_rule}
        for day, each in rows
    ]  # fmt: skip
    lines = [
        [near_day(day, context.translate), each.key, each.own_name if each.own_name != each.name else "",
         context.translate("by rule") if each.key in by_rule else ""]
        for day, each in rows
    ]  # fmt: skip
    context.answer(data, [Grid(("Day", "Holiday", "Own name", "Cards"), lines)])
