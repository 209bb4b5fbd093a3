"""Which copies of the store there are, and which of them may go: 7 daily, 4 weekly and 12 monthly ones stay.

One rule: only what was made unasked is ever let go. What is what stands in the names: `20261123T090000000005.db` was
asked for (or made before a migration), `…-daily.db`, `…-import.db` and `…-erase.db` were not, `…-replaced.db` is the
store that a restore put aside. Instants are UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

DAILY, IMPORT, ERASE, REPLACED = "daily", "import", "erase", "replaced"
ACTS = (IMPORT, ERASE, REPLACED)
ENCRYPTED = ".db.age"
PLAIN = ".db"
STAMP = "%Y%m%dT%H%M%S%f"
KEPT_OF_ACTS = 5


class Kept(NamedTuple):
    """A copy in the folder: when it was made, for what ("" = asked for), and whether it is encrypted."""

    path: Path
    at: str
    kind: str
    encrypted: bool

    @property
    def made_at(self) -> datetime | None:
        """The instant in the name (UTC, without a zone); None for a copy with a name of its own."""
        try:
            return datetime.strptime(self.at, STAMP)  # names are in UTC
        except ValueError:
            return None


def name_at(now: datetime, kind: str = "") -> str:
    """The file name of a copy made at that instant (UTC), for what it was made."""
    return f"{now:{STAMP}}{'-' if kind else ''}{kind}{PLAIN}"


def listed(folder: Path) -> list[Kept]:
    """The copies of a folder, newest first, those that a restore put aside last."""
    copies = [_of(path) for path in folder.glob("*.db*") if _is_copy(path.name)]
    copies.sort(key=lambda each: each.path.name, reverse=True)
    return sorted(copies, key=lambda each: each.kind == REPLACED)


def _is_copy(name: str) -> bool:
    return not name.startswith(".") and name.endswith((PLAIN, ENCRYPTED))


def _of(path: Path) -> Kept:
    encrypted = path.name.endswith(ENCRYPTED)
    at, _, kind = path.name.removesuffix(ENCRYPTED).removesuffix(PLAIN).partition("-")
    return Kept(path, at, kind, encrypted)


def is_due(folder: Path, now: datetime) -> bool:
    """Whether no daily copy was made yet on the day (UTC) of that instant."""
    return next(folder.glob(f"{now:%Y%m%d}T*-{DAILY}{PLAIN}"), None) is None


def spare(copies: Iterable[Kept]) -> list[Kept]:
    """Those of the copies made unasked that no rule keeps, oldest first."""
    known = sorted((each for each in copies if each.made_at), key=lambda each: each.at, reverse=True)
    daily = [each for each in known if each.kind == DAILY]
    acts = [each for each in known if each.kind in ACTS]
    kept = {
        *_newest_of(daily, 7, lambda at: at.date()),
        *_newest_of(daily, 4, lambda at: at.isocalendar()[:2]),
        *_newest_of(daily, 12, lambda at: (at.year, at.month)),
        *acts[:KEPT_OF_ACTS],
    }
    return [each for each in reversed([*daily, *acts]) if each not in kept]


def _newest_of(copies: Iterable[Kept], number: int, span: Callable[[datetime], Hashable]) -> list[Kept]:
    """The newest copy of each of the newest so many spans that have any."""
    newest: dict[Hashable, Kept] = {}
    for each in copies:
        if each.made_at:
            newest.setdefault(span(each.made_at), each)
    return list(newest.values())[:number]
