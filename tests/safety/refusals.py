"""A disk that refuses: full, over quota, failing; at each call that writes, once or from then on.

`python -m tests.safety.refusals [COMMAND ...] [--every N]` plays each command; its 1st, 2nd, … call that writes fails
with "no space left", "quota exceeded" or "input/output error", that one alone or all after it too. A command that was
refused says so in a sentence, without a traceback, and leaves everything as before; one that went on all the same
(what it had handed out could not be noted) says a warning. Exit 1 if a promise was broken.
"""

from __future__ import annotations

import argparse
import errno
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.safety import faults
from tests.safety.crash import PLAYS, Stage, problems, stage_of

REASONS = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
NOT_THE_STORE = ("export ics", "export json")  # their output is a file of the user's: exit 1


class Outcome(NamedTuple):
    """Refusals tried, how the command ended, and what was wrong."""

    tried: int
    codes: set[int]
    wrong: list[str]


def refuse_everywhere(stage: Stage, every: int = 1) -> Outcome:
    """Refuse at each `every`-th point, for one reason after the other."""
    calls, allowed = stage.allowed()
    before = {name: {held} for name, held in _looked(stage).items()}
    wrong: list[str] = []
    codes: set[int] = set()
    tried = 0
    for at in range(1, calls + 1, every):
        for how in (faults.FAIL_ONCE, faults.FAIL_ON):
            ended = stage.run(how, at, reason=REASONS[tried % len(REASONS)])
            tried += 1
            codes.add(ended.code)
            where = f"{stage.name}, {'all from' if how == faults.FAIL_ON else 'call'} {at}"
            found = stage.look()
            if ended.code not in (0, 1, 7) or "unexpected" in ended.said or "Traceback" in ended.said:
                wrong.append(f"{where}: {ended.code}: {ended.said.strip()[-300:]}")
            if ended.code == 1 and stage.name not in NOT_THE_STORE:
                wrong.append(f"{where}: exit 1: {ended.said.strip()[-300:]}")
            done = ended.code == 0 or "The change is in the store" in ended.said or "is erased from" in ended.said
            known = {name: {held} for name, held in stage.after.items()} if done else before
            if between(allowed) and not done:
                known = allowed
            known = {name: allowed[name] if name.endswith("state.db") else held for name, held in known.items()}
            wrong += [f"{where}: {ended.code}, {why}" for why in problems(found, {**allowed, **known})]
    return Outcome(tried, codes, wrong)


def between(allowed: dict[str, set[str]]) -> set[str]:
    """Stores that a command leaves in more than one state besides the first, for it makes several changes."""
    return {name for name, known in allowed.items() if name.endswith("relcadence.db") and len(known - {""}) > 2}


def _looked(stage: Stage) -> dict[str, str]:
    faults.copy(stage.made, stage.place)
    return stage.look()


def main(words: list[str]) -> int:
    """Refuse in the commands named, or in all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commands", nargs="*", metavar="COMMAND", help=f"of: {', '.join(PLAYS)}")
    parser.add_argument("--every", type=int, default=3, help="only at each N-th call")
    given = parser.parse_args(words)
    faults.under_faults()
    faults.warm_up()
    total, wrong = 0, []
    with tempfile.TemporaryDirectory(prefix="refuse-") as folder:
        for name in given.commands or PLAYS:
            stage = stage_of(name, Path(folder))
            outcome = refuse_everywhere(stage, given.every * stage.play.every)
            total += outcome.tried
            wrong += outcome.wrong
            print(
                f"{name:14}{outcome.tried:6} refusals, exits {sorted(outcome.codes)}{len(outcome.wrong):4} wrong",
                flush=True,
            )
    print(f"{'all':14}{total:6} refusals{len(wrong):4} wrong")
    print(*wrong[:20], sep="\n", end="\n" if wrong else "")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
