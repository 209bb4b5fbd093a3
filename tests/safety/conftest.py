"""The practices of the command tests serve here too; and what is asked of a store after every bad day."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from relcadence.store import connection, damage, reading
from relcadence.store.queries import facts as queries
from tests.cli.conftest import book, empty, facts, prepared, prepared_empty

__all__ = ["book", "empty", "facts", "prepared", "prepared_empty"]


@pytest.fixture
def needs_faults(tmp_path: Path) -> None:
    """For what runs under the library of faults."""
    if not shutil.which("cc"):
        pytest.skip("no C compiler")


@pytest.fixture
def places(isolation: Path) -> Callable[[], list[damage.Place]]:
    """The damaged places of this test's store."""

    def places() -> list[damage.Place]:
        path = isolation / "relcadence.db"
        with closing(connection.connect(path)) as opened:
            return damage.find(opened, path)

    return places


@pytest.fixture
def export(isolation: Path) -> Callable[[], object]:
    """All facts of this test's store."""

    def export() -> object:
        with closing(reading.open(isolation / "relcadence.db")) as store:
            return queries.facts(store)

    return export
