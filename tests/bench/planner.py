"""Prints the planner's CPU time and peak memory by size, each in a process of its own."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from relcadence.domain.planner import Days, Slot, horizon_end, plan, plan_with_more

TODAY = date(2026, 11, 25)
RHYTHMS = ((7, 1), (14, 2), (28, 3), (91, 14), (365, 80))
CASES = [
    ("open slots", size, 6, places, False) for size in (1_000, 6_000, 10_000, 100_000) for places in ("8", "ample")
] + [("12 weeks, all windows", 100_000, 12, places, True) for places in ("8", "ample")]


def days_of(weeks: int, room: int) -> Days:
    end = horizon_end(TODAY, weeks)
    span = [TODAY + timedelta(i) for i in range((end - TODAY).days + 1)]
    working = tuple(day for day in span if day.weekday() < 5)
    return Days(TODAY, working, (room,) * len(working), end)


def slots_of(contacts: int, end: date, later: bool) -> Iterator[Slot]:
    """Made-up slots: rhythms from a week to a year; with `later`, about six windows a contact."""
    draw = random.Random(contacts)
    cities = [f"City {i}" for i in range(40)]
    quiet = [frozenset(TODAY + timedelta(7 * w + wd) for w in range(13)) for wd in range(5)]
    rhythms = (7, 14, 28, 28) if later else (7, 14, 28, 91, 365, 365, 365, 365)
    for number in range(contacts):
        every = draw.choice(rhythms)
        start = TODAY - timedelta(TODAY.weekday() + 7 * draw.randrange(every // 7))
        overdue = draw.random() < 0.05
        index = 0
        city, none = draw.choice(cities), frozenset[date]()
        away = draw.choice(quiet) if draw.random() < 0.1 else none
        while index == 0 or (later and start <= end):
            last = start + timedelta(every - 3)
            ideal = start + timedelta(draw.randrange(every - 3))
            yield Slot(
                (number, index) if later else number, draw.randrange(1, 90), start, ideal, last,
                overdue and index == 0, city, "", number, start, away,
            )  # fmt: skip
            start += timedelta(every)
            index += 1


def measure(contacts: int, weeks: int, places: str, later: bool) -> str:
    end = horizon_end(TODAY, weeks)
    slots = list(slots_of(contacts, end, later))
    room = 8 if places == "8" else len(slots) // (weeks * 5) + 1
    days = days_of(weeks, room)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.process_time()
    answer = plan(slots, days)
    took = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.process_time()
    if not later:
        plan_with_more(slots, days)
    extra = max(0.0, time.process_time() - began - took)
    return (
        f" {len(slots):>9,} {room:>9,} {len(answer.slips):>9,} {took * 1000:>9.1f} {extra * 1000:>9.1f}"
        f" {held:>9.0f} {peak:>9.0f}"
    )


def main() -> None:
    if len(sys.argv) > 1:
        contacts, weeks, places, later = sys.argv[1:]
        print(measure(int(contacts), int(weeks), places, later == "True"))
        return
    columns = ("slots", "a day", "slips", "plan ms", "more ms", "MB in", "MB peak")
    print(f"{'what':<22}" + "".join(f" {column:>9}" for column in columns))
    for what, contacts, weeks, places, later in CASES:
        words = [sys.executable, "-m", "tests.bench.planner", str(contacts), str(weeks), places, str(later)]
        line = subprocess.run(words, check=True, capture_output=True, text=True).stdout
        print(f"{what:<22}{line.rstrip()}")


if __name__ == "__main__":
    main()
