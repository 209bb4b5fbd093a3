"""Writes big books of made-up people fast: facts by plain INSERTs, kept values by the program's own functions.

Run it by hand: `python -m tests.bench.book 10000 --touches 1000000 --home DIR`. The same numbers and seed give the
same book, but for the identities of slots, which the program draws.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from math import ceil
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from relcadence.domain.cadence import DAYS_OF, PRESETS
from relcadence.domain.people import Contact, Reach, Touch
from relcadence.domain.vocabulary import CHANNELS
from relcadence.store import connection as connections
from relcadence.store import create, search_index
from relcadence.store.changes import slots
from relcadence.store.changes.writer import Writer

TODAY = date(2026, 11, 23)
STORE = "relcadence.db"
YEARS = 8
SPAN = 365
# role, cadence by the checklist, how many of a hundred with a short rhythm
SHORT = (
    ("client", "weekly", 10),
    ("prospect", "biweekly", 15),
    ("referrer", "4-weekly", 30),
    ("colleague", "monthly", 45),
)
OTHERS = ("connection", "professional", "former", "circle")
TIMES_AS_MANY = 4  # touches of a contact on a short rhythm against one on a long one
KEPT_SHORT, KEPT_YEARLY = 0.9, 0.98  # the share of people reached within their rhythm
BORN = 1 / 3  # the share of those on a rhythm whose birthday is known
ACCOUNT_EVERY = 40  # of as many people two are a household
FIRST = (
    "Ada", "Amos", "Anouk", "Basil", "Beata", "Bruno", "Carla", "Cyril", "Dagny", "Dora", "Elias", "Esther", "Felix",
    "Fiona", "Gemma", "Gustav", "Hana", "Hugo", "Ines", "Jonas", "José", "Klara", "Leila", "Luca", "Magda", "Mateo",
    "Nadia", "Nils", "Olga", "Oskar", "Petra", "Quinn", "Renée", "Rosa", "Selma", "Sven", "Tamar", "Theo", "Vera",
)  # fmt: skip
BEGINNINGS = (
    "Alder",
    "Birch",
    "Cold",
    "Dun",
    "East",
    "Fair",
    "Hal",
    "Lind",
    "Mar",
    "Nor",
    "Ros",
    "Stan",
    "Wal",
    "Whit",
)
ENDINGS = ("berg", "brook", "dal", "field", "ford", "gren", "holm", "ley", "mann", "quist", "stein", "sund", "worth")
LAST = tuple(first + second for first in BEGINNINGS for second in ENDINGS)
FAMILY, GIVEN = "王李张刘陈杨黄赵吴周", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
CITIES = ("Boston", "Chicago", "Denver", "Houston", "Miami", "New York", "Portland", "San José", "Seattle", "上海")
FIRMS = (
    "Foundry",
    "Logistics",
    "Holdings",
    "Clinic",
    "Bakery",
    "Shipping",
    "Advisers",
    "Studio",
    "Partners",
    "& Sons",
)
NOTES = (
    "", "", "asked about the lease", "her son starts school", "sent the draft", "voicemail", "new office in June",
    "lunch at the harbour, spoke of the sale", "wants to think it over until spring", "may send a friend",
)  # fmt: skip


class Spread(NamedTuple):
    """How the touches of a contact lie: how many, days since the last, and whether that must have been spoken."""

    touches: int
    last: int
    spoken: bool


class Book:
    """The people and touches of one book, drawn in order from one seed."""

    def __init__(
        self, size: int, touches: int, *, short: int = 1000, yearly: int | None = None, seed: int = 7,
        today: date = TODAY,
    ) -> None:  # fmt: skip
        """`short` contacts have a rhythm of a month or less, `yearly` (or half the rest) that, the others none."""
        self.size = size
        self.touches = touches
        self.short = min(short, size)
        self.yearly = (size - self.short) // 2 if yearly is None else yearly
        self.seed = seed
        self.today = today
        self.spreads: list[Spread] = []

    def people(self) -> Iterator[Contact]:
        """The contacts by number, from 1; what their touches are drawn from stands in `spreads` afterwards."""
        draw = Random(self.seed)
        self.spreads.clear()
        weights = TIMES_AS_MANY * self.short + self.size - self.short
        weighed = given = 0
        for number in range(1, self.size + 1):
            role, rhythm = self._standing(draw, number)
            weighed += TIMES_AS_MANY if number <= self.short else 1
            share = self.touches * weighed // weights - given
            given += share
            self.spreads.append(Spread(share, _last(draw, rhythm), role == "referrer"))
            contact = _contact(draw, number, role, "" if number <= self.short else rhythm, self.today)
            yield contact if rhythm == "none" or draw.random() > BORN else contact._replace(birthday=_birthday(draw))

    def _standing(self, draw: Random, number: int) -> tuple[str, str]:
        if number <= self.short:
            role, rhythm, _ = draw.choices(SHORT, [each[2] for each in SHORT])[0]
            return role, rhythm
        return draw.choice(OTHERS), "yearly" if number <= self.short + self.yearly else "none"

    def all_touches(self) -> Iterator[Touch]:
        """The touches by day, the oldest first; to be asked after `people`."""
        for year in reversed(range(YEARS)):
            draw = Random(f"{self.seed} {year}")
            yield from (self._touch(draw, *each) for each in sorted(self._days(draw, year)))

    def _days(self, draw: Random, year: int) -> Iterator[tuple[int, int, bool]]:
        """Minus the days before today, contact, and whether it is the last touch with that contact."""
        for number, spread in enumerate(self.spreads, start=1):
            newest = spread.last // SPAN
            if year < newest:
                continue
            count, more = divmod(spread.touches, YEARS - newest)
            count += year - newest < more
            if year == newest and count:
                count -= 1
                yield -spread.last, number, True
            first = max(year * SPAN, spread.last)
            yield from ((-draw.randint(first, (year + 1) * SPAN), number, False) for _ in range(count))

    def _touch(self, draw: Random, days: int, number: int, last: bool) -> Touch:
        on = (self.today + timedelta(days)).isoformat()
        chance = draw.random()
        channel = "call" if last and self.spreads[number - 1].spoken else CHANNELS[int(chance * 997) % len(CHANNELS)]
        note = NOTES[int(chance * 9973) % len(NOTES)]
        if last:
            return Touch(number, on, channel, note=note)
        return Touch(
            number, on, channel, "in" if chance < 0.2 else "out", note,
            minutes=15 if chance > 0.7 else None, tried=0.2 < chance < 0.23, work=0.3 < chance < 0.35,
            private=0.4 < chance < 0.42, mass=0.5 < chance < 0.52,
        )  # fmt: skip

    def capacity(self) -> int:
        """Touches a working day that keep all rhythms and birthdays, with a tenth to spare."""
        short = sum(percent / DAYS_OF[rhythm] for _, rhythm, percent in SHORT) / 100
        a_day = self.short * short + self.yearly / SPAN + (self.short + self.yearly) * BORN / SPAN
        return ceil(a_day * 7 / 5 * 1.1)


def _last(draw: Random, rhythm: str) -> int:
    """Days since the last touch: most people within their rhythm, the others within three times its length."""
    if rhythm == "none":
        return draw.randint(1, 3 * SPAN)
    interval = DAYS_OF[rhythm]
    if draw.random() < (KEPT_YEARLY if rhythm == "yearly" else KEPT_SHORT):
        return draw.randint(1, interval)
    return draw.randint(interval, 3 * interval)


def _contact(draw: Random, number: int, role: str, cadence: str, today: date) -> Contact:
    name = _name(number)
    mail = f"{name.split()[0].casefold()}.{number}@{draw.choice(('post', 'mail', 'office'))}.example"
    ways = (Reach("email", mail), Reach("phone", f"+1202555{number % 10000:04}"))
    return Contact(
        name,
        roles=(role,),
        level=draw.choice((None, 1, 2, 3, 4)),
        organisation=f"{draw.choice(LAST)} {draw.choice(FIRMS)}" if draw.random() < 0.6 else "",
        account=f"Household {number // ACCOUNT_EVERY}" if number % ACCOUNT_EVERY < 2 else "",
        reach=ways[: draw.randint(0, 2)],
        aliases=(name.split()[0][:3],) if draw.random() < 0.05 else (),
        tags=(draw.choice(("chamber", "golf", "alumni")),) if draw.random() < 0.1 else (),
        cadence=cadence,
        city=draw.choice(CITIES),
        added_on=(today - timedelta(YEARS * SPAN + draw.randrange(SPAN))).isoformat(),
    )


def _name(number: int) -> str:
    """A name for each number; an initial sets them apart once the plain ones are used up."""
    if number % 10 == 0:
        rest, family = divmod(number // 10, len(FAMILY))
        return FAMILY[family] + "".join(GIVEN[rest // len(GIVEN) ** at % len(GIVEN)] for at in (0, 1))
    again, at = number // (len(FIRST) * len(LAST)), number * 7919 % (len(FIRST) * len(LAST))
    first, last = divmod(at, len(LAST))
    return " ".join(filter(None, (FIRST[first], f"{chr(65 + again % 26)}." if again else "", LAST[last])))


def _birthday(draw: Random) -> str:
    month, day = draw.randint(1, 12), draw.randint(1, 28)
    if draw.random() < 0.03:
        return f"lunar:{month}-{day}"
    return f"{draw.randint(1940, 2000)}-{month:02}-{day:02}" if draw.random() < 0.6 else f"--{month:02}-{day:02}"


def write(home: Path, book: Book, *, capacity: int | None = None) -> Path:
    """The book as a new store in the folder `home`; `capacity` is in touches a day, else what keeps all rhythms."""
    path = home / STORE
    create.create(path)
    try:
        with closing(connections.connect(path, write=True)) as connection:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -64000"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN IMMEDIATE")
            _settings(connection, capacity or book.capacity())
            _people(connection, book)
            _promises(connection, book)
            _touches(connection, book)
            _kept(connection, book)
            connection.execute("COMMIT")
    except BaseException:
        path.unlink()
        raise
    return path


def _settings(connection: sqlite3.Connection, capacity: int) -> None:
    connection.execute("INSERT INTO setting (key, value) VALUES ('capacity', ?)", (json.dumps(capacity),))
    rules = [(scope, name, cadence) for (scope, name), cadence in PRESETS["checklist"].items()]
    connection.executemany("INSERT INTO cadence_rule (scope, name, cadence) VALUES (?, ?, ?)", rules)


def _people(connection: sqlite3.Connection, book: Book) -> None:
    draw = Random(f"{book.seed} uuid")
    accounts: dict[str, int] = {}
    insert = partial(_insert, connection)
    for number, each in enumerate(book.people(), start=1):
        if each.account and each.account not in accounts:
            accounts[each.account] = insert("account", uuid=_uuid(draw), name=each.account)
        plain = {
            name: getattr(each, name) for name in ("name", "level", "organisation", "cadence", "city", "added_on")
        }
        insert(
            "contact",
            uuid=_uuid(draw),
            account_id=accounts.get(each.account),
            rhythm_since=each.added_on,
            level_on=each.added_on if each.level else "",
            **plain,
        )
        insert("role_held", contact_id=number, role=each.roles[0], since_on=each.added_on)
        for rank, (kind, value, _) in enumerate(each.reach):
            insert("reach", contact_id=number, kind=kind, value=value, folded=value.casefold(), rank=rank)
        for alias in each.aliases:
            insert("alias", contact_id=number, name=alias)
        for tag in each.tags:
            insert("label", contact_id=number, kind="tag", value=tag)
        if each.birthday:
            insert("occasion", uuid=_uuid(draw), contact_id=number, kind="birthday", date=each.birthday)


def _insert(connection: sqlite3.Connection, table: str, **values: Any) -> int:
    marks = ", ".join("?" * len(values))
    cursor = connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
    return cursor.lastrowid or 0


def _uuid(draw: Random) -> str:
    return str(UUID(int=draw.getrandbits(128), version=4))


def _promises(connection: sqlite3.Connection, book: Book) -> None:
    """As many as a tenth of those on short rhythms, one in five of them still open and due about today."""
    draw = Random(f"{book.seed} promises")
    for at in range(ceil(book.short / 10)):
        made = book.today - timedelta(draw.randint(1, 20) + (SPAN if at % 5 else 0))
        due = made + timedelta(draw.randint(3, 21))
        closed = {"state": "kept", "closed_on": due.isoformat()} if at % 5 else {}
        _insert(
            connection, "promise", uuid=_uuid(draw), contact_id=draw.randint(1, book.size), text="send the draft",
            made_on=made.isoformat(), due_on=due.isoformat(), **closed,
        )  # fmt: skip


TOUCH = (
    "contact_id", "touched_on", "channel", "direction", "note", "minutes", "tried", "work", "private", "mass",
)  # fmt: skip


def _touches(connection: sqlite3.Connection, book: Book) -> None:
    """All touches, the oldest first as they would have come in; their indexes are made afterwards."""
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'touch' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    marks = ", ".join("?" * len(TOUCH))
    rows = ((*each[:6], *map(int, each[6:10])) for each in book.all_touches())
    connection.executemany(f"INSERT INTO touch ({', '.join(TOUCH)}) VALUES ({marks})", rows)
    for _, statement in indexes:
        connection.execute(statement)


def _kept(connection: sqlite3.Connection, book: Book) -> None:
    """Open the slots and write all kept values, as the program does for people who are new."""
    now = datetime(book.today.year, book.today.month, book.today.day, 7, tzinfo=UTC)
    writer = Writer(connection, command_line="book", today=book.today, now=now)
    writer.touched.everybody = True
    for table in ("contact", "account"):
        writer.touched.fresh.update((table, key) for (key,) in connection.execute(f"SELECT id FROM {table}"))
    writer.title = f"a book of {book.size} people"
    slots.bring_up_to_date(writer)
    search_index.rebuild(connection)
    writer.close()


def main(words: Sequence[str]) -> None:
    """Write the book that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, help="contacts")
    parser.add_argument("--touches", type=int, required=True)
    parser.add_argument("--home", type=Path, default=Path("book"), help="a folder without a store")
    parser.add_argument("--short", type=int, default=1000, help="contacts on a rhythm of a month or less")
    parser.add_argument("--yearly", type=int, help="contacts on a yearly one (default: half of the rest)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--today", type=date.fromisoformat, default=TODAY)
    parser.add_argument("--capacity", type=int, help="touches a day, else what keeps all rhythms")
    given = parser.parse_args(words)
    began = time.process_time()
    book = Book(given.size, given.touches, short=given.short, yearly=given.yearly, seed=given.seed, today=given.today)
    path = write(given.home, book, capacity=given.capacity)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{path}: {path.stat().st_size >> 20} MB; CPU {time.process_time() - began:.0f} s, {peak} MB at most")


if __name__ == "__main__":
    main(sys.argv[1:])
