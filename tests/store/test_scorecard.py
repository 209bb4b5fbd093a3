"""The figures are the same whether all is read or only what the sieve of the statements lets through."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relcadence.domain import scorecard, statistics
from relcadence.domain.cadence import PRESETS
from relcadence.domain.evidence import counts, evidence
from relcadence.domain.members import Facts, Shown
from relcadence.domain.people import Contact, Reach, Touch
from relcadence.domain.playbook import POINTS, Change, Point
from relcadence.domain.scorecard import Period
from relcadence.domain.statistics import Span
from relcadence.domain.vocabulary import CHANNELS, ROLES
from relcadence.store.changes import people, points, practice, touches
from relcadence.store.changes.writer import Writer
from relcadence.store.queries import levels, members
from relcadence.store.queries import scorecard as queries
from relcadence.store.queries import statistics as pictures
from relcadence.store.reading import Store

from .conftest import TODAY, Book

OWN = Change("walk", None, "Walk", cadence="quarterly", roles=("circle", "client"), channels=("visit", "letter"))
NAMES = ("Ann", "Bo", "Cy", "Di")


def fill(writer: Writer, draw: Random) -> None:
    """People and touches by chance, some of a role that ended, of one household, with a point turned off."""
    practice.use_preset(writer, PRESETS["checklist"])
    points.add(writer, OWN)
    for number in range(1, 15):
        known = draw.choice((100, 500, 2500))
        roles = draw.sample(ROLES, draw.choice((1, 1, 2)))
        people.add(
            writer,
            Contact(
                draw.choice(NAMES), roles=tuple(roles), added_on=ago(known),
                account=draw.choice(("", "", "Household")),
                cadence=draw.choice(("", "", "yearly", "every 40 days", "none")),
                quiet=draw.choice(("", "", "only tue", "november")),
                reach=draw.choice(((), (Reach("email", f"{number}@post.example"),))),
            ),
        )  # fmt: skip
        before, off = draw.choice(ROLES), draw.choice(("", "", "articles", "weekly-client", "materials"))
        if before not in roles:
            until = ago(known // 2)
            writer.insert("role_held", contact_id=number, role=before, since_on=ago(known), until_on=until)
        if off:
            writer.insert("point_off", contact_id=number, point=off, since_on=ago(known))
        for _ in range(draw.choice((1, 10, 40))):
            touches.log(writer, touch(draw, number, draw.randrange(known + draw.choice((0, 50)))))


def touch(draw: Random, number: int, days: int) -> Touch:
    return Touch(
        number, ago(days), draw.choice(CHANNELS), draw.choice(("out", "out", "in")),
        tried=draw.random() < 0.1, mass=draw.random() < 0.1,
        point=" ".join(draw.sample((*POINTS, OWN.key), draw.choice((0, 0, 1, 2)))),
    )  # fmt: skip


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def whole(store: Store, today: date) -> Facts:
    """The facts without a sieve: everybody, and every touch that may be evidence."""
    found: dict[int, list[Shown]] = defaultdict(list)
    for number, on, channel, direction, mass, named in store.rows(
        "SELECT contact_id, touched_on, channel, direction, mass, point FROM touch WHERE tried = 0 "
        "ORDER BY touched_on, id"
    ):
        if counts(channel=channel, direction=direction, tried=False):
            day = date.fromisoformat(on)
            found[number].append(Shown(day, channel, direction == "out", bool(mass), evidence(channel, named)))
    who = members.holders(store, ROLES, ROLES)
    known = [member.added_on for member in who if member.first_on]
    keys = {name for name, _statement in queries.ROWS}
    rows = {key: queries.rows(store, key) for key in keys}
    starts = {key: date.fromisoformat(on) for key, on in store.rows(STARTS)}
    began = min((member.added_on for member in who), default=today)
    return Facts(
        today, store.workdays, who, found, rows, began, found, min(known, default=None), starts,
        {key for key, done in rows.items() if done},
    )  # fmt: skip


STARTS = "SELECT point, min(release_on) FROM task WHERE kind = 'review' GROUP BY point"


def plain(point: Point, facts: Facts) -> tuple[str, tuple[Period, ...], Period | None]:
    row = scorecard.score(point, queries.counted(point, facts), facts.today)
    return row.state, row.closed, row.running


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 9999), later=st.sampled_from((0, 1, 30, 400)))
def test_what_the_sieve_leaves_out_counts_nowhere(empty_store: Path, seed: int, later: int) -> None:
    today = TODAY + timedelta(days=later)
    span = Span(today - timedelta(days=300), today)
    with TemporaryDirectory() as folder:
        book = Book(Path(shutil.copy(empty_store, folder)))
        book.change(fill, Random(seed))
        book.read(lambda store: compare(store, today, span))


def compare(store: Store, today: date, span: Span) -> None:
    facts = whole(store, today)
    for row in queries.scores(store, today):
        assert (row.state, row.closed, row.running) == plain(row.point, facts), row.point.key
        assert queries.scores(store, today, row.point.key) == [row]
    rhythms = pictures.rhythms(store, today, span)
    assert rhythms == statistics.rhythms(facts, pictures.leads(store), span)
    counted = levels.records(store, today)
    assert counted.total() == store.people()
    assert counted - Counter({"": counted[""]}) == Counter(each.reason.key for each in levels.stale(store, today))


def test_windows_of_a_year_look_back_a_year(book: Book) -> None:
    book.use("checklist")
    ann = book.add("Ann", "client", cadence="yearly", added_on="2025-01-01")
    book.log(ann, "2026-02-02")
    span = Span(date(2026, 11, 1), TODAY)
    (found,) = book.read(lambda store: pictures.rhythms(store, TODAY, span))
    assert [(each.state, each.on) for each in found.windows] == [("kept", date(2026, 2, 2))]


def test_nobody_makes_nothing_due(book: Book) -> None:
    assert {row.state for row in book.read(lambda store: queries.scores(store, TODAY))} <= {"not_started", "off"}
