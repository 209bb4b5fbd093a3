"""What a calendar costs: the writer against icalendar's tree of the same components, memory, and unchanged again.

Run `python -m tests.bench.ics [PAIRS]`. Each figure is a ratio of CPU time, median of interleaved pairs; memory is
the greatest of a process of its own.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from relcadence.exchange.files import write_beside
from relcadence.exchange.ics import CalendarItem, Stamp, component, content, shape, write, write_components
from relcadence.store.delivered import Delivered

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
STAMP = Stamp(0, NOW)
BUDGETS = {"writer": 0.7, "export": 0.7, "unchanged": 0.1}


def items(count: int, changed: str = "") -> Iterator[CalendarItem]:
    """Slots as a practice has them, sorted by UID."""
    for n in range(count):
        name = f"{'王小明' if n % 5 == 0 else 'Ana Sokołowska' if n % 2 else 'Marcus Fuentes'} {n}{changed}"
        yield CalendarItem(
            f"8f14e45f-ceea-467a-9d3a-{n:012}",
            "slot",
            f"Call {name}",
            f"Once each week; reached last on 13 November (call).\nPhone: +1 555 0100, p{n}@law.example\ndone F{n}",
            on=date(2026, 11, 23) + timedelta(days=n % 60),
            categories=("weekly-client",),
            handle=f"F{n}",
        )


def by_hand(count: int) -> None:
    write(((item, STAMP) for item in items(count)), io.BytesIO(), name="Follow-ups")


def by_tree(count: int) -> None:
    """The same components as one tree of icalendar, serialised."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//bench//bench//EN")
    for item in items(count):
        event = icalendar.Event()
        for name, value in (
            ("uid", item.uid),
            ("dtstamp", NOW),
            ("last-modified", NOW),
            ("sequence", 0),
            ("dtstart", item.on),
            ("dtend", (item.on or date.min) + timedelta(days=1)),
            ("summary", item.summary),
            ("description", item.description),
            ("categories", list(item.categories)),
            ("class", "PRIVATE"),
            ("x-relcadence-handle", item.handle),
            ("transp", "TRANSPARENT"),
        ):
            event.add(name, value)
        calendar.add_component(event)
    calendar.to_ical()


def render(item: CalendarItem, sequence: int, stamped_at: datetime) -> bytes:
    return component(item, Stamp(sequence, stamped_at))


def export(folder: Path, count: int, changed: str = "") -> bool:
    """The whole way: the delivered state, the components, the file."""
    with Delivered.open(folder / "state.db") as state:
        rows = ((item.uid, content(item), item) for item in items(count, changed))
        blocks = state.components(rows, render, NOW, shape())
        return write_beside(folder / "out.ics", partial(write_components, blocks, name="Follow-ups"))


def seconds(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def ratios(pairs: int, count: int = 10_000) -> dict[str, float]:
    """Our CPU time as a multiple of icalendar's: the writer alone, an export, one where nothing changed."""
    told: dict[str, list[float]] = {"writer": [], "export": [], "unchanged": []}
    for _ in range(pairs):
        tree = seconds(partial(by_tree, count))
        with tempfile.TemporaryDirectory() as name:
            whole = partial(export, Path(name), count)
            told["writer"].append(seconds(partial(by_hand, count)) / tree)
            told["export"].append(seconds(whole) / tree)
            told["unchanged"].append(seconds(whole) / tree)
            assert not whole()
    return {name: statistics.median(found) for name, found in told.items()}


def memory_of(count: int) -> int:
    """The most memory of an export of as many items in a process of its own, in megabytes."""
    words = [sys.executable, "-m", "tests.bench.ics", "memory", str(count)]
    return int(subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()[2])


def memory(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        took = seconds(partial(export, Path(name), count))
    # Unlike getrusage, this does not count what the parent held.
    peak = next(row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmHWM"))
    print(f"{count:7} items: {int(peak.split()[1]) // 1024} MB at most, {took:.1f} s (budget 80 MB)")


def main() -> None:
    if sys.argv[1:2] == ["memory"]:
        memory(int(sys.argv[2]))
        return
    for name, found in ratios(int(sys.argv[1]) if len(sys.argv) > 1 else 5).items():
        print(f"{name:10} {found:.3f} x icalendar's tree (budget {BUDGETS[name]})")
    for count in (1_000, 10_000, 100_000):
        print(f"{count:7} items: {memory_of(count)} MB at most (budget 80 MB)")


if __name__ == "__main__":
    main()
