"""Gathers the practice for the report: one moment of the store, as the values the page is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relcadence.cli.commands import pyramid
from relcadence.cli.picturing_people import on_their_way
from relcadence.deliver.report import Practice

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.domain.statistics import Span
    from relcadence.store.reading import Store


def practice(context: Context, span: Span) -> Practice:
    """The practice as of today, looking back over a span."""
    with context.store.snapshot():
        return _gathered(context, context.store, span)


def _gathered(context: Context, store: Store, span: Span) -> Practice:
    from relcadence.domain import levels, network, statistics
    from relcadence.store.queries import levels as ties
    from relcadence.store.queries import referrers, scorecard, share
    from relcadence.store.queries import statistics as queries
    from relcadence.store.queries.points import changes

    today = context.today
    rhythms = queries.rhythms(store, today, span)
    sent = queries.network(store)
    silenced = queries.silenced(store)
    records = ties.records(store, today)
    fresh = records.pop("", 0)
    need, have = _load(context)
    return Practice(
        today=today,
        span=span,
        people=store.people(),
        reached=queries.reached(store, span),
        heat=statistics.heat_of(queries.touches_by_day(store, span), span),
        rhythms=rhythms,
        kept=statistics.kept_by_role(rhythms),
        channels=queries.channels(store, span),
        minutes=share.minutes(store, today, span.since),
        scores=scorecard.scores_of(store, today),
        own_titles={key: change.title for key, change in changes(store).items() if change.title},
        pyramid=levels.pyramid(ties.ties(store, today, pyramid.DEFAULT), today),
        prospects=[(each.name, each.way) for each in on_their_way(context)],
        funnel=statistics.funnel_of(queries.courses(store)),
        punctual=statistics.punctuality(
            {key: scorecard.rows(store, key, span.since) for key in statistics.PUNCTUAL}, span
        ),
        network=network.network_of(sent.ties),
        names=sent.names,
        referrers=[
            each._replace(name="") if each.contact_id in silenced else each
            for each in referrers.referrers(store, today)
        ],
        outcomes=queries.outcomes(store, span),
        fresh=fresh,
        stale=records,
        need=need,
        have=have,
    )


def _load(context: Context) -> tuple[int | None, int | None]:
    """Touches a week that the rhythms need and that there is room for; None where it is counted in minutes."""
    from relcadence.domain.whatif import load_of
    from relcadence.store.queries import agenda

    gathered = agenda.gather(context.store, context.today, weeks=6, tasks=False)
    if gathered.capacity.minutes or not gathered.slots:
        return None, None
    load = load_of(gathered, weeks=6, mend=False)
    return load.need, load.have
