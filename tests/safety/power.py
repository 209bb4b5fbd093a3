"""Power cuts: whatever was not synced may be gone, in any order and by the sector, names of files too.

`python -m tests.safety.power [COMMAND ...] [--every N] [--cuts N] [--settings PRAGMAS]` plays each command once and
notes its calls; then the power goes after each of them, many times over: of what was not synced by then a random part
has reached the disk. A change that was acknowledged (the command had ended) must be there, any other must be there
whole or not at all. `--settings` puts other PRAGMAs in the place of the store's, such as
"journal_mode = DELETE, synchronous = FULL", to see that the model tells good ones from bad ones. Exit 1 if anything
was lost or half.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.safety import faults
from tests.safety.crash import PLAYS, Stage, problems, stage_of

SECTOR = 512
NAMES = "curlmd"
DEFAULT = ("log", "import", "undo", "erase", "backup", "restore", "export json", "init", "migrate")


class Call(NamedTuple):
    """One call that took place: c(reate) w(rite) t(runcate) s(ync) u(nlink) r(ename) l(ink) m(kdir) d (rmdir)."""

    what: str
    path: str
    other: str
    at: int
    content: bytes
    file: int


class Film:
    """The calls of one command, from the files as they were before it; `synced[n]`: when the n-th was on the disk."""

    def __init__(self, folder: Path, notes: bytes) -> None:
        self.names: dict[str, int] = {}
        self.contents: dict[int, bytes] = {}
        self.folders = {str(path) for path in folder.rglob("*") if path.is_dir()}
        for number, path in enumerate(sorted(path for path in folder.rglob("*") if path.is_file())):
            self.names[str(path)] = number
            self.contents[number] = path.read_bytes()
        self.calls = list(_calls(notes, dict(self.names)))
        self.synced = [self._synced(number) for number in range(len(self.calls))]

    def _synced(self, number: int) -> int:
        """A write is on the disk once its file was synced, a name once its folder was."""
        call = self.calls[number]
        folder = str(Path(call.other or call.path).parent)
        for later in range(number + 1, len(self.calls)):
            sync = self.calls[later]
            if sync.what == "s" and (sync.path == folder if call.what in NAMES else sync.file == call.file):
                return later
        return len(self.calls)

    def cut(self, after: int, draw: Random, share: float) -> tuple[dict[str, bytes], set[str]]:
        """The files and folders on the disk after so many calls; of what was not synced a `share` got there."""
        names, folders = dict(self.names), set(self.folders)
        contents = {number: bytearray(content) for number, content in self.contents.items()}
        for call, synced in zip(self.calls[:after], self.synced, strict=False):
            sure = synced < after
            if call.what == "w":
                _write(contents.setdefault(call.file, bytearray()), call, draw, 1.0 if sure else share)
            elif sure or draw.random() < share:
                _apply(call, names, folders, contents)
        return {path: bytes(contents.get(file, b"")) for path, file in names.items()}, folders


def _calls(notes: bytes, names: dict[str, int]) -> Iterator[Call]:
    """The calls as the library noted them; a file keeps its number under each name it has."""
    folders: dict[str, int] = {}
    fresh = len(names)
    while notes:
        line, _, notes = notes.partition(b"\n")
        what, path, other, at, length = line.decode().split("\t")
        content, notes = notes[: int(length)], notes[int(length) :]
        if what == "c":
            names[path], fresh = fresh, fresh + 1
        file = names.get(path, folders.setdefault(path, -1 - len(folders)))
        if what in "rl":
            names[other] = file
        if what in "ru":
            names.pop(path, None)
        yield Call(what, path, other, int(at), content, file)


def _write(content: bytearray, call: Call, draw: Random, share: float) -> None:
    for start in range(0, len(call.content), SECTOR):
        if share < 1 and draw.random() >= share:
            continue
        piece = call.content[start : start + SECTOR]
        at = call.at + start
        content.extend(bytes(max(0, at + len(piece) - len(content))))
        content[at : at + len(piece)] = piece


def _apply(call: Call, names: dict[str, int], folders: set[str], contents: dict[int, bytearray]) -> None:
    if call.what == "t":
        held = contents.setdefault(call.file, bytearray())
        del held[call.at :]
        held.extend(bytes(call.at - len(held)))
    elif call.what == "m":
        folders.add(call.path)
    elif call.what in "cl":
        names[call.other or call.path] = call.file
    elif call.what == "r":
        names.pop(call.path, None)
        names[call.other] = call.file
    elif call.what == "u":
        names.pop(call.path, None)


def film_of(stage: Stage, settings: str) -> tuple[Film, dict[str, set[str]]]:
    """The command played once and noted, and what each file may be afterwards."""
    plain = stage.play

    def prepared() -> None:
        if plain.setup:
            plain.setup()
        if settings:
            from relcadence.store import connection

            connection.WRITE_PRAGMAS = tuple(f"PRAGMA {each}" for each in settings.split(","))

    stage.play = plain._replace(setup=prepared)
    _, allowed = stage.allowed()
    faults.copy(stage.made, stage.place)
    notes = stage.made.with_name(f"{stage.made.name}.notes")
    notes.unlink(missing_ok=True)
    before = faults.copy(stage.made, stage.place)
    ended = stage.run(notes=notes)
    assert ended.code == 0, ended.said
    faults.copy(stage.made, stage.place)
    return Film(before, notes.read_bytes()), allowed


class Outcome(NamedTuple):
    """How many cuts, how many states of the disk they came to, and what was wrong."""

    cuts: int
    states: int
    wrong: list[str]


def cut_everywhere(stage: Stage, every: int = 1, cuts: int = 8, settings: str = "") -> Outcome:
    """Let the power go after each `every`-th call and after the last, `cuts` times each."""
    film, allowed = film_of(stage, settings)
    after_all = faults.states_of(film.cut(len(film.calls), Random(0), 1.0), stage.place)
    tried, seen, wrong = 0, set(), []
    for after in sorted({*range(0, len(film.calls) + 1, every), len(film.calls)}):
        for number in range(cuts):
            draw = Random(f"{stage.name} {after} {number}")
            disk = film.cut(after, draw, (0.0, 1.0, 0.5, 0.9, 0.1)[number] if number < 5 else draw.random())
            tried += 1
            key = hash((frozenset(disk[0].items()), frozenset(disk[1])))
            if key in seen and after < len(film.calls):
                continue
            seen.add(key)
            found = faults.states_of(disk, stage.place)
            known = {name: {held} for name, held in after_all.items()} if after == len(film.calls) else allowed
            wrong += [f"{stage.name}, cut {number} after call {after}: {why}" for why in problems(found, known)]
    return Outcome(tried, len(seen), wrong)


def main(words: list[str]) -> int:
    """Cut the power in the commands named, or in those that differ in how they write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commands", nargs="*", metavar="COMMAND", help=f"of: {', '.join(PLAYS)}")
    parser.add_argument("--every", type=int, default=1, help="only after each N-th call")
    parser.add_argument("--cuts", type=int, default=8, help="how often after each call")
    parser.add_argument("--settings", default="", help="other PRAGMAs, with commas between")
    given = parser.parse_args(words)
    faults.under_faults()
    faults.warm_up()
    cuts, states, wrong = 0, 0, []
    with tempfile.TemporaryDirectory(prefix="power-") as folder:
        for name in given.commands or DEFAULT:
            outcome = cut_everywhere(stage_of(name, Path(folder)), given.every, given.cuts, given.settings)
            cuts, states = cuts + outcome.cuts, states + outcome.states
            wrong += outcome.wrong
            figures = f"{outcome.cuts:7} cuts{outcome.states:7} disks{len(outcome.wrong):5} wrong"
            print(f"{name:14}{figures}", flush=True)
    print(f"{'all':14}{cuts:7} cuts{states:7} disks{len(wrong):5} wrong")
    print(*wrong[:10], sep="\n", end="\n" if wrong else "")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
