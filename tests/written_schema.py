"""Writes down the statements by which a store is made, as SQLModel states them: `python -m tests.written_schema`."""

from pathlib import Path

import relcadence
from relcadence.store import create

PATH = Path(relcadence.__file__).parent / "data" / create.WRITTEN


def text() -> str:
    """The statements as the file has them."""
    lines = ("\n".join(map(str.rstrip, each.strip().splitlines())) for each in create.schema_statements())
    return "".join(f"{statement}{create.END}" for statement in lines)


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
