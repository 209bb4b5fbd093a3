"""The schema at the border: rows that come from outside are checked against the columns before they are written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any


@cache
def _validator(table: str) -> Any:
    """The columns of a table as a model of its own, without what SQLAlchemy adds, which costs ten times as much."""
    from pydantic import create_model

    from relcadence.store import tables

    row_class = next(each for each in tables.FACTS if each.__tablename__ == table)
    columns: dict[str, Any] = {
        name: (Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation, field.default)
        for name, field in row_class.model_fields.items()
    }
    return create_model(table, **columns).__pydantic_validator__


@cache
def columns(table: str) -> frozenset[str]:
    """The names of the columns of a table of facts."""
    from relcadence.store import tables

    row_class = next(each for each in tables.FACTS if each.__tablename__ == table)
    return frozenset(row_class.model_fields)


def problem_of(table: str, values: Mapping[str, Any]) -> str:
    """What the schema has against a row, in a sentence, or ""."""
    from pydantic import ValidationError

    try:
        _validator(table).validate_python(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc'])) or 'The row'}: {first['msg']}."
    return ""
