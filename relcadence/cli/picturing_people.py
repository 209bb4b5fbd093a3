"""Pictures of people: windows kept and missed, the four levels, prospects, referrers, the load ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relcadence.cli.commands import pyramid as pyramid_of
from relcadence.cli.picturing import Asked, Picture, bar, room
from relcadence.cli.render import Block, Entry, Grid, Line
from relcadence.domain.seven import SEVEN
from relcadence.domain.vocabulary import LEVELS
from relcadence.errors import say, together

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.domain.statistics import Kept, Rhythm
    from relcadence.store.queries.seven import Prospect


def rhythms(context: Context, asked: Asked) -> list[Rhythm]:
    """Everybody with a rhythm and the windows of the span."""
    from relcadence.store.queries import statistics

    with context.store.snapshot():
        return statistics.rhythms(context.store, context.today, asked.span)


def windows(context: Context, asked: Asked) -> Picture:
    """Kept against missed windows by the role whose rhythm it is."""
    from relcadence.domain.statistics import kept_by_role

    found = kept_by_role(rhythms(context, asked))
    data = [{**each._asdict(), "percent": each.percent} for each in found]
    rows = [(each.role, each.kept, each.missed, each.open, each.percent) for each in found]
    columns = ("role", "kept", "missed", "open", "percent")
    title = context.translate("Windows kept and missed")
    return Picture("windows", title, data, columns, rows, lambda: _windows(context, asked, found))


def _windows(context: Context, asked: Asked, found: list[Kept]) -> list[Block]:
    _ = context.translate
    if not found:
        return [Line(_("Nobody has a rhythm with a window since {day}: relcadence cadence", day=asked.span.since))]
    width = room(context, 48, SPLIT)
    rows = [
        [say(each.role), _split(each.kept, each.missed, width), str(each.kept), str(each.missed), str(each.open),
         "–" if each.percent is None else f"{each.percent} %"]
        for each in found
    ]  # fmt: skip
    grid = Grid(("Role", "", "Kept", "Missed", "Open", "Share"), rows, {2, 3, 4, 5})
    return [grid, Line(_("█ kept, · missed; open ones can still be kept"), "dim")]


SPLIT = 20
WIDE = 78
"""Columns from which on the table of referrers fits."""


def _split(kept: int, missed: int, width: int) -> str:
    """A bar of that length: the part kept, and the part missed."""
    if not kept + missed:
        return ""
    full = round(width * kept / (kept + missed))
    full = min(max(full, 1 if kept else 0), width - (1 if missed else 0))
    return "█" * full + "·" * (width - full)


def pyramid(context: Context, asked: Asked) -> Picture:
    """The four levels of clients and referrers."""
    from relcadence.domain import levels
    from relcadence.store.queries import levels as queries

    found = levels.pyramid(queries.ties(context.store, context.today, pyramid_of.DEFAULT), context.today)
    counts = [(level, len(ties)) for level, ties in found.levels]

    def drawn() -> list[Block]:
        _ = context.translate
        most = max(number for _level, number in counts)
        if not most:
            return [Line(_("No client and no referrer is here yet: relcadence add NAME --role client --level 2"))]
        rows = [
            [
                str(level or "–"),
                say(LEVELS[level]) if level else say("unknown"),
                bar(number, most, room(context, 28)),
                str(number),
            ]
            for level, number in counts
        ]
        words = _(
            "{rising} ready to rise, {sliding} sliding: relcadence pyramid",
            rising=len(found.rising), sliding=len(found.sliding),
        )  # fmt: skip
        return [Grid((), rows, {3}), Line(words, "dim")]

    data = [{"level": level, "count": number} for level, number in counts]
    title = context.translate("Levels of clients and referrers")
    return Picture("pyramid", title, data, ("level", "count"), [(level or "", n) for level, n in counts], drawn)


def prospects(context: Context, asked: Asked) -> Picture:
    """Prospects on their way to the seventh touch."""
    with context.store.snapshot():
        found = on_their_way(context)
    data = [_prospect_json(each) for each in found]
    columns = ("contact", "contact_id", "touches", "last_on", "seventh_on", "answered_on", "stalled", "decide")
    rows = [[each[column] for column in columns] for each in data]
    title = context.translate("On the way to seven")
    return Picture("prospects", title, data, columns, rows, lambda: _prospects(context, asked, found))


def on_their_way(context: Context) -> list[Prospect]:
    """The prospects that may be reached, those nearest to the seventh touch first."""
    from relcadence.store.queries import seven, statistics

    silenced = statistics.silenced(context.store)
    found = [each for each in seven.prospects(context.store, context.today) if each.contact_id not in silenced]
    return sorted(found, key=lambda each: (-min(each.way.touches, SEVEN), each.name))


def _prospect_json(each: Prospect) -> dict[str, Any]:
    way = each.way
    return {
        "contact": each.name, "contact_id": each.contact_id, "touches": way.touches, "last_on": way.last_on,
        "seventh_on": way.seventh_on, "answered_on": way.answered_on, "stalled": way.stalled, "decide": way.decide,
        "unused_channel": way.unused or None, "since_on": each.since_on, "cadence": each.cadence,
    }  # fmt: skip


def _prospects(context: Context, asked: Asked, found: list[Prospect]) -> list[Block]:
    _ = context.translate
    if not found:
        return [Line(_("No prospect is named. Name at least 3: relcadence add NAME --role prospect"))]
    rows: list[Block] = [
        Entry(f"#{each.contact_id}", each.name, f"{each.way.dots} {_count(each.way.touches)}", _on_the_way(each))
        for each in found[: asked.most]
    ]
    return rows + more(context, len(found), asked.most, "relcadence stats prospects")


def _count(touches: int) -> str:
    """How many of the seven; beyond them the number alone."""
    return f"{touches}/{SEVEN}" if touches <= SEVEN else say("{number} touches", number=touches)


def _on_the_way(each: Prospect) -> str:
    way = each.way
    parts = []
    if way.decide:
        parts.append(say("no answer: decide with relcadence prune"))
    elif way.stalled:
        parts.append(say("stalled since {day}", day=way.last_on))
    elif way.last_on:
        parts.append(say("last on {day}", day=way.last_on))
    if way.seventh_on:
        parts.append(say("the seventh about {day}", day=way.seventh_on))
    if way.unused and not way.decide:
        parts.append(say("try {channel}", channel=say(way.unused)))
    return together(parts, "; ")


def referrers(context: Context, asked: Asked) -> Picture:
    """The referrers of 36 months, those who sent most first, with totals."""
    from relcadence.domain.referrers import total
    from relcadence.store.queries import referrers as queries

    with context.store.snapshot():
        found = queries.referrers(context.store, context.today)
    sums = total(found)
    data = {"months": 36, "rows": [each._asdict() for each in found], "total": sums._asdict()}
    columns = ("name", *(name for name in sums._fields if name != "name"))
    rows = [[getattr(each, name) for name in columns] for each in found]

    def drawn() -> list[Block]:
        _ = context.translate
        if not found:
            return [Line(_("Nobody sent you anybody yet. Note who did: relcadence refer add REFERRER REFERRED"))]
        shown = [(each, each.name) for each in found[: asked.most]] + [(sums, say("all of them"))]
        words = _("In 36 months; trend: the later half less the earlier")
        return [
            *_ranked(context, shown),
            *more(context, len(found), asked.most, "relcadence stats referrers"),
            Line(words, "dim"),
        ]

    title = context.translate("Who sends work")
    return Picture("referrers", title, data, columns, rows, drawn)


def _ranked(context: Context, shown: list[tuple[Any, str]]) -> list[Block]:
    """The referrers as a table; where it would not fit, each in two lines."""
    if context.columns is None or context.columns >= WIDE:
        titles = ("Referrer", "Sent", "Clients", "Share", "Fees", "Touches", "Thanked", "Trend")
        return [Grid(titles, [_referrer(each, name) for each, name in shown], {1, 2, 3, 4, 5, 7})]
    return [_entry(name, *_referrer(each, name)[1:]) for each, name in shown]


def _entry(
    name: str, sent: str, clients: str, share: str, fees: str, touches: str, thanked: str, trend: str
) -> Entry:
    told = say("{sent} sent, clients: {clients} ({share})", sent=sent, clients=clients, share=share)
    rest = {"fees": fees, "touches": touches, "thanked": thanked, "trend": trend}
    return Entry("", name, told, say("fees {fees}, {touches} touches, thanked {thanked}, trend {trend}", **rest))


def _referrer(each: Any, name: str) -> list[str]:
    return [
        name, str(each.referrals), str(each.clients), "–" if each.share is None else f"{each.share} %",
        f"{each.fees:,}", str(each.touches), each.last_thanked_on or "–", f"{each.trend:+d}" if each.trend else "0",
    ]  # fmt: skip


def load(context: Context, asked: Asked) -> Picture:
    """The weeks ahead: what the rhythms want, and the room there is."""
    from relcadence.domain.whatif import load_of
    from relcadence.store.queries import agenda

    with context.store.snapshot():
        gathered = agenda.gather(context.store, context.today, weeks=12, tasks=False)
    minutes = gathered.capacity.minutes
    found = None if minutes else load_of(gathered, mend=False)
    weeks = found.weeks if found else []
    data = [
        {"monday": week.monday, "wanted": week.wanted, "room": week.room, "slips": len(week.slips)} for week in weeks
    ]

    def drawn() -> list[Block]:
        _ = context.translate
        if found is None:
            return [Line(_("The load is counted in touches; your capacity is in minutes."))]
        if not gathered.slots:
            return [Line(_("Nobody has a rhythm yet, so there is no load."))]
        most = max(max(week.wanted, week.room) for week in weeks) or 1
        rows = [
            [
                week.monday.isoformat(),
                bar(week.wanted, most, room(context, 40)),
                str(week.wanted),
                str(week.room),
                str(len(week.slips) or ""),
            ]
            for week in weeks
        ]
        words = _("Your rhythms need {need} touches a week, you have {have}.", need=found.need, have=found.have)
        return [Line(words), Grid(("Week of", "", "Wants", "Room", "Slips"), rows, {2, 3, 4})]

    columns = ("monday", "wanted", "room", "slips")
    rows = [[each[column] for column in columns] for each in data]
    return Picture("load", context.translate("Load ahead"), data, columns, rows, drawn)


def more(context: Context, number: int, most: int | None, words: str) -> list[Block]:
    """How many rows are left out, and where all of them are."""
    if most is None or number <= most:
        return []
    return [Line(context.translate("… and {number} more: {words}", number=number - most, words=words), "dim")]
