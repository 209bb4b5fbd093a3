"""`load`: what the rhythms need in the weeks ahead, what there is room for, and what would mend it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from relcadence.cli import typed
from relcadence.cli.context import Context
from relcadence.cli.day_shown import nobody_yet
from relcadence.cli.params import new_app
from relcadence.cli.render import Blank, Block, Grid, Heading, Line
from relcadence.domain.demand import Planned
from relcadence.domain.gathered import Capacity, Gathered
from relcadence.domain.sentences import cadence_sentence
from relcadence.domain.whatif import WEEKS, Load, WeekLoad, load_of, with_capacity, with_rules
from relcadence.errors import UsageProblem, say, together

app = new_app()
BAR = 32
SHOWN = 12
CapacityOption = Annotated[
    str, typer.Option("--capacity", metavar="N", help="what if you had that many places a day")
]
PresetOption = Annotated[
    str, typer.Option("--preset", metavar="NAME", help="what if the rules were checklist, quarterly, abcd")
]


@app.command("load")
def load_(
    ctx: typer.Context,
    capacity: CapacityOption = "",
    preset: PresetOption = "",
    weeks: Annotated[int, typer.Option("--weeks", metavar="N", min=2, max=52, help="how many weeks ahead")] = WEEKS,
) -> None:
    """What your rhythms need week by week, what you have, who slips, and what would mend it. Nothing is changed."""
    context: Context = ctx.obj
    gathered = _asked(context, capacity, preset, weeks)
    if gathered.capacity.minutes:
        raise UsageProblem("The load is counted in touches; your capacity is in minutes.", "Ask with --capacity 8")
    load = load_of(gathered, weeks=weeks)
    names = _names(context, load)
    context.answer(_as_json(load, names), lambda: _blocks(context, gathered, load, names))


def _asked(context: Context, capacity: str, preset: str, weeks: int) -> Gathered:
    """What was gathered, with the capacity and the rules that are asked about."""
    from relcadence.domain.cadence import PRESETS
    from relcadence.settings import parse_capacity
    from relcadence.store.queries import agenda

    with context.store.snapshot():
        gathered = agenda.gather(context.store, context.today, weeks=weeks, tasks=False)
    if preset:
        gathered = with_rules(gathered, PRESETS[typed.one_of(preset, PRESETS, "preset")])
    if capacity:
        value = typed.understood(parse_capacity, capacity)
        by_weekday = tuple(value.get(day, 0) for day in value) if isinstance(value, dict) else (value,) * 7
        if len(by_weekday) != 7:
            raise UsageProblem("The load is counted in touches.", "Such as --capacity 6 or --capacity 8,fri=4")
        gathered = with_capacity(gathered, Capacity(by_weekday, gathered.capacity.on))
    return gathered


def _names(context: Context, load: Load) -> dict[int, str]:
    from relcadence.store.queries.names import names_of

    slots = [each.slot for week in load.weeks for each in week.slips] + [each.slot for each in load.without_day]
    numbers = {slot.contact_id for slot in slots} | {slot.contact_id for slot, _cadence in load.lengthen or ()}
    return names_of(context.store, numbers)


def _as_json(load: Load, names: dict[int, str]) -> dict[str, Any]:
    return {
        "need": load.need, "have": load.have, "fits": load.fits, "capacity_to_keep_all": load.capacity,
        "clear_on": load.clear_on,
        "weeks": [
            {"monday": week.monday, "wanted": week.wanted, "room": week.room, "by_role": dict(week.by_role),
             "by_level": dict(week.by_level), "slips": [_slip(each, names) for each in week.slips]}
            for week in load.weeks
        ],
        "without_day": [_slip(each, names) for each in load.without_day],
        "lengthen": None if load.lengthen is None else [
            {"contact": names[slot.contact_id], "contact_id": slot.contact_id, "cadence": slot.cadence, "to": longer}
            for slot, longer in load.lengthen
        ],
    }  # fmt: skip


def _slip(each: Planned, names: dict[int, str]) -> dict[str, Any]:
    return {
        "handle": "" if each.projected else f"F{each.slot.slot_id}", "contact": names[each.slot.contact_id],
        "contact_id": each.slot.contact_id, "due_on": each.due.deadline, "projected": each.projected,
        "cadence": each.slot.cadence,
    }  # fmt: skip


def _blocks(context: Context, gathered: Gathered, load: Load, names: dict[int, str]) -> list[Block]:
    _ = context.translate
    if not gathered.slots:
        return [Line(nobody_yet(context) or _("Nobody has a rhythm yet. Roles bring one: relcadence cadence"))]
    if not any(week.room for week in load.weeks):
        words = _("No working day of these weeks has room: the capacity is 0, or all are days off.")
        return [
            Line(words),
            Line(_("Mend it with: relcadence config set capacity 8, or see relcadence config dayoff")),
        ]
    words = _("Your rhythms need {need} touches a week, you have {have}.", need=load.need, have=load.have)
    bars = Grid(("Week of", "", "Wants", "Room", "Slips"), _bars(load.weeks), {2, 3, 4})
    blocks: list[Block] = [Line(words, "bold"), bars]
    blocks.append(Blank())
    blocks.append(Grid(("Week of", "By role", "By level"), [_kinds(week) for week in load.weeks[:4]]))
    slips = [each for week in load.weeks for each in week.slips]
    if slips:
        blocks += [Heading(_("These will slip")), Grid((), [_slip_line(each, names) for each in slips[:SHOWN]])]
        if len(slips) > SHOWN:
            blocks.append(Line(_("… and {number} more", number=len(slips) - SHOWN), "dim"))
        blocks += [Heading(_("What would mend it")), *_mends(context, load, names)]
    if load.clear_on:
        blocks.append(Line(_("The backlog is worked off by {day}.", day=load.clear_on.isoformat())))
    if load.without_day:
        rows = [_slip_line(each, names) for each in load.without_day[:SHOWN]]
        blocks += [Heading(_("No working day in their window")), Grid((), rows)]
    return blocks


def _bars(weeks: list[WeekLoad]) -> list[list[str]]:
    most = max(max(week.wanted, week.room) for week in weeks) or 1
    return [
        [week.monday.isoformat(), "#" * round(BAR * week.wanted / most), str(week.wanted), str(week.room),
         str(len(week.slips) or "")]
        for week in weeks
    ]  # fmt: skip


def _kinds(week: WeekLoad) -> list[str]:
    roles = sorted(week.by_role.items(), key=lambda each: -each[1])
    levels = sorted(week.by_level.items(), reverse=True)
    return [
        week.monday.isoformat(),
        together(say("{role} {number}", role=say(role), number=number) for role, number in roles),
        together(
            say(
                "level {level}: {number}" if level.isdecimal() else "{level}: {number}",
                level=say(level),
                number=number,
            )
            for level, number in levels
        ),
    ]


def _slip_line(each: Planned, names: dict[int, str]) -> list[str]:
    handle = say("projected") if each.projected else f"F{each.slot.slot_id}"
    name, cadence = names[each.slot.contact_id], cadence_sentence(each.slot.cadence)
    return [handle, name, cadence, say("by {day}", day=each.due.deadline)]


def _mends(context: Context, load: Load, names: dict[int, str]) -> list[Block]:
    _ = context.translate
    blocks: list[Block] = [Line(_("A capacity of {number} touches a day keeps all.", number=load.capacity))]
    if load.lengthen is None:
        return [*blocks, Line(_("No lengthening of rhythms is enough."))]
    rows = [
        [names[slot.contact_id], cadence_sentence(slot.cadence), "->", cadence_sentence(longer)]
        for slot, longer in load.lengthen[:SHOWN]
    ]
    many = _("Or these {number} rhythms lengthened; none of them can be left out:", number=len(load.lengthen))
    blocks += [Line(many), Grid((), rows)]
    if len(load.lengthen) > SHOWN:
        blocks.append(Line(_("… and {number} more", number=len(load.lengthen) - SHOWN), "dim"))
    return blocks
