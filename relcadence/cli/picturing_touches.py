"""Pictures of what was done: touches by day, channels, time, replies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from relcadence.cli.picturing import Asked, Picture, bar, room, shade, shades
from relcadence.cli.render import Block, Grid, Line
from relcadence.domain.statistics import Heat
from relcadence.errors import say
from relcadence.language import SHORT_DAYS

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.domain.share import Minutes

LOG_FIRST = "No touch is logged since {day}. Log one: relcadence log NAME --call"
LABEL = 6
NARROWEST = 40


def touches(context: Context, asked: Asked) -> Picture:
    """Touches by weekday and week, or month, as a heat map."""
    from relcadence.domain.statistics import heat_of
    from relcadence.store.queries.statistics import touches_by_day

    heat = heat_of(touches_by_day(context.store, asked.span), asked.span)
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    rows = [(start, *row, sum(row)) for start, row in zip(heat.starts, heat.counts, strict=True)]
    data = [
        {"from_on": start, "touches": total, "by_weekday": dict(zip(days, row, strict=True))}
        for start, *row, total in rows
    ]
    title = context.translate("Touches by week") if asked.span.by == "week" else context.translate("Touches by month")
    return Picture("touches", title, data, ("from_on", *days, "touches"), rows, lambda: _heat(context, asked, heat))


def _heat(context: Context, asked: Asked, heat: Heat) -> list[Block]:
    _ = context.translate
    if not heat.most:
        return [Line(_(LOG_FIRST, day=asked.span.since))]
    known = shades()
    cell = max(2, len(str(max(heat.totals)))) + 1
    most = max(1, (max(context.columns or 80, NARROWEST) - LABEL) // cell)
    lines: list[str] = []
    for at in range(0, len(heat.starts), most):
        band = Heat(heat.starts[at : at + most], heat.counts[at : at + most])
        lines += ([""] if lines else []) + _band(context, band, heat.most, known, asked.span.by, cell)
    first = "{none} none, {few} 1" if heat.most == 1 else "{none} none, {few} few … {many} {most} a day"
    key = _(first, none=known[0], few=known[1], many=known[-1], most=heat.most)
    return [Line("\n".join(lines)), Line(key, "dim")]


def _band(context: Context, heat: Heat, most: int, known: Sequence[str], by: str, cell: int) -> list[str]:
    """The lines of some periods: two of titles, one a weekday, and the sums."""
    from relcadence.domain.text import pad

    _ = context.translate
    above, below = _titles(heat.starts, by)
    lines = [pad("", LABEL) + _cells(above, cell), pad("", LABEL) + _cells(below, cell)]
    for weekday, name in enumerate(SHORT_DAYS):
        marks = [shade(row[weekday], most, known) * 2 for row in heat.counts]
        lines.append(pad(_(name), LABEL) + _cells(marks, cell))
    return [*lines, pad(_("sum"), LABEL) + _cells([str(number) for number in heat.totals], cell)]


def _cells(texts: list[str], cell: int) -> str:
    return "".join(text.rjust(cell - 1) + " " for text in texts).rstrip()


def _titles(starts: tuple[date, ...], by: str) -> tuple[list[str], list[str]]:
    """Above the larger unit where it changes (month, or year), below each period: its first day, or its month."""
    larger = [f"{start:%m}" if by == "week" else f"{start:%y}" for start in starts]
    above = [word if at == 0 or word != larger[at - 1] else "" for at, word in enumerate(larger)]
    return above, [f"{start:%d}" if by == "week" else f"{start:%m}" for start in starts]


def channels(context: Context, asked: Asked) -> Picture:
    """By which channels touches were made, and which came in."""
    from relcadence.store.queries import statistics

    found = statistics.channels(context.store, asked.span)
    total = sum(each.total for each in found)

    def drawn() -> list[Block]:
        _ = context.translate
        if not found:
            return [Line(_(LOG_FIRST, day=asked.span.since))]
        width = room(context, 52)
        rows = [
            [say(each.channel), bar(each.total, found[0].total, width), str(each.total),
             f"{round(100 * each.total / total)} %", str(each.out), str(each.into)]
            for each in found
        ]  # fmt: skip
        return [Grid(("Channel", "", "Touches", "Share", "From you", "From them"), rows, {2, 3, 4, 5})]

    data = [{"channel": each.channel, "touches": each.total, "out": each.out, "in": each.into} for each in found]
    rows = [(each.channel, each.total, each.out, each.into) for each in found]
    title = context.translate("Channels")
    return Picture("channels", title, data, ("channel", "touches", "out", "in"), rows, drawn)


AIM_WIDTH = 40


def time(context: Context, asked: Asked) -> Picture:
    """The share of time that went to people, against the aim; never a percentage where the other time is unknown."""
    from relcadence.domain.share import AIM
    from relcadence.store.queries import share

    minutes = share.minutes(context.store, context.today, asked.span.since)
    data = {**minutes._asdict(), "percent": minutes.percent, "aim": AIM, "since_on": asked.span.since}

    def drawn() -> list[Block]:
        words = Line(time_words(minutes, asked.span.since))
        if minutes.percent is None:
            return [words]
        done, aim = round(AIM_WIDTH * minutes.percent / 100), round(AIM_WIDTH * AIM / 100)
        scale = ("█" * done).ljust(AIM_WIDTH, "·")
        return [Line(f"{scale[:aim]}|{scale[aim:]} {minutes.percent} %"), words]

    columns = ("figure", "value")
    return Picture("time", context.translate("Time"), data, columns, list(data.items()), drawn)


def time_words(minutes: Minutes, since: date) -> str:
    """The 80 % rule in a sentence: a percentage only where the other time is known."""
    from relcadence.domain.share import AIM

    hours, own = round(minutes.people / 60, 1), round(minutes.own / 60, 1)
    values = {"hours": hours, "own": own, "unknown": minutes.unknown, "day": since, "aim": AIM}
    if not minutes.people and not minutes.own:
        return say(
            "No minutes are logged since {day}; log some with --minutes to see where your time goes.", day=since
        )
    if minutes.percent is None:
        return say(
            "{hours} h with people since {day}; no other time logged (touches without minutes: {unknown}).", **values
        )
    return say(
        "{percent} % of the time since {day} went to people (aim {aim} %): {hours} h with them, {own} h on your own "
        "(touches without minutes: {unknown}).",
        percent=minutes.percent, **values,
    )  # fmt: skip


def replies(context: Context, asked: Asked) -> Picture:
    """How quickly what came in was answered, and what still waits."""
    from relcadence.domain.replies import figures
    from relcadence.store.queries import replies as queries

    inbound = queries.reply_times(context.store, asked.span.since)
    sums = figures(inbound, context.today)
    waiting = queries.waiting(context.store, context.today)
    data = {
        **sums._asdict(), "waiting": len(waiting),
        "waiting_for": [
            {"contact": each.contact, "contact_id": each.contact_id, "received_on": each.received_on,
             "channel": each.channel, "days": each.days(context.today)}
            for each in waiting
        ],
    }  # fmt: skip

    def drawn() -> list[Block]:
        _ = context.translate
        if not sums.answered and not waiting:
            return [
                Line(
                    _("Nothing came in that wants an answer. Note what does: relcadence log NAME --in --needs-reply")
                )
            ]
        blocks: list[Block] = []
        if sums.answered:
            words = _("{count} answered; half of them within {days} days, the longest took {longest}.")
            days = f"{sums.median_days:g}"
            blocks.append(Line(words.format(count=sums.answered, days=days, longest=sums.longest_days)))
        if waiting:
            blocks.append(
                Line(_.plural("{number} waits for an answer:", "{number} wait for an answer:", len(waiting)))
            )
            rows = [
                [each.received_on.isoformat(), each.contact, say(each.channel),
                 say("{days} d", days=each.days(context.today))]
                for each in waiting[: asked.most]
            ]  # fmt: skip
            blocks.append(Grid((), rows, {3}))
        return blocks

    rows = [(each.contact, each.received_on, each.channel, each.days(context.today)) for each in waiting]
    columns = ("contact", "received_on", "channel", "days")
    return Picture("replies", context.translate("Replies"), data, columns, rows, drawn)
