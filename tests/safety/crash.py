"""Killed at every write: after it the store opens, is whole, and holds all of a change or nothing of it.

`python -m tests.safety.crash [COMMAND ...] [--every N] [--torn]` plays each command in a home of its own, killing it
before its 1st, 2nd, … call that writes, syncs, cuts, makes, renames or removes a file (`--torn`: with half of a write
done), looks at what it left with fresh eyes, and then lets the same command run to its end in the same place. It
prints the points tried and those that broke a promise; exit 1 if there are any.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.cli.conftest import DATA, EARLIER, PRACTICE
from tests.safety import faults
from tests.safety.faults import BAD_STORE, Ended

STORE = "relcadence.db"
Setup = Callable[[], object]


class Play(NamedTuple):
    """A command to kill: its words, how its home is made, and the exit codes that its repetition may have."""

    words: str
    lines: tuple[tuple[str, str], ...] = PRACTICE
    again: tuple[int, ...] = (0,)
    before: Setup | None = None
    setup: Setup | None = None
    every: int = 1
    timed: tuple[str, ...] = ()  # endings of files that hold the instant, or a state between: whole is enough


def old_store() -> None:
    """Make the store of the home one of the schema before the first: without the table of days with a capacity."""
    with contextlib.closing(sqlite3.connect(Path(os.environ["RELCADENCE_HOME"]) / STORE)) as store:
        store.execute("DROP TABLE day_capacity")
        from relcadence.store import seal

        seal.renew(store)
        store.execute("PRAGMA user_version = 0")
        store.commit()


def step_known() -> None:
    """Know how to bring it up again."""
    from relcadence.store import create, migrations

    made = next(each for each in create.schema_statements() if "CREATE TABLE day_capacity" in each)
    migrations.STEPS = {1: lambda opened: opened.execute(made)}  # type: ignore[assignment]


def mail_to_a_folder() -> None:
    """Have the digest go out as files of one folder."""
    home = Path(os.environ["RELCADENCE_HOME"])
    (home.parent / "out" / "mail").mkdir(parents=True, exist_ok=True)
    folder = home.parent / "out" / "mail"
    (home / "config.toml").write_text(f'[mail]\ntransport = "file"\nfolder = "{folder}"\n')


BROUGHT = (EARLIER, f"import {shlex.quote(str(DATA / 'people.csv'))} --yes")
LATER = (EARLIER, 'log jose --call "sent the fee note"')
PLAYS: dict[str, Play] = {
    "log": Play('log "wang li" asked --call --promise "send it" --by fri'),
    "log --with": Play('log "wang li" lunch --meal --with jose --next 2026-12-01'),
    "add": Play('add "Mia Chen" --role client --phone "+1 212 555 0199" --birthday 1980-02-29', again=(0, 5)),
    "edit": Play('edit "wang li" --level 3 --note "tall"'),
    "done": Play('done F3 "will think it over"', again=(0, 3, 5)),
    "skip": Play("skip F3", again=(0, 3, 5)),
    "snooze": Play("snooze F3 3d"),
    "archive": Play("archive zoë --reason moved", again=(0, 3, 5)),
    "config": Play("config set country CN"),
    "cadence": Play("cadence set role client biweekly"),
    "undo": Play("undo --yes", again=(0, 3, 5)),
    "import": Play(BROUGHT[1]),
    "undo import": Play("undo --yes", lines=(*PRACTICE, BROUGHT), again=(0, 3, 5)),
    "redo import": Play("undo --redo --yes", lines=(*PRACTICE, BROUGHT, (EARLIER, "undo --yes")), again=(0, 3, 5)),
    "merge": Play("merge 5 6 --yes", again=(0, 3, 5)),
    "erase": Play('erase "zoë müller-łukasz" --yes', again=(0, 3)),
    "backup": Play("backup"),
    "restore": Play("backup restore --yes", lines=(*PRACTICE, (EARLIER, "backup"), LATER)),
    "export ics": Play("export ics -o OUT/out.ics", lines=(*PRACTICE, (EARLIER, "export ics -o OUT/out.ics"), LATER)),
    "export json": Play("export json -o OUT/book.json"),
    "digest": Play("digest"),
    "digest --mail": Play(
        "digest --mail",
        lines=(*PRACTICE, (EARLIER, "config set email helen@ashdownlaw.example")),
        before=mail_to_a_folder,
        timed=("state.db", ".eml"),
    ),
    "init": Play("init --yes --set country=US --set capacity=6", lines=()),
    "migrate": Play('log "wang li" --call', before=old_store, setup=step_known),
    "demo": Play("demo --home HOME/demo", lines=(), again=(0, 5), every=41),
}


class Outcome(NamedTuple):
    """What a play came to: how many points, the ways it was left, and what was wrong, if anything."""

    points: int
    states: int
    wrong: list[str]


class Stage:
    """One command, prepared in a folder, to be killed over and over."""

    def __init__(self, name: str, play: Play, scratch: Path) -> None:
        self.name = name
        self.play = play
        self.made = scratch / "made" / name.replace(" ", "-")
        self.place = scratch / "place"
        home = self.place / "home"
        shutil.rmtree(self.place, ignore_errors=True)
        (self.place / "out").mkdir(parents=True)
        faults.prepare(home, tuple((day, self._words(line)) for day, line in play.lines))
        if play.before:
            assert faults.play(home, ["--version"], setup=play.before).code == 0
        shutil.copytree(self.place, self.made)
        self.noted = scratch / "noted"
        self.after: dict[str, str] = {}
        if play.setup:
            play.setup()  # an older store is read here too

    def _words(self, line: str) -> str:
        return line.replace("OUT", str(self.place / "out")).replace("HOME", str(self.place))

    def run(
        self, how: int = faults.COUNT, at: int = 0, *, fresh: bool = True, reason: int = 0, notes: Path | None = None
    ) -> Ended:
        """Let the command run in the prepared home, or in the one that the last run left."""
        if fresh:
            faults.copy(self.made, self.place)
        words = shlex.split(self._words(self.play.words))
        return faults.play(
            self.place / "home", words, how, at, setup=self.play.setup, reason=reason, seed=not fresh, notes=notes
        )

    def look(self) -> dict[str, str]:
        """What lies in the place, an older store as it is."""
        return faults.states(self.place)

    def allowed(self) -> tuple[int, dict[str, set[str]]]:
        """How many calls write, and what each file may be afterwards: as before, as after, or as between."""
        before = self.look()
        self.noted.unlink(missing_ok=True)

        plain = self.play.setup

        def noting() -> None:
            if plain:
                plain()
            faults.note_transactions(self.noted)

        self.play = self.play._replace(setup=noting)
        self.run()
        self.play = self.play._replace(setup=plain)
        between = set(self.noted.read_text().split("\n")) if self.noted.exists() else set()
        ended = self.run()
        if ended.code:
            raise AssertionError(f"{self.name}: {ended.said}")
        self.after = after = self.look()
        allowed = {name: {held.get(name, "") for held in (before, after)} for name in {*before, *after}}
        for name in allowed:
            if name.endswith(STORE):
                allowed[name] |= between
            elif name.endswith(self.play.timed or "\0") or (name.endswith("state.db") and len(between) > 2):
                allowed[name].clear()  # of a command that hands out several times: any that is whole
        return ended.calls, allowed


def stage_of(name: str, scratch: Path) -> Stage:
    """The stage of a command of the table."""
    return Stage(name, PLAYS[name], scratch)


def kill_everywhere(stage: Stage, every: int = 1, how: int = faults.KILL) -> Outcome:
    """Kill the command at each `every`-th point and look."""
    calls, allowed = stage.allowed()
    wrong: list[str] = []
    ways: set[tuple[tuple[str, str], ...]] = set()
    points = range(1, calls + 1, every)
    for at in points:
        ended = stage.run(how, at)
        if ended.code != -9:
            wrong.append(f"{stage.name}, point {at}: it was not killed ({ended.code}: {ended.said.strip()})")
        found = stage.look()
        ways.add(tuple(found.items()))
        wrong += [f"{stage.name}, point {at}: {why}" for why in problems(found, allowed)]
        if stage.play.again:
            more = stage.run(fresh=False)
            if more.code not in stage.play.again:
                wrong.append(f"{stage.name}, again after point {at}: {more.code}: {more.said.strip()[-300:]}")
            wrong += [
                f"{stage.name}, again after point {at}: {name} is {held}"
                for name, held in stage.look().items() if held.startswith(BAD_STORE)
            ]  # fmt: skip
    return Outcome(len(points), len(ways), wrong)


def problems(found: dict[str, str], allowed: dict[str, set[str]]) -> list[str]:
    """Files that are neither as before nor as after; a copy of the store may be any that is whole."""
    wrong = [f"{name} is {held}" for name, held in found.items() if held.startswith(BAD_STORE)]
    for name in sorted({*found, *allowed}):
        held, known = found.get(name, ""), allowed.get(name, {""})
        if "backups/" not in name and known and held not in known and not held.startswith(BAD_STORE):
            wrong.append(f"{name} is {held or 'gone'}, not one of {known}")
    return wrong


def main(words: list[str]) -> int:
    """Play the commands named, or all, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commands", nargs="*", metavar="COMMAND", help=f"of: {', '.join(PLAYS)}")
    parser.add_argument("--every", type=int, default=1, help="only each N-th point")
    parser.add_argument("--torn", action="store_true", help="with half of the write done")
    given = parser.parse_args(words)
    faults.under_faults()
    faults.warm_up()
    total, wrong = 0, []
    with tempfile.TemporaryDirectory(prefix="crash-") as folder:
        for name in given.commands or PLAYS:
            stage = stage_of(name, Path(folder))
            how = faults.TEAR if given.torn else faults.KILL
            outcome = kill_everywhere(stage, given.every * stage.play.every, how)
            total += outcome.points
            wrong += outcome.wrong
            print(
                f"{name:14}{outcome.points:6} points{outcome.states:4} states{len(outcome.wrong):4} wrong", flush=True
            )
    print(f"{'all':14}{total:6} points{len(wrong):13} wrong")
    print(*wrong[:20], sep="\n", end="\n" if wrong else "")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
