"""What is kept beside people: each act taken back whole, and what merging and erasing a person does to it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from relcadence.domain.merging import merge
from relcadence.domain.occasions import make_occasion
from relcadence.domain.people import Contact, DoNotContact, Reach, Touch
from relcadence.domain.playbook import ALL
from relcadence.errors import Refused, RelcadenceError, UsageProblem
from relcadence.store import connection, erasing
from relcadence.store.changes import aftermath, people, pruning, referrals, touches
from relcadence.store.changes import merge as merging
from relcadence.store.changes import points as habits
from relcadence.store.changes.things import articles, events, groups, matters, occasions, plans, retiring, services
from relcadence.store.queries import digest, duplicates, needs, replies
from relcadence.store.queries import people as reads
from relcadence.store.queries.things import articles as article_reads
from relcadence.store.queries.things import events as event_reads
from relcadence.store.queries.things import groups as group_reads
from relcadence.store.queries.things import matters as matter_reads
from relcadence.store.queries.things import occasions as occasion_reads
from relcadence.store.queries.things import plans as plan_reads
from relcadence.store.queries.things import referrals as referral_reads
from relcadence.store.queries.things import services as service_reads
from relcadence.store.queries.things import shareable

from .conftest import TODAY, Book

YESTERDAY = TODAY - timedelta(days=1)
SOON = TODAY + timedelta(days=9)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def filled(book: Book) -> tuple[int, int]:
    """Two people with something in every table: a client and the referrer who sent the client."""
    wang = book.add("Wang Li", "client", tags=("vip",), interests=("commercial leases",))
    jose = book.add("José Ortega", "referrer")
    book.change(referrals.refer, jose, referred=wang, name="", on=YESTERDAY, note="met at golf")
    book.change(matters.open_matter, wang, "lease", on=YESTERDAY, fee=900, referral=1)
    book.change(groups.add, "Bar association", "monthly")
    book.change(groups.add_members, 1, [wang, jose])
    book.change(groups.meet, 1, SOON)
    book.change(events.add, "Concert", SOON, kind="cultural")
    book.change(events.invite, 2, [wang, jose], "email")
    book.change(articles.add, "Rent caps", ["leases"])
    book.change(articles.send, 1, [jose], on=TODAY)
    book.change(services.add, "Tax", colleague=jose)
    book.change(services.use, 1, [wang])
    book.change(plans.add, wang, "two matters a year", team="Ann", steps=["lunch"], review_on=SOON)
    book.change(plans.note_research, wang, "the lease ends", "renew it")
    book.change(occasions.add, make_occasion("anniversary", "wedding", "2015-06-07", contact_id=wang))
    return wang, jose


ACTS: dict[str, Callable[[Book, int, int], Any]] = {
    "referral": lambda b, w, j: b.change(referrals.refer, j, referred=None, name="Jo Park", on=TODAY, note=""),
    "referral closed": lambda b, w, j: b.change(referrals.close_referral, 1, "declined"),
    "referral of a name won": lambda b, w, j: (
        b.change(referrals.refer, w, referred=None, name="Jo Park", on=TODAY, note=""),
        b.change(lambda writer: referrals.close_referral(writer, 2, "client", make_client=True)),
    ),
    "referral dropped": lambda b, w, j: b.change(referrals.drop, 1),
    "matter closed": lambda b, w, j: b.change(
        lambda writer: matters.close_matter(writer, 1, on=TODAY, fee=1200, make_former=True)
    ),
    "matter edited": lambda b, w, j: b.change(lambda writer: matters.edit(writer, 1, fee=None, title="lease 2")),
    "occasion": lambda b, w, j: b.change(occasions.add, make_occasion("birthday", "", "lunar:8-15", contact_id=w)),
    "occasion dropped": lambda b, w, j: b.change(occasions.drop, 1),
    "guests answered": lambda b, w, j: b.change(events.answer, 2, [w, j], "accepted"),
    "event dropped": lambda b, w, j: b.change(events.drop, 2),
    "event attended": lambda b, w, j: (
        b.change(
            lambda writer: events.add(writer, "Fair", YESTERDAY, kind="community", attended=True)
        ),
        b.change(events.came, 3, [w, j]),
    ),
    "group attended": lambda b, w, j: b.change(groups.attended, 1, YESTERDAY),
    "group ended": lambda b, w, j: b.change(groups.end, 1),
    "member gone": lambda b, w, j: b.change(groups.remove_members, 1, [w]),
    "article sent": lambda b, w, j: b.change(lambda writer: articles.send(writer, 1, [w], on=TODAY)),
    "article retired": lambda b, w, j: b.change(retiring.retire, "article", 1),
    "service no more used": lambda b, w, j: b.change(services.stop, 1, [w]),
    "service retired": lambda b, w, j: b.change(retiring.retire, "service", 1),
    "plan reviewed": lambda b, w, j: b.change(plans.review, 1, SOON),
    "plan ended": lambda b, w, j: b.change(plans.end, 1),
    "step done": lambda b, w, j: b.change(plans.finish_step, 1, 1),
    "step dropped": lambda b, w, j: b.change(plans.drop_step, 1, 1),
    "research": lambda b, w, j: b.change(plans.note_research, w, "a new shop", "the lease"),
    "research dropped": lambda b, w, j: b.change(plans.drop_research, 1),
    "marks": lambda b, w, j: b.edit(w, shareable=True, offers="tax", barred=("meal",), barred_reason="judge"),
    "complaint": lambda b, w, j: b.change(aftermath.complain, w, 1, "late bill"),
    "refused": lambda b, w, j: (b.edit(j, roles=("prospect",)), b.change(aftermath.refuse, j, "asked")),
}  # fmt: skip


@pytest.mark.parametrize("what", ACTS)
def test_every_act_is_taken_back_whole(book: Book, what: str) -> None:
    wang, jose = filled(book)
    before, entries = book.facts(), book.value("SELECT max(id) FROM journal")
    ACTS[what](book, wang, jose)
    book.check()
    assert book.facts() != before
    for _ in range(book.value("SELECT max(id) FROM journal") - entries):
        book.undo()
    assert book.facts() == before
    book.check()


@pytest.mark.parametrize(
    ("first", "second"),
    [("Wang Li", "José Ortega"), ("José Ortega", "Wang Li")],
    ids=["into client", "into referrer"],
)
def test_a_merge_keeps_everything_once(book: Book, first: str, second: str) -> None:
    numbers = dict(zip(("Wang Li", "José Ortega"), filled(book), strict=True))

    def act(writer: Any) -> None:
        ours, theirs = (reads.contact(writer, numbers[name]) for name in (first, second))
        merging.carry_out(writer, merge(ours, theirs), theirs)

    before = book.facts()
    book.change(act)
    book.check()
    stay = numbers[first]
    assert [row[:2] for row in book.rows("SELECT contact_id, title FROM matter")] == [(stay, "lease")]
    assert book.rows("SELECT contact_id FROM membership") == [(stay,)]
    assert book.rows("SELECT contact_id, state FROM guest") == [(stay, "invited")]
    assert book.rows("SELECT contact_id FROM service_use UNION SELECT colleague_id FROM service") == [(stay,)]
    assert book.rows("SELECT contact_id FROM client_plan UNION SELECT contact_id FROM research") == [(stay,)]
    assert book.rows("SELECT id FROM referral") == []  # nobody is sent by themselves
    book.undo()
    assert book.facts() == before


def test_of_two_invitations_the_one_with_the_answer_stays(book: Book) -> None:
    wang, jose = filled(book)
    book.change(events.answer, 2, [jose], "accepted")

    def act(writer: Any) -> None:
        ours, theirs = reads.contact(writer, wang), reads.contact(writer, jose)
        merging.carry_out(writer, merge(ours, theirs), theirs)

    book.change(act)
    assert book.rows("SELECT contact_id, state FROM guest") == [(wang, "accepted")]


@pytest.mark.parametrize("at", [0, 1], ids=["client", "referrer"])
def test_nothing_is_left_of_the_erased(book: Book, at: int) -> None:
    gone = filled(book)[at]
    uuid = book.value("SELECT uuid FROM contact WHERE id = :id", id=gone)
    erasing.erase(book.path, uuid, today=TODAY, now=NOW)
    book.check()
    with closing(connection.connect(book.path)) as opened:
        dump = "\n".join(opened.iterdump())
    assert ("Wang Li", "José Ortega")[at] not in dump
    for table in ("matter", "membership", "guest", "service_use", "client_plan", "research", "task", "occasion"):
        assert book.rows(f"SELECT id FROM {table} WHERE contact_id = :gone", gone=gone) == []
    assert [each.title for each in book.read(lambda s: event_reads.events(s, TODAY))] == [
        "Bar association",
        "Concert",
    ]
    assert len(book.read(lambda store: service_reads.services(store))) == 1
    for read in (group_reads.groups, event_reads.events):
        book.read(lambda store, read=read: read(store, TODAY))  # type: ignore[misc]
    book.read(referral_reads.referrals)


def test_lists_leave_the_archived_out(book: Book) -> None:
    wang, jose = filled(book)
    book.edit(jose, roles=("professional",), shareable=True)
    book.change(people.archive, wang, "deceased")
    book.change(people.archive, jose, "moved")
    assert book.read(matter_reads.matters) == []
    assert book.read(plan_reads.plans) == [] and book.read(plan_reads.research) == []
    assert book.read(lambda store: occasion_reads.occasions(store, TODAY)) == []
    assert book.read(lambda store: referral_reads.referrals(store, everything=False)) == []
    assert book.read(lambda store: event_reads.guests(store, 2)) == []
    assert book.read(lambda store: group_reads.members(store, 1)) == ()
    assert book.read(lambda store: article_reads.had(store, 1)) == []
    assert book.read(lambda store: service_reads.users(store, 1)) == []
    assert book.read(service_reads.gaps) == [] and book.read(shareable.professionals) == []
    (event,) = (each for each in book.read(lambda store: event_reads.events(store, TODAY)) if each.id == 2)
    assert (event.invited, event.accepted) == (0, 0)


def test_an_article_suits_whom_its_habit_is_about_and_nobody_who_is_resting(book: Book) -> None:
    book.change(articles.add, "Rent caps", ["leases"])
    shown = {
        "client": book.add("Ada Client", "client", interests=("leases",)),
        "nobody told": book.add("Bo Connection", interests=("leases",)),
        "prospect": book.add("Cy Prospect", "prospect", interests=("leases",)),
        "resting": book.add("Di Resting", "client", interests=("leases",), status="dormant"),
    }

    def suits() -> set[int]:
        return {each.contact_id for each in book.read(lambda store: article_reads.fits(store, 1))}

    assert suits() == {shown["client"], shown["nobody told"]}
    book.change(habits.adjust, next(each for each in ALL if each.key == "articles"), roles=("prospect",))
    assert suits() == {shown["prospect"]}


def test_no_task_looks_for_what_only_people_care_about_who_are_not_to_be_contacted(book: Book) -> None:
    for name in ("Ada", "Bo", "Cy"):
        book.add(name, "client")
    banned = DoNotContact("2026-11-01", "asked")
    book.add("Di Judge", "client", interests=("fishing",), do_not_contact=banned)
    found = book.read(lambda store: needs.need(store, "articles", TODAY))
    assert found and (found.reason, found.text) == ("task.means.articles", "")


def test_a_way_that_failed_is_none_to_ring_or_to_write_to(book: Book) -> None:
    ways = (Reach("phone", "1"), Reach("phone", "2"), Reach("email", "a@x.example"))
    number = book.add("Ada Help", "assistant", reach=ways)
    for value in ("1", "a@x.example"):
        book.change(lambda writer, value=value: people.mark_bounced(writer, number, value, bounced=True))
    assert book.read(lambda store: digest.phones(store, [number])) == {number: "2"}
    assert [each.email for each in book.read(digest.assistants)] == [""]


def test_the_birthday_of_a_child_tells_nothing_of_who_is_one_person(book: Book) -> None:
    first, second = book.add("Ann Lee"), book.add("Ann Lee", birthday="1980-05-24")
    book.change(occasions.add, make_occasion("birthday", "her son", "2015-01-02", contact_id=first))
    assert [each.birthday for each in book.read(duplicates.candidates)] == ["", "1980-05-24"]
    assert second == first + 1


def test_the_figures_of_value_count_each_matter_once(book: Book) -> None:
    wang, jose = filled(book)
    book.change(matters.open_matter, wang, "will", on=TODAY)
    zoe = book.add("Zoë", "referrer")
    book.change(lambda writer: referrals.refer(writer, zoe, referred=wang, name="", on=TODAY, note="", matter=1))
    assert book.read(lambda store: matter_reads.value(store, wang)) == (900, 2, 2, 1, 0, 0)
    for sender in (jose, zoe):
        assert book.read(lambda store, sender=sender: matter_reads.value(store, sender))[4:] == (900, 1)  # type: ignore[misc]


def test_a_referral_with_a_matter_is_won(book: Book) -> None:
    filled(book)
    (row,) = book.read(referral_reads.referrals)
    assert row.referral[:7] == (2, YESTERDAY.isoformat(), 1, "", "client", "", 1)
    assert (row.referral.closed_on, row.referral.matter_id, row.matter) == (YESTERDAY.isoformat(), 1, "lease")


CANNOT: dict[str, tuple[type[RelcadenceError], Callable[[Any, int, int], Any]]] = {
    "circle": (UsageProblem, lambda w, a, b: referrals.refer(w, a, referred=b, name="", on=TODAY, note="")),
    "oneself": (UsageProblem, lambda w, a, b: referrals.refer(w, a, referred=a, name="", on=TODAY, note="")),
    "circle by edit": (UsageProblem, lambda w, a, b: referrals.change(w, 1, referrer_id=a, referred_id=a)),
    "to come": (UsageProblem, lambda w, a, b: referrals.refer(w, a, referred=None, name="x", on=SOON, note="")),
    "another's matter": (
        UsageProblem,
        lambda w, a, b: referrals.refer(
            w, a, referred=people.add(w, Contact("Zoë")), name="", on=TODAY, note="", matter=1
        ),
    ),
    "event gone by": (UsageProblem, lambda w, a, b: events.add(w, "x", YESTERDAY, kind="other")),
    "event moved back": (UsageProblem, lambda w, a, b: events.edit(w, 2, held_on=YESTERDAY.isoformat())),
    "came too early": (UsageProblem, lambda w, a, b: events.came(w, 2, [a])),
    "answer of a stranger": (
        UsageProblem, lambda w, a, b: events.answer(w, 2, [people.add(w, Contact("Zoë"))], "accepted"),
    ),
    "matter to come": (UsageProblem, lambda w, a, b: matters.open_matter(w, a, "x", on=SOON)),
    "matter closed before it was opened": (
        UsageProblem, lambda w, a, b: matters.close_matter(w, 1, on=YESTERDAY - timedelta(days=1)),
    ),
    "free day gone by": (
        UsageProblem,
        lambda w, a, b: occasions.add(w, make_occasion("free", "x", YESTERDAY.isoformat(), contact_id=a)),
    ),
    "old success": (
        UsageProblem, lambda w, a, b: occasions.add(w, make_occasion("success", "x", "2025-11-22", contact_id=a)),
    ),
    "group meeting set already": (Refused, lambda w, a, b: groups.meet(w, 1, SOON)),
    "second plan": (Refused, lambda w, a, b: plans.add(w, a, "x", team="", steps=(), review_on=SOON)),
    "plan of yesterday": (UsageProblem, lambda w, a, b: plans.edit(w, 1, review_on=YESTERDAY.isoformat())),
    "same service": (Refused, lambda w, a, b: services.add(w, "Tax")),
    "same group": (Refused, lambda w, a, b: groups.add(w, "Bar association", "weekly")),
}  # fmt: skip


@pytest.mark.parametrize("what", CANNOT)
def test_what_cannot_be_is_refused_and_changes_nothing(book: Book, what: str) -> None:
    wang, jose = filled(book)
    before = book.facts()
    kind, act = CANNOT[what]
    with pytest.raises(kind) as caught:
        book.change(act, wang, jose)
    assert caught.value.what and caught.value.hint
    assert book.facts() == before


@pytest.mark.parametrize(
    ("touch", "waits"),
    [
        (Touch(1, "2026-11-20", "email", "out"), 2),  # before it came in
        (Touch(1, "2026-11-21", "email", "out"), 0),  # the same day, later
        (Touch(1, "2026-11-22", "email", "out"), 0),
        (Touch(1, "2026-11-22", "call", "out", tried=True), 2),
        (Touch(1, "2026-11-22", "card", "out", mass=True), 2),
        (Touch(1, "2026-11-22", "email", "in"), 2),
        (Touch(2, "2026-11-22", "email", "out"), 2),
    ],
    ids=["before", "same day", "after", "tried", "circular", "inbound", "another"],
)
def test_what_answers_a_message_that_waits(book: Book, touch: Touch, waits: int) -> None:
    book.add("Wang Li")
    book.add("Chen Bo")
    book.change(touches.log, Touch(1, "2026-11-21", "email", "in", "the hearing?", needs_reply=True))
    book.change(touches.log, touch)
    found = book.read(lambda store: replies.waiting(store, TODAY))
    assert [(each.contact, each.note, each.days(TODAY)) for each in found] == (
        [("Wang Li", "the hearing?", 2)] if waits else []
    )
    (told,) = book.read(lambda store: replies.reply_times(store, date(2026, 11, 1)))
    assert (told.answered_on is None) is bool(waits)


def test_a_private_message_waits_without_its_words(book: Book) -> None:
    book.add("Wang Li")
    book.change(touches.log, Touch(1, "2026-11-21", "email", "in", "my divorce", private=True, needs_reply=True))
    assert [each.note for each in book.read(lambda store: replies.waiting(store, TODAY))] == [""]


def test_the_level_keeps_its_day(book: Book) -> None:
    number = book.add("Wang Li", level=1)
    book.wait(10)
    book.edit(number, note="tall")
    assert book.read(lambda store: reads.contact(store, number)).level_on == TODAY.isoformat()
    book.edit(number, level=2)
    assert book.read(lambda store: reads.contact(store, number)).level_on == "2026-12-03"


def test_a_no_ends_a_prospect_and_leaves_nobody_to_be_reached(book: Book) -> None:
    number = book.add("Zoë", "prospect")
    assert book.change(aftermath.refuse, number)
    assert book.due(number) is None
    held = book.read(lambda store: reads.contact(store, number))
    assert (held.roles, held.status, held.do_not_contact) == ((), "dormant", None)
    other = book.add("Ann", "prospect", "professional")
    book.change(aftermath.refuse, other, "asked so")
    held = book.read(lambda store: reads.contact(store, other))
    assert (held.roles, held.status, held.do_not_contact) == (
        ("professional",), "active", ("2026-11-23", "asked so"),
    )  # fmt: skip


def test_a_prospect_who_was_a_client_before_is_one_again_and_former_no_more(book: Book) -> None:
    number = book.add("Wang Li", "former", "prospect", "connection")
    book.change(pruning.decide, number, "prospect", "client")
    assert book.read(lambda store: reads.contact(store, number)).roles == ("connection", "client")


def test_more_than_ten_at_once_are_a_circular(book: Book) -> None:
    numbers = [book.add(f"Person {each}") for each in range(11)]
    book.change(articles.add, "Rent caps", ["leases"])
    book.change(lambda writer: articles.send(writer, 1, numbers[:10], on=TODAY))
    assert book.rows("SELECT DISTINCT mass FROM touch") == [(0,)]
    book.change(articles.add, "Tax", [])
    book.change(lambda writer: articles.send(writer, 2, numbers, on=TODAY))
    assert book.rows("SELECT count(*) FROM touch WHERE mass = 1 AND article_id = 2") == [(11,)]
