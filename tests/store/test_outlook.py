"""The rule of what keeps a slot stands in the domain and, for the index's sake, as SQL: both say the same."""

import sqlite3
from contextlib import closing
from itertools import product

from relcadence.domain.rhythm import keeps_slot
from relcadence.domain.vocabulary import CHANNELS, DIRECTIONS
from relcadence.store.outlook import KEEPS_SLOT_SQL

FLAGS = (False, True)


def test_the_sql_that_finds_the_last_keeping_touch_is_the_rule_of_the_domain() -> None:
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.execute("CREATE TABLE touch (channel TEXT, direction TEXT, tried INTEGER, mass INTEGER)")
        for channel, direction, tried, mass in product(CHANNELS, DIRECTIONS, FLAGS, FLAGS):
            opened.execute("DELETE FROM touch")
            opened.execute("INSERT INTO touch VALUES (?, ?, ?, ?)", (channel, direction, tried, mass))
            for spoken_only in FLAGS:
                rows = opened.execute(f"SELECT 1 FROM touch WHERE {KEEPS_SLOT_SQL}", {"spoken_only": spoken_only})
                told = {"channel": channel, "direction": direction, "tried": tried, "mass": mass}
                assert bool(rows.fetchall()) is keeps_slot(**told, spoken_only=spoken_only), (told, spoken_only)  # type: ignore[arg-type]
