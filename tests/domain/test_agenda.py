"""The agenda: which section a row stands in, what it says, and never two rows about one slot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcadence.domain.agenda import (
    Row,
    Today,
    Who,
    calendar_of,
    pick_today,
    propose_channel,
    reach_for,
    shown_until,
    span_of,
    today_of,
)
from relcadence.domain.cadence import parse_cadence
from relcadence.domain.gathered import Capacity, Dated, Gathered, OpenSlot
from relcadence.domain.planning import plan_ahead
from relcadence.domain.reasons import Reason, word
from relcadence.domain.rhythm import Ground, first_due
from relcadence.domain.workdays import Workdays

D = date.fromisoformat
DAY = timedelta(days=1)
TODAY = D("2026-11-23")  # a Monday
SINCE = D("2026-01-01")
NOBODY = Who(**dict.fromkeys(Who._fields, ""))
PLAIN = NOBODY._replace(phone="555 0100", email="a@law.example", address="1 Main St", handle="wx:a")


def slot(number: int, last: str = "2026-11-18", cadence: str = "weekly", **more: Any) -> OpenSlot:
    """The open slot of the contact of the same number, after its last touch ("" = never reached)."""
    rhythm = parse_cadence(cadence)
    assert rhythm
    since = more.pop("since", SINCE if last else TODAY)
    workdays = more.pop("workdays", Workdays())
    due = first_due(rhythm, Ground(workdays, since), last=D(last) if last else None, after=None, number=number)
    assert due
    told = {"role": "client", "rule": "role client", "last_on": last, "snoozed": None, **more}
    return OpenSlot(number, number, due, cadence=cadence, since=since, **told)


def promise(number: int, on: str, contact: int = 1, text: str = "send the draft") -> Dated:
    return Dated("promise", number, contact, D(on), text)


def birthday(number: int, on: str, contact: int = 1, turns: int | None = None) -> Dated:
    return Dated("occasion", number, contact, D(on), "", "birthday", turns)


def meeting(number: int, on: str, contact: int = 1) -> Dated:
    return Dated("event", number, contact, D(on), "lease", "meeting")


def gathered(*items: OpenSlot | Dated, today: date = TODAY, places: int = 8, made: int = 0, **more: Any) -> Gathered:
    slots = [item for item in items if isinstance(item, OpenSlot)]
    dated = [item for item in items if isinstance(item, Dated)]
    workdays = more.pop("workdays", Workdays())
    return Gathered(today, workdays, Capacity((places,) * 7, more.pop("on", {})), made, slots, dated)


def people(known: Gathered) -> Mapping[int, Who]:
    numbers = {item.contact_id for item in (*known.slots, *known.dated)}
    return {number: PLAIN._replace(name=f"No {number}") for number in numbers}


def agenda(known: Gathered, most_ahead: int | None = None) -> Today:
    plan = plan_ahead(known)
    picked = pick_today(known, plan, most_ahead)
    who = people(known)
    assert picked.contacts() <= set(who)
    return today_of(known, plan, picked, {number: who[number] for number in picked.contacts()})


def handles(rows: list[Row]) -> list[str]:
    return [row.handle for row in rows]


def test_an_empty_book_has_an_empty_agenda() -> None:
    today = agenda(gathered())
    assert today.empty()
    assert (today.capacity, today.made, today.working_day, today.more, today.clear_on) == (8, 0, True, 0, None)


def test_what_is_to_be_reached_today_stands_overdue_first_then_by_weight() -> None:
    today = agenda(
        gathered(
            slot(1, "2026-11-16", role="connection"),
            slot(2, "2026-11-16", level=3),
            slot(3, "2026-11-02", role="connection"),
            slot(4, "2026-11-18"),
        )
    )
    assert handles(today.to_reach) == ["F3", "F2", "F1"]
    assert [row.state for row in today.to_reach] == ["overdue", "today", "today"]
    assert handles(today.coming_up)[0] == "F4"
    assert (today.coming_up[0].planned_on, today.coming_up[0].state) == (D("2026-11-25"), "soon")


def test_a_row_tells_who_why_and_how() -> None:
    (row,) = agenda(gathered(slot(1, "2026-11-02"))).to_reach
    assert row == Row(
        handle="F1", kind="slot", contact="No 1", contact_id=1, planned_on=TODAY, due_on=D("2026-11-27"),
        state="overdue", projected=False,
        reason=Reason("slot.missed", {"cadence": "weekly", "missed": 2, "days": 21}), move="call",
        point="weekly-client", channel="call", last_touch=None, reach="555 0100",
    )  # fmt: skip
    assert word(row.reason) == "weekly; last reached 21 days ago, 2 missed"


WHY = [
    (slot(1, "2026-11-16"), "weekly; last reached 7 days ago"),
    (slot(1, "2026-11-02"), "weekly; last reached 21 days ago, 2 missed"),
    (slot(5, "", since=TODAY), "weekly; not reached yet"),
    (slot(1, "", since=D("2026-11-02")), "weekly; not reached yet, 3 missed"),
    (slot(1, "2026-11-22", "every 1 days"), "every 1 day; last reached yesterday"),
]  # fmt: skip


@pytest.mark.parametrize(("open_slot", "why"), WHY)
def test_why_now(open_slot: OpenSlot, why: str) -> None:
    known = gathered(open_slot._replace(cadence=str(parse_cadence(open_slot.cadence))))
    assert word(agenda(known).to_reach[0].reason) == why


DATED = [
    (promise(1, "2026-11-20"), "promises", "overdue", "promised, 3 days over: send the draft"),
    (promise(1, "2026-11-22"), "promises", "overdue", "promised, 1 day over: send the draft"),
    (promise(1, "2026-11-23"), "promises", "today", "promised for today: send the draft"),
    (promise(1, "2026-11-24"), "promises", "soon", "promised tomorrow: send the draft"),
    (promise(1, "2026-11-30"), "promises", "soon", "promised in 7 days: send the draft"),
    (promise(1, "2026-12-01"), None, "", ""),
    (birthday(1, "2026-11-23", turns=40), "dated", "today", "birthday today, turns 40 (a round one)"),
    (birthday(1, "2026-11-23"), "dated", "today", "birthday today"),
    (birthday(1, "2026-11-25", turns=40), "coming_up", "soon", "birthday in 2 days, turns 40 (a round one)"),
    (birthday(1, "2026-11-30"), "coming_up", "soon", "birthday in 7 days"),
    (birthday(1, "2026-12-01"), None, "", ""),
    (meeting(1, "2026-11-23"), "dated", "today", "meeting today: lease"),
    (meeting(1, "2026-11-20"), "dated", "overdue", "meeting was 3 days ago; did it take place? lease"),
    (meeting(1, "2026-11-24"), "coming_up", "soon", "meeting tomorrow: lease"),
]


@pytest.mark.parametrize(("item", "section", "state", "why"), DATED)
def test_where_a_dated_item_stands(item: Dated, section: str | None, state: str, why: str) -> None:
    today = agenda(gathered(item))
    sections = {name for name in ("promises", "dated", "to_reach", "coming_up", "slipping") if getattr(today, name)}
    assert sections == ({section} if section else set())
    if section:
        (row,) = getattr(today, section)
        assert (row.state, word(row.reason), row.planned_on, row.due_on) == (state, why, item.due_on, item.due_on)
        assert row.handle == {"promise": "P1", "occasion": "O1", "event": "E1"}[item.kind]


def test_a_meeting_whose_day_passed_comes_first_and_promises_by_day() -> None:
    today = agenda(
        gathered(
            birthday(1, "2026-11-23", contact=1), meeting(2, "2026-11-19", contact=2),
            promise(3, "2026-11-25", contact=3), promise(4, "2026-11-19", contact=4),
        )
    )  # fmt: skip
    assert handles(today.dated) == ["E2", "O1"]
    assert handles(today.promises) == ["P4", "P3"]


def test_on_a_friday_the_days_off_that_follow_stand_with_today() -> None:
    known = gathered(birthday(1, "2026-11-29"), birthday(2, "2026-11-30", contact=2), today=D("2026-11-27"))
    today = agenda(known)
    assert (handles(today.dated), handles(today.coming_up)) == (["O1"], ["O2"])
    with_holiday = known._replace(workdays=Workdays(off=frozenset({D("2026-11-30")})))
    assert handles(agenda(with_holiday).dated) == ["O1", "O2"]


def test_on_a_day_off_there_are_no_slots() -> None:
    today = agenda(gathered(slot(1, "2026-11-09"), promise(1, "2026-11-22", contact=2), today=D("2026-11-22")))
    assert (today.working_day, today.to_reach, handles(today.promises)) == (False, [], ["P1"])
    assert handles(today.coming_up)[0] == "F1"


def test_no_more_than_the_day_holds_and_the_rest_if_time_is_left() -> None:
    slots = [slot(number, "2026-11-09") for number in range(1, 7)]
    today = agenda(gathered(*slots, places=2))
    assert len(today.to_reach) == 2
    assert len(today.if_time_left) == 3
    assert not set(handles(today.to_reach)) & set(handles(today.if_time_left))


def test_dated_items_and_touches_made_take_places_of_the_day() -> None:
    slots = [slot(number, "2026-11-09") for number in range(1, 7)]
    known = gathered(
        *slots, promise(1, "2026-11-20", contact=8), birthday(2, "2026-11-23", contact=9), places=5, made=1
    )
    today = agenda(known)
    assert (len(today.to_reach), today.made, today.capacity) == (2, 1, 5)
    assert agenda(known._replace(made=9)).to_reach == []


def test_a_single_day_may_hold_another_number() -> None:
    slots = [slot(number, "2026-11-09") for number in range(1, 7)]
    today = agenda(gathered(*slots, on={TODAY: 1}))
    assert (len(today.to_reach), today.capacity) == (1, 1)


def test_of_what_comes_up_only_the_first_are_told_and_the_rest_is_counted() -> None:
    items = [birthday(number, f"2026-11-{24 + number % 6}", contact=number) for number in range(1, 10)]
    today = agenda(gathered(*items), most_ahead=4)
    assert (len(today.coming_up), today.more) == (4, 5)
    assert [row.due_on for row in today.coming_up] == sorted(item.due_on for item in items)[:4]


def test_a_meeting_to_come_stands_for_the_slot() -> None:
    today = agenda(gathered(slot(1, "2026-11-09"), meeting(1, "2026-11-26")))
    assert today.to_reach == []
    assert handles(today.coming_up)[0] == "E1"


def test_until_a_meeting_nothing_else_is_proposed() -> None:
    known = gathered(slot(1, "2026-11-18"), meeting(1, "2026-12-16"))
    rows = span_of(known, plan_ahead(known), people(known), D("2026-12-16"))
    assert handles(rows) == ["E1"]


def test_a_birthday_in_the_window_is_the_touch_of_that_slot() -> None:
    today = agenda(gathered(slot(1, "2026-11-18"), birthday(1, "2026-11-26")))
    assert [row.handle for row in today.coming_up if not row.projected] == ["O1"]
    after = agenda(gathered(slot(1, "2026-11-18"), birthday(1, "2026-11-28")))
    assert [row.handle for row in after.coming_up if not row.projected] == ["F1", "O1"]


def test_no_routine_touch_on_the_day_of_a_promise_to_the_same_person() -> None:
    known = gathered(slot(1, "2026-11-16"), promise(1, "2026-11-23"))
    (planned,) = [
        row for row in span_of(known, plan_ahead(known), people(known), D("2026-11-27")) if row.kind == "slot"
    ]
    assert planned.planned_on == D("2026-11-24")


@pytest.mark.parametrize("owed", ["2026-11-23", "2026-11-20", "2026-10-01"])
@pytest.mark.parametrize("last", ["2026-11-16", "2026-11-02", "2026-08-03"])
@pytest.mark.parametrize("today", ["2026-11-23", "2026-11-27"])  # a Monday, and the last day of a week's window
def test_a_promise_that_is_owed_is_the_only_reminder_of_its_day(owed: str, last: str, today: str) -> None:
    shown = agenda(gathered(slot(1, last), promise(1, owed), today=D(today)))
    assert handles(shown.promises) == ["P1"]
    assert shown.to_reach == shown.if_time_left == shown.slipping == []


@pytest.mark.parametrize(
    ("late", "places", "expected"),
    [(0, 8, None), (1, 8, D("2026-11-23")), (3, 2, D("2026-11-24")), (60, 1, None)],
)
def test_the_day_that_clears_the_backlog(late: int, places: int, expected: date | None) -> None:
    slots = [slot(number, "2026-11-02" if number <= late else "2026-11-18") for number in range(1, late + 2)]
    assert agenda(gathered(*slots, places=places)).clear_on == expected


def test_a_slot_without_a_day_slips_and_is_told() -> None:
    known = gathered(
        *(slot(number, "2026-11-16", level=4) for number in range(1, 7)), slot(7, "2026-11-16"), places=1
    )
    today = agenda(known)
    shown = handles(today.to_reach) + handles(today.if_time_left) + handles(today.slipping)
    assert "F7" in shown
    assert len(shown) == len(set(shown))


PROPOSED = [
    # (preferred, phone, email, the last channel, rule) -> channel
    ("message", "1", "e", "", "role client", "message"),
    ("", "1", "e", "", "role client", "call"),
    ("", "1", "e", "call", "role client", "email"),
    ("", "1", "e", "email", "role client", "call"),
    ("", "", "e", "email", "role client", "email"),
    ("", "1", "", "call", "role client", "call"),
    ("", "", "", "", "role client", "message"),
    ("", "1", "e", "call", "role referrer", "call"),
    ("", "", "", "", "role referrer", "call"),
    ("email", "1", "e", "call", "role client", "email"),
]


@pytest.mark.parametrize(("preferred", "phone", "email", "last", "rule", "channel"), PROPOSED)
def test_the_channel_proposed(preferred: str, phone: str, email: str, last: str, rule: str, channel: str) -> None:
    who = NOBODY._replace(channel=preferred, phone=phone, email=email, last_channel=last)
    assert propose_channel(who, rule) == channel


def test_the_round_of_referrers_is_proposed_in_person() -> None:
    assert propose_channel(PLAIN._replace(channel="email"), "role referrer") in ("call", "visit", "meeting", "meal")


REACHED = [
    ("call", "555 0100"),
    ("visit", "555 0100"),
    ("email", "a@law.example"),
    ("article", "a@law.example"),
    ("letter", "1 Main St"),
    ("card", "1 Main St"),
    ("message", "wx:a"),
]


@pytest.mark.parametrize(("channel", "reach"), REACHED)
def test_the_address_to_use(channel: str, reach: str) -> None:
    assert reach_for(PLAIN, channel) == reach
    posted = channel in ("letter", "card")
    assert reach_for(NOBODY._replace(email="a@law.example"), channel) == ("" if posted else "a@law.example")
    assert reach_for(NOBODY, channel) == ""


def test_the_last_touch_in_a_few_words() -> None:
    known = gathered(slot(1, "2026-11-16"))
    plan = plan_ahead(known)
    told = {"last_on": "2026-11-16", "last_channel": "call", "last_direction": "in", "last_note": "the lease: {x}"}
    (row,) = span_of(known, plan, {1: PLAIN._replace(**told)}, TODAY)
    assert row.last_touch
    assert word(row.last_touch) == "2026-11-16 call from them: the lease: {x}"


def test_words_are_translated_as_whole_sentences() -> None:
    told = {"{cadence}; last reached {ago}": "{cadence}，{ago}联系过", "{days} days ago": "{days}天前"}
    reason = Reason("slot.due", {"cadence": "weekly", "missed": 0, "days": 7})
    assert word(reason, lambda text: told.get(text, text)) == "weekly，7天前联系过"


def test_a_span_holds_later_windows_without_a_handle() -> None:
    known = gathered(slot(1, "2026-11-18"), promise(1, "2026-11-20", contact=2))
    rows = span_of(known, plan_ahead(known), people(known), D("2026-12-06"))
    assert [(row.handle, row.planned_on, row.projected) for row in rows] == [
        ("P1", D("2026-11-20"), False),
        ("F1", D("2026-11-25"), False),
        ("", D("2026-12-02"), True),
    ]


def test_a_calendar_shows_every_open_slot_even_without_a_day() -> None:
    slots = [slot(number, "2026-11-16") for number in range(1, 9)]
    known = gathered(*slots, places=1)
    rows = calendar_of(known, plan_ahead(known), people(known), D("2026-12-31"))
    assert sorted(handles(rows)) == sorted(f"F{number}" for number in range(1, 9))
    assert all(row.planned_on and row.planned_on >= TODAY for row in rows)


NUMBERS = st.integers(1, 12)
ITEMS = st.lists(
    st.one_of(
        st.builds(promise, NUMBERS, st.dates(D("2026-11-10"), D("2026-12-20")).map(str), NUMBERS),
        st.builds(birthday, NUMBERS, st.dates(TODAY, D("2026-12-20")).map(str), NUMBERS),
        st.builds(meeting, NUMBERS, st.dates(D("2026-11-10"), D("2026-12-20")).map(str), NUMBERS),
    ),
    max_size=6,
)
SLOTS = st.lists(
    st.tuples(
        st.dates(D("2026-08-01"), TODAY).map(str),
        st.sampled_from(["weekly", "biweekly", "monthly", "every 3 days", "quarterly"]),
        st.none() | st.dates(TODAY + DAY, D("2026-12-20")),
    ),
    max_size=12,
)


@given(SLOTS, ITEMS, st.integers(0, 5), st.integers(0, 6), st.sampled_from([TODAY, D("2026-11-28")]))
def test_nobody_stands_twice_and_nothing_overdue_is_lost(
    drawn: list[tuple[str, str, date | None]], items: list[Dated], places: int, made: int, day: date
) -> None:
    slots = [
        slot(number, last, cadence, snoozed=snoozed) for number, (last, cadence, snoozed) in enumerate(drawn, start=1)
    ]
    known = gathered(*slots, *items, places=places, made=made, today=day)
    plan = plan_ahead(known)
    picked = pick_today(known, plan)
    today = today_of(known, plan, picked, people(known))
    sections = (today.to_reach, today.if_time_left, today.slipping, today.coming_up)
    shown = [row.handle for rows in sections for row in rows if row.kind == "slot" and not row.projected]
    assert len(shown) == len(set(shown))
    assert len(today.to_reach) <= max(0, places - made)
    assert today.working_day or not today.to_reach
    owed = {item.contact_id for item in items if item.kind == "promise" and item.due_on <= day}
    met = owed | {item.contact_id for item in items if item.kind in ("event", "occasion")}
    for each in plan.planned:
        if each.overdue and not each.projected and each.slot.contact_id not in met and not each.slot.snoozed:
            late = each.day is None or each.day <= day + DAY * 7
            assert f"F{each.slot.slot_id}" in shown or not late
    calendar = calendar_of(known, plan, people(known), day + DAY * 20)
    promises = {(item.contact_id, item.due_on) for item in items if item.kind == "promise"}
    assert not promises & {(row.contact_id, row.planned_on) for row in calendar if row.kind == "slot"}
    until = day + DAY * 20
    rows = span_of(known, plan, people(known), until)
    assert {row.contact_id for row in rows} <= shown_until(known, plan, until)
    keys = [(row.contact_id, row.planned_on) for row in rows if row.kind == "slot"]
    assert len(keys) == len(set(keys))
    assert [row.planned_on for row in rows] == sorted(row.planned_on or day for row in rows)
