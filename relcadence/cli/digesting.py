"""Gathering a digest: what is due for one reader, and all that stands around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from relcadence.cli.day import MOST_AHEAD, decide_span, decide_today, only, overload
from relcadence.cli.troubles import trouble_words
from relcadence.deliver import digest as made
from relcadence.domain.agenda import Row, Today

if TYPE_CHECKING:
    from pathlib import Path

    from relcadence.cli.context import Context
    from relcadence.language import Translator

FORMATS = ("text", "markdown", "html", "json")
SPANS = ("day", "week")
PEOPLE = ("full", "initials", "counts")


class Gathered(NamedTuple):
    """A digest before it is in words: the day, the rows of the week where that was asked for, and the source."""

    span: str
    agenda: Today
    rows: list[Row]
    source: made.Source
    reached: int

    @property
    def empty(self) -> bool:
        """True if nothing needs doing."""
        return not self.rows if self.span == "week" else self.agenda.empty()


def gather(context: Context, span: str = "day", keep: Callable[[Row], bool] | None = None) -> Gathered:
    """All that a digest says; with `keep` only the rows that it lets through."""
    from relcadence.store.delivered import Delivered
    from relcadence.store.queries import digest as queries

    week = span == "week"
    agenda = decide_today(context, None if week or keep else MOST_AHEAD)
    rows = decide_span(context, made.week_end(context.today)) if week else []
    if keep:
        agenda, rows = only(agenda, keep), list(filter(keep, rows))
    with Delivered.open(context.home.state_path) as state:
        last = state.last_digest()
    source = made.Source(str(context.home.store_path), context.store.people(), last[0] if last else None)
    monday = context.today - timedelta(days=context.today.weekday())
    return Gathered(span, agenda, rows, source, queries.reached(context.store, monday) if week else 0)


def compose(
    context: Context,
    gathered: Gathered,
    translate: Translator,
    *,
    lines: Sequence[str] = (),
    people: str = "full",
    own: bool = True,
) -> made.Digest:
    """The digest in words. `lines` stand above; `own` adds what concerns the user alone: load and trouble."""
    from relcadence.store.queries import digest as queries

    above = [*lines]
    if own:
        above += [*_of_today(gathered, translate), *_of_week(gathered, context, translate)]
        above += [overload(context, translate), trouble_words(context, translate), _habits(context, translate)]
    phones = queries.phones(context.store, _contacts(gathered))
    setting = made.Setting(translate, gathered.source, [line for line in above if line], phones, people)
    if gathered.span == "week":
        found = made.week_rows(context.today, gathered.agenda, gathered.rows, translate)
        return made.of_week(context.today, found, setting)
    return made.of_day(context.today, gathered.agenda, setting)


def as_json(context: Context, gathered: Gathered, lines: Sequence[str] = ()) -> dict[str, Any]:
    """The digest as JSON carries it: the lists of `today`; of a week its sections with their rows."""
    from relcadence.deliver.rows_json import rows_json, today_json
    from relcadence.language import Translator

    around = {"span": gathered.span, "lines": list(lines), "source": gathered.source._asdict()}
    if gathered.span == "day":
        return {**today_json(gathered.agenda), **around}
    found = made.week_rows(context.today, gathered.agenda, gathered.rows, Translator())
    sections = [{"key": each.key, "title": each.title, "rows": rows_json(each.rows)} for each in found]
    return {"sections": sections, "reached": gathered.reached, "until_on": made.week_end(context.today), **around}


def in_form(digest: made.Digest, form: str, translate: Translator) -> str:
    """The digest as text, Markdown or HTML."""
    if form == "html":
        from relcadence.deliver.page import html

        return html(digest, translate)
    from relcadence.deliver import written

    return (written.markdown if form == "markdown" else written.text)(digest, translate)


def note_printed(context: Context, path: Path) -> None:
    """Remember that a digest was printed today; a warning where that cannot be written."""
    from relcadence.store.delivered import Delivered

    with Delivered.open(path) as state:
        state.note_digest(context.today, "stdout", context.now, "")
        if state.warning:
            context.warn(state.warning)


def _of_today(gathered: Gathered, translate: Translator) -> list[str]:
    """What is said of a day without any room."""
    agenda = gathered.agenda
    if gathered.span != "day" or not agenda.working_day or agenda.capacity:
        return []
    return [translate("The capacity of today is 0, so no slot is planned: relcadence config set capacity 8")]


def _habits(context: Context, translate: Translator) -> str:
    """The scorecard in one line; "" where no habit has a closed period yet."""
    from relcadence.store.queries.scorecard import states

    found = states(context.store, context.today)
    held = {name: found[name] for name in ("kept", "slipping", "broken")}
    if not any(held.values()):
        return ""
    return translate("Habits: {kept} kept, {slipping} slipping, {broken} to take up again.", **held)


def _of_week(gathered: Gathered, context: Context, translate: Translator) -> list[str]:
    """What was done in the week that ends."""
    if gathered.span != "week" or not gathered.reached or context.today.weekday() < made.FRIDAY:
        return []
    words = translate.plural(
        "Reached this week: {number} person.", "Reached this week: {number} people.", gathered.reached
    )
    return [words]


def _contacts(gathered: Gathered) -> set[int]:
    lists = [rows for rows in gathered.agenda._asdict().values() if isinstance(rows, list)]
    return {row.contact_id for rows in [gathered.rows, *lists] for row in rows}
