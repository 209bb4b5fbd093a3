"""The practice on one page to look at or print: what is shown, with less told about people where that is asked.

One rule: the page stands by itself: nothing is fetched, nothing runs, and what people wrote is text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from relcadence.deliver.discreet import initials_of
from relcadence.domain.levels import Pyramid
from relcadence.domain.network import Network
from relcadence.domain.referrers import Row
from relcadence.domain.scorecard import Score
from relcadence.domain.seven import Way
from relcadence.domain.share import Minutes
from relcadence.domain.statistics import Channel, Heat, Kept, Punctual, Rhythm, Span
from relcadence.domain.text import clean
from relcadence.language import Translator

TEMPLATE = "report.html"


class Practice(NamedTuple):
    """What the page is made from. `own_titles` are the user's own titles of points by key, `names` those of the
    people of the network; `stale` counts records by what is wrong with them, `outcomes` referrals by outcome.
    """

    today: date
    span: Span
    people: int
    reached: int
    heat: Heat
    rhythms: Sequence[Rhythm]
    kept: Sequence[Kept]
    channels: Sequence[Channel]
    minutes: Minutes
    scores: Sequence[Score]
    own_titles: Mapping[str, str]
    pyramid: Pyramid
    prospects: Sequence[tuple[str, Way]]
    funnel: Mapping[str, int]
    punctual: Sequence[Punctual]
    network: Network
    names: Mapping[int, str]
    referrers: Sequence[Row]
    outcomes: Mapping[str, int]
    fresh: int
    stale: Mapping[str, int]
    need: int | None
    have: int | None


def redacted(practice: Practice) -> Practice:
    """The same with initials in the place of names, and without what the user wrote herself."""
    return practice._replace(
        rhythms=[each._replace(name=initials_of(each.name)) for each in practice.rhythms],
        scores=[_without_names(each) for each in practice.scores],
        own_titles={},
        prospects=[(initials_of(name), way) for name, way in practice.prospects],
        names={number: initials_of(name) for number, name in practice.names.items()},
        referrers=[each._replace(name=initials_of(each.name)) for each in practice.referrers],
    )


def _without_names(score: Score) -> Score:
    if "names" not in score.next_step.values:
        return score
    names = ", ".join(map(initials_of, score.next_step.values["names"].split(", ")))
    return score._replace(next_step=score.next_step._replace(values={**score.next_step.values, "names": names}))


def html(practice: Practice, translate: Translator) -> str:
    """The page in the reader's language."""
    from importlib.resources import files

    import jinja2

    from relcadence.deliver import report_calendar, report_charts, report_network, report_words

    source = (files("relcadence") / "data" / TEMPLATE).read_text("utf-8")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, finalize=_shown
    )
    environment.filters["number"] = lambda number: f"{number:,}"
    return environment.from_string(source).render(
        p=practice,
        _=translate,
        language=translate.language.replace("_", "-"),
        words=report_words.words(practice, translate),
        charts=report_charts.charts(practice, translate),
        calendar=report_calendar.calendar(practice.rhythms, practice.span),
        signs=report_calendar.SIGNS,
        families=report_network.drawn(practice.network, practice.names, translate),
        most=report_words.MOST,
    )


def _shown(value: Any) -> Any:
    return clean(value) if type(value) is str else value
