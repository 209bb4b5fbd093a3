"""What should have gone out and did not: asked by every morning's `today`, so it is quick and loads next to nothing.

One rule: it reads; nothing is made, written or waited for.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

_TROUBLE = """
    SELECT o.day, o.receiver, o.kind, o.error FROM outbox o WHERE o.state = 'failed' AND NOT EXISTS (
        SELECT 1 FROM outbox n WHERE n.receiver = o.receiver AND n.kind = o.kind AND n.state IN ('sent', 'quiet')
            AND n.tried_at >= o.tried_at)
    ORDER BY o.tried_at DESC LIMIT 1"""


class Trouble(NamedTuple):
    """A delivery that failed and has not worked since."""

    day: date
    receiver: str
    kind: str
    error: str


def trouble(path: Path) -> Trouble | None:
    """The delivery that failed last and has not worked since; None where all is well or nothing can be read.

    Quick, and opens the state for reading only.
    """
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as db:
            row = db.execute(_TROUBLE).fetchone()
    except sqlite3.Error:
        return None
    return Trouble(date.fromisoformat(row[0]), *row[1:]) if row else None
