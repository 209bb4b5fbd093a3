"""The user's own calendar read back: past meetings become touches, to-dos ticked off there are done here.

The plan is shown first; what cannot be told for certain is listed, with the words to type.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from relcadence.cli import typed
from relcadence.cli.guard import OR_LOOK, agree, may_touch
from relcadence.cli.render import Block, Grid, Heading, Line
from relcadence.domain.meetings import Ticked, Verdict, decide
from relcadence.domain.people import Touch
from relcadence.errors import BadInput, say, several, together

if TYPE_CHECKING:
    from relcadence.cli.context import Context
    from relcadence.exchange.ics_reader import CalendarRead
    from relcadence.store.changes.writer import Writer

SHOWN = 40
BACK_DAYS = 365
_UUID = 36
_MOST_MINUTES = 10080


class Tick(NamedTuple):
    """An open item that was ticked off: its to-do, its handle, whom it is about, the channel proposed, the day."""

    ticked: Ticked
    handle: str
    contact_id: int
    channel: str
    on: date


class Plan(NamedTuple):
    """What a calendar brings."""

    verdicts: list[Verdict]
    ticks: list[Tick]

    def of(self, kind: str) -> list[Verdict]:
        """The meetings with that verdict."""
        return [verdict for verdict in self.verdicts if verdict.kind == kind]


def import_calendar(context: Context, name: str, data: bytes, *, since: str, dry_run: bool) -> dict[str, Any]:
    """Plan, show and log one calendar; what JSON says of it. Raises BadInput for what is none."""
    from relcadence.cli.zone import zone_of
    from relcadence.exchange.ics_reader import read

    first = typed.past_day(context, since) - timedelta(days=BACK_DAYS)
    zone = zone_of(context)
    try:
        file = read(data, since=first, until=context.today, zone=zone)
    except BadInput as problem:
        raise BadInput(say("{name}: {problem}", name=name, problem=problem.what), problem.hint) from None
    plan = _plan(context, file)
    names = _names(context, plan)
    answer = _answer(name, file, plan, names, dry_run)
    if not context.json:
        _show(context, _blocks(context, name, file, plan, names, first))
    if dry_run or not (plan.of("log") or plan.ticks):
        return answer
    counted = _counted(plan)
    agree(context, context.translate("Log this ({counts})?", counts=counted), hint=OR_LOOK)
    _carry_out(context, plan, f"import {Path(name).name}: {counted}")
    said = context.translate("Logged {counts}. Take it back with: relcadence undo", counts=counted)
    context.say(said)
    return {**answer, "done": True}


def _plan(context: Context, file: CalendarRead) -> Plan:
    from relcadence.store.changes.meetings import is_logged
    from relcadence.store.queries import calendar, meetings

    own = frozenset(filter(None, (str(typed.setting(context, "email")).casefold(),)))
    if not own and any(meeting.people for meeting in file.meetings):
        context.warn(
            context.translate(
                "Your own address is not known, so meetings you declined cannot be told. "
                "Set it: relcadence config set email ADDRESS"
            )
        )
    store = context.store
    with store.snapshot():
        verdicts = decide(file.meetings, meetings.book(store), own, context.now, context.today)
        handles = calendar.handles(store)
        # A birthday has its next slot at once, so the same tick must not tell of that one too.
        new = [
            one for one in file.ticked
            if one.uid[:_UUID] in handles and not is_logged(store, one.uid, one.on or date.min)
        ]  # fmt: skip
        ticks = [_tick(context, handles[one.uid[:_UUID]], one) for one in new]
    return Plan(verdicts, list({tick.handle: tick for tick in ticks}.values()))


def _tick(context: Context, handle: str, ticked: Ticked) -> Tick:
    from relcadence.domain.agenda import propose_channel
    from relcadence.store.changes import items
    from relcadence.store.queries import agenda

    item = items.find(context.store, handle)
    on = min(ticked.on or context.today, context.today)
    if item.letter == "E":
        return Tick(ticked, handle, item.contact_id, agenda.agreed_channel(context.store, item.number), on)
    rule = agenda.rule_of(context.store, item.number) if item.letter == "F" else ""
    who = agenda.who(context.store, [item.contact_id])[item.contact_id]
    return Tick(ticked, handle, item.contact_id, propose_channel(who, rule), on)


def _carry_out(context: Context, plan: Plan, title: str) -> None:
    logged = plan.of("log")
    touched = [number for verdict in logged for number in verdict.contact_ids]
    touched += [tick.contact_id for tick in plan.ticks if not tick.handle.startswith("P")]
    may_touch(context, sorted(set(touched)))
    with context.write("import") as writer:
        writer.title = title
        for verdict in logged:
            _log(writer, verdict)
        for tick in plan.ticks:
            _settle(writer, tick)


def _log(writer: Writer, verdict: Verdict) -> None:
    from relcadence.store.changes import meetings

    met = verdict.meeting
    minutes = min(met.minutes, _MOST_MINUTES) if met.minutes else None
    first, *others = verdict.contact_ids
    touch = Touch(
        first, met.on.isoformat(), verdict.channel, note=met.title, minutes=minutes, private=met.private
    )  # fmt: skip
    meetings.log(writer, met.uid, touch, tuple(others))


def _settle(writer: Writer, tick: Tick) -> None:
    """As `done` does: a promise is kept, the rest is logged with the channel proposed."""
    from relcadence.store.changes import items, meetings, touches

    item = items.find(writer, tick.handle)
    meetings.remember(writer, tick.contact_id, tick.ticked.uid, tick.ticked.on or date.min)
    if item.letter != "P":
        touches.log(writer, Touch(tick.contact_id, tick.on.isoformat(), tick.channel))
    items.close(writer, item)


def _names(context: Context, plan: Plan) -> dict[int, str]:
    numbers = {number for verdict in plan.verdicts for number in verdict.contact_ids}
    numbers |= {tick.contact_id for tick in plan.ticks}
    from relcadence.store.queries.names import names_of

    return names_of(context.store, numbers)


def _counted(plan: Plan) -> str:
    met, done = len(plan.of("log")), len(plan.ticks)
    parts = [
        several("{number} meeting", "{number} meetings", met) if met else "",
        several("{number} item done", "{number} items done", done) if done else "",
    ]
    return together(filter(None, parts)) or say("nothing")


def _blocks(
    context: Context, name: str, file: CalendarRead, plan: Plan, names: dict[int, str], since: date
) -> list[Block]:
    _ = context.translate
    skipped = Counter(verdict.reason for verdict in plan.of("skip"))
    blocks: list[Block] = [Heading(together((name, _counted(plan)), ": "))]
    told = [say("from {day}", day=since), say("{number} known already", number=len(plan.of("same")))]
    told += [say("{count} {why}", count=count, why=why) for why, count in sorted(skipped.items())]
    blocks.append(Line(together(told, "; "), "dim"))
    if rows := [_row(verdict, names) for verdict in plan.of("log")]:
        blocks += [Grid((), rows[:SHOWN]), *_more(context, len(rows))]
    if plan.ticks:
        blocks.append(Heading(_("Ticked off")))
        blocks.append(Grid((), [[tick.handle, names[tick.contact_id], tick.on.isoformat()] for tick in plan.ticks]))
    if review := plan.of("review"):
        blocks.append(Heading(_("To look at yourself: relcadence log NAME --meeting --on DATE")))
        blocks.append(Grid((), [_review(verdict, names) for verdict in review[:SHOWN]]))
        blocks += _more(context, len(review))
    blocks += [
        Line(say("line {line}: {reason}", line=note.line, reason=note.reason), "yellow")
        for note in file.notes[:SHOWN]
    ]
    return blocks


def _more(context: Context, count: int) -> list[Block]:
    if count <= SHOWN:
        return []
    return [Line(context.translate("… and {number} more", number=count - SHOWN), "dim")]


def _row(verdict: Verdict, names: dict[int, str]) -> list[str]:
    met = verdict.meeting
    who = ", ".join(names[number] for number in verdict.contact_ids)
    return [
        met.on.isoformat(),
        say(verdict.channel),
        who,
        say("{minutes} min", minutes=met.minutes) if met.minutes else "",
        met.title,
    ]


def _review(verdict: Verdict, names: dict[int, str]) -> list[str]:
    candidates = ", ".join(f"#{number} {names[number]}" for number in verdict.contact_ids)
    return [verdict.meeting.on.isoformat(), verdict.meeting.title, verdict.reason, candidates]


def _answer(name: str, file: CalendarRead, plan: Plan, names: dict[int, str], dry_run: bool) -> dict[str, Any]:
    """What JSON says of one calendar."""
    counts = Counter(verdict.kind for verdict in plan.verdicts)
    return {
        "file": name,
        "format": "ics",
        "notes": [],
        "dry_run": dry_run,
        "done": False,
        "counts": {
            "create": counts["log"], "same": counts["same"], "review": counts["review"], "skip": counts["skip"],
            "done": len(plan.ticks),
        },
        "actions": [
            {
                "action": verdict.kind, "on": verdict.meeting.on, "title": verdict.meeting.title,
                "channel": verdict.channel, "minutes": verdict.meeting.minutes, "reason": verdict.reason,
                "contacts": [{"id": number, "name": names[number]} for number in verdict.contact_ids],
            }
            for verdict in plan.verdicts
        ],
        "ticked": [{"handle": tick.handle, "contact": names[tick.contact_id], "on": tick.on} for tick in plan.ticks],
        "problems": [note._asdict() for note in file.notes],
    }  # fmt: skip


def _show(context: Context, blocks: list[Block]) -> None:
    context.show(blocks)
