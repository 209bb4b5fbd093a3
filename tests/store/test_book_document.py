"""The help on the document of a whole book names every table and column that is in it, and no other."""

import re
from importlib.resources import files

import pytest

from relcadence.exchange import book
from relcadence.store import tables

PAGE = files("relcadence").joinpath("help/book.md").read_text("utf-8")
PARTS = dict(re.findall(r"^### (\w+)\n(.*?)(?=^### |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def test_every_table_has_its_part() -> None:
    assert list(PARTS) == sorted(str(model.__tablename__) for model in tables.FACTS)
    assert f'{{"relcadence": {book.VERSION}, "facts"' in PAGE


@pytest.mark.parametrize("model", tables.FACTS, ids=lambda model: model.__tablename__)
def test_its_columns_are_named(model: type[tables.SQLModel]) -> None:
    named = " ".join(PARTS[str(model.__tablename__)].partition("Columns: ")[2].split()).rstrip(".")
    assert named == ", ".join(sorted(model.model_fields))
