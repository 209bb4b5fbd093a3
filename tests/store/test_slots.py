"""The open slot: one for each owner, closed where the next is opened, under a handle that is never used again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from relcadence.domain.people import DoNotContact
from relcadence.domain.planning import plan_ahead
from relcadence.errors import NotFound, UsageProblem
from relcadence.store.changes import items, people, practice, touches
from relcadence.store.queries import agenda

from .conftest import TODAY, Book

D = date.fromisoformat


@pytest.fixture(autouse=True)
def checked(book: Book):  # type: ignore[no-untyped-def]
    """After every test the kept values are those that follow from the facts."""
    yield
    book.check()


def start(book: Book, number: int) -> str:
    due = book.due(number)
    assert due
    return due.start


def test_whoever_has_a_rhythm_has_one_open_slot(book: Book) -> None:
    client, quiet = book.add("Wang Li", "client"), book.add("Chen Bo", "assistant")
    due = book.due(client)
    assert due
    assert (due.cadence, due.start, due.deadline, due.since) == ("weekly", "2026-11-23", "2026-11-27", "2026-11-23")
    assert book.due(quiet) is None
    assert book.open_slots() == {client: due.slot_id}


def test_a_touch_in_the_window_closes_the_slot_and_opens_the_next(book: Book) -> None:
    number = book.add("Wang Li", "client")
    first = book.due(number)
    book.log(number)
    second = book.due(number)
    assert first and second
    assert (second.start, second.slot_id > first.slot_id) == ("2026-11-30", True)
    closed = book.rows("SELECT closed_on, outcome FROM slot WHERE id = :id", id=first.slot_id)
    assert closed == [("2026-11-23", "done")]
    journal = book.rows("SELECT DISTINCT journal_id FROM journal_row WHERE table_name = 'slot' ORDER BY 1")
    assert journal == [(2,), (3,)]  # closed and opened in the change set of the touch


def test_a_second_touch_in_the_same_window_changes_nothing(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.log(number)
    before = book.due(number)
    book.wait(2)
    book.log(number, channel="meal")
    assert book.due(number)._replace() == before  # type: ignore[union-attr]
    assert book.value("SELECT count(*) FROM slot") == 2


def test_a_touch_of_an_older_day_leaves_the_slot(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.wait(14)
    book.log(number)
    before, handles = book.due(number), book.rows("SELECT id, closed_on FROM slot")
    for days in (1, 7, 8, 30):
        book.log(number, book.today - timedelta(days=days))
        assert book.due(number) == before
    assert book.rows("SELECT id, closed_on FROM slot") == handles


def test_a_touch_from_before_the_rhythm_leaves_the_handle(book: Book) -> None:
    number = book.add("Wang Li", "client")
    before = book.handle(number)
    book.log(number, "2026-11-10")
    assert book.handle(number) == before
    assert start(book, number) == "2026-11-23"


def test_a_later_touch_that_was_logged_first_is_the_last_touch(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.wait(21)
    book.log(number, "2026-12-10")
    book.log(number, "2026-12-01")
    assert start(book, number) == "2026-12-14"
    assert book.rows("SELECT touches, last_on, last_touch_id FROM standing") == [(2, "2026-12-10", 1)]


def test_undoing_the_newest_touch_opens_the_same_handle_again(book: Book) -> None:
    number = book.add("Wang Li", "client")
    before = book.due(number)
    book.log(number)
    after = book.due(number)
    book.undo()
    assert book.due(number) == before
    book.log(number)
    again = book.due(number)
    assert before and after and again
    assert again.start == after.start
    assert len({before.slot_id, after.slot_id, again.slot_id}) == 3  # the handle between is gone for good


def test_deleting_the_newest_touch_moves_the_slot_back(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.log(number)
    book.wait(7)
    newest = book.log(number)
    assert start(book, number) == "2026-12-07"
    book.delete("touch", newest)
    assert start(book, number) == "2026-11-30"
    assert len(book.open_slots()) == 1


def test_a_handle_is_never_used_again(book: Book) -> None:
    number = book.add("Wang Li", "client")
    seen = {book.handle(number)}
    for _ in range(3):
        book.log(number)
        assert book.handle(number) not in seen
        seen.add(book.handle(number))
        book.undo()
        book.wait(7)
    book.undo(2)
    for key, contact in book.rows("SELECT id, contact_id FROM slot"):
        assert contact == number, key
    other = book.add("Chen Bo", "client")
    assert book.handle(other) not in seen


def test_a_closed_handle_is_told_and_closes_nothing(book: Book) -> None:
    number = book.add("Wang Li", "client")
    handle = book.handle(number)
    book.done(handle)
    before = book.facts()
    with pytest.raises(NotFound, match=r"closed \(done\)"):
        book.done(handle)
    assert book.facts() == before


@pytest.mark.parametrize("handle", ["F0", "F99", "O1", "P1", "E1", "F999999999999999"])
def test_a_handle_that_never_was_is_not_found(book: Book, handle: str) -> None:
    book.add("Wang Li", "client")
    with pytest.raises(NotFound):
        book.read(lambda store: items.find(store, handle))


@pytest.mark.parametrize("handle", ["", "12", "X1", "F", "F1x", "F-1", "F1 F2", "FF1"])
def test_what_is_no_handle(book: Book, handle: str) -> None:
    with pytest.raises(UsageProblem):
        book.read(lambda store: items.find(store, handle))


def test_done_in_its_window_closes_it_once(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.done(book.handle(number))
    assert start(book, number) == "2026-11-30"
    assert book.value("SELECT count(*) FROM slot") == 2


def test_done_before_its_window_closes_it(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.log(number)
    handle = book.handle(number)
    book.wait(2)
    book.done(handle)
    assert start(book, number) == "2026-12-07"
    assert book.rows("SELECT after_on FROM slot WHERE closed_on = ''") == [("2026-12-06",)]
    assert book.value("SELECT count(*) FROM slot") == 3


def test_done_after_a_missed_window_keeps_the_present_one(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.wait(16)
    book.done(book.handle(number))
    assert start(book, number) == "2026-12-14"


def test_skip_closes_the_window_of_today(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.skip(book.handle(number))
    assert start(book, number) == "2026-11-30"
    assert book.rows("SELECT outcome FROM slot ORDER BY id") == [("skipped",), ("",)]


def test_skip_of_an_overdue_slot_closes_the_missed_windows_and_the_present_one(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.wait(16)
    book.skip(book.handle(number))
    assert start(book, number) == "2026-12-14"


def test_skip_in_a_quiet_week_closes_the_window_that_the_agenda_shows(book: Book) -> None:
    number = book.add("Wang Li", "client", quiet="2026-12-07..2026-12-13")
    book.log(number)
    book.today = D("2026-12-09")
    plan = plan_ahead(book.read(lambda store: agenda.gather(store, book.today, tasks=False)))
    (row,) = [each for each in plan.planned if not each.projected]
    assert (row.due.start, row.due.deadline, row.missed) == (D("2026-12-14"), D("2026-12-18"), 1)
    book.skip(book.handle(number))
    due = book.due(number)
    assert due and due.start == "2026-12-21"


def test_a_skip_is_remembered_when_the_touch_after_it_is_deleted(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.skip(book.handle(number))
    book.wait(7)
    newest = book.log(number)
    book.delete("touch", newest)
    assert start(book, number) == "2026-11-30"


def test_a_touch_moved_to_another_contact_is_theirs(book: Book) -> None:
    one, two = book.add("Wang Li", "client"), book.add("Chen Bo", "client")
    key = book.log(one)
    book.change(lambda writer: writer.change("touch", key, contact_id=two))
    assert (start(book, one), start(book, two)) == ("2026-11-23", "2026-11-30")


def test_snooze_stays_with_the_slot_and_goes_with_it(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.snooze(book.handle(number), D("2026-11-26"))
    due = book.due(number)
    assert due and (due.snoozed, due.start) == ("2026-11-26", "2026-11-23")
    book.log(number)
    after = book.due(number)
    assert after and (after.snoozed, after.start) == ("", "2026-11-30")


def test_snooze_to_a_day_that_does_not_lie_ahead_is_refused(book: Book) -> None:
    number = book.add("Wang Li", "client")
    with pytest.raises(UsageProblem):
        book.snooze(book.handle(number), TODAY)


def test_a_try_puts_off_by_two_working_days_and_keeps_nothing(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.wait(3)
    before = book.due(number)
    book.log(number, tried=True)
    due = book.due(number)
    assert before and due
    assert due == before._replace(snoozed="2026-11-30")
    assert book.rows("SELECT touches, last_on FROM standing") == [(1, "")]  # nobody was reached


def test_a_try_of_an_older_day_puts_off_from_that_day(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.log(number, "2026-11-02", tried=True)
    due = book.due(number)
    assert due and due.snoozed <= "2026-11-04"


def test_a_try_never_brings_a_snoozed_slot_forward(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.snooze(book.handle(number), D("2026-12-10"))
    book.log(number, tried=True)
    due = book.due(number)
    assert due and due.snoozed == "2026-12-10"


@pytest.mark.parametrize("what", [{"tried": True}, {"mass": True}, {"channel": "email", "direction": "in"}])
def test_what_reached_nobody_keeps_no_slot(book: Book, what: dict[str, object]) -> None:
    number = book.add("Wang Li", "client")
    before = book.handle(number)
    book.log(number, **what)  # type: ignore[arg-type]
    assert (book.handle(number), start(book, number)) == (before, "2026-11-23")


def test_the_round_of_referrers_asks_for_a_voice(book: Book) -> None:
    number = book.add("Wang Li", "referrer")
    book.wait(7)
    before = book.handle(number)
    book.log(number, channel="email")
    assert book.handle(number) == before
    book.log(number, channel="call", direction="in")
    assert book.handle(number) != before


def test_an_appointment_is_no_touch(book: Book) -> None:
    number = book.add("Wang Li", "client")
    before = book.due(number)
    book.change(touches.appoint, number, TODAY + timedelta(days=1))
    assert book.due(number) == before
    with pytest.raises(UsageProblem):
        book.change(touches.appoint, number, TODAY - timedelta(days=1))


def proposed(book: Book, *numbers: int) -> list[tuple[int, date | None]]:
    """The slots of these contacts in the plan, with their days."""
    plan = book.read(lambda store: plan_ahead(agenda.gather(store, book.today)))
    return [(each.slot.contact_id, each.day) for each in plan.planned if each.slot.contact_id in numbers]


def test_an_appointment_far_ahead_stands_for_the_slot_too(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.change(touches.appoint, number, TODAY + timedelta(days=70))
    assert proposed(book, number) == []


def test_an_appointment_with_any_member_stands_for_the_slot_of_the_account(book: Book) -> None:
    one, two = book.add("Wang Li", "client", account="Wang & Co"), book.add("Chen Bo", account="Wang & Co")
    friday = TODAY + timedelta(days=4)
    book.change(touches.appoint, two, friday)
    assert [on for _number, on in proposed(book, one, two) if on and on <= friday] == []


def test_a_touch_to_come_is_refused(book: Book) -> None:
    number = book.add("Wang Li", "client")
    with pytest.raises(UsageProblem, match="still to come"):
        book.log(number, "2026-11-24")


def test_a_touch_with_several_keeps_the_slot_of_each(book: Book) -> None:
    one, two = book.add("Wang Li", "client"), book.add("Chen Bo", "client")
    first = book.log(one, channel="meal", others=(two,), minutes=90)
    assert (start(book, one), start(book, two)) == ("2026-11-30", "2026-11-30")
    assert book.rows("SELECT contact_id, minutes, together FROM touch ORDER BY id") == [
        (one, 90, None), (two, None, first),
    ]  # fmt: skip


RESTING = [
    {"status": "dormant"},
    {"status": "archived"},
    {"do_not_contact": DoNotContact("2026-11-23", "asked")},
    {"cadence": "none"},
    {"roles": ("assistant",)},
]


@pytest.mark.parametrize("rest", RESTING)
def test_whoever_rests_has_nothing_due_and_gets_it_back(book: Book, rest: dict[str, object]) -> None:
    number = book.add("Wang Li", "client", birthday="--12-01")
    slot = book.handle(number)
    book.edit(number, **rest)
    assert book.due(number) is None
    book.wait(30)
    book.edit(number, status="active", do_not_contact=None, cadence="", roles=("client",))
    due = book.due(number)
    assert due and (due.start, due.since) == ("2026-12-21", "2026-12-23")
    assert len(book.open_slots()) == 1
    assert slot.startswith("F")


@pytest.mark.parametrize("rest", RESTING[1:3])
def test_nobody_is_congratulated_who_is_archived_or_not_to_be_contacted(book: Book, rest: dict[str, object]) -> None:
    number = book.add("Wang Li", "client", birthday="--12-01")
    assert book.value("SELECT count(*) FROM occasion_on") > 4
    book.edit(number, **rest)
    assert book.value("SELECT count(*) FROM occasion_on") == 0


def test_a_message_that_comes_in_wakes_the_dormant(book: Book) -> None:
    number = book.add("Wang Li", "client", status="dormant")
    assert book.due(number) is None
    book.wait(10)
    book.log(number, channel="email")
    assert book.due(number) is None
    book.log(number, channel="email", direction="in")
    due = book.due(number)
    assert due and (due.start, due.since) == ("2026-12-07", "2026-12-03")


SINCE = [
    ({"roles": ("client", "circle")}, "2026-11-23"),  # still weekly
    ({"roles": ("prospect",)}, "2026-12-09"),
    ({"cadence": "monthly"}, "2026-12-09"),
    ({"cadence": "weekly"}, "2026-11-23"),
    ({"tags": ("vip",)}, "2026-12-09"),
    ({"level": 4}, "2026-11-23"),
    ({"name": "Wang Lin"}, "2026-11-23"),
]


@pytest.mark.parametrize(("change", "since"), SINCE)
def test_a_rhythm_holds_from_the_day_it_changed(book: Book, change: dict[str, object], since: str) -> None:
    book.change(practice.set_rule, "tag", "vip", "every 10 days")
    number = book.add("Wang Li", "client")
    book.wait(16)
    book.edit(number, **change)
    due = book.due(number)
    assert due and due.since == since


def test_a_rule_for_all_changes_the_rhythm_of_each(book: Book) -> None:
    client, other = book.add("Wang Li", "client"), book.add("Chen Bo", "prospect")
    book.wait(1)
    book.change(practice.set_rule, "role", "client", "monthly")
    changed, same = book.due(client), book.due(other)
    assert changed and same
    assert (changed.cadence, changed.since, same.since) == ("monthly", "2026-11-24", "2026-11-23")
    book.undo()
    back = book.due(client)
    assert back and (back.cadence, back.since) == ("weekly", "2026-11-23")


def test_a_preset_leaves_the_rules_of_tags(book: Book) -> None:
    book.change(practice.set_rule, "tag", "vip", "every 10 days")
    book.use("abcd")
    book.use("quarterly")
    rules = dict(book.rows("SELECT scope || ' ' || name, cadence FROM cadence_rule"))
    assert rules["tag vip"] == "every 10 days"
    assert rules["role client"] == "quarterly"
    assert not any(rule.startswith("level") for rule in rules)


def test_an_import_dated_back_holds_from_that_day(book: Book) -> None:
    number = book.add("Wang Li", "client", added_on="2026-11-01")
    due = book.due(number)
    assert due and (due.since, due.start) == ("2026-11-01", "2026-11-02")


def test_restore_brings_the_rhythm_back_from_today(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.change(people.archive, number, "moved away")
    book.wait(60)
    book.change(people.restore, number)
    due = book.due(number)
    assert due and (due.since, due.start) == ("2027-01-22", "2027-01-25")


def test_an_account_has_the_slot_of_its_members(book: Book) -> None:
    one, two = book.add("Wang Li", "client", account="Wang & Co"), book.add("Chen Bo", account="Wang & Co")
    due = book.due(one)
    assert due == book.due(two)
    assert due and (due.cadence, due.contact_id) == ("weekly", one)
    assert book.value("SELECT count(*) FROM due") == 1
    book.log(one)
    after = book.due(one)
    assert after and (after.start, after.contact_id) == ("2026-11-30", two)  # the longest unreached is proposed
    book.wait(7)
    book.log(two, channel="email")
    assert start(book, one) == "2026-12-07"


def test_the_main_member_of_an_account_is_proposed(book: Book) -> None:
    one, two = book.add("Wang Li", "client", account="Wang & Co"), book.add("Chen Bo", account="Wang & Co")
    book.change(lambda writer: writer.change("account", 1, main_contact_id=one))
    book.log(one)
    due = book.due(two)
    assert due and due.contact_id == one


def test_an_account_may_have_a_cadence_of_its_own(book: Book) -> None:
    number = book.add("Wang Li", "client", account="Wang & Co")
    book.wait(1)
    book.change(lambda writer: writer.change("account", 1, cadence="monthly"))
    due = book.due(number)
    assert due and (due.cadence, due.since) == ("monthly", "2026-11-24")


def test_joining_and_leaving_an_account(book: Book) -> None:
    one = book.add("Wang Li", "client", account="Wang & Co")
    two = book.add("Chen Bo", "client")
    alone = book.handle(two)
    book.wait(3)
    book.edit(two, account="Wang & Co")
    assert book.due(two) == book.due(one)
    book.wait(30)
    book.edit(two, account="")
    due = book.due(two)
    assert due and (due.since, due.start) == ("2026-12-26", "2026-12-28")
    assert book.handle(one) != book.handle(two)
    assert alone in (f"F{number}" for (number,) in book.rows("SELECT id FROM slot"))


def test_an_account_whose_members_all_rest_has_nothing_due(book: Book) -> None:
    one = book.add("Wang Li", "client", account="Wang & Co")
    book.edit(one, status="dormant")
    assert book.value("SELECT count(*) FROM due") == 0


def test_archiving_the_member_last_reached_does_not_move_the_account_back(book: Book) -> None:
    one, two = book.add("Wang Li", "client", account="Wang & Co"), book.add("Chen Bo", "client", account="Wang & Co")
    book.log(one)
    book.change(people.archive, one, "left the firm")
    assert start(book, two) == "2026-11-30"


def test_own_time_is_nobodys(book: Book) -> None:
    book.add("Wang Li", "client")
    book.change(touches.own_time, TODAY, 60, "website copy")
    assert book.rows("SELECT contact_id, minutes FROM touch") == [(None, 60)]
    assert book.rows("SELECT touches FROM standing") == [(0,)]


def test_an_occasion_has_one_handle_for_each_year(book: Book) -> None:
    book.add("Wang Li", "client", birthday="1980-11-25")
    (slot,) = book.open_slots("occasion").values()
    book.change(lambda writer: items.close(writer, items.find(writer, f"O{slot}")))
    (after,) = book.rows("SELECT id, after_on FROM slot WHERE occasion_id IS NOT NULL AND closed_on = ''")
    assert (after[0] > slot, after[1]) == (True, "2026-11-25")
    book.undo()
    assert list(book.open_slots("occasion").values()) == [slot]


def test_a_new_birthday_date_keeps_the_handle_and_no_birthday_takes_it_away(book: Book) -> None:
    number = book.add("Wang Li", "client", birthday="1980-11-25")
    slots = book.open_slots("occasion")
    book.edit(number, birthday="1980-12-25")
    assert book.open_slots("occasion") == slots
    assert {day[5:] for (day,) in book.rows("SELECT due_on FROM occasion_on")} == {"12-25"}
    book.edit(number, birthday="")
    assert book.open_slots("occasion") == {}
    assert book.value("SELECT count(*) FROM occasion_on") == 0


def test_a_promise_and_an_appointment_by_their_handles(book: Book) -> None:
    number = book.add("Wang Li", "client")
    book.log(number, promise="send the draft", by=D("2026-11-27"), next=D("2026-12-01"))
    book.snooze("P1", D("2026-11-30"))
    assert book.rows("SELECT contact_id, text, due_on, state FROM promise") == [
        (number, "send the draft", "2026-11-30", "open")
    ]
    book.change(lambda writer: items.close(writer, items.find(writer, "P1")))
    assert book.rows("SELECT state, closed_on FROM promise") == [("kept", "2026-11-23")]
    with pytest.raises(NotFound, match=r"P1 is closed \(kept\)"):
        book.skip("P1")
    book.skip("E1")
    assert book.rows("SELECT state FROM appointment") == [("dropped",)]
